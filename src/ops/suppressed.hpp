#pragma once

#include <cstdint>
#include <vector>

#include "ops/common.hpp"
#include "ops/operation.hpp"

/// A suppressed count is an interval, neither 0 nor unknown.
namespace safeground::ops {

/// `suppressed`: range (default) or exclude.
Parameter suppressed_parameter();

/// The columns with their suppressed cells filled, as often as it takes to see whether an answer depends on
/// them: first each at the middle of what it may hold, then all at the lowest, all at the highest, and eight
/// times each at a random whole number of its range (the same for the same seed). One entry where nothing is
/// suppressed, or where the variables were read with suppressed cells left out.
std::vector<std::vector<std::vector<double>>> suppressed_fills(const std::vector<Variable>& columns,
                                                               std::uint64_t seed);

/// The same for an operation that is no local statistic: with the parameter `suppressed`, and run on every
/// fill. Its answer is that of the middle, but p-values are the largest over the fills; `result.range` holds
/// the lowest and highest of each other number. Rows with a suppressed source have no computed value.
Operation over_suppressed(Operation operation);

}  // namespace safeground::ops
