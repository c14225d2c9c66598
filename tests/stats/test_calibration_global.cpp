#include <catch2/catch.hpp>

#include "stats/correlogram.hpp"
#include "stats/fixtures.hpp"
#include "stats/geary.hpp"
#include "stats/general_g.hpp"
#include "stats/join_count.hpp"
#include "stats/lee.hpp"
#include "stats/rates.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::Tail;

namespace {

using V = std::vector<double>;
constexpr std::uint32_t kMaps = 200;

/// Skewed like counts of crime.
V shuffled_map(std::uint32_t map, std::size_t n) {
    core::RandomStream random(78, core::StreamId::Test, map);
    V values(n);
    for (double& value : values) value = std::exp(random.normal());
    return values;
}

/// 10 of 200 expected, standard deviation 3.1.
void one_in_twenty(const V& p, const char* name) {
    const auto flagged = std::count_if(p.begin(), p.end(), [](double v) { return v <= 0.05; });
    INFO(name << ": " << flagged << " of " << p.size());
    CHECK(p.size() == kMaps);
    CHECK(flagged >= 2);
    CHECK(flagged <= 20);
}

}  // namespace

TEST_CASE("On maps without pattern every global statistic calls one in twenty at five per cent", "[slow]") {
    const core::Weights binary = lattice(14, 14);
    const core::Weights row = core::row_standardise(binary);
    const std::size_t n = binary.size();
    V geary, general_g, bb, bw, lee, first_lag, third_lag, analytic_geary, analytic_bb;
    int any_lag = 0;
    for (std::uint32_t map = 0; map < kMaps; ++map) {
        const V x = shuffled_map(map, n), y = shuffled_map(kMaps + map, n);
        V correlated, ones;
        for (std::size_t i = 0; i < n; ++i) {
            correlated.push_back(x[i] + y[i]);
            ones.push_back(x[i] > 1.3);
        }
        const auto c = stats::global_geary(x, row, {.permutations = 399, .seed = map});
        const auto g = stats::general_g(x, binary, {.permutations = 399, .seed = map});
        const auto joins = stats::join_count(ones, binary, {.permutations = 399, .seed = map});
        const auto l = stats::global_lee(x, correlated, row, {.permutations = 399, .seed = map});
        const auto lags = stats::contiguity_correlogram(x, row, 4, {.permutations = 399, .seed = map});
        REQUIRE((c && g && joins && l && lags));
        geary.push_back(c->p);
        analytic_geary.push_back(c->p_analytic);
        general_g.push_back(g->p);
        bb.push_back(joins->bb.p);
        analytic_bb.push_back(joins->bb.p_analytic);
        bw.push_back(joins->bw.p);
        lee.push_back(l->p);
        first_lag.push_back(lags->lags[0].p);
        third_lag.push_back(lags->lags[2].p);
        any_lag += std::any_of(lags->lags.begin(), lags->lags.end(),
                               [](const stats::CorrelogramLag& lag) { return lag.significant; });
    }
    one_in_twenty(geary, "Geary's c");
    one_in_twenty(analytic_geary, "Geary's c, normal");
    one_in_twenty(general_g, "General G");
    one_in_twenty(bb, "BB");
    one_in_twenty(analytic_bb, "BB, normal");
    one_in_twenty(bw, "BW");
    one_in_twenty(lee, "Lee's L of correlated variables");
    one_in_twenty(first_lag, "lag 1");
    one_in_twenty(third_lag, "lag 3");
    CHECK(any_lag <= 20);  // corrected over its lags, a correlogram as a whole calls one in twenty at most
}

TEST_CASE("Counts at the overall rate are called by the probability map no more than one in twenty",
          "[slow]") {
    core::RandomStream random(79, core::StreamId::Test);
    double two_sided = 0, one_of_two = 0, areas = 0;
    for (std::uint32_t map = 0; map < kMaps; ++map) {
        V events, population;
        for (int i = 0; i < 150; ++i) {
            population.push_back(500 + 2000 * random.uniform());
            events.push_back(random.poisson(0.02 * population.back()));
        }
        const auto risk = stats::excess_risk(events, population);
        REQUIRE(risk);
        for (std::size_t i = 0; i < 150; ++i) {
            two_sided += risk->p_two_sided[i] <= 0.05;
            one_of_two += risk->choynowski[i] <= 0.05;
            ++areas;
        }
    }
    CHECK(two_sided / areas < 0.05);
    CHECK(two_sided / areas > 0.02);
    CHECK(one_of_two / areas > 0.06);  // why Choynowski's p is no two-sided p
}
