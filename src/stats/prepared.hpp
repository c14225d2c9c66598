#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/weights.hpp"
#include "stats/moments.hpp"

namespace safeground::stats {

/// The areas that enter a statistic, renumbered 0 .. n-1, and their weights.
struct Prepared {
    std::vector<std::uint32_t> area;  ///< input index of each area used
    std::vector<double> values;
    std::vector<double> deviations;  ///< value - mean
    core::Weights weights;
    Moments moments;  ///< of values
    std::size_t input_size = 0;
    std::size_t islands = 0;  ///< with a value, without a neighbour that has one
};

struct PrepareRules {
    std::string_view statistic;  ///< name for sentences: "Moran's I"
    bool allow_self = false;
    int permutations = 0;
    int threads = 0;
};

/// Checks sizes, numbers and options, leaves out areas without a value (and islands, unless they count as
/// Zero), and standardises the remaining rows again. Errors are those of global_moran, except that values
/// without variation pass.
core::Result<Prepared> prepare(std::span<const double> values, const core::Weights& weights,
                               const PrepareRules& rules);

/// Several variables over the same areas: an area without one of them is left out of all.
struct JointPrepared : Prepared {                     ///< of the first variable
    std::vector<std::vector<double>> all_deviations;  ///< a vector a variable, the first included
    std::vector<Moments> all_moments;
};
/// As prepare(); also refused: no variable, sizes that differ.
core::Result<JointPrepared> prepare_jointly(std::span<const std::span<const double>> variables,
                                            const core::Weights& weights, const PrepareRules& rules);

/// Two of them, neither the same everywhere (refused).
core::Result<JointPrepared> prepare_pair(std::span<const double> x, std::span<const double> y,
                                         const core::Weights& weights, const PrepareRules& rules);

/// `used` spread over all input areas, NaN elsewhere.
std::vector<double> spread(const Prepared& prepared, std::span<const double> used);

/// sum_j w_ij and sum_j w_ij^2 of a row.
struct RowSums {
    double w = 0, w_squared = 0;
};
RowSums row_sums(std::span<const double> weights);

/// Mean and variance of a row's lag when its neighbours are a random sample without replacement of the other
/// areas' numbers, of which `mean` and `variance` (over their count, `others`) are given.
struct LagMoments {
    double expected = 0, variance = 0;
};
LagMoments lag_moments(const RowSums& row, double mean, double variance, double others);

/// sum_j w_ij v_j for every row.
std::vector<double> lags(const core::Weights& weights, std::span<const double> values);

}  // namespace safeground::stats
