#include "geo/validity.hpp"

#include <fmt/format.h>
#include <geos_c.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "geo/parallel.hpp"
#include "geo/predicates.hpp"

namespace safeground::geo {
namespace {

/// GEOS geometry of one thread; every handle is freed, and what GEOS says goes into `message`.
class Geos {
public:
    Geos() : m_context(GEOS_init_r()) {
        GEOSContext_setErrorMessageHandler_r(
            m_context, [](const char* text, void* self) { static_cast<Geos*>(self)->message = text; }, this);
        m_params = GEOSMakeValidParams_create_r(m_context);
        GEOSMakeValidParams_setMethod_r(m_context, m_params, GEOS_MAKE_VALID_STRUCTURE);
        GEOSMakeValidParams_setKeepCollapsed_r(m_context, m_params, 0);
    }
    ~Geos() {
        GEOSMakeValidParams_destroy_r(m_context, m_params);
        GEOS_finish_r(m_context);
    }
    Geos(const Geos&) = delete;
    Geos& operator=(const Geos&) = delete;

    struct Delete {
        GEOSContextHandle_t context;
        void operator()(GEOSGeometry* g) const { GEOSGeom_destroy_r(context, g); }
    };
    using Geometry = std::unique_ptr<GEOSGeometry, Delete>;
    Geometry own(GEOSGeometry* g) const { return Geometry(g, Delete{m_context}); }

    GEOSGeometry* ring(std::span<const core::Point> points) const {
        const auto n = static_cast<unsigned>(points.size());
        GEOSCoordSequence* sequence = GEOSCoordSeq_create_r(m_context, n + 1, 2);
        for (unsigned i = 0; i <= n; ++i) {
            const core::Point p = points[i == n ? 0 : i];
            GEOSCoordSeq_setXY_r(m_context, sequence, i, p.x, p.y);
        }
        return GEOSGeom_createLinearRing_r(m_context, sequence);
    }
    /// A multipolygon of one row of well-formed rings; null when GEOS refuses.
    Geometry row(const core::Polygons& polygons) const {
        std::vector<GEOSGeometry*> parts;
        for (std::size_t part = 0; part < polygons.parts(); ++part) {
            std::vector<GEOSGeometry*> holes;
            const std::size_t first = polygons.part_begin[part];
            GEOSGeometry* shell = ring(polygons.ring(first));
            for (std::size_t g = first + 1; g < polygons.part_begin[part + 1]; ++g)
                holes.push_back(ring(polygons.ring(g)));
            parts.push_back(GEOSGeom_createPolygon_r(m_context, shell, holes.data(),
                                                     static_cast<unsigned>(holes.size())));
        }
        return own(GEOSGeom_createCollection_r(m_context, GEOS_MULTIPOLYGON, parts.data(),
                                               static_cast<unsigned>(parts.size())));
    }
    /// Empty when valid.
    std::string invalid_reason(const GEOSGeometry* g) {
        if (GEOSisValid_r(m_context, g) == 1) return {};
        char* reason = nullptr;
        GEOSGeometry* place = nullptr;
        GEOSisValidDetail_r(m_context, g, 0, &reason, &place);
        const Geometry owned = own(place);
        std::string text = reason != nullptr ? reason : message;
        GEOSFree_r(m_context, reason);
        double x = 0, y = 0;
        if (place != nullptr && GEOSGeomGetX_r(m_context, place, &x) == 1 &&
            GEOSGeomGetY_r(m_context, place, &y) == 1)
            text += fmt::format(" at {:.2f} {:.2f}", x, y);
        return text.empty() ? "Not valid" : text;
    }
    Geometry make_valid(const GEOSGeometry* g) const {
        return own(GEOSMakeValidWithParams_r(m_context, g, m_params));
    }

    /// Appends every polygon in `g` as a part.
    void append(const GEOSGeometry* g, core::Polygons& polygons) const {
        if (g == nullptr || GEOSisEmpty_r(m_context, g) == 1) return;
        if (GEOSGeomTypeId_r(m_context, g) == GEOS_POLYGON) {
            append_ring(GEOSGetExteriorRing_r(m_context, g), polygons);
            for (int i = 0; i < GEOSGetNumInteriorRings_r(m_context, g); ++i)
                append_ring(GEOSGetInteriorRingN_r(m_context, g, i), polygons);
            polygons.end_part();
            return;
        }
        if (GEOSGeomTypeId_r(m_context, g) < GEOS_MULTIPOINT) return;  // a point or a line: no area
        for (int i = 0; i < GEOSGetNumGeometries_r(m_context, g); ++i)
            append(GEOSGetGeometryN_r(m_context, g, i), polygons);
    }

    std::string message;

private:
    void append_ring(const GEOSGeometry* ring, core::Polygons& polygons) const {
        const GEOSCoordSequence* sequence = GEOSGeom_getCoordSeq_r(m_context, ring);
        unsigned n = 0;
        GEOSCoordSeq_getSize_r(m_context, sequence, &n);
        std::vector<core::Point> points(n);
        for (unsigned i = 0; i < n; ++i)
            GEOSCoordSeq_getXY_r(m_context, sequence, i, &points[i].x, &points[i].y);
        polygons.add_ring(points);
    }

    GEOSContextHandle_t m_context;
    GEOSMakeValidParams* m_params = nullptr;
};

/// One row without repeated vertices, vertices without position and collapsed rings; says what had to go.
core::Polygons tidy(const core::Polygons& polygons, std::size_t row, std::string& reason) {
    core::Polygons clean;
    std::vector<core::Point> points;
    std::size_t without_position = 0, collapsed = 0;
    for (std::size_t part = polygons.row_begin[row]; part < polygons.row_begin[row + 1]; ++part) {
        bool has_shell = false;
        const std::size_t first = polygons.part_begin[part];
        for (std::size_t g = first; g < polygons.part_begin[part + 1]; ++g) {
            points.clear();
            for (const core::Point& p : polygons.ring(g)) {
                if (!finite(p)) ++without_position;
                else if (points.empty() || !(points.back() == p)) points.push_back(p);
            }
            while (points.size() > 1 && points.back() == points.front()) points.pop_back();
            if (points.size() < 3) {
                ++collapsed;
                if (g == first) break;  // holes of nothing
                continue;
            }
            if (g == first) has_shell = true;
            clean.add_ring(points);
        }
        if (has_shell) clean.end_part();
    }
    clean.end_row();
    if (without_position > 0) reason = fmt::format("{} vertices have no position", without_position);
    else if (collapsed > 0) reason = "A ring has fewer than 3 points";
    return clean;
}

void orient(core::Polygons& row) {
    for (std::size_t part = 0; part < row.parts(); ++part)
        for (std::size_t g = row.part_begin[part]; g < row.part_begin[part + 1]; ++g) {
            const bool shell = g == row.part_begin[part];
            if ((core::signed_area2(row.ring(g)) > 0) == shell) continue;
            std::reverse(row.vertices.begin() + row.ring_begin[g],
                         row.vertices.begin() + row.ring_begin[g + 1]);
        }
}

core::Polygons repaired_row(Geos& geos, const core::Polygons& polygons, std::size_t row,
                            std::optional<Repair>& repair) {
    if (polygons.row_begin[row] == polygons.row_begin[row + 1]) {
        core::Polygons none;
        none.end_row();
        return none;
    }
    std::string reason;
    core::Polygons clean = tidy(polygons, row, reason);
    if (clean.parts() > 0) {
        const Geos::Geometry geometry = geos.row(clean);
        const std::string invalid =
            geometry ? geos.invalid_reason(geometry.get()) : "Not a polygon: " + geos.message;
        if (!invalid.empty()) {
            if (reason.empty()) reason = invalid;
            const Geos::Geometry valid = geometry ? geos.make_valid(geometry.get()) : geos.own(nullptr);
            core::Polygons better;
            geos.append(valid.get(), better);
            better.end_row();
            clean = std::move(better);
        }
    }
    orient(clean);
    if (!reason.empty())
        repair = Repair{static_cast<std::uint32_t>(row), reason, core::area_m2(polygons, row),
                        core::area_m2(clean, 0), clean.parts() == 0};
    return clean;
}

void append_row(core::Polygons& all, const core::Polygons& from, std::size_t row) {
    for (std::size_t part = from.row_begin[row]; part < from.row_begin[row + 1]; ++part) {
        for (std::size_t g = from.part_begin[part]; g < from.part_begin[part + 1]; ++g)
            all.add_ring(from.ring(g));
        all.end_part();
    }
    all.end_row();
}

std::ptrdiff_t first_vertex(const core::Polygons& polygons, std::size_t row) {
    return polygons.ring_begin[polygons.part_begin[polygons.row_begin[row]]];
}

/// Whether the only row of `one` has as many parts, rings and vertices, each, as the row of `polygons`.
bool same_shape(const core::Polygons& one, const core::Polygons& polygons, std::size_t row) {
    const std::size_t part = polygons.row_begin[row], parts = polygons.row_begin[row + 1] - part;
    if (one.parts() != parts) return false;
    const std::size_t ring = polygons.part_begin[part];
    for (std::size_t p = 1; p <= parts; ++p)
        if (one.part_begin[p] != polygons.part_begin[part + p] - ring) return false;
    for (std::size_t g = 0; g < one.rings(); ++g)
        if (one.ring(g).size() != polygons.ring(ring + g).size()) return false;
    return true;
}

}  // namespace

Repaired make_valid(core::Polygons polygons, int threads) {
    constexpr std::size_t kChunk = 256;
    struct Piece {
        std::vector<Repair> repairs;
        std::vector<std::pair<std::size_t, core::Polygons>>
            other_shape;  ///< rows that do not fit their place
    };
    std::vector<Piece> pieces((polygons.size() + kChunk - 1) / kChunk);
    for_chunks(polygons.size(), kChunk, threads, [&] {
        return [&, geos = std::make_unique<Geos>()](std::size_t chunk, std::size_t begin, std::size_t end) {
            for (std::size_t row = begin; row < end; ++row) {
                std::optional<Repair> repair;
                core::Polygons clean = repaired_row(*geos, polygons, row, repair);
                if (repair) pieces[chunk].repairs.push_back(*repair);
                // Nearly every row is as it was or turned round: it takes its old place, so that a country
                // is not held three times.
                if (same_shape(clean, polygons, row))
                    std::copy(clean.vertices.begin(), clean.vertices.end(),
                              polygons.vertices.begin() + first_vertex(polygons, row));
                else pieces[chunk].other_shape.emplace_back(row, std::move(clean));
            }
        };
    });
    Repaired all;
    std::size_t other_shape = 0;
    for (const Piece& piece : pieces) {
        all.repairs.insert(all.repairs.end(), piece.repairs.begin(), piece.repairs.end());
        other_shape += piece.other_shape.size();
    }
    if (other_shape == 0) {
        all.polygons = std::move(polygons);
        return all;
    }
    all.polygons.vertices.reserve(polygons.vertices.size());
    std::size_t next = 0;
    const auto append_up_to = [&](std::size_t end) {
        for (; next < end; ++next) append_row(all.polygons, polygons, next);
    };
    for (const Piece& piece : pieces)
        for (const auto& [row, clean] : piece.other_shape) {
            append_up_to(row);
            append_row(all.polygons, clean, 0);
            ++next;
        }
    append_up_to(polygons.size());
    return all;
}

}  // namespace safeground::geo
