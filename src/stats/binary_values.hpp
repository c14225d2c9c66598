#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/result.hpp"
#include "core/weights.hpp"

/// What the join counts share.
namespace safeground::stats {

/// Refuses values that are neither 0, 1 nor NaN.
std::optional<core::Failure> refuse_unless_binary(std::span<const double> values);

/// The first row whose weights are not all the same positive number.
std::optional<std::uint32_t> first_unequal_row(const core::Weights& weights);

}  // namespace safeground::stats
