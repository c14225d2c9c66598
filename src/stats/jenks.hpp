#pragma once

#include <span>
#include <vector>

namespace safeground::stats {

/// Upper bounds of the `classes` groups of `sorted` (ascending, finite, not empty) with the least sum of
/// squares within groups; equal values share a group, so there are at most as many groups as distinct values.
///
/// Exact: dynamic programming over distinct values, divide and conquer over the monotone optimum (Fisher
/// 1958; the cost is concave Monge). O(classes * m log m) for m distinct values. Of equally good cuts the
/// lowest is taken.
std::vector<double> natural_breaks(std::span<const double> sorted, int classes);

}  // namespace safeground::stats
