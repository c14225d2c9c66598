#include "vec.hpp"

#include <algorithm>
#include <limits>

namespace safeground::demo {

double distance_to(const std::vector<Vec>& line, Vec p, bool closed) {
    double best = std::numeric_limits<double>::infinity();
    const std::size_t count = line.size();
    for (std::size_t i = 0; i + (closed ? 0 : 1) < count; ++i) {
        const Vec a = line[i];
        const Vec along = line[(i + 1) % count] - a;
        const double squared = dot(along, along);
        const double t = squared > 0 ? std::clamp(dot(p - a, along) / squared, 0.0, 1.0) : 0;
        best = std::min(best, distance(p, a + t * along));
    }
    return best;
}

bool inside(const std::vector<Vec>& ring, Vec p) {
    bool in = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const Vec a = ring[i], b = ring[j];
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) in = !in;
    }
    return in;
}

double signed_area(const std::vector<Vec>& ring) {
    double twice = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) twice += cross(ring[i], ring[(i + 1) % ring.size()]);
    return twice / 2;
}

std::vector<Vec> smooth(const std::vector<Vec>& points, bool closed, double step) {
    std::vector<Vec> out;
    const auto count = static_cast<std::ptrdiff_t>(points.size());
    const auto at = [&](std::ptrdiff_t i) {
        if (closed) return points[static_cast<std::size_t>((i + count) % count)];
        return points[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i, 0, count - 1))];
    };
    for (std::ptrdiff_t i = 0; i < (closed ? count : count - 1); ++i) {
        const Vec a = at(i - 1), b = at(i), c = at(i + 1), d = at(i + 2);
        const int pieces = std::max(1, static_cast<int>(distance(b, c) / step));
        for (int k = 0; k < pieces; ++k) {
            const double t = k / static_cast<double>(pieces);
            out.push_back(0.5 * (2.0 * b + t * (c - a) + t * t * (2.0 * a - 5.0 * b + 4.0 * c - d) +
                                 t * t * t * (3.0 * b - a - 3.0 * c + d)));
        }
    }
    if (!closed) out.push_back(points.back());
    return out;
}

std::vector<Sample> samples(const std::vector<Vec>& line, bool closed, double spacing) {
    std::vector<Sample> out;
    double next = spacing / 2, walked = 0;
    for (std::size_t i = 0; i + (closed ? 0 : 1) < line.size(); ++i) {
        const Vec a = line[i], along = line[(i + 1) % line.size()] - a;
        const double piece = length(along);
        while (piece > 0 && next <= walked + piece) {
            const Vec unit = (1 / piece) * along;
            out.push_back({a + (next - walked) * unit, {-unit.y, unit.x}});
            next += spacing;
        }
        walked += piece;
    }
    return out;
}

}  // namespace safeground::demo
