#include "stats/bivariate_moran.hpp"

#include <cmath>

namespace safeground::stats {

core::Result<BivariateMoran> bivariate_local_moran(std::span<const double> x, std::span<const double> y,
                                                   const core::Weights& weights,
                                                   const BivariateMoranOptions& options,
                                                   const core::Progress& progress) {
    auto ready =
        prepare_pair(x, y, weights, {"Bivariate local Moran", false, options.permutations, options.threads});
    if (!ready) return ready.failure();
    const JointPrepared& used = *ready;

    BivariateMoran result;
    result.options = options;
    start(result, used, effective_tail(options.tail, options.convention));
    result.quadrant.assign(result.value.size(), Quadrant::Undefined);
    const auto n = static_cast<double>(used.values.size());
    const std::vector<double>&dx = used.all_deviations[0], &dy = used.all_deviations[1];
    const Moments &mx = used.all_moments[0], &my = used.all_moments[1];
    const double divisor = options.convention == Convention::Geoda ? n - 1 : n;
    const double scale = divisor / std::sqrt(mx.squares * my.squares);
    const double axis = axis_of(mx), axis_y = axis_of(my);
    const std::vector<double> lag = lags(used.weights, dy);
    CompensatedSum total;
    for (std::uint32_t i = 0; i < used.values.size(); ++i) {
        const std::uint32_t area = used.area[i];
        const RowSums row = row_sums(used.weights.weights(i));
        const double mean = -dy[i] / (n - 1);
        const double spread_of_others = (my.squares - dy[i] * dy[i]) / (n - 1) - mean * mean;
        const LagMoments chance = lag_moments(row, mean, std::max(0.0, spread_of_others), n - 1);
        const double factor = dx[i] * scale;
        result.lag[area] = lag[i] + row.w * my.mean;
        result.statistic[area] = factor * lag[i];
        result.expected[area] = factor * chance.expected;
        result.variance[area] = factor * factor * chance.variance;
        total.add(result.statistic[area]);
        if (!(row.w > 0)) continue;
        if (std::abs(dx[i]) > axis && chance.variance > 1e-12 * row.w_squared * my.squares / n)
            result.z[area] = (lag[i] - chance.expected) / std::sqrt(chance.variance) * (factor > 0 ? 1 : -1);
        result.p_analytic[area] = normal_p(result.z[area], result.tail);
        result.quadrant[area] = quadrant_of(dx[i], lag[i], axis, axis_y * row.w);
    }
    result.global = total.total() / n;
    std::vector<core::Diagnostic> said;
    if (options.permutations > 0) {
        const auto counts =
            permute_lags(dy, used.weights, permutation_options(options, core::StreamId::BivariateMoran),
                         used.area, progress);
        if (!counts) return counts.failure();
        said = note_stop(result, counts);
        for (std::size_t i = 0; i < used.values.size(); ++i)
            result.p_permutation[used.area[i]] = pseudo_p(of_product((*counts)[i], dx[i], axis), result.tail);
    }
    finish(result, options.permutations > 0);
    return core::Result<BivariateMoran>(std::move(result), said);
}

}  // namespace safeground::stats
