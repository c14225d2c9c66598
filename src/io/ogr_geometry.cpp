#include "io/ogr_geometry.hpp"

#include <ogr_api.h>

#include <cmath>

namespace safeground::io {
namespace {

OGRGeometryH handle(void* geometry) { return static_cast<OGRGeometryH>(geometry); }
OGRGeometryH handle(const void* geometry) { return static_cast<OGRGeometryH>(const_cast<void*>(geometry)); }

/// Copies the vertices of a line or ring; false where a coordinate is not a number.
bool read_vertices(OGRGeometryH line, std::vector<core::Point>& out) {
    const int n = OGR_G_GetPointCount(line);
    out.resize(static_cast<std::size_t>(n));
    if (n > 0)
        OGR_G_GetPoints(line, &out[0].x, sizeof(core::Point), &out[0].y, sizeof(core::Point), nullptr, 0);
    for (const core::Point& p : out)
        if (!std::isfinite(p.x) || !std::isfinite(p.y)) return false;
    return true;
}

}  // namespace

GeometryKind geometry_kind(const void* ogr_geometry) {
    if (ogr_geometry == nullptr) return GeometryKind::None;
    const OGRGeometryH geometry = handle(ogr_geometry);
    switch (wkbFlatten(OGR_G_GetGeometryType(geometry))) {
        case wkbPoint:
        case wkbMultiPoint:
            return GeometryKind::Points;
        case wkbLineString:
        case wkbCircularString:
        case wkbCompoundCurve:
        case wkbMultiCurve:
        case wkbMultiLineString:
            return GeometryKind::Lines;
        case wkbPolygon:
        case wkbCurvePolygon:
        case wkbMultiSurface:
        case wkbMultiPolygon:
        case wkbTriangle:
        case wkbTIN:
        case wkbPolyhedralSurface:
            return GeometryKind::Polygons;
        case wkbGeometryCollection:
            for (int i = 0; i < OGR_G_GetGeometryCount(geometry); ++i)
                if (const GeometryKind kind = geometry_kind(OGR_G_GetGeometryRef(geometry, i));
                    kind != GeometryKind::None)
                    return kind;
            return GeometryKind::None;
        default:
            return GeometryKind::None;
    }
}

GeometryCollector::GeometryCollector(GeometryKind kind) : m_kind(kind) {}

bool GeometryCollector::collect(void* ogr_geometry) {
    const OGRGeometryH geometry = handle(ogr_geometry);
    switch (wkbFlatten(OGR_G_GetGeometryType(geometry))) {
        case wkbPoint:
            if (m_kind != GeometryKind::Points) return false;
            if (OGR_G_IsEmpty(geometry) != 0) return true;
            if (!m_point_added) {
                const core::Point p{OGR_G_GetX(geometry, 0), OGR_G_GetY(geometry, 0)};
                m_bad = m_bad || !std::isfinite(p.x) || !std::isfinite(p.y);
                m_points.at.push_back(p);
                m_point_added = true;
            }
            return true;
        case wkbLineString:
            if (m_kind != GeometryKind::Lines) return false;
            m_bad = !read_vertices(geometry, m_buffer) || m_bad;
            if (!m_bad && m_buffer.size() > 1) m_lines.add_line(m_buffer);
            return true;
        case wkbPolygon:
        case wkbTriangle: {
            if (m_kind != GeometryKind::Polygons) return false;
            bool any = false;
            for (int g = 0; g < OGR_G_GetGeometryCount(geometry); ++g) {
                m_bad = !read_vertices(OGR_G_GetGeometryRef(geometry, g), m_buffer) || m_bad;
                if (m_bad) break;
                constexpr std::size_t kClosedTriangle = 4;
                if (m_buffer.size() < kClosedTriangle) {
                    if (g == 0) return true;  // a shell without an area: the row has no polygon here
                    continue;
                }
                m_polygons.add_ring(m_buffer);
                any = true;
            }
            if (any) m_polygons.end_part();
            return true;
        }
        case wkbMultiPoint:
        case wkbMultiLineString:
        case wkbMultiPolygon:
        case wkbGeometryCollection:
        case wkbTIN:
        case wkbPolyhedralSurface: {
            bool any = OGR_G_GetGeometryCount(geometry) == 0;
            for (int i = 0; i < OGR_G_GetGeometryCount(geometry); ++i)
                any = collect(OGR_G_GetGeometryRef(geometry, i)) || any;
            return any;
        }
        default: {
            if (OGR_G_HasCurveGeometry(geometry, 1) == 0) return false;
            OGRGeometryH straight = OGR_G_GetLinearGeometry(geometry, 0, nullptr);
            if (straight == nullptr) return false;
            const bool added = OGR_G_HasCurveGeometry(straight, 1) == 0 && collect(straight);
            OGR_G_DestroyGeometry(straight);
            return added;
        }
    }
}

void GeometryCollector::end_row() {
    switch (m_kind) {
        case GeometryKind::Points:
            if (!m_point_added) m_points.at.emplace_back();
            break;
        case GeometryKind::Lines:
            m_lines.end_row();
            break;
        case GeometryKind::Polygons:
            m_polygons.end_row();
            break;
        default:
            break;
    }
    m_point_added = false;
    m_bad = false;
}

bool GeometryCollector::add(void* ogr_geometry) {
    const std::size_t vertices_of_lines = m_lines.vertices.size(), lines = m_lines.line_begin.size();
    const std::size_t vertices = m_polygons.vertices.size(), rings = m_polygons.ring_begin.size(),
                      parts = m_polygons.part_begin.size();
    const bool fits = ogr_geometry == nullptr || collect(ogr_geometry);
    if (m_bad) {
        // Half a polygon would be worse than none.
        ++m_not_numbers;
        m_lines.vertices.resize(vertices_of_lines);
        m_lines.line_begin.resize(lines);
        m_polygons.vertices.resize(vertices);
        m_polygons.ring_begin.resize(rings);
        m_polygons.part_begin.resize(parts);
        if (m_point_added) m_points.at.back() = core::Point{};
    }
    end_row();
    return fits;
}

core::Geometry GeometryCollector::take() {
    switch (m_kind) {
        case GeometryKind::Points:
            return std::move(m_points);
        case GeometryKind::Lines:
            return std::move(m_lines);
        case GeometryKind::Polygons:
            return std::move(m_polygons);
        default:
            return std::monostate{};
    }
}

}  // namespace safeground::io
