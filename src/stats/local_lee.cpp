#include "stats/local_lee.hpp"

#include <array>
#include <cmath>

namespace safeground::stats {
namespace {

/// The area's own weight beside those of its neighbours, and what the row is divided by.
struct Own {
    std::vector<double> self, divisor;
};
Own own_weights(const core::Weights& weights, bool with_self) {
    Own own{std::vector<double>(weights.size(), 0.0), std::vector<double>(weights.size(), 1.0)};
    if (!with_self) return own;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        const auto row = weights.weights(i);
        own.self[i] = row.empty() ? 1.0 : *std::max_element(row.begin(), row.end());
        if (weights.row_standardised) own.divisor[i] = row_sums(row).w + own.self[i];
    }
    return own;
}

}  // namespace

core::Result<LocalLee> local_lee(std::span<const double> x, std::span<const double> y,
                                 const core::Weights& weights, const LocalLeeOptions& options,
                                 const core::Progress& progress) {
    if (options.permutations == 0)
        return core::fail(core::ErrorKind::Usage, "Local Lee has no analytic p-values.")
            .remedy("Give a number of permutations.");
    auto ready = prepare_pair(x, y, weights, {"Local Lee", false, options.permutations, options.threads});
    if (!ready) return ready.failure();
    const JointPrepared& used = *ready;

    LocalLee result;
    result.options = options;
    start(result, used, effective_tail(options.tail, options.convention));
    result.quadrant.assign(result.value.size(), Quadrant::Undefined);
    const auto n = static_cast<double>(used.values.size());
    const std::vector<double>&dx = used.all_deviations[0], &dy = used.all_deviations[1];
    const Own own = own_weights(used.weights, options.with_self);
    const double norm = n / std::sqrt(used.all_moments[0].squares * used.all_moments[1].squares);
    const double axis_x = axis_of(used.all_moments[0]), axis_y = axis_of(used.all_moments[1]);
    const std::vector<double> lag_x = lags(used.weights, dx), lag_y = lags(used.weights, dy);
    RowStatistic statistic;
    statistic.tolerance.resize(used.values.size());
    CompensatedSum total, weight_squares;
    for (std::uint32_t i = 0; i < used.values.size(); ++i) {
        const std::uint32_t area = used.area[i];
        const double w = (row_sums(used.weights.weights(i)).w + own.self[i]) / own.divisor[i];
        const double around_x = (lag_x[i] + own.self[i] * dx[i]) / own.divisor[i];
        const double around_y = (lag_y[i] + own.self[i] * dy[i]) / own.divisor[i];
        result.lag[area] = around_x;
        result.statistic[area] = norm * around_x * around_y;
        total.add(result.statistic[area]);
        weight_squares.add(w * w);
        if (used.weights.cardinality(i) > 0)
            result.quadrant[area] = quadrant_of(around_x, around_y, axis_x * w, axis_y * w);
        statistic.tolerance[i] = 1e-12 * norm * w * w * (axis_x * 1e12) * (axis_y * 1e12);
    }
    result.global = total.total() / weight_squares.total();
    statistic.evaluate = [&](std::uint32_t row, std::span<const double* const> sums, double scale,
                             std::span<double> out) {
        const double self_x = own.self[row] * dx[row], self_y = own.self[row] * dy[row];
        const double factor = norm / (own.divisor[row] * own.divisor[row]);
        for (std::size_t r = 0; r < out.size(); ++r)
            out[r] = factor * (scale * sums[0][r] + self_x) * (scale * sums[1][r] + self_y);
    };
    const std::array<Feature, 2> features{Feature(dx), Feature(dy)};
    const auto counts =
        permute_sums(features, used.weights, statistic,
                     permutation_options(options, core::StreamId::LocalLee), used.area, progress);
    if (!counts) return counts.failure();
    const std::vector<core::Diagnostic> said = note_stop(result, counts);
    for (std::size_t i = 0; i < used.values.size(); ++i) {
        const std::uint32_t area = used.area[i];
        const TailCounts& count = (*counts)[i];
        result.p_permutation[area] = pseudo_p(count, result.tail);
        const Quadrant quadrant = result.quadrant[area];
        const bool together = quadrant == Quadrant::HighHigh || quadrant == Quadrant::LowLow;
        const bool contrary = together ? count.at_least > count.at_most : count.at_least < count.at_most;
        if (contrary) result.quadrant[area] = Quadrant::Undefined;
    }
    finish(result, true);
    return core::Result<LocalLee>(std::move(result), said);
}

}  // namespace safeground::stats
