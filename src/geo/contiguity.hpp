#pragma once

#include <cstdint>
#include <vector>

#include "core/geometry.hpp"
#include "core/progress.hpp"

namespace safeground::geo {

/// For each row its touching rows of lower number, ascending. `edges`: a whole edge must be shared (rook).
/// Empty when cancelled.
std::vector<std::vector<std::uint32_t>> touching_lower_rows(const core::Polygons& polygons, double snap_m,
                                                            bool edges, const core::Progress& progress);

}  // namespace safeground::geo
