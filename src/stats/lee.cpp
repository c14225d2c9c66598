#include "stats/lee.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "stats/global_permutation.hpp"
#include "stats/prepared.hpp"

namespace safeground::stats {
namespace {

constexpr std::string_view kName = "Lee's L";
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// The columns of the weights: which rows hold area k, and with what weight.
struct Columns {
    std::vector<std::uint32_t> begin;
    std::vector<std::uint32_t> row;
    std::vector<double> weight;
};

Columns columns_of(const core::Weights& weights) {
    Columns columns;
    columns.begin.assign(std::size_t{weights.size()} + 1, 0);
    for (const std::uint32_t j : weights.neighbour) ++columns.begin[j + 1];
    for (std::size_t j = 1; j < columns.begin.size(); ++j) columns.begin[j] += columns.begin[j - 1];
    columns.row.resize(weights.links());
    columns.weight.resize(weights.links());
    std::vector<std::uint32_t> next(columns.begin.begin(), columns.begin.end() - 1);
    for (std::uint32_t i = 0; i < weights.size(); ++i)
        for (std::size_t l = 0; l < weights.neighbours(i).size(); ++l) {
            const std::uint32_t at = next[weights.neighbours(i)[l]]++;
            columns.row[at] = i;
            columns.weight[at] = weights.weights(i)[l];
        }
    return columns;
}

/// Sums over A = n V'V / (sum of V'V), V the weights: L = sum_kl A_kl a_k b_l with a, b of length 1.
struct ProductSums {
    double diagonal = 0;           ///< sum A_kk
    double diagonal_squares = 0;   ///< sum A_kk^2
    double off_squares = 0;        ///< sum A_kl^2, k != l
    double off_row_squares = 0;    ///< sum_k (sum_{l != k} A_kl)^2
    double diagonal_off_rows = 0;  ///< sum_k A_kk sum_{l != k} A_kl
};

/// nullopt: cancelled.
std::optional<ProductSums> product_sums(const core::Weights& weights, std::span<const double> row_sums,
                                        double scale, const core::Progress& progress) {
    const Columns columns = columns_of(weights);
    std::vector<double> product(weights.size(), 0.0);  // one row of V'V
    std::vector<std::uint32_t> touched;
    CompensatedSum diagonal, diagonal_squares, off_squares, off_row_squares, diagonal_off_rows;
    for (std::uint32_t k = 0; k < weights.size(); ++k) {
        if (k % 64 == 0 && progress.cancelled()) return std::nullopt;
        touched.clear();
        double row = 0.0;
        for (std::uint32_t c = columns.begin[k]; c < columns.begin[k + 1]; ++c) {
            const std::uint32_t i = columns.row[c];
            row += columns.weight[c] * row_sums[i];
            const auto neighbours = weights.neighbours(i);
            const auto values = weights.weights(i);
            for (std::size_t l = 0; l < neighbours.size(); ++l) {
                if (product[neighbours[l]] == 0) touched.push_back(neighbours[l]);
                product[neighbours[l]] += columns.weight[c] * values[l];
            }
        }
        const double own = scale * product[k];
        const double off = scale * row - own;
        double squares = 0.0;
        for (const std::uint32_t l : touched) {
            if (l != k) squares += scale * product[l] * scale * product[l];
            product[l] = 0;  // also keeps a neighbour touched twice from being counted twice
        }
        diagonal.add(own);
        diagonal_squares.add(own * own);
        off_squares.add(squares);
        off_row_squares.add(off * off);
        diagonal_off_rows.add(own * off);
    }
    return ProductSums{diagonal.total(), diagonal_squares.total(), off_squares.total(),
                       off_row_squares.total(), diagonal_off_rows.total()};
}

/// Mean and variance of sum_kl A_kl Q_kl over all orders of Q_kl = (a_k b_l + a_l b_k) / 2, where a and b
/// have mean 0 and length 1; r = sum a_k b_k, r_squares = sum (a_k b_k)^2. The diagonal and the rest are
/// taken apart, since a permutation keeps one on the other (Lee 2004).
void set_moments(GlobalLee& result, const ProductSums& a, double r, double r_squares) {
    const auto n = static_cast<double>(result.n);
    const double n2 = n * (n - 1), n3 = n2 * (n - 2), n4 = n3 * (n - 3);
    const double a_off = n - a.diagonal;  // sum of A is n
    // sum Q_kl^2, k != l; the row sums of Q without its diagonal are -a_k b_k.
    const bool spdep = result.options.convention == Convention::Spdep;
    const double q_squares = (spdep ? 1 : (1 + r * r) / 2) - r_squares;
    result.expected = r * (a.diagonal - 1) / (n - 1);

    const double diagonal_variance =
        (a.diagonal_squares - a.diagonal * a.diagonal / n) * (r_squares - r * r / n) / (n - 1);
    const double off_mean = -r * a_off / n2;
    const double off_square = 2 * a.off_squares * q_squares / n2 +
                              4 * (a.off_row_squares - a.off_squares) * (r_squares - q_squares) / n3 +
                              (a_off * a_off + 2 * a.off_squares - 4 * a.off_row_squares) *
                                  (r * r + 2 * q_squares - 4 * r_squares) / n4;
    const double both = -2 * a.diagonal_off_rows * r_squares / n2 +
                        (a.diagonal * a_off - 2 * a.diagonal_off_rows) * (2 * r_squares - r * r) / n3;
    const double covariance = both - a.diagonal * r / n * off_mean;
    result.variance = diagonal_variance + (off_square - off_mean * off_mean) + 2 * covariance;
}

/// sum_i (sum_j w_ij x_j) (sum_j w_ij y_j).
double lag_product(const core::Weights& weights, std::span<const double> x, std::span<const double> y) {
    double total = 0.0;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        const auto neighbours = weights.neighbours(i);
        const auto row = weights.weights(i);
        double lag_x = 0.0;
        double lag_y = 0.0;
        for (std::size_t j = 0; j < neighbours.size(); ++j) {
            lag_x += row[j] * x[neighbours[j]];
            lag_y += row[j] * y[neighbours[j]];
        }
        total += lag_x * lag_y;
    }
    return total;
}

/// (x - mean) / sqrt(sum of squares).
std::vector<double> unit_length(std::span<const double> values, const Moments& moments) {
    std::vector<double> unit;
    for (const double value : values) unit.push_back((value - moments.mean) / std::sqrt(moments.squares));
    return unit;
}

}  // namespace

core::Result<GlobalLee> global_lee(std::span<const double> x, std::span<const double> y,
                                   const core::Weights& weights, const GlobalOptions& options,
                                   const core::Progress& progress) {
    if (x.size() != y.size())
        return core::refuse(fmt::format("There are {} values of the first variable and {} of the second.",
                                        x.size(), y.size()))
            .remedy("Give both variables for the same areas, in the same order.");
    std::vector<double> x_where_both(x.begin(), x.end()), y_where_both(y.begin(), y.end());
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (std::isnan(y[i])) x_where_both[i] = kNaN;
        if (std::isnan(x[i])) y_where_both[i] = kNaN;
    }
    const PrepareRules rules{kName, true, options.permutations, options.threads};
    auto ready = prepare(x_where_both, weights, rules);
    if (!ready) return ready.failure();
    const auto second = prepare(y_where_both, weights, rules);
    if (!second) return second.failure();
    const Prepared& used = *ready;
    if (auto failure = refuse_constant(used, kName)) return *failure;
    if (auto failure = refuse_constant(*second, kName)) return *failure;
    const core::WeightsSummary summary = core::summarise(used.weights);
    if (auto failure = refuse_unlinked(summary)) return *failure;

    GlobalLee result;
    result.options = options;
    static_cast<GlobalUse&>(result) = use_of(used, summary, effective_tail(options.tail, options.convention));
    result.mean_x = used.moments.mean;
    result.mean_y = second->moments.mean;
    const std::vector<double> a = unit_length(used.values, used.moments);
    const std::vector<double> b = unit_length(second->values, second->moments);
    const std::vector<double> row_sums = lags(used.weights, std::vector<double>(a.size(), 1.0));
    const std::vector<double> lag_a = lags(used.weights, a), lag_b = lags(used.weights, b);
    CompensatedSum all, smoothed, r, r_squares;
    for (std::size_t i = 0; i < a.size(); ++i) {
        all.add(row_sums[i] * row_sums[i]);
        smoothed.add(lag_a[i] * lag_b[i]);
        r.add(a[i] * b[i]);
        r_squares.add(a[i] * b[i] * a[i] * b[i]);
    }
    const double scale = static_cast<double>(result.n) / all.total();
    result.statistic = scale * smoothed.total();
    result.correlation = r.total();
    const auto sums = product_sums(used.weights, row_sums, scale, progress);
    if (!sums) return core::cancelled();
    set_moments(result, *sums, r.total(), r_squares.total());
    set_normal(result, result.tail);
    if (options.permutations > 0) {
        // |a_k b_l| is at most 1, so the sum of A, which is n, bounds the statistic.
        const Observed observed{lag_product(used.weights, a, b), 1e-12 * std::abs(all.total())};
        const auto counts = permute_maps(
            a.size(), {&observed, 1},
            {options.permutations, options.seed, core::StreamId::GlobalLee, options.threads},
            [&](std::span<const std::uint32_t> order, std::span<double> permuted) {
                std::vector<double> shuffled_a(a.size()), shuffled_b(a.size());
                for (std::size_t i = 0; i < a.size(); ++i) {
                    shuffled_a[i] = a[order[i]];
                    shuffled_b[i] = b[order[i]];
                }
                permuted[0] = lag_product(used.weights, shuffled_a, shuffled_b);
            },
            progress);
        if (!counts) return counts.failure();
        set_permuted(result, counts->front(), result.tail);
    }
    return result;
}

}  // namespace safeground::stats
