#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <variant>
#include <vector>

namespace safeground::core {

/// Metres in EPSG:27700 (British National Grid) everywhere inside the house: x easting, y northing.
struct Point {
    double x = std::numeric_limits<double>::quiet_NaN();
    double y = std::numeric_limits<double>::quiet_NaN();
    bool valid() const { return x == x && y == y; }
    bool operator==(const Point&) const = default;
};

struct Box {
    double min_x = std::numeric_limits<double>::infinity(), min_y = min_x;
    double max_x = -min_x, max_y = -min_x;
    bool empty() const { return !(min_x <= max_x && min_y <= max_y); }
    double width() const { return max_x - min_x; }
    double height() const { return max_y - min_y; }
    void add(Point p);  ///< ignores a point without position
    void add(const Box& other);
    bool contains(Point p) const { return p.x >= min_x && p.x <= max_x && p.y >= min_y && p.y <= max_y; }
    bool intersects(const Box& o) const {
        return min_x <= o.max_x && o.min_x <= max_x && min_y <= o.max_y && o.min_y <= max_y;
    }
};

/// One point a row; a row without position holds NaN.
struct Points {
    std::vector<Point> at;
    std::size_t size() const { return at.size(); }
    bool operator==(const Points&) const = default;
};

/// Rows of one or more polylines: row r has lines row_begin[r] .. row_begin[r+1]-1, line l has vertices
/// line_begin[l] .. line_begin[l+1]-1. A row without geometry has no lines.
struct Lines {
    std::vector<Point> vertices;
    std::vector<std::uint32_t> line_begin{0};
    std::vector<std::uint32_t> row_begin{0};
    std::size_t size() const { return row_begin.size() - 1; }
    std::span<const Point> line(std::size_t l) const {
        return {vertices.data() + line_begin[l], vertices.data() + line_begin[l + 1]};
    }
    void add_line(std::span<const Point> points);
    void end_row() { row_begin.push_back(static_cast<std::uint32_t>(line_begin.size() - 1)); }
    bool operator==(const Lines&) const = default;
};

/// Rows of one or more polygons with holes. Row r has parts row_begin[r] .. ; part p has rings part_begin[p]
/// .. , the first its shell (anticlockwise), the others its holes (clockwise); ring g has vertices
/// ring_begin[g] .. . Rings are open: the first vertex is not repeated. A row without geometry has no parts.
struct Polygons {
    std::vector<Point> vertices;
    std::vector<std::uint32_t> ring_begin{0};
    std::vector<std::uint32_t> part_begin{0};
    std::vector<std::uint32_t> row_begin{0};
    std::size_t size() const { return row_begin.size() - 1; }
    std::size_t rings() const { return ring_begin.size() - 1; }
    std::size_t parts() const { return part_begin.size() - 1; }
    std::span<const Point> ring(std::size_t g) const {
        return {vertices.data() + ring_begin[g], vertices.data() + ring_begin[g + 1]};
    }
    /// Adds a ring (a repeated last vertex is dropped) in the order given; the caller turns it the right way.
    void add_ring(std::span<const Point> points);
    void end_part() { part_begin.push_back(static_cast<std::uint32_t>(ring_begin.size() - 1)); }
    void end_row() { row_begin.push_back(static_cast<std::uint32_t>(part_begin.size() - 1)); }
    bool operator==(const Polygons&) const = default;
};

/// What a table has on the map; monostate: nothing.
using Geometry = std::variant<std::monostate, Points, Lines, Polygons>;

std::size_t row_count(const Geometry& geometry);
Box bounds(const Geometry& geometry);
Box bounds(const Polygons& polygons, std::size_t row);
/// Twice the signed area of an open ring; positive when anticlockwise.
double signed_area2(std::span<const Point> ring);
/// Square metres of one row, holes taken off; 0 for a row without geometry.
double area_m2(const Polygons& polygons, std::size_t row);
/// Centre of area of one row; NaN for a row without geometry. May lie outside a bent polygon: see
/// geo::label_point.
Point centroid(const Polygons& polygons, std::size_t row);
double length_m(const Lines& lines, std::size_t row);
/// The rows named, in that order.
Geometry select_rows(const Geometry& geometry, std::span<const std::uint32_t> rows);

}  // namespace safeground::core
