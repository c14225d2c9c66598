#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "core/random.hpp"
#include "stats/conventions.hpp"
#include "stats/permutation.hpp"
#include "stats/prepared.hpp"

namespace safeground::stats {

/// What every local statistic gives back. Vectors have one entry per input area, in input order; NaN where
/// the area is undefined and throughout where the statistic has no such figure.
struct LocalResult {
    std::vector<double> value;  ///< the input; NaN where the area was left out
    std::vector<double> lag;    ///< what the neighbours hold, in the units that the statistic's header says
    std::vector<double> statistic;
    std::vector<double> expected;
    std::vector<double> variance;
    std::vector<double> z;
    std::vector<double> p;  ///< p_permutation when permutations > 0, else p_analytic
    std::vector<double> p_analytic;
    std::vector<double> p_permutation;  ///< NaN without permutations
    double mean = 0;                    ///< of the values used
    std::size_t links = 0;              ///< without self
    std::size_t n = 0;                  ///< areas used
    std::size_t islands = 0;            ///< areas with a value but no neighbour with one
    std::size_t undefined = 0;          ///< areas whose p is NaN
    int stopped_at = 0;                 ///< permutations done, where the run was stopped early; else 0
    Tail tail = Tail::TwoSided;         ///< the tail really used
};

/// Sizes and counts from what is used; every vector NaN but `value`.
void start(LocalResult& result, const Prepared& used, Tail tail);
/// How far a stopped run came; the diagnostics of `counts`, to pass on.
std::vector<core::Diagnostic> note_stop(LocalResult& result,
                                        const core::Result<std::vector<TailCounts>>& counts);
/// Chooses `p` and counts the undefined.
void finish(LocalResult& result, bool permuted);

/// What the engine needs of a statistic's own options.
template <class Options>
PermutationOptions permutation_options(const Options& options, core::StreamId stream) {
    return {options.permutations, options.seed, stream, options.threads, options.draws, options.stop_after};
}

/// The same counts for a statistic that falls where the permuted sum rises.
inline TailCounts turned(TailCounts counts) {
    std::swap(counts.at_least, counts.at_most);
    return counts;
}
/// Counts of a lag as counts of the lag times `factor`: a negative factor turns the tails, one on the axis
/// makes all products tie.
inline TailCounts of_product(TailCounts counts, double factor, double axis) {
    if (std::abs(factor) <= axis) counts.at_least = counts.at_most = counts.total;
    else if (factor < 0) counts = turned(counts);
    return counts;
}
/// Deviations up to this are rounding.
inline double axis_of(const Moments& moments) {
    return 1e-12 * std::max(moments.maximum - moments.mean, moments.mean - moments.minimum);
}

}  // namespace safeground::stats
