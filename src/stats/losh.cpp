#include "stats/losh.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/distributions.hpp"
#include "stats/global_permutation.hpp"
#include "stats/prepared.hpp"

namespace safeground::stats {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double chi_square_p(double x, double degrees, Tail tail) {
    const double upper = chi_square_upper(x, degrees);
    const double lower = chi_square_lower(x, degrees);
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
    return kNaN;
}

struct Powers {
    std::vector<double> values;  ///< |e_j|^a
    double mean = 0;             ///< h1
    double variance = 0;         ///< h2 - h1^2
};

Powers powers_of(std::span<const double> residuals, double exponent) {
    Powers powers;
    for (const double e : residuals)
        powers.values.push_back(exponent == 2 ? e * e : std::pow(std::abs(e), exponent));
    const Moments moments = stats::moments(powers.values);
    powers.mean = moments.mean;
    powers.variance = moments.squares / static_cast<double>(powers.values.size());
    return powers;
}

/// H of every area of one shuffled map, from scratch: the residuals of neighbours share values, so shuffling
/// residuals instead would take pattern for granted that the residuals have by their making.
void heteroscedasticity(const core::Weights& weights, std::span<const double> values, double exponent,
                        double noise, std::span<double> h) {
    std::vector<double> powers(values.size());
    double total = 0;
    for (std::uint32_t i = 0; i < values.size(); ++i) {
        const auto neighbours = weights.neighbours(i);
        const auto row = weights.weights(i);
        double lag = 0, w = 0;
        for (std::size_t j = 0; j < neighbours.size(); ++j) {
            lag += row[j] * values[neighbours[j]];
            w += row[j];
        }
        double e = std::abs(values[i] - (w > 0 ? lag / w : 0.0));
        if (e <= noise) e = 0;
        powers[i] = exponent == 2 ? e * e : std::pow(e, exponent);
        total += powers[i];
    }
    const double mean = total / static_cast<double>(values.size());
    for (std::uint32_t i = 0; i < values.size(); ++i) {
        const auto neighbours = weights.neighbours(i);
        const auto row = weights.weights(i);
        double lag = 0, w = 0;
        for (std::size_t j = 0; j < neighbours.size(); ++j) {
            lag += row[j] * powers[neighbours[j]];
            w += row[j];
        }
        h[i] = mean > 0 && w > 0 ? lag / (mean * w) : std::numeric_limits<double>::quiet_NaN();
    }
}

void fill(Losh& result, const Prepared& used, const Powers& powers) {
    const auto n = static_cast<double>(used.values.size());
    const std::vector<double> lag = lags(used.weights, powers.values);
    for (std::uint32_t i = 0; i < used.values.size(); ++i) {
        const RowSums row = row_sums(used.weights.weights(i));
        if (!(row.w > 0)) continue;
        const std::uint32_t area = used.area[i];
        const double scale = 1 / (powers.mean * row.w);
        const double variance =
            scale * scale * powers.variance * (n * row.w_squared - row.w * row.w) / (n - 1);
        result.statistic[area] = scale * lag[i];
        result.variance[area] = variance;
        if (variance > 1e-12)
            result.p_analytic[area] =
                chi_square_p(2 * result.statistic[area] / variance, 2 / variance, result.tail);
    }
}

}  // namespace

core::Result<Losh> losh(std::span<const double> values, const core::Weights& weights,
                        const LoshOptions& options, const core::Progress& progress) {
    if (!(options.exponent > 0) || !std::isfinite(options.exponent))
        return core::fail(core::ErrorKind::Usage,
                          fmt::format("The exponent is {}; it must be above 0.", options.exponent))
            .remedy("Use 2 to compare variances or 1 to compare absolute deviations.");
    core::Weights without_islands = weights;
    without_islands.islands = core::IslandPolicy::Exclude;
    auto ready = prepare(values, without_islands,
                         {"Local spatial heteroscedasticity", false, options.permutations, options.threads});
    if (!ready) return ready.failure();
    const Prepared& used = *ready;

    Losh result;
    result.options = options;
    start(result, used, effective_tail(options.tail, options.convention));
    for (auto* column : {&result.local_mean, &result.residual}) column->assign(values.size(), kNaN);

    const std::vector<double> lag = lags(used.weights, used.deviations);
    std::vector<double> residuals(result.n);
    const double noise =
        1e-13 * std::max(used.moments.maximum - used.moments.mean, used.moments.mean - used.moments.minimum);
    for (std::uint32_t i = 0; i < result.n; ++i) {
        const double w = row_sums(used.weights.weights(i)).w;
        const double mean = w > 0 ? lag[i] / w : 0.0;
        residuals[i] = used.deviations[i] - mean;
        if (used.moments.constant || std::abs(residuals[i]) <= noise) residuals[i] = 0;
        result.local_mean[used.area[i]] = used.moments.mean + mean;
        result.residual[used.area[i]] = residuals[i];
    }
    result.lag = result.local_mean;
    const Powers powers = powers_of(residuals, options.exponent);
    result.mean_power = powers.mean;
    if (!(powers.mean > 0))
        return core::Result<Losh>(
            std::move(result), {core::warning("Every area equals the mean of its neighbours, so there is no "
                                              "local variation to compare.")});
    fill(result, used, powers);
    if (options.permutations > 0) {
        std::vector<Observed> observed(used.values.size());
        for (std::size_t i = 0; i < observed.size(); ++i) {
            const double h = result.statistic[used.area[i]];
            observed[i] = {h, 1e-10 * std::max(1.0, h)};
        }
        const GlobalPermutationOptions permutation{options.permutations, options.seed, core::StreamId::Losh,
                                                   options.threads};
        const auto counts = permute_maps(
            observed.size(), observed, permutation,
            [&](std::span<const std::uint32_t> order, std::span<double> statistics) {
                std::vector<double> shuffled(order.size());
                for (std::size_t i = 0; i < order.size(); ++i) shuffled[i] = used.deviations[order[i]];
                heteroscedasticity(used.weights, shuffled, options.exponent, noise, statistics);
            },
            progress);
        if (!counts) return counts.failure();
        for (std::size_t i = 0; i < used.values.size(); ++i)
            result.p_permutation[used.area[i]] = pseudo_p((*counts)[i], result.tail);
    }
    finish(result, options.permutations > 0);
    return result;
}

}  // namespace safeground::stats
