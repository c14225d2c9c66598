#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/progress.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "core/weights.hpp"
#include "stats/conventions.hpp"

namespace safeground::stats {

enum class Draws : std::uint8_t {
    Auto,    ///< rows of equal weights share one set of random subsets, other rows draw their own
    PerArea  ///< every area draws its own: slower, with Monte Carlo errors independent between areas
};

struct PermutationOptions {
    int permutations = 999;
    std::uint64_t seed = 1;
    core::StreamId stream = core::StreamId::LocalMoran;
    int threads = 0;
    Draws draws = Draws::Auto;
    /// Rows stop once the smaller tail holds so many (Besag and Clifford 1991); 0: never. Of use only with
    /// many permutations. Lags over shared subsets cost next to nothing and go on.
    int stop_after = 0;
};

/// How many of `total` permuted lags were at least, and at most, the observed one (ties in both).
struct TailCounts {
    std::uint32_t at_least = 0;
    std::uint32_t at_most = 0;
    std::uint32_t total = 0;  ///< 0: nothing to permute (no neighbours)
};

/// Conditional permutation of the spatial lag: for every row i the distribution of sum_j w_ij v(j) when the
/// neighbours are a random sample without replacement from the other areas (Anselin 1995).
///
/// `values` are finite and best centred on their mean; `item` numbers the rows for the random streams, so
/// that a map with some areas left out draws the same numbers for the rest (empty: 0, 1, 2, ...). Ties:
/// within 1e-12 of the largest |value| times the sum of |w_ij|.
///
/// Equal weights (Draws::Auto): the lag depends on which areas, not on their order, so replicate r draws one
/// random sequence of areas for everybody and its first k form the subset of all rows with k neighbours. Row
/// i uses the first `permutations` replicates whose subset leaves i out; these are uniform subsets of the
/// others, so its p-value is exact. Errors are shared between areas, hence correlated; with 99,999
/// permutations they are below 0.0007 at p = 0.05. Rows with more than a quarter of all areas draw their own.
///
/// Stopped by `progress` after 999 permutations, where all rows share subsets, it gives the counts so far
/// with a warning; else it is cancelled.
core::Result<std::vector<TailCounts>> permute_lags(std::span<const double> values,
                                                   const core::Weights& weights,
                                                   const PermutationOptions& options,
                                                   std::span<const std::uint32_t> item = {},
                                                   const core::Progress& progress = {});

using Feature = std::span<const double>;  ///< a finite value per row

/// A statistic of one row as a function of the sums over its neighbours.
struct RowStatistic {
    /// out[r] from the sums scale * sums[f][r] = sum_j w_ij v_f(j), for every r; calls come from several
    /// threads.
    std::function<void(std::uint32_t row, std::span<const double* const> sums, double scale,
                       std::span<double> out)>
        evaluate;
    std::vector<double> tolerance;  ///< per row: differences up to this are ties
};

/// The same for statistics that are more than a lag: each needs the sums of one or more features over its
/// neighbours, drawn together, so that areas move as a whole. Shared subsets as for permute_lags, but each
/// row looks at every replicate, so stop_after applies to all rows.
core::Result<std::vector<TailCounts>> permute_sums(std::span<const Feature> features,
                                                   const core::Weights& weights,
                                                   const RowStatistic& statistic,
                                                   const PermutationOptions& options,
                                                   std::span<const std::uint32_t> item = {},
                                                   const core::Progress& progress = {});

/// Whether all rows have weights equal among themselves, so that Draws::Auto shares subsets.
bool shares_draws(const core::Weights& weights);

/// (R + 1) / (M + 1) of the asked tail; NaN if total is 0.
double pseudo_p(const TailCounts& counts, Tail tail);

}  // namespace safeground::stats
