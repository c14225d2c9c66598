#include "stats/local_moran.hpp"

#include <catch2/catch.hpp>
#include <stop_token>

#include "stats/benchmark_files.hpp"
#include "stats/moments.hpp"
#include "stats/moran.hpp"
#include "stats/rates.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::Convention;
using stats::local_moran;
using stats::LocalMoments;
using stats::LocalMoran;
using stats::LocalMoranOptions;
using stats::Quadrant;

namespace {

const LocalMoranOptions kAnalytic{.permutations = 0};

LocalMoran require(core::Result<LocalMoran> result) {
    INFO(result.message());
    REQUIRE(result);
    return *std::move(result);
}

std::size_t count(const LocalMoran& local, Quadrant quadrant) {
    return static_cast<std::size_t>(std::count(local.quadrant.begin(), local.quadrant.end(), quadrant));
}

/// Ten areas of esda's tests (desmith): values and GAL neighbours.
const std::vector<double> kSmith{2.24, 3.10, 4.55, -5.15, -4.39, 0.46, 5.54, 9.02, -2.09, -3.06};

}  // namespace

TEST_CASE("Local Moran of Columbus crime agrees with spdep, conditional moments") {
    const auto data = columbus();
    if (!data) return;
    const LocalMoran local = require(local_moran(data->column("crime"), data->row, kAnalytic));
    check_first(local.statistic, {0.7368184906, 0.5287770133, 0.09385074166, 0.004820966628, 0.3036061248});
    check_first(local.expected,
                {-0.02859854197, -0.02025021399, -0.001539686744, -0.0005707572439, -0.01849319102});
    check_first(local.variance, {0.6661448908, 0.3102660633, 0.01763007197, 0.006541756761, 0.09461792046});
    check_first(local.z, {0.937807651, 0.9856591203, 0.7184189125, 0.06666232345, 1.047136029});
    check_first(local.p, {0.3483432685, 0.3243004162, 0.472499029, 0.9468505291, 0.2950368442});
    CHECK(stats::sum(local.statistic) == published(24.5092393));
    CHECK(stats::sum(local.variance) == published(10.13990715));
    CHECK(stats::sum(local.z) == published(59.62125933));
    CHECK(stats::sum(local.p) == published(14.36132537));
    CHECK(count(local, Quadrant::LowLow) == 20);
    CHECK(count(local, Quadrant::HighLow) == 3);
    CHECK(count(local, Quadrant::LowHigh) == 5);
    CHECK(count(local, Quadrant::HighHigh) == 21);
    CHECK(local.n == 49);
    CHECK(local.links == 236);
}

TEST_CASE("Local Moran of Columbus crime agrees with spdep, total randomisation") {
    const auto data = columbus();
    if (!data) return;
    const LocalMoran local = require(local_moran(
        data->column("crime"), data->row, {.permutations = 0, .moments = LocalMoments::TotalRandomisation}));
    check_first(local.expected, {-0.02083333333, -0.02083333333});
    check_first(local.variance, {0.4769224536, 0.3112214591, 0.2283709619, 0.2283709619, 0.104095216});
    check_first(local.z, {1.097098922, 0.9851903123, 0.2399842143, 0.05368336466, 1.005583832});
    CHECK(stats::sum(local.variance) == published(11.08049885));
    CHECK(stats::sum(local.z) == published(59.0048264));
}

TEST_CASE("Local Moran of the ten Smith areas has esda's conditional moments") {
    const auto gal = shared_data("benchmarks/desmith/desmith.gal");
    if (!gal) return;
    const core::Weights weights = core::row_standardise(gal_weights(*gal, one_to(10)));
    const LocalMoran local = require(local_moran(kSmith, weights, kAnalytic));
    const std::vector<double> expected{-0.00838113, -0.0243949,  -0.07031778, -0.21520869, -0.16547163,
                                       -0.00178435, -0.11531888, -0.36138555, -0.05471258, -0.09413562};
    const std::vector<double> variance{0.03636013, 0.10412408, 0.28600769, 0.26389674, 0.21576683,
                                       0.00779261, 0.44633942, 0.57696508, 0.12929777, 0.3730742};
    const std::vector<double> total{0.394432, 0.394432, 0.394432, 0.148043, 0.148043,
                                    0.394432, 0.394432, 0.230173, 0.230173, 0.394432};
    const LocalMoran shuffled = require(
        local_moran(kSmith, weights, {.permutations = 0, .moments = LocalMoments::TotalRandomisation}));
    for (std::size_t i = 0; i < 10; ++i) {  // printed with eight decimals, and six
        INFO("area " << i);
        CHECK(local.expected[i] == Approx(expected[i]).margin(6e-9));
        CHECK(local.variance[i] == Approx(variance[i]).margin(6e-9));
        CHECK(shuffled.expected[i] == Approx(-1.0 / 9));
        CHECK(shuffled.variance[i] == Approx(total[i]).margin(6e-7));
    }
}

TEST_CASE("Under GeoDa's convention local Moran of Guerry's France is GeoDa's") {
    const auto data = guerry();
    if (!data) return;
    const LocalMoranOptions options{.convention = Convention::Geoda};
    const LocalMoran property = require(local_moran(data->column("Crm_prp"), data->row, options));
    check_first(property.statistic, {0.015431978309803657, 0.3270633223656033, 0.021295296214118884});
    CHECK(property.tail == stats::Tail::Folded);
    // GeoDa's 999 permutations draw other numbers: four standard errors of both together.
    const std::vector<double> p{0.414, 0.123, 0.001};
    for (std::size_t i = 0; i < 3; ++i) {
        const double error = std::sqrt(2 * p[i] * (1 - p[i]) / 999);
        CHECK(property.p[i] == Approx(p[i]).margin(4 * error + 0.001));
    }
    CHECK(property.quadrant[2] == Quadrant::HighHigh);

    const LocalMoran person = require(local_moran(data->column("Crm_prs"), data->row, options));
    check_first(person.statistic, {0.516120231288079, 0.818275138495031, 0.794086559694542});
    const std::vector<double> person_p{0.197, 0.013, 0.023};
    for (std::size_t i = 0; i < 3; ++i) {
        const double error = std::sqrt(2 * person_p[i] * (1 - person_p[i]) / 999);
        CHECK(person.p[i] == Approx(person_p[i]).margin(4 * error + 0.001));
    }
    const auto rates = stats::eb_standardised(data->column("Crm_prs"), data->column("Pop1831"));
    REQUIRE(rates);
    const LocalMoran standardised = require(local_moran(rates->values, data->row, options));
    CHECK(standardised.p[0] == Approx(0.455).margin(4 * std::sqrt(2 * 0.455 * 0.545 / 999) + 0.001));

    const LocalMoran ours = require(local_moran(data->column("Crm_prp"), data->row, kAnalytic));
    CHECK(ours.statistic[0] == published(0.01561569234));
    CHECK(ours.statistic[0] * 84 / 85 == published(property.statistic[0]));
    CHECK(same_bytes(ours.z, property.z));  // the divisor cancels
}

TEST_CASE("Esri's convention measures each area against the others") {
    const core::Weights weights = lattice(3, 3);
    const std::vector<double> values{1, 2, 3, 4, 5, 6, 7, 8, 10};
    const LocalMoran local =
        require(local_moran(values, weights, {.permutations = 0, .convention = Convention::Arcgis}));
    CHECK(local.options.moments == LocalMoments::TotalRandomisation);
    // By hand for the first area: z = 1 - 46/9, neighbours 2 and 4, the other eight squares over eight.
    const double mean = 46.0 / 9;
    double squares = 0;
    for (std::size_t j = 1; j < 9; ++j) squares += (values[j] - mean) * (values[j] - mean);
    CHECK(local.statistic[0] == published((1 - mean) * (2 - mean + 4 - mean) / (squares / 8)));
    CHECK(local.expected[0] == published(-2.0 / 8));
}

TEST_CASE("Local statistics add up to S0 times the global one") {
    for (const bool standardise : {false, true}) {
        core::Weights weights = lattice(7, 9);
        if (standardise) weights = core::row_standardise(weights);
        const std::vector<double> values = noise(63, 3);
        const LocalMoran local = require(local_moran(values, weights, kAnalytic));
        const auto global = stats::global_moran(values, weights, {.permutations = 0});
        REQUIRE(global);
        CHECK(stats::sum(local.statistic) == Approx(global->s0 * global->statistic).epsilon(1e-12));
    }
}

TEST_CASE("On a checkerboard every area is -4 in a sea of its opposite") {
    std::vector<double> values;
    for (int i = 0; i < 64; ++i) values.push_back((i / 8 + i % 8) % 2);
    const LocalMoran local = require(local_moran(values, lattice(8, 8, Edge::Torus), kAnalytic));
    for (std::size_t i = 0; i < 64; ++i) {
        CHECK(local.statistic[i] == published(-4));
        CHECK(local.quadrant[i] == (values[i] > 0 ? Quadrant::HighLow : Quadrant::LowHigh));
    }
}

TEST_CASE("A change of unit leaves local Moran, and a change of sign swaps high and low") {
    const core::Weights weights = lattice(8, 8);
    const std::vector<double> values = hill(8, 8);
    std::vector<double> scaled;
    std::vector<double> negated;
    for (const double value : values) {
        scaled.push_back(12 + 0.5 * value);
        negated.push_back(-value);
    }
    const LocalMoran plain = require(local_moran(values, weights));
    const LocalMoran other_unit = require(local_moran(scaled, weights));
    const LocalMoran opposite = require(local_moran(negated, weights));
    for (std::size_t i = 0; i < values.size(); ++i) {
        CHECK(other_unit.statistic[i] == Approx(plain.statistic[i]).margin(1e-12));
        CHECK(other_unit.p[i] == plain.p[i]);
        CHECK(opposite.statistic[i] == Approx(plain.statistic[i]).margin(1e-12));
        CHECK(opposite.p[i] == plain.p[i]);
        CHECK((plain.quadrant[i] == Quadrant::HighHigh) == (opposite.quadrant[i] == Quadrant::LowLow));
        CHECK((plain.quadrant[i] == Quadrant::HighLow) == (opposite.quadrant[i] == Quadrant::LowHigh));
    }
}

TEST_CASE("Upper means more alike than chance on hills and in hollows, by both p-values") {
    const core::Weights weights = lattice(12, 12);
    for (const double sign : {1.0, -1.0}) {
        std::vector<double> values = hill(12, 12);
        for (double& value : values) value *= sign;
        const std::size_t top = 4 * 12 + 7;
        const LocalMoran upper = require(local_moran(values, weights, {.tail = stats::Tail::Upper}));
        const LocalMoran lower = require(local_moran(values, weights, {.tail = stats::Tail::Lower}));
        CHECK(upper.quadrant[top] == (sign > 0 ? Quadrant::HighHigh : Quadrant::LowLow));
        CHECK(upper.p_permutation[top] < 0.05);
        CHECK(upper.p_analytic[top] < 0.05);
        CHECK(lower.p_permutation[top] > 0.95);
        CHECK(lower.p_analytic[top] > 0.95);
    }
}

TEST_CASE("Local Moran follows the areas when they are listed in another order") {
    const core::Weights weights = lattice(7, 7);
    const std::vector<double> values = noise(49, 5);
    const auto order = shuffled_order(49, 6);
    std::vector<double> moved(49);
    for (std::size_t i = 0; i < 49; ++i) moved[order[i]] = values[i];
    const LocalMoran plain = require(local_moran(values, weights, kAnalytic));
    const LocalMoran relisted = require(local_moran(moved, relabelled(weights, order), kAnalytic));
    for (std::size_t i = 0; i < 49; ++i) {
        CHECK(relisted.statistic[order[i]] == Approx(plain.statistic[i]).margin(1e-12));
        CHECK(relisted.p[order[i]] == Approx(plain.p[i]).margin(1e-12));
        CHECK(relisted.quadrant[order[i]] == plain.quadrant[i]);
    }
}

TEST_CASE("An area at the mean lies on the axis and is never coloured") {
    //   mean 0; area 2 is exactly there, and area 5 has neighbours that cancel
    const core::Weights weights = binary_weights({{1, 2}, {0, 2}, {0, 1}, {4, 5}, {3, 5}, {3, 4}});
    const std::vector<double> values{-2, -1, 0, 3, -3, 3};
    const LocalMoran local = require(local_moran(values, weights));
    CHECK(local.quadrant[2] == Quadrant::Undefined);
    CHECK(local.statistic[2] == 0);
    CHECK(std::isnan(local.z[2]));
    CHECK(std::isnan(local.p_analytic[2]));
    CHECK(local.p[2] == 1.0);  // every permutation ties
    CHECK(local.quadrant[5] == Quadrant::Undefined);
    CHECK_FALSE(std::isnan(local.z[5]));
    CHECK(local.quadrant[0] == Quadrant::LowLow);
    CHECK(local.undefined == 0);
    const auto all = stats::significant_quadrants(local, std::vector<bool>(6, true));
    CHECK(all[2] == Quadrant::Undefined);
    CHECK(stats::significant_quadrants(local, std::vector<bool>(6, false))[0] == Quadrant::Undefined);
}

TEST_CASE("Areas without a value are undefined and leave the others as if they were not on the map") {
    const core::Weights weights = core::row_standardise(lattice(6, 6));
    std::vector<double> values = noise(36, 7);
    std::vector<bool> keep(36, true);
    for (const std::size_t gone : {std::size_t{0}, std::size_t{15}}) {
        values[gone] = kNaN;
        keep[gone] = false;
    }
    std::vector<double> left;
    for (const double value : values)
        if (!std::isnan(value)) left.push_back(value);
    const LocalMoran with_gaps = require(local_moran(values, weights));
    const LocalMoran without = require(local_moran(left, core::subset(weights, keep)));
    CHECK(with_gaps.n == 34);
    CHECK(with_gaps.undefined == 2);
    CHECK(std::isnan(with_gaps.value[0]));
    CHECK(std::isnan(with_gaps.statistic[15]));
    CHECK(with_gaps.quadrant[15] == Quadrant::Undefined);
    for (std::size_t i = 0, used = 0; i < 36; ++i) {
        if (!keep[i]) continue;
        CHECK(with_gaps.value[i] == left[used]);
        CHECK(with_gaps.statistic[i] == without.statistic[used]);
        CHECK(with_gaps.lag[i] == without.lag[used]);
        CHECK(with_gaps.p[i] == without.p[used]);
        ++used;
    }
}

TEST_CASE("Islands are undefined, and count in the mean only when they are to have a lag of zero") {
    core::Weights weights = binary_weights({{1}, {0, 2}, {1, 3}, {2, 4}, {3}, {}});
    const std::vector<double> values{1, 2, 4, 5, 7, 30};
    const LocalMoran excluded = require(local_moran(values, weights));
    CHECK(excluded.n == 5);
    CHECK(excluded.mean == published(3.8));
    CHECK(excluded.islands == 1);
    CHECK(std::isnan(excluded.statistic[5]));
    CHECK(excluded.undefined == 1);
    weights.islands = core::IslandPolicy::Zero;
    const LocalMoran kept = require(local_moran(values, weights));
    CHECK(kept.n == 6);
    CHECK(kept.mean == published(49.0 / 6));
    CHECK(kept.statistic[5] == 0);
    CHECK(kept.lag[5] == 0);
    CHECK(std::isnan(kept.p[5]));
    CHECK(std::isnan(kept.p_analytic[5]));
    CHECK(kept.quadrant[5] == Quadrant::Undefined);
    CHECK(kept.undefined == 1);
}

TEST_CASE("An area whose only neighbour has no value becomes an island") {
    const core::Weights weights =
        core::row_standardise(binary_weights({{1}, {0}, {3, 4}, {2, 4}, {2, 3, 5}, {4}}));
    const LocalMoran local = require(local_moran(std::vector<double>{9, kNaN, 1, 2, 3, 5}, weights));
    CHECK(local.islands == 1);
    CHECK(local.n == 4);
    CHECK(local.undefined == 2);
    CHECK(local.mean == published(2.75));
    CHECK(std::isnan(local.p[0]));
}

TEST_CASE("Islands that one-way links leave behind are excluded as well") {
    // 0 looks only at 1, and 1 only at 2, which looks at nobody.
    const core::Weights weights = binary_weights({{1}, {2}, {}, {4, 5}, {3, 6}, {3, 6}, {4, 5}});
    const LocalMoran local = require(local_moran(std::vector<double>{1, 2, 3, 4, 5, 6, 9}, weights));
    CHECK(local.n == 4);
    CHECK(local.islands == 3);
}

TEST_CASE("Equal values everywhere make local Moran undefined with a warning") {
    const auto result = local_moran(std::vector<double>(9, 3.5), lattice(3, 3));
    REQUIRE(result);
    CHECK(result->undefined == 9);
    CHECK(std::isnan(result->p[4]));
    REQUIRE(result.diagnostics().size() == 1);
    CHECK(result.diagnostics()[0].severity == core::Severity::Warning);
    check_refused(local_moran(std::vector<double>{1, 2, 3}, lattice(1, 3)), "at least 4 areas");
    check_refused(local_moran(std::vector<double>{1, 2, 3}, lattice(3, 3)), "describe 9 areas");
}

TEST_CASE("The lag of row-standardised weights is the neighbours' mean value") {
    const LocalMoran local = require(
        local_moran(std::vector<double>{1, 2, 3, 4, 5, 6, 7, 8, 10}, core::row_standardise(lattice(3, 3))));
    CHECK(local.lag[0] == published(3));
    CHECK(local.lag[4] == published(5));
    CHECK(local.lag_deviation[0] == published(3 - 46.0 / 9));
    CHECK(local.deviation[0] == published(1 - 46.0 / 9));
}

TEST_CASE("Local Moran gives identical bytes for 1, 2 and 7 threads, equal and unequal weights") {
    for (const core::Weights& weights : {lattice(20, 25), decaying(lattice(20, 25))}) {
        const std::vector<double> values = hill(20, 25);
        const LocalMoran one = require(local_moran(values, weights, {.threads = 1}));
        for (const int threads : {2, 7}) {
            const LocalMoran many = require(local_moran(values, weights, {.threads = threads}));
            CHECK(same_bytes(one.p, many.p));
            CHECK(same_bytes(one.statistic, many.statistic));
        }
        const LocalMoran other_seed = require(local_moran(values, weights, {.seed = 2}));
        CHECK_FALSE(same_bytes(one.p, other_seed.p));
    }
}

TEST_CASE("A run that is stopped keeps the permutations that were done, and says how many") {
    const std::vector<double> values = hill(40, 40);
    const core::Weights weights = core::row_standardise(lattice(40, 40));
    std::stop_source source;
    const core::Progress progress(source.get_token(), [&](double fraction, std::string_view) {
        if (fraction > 0.1) source.request_stop();
    });
    const auto stopped = local_moran(values, weights, {.permutations = 500'000}, progress);
    REQUIRE(stopped);
    REQUIRE(stopped.diagnostics().size() == 1);
    CHECK(stopped.diagnostics()[0].message.find("of 500,000 permutations: the p-values rest on those") !=
          std::string::npos);
    CHECK(stopped->stopped_at >= 999);
    CHECK(stopped->stopped_at < 500'000);
    // As if no more had been asked for.
    const LocalMoran fewer = require(local_moran(values, weights, {.permutations = stopped->stopped_at}));
    for (std::size_t i = 0; i < values.size(); ++i) CHECK(stopped->p[i] == Approx(fewer.p[i]).margin(2e-3));
    // Before 999 there is nothing to keep.
    std::stop_source at_once;
    at_once.request_stop();
    const auto nothing =
        local_moran(values, weights, {.permutations = 500'000}, core::Progress(at_once.get_token()));
    CHECK(nothing.kind() == core::ErrorKind::Cancelled);
}
