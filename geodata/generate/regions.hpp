#pragma once

#include <cstdint>
#include <vector>

#include "mesh.hpp"
#include "streets.hpp"

namespace safeground::demo {

inline constexpr int kAreas = 130;
inline constexpr int kPopulation = 211365;  ///< domain.md 3.1, mid-2022

/// One LSOA-like area, in the order of the files.
struct Area {
    int ward = 0;            ///< 0-based, in the order of the plan
    std::string code, name;  ///< "LKM-L001", "Larkmoor 001A"
    Vec centre;              ///< of its residents
    double hectares = 0;
    double residents = 0;   ///< before rounding
    double park_share = 0;  ///< of its ground
};

struct Regions {
    std::vector<double> residents_of_cell;
    std::vector<int> area_of_cell, ward_of_cell;  ///< -1 outside
    std::vector<Area> areas;
    std::vector<int> squares;  ///< cells that are garden squares: nobody lives there
};

/// People per square metre of building land, before scaling.
double settlement(const Plan& plan, Vec at);

Regions make_regions(const Plan& plan, const Mesh& mesh, const Streets& streets, std::uint64_t seed);

}  // namespace safeground::demo
