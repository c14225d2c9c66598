#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/geometry.hpp"

namespace safeground::geo {

struct Repair {
    std::uint32_t row = 0;
    std::string
        reason;  ///< GEOS's "Self-intersection at 530000 180000", "A ring has fewer than 3 points", ...
    double area_before_m2 = 0, area_after_m2 = 0;
    bool lost = false;  ///< nothing polygonal was left: the row has no geometry now
};
struct Repaired {
    core::Polygons polygons;      ///< rings open, shells anticlockwise, holes clockwise
    std::vector<Repair> repairs;  ///< by row
};
/// Turns rings the right way, drops repeated vertices, and makes invalid rows valid (GEOS MakeValid,
/// structure method: overlapping parts are united, a hole is taken off; polygonal pieces kept). Valid rows
/// keep their vertices bit for bit, in order or reversed. Vertices without position and rings without area
/// are dropped and reported. Rows without geometry stay so and are not repairs. `threads` 0: one per core;
/// never changes the result. Polygons that are moved in and fit their place are not copied.
Repaired make_valid(core::Polygons polygons, int threads = 0);

}  // namespace safeground::geo
