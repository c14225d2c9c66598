#include "stats/getis_ord.hpp"

#include <catch2/catch.hpp>

#include "stats/benchmark_files.hpp"
#include "stats/moments.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::Correction;
using stats::getis_ord;
using stats::GetisOrd;
using stats::GetisOrdOptions;
using stats::Spot;

namespace {

const GetisOrdOptions kStar{.star = true, .permutations = 0};
const GetisOrdOptions kPlain{.star = false, .permutations = 0};

GetisOrd require(core::Result<GetisOrd> result) {
    INFO(result.message());
    REQUIRE(result);
    return *std::move(result);
}

/// Points (10,10) (20,10) (40,10) (15,20) (30,20) (30,30) with neighbours within 15, of esda's tests.
const core::Weights kPoints = binary_weights({{1, 3}, {0, 3, 4}, {4}, {0, 1}, {1, 2, 5}, {4}});
const std::vector<double> kPointValues{2, 3, 3.2, 5, 8, 7};

}  // namespace

TEST_CASE("Gi and Gi* of Columbus crime agree with spdep") {
    const auto data = columbus();
    if (!data) return;
    const std::vector<double> crime = data->column("crime");
    for (const core::Weights* weights : {&data->binary, &data->row}) {
        const GetisOrd plain = require(getis_ord(crime, *weights, kPlain));
        check_first(plain.z, {-0.937807651, -0.9856591203, -0.7184189125, -0.06666232345, 1.047136029});
        CHECK(stats::sum(plain.z) == published(10.61939018));
        const GetisOrd star = require(getis_ord(crime, *weights, kStar));
        check_first(star.z, {-1.432779654, -1.340008097, -0.771998681, -0.1317333645, 1.285362798});
        CHECK(stats::sum(star.z) == published(9.383049238));
        CHECK(star.links == 236);

        const auto hot_cold = [&](double limit) {
            return std::pair(
                std::count_if(star.z.begin(), star.z.end(), [&](double z) { return z >= limit; }),
                std::count_if(star.z.begin(), star.z.end(), [&](double z) { return z <= -limit; }));
        };
        CHECK(hot_cold(1.96) == std::pair<std::ptrdiff_t, std::ptrdiff_t>(11, 7));
        CHECK(hot_cold(2.576) == std::pair<std::ptrdiff_t, std::ptrdiff_t>(7, 2));
        CHECK(stats::adjust(star.p, Correction::BenjaminiHochberg, 0.05).rejected == 9);
    }
}

TEST_CASE("Gi and Gi* of Guerry's France agree with spdep, and the ratios with GeoDa") {
    const auto data = guerry();
    if (!data) return;
    const std::vector<double> crime = data->column("Crm_prp");
    const GetisOrd plain = require(getis_ord(crime, data->row, kPlain));
    check_first(plain.z, {0.07903264588, -1.094648606, 3.757785404, -0.05306420146, -0.04976388545});
    check_first(plain.statistic, {0.012077920687925825, 0.0099240961298508561, 0.018753584525825453});
    const GetisOrd star = require(getis_ord(crime, data->row, kStar));
    check_first(star.z, {1.221810952, -1.305537211, 3.525942304, -0.1333216202, 0.003802948787});
    // GeoDa averages the area and its neighbours, which is self within the row.
    const GetisOrd averaged =
        require(getis_ord(crime, core::row_standardise(core::with_self(data->binary)), kStar));
    check_first(averaged.statistic, {0.014177043620524426, 0.0096136007223101994, 0.017574324039034434});
    check_first(averaged.z, {1.221810952, -1.305537211, 3.525942304, -0.1333216202, 0.003802948787});
}

TEST_CASE("Gi and Gi* of six points agree with esda") {
    const GetisOrd plain = require(getis_ord(kPointValues, kPoints, kPlain));
    CHECK(plain.z[0] == published(-1.0136729));
    const GetisOrd star = require(getis_ord(kPointValues, kPoints, kStar));
    CHECK(star.z[0] == published(-1.39727626));
}

TEST_CASE("Gi* worked by hand on a 3 by 3 grid") {
    // Centre and its four rook neighbours of 1 .. 9: 2+4+5+6+8 = 25, mean 5, s2 = 60/9, so z is 0.
    std::vector<double> values{1, 2, 3, 4, 5, 6, 7, 8, 9};
    const GetisOrd star = require(getis_ord(values, lattice(3, 3), kStar));
    CHECK(star.lag[4] == published(25));
    CHECK(star.z[4] == Approx(0).margin(1e-12));
    CHECK(star.direction[4] == Spot::None);
    // Corner: 1+2+4 = 7 against 15; s * sqrt((9*3 - 9)/8) = sqrt(60/9 * 18/8) = sqrt(15).
    CHECK(star.z[0] == published(-8 / std::sqrt(15.0)));
    CHECK(star.statistic[0] == published(7.0 / 45));
    CHECK(star.expected[0] == published(3.0 / 9));
    CHECK((star.statistic[0] - star.expected[0]) / std::sqrt(star.variance[0]) == published(star.z[0]));
    CHECK(star.direction[0] == Spot::Cold);
    CHECK(star.direction[8] == Spot::Hot);
    // Gi of the corner: 2+4 = 6 against 2 * 44/8; variance of the other eight 284/8 - 30.25 = 5.25.
    const GetisOrd plain = require(getis_ord(values, lattice(3, 3), kPlain));
    CHECK(plain.z[0] == published((6 - 11) / std::sqrt(5.25 * (8 * 2 - 4) / 7)));
    CHECK(plain.expected[0] == published(2.0 / 8));
    CHECK((plain.statistic[0] - plain.expected[0]) / std::sqrt(plain.variance[0]) == published(plain.z[0]));
}

TEST_CASE("Row standardisation does not change z, and self may be in the weights already") {
    const core::Weights weights = lattice(7, 8);
    const std::vector<double> values = noise(56, 8);
    const GetisOrd binary = require(getis_ord(values, weights));
    const GetisOrd row = require(getis_ord(values, core::row_standardise(weights)));
    const GetisOrd with_self = require(getis_ord(values, core::with_self(weights)));
    for (std::size_t i = 0; i < 56; ++i) {
        CHECK(row.z[i] == Approx(binary.z[i]).margin(1e-12));
        CHECK(row.p[i] == binary.p[i]);
        CHECK(with_self.z[i] == Approx(binary.z[i]).margin(1e-12));
        CHECK(with_self.p[i] == binary.p[i]);
    }
    CHECK(with_self.links == weights.links());
    check_refused(getis_ord(values, core::with_self(weights), kPlain), "no area is its own neighbour");
    check_refused(getis_ord(values, weights, {.self_weight = 0}), "self weight", core::ErrorKind::Usage);
}

TEST_CASE("The heavier the self weight the more Gi* follows the area's own value") {
    std::vector<double> values(25, 0.0);
    values[12] = 10;  // a lone peak
    values[0] = 1;
    const core::Weights weights = lattice(5, 5);
    const double light = require(getis_ord(values, weights, {.self_weight = 0.5, .permutations = 0})).z[12];
    const double heavy = require(getis_ord(values, weights, {.self_weight = 4, .permutations = 0})).z[12];
    CHECK(heavy > light);
}

TEST_CASE("Gi* finds a hotspot by permutation and by the normal distribution") {
    const std::vector<double> values = hill(20, 20);
    const core::Weights weights = lattice(20, 20);
    const GetisOrd local = require(getis_ord(values, weights));
    const std::size_t top = 6 * 20 + 12;
    CHECK(local.direction[top] == Spot::Hot);
    CHECK(local.p_analytic[top] < 0.01);
    CHECK(local.p_permutation[top] < 0.05);
    CHECK(local.p == local.p_permutation);
    const auto adjusted = stats::adjust(local.p_analytic, Correction::BenjaminiHochberg, 0.05);
    const std::vector<Spot> shown = stats::significant_spots(local, adjusted.significant);
    CHECK(shown[top] == Spot::Hot);
    CHECK(std::count(shown.begin(), shown.end(), Spot::None) > 300);

    GetisOrd analytic = require(getis_ord(values, weights, kStar));
    const std::vector<int> bins = stats::confidence_bins(analytic, Correction::None);
    for (std::size_t i = 0; i < bins.size(); ++i) {
        const double z = std::abs(analytic.z[i]);
        const int level = z >= 2.5758293 ? 3 : z >= 1.9599640 ? 2 : z >= 1.6448536 ? 1 : 0;
        CHECK(bins[i] == (analytic.z[i] > 0 ? level : -level));
    }
}

TEST_CASE("The permutation of Gi* holds the area's own value fixed") {
    // The peak's neighbours are ordinary: Gi* is high by its own value alone, so its permutation p is not
    // small.
    std::vector<double> values = noise(100, 9);
    values[55] = 40;
    const GetisOrd local = require(getis_ord(values, lattice(10, 10), {.permutations = 1999}));
    CHECK(local.z[55] > 2);
    CHECK(local.p_permutation[55] > 0.01);
    const GetisOrd plain = require(getis_ord(values, lattice(10, 10), {.star = false, .permutations = 1999}));
    CHECK(same_bytes(local.p_permutation, plain.p_permutation));
}

TEST_CASE("Gi* is undefined, not zero, where nothing can be said") {
    const auto constant = getis_ord(std::vector<double>(9, 2.0), lattice(3, 3));
    REQUIRE(constant);
    CHECK(constant->undefined == 9);
    CHECK(std::isnan(constant->z[0]));
    CHECK(constant->direction[0] == Spot::Undefined);
    CHECK(constant.diagnostics().size() == 1);

    // Only area 0 differs, so for Gi the others are all alike.
    const GetisOrd lone = require(getis_ord(std::vector<double>{5, 1, 1, 1}, lattice(2, 2), kPlain));
    CHECK(std::isnan(lone.z[0]));
    CHECK_FALSE(std::isnan(lone.z[1]));

    // A neighbourhood that is everyone.
    const core::Weights everyone = binary_weights({{1, 2, 3}, {0, 2, 3}, {0, 1, 3}, {0, 1, 2}});
    const GetisOrd all = require(getis_ord(std::vector<double>{1, 2, 3, 5}, everyone));
    CHECK(all.undefined == 4);
    CHECK(std::isnan(all.p[0]));
    CHECK(stats::significant_spots(all, std::vector<bool>(4, true))[0] == Spot::Undefined);
}

TEST_CASE("Islands of Gi* are undefined, or stand for themselves alone") {
    core::Weights weights = binary_weights({{1}, {0, 2}, {1, 3}, {2, 4}, {3}, {}});
    const std::vector<double> values{1, 2, 4, 5, 7, 30};
    const GetisOrd excluded = require(getis_ord(values, weights));
    CHECK(excluded.n == 5);
    CHECK(std::isnan(excluded.z[5]));
    CHECK(std::isnan(excluded.value[5]));
    weights.islands = core::IslandPolicy::Zero;
    const GetisOrd kept = require(getis_ord(values, weights));
    CHECK(kept.n == 6);
    CHECK(kept.lag[5] == 30);
    CHECK(kept.z[5] > 2);
    CHECK(std::isnan(kept.p_permutation[5]));
    const GetisOrd plain = require(getis_ord(values, weights, kPlain));
    CHECK(std::isnan(plain.z[5]));
}

TEST_CASE("Areas without a value leave Gi* as if they were not on the map") {
    const core::Weights weights = core::row_standardise(lattice(6, 6));
    std::vector<double> values = noise(36, 10);
    values[8] = kNaN;
    std::vector<bool> keep(36, true);
    keep[8] = false;
    std::vector<double> left;
    for (const double value : values)
        if (!std::isnan(value)) left.push_back(value);
    const GetisOrd with_gap = require(getis_ord(values, weights));
    const GetisOrd without = require(getis_ord(left, core::subset(weights, keep)));
    CHECK(std::isnan(with_gap.p[8]));
    CHECK(with_gap.undefined == 1);
    CHECK(with_gap.z[7] == without.z[7]);
    CHECK(with_gap.z[9] == without.z[8]);
    CHECK(with_gap.p[35] == without.p[34]);
}

TEST_CASE("Gi* gives identical bytes for 1, 2 and 7 threads") {
    for (const core::Weights& weights : {lattice(20, 25), decaying(lattice(20, 25))}) {
        const std::vector<double> values = hill(20, 25);
        const GetisOrd one = require(getis_ord(values, weights, {.threads = 1}));
        for (const int threads : {2, 7}) {
            const GetisOrd many = require(getis_ord(values, weights, {.threads = threads}));
            CHECK(same_bytes(one.p, many.p));
            CHECK(same_bytes(one.z, many.z));
        }
    }
}

TEST_CASE("A single high area among unusually low ones is no hot spot") {
    core::RandomStream random(5, core::StreamId::Test, 60);
    std::vector<double> values(400);
    for (double& value : values) value = 5 + 4 * random.uniform();
    const core::Weights weights = core::row_standardise(lattice(20, 20));
    for (const std::uint32_t j : weights.neighbours(210)) values[j] = 0;
    values[210] = 150;
    const auto ours = stats::getis_ord(values, weights, {.permutations = 9'999});
    REQUIRE(ours);
    CHECK(ours->z[210] > 1);      // its own value alone
    CHECK(ours->p[210] < 0.001);  // its neighbours are unusually low
    CHECK(ours->direction[210] == stats::Spot::None);
    const auto spdep =
        stats::getis_ord(values, weights, {.permutations = 9'999, .convention = stats::Convention::Spdep});
    REQUIRE(spdep);
    CHECK(spdep->direction[210] == stats::Spot::Hot);  // as that program would say
}
