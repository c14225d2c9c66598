#include "stats/getis_ord.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "stats/prepared.hpp"

namespace safeground::stats {
namespace {

/// Weights to other areas, and each area's weight to itself.
struct Split {
    core::Weights others;
    std::vector<double> self;
};

Split without_self(const core::Weights& weights) {
    Split split;
    split.self.assign(weights.size(), 0.0);
    core::Weights& others = split.others;
    others.islands = weights.islands;
    others.description = weights.description;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        const auto neighbours = weights.neighbours(i);
        const auto row = weights.weights(i);
        for (std::size_t j = 0; j < neighbours.size(); ++j) {
            if (neighbours[j] == i) {
                split.self[i] = row[j];
                continue;
            }
            others.neighbour.push_back(neighbours[j]);
            others.weight.push_back(row[j]);
        }
        others.row_begin.push_back(static_cast<std::uint32_t>(others.neighbour.size()));
    }
    return split;
}

Split split_self(const core::Weights& weights, const GetisOrdOptions& options) {
    if (weights.includes_self) return without_self(weights);
    Split split{weights, std::vector<double>(weights.size(), 0.0)};
    if (!options.star) return split;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        const auto row = weights.weights(i);
        const double largest = row.empty() ? 1.0 : *std::max_element(row.begin(), row.end());
        split.self[i] = options.self_weight * (weights.row_standardised ? largest : 1.0);
    }
    return split;
}

/// The lag's mean and variance when the neighbours' values are a random sample of the population: all areas
/// for Gi*, the others for Gi (Ord and Getis 1995, equation 14).
struct Population {
    double n = 0;
    double mean_deviation = 0;  ///< mean of the deviations from the overall mean
    double variance = 0;        ///< over n
};

Population population_of(const Prepared& used, double z, bool star) {
    const auto n = static_cast<double>(used.values.size());
    if (star) return {n, 0.0, used.moments.squares / n};
    const double mean = -z / (n - 1);
    const double variance = (used.moments.squares - z * z) / (n - 1) - mean * mean;
    // Only area i differs from all others: what is left is rounding.
    return {n - 1, mean, variance > 1e-12 * used.moments.squares / n ? variance : 0.0};
}

void fill(GetisOrd& result, const Prepared& used, const Split& split) {
    const std::vector<double> lag_of_deviations = lags(split.others, used.deviations);
    const std::vector<double> lag_of_values = lags(split.others, used.values);
    const double total = sum(used.values);
    for (std::uint32_t i = 0; i < used.values.size(); ++i) {
        const double self = split.self[i];
        const double z = used.deviations[i];
        double w = self;
        double w_squared = self * self;
        for (const double weight : split.others.weights(i)) {
            w += weight;
            w_squared += weight * weight;
        }
        if (!(w > 0)) continue;  // an island without self: nothing is in reach
        const Population population = population_of(used, z, result.options.star);
        const double lag = lag_of_values[i] + self * used.values[i];
        const double denominator = result.options.star ? total : total - used.values[i];
        const double spread_of_weights = population.n * w_squared - w * w;
        const double variance = population.variance * spread_of_weights / (population.n - 1);
        const bool varies = spread_of_weights > 1e-12 * population.n * w_squared && variance > 0;
        const double above = lag_of_deviations[i] + self * z - w * population.mean_deviation;

        const std::uint32_t area = used.area[i];
        result.lag[area] = lag;
        if (std::abs(denominator) > 0) {
            result.statistic[area] = lag / denominator;
            result.expected[area] = w / population.n;
            result.variance[area] = variance / (denominator * denominator);
        }
        if (!varies) continue;
        result.z[area] = above / std::sqrt(variance);
        result.p_analytic[area] = normal_p(result.z[area], result.tail);
        if (std::abs(result.z[area]) <= 1e-12) result.direction[area] = Spot::None;
        else result.direction[area] = result.z[area] > 0 ? Spot::Hot : Spot::Cold;
    }
}

}  // namespace

std::string_view name(Spot spot) {
    switch (spot) {
        case Spot::Undefined:
            return "undefined";
        case Spot::None:
            return "none";
        case Spot::Hot:
            return "hot";
        case Spot::Cold:
            return "cold";
    }
    return "";
}

core::Result<GetisOrd> getis_ord(std::span<const double> values, const core::Weights& weights,
                                 const GetisOrdOptions& options, const core::Progress& progress) {
    if (options.star && !(options.self_weight > 0 && std::isfinite(options.self_weight)))
        return core::fail(core::ErrorKind::Usage, "The self weight of Gi* must be a positive number.");
    auto ready = prepare(values, weights,
                         {options.star ? "Gi*" : "Gi", options.star, options.permutations, options.threads});
    if (!ready) return ready.failure();
    const Prepared& used = *ready;
    const Split split = split_self(used.weights, options);

    GetisOrd result;
    result.options = options;
    start(result, used, effective_tail(options.tail, options.convention));
    result.links = split.others.links();
    result.direction.assign(values.size(), Spot::Undefined);
    if (used.moments.constant)
        return core::Result<GetisOrd>(
            std::move(result),
            {core::warning("All areas have the same value, so Gi and Gi* are undefined everywhere.")});

    fill(result, used, split);
    if (options.permutations > 0) {
        const auto counts =
            permute_lags(used.deviations, split.others,
                         permutation_options(options, core::StreamId::GetisOrd), used.area, progress);
        if (!counts) return counts.failure();
        for (std::size_t i = 0; i < used.values.size(); ++i) {
            const std::uint32_t area = used.area[i];
            // Undefined stays undefined: with everyone in reach, all permutations tie with what was observed.
            if (!std::isnan(result.z[area])) result.p_permutation[area] = pseudo_p((*counts)[i], result.tail);
        }
    }
    finish(result, options.permutations > 0);
    return result;
}

std::vector<Spot> significant_spots(const GetisOrd& local, const std::vector<bool>& significant) {
    assert(significant.size() == local.direction.size());
    std::vector<Spot> shown(local.direction.size(), Spot::Undefined);
    for (std::size_t i = 0; i < shown.size(); ++i)
        if (!std::isnan(local.p[i])) shown[i] = significant[i] ? local.direction[i] : Spot::None;
    return shown;
}

std::vector<int> confidence_bins(const GetisOrd& local, Correction correction) {
    std::vector<int> bins(local.p.size(), 0);
    int level = 0;
    for (const double alpha : std::array{0.10, 0.05, 0.01}) {
        ++level;
        const Adjusted adjusted = adjust(local.p, correction, alpha, local.options.convention);
        for (std::size_t i = 0; i < bins.size(); ++i) {
            if (!adjusted.significant[i]) continue;
            if (local.direction[i] == Spot::Hot) bins[i] = level;
            if (local.direction[i] == Spot::Cold) bins[i] = -level;
        }
    }
    return bins;
}

}  // namespace safeground::stats
