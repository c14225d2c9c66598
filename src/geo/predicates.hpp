#pragma once

#include <cmath>

#include "core/geometry.hpp"

namespace safeground::geo {

/// Sign of the exact turn a, b, c; for when the quick answer cannot be trusted.
int exact_orientation(core::Point a, core::Point b, core::Point c);

/// 1 when a, b, c turn anticlockwise, -1 clockwise, 0 when they lie exactly on a line. Exact for every finite
/// input whose products do not overflow (Shewchuk 1997, Discrete and Computational Geometry 18: filter, then
/// expansion); 0 otherwise.
inline int orientation(core::Point a, core::Point b, core::Point c) {
    constexpr double kFilter = 3.3306690738754716e-16;  // (3 + 16 eps) eps
    const double left = (a.x - c.x) * (b.y - c.y);
    const double right = (a.y - c.y) * (b.x - c.x);
    const double turn = left - right;
    if (std::abs(turn) > kFilter * (std::abs(left) + std::abs(right))) return turn > 0 ? 1 : -1;
    return exact_orientation(a, b, c);
}

/// Whether p lies on the closed segment from a to b, exactly.
inline bool on_segment(core::Point p, core::Point a, core::Point b) {
    if ((p.x < a.x && p.x < b.x) || (p.x > a.x && p.x > b.x)) return false;
    if ((p.y < a.y && p.y < b.y) || (p.y > a.y && p.y > b.y)) return false;
    return orientation(a, b, p) == 0;
}

inline bool finite(core::Point p) { return std::isfinite(p.x) && std::isfinite(p.y); }

}  // namespace safeground::geo
