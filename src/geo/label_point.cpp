#include <algorithm>
#include <cmath>
#include <queue>

#include "geo/locate.hpp"
#include "geo/predicates.hpp"

namespace safeground::geo {
namespace {

double distance2_to_segment(core::Point p, core::Point a, core::Point b) {
    const double dx = b.x - a.x, dy = b.y - a.y;
    const double length2 = dx * dx + dy * dy;
    const double along =
        length2 > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length2, 0.0, 1.0) : 0.0;
    const double ex = a.x + along * dx - p.x, ey = a.y + along * dy - p.y;
    return ex * ex + ey * ey;
}

/// Distance to the nearest edge of the part; negative outside it.
double clearance(const core::Polygons& polygons, std::size_t part, core::Point p) {
    bool inside = false;
    double nearest2 = std::numeric_limits<double>::infinity();
    for (std::size_t g = polygons.part_begin[part]; g < polygons.part_begin[part + 1]; ++g) {
        const auto ring = polygons.ring(g);
        for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
            const core::Point a = ring[j], b = ring[i];
            if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x)
                inside = !inside;
            nearest2 = std::min(nearest2, distance2_to_segment(p, a, b));
        }
    }
    const double distance = std::sqrt(nearest2);
    return inside ? distance : -distance;
}

struct Square {
    core::Point centre;
    double half = 0, clear = 0;
    double at_most() const { return clear + half * 1.4142135623730951; }
    bool operator<(const Square& other) const { return at_most() < other.at_most(); }
};

}  // namespace

core::Point label_point(const core::Polygons& polygons, std::size_t row) {
    std::size_t largest = polygons.row_begin[row];
    double largest_area = -1;
    for (std::size_t part = largest; part < polygons.row_begin[row + 1]; ++part) {
        if (polygons.part_begin[part] == polygons.part_begin[part + 1]) continue;
        const double area = std::abs(core::signed_area2(polygons.ring(polygons.part_begin[part])));
        if (area > largest_area) {
            largest_area = area;
            largest = part;
        }
    }
    if (largest_area < 0) return {};
    const auto shell = polygons.ring(polygons.part_begin[largest]);
    core::Box box;
    for (const core::Point& p : shell)
        if (finite(p)) box.add(p);
    const double longer = std::max(box.width(), box.height()), shorter = std::min(box.width(), box.height());
    if (box.empty() || !(largest_area > 0) || !(shorter > 0) || !std::isfinite(longer))
        return shell.empty() ? core::Point{} : shell[0];

    // Squares are split best first until none can hold a circle noticeably larger than the best one found.
    const double precision = longer / 200, side = std::max(shorter, longer / 16);
    const auto square = [&](double x, double y, double half) {
        return Square{{x, y}, half, clearance(polygons, largest, {x, y})};
    };
    std::priority_queue<Square> open;
    Square best = square(box.min_x + box.width() / 2, box.min_y + box.height() / 2, 0);
    for (double x = box.min_x; x < box.max_x; x += side)
        for (double y = box.min_y; y < box.max_y; y += side)
            open.push(square(x + side / 2, y + side / 2, side / 2));
    // A part thinner than the precision everywhere must still end, and with a point inside.
    for (int split = 0; !open.empty() && split < 2000; ++split) {
        const Square top = open.top();
        open.pop();
        if (top.clear > best.clear) best = top;
        if (best.clear > 0 && top.at_most() - best.clear <= precision) break;
        const double half = top.half / 2;
        for (const double dx : {-half, half})
            for (const double dy : {-half, half})
                open.push(square(top.centre.x + dx, top.centre.y + dy, half));
    }
    return best.clear > 0 ? best.centre : shell[0];
}

}  // namespace safeground::geo
