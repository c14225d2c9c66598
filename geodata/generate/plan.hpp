#pragma once

#include <string>
#include <vector>

#include "vec.hpp"

namespace safeground::demo {

/// Where the made-up borough lies in EPSG:27700: in the North Sea, some 80 km off the coast, so that it is no
/// real place.
inline constexpr double kOriginEast = 617000, kOriginNorth = 417000;

struct Named {
    std::string name;
    std::vector<Vec> line;
};

/// A part of the borough with its own lie of the land: blocks of `along` by `across` metres, turned by
/// `angle`.
struct District {
    Vec centre;
    double angle_degrees, along, across;
};

/// A ward as drawn by hand: a name and about where it is.
struct WardPlan {
    std::string name;
    Vec centre;
};

/// The drawing from which everything is made. By hand, once; the seed changes the detail, not the drawing.
struct Plan {
    std::vector<Vec> outline;  ///< ring; its south side is the north bank of the River Lark
    std::vector<Vec> bank, far_bank;
    std::vector<Vec> river;      ///< ring between the banks
    std::vector<Named> parks;    ///< rings
    std::vector<Named> lakes;    ///< rings inside parks
    std::vector<Named> roads;    ///< main roads, first the longest
    std::vector<Named> bridges;  ///< short lines over the river
    Named canal, railway;
    std::vector<Named> park_roads;
    std::vector<District> districts;
    std::vector<WardPlan> wards;
    Vec night_quarter;  ///< middle of the bars and theatres
    Vec carnival;       ///< middle of the August carnival
};

const Plan& borough_plan();

}  // namespace safeground::demo
