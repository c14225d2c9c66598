#include "stats/local_geary.hpp"

#include <fmt/format.h>

#include <cmath>

namespace safeground::stats {
namespace {

/// Standardised variables and their sum of squares, area by area, with the sums that the moments of
/// d_j = |z_i - z_j|^2 over the other areas need.
struct Standardised {
    std::vector<std::vector<double>> z;
    std::vector<double> squares;             ///< q_j = |z_j|^2
    std::vector<std::vector<double>> cross;  ///< sum_j z_jv z_jw
    std::vector<double> square_times;        ///< sum_j q_j z_jv
    double squares_total = 0, squares_squared = 0;
    double largest = 0;  ///< |z|
};

Standardised standardise(const JointPrepared& used) {
    Standardised out;
    const std::size_t n = used.values.size();
    out.squares.assign(n, 0.0);
    for (std::size_t v = 0; v < used.all_deviations.size(); ++v) {
        const double scale = std::sqrt(used.all_moments[v].squares / static_cast<double>(n - 1));
        std::vector<double> z = used.all_deviations[v];
        for (std::size_t i = 0; i < n; ++i) {
            z[i] /= scale;
            out.squares[i] += z[i] * z[i];
            out.largest = std::max(out.largest, std::abs(z[i]));
        }
        out.z.push_back(std::move(z));
    }
    CompensatedSum total, squared;
    for (const double q : out.squares) {
        total.add(q);
        squared.add(q * q);
    }
    out.squares_total = total.total();
    out.squares_squared = squared.total();
    for (const auto& a : out.z) {
        CompensatedSum times;
        for (std::size_t i = 0; i < n; ++i) times.add(out.squares[i] * a[i]);
        out.square_times.push_back(times.total());
        out.cross.emplace_back();
        for (const auto& b : out.z) {
            CompensatedSum products;
            for (std::size_t i = 0; i < n; ++i) products.add(a[i] * b[i]);
            out.cross.back().push_back(products.total());
        }
    }
    return out;
}

/// Mean and variance (over their number) of d_j over the areas other than i.
struct Distances {
    double mean = 0, variance = 0;
};
Distances distances_from(const Standardised& all, std::size_t i) {
    // d_j = q_i - 2 z_i.z_j + q_j, and d_i = 0; all sums run over every j, and the z sum to 0.
    const auto n = static_cast<double>(all.squares.size());
    const double q = all.squares[i];
    double z_cross_z = 0, z_times = 0;
    for (std::size_t v = 0; v < all.z.size(); ++v) {
        z_times += all.z[v][i] * all.square_times[v];
        for (std::size_t w = 0; w < all.z.size(); ++w)
            z_cross_z += all.z[v][i] * all.cross[v][w] * all.z[w][i];
    }
    const double sum = n * q + all.squares_total;
    const double squared =
        n * q * q + 4 * z_cross_z + all.squares_squared + 2 * q * all.squares_total - 4 * z_times;
    const double others = n - 1;
    return {sum / others, std::max(0.0, squared / others - (sum / others) * (sum / others))};
}

GearyKind kind_of(double c, double expected, double z, double lag, bool several, double axis) {
    if (c > expected) return GearyKind::Negative;
    if (several || std::abs(z) <= axis || std::abs(lag) <= axis) return GearyKind::OtherPositive;
    if (z > 0 && lag > 0) return GearyKind::HighHigh;
    if (z < 0 && lag < 0) return GearyKind::LowLow;
    return GearyKind::OtherPositive;
}

void fill(LocalGeary& result, const JointPrepared& used, const Standardised& all) {
    const auto variables = static_cast<double>(all.z.size());
    const std::vector<double> value_lag = lags(used.weights, used.values);
    const std::vector<double> lag = lags(used.weights, all.z[0]);
    for (std::uint32_t i = 0; i < used.values.size(); ++i) {
        const std::uint32_t area = used.area[i];
        const auto neighbours = used.weights.neighbours(i);
        const auto weights = used.weights.weights(i);
        CompensatedSum c;
        for (std::size_t j = 0; j < neighbours.size(); ++j)
            for (const auto& z : all.z) {
                const double difference = z[i] - z[neighbours[j]];
                c.add(weights[j] * difference * difference);
            }
        const RowSums row = row_sums(weights);
        const Distances distances = distances_from(all, i);
        const LagMoments chance =
            lag_moments(row, distances.mean, distances.variance, static_cast<double>(used.values.size()) - 1);
        result.lag[area] = value_lag[i];
        result.statistic[area] = c.total() / variables;
        result.expected[area] = chance.expected / variables;
        result.variance[area] = chance.variance / (variables * variables);
        if (!(row.w > 0)) continue;
        if (chance.variance > 1e-12 * chance.expected * chance.expected)
            result.z[area] =
                (result.statistic[area] - result.expected[area]) / std::sqrt(result.variance[area]);
        result.p_analytic[area] = normal_p(-result.z[area], result.tail);
        result.kind[area] = kind_of(result.statistic[area], result.expected[area], all.z[0][i], lag[i],
                                    all.z.size() > 1, 1e-12 * all.largest * std::max(1.0, row.w));
    }
}

/// c as a function of the sums of the neighbours' z and squares.
RowStatistic statistic_of(const JointPrepared& used, const Standardised& all) {
    RowStatistic out;
    out.tolerance.resize(used.values.size());
    std::vector<double> row_weight(used.values.size());
    for (std::uint32_t i = 0; i < row_weight.size(); ++i) {
        row_weight[i] = row_sums(used.weights.weights(i)).w;
        out.tolerance[i] =
            4e-12 * all.largest * all.largest * static_cast<double>(all.z.size()) * row_weight[i];
    }
    out.evaluate = [&all, row_weight = std::move(row_weight)](std::uint32_t row,
                                                              std::span<const double* const> sums,
                                                              double scale, std::span<double> c) {
        const std::size_t variables = all.z.size();
        const double own = row_weight[row] * all.squares[row];
        const double* squares = sums[variables];
        for (std::size_t r = 0; r < c.size(); ++r) c[r] = own + scale * squares[r];
        for (std::size_t v = 0; v < variables; ++v) {
            const double factor = 2 * scale * all.z[v][row];
            const double* z = sums[v];
            for (std::size_t r = 0; r < c.size(); ++r) c[r] -= factor * z[r];
        }
    };
    return out;
}

}  // namespace

std::string_view name(GearyKind kind) {
    switch (kind) {
        case GearyKind::Undefined:
            return "undefined";
        case GearyKind::HighHigh:
            return "high-high";
        case GearyKind::LowLow:
            return "low-low";
        case GearyKind::OtherPositive:
            return "other-positive";
        case GearyKind::Negative:
            return "negative";
    }
    return "";
}

core::Result<LocalGeary> local_geary(std::span<const std::span<const double>> variables,
                                     const core::Weights& weights, const LocalGearyOptions& options,
                                     const core::Progress& progress) {
    auto ready =
        prepare_jointly(variables, weights, {"Local Geary", false, options.permutations, options.threads});
    if (!ready) return ready.failure();
    const JointPrepared& used = *ready;
    for (std::size_t v = 0; v < used.all_moments.size(); ++v)
        if (used.all_moments[v].constant)
            return core::refuse(
                       fmt::format("Variable {} has the same value in all {} areas, so local Geary is "
                                   "undefined.",
                                   v + 1, used.values.size()))
                .remedy("Leave that variable out.");

    LocalGeary result;
    result.options = options;
    start(result, used, effective_tail(options.tail, options.convention));
    result.kind.assign(result.value.size(), GearyKind::Undefined);
    const Standardised all = standardise(used);
    fill(result, used, all);
    if (options.permutations > 0) {
        std::vector<Feature> features(all.z.begin(), all.z.end());
        features.emplace_back(all.squares);
        const auto counts =
            permute_sums(features, used.weights, statistic_of(used, all),
                         permutation_options(options, core::StreamId::LocalGeary), used.area, progress);
        if (!counts) return counts.failure();
        for (std::size_t i = 0; i < used.values.size(); ++i)
            result.p_permutation[used.area[i]] = pseudo_p(turned((*counts)[i]), result.tail);
    }
    finish(result, options.permutations > 0);
    return result;
}

}  // namespace safeground::stats
