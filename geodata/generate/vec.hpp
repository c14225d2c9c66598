#pragma once

#include <cmath>
#include <vector>

namespace safeground::demo {

/// Metres. In the plan and the mesh: from the borough's own corner (kOriginEast, kOriginNorth), which is
/// written files' zero.
struct Vec {
    double x = 0, y = 0;
};

inline Vec operator+(Vec a, Vec b) { return {a.x + b.x, a.y + b.y}; }
inline Vec operator-(Vec a, Vec b) { return {a.x - b.x, a.y - b.y}; }
inline Vec operator*(double s, Vec a) { return {s * a.x, s * a.y}; }
inline double cross(Vec a, Vec b) { return a.x * b.y - a.y * b.x; }
inline double dot(Vec a, Vec b) { return a.x * b.x + a.y * b.y; }
inline double length(Vec a) { return std::sqrt(dot(a, a)); }
inline double distance(Vec a, Vec b) { return length(a - b); }

/// Nearest distance to a polyline, open or (with `closed`) a ring whose first point is not repeated.
double distance_to(const std::vector<Vec>& line, Vec p, bool closed = false);
/// Even-odd rule; the ring's first point is not repeated.
bool inside(const std::vector<Vec>& ring, Vec p);
double signed_area(const std::vector<Vec>& ring);
/// A Catmull-Rom curve through the points, a vertex about every `step` metres.
std::vector<Vec> smooth(const std::vector<Vec>& points, bool closed, double step = 12);
/// Points every `spacing` metres along a polyline, from half a spacing in, with unit normals to the left.
struct Sample {
    Vec at, normal;
};
std::vector<Sample> samples(const std::vector<Vec>& line, bool closed, double spacing);
/// To the tenth of a metre, as all files have it.
inline Vec rounded(Vec p) { return {std::round(p.x * 10) / 10, std::round(p.y * 10) / 10}; }

}  // namespace safeground::demo
