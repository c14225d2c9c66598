#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "core/weights.hpp"

/// Neighbours further and further away, for correlograms. All weights here are binary.
namespace safeground::stats {

/// Neighbours at 1, 2, ... `orders` steps along the links, each area in the nearest order only. Order 1 is
/// `weights` itself, binary. Only failure: cancelled.
core::Result<std::vector<core::Weights>> contiguity_orders(const core::Weights& weights, int orders,
                                                           const core::Progress& progress = {});

/// Neighbours in each band (edges[b], edges[b + 1]]; a first edge of 0 counts itself, so that points in one
/// place are neighbours. `edges` ascend. A point with a
/// NaN coordinate has no neighbours. Refused: more than 50 million links. Uses a grid: the time grows with
/// the number of links, not with the square of the number of points.
core::Result<std::vector<core::Weights>> distance_bands(std::span<const double> x, std::span<const double> y,
                                                        std::span<const double> edges,
                                                        const core::Progress& progress = {});

/// Distances from each point to its nearest other point, NaN for points without position. All NaN when fewer
/// than two have one.
std::vector<double> nearest_distances(std::span<const double> x, std::span<const double> y);

}  // namespace safeground::stats
