#include "stats/rates.hpp"

#include <catch2/catch.hpp>

#include "stats/benchmark_files.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::Convention;
using stats::eb_rates;
using stats::eb_standardised;
using stats::EmpiricalBayes;
using stats::spatial_eb_rates;

namespace {

using V = std::vector<double>;

EmpiricalBayes require(core::Result<EmpiricalBayes> result) {
    INFO(result.message());
    REQUIRE(result);
    return *std::move(result);
}

}  // namespace

TEST_CASE("Empirical Bayes rates of sudden infant deaths agree with spdep and esda") {
    const auto data = sids();
    if (!data) return;
    const EmpiricalBayes eb = require(eb_rates(data->column("SID74"), data->column("BIR74")));
    check_first(eb.smoothed,
                {0.001697297331, 0.001705377681, 0.001773087022, 0.002012868084, 0.003534913149});
    CHECK(eb.prior_variance == published(7.692930647e-07));
    CHECK(eb.prior_mean == published(0.002021444894));
    const V excess{0.453433, 0, 0.775871, 0.973810, 3.133190};
    for (std::size_t i = 0; i < excess.size(); ++i) CHECK(eb.excess[i] == Approx(excess[i]).margin(6e-7));
    for (std::size_t i = 0; i < eb.raw.size(); ++i) {
        CHECK(eb.smoothed[i] >= std::min(eb.raw[i], eb.rate));
        CHECK(eb.smoothed[i] <= std::max(eb.raw[i], eb.rate));
        CHECK(eb.shrinkage[i] > 0);
        CHECK(eb.shrinkage[i] < 1);
    }
    const EmpiricalBayes spatial =
        require(spatial_eb_rates(data->column("SID74"), data->column("BIR74"), data->binary));
    const V window{0.0009922, 0.0012639, 0.0009740, 0.0007605, 0.0050154};  // esda's spatial rate
    for (std::size_t i = 0; i < window.size(); ++i)
        CHECK(spatial.prior_means[i] == Approx(window[i]).margin(6e-8));
    CHECK(spatial.n == 100);
    CHECK(spatial.undefined == 0);
}

TEST_CASE("Spatial empirical Bayes rates of St Louis homicides agree with esda") {
    const auto data = st_louis();
    if (!data) return;
    const EmpiricalBayes spatial =
        require(spatial_eb_rates(data->column("HC7984"), data->column("PO7984"), data->binary));
    check_first(spatial.smoothed, {});
    const V expected{4.01485749e-05, 3.62437513e-05, 4.93034844e-05, 5.09387329e-05, 3.72735210e-05,
                     3.69333797e-05, 5.40245456e-05, 2.99806055e-05, 3.73034109e-05, 3.47270722e-05};
    for (std::size_t i = 0; i < expected.size(); ++i)
        CHECK(spatial.smoothed[i] == Approx(expected[i]).epsilon(2e-9));
}

TEST_CASE("Marshall's estimate worked by hand") {
    // b = 60/3000 = 0.02; rates 0.01, 0.03, 0.02; s2 = 1000 * 2e-4 / 3000 = 6.667e-5; b/Pbar = 2e-5.
    const EmpiricalBayes eb = require(eb_rates(V{10, 30, 20}, V{1000, 1000, 1000}));
    CHECK(eb.prior_variance == published(0.2 / 3000 - 2e-5));
    const double shrinkage = (0.2 / 3000 - 2e-5) / (0.2 / 3000);
    CHECK(eb.shrinkage[0] == published(shrinkage));
    CHECK(eb.smoothed[0] == published(0.02 - shrinkage * 0.01));
    CHECK(eb.smoothed[2] == published(0.02));
}

TEST_CASE("The two forms of the spatial window differ only in where deviations start") {
    // Path 0 - 1 - 2. Window of 0: areas 0 and 1, mean 40/2000; of 1: all, 60/3000 = 0.02; of 2: 1 and 2,
    // 0.025.
    const core::Weights path = binary_weights({{1}, {0, 2}, {1}});
    const V events{10, 30, 20};
    const V population{1000, 1000, 1000};
    const EmpiricalBayes centre = require(spatial_eb_rates(events, population, path));
    CHECK(centre.prior_means[0] == published(0.02));
    CHECK(centre.prior_means[2] == published(0.025));
    CHECK(centre.prior_variances[0] == published(1e-4 - 0.02 / 1000));
    const EmpiricalBayes own = require(spatial_eb_rates(events, population, path, {Convention::Spdep}));
    // Area 0: (0.01 - 0.02)^2, area 1 from its own mean: (0.03 - 0.02)^2. Area 2's window: 0.03 - 0.02, 0.02
    // - 0.025.
    CHECK(own.prior_variances[0] == published(1e-4 - 0.02 / 1000));
    CHECK(own.prior_variances[2] == published((1e-4 + 0.25e-4) / 2 - 0.025 / 1000));
    CHECK(centre.prior_variances[2] == Approx(0).margin(1e-15));
    CHECK(own.smoothed[2] != centre.smoothed[2]);
}

TEST_CASE("Rates that vary no more than chance all become the overall rate, with a warning") {
    const auto eb = eb_rates(V{10, 11, 9, 10}, V{1000, 1000, 1000, 1000});
    REQUIRE(eb);
    CHECK(eb->prior_variance == 0);
    for (const double rate : eb->smoothed) CHECK(rate == published(0.01));
    REQUIRE(eb.diagnostics().size() == 1);
    CHECK_THAT(eb.diagnostics()[0].message, Catch::Contains("no more than chance"));
}

TEST_CASE("An area that holds nearly everybody keeps its own rate and sets the others'") {
    const EmpiricalBayes eb = require(eb_rates(V{5000, 9, 0}, V{1e6, 100, 100}));
    CHECK(eb.smoothed[0] == Approx(0.005).epsilon(1e-3));
    CHECK(eb.smoothed[2] <= eb.rate);
    CHECK(eb.smoothed[2] >= 0);
    CHECK(eb.smoothed[1] < 0.09);
}

TEST_CASE("Counting people in thousands only moves the decimal point") {
    const V events{12, 3, 25, 8, 0};
    const V population{2000, 900, 1500, 1100, 700};
    const EmpiricalBayes plain = require(eb_rates(events, population));
    V tenfold_events = events;
    V tenfold = population;
    for (std::size_t i = 0; i < 5; ++i) {
        tenfold_events[i] *= 10;
        tenfold[i] *= 10;
    }
    const EmpiricalBayes larger = require(eb_rates(tenfold_events, tenfold));
    for (std::size_t i = 0; i < 5; ++i) {
        CHECK(larger.raw[i] == published(plain.raw[i]));
        CHECK(larger.excess[i] == published(plain.excess[i]));
        CHECK(larger.shrinkage[i] > plain.shrinkage[i]);  // ten times the people, less shrinking
    }
}

TEST_CASE("Areas without a population or a count are undefined and counted in a warning") {
    const auto eb = eb_rates(V{10, 30, 20, 4, kNaN, 0}, V{1000, 1000, 1000, 0, 500, kNaN});
    REQUIRE(eb);
    CHECK(eb->n == 3);
    CHECK(eb->undefined == 3);
    CHECK(eb->rate == published(0.02));
    for (const std::size_t i : {3U, 4U, 5U}) {
        CHECK(std::isnan(eb->raw[i]));
        CHECK(std::isnan(eb->smoothed[i]));
        CHECK(std::isnan(eb->excess[i]));
    }
    REQUIRE(eb.diagnostics().size() == 1);
    CHECK_THAT(eb.diagnostics()[0].message, Catch::Contains("1 area has events without a population") &&
                                                Catch::Contains("the 4 events in it are left out"));
    const auto spatial = spatial_eb_rates(V{10, 30, 20, 4}, V{1000, 1000, 1000, 0},
                                          binary_weights({{1, 3}, {0, 2}, {1}, {0}}));
    REQUIRE(spatial);
    CHECK(spatial->prior_means[0] == published(0.02));  // the window leaves the empty area out
    CHECK(spatial->undefined == 1);
}

TEST_CASE("Windows without events have rate 0, and islands follow the policy") {
    core::Weights weights = binary_weights({{1}, {0}, {3}, {2}, {}});
    const V events{0, 0, 5, 9, 2};
    const V population{100, 200, 100, 200, 50};
    const EmpiricalBayes excluded = require(spatial_eb_rates(events, population, weights));
    CHECK(excluded.smoothed[0] == 0);
    CHECK(excluded.prior_means[1] == 0);
    CHECK(std::isnan(excluded.smoothed[4]));
    CHECK(excluded.islands == 1);
    CHECK(excluded.undefined == 1);
    weights.islands = core::IslandPolicy::Zero;
    const EmpiricalBayes kept = require(spatial_eb_rates(events, population, weights));
    CHECK(kept.smoothed[4] == published(0.04));
    CHECK(kept.undefined == 0);
    const EmpiricalBayes with_self = require(spatial_eb_rates(events, population, core::with_self(weights)));
    CHECK(same_bytes(with_self.smoothed, kept.smoothed));
}

TEST_CASE("Rates refuse impossible numbers, in a sentence") {
    check_refused(eb_rates(V{1, 2}, V{10}), "2 event counts but 1 populations");
    check_refused(eb_rates(V{1, -2}, V{10, 10}), "line 2: The number of events is -2");
    check_refused(eb_rates(V{1, 2}, V{HUGE_VAL, 10}), "line 1: The population is inf");
    check_refused(eb_rates(V{1, 2}, V{0, kNaN}), "No area has both");
    check_refused(eb_rates(V{}, V{}), "No area has both");
    check_refused(spatial_eb_rates(V{1, 2}, V{10, 10}, lattice(3, 1)), "describe 3 areas");
    check_refused(eb_standardised(V{0, 0}, V{10, 10}), "no events at all");
    const EmpiricalBayes none = require(eb_rates(V{0, 0}, V{10, 10}));
    CHECK(none.smoothed[0] == 0);
    CHECK(std::isnan(none.excess[0]));
}

TEST_CASE("Standardised rates divide by the spread expected of each population") {
    const auto standardised = eb_standardised(V{10, 30, 20, kNaN}, V{1000, 1000, 1000, 10});
    REQUIRE(standardised);
    CHECK(standardised->b == published(0.02));
    CHECK(standardised->a == published(0.2 / 3000 - 2e-5));
    CHECK(standardised->values[0] == published(-0.01 / std::sqrt(0.2 / 3000)));
    CHECK(std::isnan(standardised->values[3]));
    const auto flat = eb_standardised(V{10, 11, 9, 10}, V{1000, 1000, 1000, 1000});
    REQUIRE(flat);
    CHECK(flat->a == 0);  // negative in the formula
    CHECK(flat->values[1] == published(0.001 / std::sqrt(0.01 / 1000)));
}
