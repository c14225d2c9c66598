#include "stats/moran.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "stats/global_permutation.hpp"
#include "stats/global_statistic.hpp"
#include "stats/map_sums.hpp"
#include "stats/prepared.hpp"

namespace safeground::stats {
namespace {

constexpr std::string_view kName = "Moran's I";

core::Result<TailCounts> permute(const Prepared& prepared, const GlobalMoranOptions& options, double s0,
                                 const core::Progress& progress) {
    const std::vector<double>& z = prepared.deviations;
    double largest = 0.0;
    for (const double value : z) largest = std::max(largest, std::abs(value));
    const Observed observed{cross_product(prepared.weights, z), 1e-12 * s0 * largest * largest};
    const auto counts = permute_maps(
        z.size(), {&observed, 1},
        {options.permutations, options.seed, core::StreamId::GlobalMoran, options.threads},
        [&](std::span<const std::uint32_t> order, std::span<double> permuted) {
            std::vector<double> shuffled(z.size());
            for (std::size_t i = 0; i < z.size(); ++i) shuffled[i] = z[order[i]];
            permuted[0] = cross_product(prepared.weights, shuffled);
        },
        progress);
    if (!counts) return counts.failure();
    return counts->front();
}

void set_variances(GlobalMoran& result, const Moments& moments) {
    const auto n = static_cast<double>(result.n);
    const double s0_squared = result.s0 * result.s0;
    const double kurtosis = n * moments.fourths / (moments.squares * moments.squares);
    result.expected = -1.0 / (n - 1);
    const double expected_squared = result.expected * result.expected;
    result.variance_normality =
        (n * n * result.s1 - n * result.s2 + 3 * s0_squared) / ((n * n - 1) * s0_squared) - expected_squared;
    const double free_part = n * ((n * n - 3 * n + 3) * result.s1 - n * result.s2 + 3 * s0_squared);
    const double kurtosis_part = kurtosis * ((n * n - n) * result.s1 - 2 * n * result.s2 + 6 * s0_squared);
    result.variance_randomisation =
        (free_part - kurtosis_part) / ((n - 1) * (n - 2) * (n - 3) * s0_squared) - expected_squared;
    result.variance = result.options.assumption == VarianceAssumption::Normality
                          ? result.variance_normality
                          : result.variance_randomisation;
}

}  // namespace

core::Result<GlobalMoran> global_moran(std::span<const double> values, const core::Weights& weights,
                                       const GlobalMoranOptions& options, const core::Progress& progress) {
    auto ready = prepare(values, weights, {kName, false, options.permutations, options.threads});
    if (!ready) return ready.failure();
    const Prepared& used = *ready;
    if (auto failure = refuse_constant(used, kName)) return *failure;
    const core::WeightsSummary summary = core::summarise(used.weights);
    if (auto failure = refuse_unlinked(summary)) return *failure;

    GlobalMoran result;
    result.options = options;
    result.tail = effective_tail(options.tail, options.convention);
    result.mean = used.moments.mean;
    result.s0 = summary.s0;
    result.s1 = summary.s1;
    result.s2 = summary.s2;
    result.links = used.weights.links();
    result.n = used.values.size();
    result.islands = used.islands;
    result.undefined = used.input_size - used.values.size();

    const std::vector<double> lag = lags(used.weights, used.deviations);
    CompensatedSum cross;
    for (std::size_t i = 0; i < lag.size(); ++i) cross.add(used.deviations[i] * lag[i]);
    result.statistic = static_cast<double>(result.n) / result.s0 * cross.total() / used.moments.squares;
    set_variances(result, used.moments);
    // With everyone everyone's neighbour I is -1/(n-1) whatever the values: no variance, no z.
    const bool varies = result.variance > 1e-12 * result.expected * result.expected;
    result.z = varies ? (result.statistic - result.expected) / std::sqrt(result.variance)
                      : std::numeric_limits<double>::quiet_NaN();
    result.p_analytic = normal_p(result.z, result.tail);
    result.p_permutation = std::numeric_limits<double>::quiet_NaN();
    result.p = result.p_analytic;
    if (options.permutations > 0) {
        const auto counts = permute(used, options, result.s0, progress);
        if (!counts) return counts.failure();
        result.p_permutation = pseudo_p(*counts, result.tail);
        result.p = result.p_permutation;
    }
    return result;
}

}  // namespace safeground::stats
