#include "geo/ear_clipper.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "geo/predicates.hpp"

namespace safeground::geo {
namespace {

constexpr std::size_t kGridFrom = 48;  // blockers; below, reading them all is faster than finding cells

/// Twice the signed area about the first vertex, so that small rings far from the origin keep their sign.
double turned_area2(std::span<const core::Point> ring) {
    double sum = 0;
    const core::Point* origin = nullptr;
    const core::Point* last = nullptr;
    for (const core::Point& p : ring) {
        if (!finite(p)) continue;
        if (origin == nullptr) origin = &p;
        if (last != nullptr)
            sum += (last->x - origin->x) * (p.y - origin->y) - (p.x - origin->x) * (last->y - origin->y);
        last = &p;
    }
    return sum;
}

/// Least and greatest x of a triangle between two levels of y; least above greatest when it is not there.
std::pair<double, double> reach_within(const std::array<core::Point, 3>& corner, double bottom, double top) {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (std::size_t i = 0; i < 3; ++i) {
        const core::Point p = corner[i].y <= corner[(i + 1) % 3].y ? corner[i] : corner[(i + 1) % 3];
        const core::Point q = corner[i].y <= corner[(i + 1) % 3].y ? corner[(i + 1) % 3] : corner[i];
        if (p.y > top || q.y < bottom) continue;
        const double slope = q.y > p.y ? (q.x - p.x) / (q.y - p.y) : 0;
        const double from = p.y >= bottom ? p.x : p.x + (bottom - p.y) * slope;
        const double to = q.y <= top ? q.x : p.x + (top - p.y) * slope;
        low = std::min({low, from, to});
        high = std::max({high, from, to});
    }
    return {low, high};
}

}  // namespace

void EarClipper::triangulate(const core::Polygons& polygons, std::size_t part,
                             std::vector<std::uint32_t>& out) {
    m_nodes.clear();
    const std::size_t first = polygons.part_begin[part], end = polygons.part_begin[part + 1];
    if (first == end) return;
    const Index shell = add_ring(polygons, first, true);
    if (shell == kNone) return;
    std::vector<Index> holes;
    for (std::size_t ring = first + 1; ring < end; ++ring) {
        const Index hole = add_ring(polygons, ring, false);
        if (hole != kNone) holes.push_back(hole);
    }
    bridge_holes(shell, holes);
    clip(shell, m_nodes.size(), out);
}

EarClipper::Index EarClipper::add_ring(const core::Polygons& polygons, std::size_t ring, bool anticlockwise) {
    const auto points = polygons.ring(ring);
    const bool forward = (turned_area2(points) > 0) == anticlockwise;
    const auto begin = static_cast<Index>(m_nodes.size());
    for (std::size_t k = 0; k < points.size(); ++k) {
        const std::size_t i = forward ? k : points.size() - 1 - k;
        if (!finite(points[i])) continue;
        if (m_nodes.size() > begin && m_nodes.back().at == points[i]) continue;
        Node node;
        node.at = points[i];
        node.vertex = polygons.ring_begin[ring] + static_cast<std::uint32_t>(i);
        node.prev = static_cast<Index>(m_nodes.size()) - 1;
        node.next = static_cast<Index>(m_nodes.size()) + 1;
        m_nodes.push_back(node);
    }
    while (m_nodes.size() > begin + 1 && m_nodes.back().at == m_nodes[begin].at) m_nodes.pop_back();
    if (m_nodes.size() < begin + 3) {
        m_nodes.resize(begin);
        return kNone;
    }
    m_nodes.back().next = begin;
    m_nodes[begin].prev = static_cast<Index>(m_nodes.size()) - 1;
    return begin;
}

void EarClipper::unlink(Index node) {
    m_nodes[m_nodes[node].prev].next = m_nodes[node].next;
    m_nodes[m_nodes[node].next].prev = m_nodes[node].prev;
    if (m_nodes[node].blocks) --m_alive;
    m_nodes[node].blocks = false;
}

int EarClipper::turn(Index node) const {
    const Node& b = m_nodes[node];
    return orientation(m_nodes[b.prev].at, b.at, m_nodes[b.next].at);
}

// Clipping
// --------------------------------------------------------------------------------------------------------------

void EarClipper::clip(Index start, std::size_t nodes, std::vector<std::uint32_t>& out) {
    index_blockers(start);
    Index ear = start, stop = start;
    std::size_t to_force = 0, next_force = 1;
    while (m_nodes[ear].prev != m_nodes[ear].next) {
        const Index prev = m_nodes[ear].prev, next = m_nodes[ear].next;
        const int way = turn(ear);
        if (way == 0) {  // on a straight border, or the tip of a spike: no area either way
            unlink(ear);
            refresh(prev);
            refresh(next);
            ear = stop = prev;
            continue;
        }
        if (way > 0 && (to_force > 0 || is_ear(ear))) {
            out.insert(out.end(), {m_nodes[prev].vertex, m_nodes[ear].vertex, m_nodes[next].vertex});
            unlink(ear);
            refresh(prev);
            refresh(next);
            if (to_force > 0) --to_force;
            if (m_indexed > kGridFrom && m_alive < m_indexed / 2) index_blockers(next);
            ear = stop = m_nodes[next].next;  // leaving one out makes fewer slivers
            continue;
        }
        ear = next;
        if (ear != stop) continue;
        // A whole round without an ear: the ring crosses itself. Cut convex corners, twice as many each time,
        // so that even a hopeless ring ends soon; none left at all means that the rest is wound the wrong
        // way.
        if (to_force > 0 || next_force > 2 * nodes) return;
        to_force = next_force;
        next_force *= 2;
    }
}

void EarClipper::refresh(Index node) {
    const bool blocks = turn(node) <= 0;
    if (blocks == m_nodes[node].blocks) return;
    m_nodes[node].blocks = blocks;
    if (blocks) {
        ++m_alive;
        m_late.push_back(node);
    } else {
        --m_alive;
    }
}

bool EarClipper::blocks_ear(Index candidate, const Node& a, const Node& b, const Node& c) const {
    const Node& q = m_nodes[candidate];
    if (!q.blocks) return false;
    if (q.at == a.at || q.at == c.at) return false;  // the corners themselves, and their copies at bridges
    if (q.at == b.at) {  // where rings meet at the tip, one may come out of the other's angle
        const auto within = [&](core::Point p) {
            return orientation(a.at, b.at, p) > 0 && orientation(b.at, c.at, p) > 0;
        };
        return within(m_nodes[q.prev].at) || within(m_nodes[q.next].at);
    }
    return orientation(c.at, a.at, q.at) >= 0 && orientation(a.at, b.at, q.at) >= 0 &&
           orientation(b.at, c.at, q.at) >= 0;
}

bool EarClipper::is_ear(Index node) const {
    const Node& b = m_nodes[node];
    const Node& a = m_nodes[b.prev];
    const Node& c = m_nodes[b.next];
    core::Box box;
    box.min_x = std::min({a.at.x, b.at.x, c.at.x});
    box.max_x = std::max({a.at.x, b.at.x, c.at.x});
    box.min_y = std::min({a.at.y, b.at.y, c.at.y});
    box.max_y = std::max({a.at.y, b.at.y, c.at.y});
    for (const Index q : m_late)
        if (box.contains(m_nodes[q].at) && blocks_ear(q, a, b, c)) return false;
    if (m_side == 0) {
        for (const Index q : m_blockers)
            if (box.contains(m_nodes[q].at) && blocks_ear(q, a, b, c)) return false;
        return true;
    }
    const std::uint32_t x0 = column(box.min_x), x1 = column(box.max_x);
    const std::uint32_t y0 = line(box.min_y), y1 = line(box.max_y);
    for (std::uint32_t y = y0; y <= y1; ++y) {
        std::uint32_t from_x = x0, to_x = x1;
        if (y1 - y0 > 2 && x1 - x0 > 2) {  // a long ear: only the columns that it passes on this line
            const double bottom = m_box.min_y + (y - 0.001) / m_cells_per_y,
                         top = m_box.min_y + (y + 1.001) / m_cells_per_y;
            const auto [low, high] = reach_within({a.at, b.at, c.at}, bottom, top);
            if (low > high) continue;
            from_x = std::max(x0, column(low - 0.001 / m_cells_per_x));
            to_x = std::min(x1, column(high + 0.001 / m_cells_per_x));
        }
        const std::size_t first = static_cast<std::size_t>(y) * m_side;
        for (std::uint32_t i = m_cell_begin[first + from_x]; i < m_cell_begin[first + to_x + 1]; ++i) {
            const Index q = m_blockers[i];
            if (box.contains(m_nodes[q].at) && blocks_ear(q, a, b, c)) return false;
        }
    }
    return true;
}

std::uint32_t EarClipper::column(double x) const {
    const double cell = (x - m_box.min_x) * m_cells_per_x;
    return cell > 0 ? static_cast<std::uint32_t>(std::min(cell, static_cast<double>(m_side - 1))) : 0;
}
std::uint32_t EarClipper::line(double y) const {
    const double cell = (y - m_box.min_y) * m_cells_per_y;
    return cell > 0 ? static_cast<std::uint32_t>(std::min(cell, static_cast<double>(m_side - 1))) : 0;
}

void EarClipper::index_blockers(Index start) {
    std::vector<Index> found;
    m_box = {};
    Index node = start;
    do {
        m_nodes[node].blocks = turn(node) <= 0;
        if (m_nodes[node].blocks) {
            found.push_back(node);
            m_box.add(m_nodes[node].at);
        }
        node = m_nodes[node].next;
    } while (node != start);
    m_alive = m_indexed = found.size();
    m_late.clear();
    m_side = 0;
    const double width = m_box.width(), height = m_box.height();
    if (found.size() <= kGridFrom || !std::isfinite(width) || !std::isfinite(height)) {
        m_blockers = std::move(found);
        return;
    }
    m_side =
        static_cast<std::uint32_t>(std::clamp(std::sqrt(static_cast<double>(found.size()) / 2), 1.0, 2048.0));
    m_cells_per_x = width > 0 ? m_side / width : 0;
    m_cells_per_y = height > 0 ? m_side / height : 0;
    const auto cell_of = [&](Index q) { return line(m_nodes[q].at.y) * m_side + column(m_nodes[q].at.x); };
    m_cell_begin.assign(static_cast<std::size_t>(m_side) * m_side + 1, 0);
    for (const Index q : found) ++m_cell_begin[cell_of(q) + 1];
    for (std::size_t cell = 1; cell < m_cell_begin.size(); ++cell)
        m_cell_begin[cell] += m_cell_begin[cell - 1];
    m_blockers.resize(found.size());
    std::vector<std::uint32_t> at(m_cell_begin.begin(), m_cell_begin.end() - 1);
    for (const Index q : found) m_blockers[at[cell_of(q)]++] = q;
}

}  // namespace safeground::geo
