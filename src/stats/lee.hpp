#pragma once

#include <span>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "core/weights.hpp"
#include "stats/global_statistic.hpp"

namespace safeground::stats {

/// statistic: L. Tail::Upper: the two are high and low in the same neighbourhoods, more than chance.
struct GlobalLee : GlobalStatistic, GlobalUse {
    double correlation = 0;         ///< Pearson's r of the values used
    double mean_x = 0, mean_y = 0;  ///< of the values used
    GlobalOptions options;
};

/// Lee's L of two variables (Lee 2001, Journal of Geographical Systems 3): Pearson's correlation of the two
/// smoothed by the weights, times the strength of the smoothing,
/// n / sum_i (sum_j w_ij)^2 * sum_i (sum_j w_ij zx_j) (sum_j w_ij zy_j) / sqrt(sum zx^2 sum zy^2).
///
/// The null is that pairs (x_i, y_i) stay together and lie anywhere: both the moments (exact, Lee 2004,
/// Environment and Planning A 36) and the permutation shuffle pairs. So L is compared with what the plain
/// correlation r, scattered over this map, would give, not with 0. Convention::Spdep reproduces the variance
/// of spdep 1.2-7, which takes sum_kl (a_k b_l)^2 for the sum of the symmetric squares and is larger than
/// that of all permutations (0.0032 against 0.0025 for crime and income of Columbus). Lee counts the area
/// itself as its own neighbour; pass weights with self for that (allowed here); without self as in spdep's
/// examples. An area that lacks either value is left out. NaN, islands and what is refused: as for
/// global_moran, for each variable.
core::Result<GlobalLee> global_lee(std::span<const double> x, std::span<const double> y,
                                   const core::Weights& weights, const GlobalOptions& options = {},
                                   const core::Progress& progress = {});

}  // namespace safeground::stats
