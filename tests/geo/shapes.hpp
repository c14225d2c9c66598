#pragma once

#include <geos_c.h>

#include <string>
#include <vector>

#include "core/geometry.hpp"

namespace safeground::tests {

/// GEOS for oracles: one context, freed at the end.
GEOSContextHandle_t geos();
/// Rows from WKT, one POLYGON, MULTIPOLYGON or empty text a row; rings as written.
core::Polygons from_wkt(const std::vector<std::string>& rows);
/// One row as a GEOS geometry; the caller frees it.
GEOSGeometry* to_geos(const core::Polygons& polygons, std::size_t row);

/// Unit squares of `side` metres, row-major from the lower left, each with four vertices.
core::Polygons squares(int across, int up, double side = 1, double x0 = 0, double y0 = 0);
/// A star-shaped ring with random radii between `inner` and `outer`, anticlockwise; simple by construction.
std::vector<core::Point> star(std::uint32_t seed, std::size_t vertices, core::Point centre, double inner,
                              double outer);
/// A number from 0 to 1 from a seed and a counter; the same everywhere.
double noise(std::uint32_t seed, std::uint64_t counter);
core::Polygons moved(core::Polygons polygons, double dx, double dy);
core::Polygons reordered(const core::Polygons& polygons, const std::vector<std::uint32_t>& rows);

}  // namespace safeground::tests
