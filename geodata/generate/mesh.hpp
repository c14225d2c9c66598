#pragma once

#include <cstdint>
#include <vector>

#include "core/random.hpp"
#include "plan.hpp"

namespace safeground::demo {

enum class CellKind : std::uint8_t { Outside, River, Park, Block };

/// A planar map of the borough in cells (street blocks, pieces of park, of river): the Voronoi diagram of
/// seeds that lie on local grids and in mirrored pairs along main roads, banks and park edges, so that its
/// edges follow them. Nodes are at tenths of a metre and shared: neighbours cannot disagree about their
/// border.
struct Mesh {
    struct Edge {
        int from, to;     ///< nodes
        int left, right;  ///< cells
    };
    std::vector<Vec> seeds;  ///< one a cell
    std::vector<CellKind> kind;
    std::vector<int> park;  ///< of the plan's parks, -1: none
    std::vector<Vec> nodes;
    std::vector<Edge> edges;
    std::vector<double> area;  ///< square metres
    std::vector<std::vector<int>> edges_of_cell, edges_of_node;

    int other_node(int edge, int node) const {
        const Edge& e = edges[static_cast<std::size_t>(edge)];
        return e.from == node ? e.to : e.from;
    }
    double edge_length(int edge) const {
        const Edge& e = edges[static_cast<std::size_t>(edge)];
        return distance(nodes[static_cast<std::size_t>(e.from)], nodes[static_cast<std::size_t>(e.to)]);
    }
};

Mesh make_mesh(const Plan& plan, std::uint64_t seed);

/// Outer rings anticlockwise, each with its holes, of the cells whose region is `region`.
struct Part {
    std::vector<Vec> outer;
    std::vector<std::vector<Vec>> holes;
};
std::vector<Part> dissolve(const Mesh& mesh, const std::vector<int>& region_of_cell, int region);

/// The mesh's edges along a drawn line, in order: cheapest path where straying from the line costs. `usable`
/// per edge.
std::vector<int> follow(const Mesh& mesh, const std::vector<Vec>& line, const std::vector<char>& usable);

}  // namespace safeground::demo
