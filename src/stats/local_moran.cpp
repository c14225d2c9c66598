#include "stats/local_moran.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "stats/prepared.hpp"

namespace safeground::stats {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Local {
    double statistic = kNaN;
    double expected = kNaN;
    double variance = kNaN;
};

/// I_i and its moments with m2 over n; other divisors only rescale them.
Local conditional(double z, double lag, const RowSums& row, double n, double m2) {
    Local local;
    local.statistic = z / m2 * lag;
    local.expected = -z * z * row.w / ((n - 1) * m2);
    local.variance = (z / m2) * (z / m2) * (n / (n - 2)) * (row.w_squared - row.w * row.w / (n - 1)) *
                     (m2 - z * z / (n - 1));
    return local;
}

Local total_randomisation(double z, double lag, const RowSums& row, double n, double m2, double kurtosis) {
    Local local;
    local.statistic = z / m2 * lag;
    local.expected = -row.w / (n - 1);
    const double cross = row.w * row.w - row.w_squared;  // sum over pairs of different neighbours
    local.variance = row.w_squared * (n - kurtosis) / (n - 1) +
                     cross * (2 * kurtosis - n) / ((n - 1) * (n - 2)) - local.expected * local.expected;
    return local;
}

/// Esri's published form: spread and kurtosis are those of the other areas.
Local arcgis(double z, double lag, const RowSums& row, double n, const Moments& moments) {
    const double m2 = (moments.squares - z * z) / (n - 1);
    const double m4 = (moments.fourths - z * z * z * z) / (n - 1);
    return total_randomisation(z, lag, row, n, m2, m4 / (m2 * m2));
}

void fill(LocalMoran& result, const Prepared& used, double axis) {
    const auto n = static_cast<double>(used.values.size());
    const double m2 = used.moments.squares / n;
    const double kurtosis = n * used.moments.fourths / (used.moments.squares * used.moments.squares);
    const bool geoda = result.options.convention == Convention::Geoda;
    const double scale = geoda ? (n - 1) / n : 1.0;
    result.m2 = m2 / scale;
    const std::vector<double> lag = lags(used.weights, used.deviations);
    const std::vector<double> value_lag = lags(used.weights, used.values);
    for (std::uint32_t i = 0; i < used.values.size(); ++i) {
        const std::uint32_t area = used.area[i];
        const double z = used.deviations[i];
        const RowSums row = row_sums(used.weights.weights(i));
        Local local;
        if (result.options.convention == Convention::Arcgis) local = arcgis(z, lag[i], row, n, used.moments);
        else if (result.options.moments == LocalMoments::TotalRandomisation)
            local = total_randomisation(z, lag[i], row, n, m2, kurtosis);
        else local = conditional(z, lag[i], row, n, m2);
        const bool varies =
            row.w > 0 && local.variance > 1e-12 * local.expected * local.expected && std::abs(z) > axis;
        result.lag[area] = value_lag[i];
        result.deviation[area] = z;
        result.lag_deviation[area] = lag[i];
        result.statistic[area] = local.statistic * scale;
        result.expected[area] = local.expected * scale;
        result.variance[area] = local.variance * scale * scale;
        result.z[area] = varies ? (local.statistic - local.expected) / std::sqrt(local.variance) : kNaN;
        result.p_analytic[area] = normal_p(result.z[area], result.tail);
        result.quadrant[area] = quadrant_of(z, lag[i], axis, axis * row.w);
    }
}

}  // namespace

core::Result<LocalMoran> local_moran(std::span<const double> values, const core::Weights& weights,
                                     const LocalMoranOptions& options, const core::Progress& progress) {
    auto ready = prepare(values, weights, {"Local Moran", false, options.permutations, options.threads});
    if (!ready) return ready.failure();
    const Prepared& used = *ready;

    LocalMoran result;
    result.options = options;
    if (options.convention == Convention::Arcgis) result.options.moments = LocalMoments::TotalRandomisation;
    start(result, used, effective_tail(options.tail, options.convention));
    for (auto* column : {&result.deviation, &result.lag_deviation}) column->assign(values.size(), kNaN);
    result.quadrant.assign(values.size(), Quadrant::Undefined);
    if (used.moments.constant)
        return core::Result<LocalMoran>(
            std::move(result),
            {core::warning("All areas have the same value, so local Moran is undefined everywhere.")});

    const double axis = axis_of(used.moments);
    fill(result, used, axis);
    std::vector<core::Diagnostic> said;
    if (options.permutations > 0) {
        const auto counts =
            permute_lags(used.deviations, used.weights,
                         permutation_options(options, core::StreamId::LocalMoran), used.area, progress);
        if (!counts) return counts.failure();
        said = note_stop(result, counts);
        for (std::size_t i = 0; i < used.values.size(); ++i)
            result.p_permutation[used.area[i]] =
                pseudo_p(of_product((*counts)[i], used.deviations[i], axis), result.tail);
    }
    finish(result, options.permutations > 0);
    return core::Result<LocalMoran>(std::move(result), said);
}

std::vector<Quadrant> significant_quadrants(const LocalMoran& local, const std::vector<bool>& significant) {
    assert(significant.size() == local.quadrant.size());
    std::vector<Quadrant> shown(local.quadrant.size(), Quadrant::Undefined);
    for (std::size_t i = 0; i < shown.size(); ++i)
        if (significant[i]) shown[i] = local.quadrant[i];
    return shown;
}

}  // namespace safeground::stats
