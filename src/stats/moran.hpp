#pragma once

#include <cstdint>
#include <span>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "core/weights.hpp"
#include "stats/conventions.hpp"

namespace safeground::stats {

/// What the variance of the global statistic assumes (Cliff and Ord 1981).
enum class VarianceAssumption : std::uint8_t { Randomisation, Normality };

struct GlobalMoranOptions {
    int permutations = 999;  ///< 0: the analytic p-value is the one reported
    std::uint64_t seed = 1;
    int threads = 0;  ///< 0: as many as the machine has; never changes the result
    Tail tail = Tail::TwoSided;
    Convention convention = Convention::Safeground;
    VarianceAssumption assumption = VarianceAssumption::Randomisation;
};

struct GlobalMoran {
    double statistic = 0;
    double expected = 0;  ///< -1/(n-1)
    double variance = 0;  ///< under options.assumption
    double variance_randomisation = 0;
    double variance_normality = 0;
    double z = 0;  ///< (statistic - expected) / sqrt(variance)
    double p = 0;  ///< p_permutation when permutations > 0, else p_analytic
    double p_analytic = 0;
    double p_permutation = 0;       ///< NaN without permutations
    double mean = 0;                ///< of the values used
    double s0 = 0, s1 = 0, s2 = 0;  ///< of the weights used
    std::size_t links = 0;          ///< of the weights used
    std::size_t n = 0;              ///< areas used
    std::size_t islands = 0;        ///< areas with a value but no neighbour with one
    std::size_t undefined = 0;      ///< areas left out: no value, or an island under IslandPolicy::Exclude
    Tail tail = Tail::TwoSided;     ///< the tail really used
    GlobalMoranOptions options;
};

/// Moran's I of `values` (one per row of `weights`) with its moments and a p-value (Moran 1950; Cliff and Ord
/// 1981).
///
/// NaN marks an area without a value: it leaves n and the mean, its links vanish and rows are standardised
/// again. Islands follow weights.islands: Zero keeps them with a lag of 0, otherwise they leave n and the
/// mean as well. The permutation p-value shuffles all values over the areas used. Refused: sizes that differ,
/// infinite values, fewer than four areas left, values without variation, no links, weights that contain the
/// area itself, and permutations below 0 or above 10,000,000.
core::Result<GlobalMoran> global_moran(std::span<const double> values, const core::Weights& weights,
                                       const GlobalMoranOptions& options = {},
                                       const core::Progress& progress = {});

}  // namespace safeground::stats
