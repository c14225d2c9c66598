#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/geometry.hpp"

namespace safeground::io {

enum class GeometryKind : std::uint8_t { None, Points, Lines, Polygons, Mixed };

/// What an OGR geometry (an OGRGeometryH) is, collections by their first member that is something.
GeometryKind geometry_kind(const void* ogr_geometry);

/// Collects OGR geometries of one kind, one row each, in the coordinates as found; heights and measures are
/// dropped, curves become chords, members of another kind in a collection are left out.
class GeometryCollector {
public:
    explicit GeometryCollector(GeometryKind kind);
    /// Adds a row; false where the geometry is of another kind (then the row has none).
    bool add(void* ogr_geometry);
    std::size_t not_numbers() const {
        return m_not_numbers;
    }  ///< rows that lost a geometry with NaN or infinite coordinates
    core::Geometry take();

private:
    bool collect(void* ogr_geometry);
    void end_row();

    GeometryKind m_kind;
    core::Points m_points;
    core::Lines m_lines;
    core::Polygons m_polygons;
    bool m_point_added = false, m_bad = false;
    std::size_t m_not_numbers = 0;
    std::vector<core::Point> m_buffer;
};

}  // namespace safeground::io
