#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mesh.hpp"

namespace safeground::demo {

struct Street {
    std::string name;
    bool major = false;
    std::vector<int> nodes;  ///< of the mesh, in order; junctions are shared nodes
    std::vector<int> edges;
};

struct Streets {
    std::vector<Street> list;
    std::vector<char> street_of_edge;  ///< per mesh edge: 0 none, 1 minor, 2 major
    std::vector<char> canal_edge;
    std::vector<int> canal;  ///< edges in order
};

/// Main roads along the plan's lines, minor streets along most other block edges; one connected network.
Streets make_streets(const Plan& plan, const Mesh& mesh, std::uint64_t seed);

}  // namespace safeground::demo
