#include "geo/shapes.hpp"

#include <cmath>
#include <memory>
#include <stdexcept>

namespace safeground::tests {

GEOSContextHandle_t geos() {
    static const std::unique_ptr<GEOSContextHandle_HS, decltype(&GEOS_finish_r)> context(GEOS_init_r(),
                                                                                         GEOS_finish_r);
    return context.get();
}

namespace {

std::vector<core::Point> points_of(const GEOSGeometry* ring) {
    const GEOSCoordSequence* sequence = GEOSGeom_getCoordSeq_r(geos(), ring);
    unsigned n = 0;
    GEOSCoordSeq_getSize_r(geos(), sequence, &n);
    std::vector<core::Point> points(n);
    for (unsigned i = 0; i < n; ++i) GEOSCoordSeq_getXY_r(geos(), sequence, i, &points[i].x, &points[i].y);
    return points;
}

void add(core::Polygons& to, const GEOSGeometry* g) {
    if (GEOSisEmpty_r(geos(), g) == 1) return;
    if (GEOSGeomTypeId_r(geos(), g) == GEOS_POLYGON) {
        to.add_ring(points_of(GEOSGetExteriorRing_r(geos(), g)));
        for (int i = 0; i < GEOSGetNumInteriorRings_r(geos(), g); ++i)
            to.add_ring(points_of(GEOSGetInteriorRingN_r(geos(), g, i)));
        to.end_part();
        return;
    }
    for (int i = 0; i < GEOSGetNumGeometries_r(geos(), g); ++i) add(to, GEOSGetGeometryN_r(geos(), g, i));
}

GEOSGeometry* ring_of(std::span<const core::Point> points) {
    const auto n = static_cast<unsigned>(points.size());
    GEOSCoordSequence* sequence = GEOSCoordSeq_create_r(geos(), n + 1, 2);
    for (unsigned i = 0; i <= n; ++i)
        GEOSCoordSeq_setXY_r(geos(), sequence, i, points[i % n].x, points[i % n].y);
    return GEOSGeom_createLinearRing_r(geos(), sequence);
}

}  // namespace

core::Polygons from_wkt(const std::vector<std::string>& rows) {
    core::Polygons all;
    for (const std::string& wkt : rows) {
        if (!wkt.empty()) {
            GEOSWKTReader* reader = GEOSWKTReader_create_r(geos());
            GEOSGeometry* g = GEOSWKTReader_read_r(geos(), reader, wkt.c_str());
            GEOSWKTReader_destroy_r(geos(), reader);
            if (g == nullptr) throw std::runtime_error("Not WKT: " + wkt);
            add(all, g);
            GEOSGeom_destroy_r(geos(), g);
        }
        all.end_row();
    }
    return all;
}

GEOSGeometry* to_geos(const core::Polygons& polygons, std::size_t row) {
    std::vector<GEOSGeometry*> parts;
    for (std::size_t part = polygons.row_begin[row]; part < polygons.row_begin[row + 1]; ++part) {
        const std::size_t first = polygons.part_begin[part];
        std::vector<GEOSGeometry*> holes;
        for (std::size_t g = first + 1; g < polygons.part_begin[part + 1]; ++g)
            holes.push_back(ring_of(polygons.ring(g)));
        parts.push_back(GEOSGeom_createPolygon_r(geos(), ring_of(polygons.ring(first)), holes.data(),
                                                 static_cast<unsigned>(holes.size())));
    }
    return GEOSGeom_createCollection_r(geos(), GEOS_MULTIPOLYGON, parts.data(),
                                       static_cast<unsigned>(parts.size()));
}

core::Polygons squares(int across, int up, double side, double x0, double y0) {
    core::Polygons all;
    for (int j = 0; j < up; ++j)
        for (int i = 0; i < across; ++i) {
            const double x = x0 + i * side, y = y0 + j * side, x1 = x0 + (i + 1) * side,
                         y1 = y0 + (j + 1) * side;
            const std::vector<core::Point> ring{{x, y}, {x1, y}, {x1, y1}, {x, y1}};
            all.add_ring(ring);
            all.end_part();
            all.end_row();
        }
    return all;
}

double noise(std::uint32_t seed, std::uint64_t counter) {
    std::uint64_t z = (counter + 1) * 0x9E3779B97F4A7C15ULL + seed * 0xD1B54A32D192ED03ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1.0p-53;
}

std::vector<core::Point> star(std::uint32_t seed, std::size_t vertices, core::Point centre, double inner,
                              double outer) {
    std::vector<core::Point> ring(vertices);
    for (std::size_t i = 0; i < vertices; ++i) {
        const double angle = 6.283185307179586 * static_cast<double>(i) / static_cast<double>(vertices);
        const double radius = inner + (outer - inner) * noise(seed, i);
        ring[i] = {centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)};
    }
    return ring;
}

core::Polygons moved(core::Polygons polygons, double dx, double dy) {
    for (core::Point& p : polygons.vertices) p = {p.x + dx, p.y + dy};
    return polygons;
}

core::Polygons reordered(const core::Polygons& polygons, const std::vector<std::uint32_t>& rows) {
    return std::get<core::Polygons>(core::select_rows(core::Geometry(polygons), rows));
}

}  // namespace safeground::tests
