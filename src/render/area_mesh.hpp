#pragma once

#include <cstdint>
#include <vector>

#include "core/geometry.hpp"
#include "core/progress.hpp"
#include "render/strokes.hpp"

namespace safeground::render {

struct AreaVertex {
    float x = 0, y = 0;  ///< metres from the layer's origin
    std::uint32_t row = 0;
};
static_assert(sizeof(AreaVertex) == 12);

/// Areas with their corners gathered on a grid of `grid_m` metres (0: as they are), so that shared borders
/// stay shared.
struct AreaLevel {
    double grid_m = 0;
    std::vector<AreaVertex> vertices;
    std::vector<std::uint32_t> indices;  ///< three a triangle, in the order of the tiles
    std::vector<Stroke> borders;  ///< each border once; by tile, then size falling; `left`, `right` are rows
    struct Tile {
        core::Box box;
        std::uint32_t index_begin = 0, index_end = 0, border_begin = 0, border_end = 0;
    };
    std::vector<Tile> tiles;
};

/// What the graphics card needs of areas, made from their geometry alone.
struct AreaMesh {
    core::Point origin{0, 0};
    std::vector<AreaLevel> levels;  ///< finest first; at least one
    /// The coarsest level whose grid is not seen at this scale.
    std::size_t level_for(double metres_per_pixel) const;
};
/// Triangulates and builds the levels; a cancelled build is empty of levels.
AreaMesh build_area_mesh(const core::Polygons& polygons, const core::Progress& progress = {});
/// The rings of one row, each stroke of size 1.
std::vector<Stroke> ring_strokes(const core::Polygons& polygons, std::uint32_t row, core::Point origin);

}  // namespace safeground::render
