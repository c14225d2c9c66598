#pragma once

#include <span>

#include "core/weights.hpp"

/// What a shuffled map is measured by: plain sums in row order, since many are taken.
namespace safeground::stats {

/// sum_ij w_ij z_i z_j.
double cross_product(const core::Weights& weights, std::span<const double> z);
/// sum_ij w_ij (z_i - z_j)^2.
double squared_differences(const core::Weights& weights, std::span<const double> z);

}  // namespace safeground::stats
