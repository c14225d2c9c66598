#include "render/area_mesh.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "geo/triangulate.hpp"
#include "render/corner_index.hpp"
#include "render/row_tiles.hpp"

namespace safeground::render {

namespace {

constexpr std::size_t kRowsPerTile = 256;
constexpr std::size_t kSmallLayer = 20'000;  // vertices: below this every level draws at once
constexpr double kGrids[] = {25, 100, 500};  // metres
constexpr double kSeenGrid = 0.7;            // a grid of this many pixels does not show

/// All that does not depend on the level.
struct Source {
    const core::Polygons& polygons;
    geo::Triangulation triangles;
    core::Point origin{0, 0};
    std::vector<RowTile> tiles;
    std::vector<std::uint32_t> tile_of_row;
    std::vector<float> size_of_row;  ///< metres: side of a square of the same area
    std::vector<std::uint32_t> corner_of_vertex;
    std::vector<core::Point> corners;
};

/// Where the corners go at a level, and which of them became one.
struct Nodes {
    std::vector<std::uint32_t> of_corner;
    std::vector<core::Point> at;  ///< from the origin
};

Nodes gather(const Source& source, double grid_m) {
    Nodes nodes;
    nodes.of_corner.resize(source.corners.size());
    if (grid_m <= 0) {
        std::iota(nodes.of_corner.begin(), nodes.of_corner.end(), 0U);
        for (const core::Point& p : source.corners)
            nodes.at.push_back({p.x - source.origin.x, p.y - source.origin.y});
        return nodes;
    }
    KeyIndex cells(source.corners.size());
    std::vector<double> count;
    for (std::size_t c = 0; c < source.corners.size(); ++c) {
        const double x = source.corners[c].x - source.origin.x, y = source.corners[c].y - source.origin.y;
        const auto cx = static_cast<std::int32_t>(std::floor(x / grid_m));
        const auto cy = static_cast<std::int32_t>(std::floor(y / grid_m));
        bool fresh = false;
        const std::uint32_t node = cells.number(
            (std::uint64_t{static_cast<std::uint32_t>(cx)} << 32) | static_cast<std::uint32_t>(cy), fresh);
        if (fresh) {
            nodes.at.push_back({0, 0});
            count.push_back(0);
        }
        nodes.at[node].x += x;
        nodes.at[node].y += y;
        count[node] += 1;
        nodes.of_corner[c] = node;
    }
    // The mean of what fell into a cell looks less like stairs than the cell's middle.
    for (std::size_t n = 0; n < count.size(); ++n)
        nodes.at[n] = {nodes.at[n].x / count[n], nodes.at[n].y / count[n]};
    return nodes;
}

void add_triangles(const Source& source, const Nodes& nodes, AreaLevel& level) {
    std::vector<std::uint32_t> last_row(nodes.at.size(), kNoRow), last_index(nodes.at.size(), 0);
    for (std::size_t t = 0; t < source.tiles.size(); ++t) {
        AreaLevel::Tile& tile = level.tiles[t];
        tile.box = source.tiles[t].box;
        tile.index_begin = static_cast<std::uint32_t>(level.indices.size());
        for (const std::uint32_t row : source.tiles[t].rows) {
            for (std::uint32_t i = source.triangles.row_begin[row]; i < source.triangles.row_begin[row + 1];
                 ++i) {
                std::uint32_t n[3];
                for (std::size_t k = 0; k < 3; ++k)
                    n[k] = nodes.of_corner
                               [source.corner_of_vertex[source.triangles.vertex[std::size_t{3} * i + k]]];
                if (n[0] == n[1] || n[1] == n[2] || n[2] == n[0]) continue;
                for (const std::uint32_t node : n) {
                    if (last_row[node] != row) {
                        last_row[node] = row;
                        last_index[node] = static_cast<std::uint32_t>(level.vertices.size());
                        level.vertices.push_back({static_cast<float>(nodes.at[node].x),
                                                  static_cast<float>(nodes.at[node].y), row});
                    }
                    level.indices.push_back(last_index[node]);
                }
            }
        }
        tile.index_end = static_cast<std::uint32_t>(level.indices.size());
    }
}

/// A border from the lower to the higher of two nodes, and who lies at each side.
struct Border {
    std::uint32_t from = 0, to = 0, left = kNoRow, right = kNoRow;
    double along = 0;
};

void meet(Border& border, std::uint32_t row, bool forward) {
    std::uint32_t& mine = forward ? border.left : border.right;
    std::uint32_t& other = forward ? border.right : border.left;
    if (other == row) other = kNoRow;  // there and back again: a spike that the grid closed
    else if (mine == kNoRow) mine = row;
    else if (other == kNoRow) other = row;  // a ring that runs the wrong way
}

std::vector<Border> find_borders(const Source& source, const Nodes& nodes) {
    const core::Polygons& polygons = source.polygons;
    std::vector<Border> borders;
    KeyIndex index(polygons.vertices.size());
    for (std::uint32_t row = 0; row < polygons.size(); ++row) {
        for (std::uint32_t part = polygons.row_begin[row]; part < polygons.row_begin[row + 1]; ++part) {
            for (std::uint32_t ring = polygons.part_begin[part]; ring < polygons.part_begin[part + 1];
                 ++ring) {
                const std::uint32_t begin = polygons.ring_begin[ring], end = polygons.ring_begin[ring + 1];
                double along = 0;
                for (std::uint32_t v = begin; v < end; ++v) {
                    const std::uint32_t a = nodes.of_corner[source.corner_of_vertex[v]];
                    const std::uint32_t b =
                        nodes.of_corner[source.corner_of_vertex[v + 1 < end ? v + 1 : begin]];
                    if (a == b) continue;
                    bool fresh = false;
                    const std::uint32_t at =
                        index.number((std::uint64_t{std::min(a, b)} << 32) | std::max(a, b), fresh);
                    const double length =
                        std::hypot(nodes.at[b].x - nodes.at[a].x, nodes.at[b].y - nodes.at[a].y);
                    // Against the ring it is counted backwards: dots and dashes are even, so they go on.
                    const double from = a < b ? along : -(along + length);
                    if (fresh) borders.push_back({std::min(a, b), std::max(a, b), kNoRow, kNoRow, from});
                    meet(borders[at], row, a < b);
                    along += length;
                }
            }
        }
    }
    return borders;
}

void add_borders(const Source& source, const Nodes& nodes, AreaLevel& level) {
    const std::vector<Border> borders = find_borders(source, nodes);
    struct Place {
        std::uint32_t tile, border;
        float size;
    };
    std::vector<Place> order;
    for (std::uint32_t i = 0; i < borders.size(); ++i) {
        const Border& b = borders[i];
        if (b.left == kNoRow && b.right == kNoRow) continue;
        const std::uint32_t owner = b.left != kNoRow ? b.left : b.right;
        if (source.tile_of_row[owner] == kNoRow) continue;
        float size = source.size_of_row[owner];
        if (b.left != kNoRow && b.right != kNoRow) size = std::min(size, source.size_of_row[b.right]);
        order.push_back({source.tile_of_row[owner], i, size});
    }
    std::sort(order.begin(), order.end(), [](const Place& a, const Place& b) {
        if (a.tile != b.tile) return a.tile < b.tile;
        return a.size != b.size ? a.size > b.size : a.border < b.border;
    });
    for (const Place& place : order) {
        AreaLevel::Tile& tile = level.tiles[place.tile];
        const Border& b = borders[place.border];
        if (tile.border_end == 0) tile.border_begin = static_cast<std::uint32_t>(level.borders.size());
        const core::Point &p = nodes.at[b.from], &q = nodes.at[b.to];
        level.borders.push_back({static_cast<float>(p.x), static_cast<float>(p.y), static_cast<float>(q.x),
                                 static_cast<float>(q.y), place.size, static_cast<float>(b.along), b.left,
                                 b.right});
        tile.border_end = static_cast<std::uint32_t>(level.borders.size());
    }
}

AreaLevel build_level(const Source& source, double grid_m) {
    AreaLevel level;
    level.grid_m = grid_m;
    level.tiles.resize(source.tiles.size());
    const Nodes nodes = gather(source, grid_m);
    add_triangles(source, nodes, level);
    add_borders(source, nodes, level);
    return level;
}

Source prepare(const core::Polygons& polygons, const core::Progress& progress) {
    Source source{polygons, geo::triangulate(polygons, 0, progress), {0, 0}, {}, {}, {}, {}, {}};
    std::vector<core::Box> boxes(polygons.size());
    core::Box all;
    for (std::size_t row = 0; row < polygons.size(); ++row) {
        boxes[row] = core::bounds(polygons, row);
        all.add(boxes[row]);
        source.size_of_row.push_back(static_cast<float>(std::sqrt(std::abs(core::area_m2(polygons, row)))));
    }
    if (!all.empty())
        source.origin = {std::round((all.min_x + all.max_x) / 2), std::round((all.min_y + all.max_y) / 2)};
    source.tiles = tile_rows(boxes, kRowsPerTile);
    source.tile_of_row.assign(polygons.size(), kNoRow);
    for (std::uint32_t t = 0; t < source.tiles.size(); ++t)
        for (const std::uint32_t row : source.tiles[t].rows) source.tile_of_row[row] = t;
    CornerIndex corners(polygons.vertices.size());
    source.corner_of_vertex.reserve(polygons.vertices.size());
    for (const core::Point& p : polygons.vertices) source.corner_of_vertex.push_back(corners.number(p));
    source.corners = corners.corners();
    return source;
}

}  // namespace

std::vector<Stroke> ring_strokes(const core::Polygons& polygons, std::uint32_t row, core::Point origin) {
    std::vector<Stroke> out;
    const std::uint32_t first = polygons.part_begin[polygons.row_begin[row]];
    const std::uint32_t last = polygons.part_begin[polygons.row_begin[row + 1]];
    for (std::uint32_t g = first; g < last; ++g) {
        const auto ring = polygons.ring(g);
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const core::Point &p = ring[i], &q = ring[(i + 1) % ring.size()];
            out.push_back({static_cast<float>(p.x - origin.x), static_cast<float>(p.y - origin.y),
                           static_cast<float>(q.x - origin.x), static_cast<float>(q.y - origin.y), 1, 0, row,
                           row});
        }
    }
    return out;
}

std::size_t AreaMesh::level_for(double metres_per_pixel) const {
    std::size_t best = 0;
    for (std::size_t i = 1; i < levels.size(); ++i)
        if (levels[i].grid_m <= kSeenGrid * metres_per_pixel) best = i;
    return best;
}

AreaMesh build_area_mesh(const core::Polygons& polygons, const core::Progress& progress) {
    AreaMesh mesh;
    const Source source = prepare(polygons, progress);
    if (progress.cancelled()) return mesh;
    mesh.origin = source.origin;
    mesh.levels.push_back(build_level(source, 0));
    if (polygons.vertices.size() < kSmallLayer) return mesh;
    for (const double grid : kGrids) {
        if (progress.cancelled()) return mesh;
        AreaLevel level = build_level(source, grid);
        if (level.indices.size() * 5 < mesh.levels.back().indices.size() * 4)
            mesh.levels.push_back(std::move(level));
    }
    return mesh;
}

}  // namespace safeground::render
