#include "stats/global_permutation.hpp"

#include <atomic>
#include <numeric>
#include <utility>

#include "stats/parallel.hpp"

namespace safeground::stats {
namespace {

void shuffle(std::span<std::uint32_t> order, core::RandomStream& random) {
    for (std::size_t left = order.size(); left > 1; --left)
        std::swap(order[left - 1], order[random.below(static_cast<std::uint32_t>(left))]);
}

}  // namespace

core::Result<std::vector<TailCounts>> permute_maps(std::size_t n, std::span<const Observed> observed,
                                                   const GlobalPermutationOptions& options,
                                                   const MapStatistics& statistics,
                                                   const core::Progress& progress) {
    // Whole numbers add up to the same in any order, so threads may add as they come.
    std::vector<std::atomic<std::uint32_t>> at_least(observed.size());
    std::vector<std::atomic<std::uint32_t>> at_most(observed.size());
    const bool finished = parallel_for(
        static_cast<std::size_t>(options.permutations), 16, options.threads, progress, "permutations",
        [&](std::size_t begin, std::size_t end) {
            std::vector<std::uint32_t> order(n);
            std::vector<double> permuted(observed.size());
            std::vector<TailCounts> chunk(observed.size());
            for (std::size_t r = begin; r < end && !progress.cancelled(); ++r) {
                std::iota(order.begin(), order.end(), 0U);
                core::RandomStream random(options.seed, options.stream, 0, static_cast<std::uint32_t>(r));
                shuffle(order, random);
                statistics(order, permuted);
                for (std::size_t s = 0; s < observed.size(); ++s) {
                    chunk[s].at_least += permuted[s] >= observed[s].statistic - observed[s].tolerance;
                    chunk[s].at_most += permuted[s] <= observed[s].statistic + observed[s].tolerance;
                }
            }
            for (std::size_t s = 0; s < observed.size(); ++s) {
                at_least[s] += chunk[s].at_least;
                at_most[s] += chunk[s].at_most;
            }
        });
    if (!finished || progress.cancelled()) return core::cancelled();
    std::vector<TailCounts> counts(observed.size());
    for (std::size_t s = 0; s < observed.size(); ++s)
        counts[s] = {at_least[s], at_most[s], static_cast<std::uint32_t>(options.permutations)};
    return counts;
}

}  // namespace safeground::stats
