#pragma once

#include <span>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "core/weights.hpp"
#include "stats/global_statistic.hpp"

namespace safeground::stats {

/// Joins are links counted once in both directions: with binary symmetric weights the number of borders.
struct JoinCount : GlobalUse {
    GlobalStatistic bb;  ///< joins between two areas of 1; 1/2 sum_ij w_ij x_i x_j
    GlobalStatistic ww;  ///< joins between two areas of 0
    GlobalStatistic bw;  ///< joins between 1 and 0; its z is (statistic - expected) / sd, below 0 when alike
    double total = 0;    ///< all joins: S0 / 2
    std::size_t ones = 0;  ///< areas of 1 among those used
    /// Of the table of joins by both ends, with Yates' correction, as in esda; binary weights only, else NaN.
    /// Joins share areas, so its p is too small and only good for reconciling numbers.
    double chi_square = 0, p_chi_square = 0;
    GlobalOptions options;
};

/// Join counts of a variable of 0 and 1 with their moments under non-free sampling (the number of ones is
/// given) and p-values (Cliff and Ord 1981).
///
/// Tail::Upper asks for "more alike than chance" in each: more BB, more WW, fewer BW. The permutation
/// shuffles the ones over the areas used, the same shuffles for all three. NaN and islands: as for
/// global_moran. Refused: values other than 0 and 1, all values the same, and what global_moran refuses.
core::Result<JoinCount> join_count(std::span<const double> values, const core::Weights& weights,
                                   const GlobalOptions& options = {}, const core::Progress& progress = {});

}  // namespace safeground::stats
