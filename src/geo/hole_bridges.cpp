#include <algorithm>
#include <cmath>
#include <limits>

#include "geo/ear_clipper.hpp"
#include "geo/predicates.hpp"

// The half of EarClipper that makes one ring of a shell and its holes: from the leftmost vertex of each hole,
// leftmost hole first, a bridge goes to a vertex of what has been joined so far that it can see (the usual
// proof that one is there: Eberly, Triangulation by Ear Clipping). The ray's vertex is checked exactly,
// because rounding may have chosen the wrong edge.

namespace safeground::geo {
namespace {

bool left_of(core::Point a, core::Point b) { return a.x < b.x || (a.x == b.x && a.y < b.y); }

bool cross(core::Point a, core::Point b, core::Point c, core::Point d) {
    return orientation(a, b, c) * orientation(a, b, d) < 0 && orientation(c, d, a) * orientation(c, d, b) < 0;
}

}  // namespace

void EarClipper::bridge_holes(Index shell, std::vector<Index>& holes) {
    for (Index& hole : holes) {
        Index leftmost = hole;
        for (Index node = m_nodes[hole].next; node != hole; node = m_nodes[node].next)
            if (left_of(m_nodes[node].at, m_nodes[leftmost].at)) leftmost = node;
        hole = leftmost;
    }
    std::stable_sort(holes.begin(), holes.end(),
                     [&](Index a, Index b) { return left_of(m_nodes[a].at, m_nodes[b].at); });
    for (const Index hole : holes) {
        const auto [outer_touch, hole_touch] = find_touch(shell, hole);
        if (outer_touch != kNone) {
            join(outer_touch, hole_touch);
            continue;
        }
        const Index outer = find_bridge(shell, hole);
        if (outer != kNone) join(outer, hole);
    }
}

/// A hole that touches what is joined so far is joined there: elsewhere, the two nodes at that place would
/// not know of each other, and an ear at one could reach across the other.
std::pair<EarClipper::Index, EarClipper::Index> EarClipper::find_touch(Index shell, Index hole) const {
    std::vector<Index> of_hole;
    core::Box box;
    Index node = hole;
    do {
        of_hole.push_back(node);
        box.add(m_nodes[node].at);
        node = m_nodes[node].next;
    } while (node != hole);
    const auto before = [&](Index a, Index b) { return left_of(m_nodes[a].at, m_nodes[b].at); };
    std::sort(of_hole.begin(), of_hole.end(), before);
    node = shell;
    do {
        if (box.contains(m_nodes[node].at)) {
            const auto at = std::lower_bound(of_hole.begin(), of_hole.end(), node, before);
            if (at != of_hole.end() && m_nodes[*at].at == m_nodes[node].at) {
                const Index outer = at_same_place(shell, node, *at);
                if (outer != kNone) return {outer, *at};
            }
        }
        node = m_nodes[node].next;
    } while (node != shell);
    return {kNone, kNone};
}

EarClipper::Index EarClipper::find_bridge(Index shell, Index hole) const {
    const Index by_ray = bridge_by_ray(shell, hole);
    if (by_ray == kNone) return kNone;  // nothing at the left: the hole is not in the shell
    const Index chosen = at_same_place(shell, by_ray, hole);
    if (chosen != kNone && sees(shell, hole, chosen)) return chosen;

    std::vector<std::pair<double, Index>> nearest;
    const core::Point from = m_nodes[hole].at;
    Index node = shell;
    do {
        const double dx = m_nodes[node].at.x - from.x, dy = m_nodes[node].at.y - from.y;
        nearest.emplace_back(dx * dx + dy * dy, node);
        node = m_nodes[node].next;
    } while (node != shell);
    std::sort(nearest.begin(), nearest.end());
    constexpr std::size_t kTries = 1000;  // in a valid part one of the first few can be seen
    for (std::size_t i = 0; i < std::min(nearest.size(), kTries); ++i) {
        const Index other = at_same_place(shell, nearest[i].second, hole);
        if (other != kNone && sees(shell, hole, other)) return other;
    }
    return by_ray;
}

EarClipper::Index EarClipper::bridge_by_ray(Index shell, Index hole) const {
    const core::Point from = m_nodes[hole].at;
    double reach = -std::numeric_limits<double>::infinity();
    Index best = kNone;
    Index node = shell;
    do {
        const core::Point p = m_nodes[node].at, q = m_nodes[m_nodes[node].next].at;
        if (p == from) return node;
        if (p.y >= from.y && q.y <= from.y && p.y != q.y) {  // going down: the inside is at its right
            const double x = p.x + (from.y - p.y) / (q.y - p.y) * (q.x - p.x);
            if (x <= from.x && x > reach) {
                reach = x;
                best = p.x < q.x ? node : m_nodes[node].next;
            }
        }
        node = m_nodes[node].next;
    } while (node != shell);
    if (best == kNone) return kNone;

    // Of the vertices between ray and edge, the one nearest in angle to the ray is in sight.
    const core::Point hit{reach, from.y}, corner = m_nodes[best].at;
    const bool above = corner.y > from.y;
    double slope = std::abs(corner.y - from.y) / std::max(from.x - corner.x, 1e-300);
    node = shell;
    do {
        const core::Point q = m_nodes[node].at;
        if (q.x >= corner.x && q.x < from.x && node != best) {
            const core::Point a = above ? hit : corner, b = above ? corner : hit;
            if (orientation(from, b, a) >= 0 && orientation(from, b, q) >= 0 && orientation(b, a, q) >= 0 &&
                orientation(a, from, q) >= 0) {
                const double angle = std::abs(q.y - from.y) / (from.x - q.x);
                if (angle < slope || (angle == slope && q.x > m_nodes[best].at.x)) {
                    slope = angle;
                    best = node;
                }
            }
        }
        node = m_nodes[node].next;
    } while (node != shell);
    return best;
}

/// Earlier bridges leave several nodes at one place; the bridge must leave from the one whose inside it goes
/// through.
EarClipper::Index EarClipper::at_same_place(Index shell, Index node, Index hole) const {
    const core::Point place = m_nodes[node].at;
    const core::Point from = m_nodes[hole].at;
    const core::Point target = place == from ? m_nodes[m_nodes[hole].next].at : from;
    Index best = kNone;
    int best_wedge = -1;
    Index other = shell;
    do {
        if (m_nodes[other].at == place) {
            const int wedge = in_wedge(other, target);
            if (wedge > best_wedge) {
                best_wedge = wedge;
                best = other;
            }
        }
        other = m_nodes[other].next;
    } while (other != shell);
    return best_wedge >= 0 ? best : kNone;
}

/// 1: the target is strictly within the angle of the inside at this node; 0: on its border; -1: outside.
int EarClipper::in_wedge(Index node, core::Point target) const {
    const core::Point p = m_nodes[node].at;
    const core::Point prev = m_nodes[m_nodes[node].prev].at, next = m_nodes[m_nodes[node].next].at;
    const int from_next = orientation(p, next, target), to_prev = orientation(p, target, prev);
    if (orientation(prev, p, next) > 0) return std::min(from_next, to_prev);
    return std::max(from_next, to_prev);
}

bool EarClipper::sees(Index shell, Index hole, Index node) const {
    const core::Point a = m_nodes[hole].at, b = m_nodes[node].at;
    if (a == b) return true;
    core::Box box;
    box.add(a);
    box.add(b);
    Index other = shell;
    do {
        const core::Point p = m_nodes[other].at, q = m_nodes[m_nodes[other].next].at;
        core::Box edge;
        edge.add(p);
        edge.add(q);
        if (edge.intersects(box)) {
            if (cross(a, b, p, q)) return false;
            if (p != a && p != b && on_segment(p, a, b)) return false;
        }
        other = m_nodes[other].next;
    } while (other != shell);
    return true;
}

void EarClipper::join(Index outer, Index hole) {
    const Index after_outer = m_nodes[outer].next, before_hole = m_nodes[hole].prev;
    const auto outer2 = static_cast<Index>(m_nodes.size()), hole2 = outer2 + 1;
    m_nodes.push_back(m_nodes[outer]);
    m_nodes.push_back(m_nodes[hole]);
    m_nodes[outer].next = hole;
    m_nodes[hole].prev = outer;
    m_nodes[before_hole].next = hole2;
    m_nodes[hole2].prev = before_hole;
    m_nodes[hole2].next = outer2;
    m_nodes[outer2].prev = hole2;
    m_nodes[outer2].next = after_outer;
    m_nodes[after_outer].prev = outer2;
}

}  // namespace safeground::geo
