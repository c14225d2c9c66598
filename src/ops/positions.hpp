#pragma once

#include <string>
#include <vector>

#include "core/geometry.hpp"
#include "core/result.hpp"
#include "core/table.hpp"

namespace safeground::ops {

/// Where the areas are, in metres; NaN without a position.
struct Positions {
    std::vector<core::Point> points;
    std::vector<double> x, y;
    std::string words;  ///< "centroids" or "points"
};

/// Points as they stand, polygons by their centroid. Refuses (Input) a table with neither.
core::Result<Positions> positions_of(const core::Table& areas);

}  // namespace safeground::ops
