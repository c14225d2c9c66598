#include "stats/rates.hpp"

#include <catch2/catch.hpp>
#include <numeric>

#include "stats/benchmark_files.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::Convention;
using stats::eb_rates;
using stats::eb_standardised;
using stats::EmpiricalBayes;
using stats::excess_risk;
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

TEST_CASE("Both forms of the spatial window agree with spdep on sudden infant deaths") {
    const auto data = sids();
    if (!data) return;
    // spdep 1.2-7: EBlocal, default and geoda = TRUE. The first five shrink all the way in both.
    const V first{0.000992227550852, 0.001263902932255, 0.000974025974026, 0.000760456273764,
                  0.005015388122649};
    const auto sum = [](const V& values) { return std::accumulate(values.begin(), values.end(), 0.0); };
    const EmpiricalBayes centre =
        require(spatial_eb_rates(data->column("SID74"), data->column("BIR74"), data->binary));
    const EmpiricalBayes own = require(
        spatial_eb_rates(data->column("SID74"), data->column("BIR74"), data->binary, {Convention::Spdep}));
    check_first(centre.smoothed, first);
    check_first(own.smoothed, first);
    CHECK(sum(own.smoothed) == published(0.208562703625));
    CHECK(sum(centre.smoothed) == published(0.209845678464));
}

TEST_CASE("Probability maps of sudden infant deaths agree with spdep") {
    const auto data = sids();
    if (!data) return;
    const V deaths = data->column("SID74"), births = data->column("BIR74");
    const auto risk = excess_risk(deaths, births);
    REQUIRE(risk);
    // spdep 1.2-7: probmap (two forms) and choynowski
    check_first(risk->expected, {2.20539637898, 0.98444366321, 6.44436632097, 1.02689400598, 2.87247319388});
    check_first(risk->excess, {0.453433228390, 0, 0.775871474551, 0.973810338925, 3.133188507788});
    check_first(risk->p_lower, {0.353256583353, 0.373647042720, 0.377179725939, 0.725866307215,
                                0.999200700824, 0.989437169739});
    check_first(risk->choynowski, {0.3532565833533, 0.3736470427200, 0.3771797259394, 0.7258663072155,
                                   0.0028744113115, 0.0303441331759});
    check_first(risk->p_upper, {0.8897931670260, 1.0, 0.7700403772976, 0.6418824541021, 0.0028744113115});
    const auto sum = [](const V& values) { return std::accumulate(values.begin(), values.end(), 0.0); };
    CHECK(sum(risk->expected) == published(667));
    CHECK(sum(risk->p_lower) == published(56.0995284582));
    CHECK(sum(risk->choynowski) == published(30.216990165));
    int below = 0;
    for (std::size_t i = 0; i < deaths.size(); ++i) {
        below += deaths[i] < risk->expected[i];
        // P(X <= k) + P(X >= k) counts k twice.
        double term = std::exp(-risk->expected[i]);
        for (int k = 1; k <= deaths[i]; ++k) term *= risk->expected[i] / k;
        CHECK(risk->p_lower[i] + risk->p_upper[i] == published(1 + term));
        CHECK(risk->p_two_sided[i] ==
              published(std::min(1.0, 2 * std::min(risk->p_lower[i], risk->p_upper[i]))));
    }
    CHECK(below == 59);
    CHECK(same_bytes(risk->excess, require(eb_rates(deaths, births)).excess));
}

TEST_CASE("Excess risk leaves out areas without a rate and refuses what is no count") {
    const auto risk = excess_risk(V{10, 30, 20, 4, kNaN, 0}, V{1000, 1000, 1000, 0, 500, 1000});
    REQUIRE(risk);
    CHECK(risk->n == 4);
    CHECK(risk->undefined == 2);
    CHECK(risk->rate == published(0.015));
    CHECK(std::isnan(risk->choynowski[3]));
    CHECK(std::isnan(risk->p_two_sided[4]));
    CHECK(risk->excess[5] == 0);
    CHECK(risk->choynowski[5] == published(std::exp(-15.0)));
    CHECK(risk->p_upper[5] == 1);
    REQUIRE(risk.diagnostics().size() == 1);
    const auto equal = excess_risk(V{15, 15}, V{1000, 1000});
    REQUIRE(equal);
    CHECK(equal->excess == V{1, 1});
    CHECK(equal->p_two_sided == V{1, 1});
    check_refused(excess_risk(V{1, 2.5}, V{10, 10}), "line 2: The number of events is 2.5");
    check_refused(excess_risk(V{0, 0}, V{10, 10}), "no events at all");
    check_refused(excess_risk(V{1, -2}, V{10, 10}), "The number of events is -2");
    check_refused(excess_risk(V{1}, V{10, 10}), "1 event counts but 2 populations");
    check_refused(excess_risk(V{}, V{}), "No area has both");
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
