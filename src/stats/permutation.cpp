#include "stats/permutation.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "stats/parallel.hpp"

namespace safeground::stats {
namespace {

/// Rejection is quick while few items are taken, and shared subsets leave most areas out.
bool is_sparse(std::uint32_t k, std::size_t n) { return std::size_t{4} * k <= n; }

/// Draws sequences of different items from 0 .. n-1.
class Sampler {
public:
    explicit Sampler(std::uint32_t n) : m_taken(n, 0), m_order(n) {
        std::iota(m_order.begin(), m_order.end(), 0U);
    }

    /// Fills `out` with a uniform sequence without repetition, by redrawing repeats. Needs out.size() * 4 <=
    /// n.
    void by_rejection(core::RandomStream& random, std::span<std::uint32_t> out) {
        if (++m_stamp == 0) {  // the stamps ran through all numbers
            std::fill(m_taken.begin(), m_taken.end(), 0U);
            m_stamp = 1;
        }
        const auto n = static_cast<std::uint32_t>(m_taken.size());
        for (std::uint32_t& item : out) {
            do item = random.below(n);
            while (m_taken[item] == m_stamp);
            m_taken[item] = m_stamp;
        }
    }

    /// The same for any length up to n: the first steps of a Fisher-Yates shuffle, undone afterwards so that
    /// a draw does not depend on earlier ones.
    void by_shuffle(core::RandomStream& random, std::span<std::uint32_t> out) {
        const auto n = static_cast<std::uint32_t>(m_order.size());
        m_swapped.resize(out.size());
        for (std::uint32_t i = 0; i < out.size(); ++i) {
            m_swapped[i] = i + random.below(n - i);
            std::swap(m_order[i], m_order[m_swapped[i]]);
            out[i] = m_order[i];
        }
        for (std::size_t i = out.size(); i-- > 0;) std::swap(m_order[i], m_order[m_swapped[i]]);
    }

private:
    std::vector<std::uint32_t> m_taken;
    std::uint32_t m_stamp = 0;
    std::vector<std::uint32_t> m_order;
    std::vector<std::uint32_t> m_swapped;
};

struct Task {
    std::span<const double> values;
    const core::Weights& weights;
    const PermutationOptions& options;
    double largest = 0.0;  ///< |value|, for the tolerance of ties
};

// --- rows of equal weights: shared subsets
// -----------------------------------------------------------------------

/// Rows with the same number of neighbours, and the sums of their subsets in the current block.
struct Group {
    std::uint32_t k = 0;
    std::vector<std::uint32_t> rows;
    std::vector<double> sums;  ///< by replicate
    std::vector<double> sorted;
};

/// A block of replicates: their sequences and, for each area, where it occurs.
struct Block {
    std::size_t replicates = 0;
    std::uint32_t length = 0;  ///< of each sequence
    std::vector<std::uint32_t> sequences;
    std::vector<std::size_t> begin;  ///< of each area in `occurrences`, n + 1 entries
    struct Occurrence {
        std::uint32_t replicate;
        std::uint32_t position;
    };
    std::vector<Occurrence> occurrences;  ///< ascending by replicate within an area
};

bool draw(const Task& task, Block& block, std::vector<Group>& groups, std::size_t first_replicate,
          const core::Progress& progress) {
    block.sequences.resize(block.replicates * block.length);
    for (Group& group : groups) group.sums.resize(block.replicates);
    const auto n = static_cast<std::uint32_t>(task.values.size());
    return parallel_for(
        block.replicates, 512, task.options.threads, progress, "", [&](std::size_t begin, std::size_t end) {
            Sampler sampler(n);
            for (std::size_t r = begin; r < end; ++r) {
                core::RandomStream random(task.options.seed, core::StreamId::SharedSubsets,
                                          static_cast<std::uint32_t>(task.options.stream),
                                          static_cast<std::uint32_t>(first_replicate + r));
                const std::span sequence(block.sequences.data() + r * block.length, block.length);
                sampler.by_rejection(random, sequence);
                double total = 0.0;
                std::uint32_t taken = 0;
                for (Group& group : groups) {
                    while (taken < group.k) total += task.values[sequence[taken++]];
                    group.sums[r] = total;
                }
            }
        });
}

void index_occurrences(Block& block, std::size_t n) {
    block.begin.assign(n + 1, 0);
    for (const std::uint32_t area : block.sequences) ++block.begin[area + 1];
    std::partial_sum(block.begin.begin(), block.begin.end(), block.begin.begin());
    block.occurrences.resize(block.sequences.size());
    std::vector<std::size_t> next(block.begin.begin(), block.begin.end() - 1);
    std::size_t entry = 0;
    for (std::uint32_t r = 0; r < block.replicates; ++r)
        for (std::uint32_t position = 0; position < block.length; ++position)
            block.occurrences[next[block.sequences[entry++]]++] = {r, position};
}

/// Adds to `counts` the replicates of this block whose subset leaves `row` out, the first ones until `wanted`
/// is reached.
void count_row(const Task& task, const Block& block, const Group& group, std::uint32_t row,
               std::uint32_t wanted, TailCounts& counts) {
    if (counts.total == wanted) return;
    double observed = 0.0;
    for (const std::uint32_t j : task.weights.neighbours(row)) observed += task.values[j];
    const double tolerance = 1e-12 * task.largest * group.k;
    const double low = observed - tolerance;
    const double high = observed + tolerance;

    const auto& sorted = group.sorted;
    auto at_least =
        static_cast<std::int64_t>(sorted.end() - std::lower_bound(sorted.begin(), sorted.end(), low));
    auto at_most =
        static_cast<std::int64_t>(std::upper_bound(sorted.begin(), sorted.end(), high) - sorted.begin());
    auto usable = static_cast<std::int64_t>(block.replicates);
    const auto remove = [&](std::uint32_t replicate) {
        at_least -= group.sums[replicate] >= low;
        at_most -= group.sums[replicate] <= high;
        --usable;
    };
    const std::size_t first = block.begin[row];
    const std::size_t last = block.begin[row + 1];
    for (std::size_t o = first; o < last; ++o)
        if (block.occurrences[o].position < group.k) remove(block.occurrences[o].replicate);

    const std::int64_t open = std::int64_t{wanted} - counts.total;
    std::size_t o = last;
    auto r = static_cast<std::uint32_t>(block.replicates);
    while (usable > open) {
        --r;
        while (o > first && block.occurrences[o - 1].replicate > r) --o;
        const bool contains = o > first && block.occurrences[o - 1].replicate == r &&
                              block.occurrences[o - 1].position < group.k;
        if (!contains) remove(r);
    }
    counts.at_least += static_cast<std::uint32_t>(at_least);
    counts.at_most += static_cast<std::uint32_t>(at_most);
    counts.total += static_cast<std::uint32_t>(usable);
}

/// Replicates to draw so that `missing` of them very likely leave any one area out.
std::size_t enough(std::size_t missing, double share_taken) {
    const auto m = static_cast<double>(missing);
    return static_cast<std::size_t>((m + 8 * std::sqrt(m * share_taken)) / (1 - share_taken)) + 32;
}

bool permute_shared(const Task& task, std::vector<Group>& groups, std::vector<TailCounts>& counts,
                    const core::Progress& progress) {
    if (groups.empty()) return true;
    const auto wanted = static_cast<std::uint32_t>(task.options.permutations);
    const std::size_t n = task.values.size();
    Block block;
    block.length = groups.back().k;
    // Blocks bound the memory and keep the sorted sums in cache; their size must not depend on the threads.
    const std::size_t largest = std::clamp<std::size_t>((std::size_t{1} << 22) / block.length, 256, 16384);
    const double share_taken = static_cast<double>(block.length) / static_cast<double>(n);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> rows;  // group, row
    for (std::uint32_t g = 0; g < groups.size(); ++g)
        for (const std::uint32_t row : groups[g].rows) rows.emplace_back(g, row);

    const core::Progress quiet = progress.part(0, 0);
    std::uint32_t done = 0;
    for (std::size_t drawn = 0; done < wanted; drawn += block.replicates) {
        block.replicates = std::min(largest, enough(wanted - done, share_taken));
        if (!draw(task, block, groups, drawn, quiet)) return false;
        index_occurrences(block, n);
        const auto sort_group = [&](std::size_t begin, std::size_t end) {
            for (std::size_t g = begin; g < end; ++g) {
                groups[g].sorted = groups[g].sums;
                std::sort(groups[g].sorted.begin(), groups[g].sorted.end());
            }
        };
        if (!parallel_for(groups.size(), 1, task.options.threads, quiet, "", sort_group)) return false;
        const auto count_rows = [&](std::size_t begin, std::size_t end) {
            for (std::size_t at = begin; at < end; ++at) {
                const auto [g, row] = rows[at];
                count_row(task, block, groups[g], row, wanted, counts[row]);
            }
        };
        if (!parallel_for(rows.size(), 256, task.options.threads, quiet, "", count_rows)) return false;
        done = wanted;
        for (const auto& [g, row] : rows) done = std::min(done, counts[row].total);
        progress.report(static_cast<double>(done) / wanted, "permutations");
    }
    return true;
}

// --- other rows: their own draws
// ---------------------------------------------------------------------------------

TailCounts permute_row(const Task& task, std::uint32_t row, std::uint32_t item, Sampler& others,
                       std::vector<std::uint32_t>& sample) {
    const auto neighbours = task.weights.neighbours(row);
    const auto weights = task.weights.weights(row);
    double observed = 0.0;
    double total_weight = 0.0;
    for (std::size_t j = 0; j < neighbours.size(); ++j) {
        observed += weights[j] * task.values[neighbours[j]];
        total_weight += weights[j];
    }
    const double tolerance = 1e-12 * task.largest * total_weight;
    const auto k = static_cast<std::uint32_t>(neighbours.size());
    const bool sparse = is_sparse(k, task.values.size() - 1);
    sample.resize(k);
    TailCounts counts;
    counts.total = static_cast<std::uint32_t>(task.options.permutations);
    for (std::uint32_t r = 0; r < counts.total; ++r) {
        core::RandomStream random(task.options.seed, task.options.stream, item, r);
        if (sparse) others.by_rejection(random, sample);
        else others.by_shuffle(random, sample);
        double lag = 0.0;
        // The sampler numbers the other areas 0 .. n-2; those after `row` move up by one.
        for (std::size_t j = 0; j < k; ++j) lag += weights[j] * task.values[sample[j] + (sample[j] >= row)];
        counts.at_least += lag >= observed - tolerance;
        counts.at_most += lag <= observed + tolerance;
    }
    return counts;
}

bool permute_own(const Task& task, std::span<const std::uint32_t> rows, std::span<const std::uint32_t> item,
                 std::vector<TailCounts>& counts, const core::Progress& progress) {
    return parallel_for(rows.size(), 16, task.options.threads, progress, "permutations",
                        [&](std::size_t begin, std::size_t end) {
                            Sampler others(static_cast<std::uint32_t>(task.values.size() - 1));
                            std::vector<std::uint32_t> sample;
                            for (std::size_t at = begin; at < end && !progress.cancelled(); ++at) {
                                const std::uint32_t row = rows[at];
                                counts[row] =
                                    permute_row(task, row, item.empty() ? row : item[row], others, sample);
                            }
                        });
}

bool equal_weights(std::span<const double> row) {
    const auto [low, high] = std::minmax_element(row.begin(), row.end());
    return *low > 0 && *high - *low <= 1e-12 * *high;
}

}  // namespace

core::Result<std::vector<TailCounts>> permute_lags(std::span<const double> values,
                                                   const core::Weights& weights,
                                                   const PermutationOptions& options,
                                                   std::span<const std::uint32_t> item,
                                                   const core::Progress& progress) {
    assert(values.size() == weights.size() && options.permutations >= 0);
    Task task{values, weights, options};
    for (const double value : values) task.largest = std::max(task.largest, std::abs(value));

    std::vector<Group> by_k(values.size());
    std::vector<std::uint32_t> own;
    for (std::uint32_t row = 0; row < weights.size(); ++row) {
        const std::uint32_t k = weights.cardinality(row);
        if (k == 0) continue;
        if (options.draws == Draws::Auto && is_sparse(k, values.size()) &&
            equal_weights(weights.weights(row)))
            by_k[k].rows.push_back(row);
        else own.push_back(row);
    }
    std::vector<Group> groups;  // ascending by k, as prefixes of one sequence need it
    for (std::uint32_t k = 1; k < by_k.size(); ++k) {
        if (by_k[k].rows.empty()) continue;
        groups.push_back(std::move(by_k[k]));
        groups.back().k = k;
    }

    std::vector<TailCounts> counts(values.size());
    const double shared_part = own.empty() ? 1.0 : 0.1;
    if (!permute_shared(task, groups, counts, progress.part(0, groups.empty() ? 0 : shared_part)) ||
        !permute_own(task, own, item, counts, progress.part(groups.empty() ? 0 : shared_part, 1)) ||
        progress.cancelled())
        return core::cancelled();
    return counts;
}

bool shares_draws(const core::Weights& weights) {
    for (std::uint32_t row = 0; row < weights.size(); ++row)
        if (weights.cardinality(row) > 0 && !equal_weights(weights.weights(row))) return false;
    return true;
}

double pseudo_p(const TailCounts& counts, Tail tail) {
    if (counts.total == 0) return std::numeric_limits<double>::quiet_NaN();
    const double upper = (counts.at_least + 1.0) / (counts.total + 1.0);
    const double lower = (counts.at_most + 1.0) / (counts.total + 1.0);
    switch (tail) {
        case Tail::TwoSided:
            return std::min(1.0, 2 * std::min(upper, lower));
        case Tail::Upper:
            return upper;
        case Tail::Lower:
            return lower;
        case Tail::Folded:
            return std::min(upper, lower);
    }
    return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace safeground::stats
