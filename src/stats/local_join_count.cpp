#include "stats/local_join_count.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/binary_values.hpp"
#include "stats/distributions.hpp"
#include "stats/prepared.hpp"

namespace safeground::stats {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Counts of `marked` neighbours around each `asked` area of `used`.
core::Result<LocalJoinCount> count_joins(const Prepared& used, const std::vector<bool>& asked,
                                         const std::vector<bool>& marked) {
    if (const auto row = first_unequal_row(used.weights))
        return core::refuse(
                   fmt::format("The neighbours of area {} have different weights, but a join count counts "
                               "neighbours, each as one.",
                               used.area[*row] + 1))
            .remedy("Use contiguity, nearest neighbours or a distance band without decay.");
    LocalJoinCount result;
    result.links = used.weights.links();
    result.n = used.area.size();
    result.islands = used.islands;
    for (auto* column : {&result.statistic, &result.expected, &result.p, &result.neighbours})
        column->assign(used.input_size, kNaN);
    const auto ones = static_cast<std::uint64_t>(std::count(marked.begin(), marked.end(), true));
    for (std::uint32_t i = 0; i < used.area.size(); ++i) {
        const std::uint32_t area = used.area[i];
        const auto neighbours = used.weights.neighbours(i);
        result.neighbours[area] = static_cast<double>(neighbours.size());
        result.statistic[area] = 0;
        if (!asked[i]) continue;
        ++result.evaluated;
        const auto count = static_cast<std::uint64_t>(
            std::count_if(neighbours.begin(), neighbours.end(), [&](std::uint32_t j) { return marked[j]; }));
        if (count == 0) continue;
        ++result.joined;
        const std::uint64_t others = used.area.size() - 1;
        const std::uint64_t other_ones = ones - (marked[i] ? 1 : 0);
        result.statistic[area] = static_cast<double>(count);
        result.expected[area] = static_cast<double>(neighbours.size()) * static_cast<double>(other_ones) /
                                static_cast<double>(others);
        result.p[area] = hypergeometric_at_least(count, others, other_ones, neighbours.size());
    }
    result.undefined = used.input_size - result.joined;
    return result;
}

}  // namespace

core::Result<LocalJoinCount> local_join_count(std::span<const double> values, const core::Weights& weights) {
    auto ready = prepare(values, weights, {"The local join count"});
    if (!ready) return ready.failure();
    if (auto failure = refuse_unless_binary(values)) return *failure;
    std::vector<bool> marked(ready->values.size());
    for (std::size_t i = 0; i < marked.size(); ++i) marked[i] = ready->values[i] == 1;
    return count_joins(*ready, marked, marked);
}

core::Result<LocalJoinCount> local_join_count(std::span<const double> x, std::span<const double> z,
                                              const core::Weights& weights, JoinKind kind) {
    if (x.size() != z.size())
        return core::refuse(fmt::format("There are {} values of the first variable and {} of the second.",
                                        x.size(), z.size()))
            .remedy("Give both variables for the same areas, in the same order.");
    if (auto failure = refuse_unless_binary(x)) return *failure;
    if (auto failure = refuse_unless_binary(z)) return *failure;
    std::vector<double> both(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) both[i] = x[i] + z[i];  // NaN where either is
    auto ready = prepare(both, weights, {"The local join count"});
    if (!ready) return ready.failure();
    std::vector<bool> asked(ready->area.size()), marked(ready->area.size());
    std::size_t colocated = 0;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        const bool here = x[ready->area[i]] == 1;
        const bool there = z[ready->area[i]] == 1;
        colocated += here && there;
        asked[i] = kind == JoinKind::Colocation ? here && there : here && !there;
        marked[i] = kind == JoinKind::Colocation ? here && there : there;
    }
    auto result = count_joins(*ready, asked, marked);
    if (result) result->colocated = colocated;
    return result;
}

}  // namespace safeground::stats
