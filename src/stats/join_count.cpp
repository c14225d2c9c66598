#include "stats/join_count.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "stats/binary_values.hpp"
#include "stats/distributions.hpp"
#include "stats/global_permutation.hpp"
#include "stats/prepared.hpp"

namespace safeground::stats {
namespace {

constexpr std::string_view kName = "a join count";

struct Joins {
    double bb = 0, ww = 0, bw = 0;
};

Joins count(const core::Weights& weights, const std::vector<bool>& one) {
    Joins joins;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        const auto neighbours = weights.neighbours(i);
        const auto row = weights.weights(i);
        double same = 0.0;
        double other = 0.0;
        for (std::size_t j = 0; j < neighbours.size(); ++j)
            (one[neighbours[j]] == one[i] ? same : other) += row[j];
        (one[i] ? joins.bb : joins.ww) += same / 2;
        joins.bw += other / 2;
    }
    return joins;
}

/// k (k - 1) ... of `factors` factors.
double falling(double k, int factors) {
    double product = 1.0;
    for (int f = 0; f < factors; ++f) product *= k - f;
    return product;
}

/// Expectation and variance of the joins between `ones` of n areas.
void set_same(GlobalStatistic& joins, const GlobalUse& use, double ones) {
    const auto n = static_cast<double>(use.n);
    const auto chance = [&](int k) { return falling(ones, k) / falling(n, k); };
    joins.expected = use.s0 / 2 * chance(2);
    // Pairs of links that share both ends, one end, none.
    joins.variance = (use.s1 * chance(2) + (use.s2 - 2 * use.s1) * chance(3) +
                      (use.s0 * use.s0 + use.s1 - use.s2) * chance(4)) /
                         4 -
                     joins.expected * joins.expected;
}

void set_different(GlobalStatistic& joins, const GlobalUse& use, double ones) {
    const auto n = static_cast<double>(use.n);
    const double zeros = n - ones;
    joins.expected = use.s0 * ones * zeros / falling(n, 2);
    joins.variance =
        (2 * use.s1 * ones * zeros / falling(n, 2) +
         (use.s2 - 2 * use.s1) * ones * zeros * (n - 2) / falling(n, 3) +
         4 * (use.s0 * use.s0 + use.s1 - use.s2) * falling(ones, 2) * falling(zeros, 2) / falling(n, 4)) /
            4 -
        joins.expected * joins.expected;
}

void set_chi_square(JoinCount& result, const core::Weights& weights) {
    result.chi_square = result.p_chi_square = std::numeric_limits<double>::quiet_NaN();
    if (!std::all_of(weights.weight.begin(), weights.weight.end(), [](double w) { return w == 1; })) return;
    const double a = result.ww.statistic, d = result.bb.statistic, b = result.bw.statistic / 2;
    const double margins = (a + b) * (a + b) * (b + d) * (b + d);
    if (!(margins > 0)) return;
    const double association = std::max(0.0, std::abs(a * d - b * b) - result.total / 2);
    result.chi_square = result.total * association * association / margins;
    result.p_chi_square = chi_square_upper(result.chi_square, 1);
}

}  // namespace

core::Result<JoinCount> join_count(std::span<const double> values, const core::Weights& weights,
                                   const GlobalOptions& options, const core::Progress& progress) {
    if (auto failure = refuse_unless_binary(values)) return *failure;
    auto ready = prepare(values, weights, {"The join count", false, options.permutations, options.threads});
    if (!ready) return ready.failure();
    const Prepared& used = *ready;
    if (auto failure = refuse_constant(used, kName)) return *failure;
    const core::WeightsSummary summary = core::summarise(used.weights);
    if (auto failure = refuse_unlinked(summary)) return *failure;

    JoinCount result;
    result.options = options;
    static_cast<GlobalUse&>(result) = use_of(used, summary, effective_tail(options.tail, options.convention));
    std::vector<bool> one(result.n);
    for (std::size_t i = 0; i < result.n; ++i) one[i] = used.values[i] == 1;
    result.ones = static_cast<std::size_t>(std::count(one.begin(), one.end(), true));
    result.total = result.s0 / 2;
    const Joins joins = count(used.weights, one);
    result.bb.statistic = joins.bb;
    result.ww.statistic = joins.ww;
    result.bw.statistic = joins.bw;
    set_same(result.bb, result, static_cast<double>(result.ones));
    set_same(result.ww, result, static_cast<double>(result.n - result.ones));
    set_different(result.bw, result, static_cast<double>(result.ones));
    set_normal(result.bb, result.tail);
    set_normal(result.ww, result.tail);
    set_normal(result.bw, result.tail, Alike::Small);
    result.bw.z = -result.bw.z;  // as published: the sign of (statistic - expected)
    set_chi_square(result, used.weights);
    if (options.permutations > 0) {
        const double tolerance = 1e-12 * result.s0;
        const std::array<Observed, 3> observed{Observed{joins.bb, tolerance}, Observed{joins.ww, tolerance},
                                               Observed{joins.bw, tolerance}};
        const auto counts = permute_maps(
            result.n, observed,
            {options.permutations, options.seed, core::StreamId::JoinCount, options.threads},
            [&](std::span<const std::uint32_t> order, std::span<double> permuted) {
                std::vector<bool> shuffled(one.size());
                for (std::size_t i = 0; i < one.size(); ++i) shuffled[i] = one[order[i]];
                const Joins there = count(used.weights, shuffled);
                permuted[0] = there.bb;
                permuted[1] = there.ww;
                permuted[2] = there.bw;
            },
            progress);
        if (!counts) return counts.failure();
        set_permuted(result.bb, (*counts)[0], result.tail);
        set_permuted(result.ww, (*counts)[1], result.tail);
        set_permuted(result.bw, (*counts)[2], result.tail, Alike::Small);
    }
    return result;
}

}  // namespace safeground::stats
