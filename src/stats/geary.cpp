#include "stats/geary.hpp"

#include <vector>

#include "stats/global_permutation.hpp"
#include "stats/map_sums.hpp"
#include "stats/prepared.hpp"

namespace safeground::stats {
namespace {

constexpr std::string_view kName = "Geary's c";

/// squared_differences() to the last digit.
double compensated_differences(const core::Weights& weights, std::span<const double> z) {
    CompensatedSum total;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        const auto neighbours = weights.neighbours(i);
        const auto row = weights.weights(i);
        for (std::size_t j = 0; j < neighbours.size(); ++j) {
            const double difference = z[i] - z[neighbours[j]];
            total.add(row[j] * difference * difference);
        }
    }
    return total.total();
}

void set_variances(GlobalGeary& result, const Moments& moments) {
    const auto n = static_cast<double>(result.n);
    const double s0_squared = result.s0 * result.s0;
    const double kurtosis = n * moments.fourths / (moments.squares * moments.squares);
    result.expected = 1;
    result.variance_normality =
        ((2 * result.s1 + result.s2) * (n - 1) - 4 * s0_squared) / (2 * (n + 1) * s0_squared);
    const double s1_part = (n - 1) * result.s1 * (n * n - 3 * n + 3 - (n - 1) * kurtosis);
    const double s2_part = (n - 1) * result.s2 / 4 * (n * n + 3 * n - 6 - (n * n - n + 2) * kurtosis);
    const double s0_part = s0_squared * (n * n - 3 - (n - 1) * (n - 1) * kurtosis);
    result.variance_randomisation = (s1_part - s2_part + s0_part) / (n * (n - 2) * (n - 3) * s0_squared);
    result.variance = result.options.assumption == VarianceAssumption::Normality
                          ? result.variance_normality
                          : result.variance_randomisation;
}

}  // namespace

core::Result<GlobalGeary> global_geary(std::span<const double> values, const core::Weights& weights,
                                       const GlobalGearyOptions& options, const core::Progress& progress) {
    auto ready = prepare(values, weights, {kName, false, options.permutations, options.threads});
    if (!ready) return ready.failure();
    const Prepared& used = *ready;
    if (auto failure = refuse_constant(used, kName)) return *failure;
    const core::WeightsSummary summary = core::summarise(used.weights);
    if (auto failure = refuse_unlinked(summary)) return *failure;

    GlobalGeary result;
    result.options = options;
    static_cast<GlobalUse&>(result) = use_of(used, summary, effective_tail(options.tail, options.convention));
    result.mean = used.moments.mean;
    const std::vector<double>& z = used.deviations;
    result.statistic = (static_cast<double>(result.n) - 1) * compensated_differences(used.weights, z) /
                       (2 * result.s0 * used.moments.squares);
    set_variances(result, used.moments);
    set_normal(result, result.tail, Alike::Small);
    if (options.permutations > 0) {
        const double range = used.moments.maximum - used.moments.minimum;
        const Observed observed{squared_differences(used.weights, z), 1e-12 * result.s0 * range * range};
        const auto counts = permute_maps(
            z.size(), {&observed, 1},
            {options.permutations, options.seed, core::StreamId::GlobalGeary, options.threads},
            [&](std::span<const std::uint32_t> order, std::span<double> permuted) {
                std::vector<double> shuffled(z.size());
                for (std::size_t i = 0; i < z.size(); ++i) shuffled[i] = z[order[i]];
                permuted[0] = squared_differences(used.weights, shuffled);
            },
            progress);
        if (!counts) return counts.failure();
        set_permuted(result, counts->front(), result.tail, Alike::Small);
    }
    return result;
}

}  // namespace safeground::stats
