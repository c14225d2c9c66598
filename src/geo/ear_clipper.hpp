#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "core/geometry.hpp"

namespace safeground::geo {

/// Triangulates one part (a shell and its holes) at a time; kept between parts for its memory. One thread.
class EarClipper {
public:
    /// Appends the triangles of `part` to `out` as numbers of `polygons.vertices`.
    void triangulate(const core::Polygons& polygons, std::size_t part, std::vector<std::uint32_t>& out);

private:
    using Index = std::uint32_t;
    static constexpr Index kNone = 0xFFFFFFFF;
    struct Node {
        core::Point at;
        std::uint32_t vertex = 0;
        Index prev = 0, next = 0;
        bool blocks = false;  ///< in the ring and not strictly convex: may lie in somebody's ear
    };

    Index add_ring(const core::Polygons& polygons, std::size_t ring, bool anticlockwise);
    void unlink(Index node);
    int turn(Index node) const;

    void bridge_holes(Index shell, std::vector<Index>& holes);
    std::pair<Index, Index> find_touch(Index shell, Index hole) const;
    Index find_bridge(Index shell, Index hole) const;
    Index bridge_by_ray(Index shell, Index hole) const;
    Index at_same_place(Index shell, Index node, Index hole) const;
    bool sees(Index shell, Index hole, Index node) const;
    int in_wedge(Index node, core::Point target) const;
    void join(Index outer, Index hole);

    void clip(Index start, std::size_t nodes, std::vector<std::uint32_t>& out);
    bool is_ear(Index node) const;
    bool blocks_ear(Index candidate, const Node& a, const Node& b, const Node& c) const;
    void refresh(Index node);
    void index_blockers(Index start);

    std::vector<Node> m_nodes;
    std::vector<Index> m_blockers;  ///< by cell; all of them when there is no grid
    std::vector<Index> m_late;      ///< became blockers after the grid was made
    std::vector<std::uint32_t> m_cell_begin;
    std::size_t m_alive = 0, m_indexed = 0;
    std::uint32_t m_side = 0;  ///< cells a side; 0: no grid
    core::Box m_box;
    double m_cells_per_x = 0, m_cells_per_y = 0;
    std::uint32_t column(double x) const;
    std::uint32_t line(double y) const;
};

}  // namespace safeground::geo
