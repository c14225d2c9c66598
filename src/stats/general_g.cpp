#include "stats/general_g.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "stats/global_permutation.hpp"
#include "stats/map_sums.hpp"
#include "stats/prepared.hpp"

namespace safeground::stats {
namespace {

constexpr std::string_view kName = "General G";

/// sum x^k, k = 1 .. 4, of values divided by the largest.
struct PowerSums {
    double m1 = 0, m2 = 0, m3 = 0, m4 = 0;
};
PowerSums power_sums(std::span<const double> scaled) {
    CompensatedSum m1, m2, m3, m4;
    for (const double x : scaled) {
        m1.add(x);
        m2.add(x * x);
        m3.add(x * x * x);
        m4.add(x * x * x * x);
    }
    return {m1.total(), m2.total(), m3.total(), m4.total()};
}

double variance_of(const GeneralG& g, const PowerSums& m, double all_pairs) {
    const auto n = static_cast<double>(g.n);
    const double s0_squared = g.s0 * g.s0;
    const double b0 = (n * n - 3 * n + 3) * g.s1 - n * g.s2 + 3 * s0_squared;
    const double b1 = -((n * n - n) * g.s1 - 2 * n * g.s2 + 6 * s0_squared);
    const double b2 = -(2 * n * g.s1 - (n + 3) * g.s2 + 6 * s0_squared);
    const double b3 = 4 * (n - 1) * g.s1 - 2 * (n + 1) * g.s2 + 8 * s0_squared;
    const double b4 = g.s1 - g.s2 + s0_squared;
    const double squares = b0 * m.m2 * m.m2 + b1 * m.m4 + b2 * m.m1 * m.m1 * m.m2 + b3 * m.m1 * m.m3 +
                           b4 * m.m1 * m.m1 * m.m1 * m.m1;
    return squares / (all_pairs * all_pairs * n * (n - 1) * (n - 2) * (n - 3)) - g.expected * g.expected;
}

}  // namespace

core::Result<GeneralG> general_g(std::span<const double> values, const core::Weights& weights,
                                 const GlobalOptions& options, const core::Progress& progress) {
    auto ready = prepare(values, weights, {kName, false, options.permutations, options.threads});
    if (!ready) return ready.failure();
    const Prepared& used = *ready;
    if (used.moments.minimum < 0) {
        const auto at = std::find_if(values.begin(), values.end(), [](double v) { return v < 0; });
        return core::refuse(fmt::format("A value is {}; General G needs values counted from 0 upwards.", *at))
            .at_line(at - values.begin() + 1)
            .remedy("Use Moran's I, or a variable such as a count or a rate.");
    }
    if (auto failure = refuse_constant(used, kName)) return *failure;
    const core::WeightsSummary summary = core::summarise(used.weights);
    if (auto failure = refuse_unlinked(summary)) return *failure;
    if (std::count_if(used.values.begin(), used.values.end(), [](double v) { return v > 0; }) < 2)
        return core::refuse("Only one area has a value above 0, so no two areas can be compared.")
            .remedy("Choose a variable with values in more areas, or a longer period.");

    GeneralG result;
    result.options = options;
    static_cast<GlobalUse&>(result) = use_of(used, summary, effective_tail(options.tail, options.convention));
    result.mean = used.moments.mean;
    std::vector<double> x = used.values;  // in units of the largest, so that no power overflows
    for (double& value : x) value /= used.moments.maximum;
    const PowerSums m = power_sums(x);
    const double all_pairs = m.m1 * m.m1 - m.m2;
    const std::vector<double> lag = lags(used.weights, x);
    CompensatedSum cross;
    for (std::size_t i = 0; i < x.size(); ++i) cross.add(x[i] * lag[i]);
    const auto n = static_cast<double>(result.n);
    result.statistic = cross.total() / all_pairs;
    result.expected = result.s0 / (n * (n - 1));
    result.variance = variance_of(result, m, all_pairs);
    set_normal(result, result.tail);
    if (options.permutations > 0) {
        const Observed observed{cross_product(used.weights, x), 1e-12 * result.s0};
        const auto counts = permute_maps(
            x.size(), {&observed, 1},
            {options.permutations, options.seed, core::StreamId::GeneralG, options.threads},
            [&](std::span<const std::uint32_t> order, std::span<double> permuted) {
                std::vector<double> shuffled(x.size());
                for (std::size_t i = 0; i < x.size(); ++i) shuffled[i] = x[order[i]];
                permuted[0] = cross_product(used.weights, shuffled);
            },
            progress);
        if (!counts) return counts.failure();
        set_permuted(result, counts->front(), result.tail);
    }
    return result;
}

}  // namespace safeground::stats
