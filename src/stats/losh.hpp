#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "core/weights.hpp"
#include "stats/conventions.hpp"
#include "stats/local_result.hpp"
#include "stats/permutation.hpp"

namespace safeground::stats {

struct LoshOptions {
    double exponent = 2;     ///< a: 2 compares local variances, 1 absolute deviations; above 0
    int permutations = 999;  ///< 0: the chi-square p-value is the one reported
    std::uint64_t seed = 1;
    int threads = 0;             ///< 0: as many as the machine has; never changes the result
    Tail tail = Tail::TwoSided;  ///< Upper: neighbours differ more from their surroundings than elsewhere
    Convention convention = Convention::Safeground;
    Draws draws = Draws::Auto;
    int stop_after = 0;  ///< see PermutationOptions
};

/// `statistic` is H_i, 1 on average over a map without pattern; `lag` the local mean; `variance` that of H_i
/// under random permutation of the |e_j|^a; `p_analytic` 2 H_i / V_i against chi-square with 2 / V_i degrees
/// of freedom. Islands are left out.
struct Losh : LocalResult {
    std::vector<double> local_mean;  ///< weighted mean of the neighbours
    std::vector<double> residual;    ///< e_i = value - local mean
    double mean_power = 0;           ///< h1: mean of |e_j|^a over the areas used
    LoshOptions options;
};

/// Local spatial heteroscedasticity (Ord and Getis 2012, Annals of Regional Science 48):
/// H_i = sum_j w_ij |e_j|^a / (h1 sum_j w_ij), e_j = x_j - sum_k w_jk x_k / sum_k w_jk.
///
/// Where H_i is high, neighbouring areas differ from their own surroundings more than they do elsewhere: a
/// border or a mixed neighbourhood. Neither the local mean nor H_i counts the area itself, as in spdep and
/// esda; both rescale rows, so binary and row-standardised weights agree. The permutation fills the
/// neighbours with residual powers of the other areas; the residuals stand. Residuals of neighbours share
/// areas in their local means, which that permutation does not repeat: on maps of skewed values without
/// pattern, 5 % two-sided become about 6 (rook) or 10 (queen) and 0.1 % become 0.5 (queen); with Tail::Upper,
/// the one to prefer, 5.3 or 5.7 and 0.2; with normal values about 6 at most. The chi-square form is
/// approximate and poor where V_i is well above 1 (few neighbours, long tails). NaN leaves n as for
/// local_moran. An area without neighbours has no local mean, so islands are left out whatever their policy.
/// Residuals that are all 0 give undefined everywhere, with a warning. Refused: as for global_moran, and an
/// exponent that is not above 0.
core::Result<Losh> losh(std::span<const double> values, const core::Weights& weights,
                        const LoshOptions& options = {}, const core::Progress& progress = {});

}  // namespace safeground::stats
