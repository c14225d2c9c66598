// Local statistics of two variables: bivariate local Moran, local Lee, partial local Moran.

#include <catch2/catch.hpp>

#include "stats/benchmark_files.hpp"
#include "stats/bivariate_moran.hpp"
#include "stats/least_squares.hpp"
#include "stats/local_lee.hpp"
#include "stats/multiple_testing.hpp"
#include "stats/partial_moran.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::Quadrant;

namespace {

template <class T>
T require(core::Result<T> result) {
    INFO(result.message());
    REQUIRE(result);
    return *std::move(result);
}

std::vector<double> rates(const Benchmark& data, const char* events, const char* people) {
    std::vector<double> out = data.column(events);
    const std::vector<double> population = data.column(people);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] /= population[i];
    return out;
}

}  // namespace

TEST_CASE("Bivariate local Moran agrees with GeoDa and esda") {
    if (const auto data = guerry()) {
        const auto local = require(
            stats::bivariate_local_moran(data->column("Crm_prs"), data->column("Litercy"), data->row,
                                         {.permutations = 99'999, .convention = stats::Convention::Geoda}));
        check_first(local.statistic, {0.39266344763810573, 0.75613610603433934, -0.87851057571266755});
        const auto near = [](double p) { return Approx(p).margin(4 * std::sqrt(p * (1 - p) / 999) + 0.002); };
        CHECK(local.p[0] == near(0.269));
        CHECK(local.p[1] == near(0.021));
        CHECK(local.p[2] == near(0.001));
    }
    if (const auto data = sids()) {
        const std::vector<double> r79 = rates(*data, "SID79", "BIR79"), r74 = rates(*data, "SID74", "BIR74");
        const auto local = require(stats::bivariate_local_moran(
            r79, r74, data->row, {.permutations = 0, .convention = stats::Convention::Geoda}));
        CHECK(local.statistic[0] ==
              Approx(1.4649221250620736).epsilon(2e-3));  // esda's file has rounded rates
        const std::vector<double> x = data->column("SIDR79"), y = data->column("SIDR74");
        const auto exact = require(stats::bivariate_local_moran(
            x, y, data->row, {.permutations = 0, .convention = stats::Convention::Geoda}));
        CHECK(exact.statistic[0] == published(1.4649221250620736));
        // Global: SIDR74 with the lag of SIDR79; esda divides by the sum of squares of x, which is n.
        const auto other = require(stats::bivariate_local_moran(y, x, data->row, {.permutations = 0}));
        CHECK(other.global == published(0.19362610652874668));
        const auto third =
            require(stats::bivariate_local_moran(data->column("NWR79"), y, data->row, {.permutations = 0}));
        CHECK(third.global == published(0.37701382542927858));
    }
    if (const auto data = columbus()) {
        const auto local = require(stats::bivariate_local_moran(data->column("crime"), data->column("inc"),
                                                                data->row, {.permutations = 0}));
        CHECK(local.global == published(-0.4286321515));
    }
}

TEST_CASE("Bivariate local Moran of a variable with itself is local Moran") {
    const std::vector<double> values = hill(14, 14);
    for (const core::Weights& weights : {core::row_standardise(lattice(14, 14)), decaying(lattice(14, 14))}) {
        const auto twice =
            require(stats::bivariate_local_moran(values, values, weights, {.permutations = 0}));
        const auto once = require(stats::local_moran(values, weights, {.permutations = 0}));
        for (std::size_t i = 0; i < values.size(); ++i) {
            CHECK(twice.statistic[i] == Approx(once.statistic[i]).epsilon(1e-10).margin(1e-12));
            CHECK(twice.expected[i] == Approx(once.expected[i]).epsilon(1e-10).margin(1e-12));
            CHECK(twice.variance[i] == Approx(once.variance[i]).epsilon(1e-9).margin(1e-12));
            CHECK(twice.z[i] == Approx(once.z[i]).epsilon(1e-9));
            CHECK(twice.quadrant[i] == once.quadrant[i]);
        }
    }
}

TEST_CASE(
    "Bivariate local Moran: permutation agrees with its moments' p on a large smooth map, units do not "
    "matter") {
    const std::vector<double> x = hill(20, 20), y = noise(400, 41);
    const core::Weights weights = core::row_standardise(lattice(20, 20));
    const auto local = require(stats::bivariate_local_moran(x, y, weights, {.permutations = 9'999}));
    std::vector<double> x2 = x, y2 = y;
    for (double& v : x2) v = 5 * v + 100;
    for (double& v : y2) v = -v;
    const auto turned = require(stats::bivariate_local_moran(x2, y2, weights, {.permutations = 9'999}));
    double difference = 0;
    for (std::size_t i = 0; i < 400; ++i) {
        difference += std::abs(local.p[i] - local.p_analytic[i]) / 400;
        CHECK(turned.statistic[i] == Approx(-local.statistic[i]).epsilon(1e-10).margin(1e-12));
        CHECK(turned.p[i] == Approx(local.p[i]).margin(1e-12));
    }
    CHECK(difference < 0.02);
}

TEST_CASE("Local Lee of Columbus agrees with spdep and sums to the global L") {
    const auto data = columbus();
    if (!data) return;
    const auto lee = require(stats::local_lee(data->column("crime"), data->column("inc"), data->row));
    check_first(lee.statistic, {-0.4700337469, 0.1001060663, 0.01540781811, -0.002937533387, -0.1758925977});
    CHECK(stats::sum(lee.statistic) == published(-23.04500058));
    CHECK(lee.global == published(-0.4703061343));
    const auto other = require(stats::local_lee(data->column("hoval"), data->column("crime"), data->row));
    CHECK(other.global == Approx(-0.23625603).epsilon(1e-6));
    const auto with_self =
        require(stats::local_lee(data->column("crime"), data->column("inc"), data->row, {.with_self = true}));
    // By the book: a row-standardised matrix with ones on the diagonal before standardising.
    const core::Weights full = core::row_standardise(core::with_self(data->binary));
    const std::vector<double> x = data->column("crime"), y = data->column("inc");
    const stats::Moments mx = stats::moments(x), my = stats::moments(y);
    for (std::uint32_t i = 0; i < full.size(); ++i) {
        double lag_x = 0, lag_y = 0;
        for (std::size_t j = 0; j < full.neighbours(i).size(); ++j) {
            lag_x += full.weights(i)[j] * (x[full.neighbours(i)[j]] - mx.mean);
            lag_y += full.weights(i)[j] * (y[full.neighbours(i)[j]] - my.mean);
        }
        CHECK(with_self.statistic[i] ==
              Approx(49 * lag_x * lag_y / std::sqrt(mx.squares * my.squares)).epsilon(1e-10).margin(1e-13));
    }
}

TEST_CASE("Local Lee's p is the share of neighbourhoods of pairs drawn from the others") {
    const std::vector<double> x = hill(12, 12);
    std::vector<double> y = noise(144, 42);
    for (std::size_t i = 0; i < 144; ++i) y[i] += 0.5 * x[i];
    const core::Weights weights = core::row_standardise(lattice(12, 12));
    for (const bool self : {false, true}) {
        const auto lee = require(stats::local_lee(
            x, y, weights, {.with_self = self, .permutations = 19'999, .tail = stats::Tail::Upper}));
        const auto own = require(stats::local_lee(x, y, weights,
                                                  {.with_self = self,
                                                   .permutations = 19'999,
                                                   .tail = stats::Tail::Upper,
                                                   .draws = stats::Draws::PerArea}));
        const stats::Moments mx = stats::moments(x), my = stats::moments(y);
        for (const std::uint32_t row : {0U, 40U, 77U}) {
            const auto k = weights.cardinality(row);
            core::RandomStream random(10, core::StreamId::Test, row);
            std::size_t larger = 0;
            const std::size_t draws = 40'000;
            for (std::size_t r = 0; r < draws; ++r) {
                std::set<std::uint32_t> drawn;
                while (drawn.size() < k) {
                    const std::uint32_t j = random.below(144);
                    if (j != row) drawn.insert(j);
                }
                if (self) drawn.insert(row);
                double lag_x = 0, lag_y = 0;
                for (const std::uint32_t j : drawn) {
                    lag_x += (x[j] - mx.mean) / static_cast<double>(drawn.size());
                    lag_y += (y[j] - my.mean) / static_cast<double>(drawn.size());
                }
                larger +=
                    144 * lag_x * lag_y / std::sqrt(mx.squares * my.squares) >= lee.statistic[row] - 1e-9;
            }
            const double upper = static_cast<double>(larger) / static_cast<double>(draws);
            const double error = 4 * std::sqrt(upper * (1 - upper) / 13'000) + 1e-4;
            CHECK(lee.p[row] == Approx(upper).margin(error));
            CHECK(own.p[row] == Approx(upper).margin(error));
        }
    }
    CHECK(!stats::local_lee(x, y, weights, {.permutations = 0}));
}

TEST_CASE("Local Lee calls together only what the upper tail supports") {
    std::vector<double> x = noise(400, 48), y = noise(400, 49);
    for (std::size_t i = 0; i < 400; ++i) y[i] = x[i] + 0.2 * y[i];  // at every place the two go together
    const core::Weights weights = core::row_standardise(lattice(20, 20));
    const auto lee = require(stats::local_lee(x, y, weights, {.permutations = 9'999}));
    const auto upper =
        require(stats::local_lee(x, y, weights, {.permutations = 9'999, .tail = stats::Tail::Upper}));
    const auto lower =
        require(stats::local_lee(x, y, weights, {.permutations = 9'999, .tail = stats::Tail::Lower}));
    std::size_t withheld = 0;
    for (std::size_t i = 0; i < 400; ++i) {
        const bool together = lee.quadrant[i] == Quadrant::HighHigh || lee.quadrant[i] == Quadrant::LowLow;
        const bool apart = lee.quadrant[i] == Quadrant::LowHigh || lee.quadrant[i] == Quadrant::HighLow;
        if (together) CHECK(upper.p[i] <= lower.p[i]);
        if (apart) CHECK(lower.p[i] <= upper.p[i]);
        withheld += !together && !apart;
    }
    CHECK(withheld > 20);
}

TEST_CASE("Least squares of Columbus crime on income and house value agrees with R") {
    const auto data = columbus();
    if (!data) return;
    const std::vector<double> inc = data->column("inc"), hoval = data->column("hoval");
    const std::vector<std::span<const double>> covariates{inc, hoval};
    const auto fit = require(stats::least_squares(data->column("crime"), covariates));
    check_first(fit.coefficients, {68.6189611, -1.597310834, -0.2739314782});
    CHECK(fit.r_squared == published(0.5524040408));
    double along = 0;
    for (std::size_t i = 0; i < inc.size(); ++i) along += fit.residuals[i] * inc[i];
    CHECK(std::abs(along) < 1e-9);
    CHECK(std::abs(stats::sum(fit.residuals)) < 1e-10);
}

TEST_CASE("Partial local Moran is local Moran of the residuals and sums to lm.morantest's observed I") {
    const auto data = columbus();
    if (!data) return;
    const std::vector<double> inc = data->column("inc"), hoval = data->column("hoval");
    const std::vector<std::span<const double>> covariates{inc, hoval};
    const auto partial = require(
        stats::partial_local_moran(data->column("crime"), covariates, data->row, {.permutations = 0}));
    CHECK(stats::sum(partial.statistic) / 49 == published(0.2221094066));
    CHECK(partial.value[0] == 15.72598);
    // Adding a multiple of the covariate to the variable changes nothing.
    std::vector<double> shifted = data->column("crime");
    for (std::size_t i = 0; i < shifted.size(); ++i) shifted[i] += 4 * inc[i];
    const auto same =
        require(stats::partial_local_moran(shifted, covariates, data->row, {.permutations = 999}));
    const auto first = require(
        stats::partial_local_moran(data->column("crime"), covariates, data->row, {.permutations = 999}));
    for (std::size_t i = 0; i < 49; ++i) {
        CHECK(same.statistic[i] == Approx(first.statistic[i]).epsilon(1e-8).margin(1e-10));
        CHECK(same.p[i] == first.p[i]);
    }
}

TEST_CASE("A cluster that deprivation explains is no cluster beyond deprivation") {
    std::vector<double> deprivation = noise(256, 47);
    for (std::uint32_t i = 0; i < 256; ++i) {
        const double r = (i / 16) / 16.0 - 0.3, c = (i % 16) / 16.0 - 0.6;
        deprivation[i] = 0.5 * deprivation[i] + 5 * std::exp(-10 * (r * r + c * c));
    }
    std::vector<double> offences = noise(256, 43);
    for (std::size_t i = 0; i < 256; ++i) offences[i] += 2 * deprivation[i];
    const core::Weights weights = core::row_standardise(lattice(16, 16));
    const auto raw = require(stats::local_moran(offences, weights, {.permutations = 9'999}));
    const std::vector<std::span<const double>> covariates{deprivation};
    const auto adjusted =
        require(stats::partial_local_moran(offences, covariates, weights, {.permutations = 9'999}));
    const auto shown = [](const stats::LocalMoran& local) {
        return stats::adjust(local.p, stats::Correction::BenjaminiHochberg, 0.05).rejected;
    };
    CHECK(shown(raw) > 10);
    CHECK(shown(adjusted) <= 1);
}

TEST_CASE("Two-variable statistics: missing values leave both, and refusals are sentences") {
    const core::Weights weights = core::row_standardise(lattice(8, 8));
    std::vector<double> x = noise(64, 44), y = noise(64, 45);
    x[3] = kNaN;
    y[10] = kNaN;
    const auto moran = require(stats::bivariate_local_moran(x, y, weights, {.permutations = 99}));
    CHECK(moran.n == 62);
    CHECK(std::isnan(moran.p[3]));
    CHECK(std::isnan(moran.p[10]));
    const auto lee = require(stats::local_lee(x, y, weights, {.permutations = 99}));
    CHECK(lee.n == 62);
    CHECK(std::isnan(lee.statistic[10]));
    const std::vector<std::span<const double>> covariates{y};
    CHECK(require(stats::partial_local_moran(x, covariates, weights, {.permutations = 99})).n == 62);

    const std::vector<double> flat(64, 1.0);
    CHECK(
        stats::bivariate_local_moran(x, flat, weights).message().find("second variable has the same value") !=
        std::string::npos);
    CHECK(stats::local_lee(flat, y, weights).message().find("first variable has the same value") !=
          std::string::npos);
    const std::vector<std::span<const double>> twice{y, y}, constant{flat}, itself{x};
    CHECK(stats::partial_local_moran(x, twice, weights).message().find("Covariate 2 says nothing") !=
          std::string::npos);
    CHECK(stats::partial_local_moran(x, constant, weights).message().find("Covariate 1 has the same value") !=
          std::string::npos);
    CHECK(stats::partial_local_moran(x, itself, weights).message().find("explain the variable completely") !=
          std::string::npos);
}

TEST_CASE("Two-variable statistics have identical bytes for 1, 2, 3 and 7 threads") {
    const std::vector<double> x = hill(15, 15), y = noise(225, 46);
    const std::vector<std::span<const double>> covariates{y};
    for (const core::Weights& weights : {core::row_standardise(lattice(15, 15)), decaying(lattice(15, 15))}) {
        const auto all = [&](int threads) {
            std::vector<double> p =
                require(stats::bivariate_local_moran(x, y, weights, {.threads = threads})).p;
            for (const std::vector<double>& more :
                 {require(stats::local_lee(x, y, weights, {.threads = threads})).p,
                  require(stats::partial_local_moran(x, covariates, weights, {.threads = threads})).p})
                p.insert(p.end(), more.begin(), more.end());
            return p;
        };
        const std::vector<double> one = all(1);
        for (const int threads : {2, 3, 7}) CHECK(same_bytes(one, all(threads)));
    }
}
