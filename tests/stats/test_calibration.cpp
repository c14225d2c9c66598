#include <catch2/catch.hpp>

#include "stats/calibration.hpp"
#include "stats/getis_ord.hpp"
#include "stats/local_moran.hpp"
#include "stats/moran.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::Convention;
using stats::Correction;

TEST_CASE("On maps without pattern global Moran calls one in twenty at five per cent", "[slow]") {
    const core::Weights weights = core::row_standardise(lattice(16, 16));
    std::vector<double> global;
    for (std::uint32_t map = 0; map < kMaps; ++map) {
        const auto moran = stats::global_moran(shuffled_map(map, weights.size()), weights,
                                               {.permutations = 199, .seed = map});
        REQUIRE(moran);
        global.push_back(moran->p);
    }
    const auto flagged = std::count_if(global.begin(), global.end(), [](double p) { return p <= 0.05; });
    CHECK(flagged >= 2);  // 10 expected of 200, standard deviation 3.1
    CHECK(flagged <= 20);
}

TEST_CASE("The false discovery rate holds on a map with a planted cluster", "[slow]") {
    const core::Weights weights = lattice(24, 24);
    double false_share = 0;
    double found = 0;
    constexpr int kRuns = 40;
    for (std::uint32_t run = 0; run < kRuns; ++run) {
        std::vector<double> values = shuffled_map(1000 + run, weights.size());
        std::vector<bool> planted(values.size(), false);
        for (std::uint32_t r = 4; r < 10; ++r)
            for (std::uint32_t c = 4; c < 10; ++c) {
                values[r * 24 + c] += 15;
                planted[r * 24 + c] = true;
            }
        const auto local = stats::getis_ord(values, weights, {.permutations = 9'999, .seed = run});
        REQUIRE(local);
        const auto adjusted = stats::adjust(local->p, Correction::BenjaminiHochberg, 0.05);
        double wrong = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!adjusted.significant[i]) continue;
            bool touches =
                planted[i];  // an area beside the cluster has it in its neighbourhood: no false discovery
            for (const std::uint32_t j : weights.neighbours(static_cast<std::uint32_t>(i)))
                touches = touches || planted[j];
            wrong += !touches;
            found += planted[i];
        }
        false_share += adjusted.rejected > 0 ? wrong / static_cast<double>(adjusted.rejected) : 0;
    }
    CHECK(false_share / kRuns < 0.05);
    CHECK(found / kRuns > 25);  // of 36 planted
}

TEST_CASE("Benjamini-Hochberg finds the planted cluster that stopping at the first failure misses",
          "[slow]") {
    // 5,041 areas with a cluster of 256: the smallest p that even 99,999 permutations can give lies
    // above 0.05 / 5,041, so the walk up from the smallest p (GeoDa's rule) stops before it starts.
    constexpr std::uint32_t side = 71, first = 20, last = 36;
    const core::Weights weights = core::row_standardise(queen_lattice(side, side));
    std::vector<double> values = noise(weights.size(), 71);
    std::vector<bool> touches(values.size(), false);
    for (std::uint32_t r = first; r < last; ++r)
        for (std::uint32_t c = first; c < last; ++c) values[r * side + c] += 2;  // standard deviations
    for (std::uint32_t r = first - 1; r <= last; ++r)
        for (std::uint32_t c = first - 1; c <= last; ++c) touches[r * side + c] = true;
    for (const int permutations : {999, 99'999}) {
        const auto local = stats::getis_ord(values, weights, {.permutations = permutations});
        REQUIRE(local);
        // Even on p-values half as large, as GeoDa reports them.
        const auto folded = stats::getis_ord(values, weights,
                                             {.permutations = permutations, .convention = Convention::Geoda});
        REQUIRE(folded);
        const auto step_up = stats::adjust(local->p, Correction::BenjaminiHochberg, 0.05);
        const auto stopped = stats::adjust(local->p, Correction::BenjaminiHochberg, 0.05, Convention::Geoda);
        const auto geoda = stats::adjust(folded->p, Correction::BenjaminiHochberg, 0.05, Convention::Geoda);
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < values.size(); ++i) wrong += step_up.significant[i] && !touches[i];
        INFO(permutations << " permutations: step-up " << step_up.rejected << ", of them outside " << wrong
                          << "; stop at first failure " << stopped.rejected << ", folded " << geoda.rejected);
        CHECK(stopped.rejected == 0);
        CHECK(geoda.rejected == 0);
        CHECK(step_up.rejected >= 200);
        CHECK(wrong <= step_up.rejected / 10);
    }
}
