#include "stats/permutation.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "stats/draw_lanes.hpp"
#include "stats/parallel.hpp"

namespace safeground::stats {
namespace {

constexpr double kTie = 1e-12;  // of the largest sum: differences up to this are rounding

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
    std::span<const Feature> features;
    const core::Weights& weights;
    const PermutationOptions& options;
    const RowStatistic* statistic = nullptr;  ///< null: the sum of the only feature itself
    std::vector<double> largest;              ///< |value| of each feature, for the tolerance of ties

    std::size_t size() const { return weights.size(); }
};

// --- rows of equal weights: shared subsets
// -----------------------------------------------------------------------

/// Rows with the same number of neighbours, and the sums of their subsets in the current block.
struct Group {
    std::uint32_t k = 0;
    std::vector<std::uint32_t> rows;
    std::vector<std::vector<double>> sums;  ///< by feature and replicate
    std::vector<double> sorted;             ///< of the only feature; unused with a statistic
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
    const std::size_t features = task.features.size();
    for (Group& group : groups) {
        group.sums.resize(features);
        for (auto& sums : group.sums) sums.resize(block.replicates);
    }
    const auto n = static_cast<std::uint32_t>(task.size());
    return parallel_for(
        block.replicates, 512, task.options.threads, progress, "", [&](std::size_t begin, std::size_t end) {
            Sampler sampler(n);
            for (std::size_t r = begin; r < end; ++r) {
                core::RandomStream random(task.options.seed, core::StreamId::SharedSubsets,
                                          static_cast<std::uint32_t>(task.options.stream),
                                          static_cast<std::uint32_t>(first_replicate + r));
                const std::span sequence(block.sequences.data() + r * block.length, block.length);
                sampler.by_rejection(random, sequence);
                for (std::size_t f = 0; f < features; ++f) {
                    double total = 0.0;
                    std::uint32_t taken = 0;
                    for (Group& group : groups) {
                        while (taken < group.k) total += task.features[f][sequence[taken++]];
                        group.sums[f][r] = total;
                    }
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

/// Walks from the last replicate of a block to the first and says of each whether its subset contains `row`.
class Membership {
public:
    Membership(const Block& block, std::uint32_t row, std::uint32_t k)
        : m_block(block), m_first(block.begin[row]), m_at(block.begin[row + 1]), m_k(k) {}
    /// To be asked for ever smaller replicates.
    bool contains(std::uint32_t replicate) {
        while (m_at > m_first && m_block.occurrences[m_at - 1].replicate > replicate) --m_at;
        return m_at > m_first && m_block.occurrences[m_at - 1].replicate == replicate &&
               m_block.occurrences[m_at - 1].position < m_k;
    }

private:
    const Block& m_block;
    std::size_t m_first, m_at;
    std::uint32_t m_k;
};

/// Adds to `counts` the replicates of this block whose subset leaves `row` out, the first ones until `wanted`
/// is reached. `at(r)` is the statistic of replicate r; `at_least` and `at_most` already count all of the
/// block.
template <class At>
void take_usable(const Block& block, std::uint32_t row, std::uint32_t k, std::uint32_t wanted,
                 std::int64_t at_least, std::int64_t at_most, double low, double high, const At& at,
                 TailCounts& counts) {
    auto usable = static_cast<std::int64_t>(block.replicates);
    const auto remove = [&](std::uint32_t replicate) {
        const double value = at(replicate);
        at_least -= value >= low;
        at_most -= value <= high;
        --usable;
    };
    for (std::size_t o = block.begin[row]; o < block.begin[row + 1]; ++o)
        if (block.occurrences[o].position < k) remove(block.occurrences[o].replicate);
    const std::int64_t open = std::int64_t{wanted} - counts.total;
    Membership membership(block, row, k);
    auto r = static_cast<std::uint32_t>(block.replicates);
    while (usable > open)
        if (!membership.contains(--r)) remove(r);
    counts.at_least += static_cast<std::uint32_t>(at_least);
    counts.at_most += static_cast<std::uint32_t>(at_most);
    counts.total += static_cast<std::uint32_t>(usable);
}

double unweighted_sum(const Feature& feature, std::span<const std::uint32_t> neighbours) {
    double total = 0.0;
    for (const std::uint32_t j : neighbours) total += feature[j];
    return total;
}

/// The lag: two searches in the sorted sums, whatever the number of replicates.
void count_lag(const Task& task, const Block& block, const Group& group, std::uint32_t row,
               std::uint32_t wanted, TailCounts& counts) {
    const double observed = unweighted_sum(task.features[0], task.weights.neighbours(row));
    const double tolerance = kTie * task.largest[0] * group.k;
    const double low = observed - tolerance;
    const double high = observed + tolerance;
    const auto& sorted = group.sorted;
    const auto at_least = sorted.end() - std::lower_bound(sorted.begin(), sorted.end(), low);
    const auto at_most = std::upper_bound(sorted.begin(), sorted.end(), high) - sorted.begin();
    const std::vector<double>& sums = group.sums[0];
    take_usable(
        block, row, group.k, wanted, at_least, at_most, low, high, [&](std::uint32_t r) { return sums[r]; },
        counts);
}

/// Any other statistic of the sums: all replicates of the block, in one sweep.
class StatisticCounter {
public:
    explicit StatisticCounter(const Task& task) : m_task(task), m_sums(task.features.size()) {}

    void count(const Block& block, const Group& group, std::uint32_t row, std::uint32_t wanted,
               TailCounts& counts) {
        const double scale = m_task.weights.weights(row).front();
        const auto tolerance = m_task.statistic->tolerance[row];
        const double observed = observed_of(row, scale);
        const double low = observed - tolerance;
        const double high = observed + tolerance;
        m_values.resize(block.replicates);
        for (std::size_t f = 0; f < m_sums.size(); ++f) m_sums[f] = group.sums[f].data();
        m_task.statistic->evaluate(row, m_sums, scale, m_values);
        const std::uint32_t before = counts.total;
        const TailCounts until_now = counts;
        std::int64_t at_least = 0, at_most = 0;
        for (const double value : m_values) {
            at_least += value >= low;
            at_most += value <= high;
        }
        take_usable(
            block, row, group.k, wanted, at_least, at_most, low, high,
            [&](std::uint32_t r) { return m_values[r]; }, counts);
        const auto enough = static_cast<std::uint32_t>(m_task.options.stop_after);
        if (enough > 0 && counts.total > before && std::min(counts.at_least, counts.at_most) >= enough)
            counts = stopped(block, row, group.k, low, high, until_now, counts.total, enough);
    }

private:
    double observed_of(std::uint32_t row, double scale) {
        std::vector<double> sums(m_task.features.size());
        for (std::size_t f = 0; f < sums.size(); ++f)
            sums[f] = unweighted_sum(m_task.features[f], m_task.weights.neighbours(row));
        for (std::size_t f = 0; f < sums.size(); ++f) m_sums[f] = &sums[f];
        double observed = 0;
        m_task.statistic->evaluate(row, m_sums, scale, {&observed, 1});
        return observed;
    }
    /// The counts at the very replicate that made the smaller tail full (Besag and Clifford 1991).
    TailCounts stopped(const Block& block, std::uint32_t row, std::uint32_t k, double low, double high,
                       TailCounts counts, std::uint32_t total, std::uint32_t enough) {
        m_in_subset.assign(block.replicates, false);
        for (std::size_t o = block.begin[row]; o < block.begin[row + 1]; ++o)
            if (block.occurrences[o].position < k) m_in_subset[block.occurrences[o].replicate] = true;
        for (std::size_t r = 0; counts.total < total; ++r) {
            if (m_in_subset[r]) continue;
            counts.at_least += m_values[r] >= low;
            counts.at_most += m_values[r] <= high;
            ++counts.total;
            if (std::min(counts.at_least, counts.at_most) >= enough) break;
        }
        return counts;
    }

    const Task& m_task;
    std::vector<const double*> m_sums;
    std::vector<double> m_values;
    std::vector<bool> m_in_subset;
};

/// Replicates to draw so that `missing` of them very likely leave any one area out.
std::size_t enough(std::size_t missing, double share_taken) {
    const auto m = static_cast<double>(missing);
    return static_cast<std::size_t>((m + 8 * std::sqrt(m * share_taken)) / (1 - share_taken)) + 32;
}

/// Whether a row needs no further replicate.
bool complete(const Task& task, const TailCounts& counts, std::uint32_t wanted) {
    const auto enough = static_cast<std::uint32_t>(task.options.stop_after);
    return counts.total >= wanted ||
           (task.statistic != nullptr && enough > 0 && std::min(counts.at_least, counts.at_most) >= enough);
}

bool permute_shared(const Task& task, std::vector<Group>& groups, std::vector<TailCounts>& counts,
                    const core::Progress& progress) {
    if (groups.empty()) return true;
    const auto wanted = static_cast<std::uint32_t>(task.options.permutations);
    const std::size_t n = task.size();
    Block block;
    block.length = groups.back().k;
    // Blocks bound the memory and keep the sums in cache; their size must not depend on the threads.
    const std::size_t largest = std::clamp<std::size_t>((std::size_t{1} << 22) / block.length, 256,
                                                        task.statistic == nullptr ? 16384 : 4096);
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
                groups[g].sorted = groups[g].sums[0];
                std::sort(groups[g].sorted.begin(), groups[g].sorted.end());
            }
        };
        if (task.statistic == nullptr &&
            !parallel_for(groups.size(), 1, task.options.threads, quiet, "", sort_group))
            return false;
        const auto count_rows = [&](std::size_t begin, std::size_t end) {
            StatisticCounter counter(task);
            for (std::size_t at = begin; at < end && !progress.cancelled(); ++at) {
                const auto [g, row] = rows[at];
                if (complete(task, counts[row], wanted)) continue;
                if (task.statistic == nullptr) count_lag(task, block, groups[g], row, wanted, counts[row]);
                else counter.count(block, groups[g], row, wanted, counts[row]);
            }
        };
        if (!parallel_for(rows.size(), 256, task.options.threads, quiet, "", count_rows)) return false;
        done = wanted;
        for (const auto& [g, row] : rows)
            if (!complete(task, counts[row], wanted)) done = std::min(done, counts[row].total);
        progress.report(static_cast<double>(done) / wanted, "permutations");
    }
    return true;
}

// --- other rows: their own draws
// ---------------------------------------------------------------------------------

/// The replicates of one row after the other, in batches.
class OwnDraws {
public:
    explicit OwnDraws(const Task& task)
        : m_task(task),
          m_others(static_cast<std::uint32_t>(task.size() - 1)),
          m_sums(task.features.size() * kBatch),
          m_columns(task.features.size()),
          m_values(kBatch) {
        for (const Feature& feature : task.features) m_features.push_back(feature.data());
    }

    TailCounts count(std::uint32_t row, std::uint32_t item) {
        m_row = row;
        m_item = item;
        m_neighbours = m_task.weights.neighbours(row);
        m_weights = m_task.weights.weights(row);
        const double observed = observed_of_row();
        const double tolerance = tolerance_of_row();
        const double low = observed - tolerance;
        const double high = observed + tolerance;
        const auto wanted = static_cast<std::uint32_t>(m_task.options.permutations);
        const auto enough = static_cast<std::uint32_t>(m_task.options.stop_after);
        TailCounts counts;
        while (counts.total < wanted) {
            const std::uint32_t batch = std::min(kBatch, wanted - counts.total);
            draw(counts.total, batch);
            evaluate(batch);
            TailCounts after{counts.at_least, counts.at_most, counts.total + batch};
            for (std::uint32_t r = 0; r < batch; ++r) {
                after.at_least += m_values[r] >= low;
                after.at_most += m_values[r] <= high;
            }
            if (enough == 0 || std::min(after.at_least, after.at_most) < enough) {
                counts = after;
                continue;
            }
            for (std::uint32_t r = 0; std::min(counts.at_least, counts.at_most) < enough; ++r) {
                counts.at_least += m_values[r] >= low;
                counts.at_most += m_values[r] <= high;
                ++counts.total;
            }
            return counts;
        }
        return counts;
    }

private:
    static constexpr std::uint32_t kBatch = 16 * kLanes;

    double* sums_of(std::size_t feature) { return m_sums.data() + feature * kBatch; }

    void draw(std::uint32_t first, std::uint32_t batch) {
        const auto k = static_cast<std::uint32_t>(m_neighbours.size());
        const auto others = static_cast<std::uint32_t>(m_task.size() - 1);
        if (!is_sparse(k, others) || k > kMostLaneNeighbours) {
            for (std::uint32_t r = 0; r < batch; ++r) draw_one(first, r);
            return;
        }
        const std::uint64_t seed = m_task.options.seed;
        const LaneRow lanes{{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
                            static_cast<std::uint32_t>(m_task.options.stream),
                            m_item,
                            m_row,
                            others,
                            k,
                            m_weights.data(),
                            m_features.data(),
                            static_cast<std::uint32_t>(m_features.size())};
        for (std::uint32_t r = 0; r < batch; r += kLanes) {
            std::uint8_t redo[kLanes];
            draw_lanes(lanes, first + r, m_sums.data() + r, kBatch, redo);
            for (std::uint32_t lane = 0; lane < kLanes && r + lane < batch; ++lane)
                if (redo[lane] != 0) draw_one(first, r + lane);
        }
    }

    /// Replicate first + r by the book.
    void draw_one(std::uint32_t first, std::uint32_t r) {
        const auto k = static_cast<std::uint32_t>(m_neighbours.size());
        m_sample.resize(k);
        core::RandomStream random(m_task.options.seed, m_task.options.stream, m_item, first + r);
        if (is_sparse(k, m_task.size() - 1)) m_others.by_rejection(random, m_sample);
        else m_others.by_shuffle(random, m_sample);
        // The sampler numbers the other areas 0 .. n-2; those after the row move up by one.
        for (std::uint32_t& area : m_sample) area += area >= m_row;
        for (std::size_t f = 0; f < m_features.size(); ++f) {
            double total = 0.0;
            for (std::size_t j = 0; j < k; ++j) total += m_weights[j] * m_features[f][m_sample[j]];
            sums_of(f)[r] = total;
        }
    }

    void evaluate(std::uint32_t count) {
        if (m_task.statistic == nullptr) {
            std::copy_n(sums_of(0), count, m_values.begin());
            return;
        }
        for (std::size_t f = 0; f < m_columns.size(); ++f) m_columns[f] = sums_of(f);
        m_task.statistic->evaluate(m_row, m_columns, 1.0, std::span(m_values).first(count));
    }

    double observed_of_row() {
        for (std::size_t f = 0; f < m_features.size(); ++f) {
            double total = 0.0;
            for (std::size_t j = 0; j < m_neighbours.size(); ++j)
                total += m_weights[j] * m_features[f][m_neighbours[j]];
            sums_of(f)[0] = total;
        }
        evaluate(1);
        return m_values[0];
    }

    double tolerance_of_row() const {
        if (m_task.statistic != nullptr) return m_task.statistic->tolerance[m_row];
        return kTie * m_task.largest[0] * std::accumulate(m_weights.begin(), m_weights.end(), 0.0);
    }

    const Task& m_task;
    Sampler m_others;
    std::vector<double> m_sums;
    std::vector<const double*> m_columns;
    std::vector<double> m_values;
    std::vector<const double*> m_features;
    std::uint32_t m_row = 0, m_item = 0;
    std::span<const std::uint32_t> m_neighbours;
    std::span<const double> m_weights;
    std::vector<std::uint32_t> m_sample;
};

bool permute_own(const Task& task, std::span<const std::uint32_t> rows, std::span<const std::uint32_t> item,
                 std::vector<TailCounts>& counts, const core::Progress& progress) {
    return parallel_for(rows.size(), 16, task.options.threads, progress, "permutations",
                        [&](std::size_t begin, std::size_t end) {
                            OwnDraws draws(task);
                            for (std::size_t at = begin; at < end && !progress.cancelled(); ++at)
                                counts[rows[at]] =
                                    draws.count(rows[at], item.empty() ? rows[at] : item[rows[at]]);
                        });
}

bool equal_weights(std::span<const double> row) {
    const auto [low, high] = std::minmax_element(row.begin(), row.end());
    return *low > 0 && *high - *low <= 1e-12 * *high;
}

core::Result<std::vector<TailCounts>> permute(const Task& task, std::span<const std::uint32_t> item,
                                              const core::Progress& progress) {
    const core::Weights& weights = task.weights;
    std::vector<Group> by_k(weights.size());
    std::vector<std::uint32_t> own;
    for (std::uint32_t row = 0; row < weights.size(); ++row) {
        const std::uint32_t k = weights.cardinality(row);
        if (k == 0) continue;
        if (task.options.draws == Draws::Auto && is_sparse(k, weights.size()) &&
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

    std::vector<TailCounts> counts(weights.size());
    const double shared_part = own.empty() ? 1.0 : 0.1;
    if (!permute_shared(task, groups, counts, progress.part(0, groups.empty() ? 0 : shared_part)) ||
        !permute_own(task, own, item, counts, progress.part(groups.empty() ? 0 : shared_part, 1)) ||
        progress.cancelled())
        return core::cancelled();
    return counts;
}

}  // namespace

core::Result<std::vector<TailCounts>> permute_lags(std::span<const double> values,
                                                   const core::Weights& weights,
                                                   const PermutationOptions& options,
                                                   std::span<const std::uint32_t> item,
                                                   const core::Progress& progress) {
    assert(values.size() == weights.size() && options.permutations >= 0);
    const Feature feature = values;
    double largest = 0;
    for (const double value : values) largest = std::max(largest, std::abs(value));
    return permute({{&feature, 1}, weights, options, nullptr, {largest}}, item, progress);
}

core::Result<std::vector<TailCounts>> permute_sums(
    std::span<const Feature> features, const core::Weights& weights, const RowStatistic& statistic,
    const PermutationOptions& options, std::span<const std::uint32_t> item, const core::Progress& progress) {
    assert(statistic.tolerance.size() == weights.size() && options.permutations >= 0);
    return permute({features, weights, options, &statistic, {}}, item, progress);
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
