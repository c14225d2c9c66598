#include "core/geometry.hpp"

#include <algorithm>
#include <cmath>

namespace safeground::core {

void Box::add(Point p) {
    if (!p.valid()) return;
    min_x = std::min(min_x, p.x);
    min_y = std::min(min_y, p.y);
    max_x = std::max(max_x, p.x);
    max_y = std::max(max_y, p.y);
}

void Box::add(const Box& other) {
    if (other.empty()) return;
    add(Point{other.min_x, other.min_y});
    add(Point{other.max_x, other.max_y});
}

void Lines::add_line(std::span<const Point> points) {
    vertices.insert(vertices.end(), points.begin(), points.end());
    line_begin.push_back(static_cast<std::uint32_t>(vertices.size()));
}

void Polygons::add_ring(std::span<const Point> points) {
    if (points.size() > 1 && points.front() == points.back()) points = points.first(points.size() - 1);
    vertices.insert(vertices.end(), points.begin(), points.end());
    ring_begin.push_back(static_cast<std::uint32_t>(vertices.size()));
}

namespace {

/// Rings of a row: [first, last).
std::pair<std::size_t, std::size_t> rings_of(const Polygons& p, std::size_t row) {
    return {p.part_begin[p.row_begin[row]], p.part_begin[p.row_begin[row + 1]]};
}

/// Twice the signed area and six times the first moments about `origin`, in a frame that keeps digits.
struct Moments {
    double area2 = 0, x6 = 0, y6 = 0;
};
Moments moments(std::span<const Point> ring, Point origin) {
    Moments m;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point& a = ring[i];
        const Point& b = ring[i + 1 == ring.size() ? 0 : i + 1];
        const double ax = a.x - origin.x, ay = a.y - origin.y, bx = b.x - origin.x, by = b.y - origin.y;
        const double cross = ax * by - bx * ay;
        m.area2 += cross;
        m.x6 += (ax + bx) * cross;
        m.y6 += (ay + by) * cross;
    }
    return m;
}

}  // namespace

std::size_t row_count(const Geometry& geometry) {
    return std::visit(
        [](const auto& g) -> std::size_t {
            if constexpr (std::is_same_v<std::decay_t<decltype(g)>, std::monostate>) return 0;
            else return g.size();
        },
        geometry);
}

Box bounds(const Geometry& geometry) {
    Box box;
    if (const auto* points = std::get_if<Points>(&geometry))
        for (Point p : points->at) box.add(p);
    else if (const auto* lines = std::get_if<Lines>(&geometry))
        for (Point p : lines->vertices) box.add(p);
    else if (const auto* polygons = std::get_if<Polygons>(&geometry))
        for (Point p : polygons->vertices) box.add(p);
    return box;
}

Box bounds(const Polygons& polygons, std::size_t row) {
    Box box;
    const auto [first, last] = rings_of(polygons, row);
    for (std::size_t g = first; g < last; ++g)
        for (Point p : polygons.ring(g)) box.add(p);
    return box;
}

double signed_area2(std::span<const Point> ring) { return ring.empty() ? 0 : moments(ring, ring[0]).area2; }

double area_m2(const Polygons& polygons, std::size_t row) {
    double area2 = 0;
    const auto [first, last] = rings_of(polygons, row);
    for (std::size_t g = first; g < last; ++g) area2 += signed_area2(polygons.ring(g));
    return std::fabs(area2) / 2;
}

Point centroid(const Polygons& polygons, std::size_t row) {
    const auto [first, last] = rings_of(polygons, row);
    if (first == last || polygons.ring(first).empty()) return {};
    const Point origin = polygons.ring(first)[0];
    Moments all;
    for (std::size_t g = first; g < last; ++g) {
        const Moments m = moments(polygons.ring(g), origin);
        all.area2 += m.area2;
        all.x6 += m.x6;
        all.y6 += m.y6;
    }
    if (all.area2 == 0) return origin;
    return {origin.x + all.x6 / (3 * all.area2), origin.y + all.y6 / (3 * all.area2)};
}

double length_m(const Lines& lines, std::size_t row) {
    double length = 0;
    for (std::size_t l = lines.row_begin[row]; l < lines.row_begin[row + 1]; ++l) {
        const auto line = lines.line(l);
        for (std::size_t i = 1; i < line.size(); ++i)
            length += std::hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
    }
    return length;
}

Geometry select_rows(const Geometry& geometry, std::span<const std::uint32_t> rows) {
    if (const auto* points = std::get_if<Points>(&geometry)) {
        Points out;
        for (std::uint32_t r : rows) out.at.push_back(points->at[r]);
        return out;
    }
    if (const auto* lines = std::get_if<Lines>(&geometry)) {
        Lines out;
        for (std::uint32_t r : rows) {
            for (std::size_t l = lines->row_begin[r]; l < lines->row_begin[r + 1]; ++l)
                out.add_line(lines->line(l));
            out.end_row();
        }
        return out;
    }
    if (const auto* polygons = std::get_if<Polygons>(&geometry)) {
        Polygons out;
        for (std::uint32_t r : rows) {
            for (std::size_t p = polygons->row_begin[r]; p < polygons->row_begin[r + 1]; ++p) {
                for (std::size_t g = polygons->part_begin[p]; g < polygons->part_begin[p + 1]; ++g)
                    out.add_ring(polygons->ring(g));
                out.end_part();
            }
            out.end_row();
        }
        return out;
    }
    return {};
}

}  // namespace safeground::core
