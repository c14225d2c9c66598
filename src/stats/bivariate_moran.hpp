#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "core/weights.hpp"
#include "stats/local_result.hpp"
#include "stats/quadrant.hpp"

namespace safeground::stats {

struct BivariateMoranOptions {
    int permutations = 999;  ///< 0: the analytic p-value is the one reported
    std::uint64_t seed = 1;
    int threads = 0;  ///< 0: as many as the machine has; never changes the result
    Tail tail = Tail::TwoSided;
    Convention convention = Convention::Safeground;
    Draws draws = Draws::Auto;
    int stop_after = 0;  ///< see PermutationOptions
};

/// `value` is x, `lag` the neighbours' y; moments are conditional.
struct BivariateMoran : LocalResult {
    std::vector<Quadrant> quadrant;  ///< x here, y around; whatever the p-value
    double global = 0;               ///< mean of the I_i over the areas used
    BivariateMoranOptions options;
};

/// Bivariate local Moran I_i = zx_i sum_j w_ij zy_j of z-scores (Anselin, Syabri and Smirnov 2002): where x
/// here goes with y around it. It mixes what x and y have in common at one place with what spreads over the
/// border.
///
/// z-scores use n (n - 1 for Geoda). The permutation holds the area's own x and y and draws its neighbours' y
/// from the others. An area without x or y is left out. Refused: as for global_moran, and a variable without
/// variation.
core::Result<BivariateMoran> bivariate_local_moran(std::span<const double> x, std::span<const double> y,
                                                   const core::Weights& weights,
                                                   const BivariateMoranOptions& options = {},
                                                   const core::Progress& progress = {});

}  // namespace safeground::stats
