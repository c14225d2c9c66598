#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/progress.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "stats/permutation.hpp"

namespace safeground::stats {

struct GlobalPermutationOptions {
    int permutations = 999;
    std::uint64_t seed = 1;
    core::StreamId stream = core::StreamId::GlobalMoran;
    int threads = 0;
};

/// What was observed, and how far a permuted number may miss it and still tie with it.
struct Observed {
    double statistic = 0;
    double tolerance = 0;
};

/// Writes the statistics of one shuffled map: position i takes what position order[i] had. Called from
/// several threads at once.
using MapStatistics = std::function<void(std::span<const std::uint32_t> order, std::span<double> statistics)>;

/// Shuffles whole maps of `n` areas and counts how often each statistic is at least, and at most, the
/// observed one. All statistics of one replicate see the same shuffle (Fisher and Yates; one random stream a
/// replicate), so the counts do not depend on the number of threads. NaN counts in neither tail. Only
/// failure: cancelled.
core::Result<std::vector<TailCounts>> permute_maps(std::size_t n, std::span<const Observed> observed,
                                                   const GlobalPermutationOptions& options,
                                                   const MapStatistics& statistics,
                                                   const core::Progress& progress = {});

}  // namespace safeground::stats
