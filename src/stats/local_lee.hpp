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

struct LocalLeeOptions {
    /// Whether an area belongs to its own neighbourhood, with the largest weight of its row, before rows are
    /// standardised again: Lee's own form. False: the weights as they are, as spdep and esda compute.
    bool with_self = false;
    int permutations = 999;  ///< at least 1: there are no analytic p-values
    std::uint64_t seed = 1;
    int threads = 0;  ///< 0: as many as the machine has; never changes the result
    Tail tail = Tail::TwoSided;
    Convention convention = Convention::Safeground;
    Draws draws = Draws::Auto;
    int stop_after = 0;  ///< see PermutationOptions
};

/// `value` is x, `lag` the neighbourhood's x as a deviation from the mean. No z, no analytic p.
struct LocalLee : LocalResult {
    /// x around, y around, whatever the p-value; Undefined where the permutation's smaller tail is the other
    /// one: a neighbourhood high in both, but less than pairs that go together would give, is not "together".
    std::vector<Quadrant> quadrant;
    double global = 0;  ///< Lee's L: sum of the L_i over sum_i (sum_j w_ij)^2
    LocalLeeOptions options;
};

/// Local Lee L_i = n (sum_j w_ij dx_j)(sum_j w_ij dy_j) / sqrt(sum dx^2 sum dy^2), of deviations from the
/// means (Lee 2001, Journal of Geographical Systems 3): where two things are high, or low, together over
/// neighbourhoods.
///
/// The permutation holds the area's own pair and draws its neighbours' pairs (x and y together) from the
/// others: against a map on which places, as they are, lie anywhere. An area without x or y is left out.
/// Refused: as for global_moran, a variable without variation, permutations = 0.
core::Result<LocalLee> local_lee(std::span<const double> x, std::span<const double> y,
                                 const core::Weights& weights, const LocalLeeOptions& options = {},
                                 const core::Progress& progress = {});

}  // namespace safeground::stats
