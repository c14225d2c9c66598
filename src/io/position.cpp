#include "io/position.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "geo/crs.hpp"

namespace safeground::io {
namespace {

using core::Point;

/// Longitude and latitude, and eastings and northings, between which everything in Britain and Northern
/// Ireland lies.
constexpr core::Box kBritainDegrees{-9.5, 49.5, 2.5, 61.5};
constexpr core::Box kBritainMetres{0, 0, 700'000, 1'300'000};
/// No land of the grid is so near its origin; "0, 0" is how many systems write "no position".
constexpr double kNearOrigin = 1000;
/// The same kilometre in degrees; open sea off Africa.
constexpr double kNearNought = 0.009;

enum class Where : std::uint8_t { Nowhere, Degrees, SwappedDegrees, Metres, Elsewhere, Nought };

bool near_nought(Point p, double reach) {
    return p.valid() && std::abs(p.x) <= reach && std::abs(p.y) <= reach;
}

bool british_metres(Point p) {
    return kBritainMetres.contains(p) && (p.x > kNearOrigin || p.y > kNearOrigin);
}

Where where_is(std::span<const Point> vertices) {
    core::Box box;
    for (const Point& p : vertices) box.add(p);
    if (box.empty()) return Where::Nowhere;
    const std::array<Point, 2> corners{Point{box.min_x, box.min_y}, Point{box.max_x, box.max_y}};
    const auto both = [&](auto test) { return test(corners[0]) && test(corners[1]); };
    if (both([](Point p) { return kBritainDegrees.contains(p); })) return Where::Degrees;
    if (both([](Point p) { return kBritainDegrees.contains({p.y, p.x}); })) return Where::SwappedDegrees;
    if (both(british_metres)) return Where::Metres;
    return Where::Elsewhere;
}

/// The vertices of a row lie side by side in all three kinds of geometry.
class RowVertices {
public:
    explicit RowVertices(core::Geometry& geometry) : m_geometry(geometry) {}
    std::span<Point> all() {
        if (auto* points = std::get_if<core::Points>(&m_geometry)) return points->at;
        if (auto* lines = std::get_if<core::Lines>(&m_geometry)) return lines->vertices;
        if (auto* polygons = std::get_if<core::Polygons>(&m_geometry)) return polygons->vertices;
        return {};
    }
    std::span<Point> row(std::size_t r) {
        if (std::holds_alternative<core::Points>(m_geometry)) return all().subspan(r, 1);
        std::size_t begin = 0, end = 0;
        if (const auto* lines = std::get_if<core::Lines>(&m_geometry)) {
            begin = lines->line_begin[lines->row_begin[r]];
            end = lines->line_begin[lines->row_begin[r + 1]];
        } else if (const auto* polygons = std::get_if<core::Polygons>(&m_geometry)) {
            begin = polygons->ring_begin[polygons->part_begin[polygons->row_begin[r]]];
            end = polygons->ring_begin[polygons->part_begin[polygons->row_begin[r + 1]]];
        }
        return all().subspan(begin, end - begin);
    }

private:
    core::Geometry& m_geometry;
};

/// Takes the geometry of the marked rows away; the rows stay.
void remove_geometry(core::Geometry& geometry, const std::vector<bool>& marked) {
    if (auto* points = std::get_if<core::Points>(&geometry)) {
        for (std::size_t r = 0; r < points->size(); ++r)
            if (marked[r]) points->at[r] = Point{};
    } else if (const auto* lines = std::get_if<core::Lines>(&geometry)) {
        core::Lines kept;
        for (std::size_t r = 0; r < lines->size(); ++r) {
            if (!marked[r])
                for (std::size_t l = lines->row_begin[r]; l < lines->row_begin[r + 1]; ++l)
                    kept.add_line(lines->line(l));
            kept.end_row();
        }
        geometry = std::move(kept);
    } else if (const auto* polygons = std::get_if<core::Polygons>(&geometry)) {
        core::Polygons kept;
        for (std::size_t r = 0; r < polygons->size(); ++r) {
            if (!marked[r])
                for (std::size_t p = polygons->row_begin[r]; p < polygons->row_begin[r + 1]; ++p) {
                    for (std::size_t g = polygons->part_begin[p]; g < polygons->part_begin[p + 1]; ++g)
                        kept.add_ring(polygons->ring(g));
                    kept.end_part();
                }
            kept.end_row();
        }
        geometry = std::move(kept);
    }
}

bool geographic(const std::string& crs) {
    for (const char* begin : {"GEOGCRS", "GEOGCS", "BASEGEOGCRS", "+proj=longlat", "+proj=latlong"})
        if (crs.starts_with(begin)) return true;
    for (const char* code : {"EPSG:4326", "EPSG:4258", "EPSG:4277", "OGC:CRS84", "EPSG:4269"})
        if (crs == code) return true;
    return false;
}

std::string rows_text(std::size_t n) { return n == 1 ? "1 row" : fmt::format("{} rows", n); }

/// Counts rows with their first lines for one sentence.
struct Counted {
    std::size_t rows = 0;
    std::int64_t first = 0;
    void add(std::int64_t line) {
        if (rows++ == 0) first = line;
    }
    std::string text() const { return fmt::format("{} (first: {})", rows_text(rows), first); }
};

core::Result<bool> keep_as_they_are(ImportReport& report, const std::string& crs, const std::string& why) {
    report.crs = crs;
    report.transform = "none: coordinates are kept as in the file";
    report.warnings.push_back(why +
                              " Coordinates are kept as in the file: distances are in the file's own units, "
                              "and the table cannot be put on "
                              "a map with British layers.");
    return true;
}

}  // namespace

core::Result<bool> to_national_grid(core::Geometry& geometry, const std::string& crs,
                                    const std::vector<std::int64_t>& line, ImportReport& report,
                                    const core::Progress& progress) {
    const std::size_t rows = core::row_count(geometry);
    if (geometry.index() == 0) return true;
    RowVertices vertices(geometry);
    std::vector<Where> where(rows);
    std::array<std::size_t, 6> count{};
    auto* const points = std::get_if<core::Points>(&geometry);
    for (std::size_t r = 0; r < rows; ++r) {
        const bool nought = points != nullptr && near_nought(points->at[r], kNearNought);
        where[r] = nought ? Where::Nought : where_is(vertices.row(r));
        ++count[static_cast<std::size_t>(where[r])];
    }
    const std::size_t degrees = count[static_cast<std::size_t>(Where::Degrees)];
    const std::size_t swapped = count[static_cast<std::size_t>(Where::SwappedDegrees)];
    const std::size_t metres = count[static_cast<std::size_t>(Where::Metres)];
    const std::size_t nowhere = count[static_cast<std::size_t>(Where::Nowhere)];
    // Rows at "0, 0" have no say in what the file's coordinates are, however many they are.
    std::size_t placed = rows - nowhere - count[static_cast<std::size_t>(Where::Nought)];
    if (nowhere > 0)
        report.notes.push_back(
            fmt::format("{} {} no position.", rows_text(nowhere), nowhere == 1 ? "has" : "have"));
    const bool mostly_degrees = (degrees + swapped) * 2 > placed, mostly_metres = metres * 2 > placed;

    std::string source = crs;
    if (placed == 0 && crs.empty()) source = "EPSG:27700";
    bool degrees_expected = geographic(crs);
    if (placed > 0 && crs.empty()) {
        report.crs_assumed = true;
        if (!mostly_degrees && !mostly_metres)
            return keep_as_they_are(
                report, "unknown",
                "The file does not say its coordinate system, and its coordinates do not lie in Britain.");
        degrees_expected = mostly_degrees;
        source = degrees_expected ? "EPSG:4326" : "EPSG:27700";
        report.warnings.push_back(fmt::format(
            "The file does not say its coordinate system; by where its coordinates lie it is taken as {}.",
            degrees_expected ? "WGS 84 longitude and latitude (EPSG:4326)"
                             : "British National Grid (EPSG:27700)"));
    } else if (degrees_expected && mostly_metres) {
        report.crs_assumed = true;
        degrees_expected = false;
        source = "EPSG:27700";
        report.warnings.push_back(
            "The file declares degrees, but its coordinates are metres of the British National Grid; they "
            "were read as EPSG:27700.");
    } else if (!crs.empty() && !degrees_expected && mostly_degrees) {
        report.crs_assumed = true;
        degrees_expected = true;
        source = "EPSG:4326";
        report.warnings.push_back(
            "The file declares metres, but its coordinates are degrees in Britain; they were read as "
            "EPSG:4326.");
    }

    auto grid = geo::ToNationalGrid::from(source);
    if (!grid)
        return keep_as_they_are(report, "not understood",
                                "The file's coordinate system is not understood (" + grid.message() + ").");
    const auto line_of = [&](std::size_t r) {
        return r < line.size() ? line[r] : static_cast<std::int64_t>(r + 1);
    };
    const double reach = !degrees_expected && grid->identity() ? kNearOrigin : kNearNought;
    Counted at_origin;
    for (std::size_t r = 0; r < rows && points != nullptr; ++r) {
        if (!near_nought(points->at[r], reach)) continue;
        placed -= where[r] != Where::Nought;
        points->at[r] = Point{};
        where[r] = Where::Nowhere;
        at_origin.add(line_of(r));
    }
    if (at_origin.rows > 0)
        report.warnings.push_back("Coordinates of 0, 0, or within 1 km of it, are no position: " +
                                  at_origin.text() + "; kept without a position.");
    if (degrees_expected && !mostly_degrees && placed > 0)
        return keep_as_they_are(report, grid->source_name(), "The coordinates do not lie in Britain.");
    report.crs = grid->source_name();
    report.transform = grid->description();

    // Rows that are not what the file declares, one by one.
    std::vector<bool> outside(rows, false);
    Counted swaps, as_metres, beyond;
    std::vector<std::pair<std::size_t, std::vector<Point>>> already_metres;
    if (degrees_expected) {
        for (std::size_t r = 0; r < rows; ++r) {
            const std::span<Point> row = vertices.row(r);
            if (where[r] == Where::SwappedDegrees) {
                for (Point& p : row) std::swap(p.x, p.y);
                swaps.add(line_of(r));
            } else if (where[r] == Where::Metres) {
                already_metres.emplace_back(r, std::vector<Point>(row.begin(), row.end()));
                as_metres.add(line_of(r));
                for (Point& p : row) p = Point{};
            } else if (where[r] == Where::Elsewhere) {
                outside[r] = true;
                beyond.add(line_of(r));
            }
        }
    }
    std::vector<Point> original;
    const bool foreign = !degrees_expected && !grid->identity();
    const std::span<Point> all = vertices.all();
    if (foreign) original.assign(all.begin(), all.end());
    constexpr std::size_t kBlock = 1 << 16;
    std::size_t lost = 0;
    for (std::size_t at = 0; at < all.size() && !grid->identity(); at += kBlock) {
        if (progress.cancelled()) return core::cancelled();
        const std::span<Point> block = all.subspan(at, std::min(kBlock, all.size() - at));
        const auto without = [&] {
            return std::count_if(block.begin(), block.end(), [](const Point& p) { return !p.valid(); });
        };
        const auto before = without();
        grid->transform(block);
        lost += static_cast<std::size_t>(without() - before);
    }
    for (const auto& [r, kept] : already_metres) std::copy(kept.begin(), kept.end(), vertices.row(r).begin());
    if (!degrees_expected) {
        std::size_t inside = 0;
        std::vector<bool> out(rows, false);
        for (std::size_t r = 0; r < rows; ++r) {
            const Where now = where_is(vertices.row(r));
            inside += now == Where::Metres;
            out[r] = now != Where::Metres && where[r] != Where::Nowhere;
        }
        if (inside * 2 <= placed && placed > 0) {
            if (foreign) std::copy(original.begin(), original.end(), all.begin());
            return keep_as_they_are(report, grid->source_name(), "The coordinates do not lie in Britain.");
        }
        for (std::size_t r = 0; r < rows; ++r)
            if (out[r]) outside[r] = true, beyond.add(line_of(r));
    }
    if (beyond.rows > 0) {
        remove_geometry(geometry, outside);
        report.warnings.push_back("Outside Britain, or without a position that makes sense: " +
                                  beyond.text() + "; kept without a position.");
    }
    if (swaps.rows > 0)
        report.warnings.push_back("Latitude and longitude were swapped in " + swaps.text() +
                                  "; they were put right.");
    if (as_metres.rows > 0)
        report.warnings.push_back("Metres of the British National Grid stood among degrees in " +
                                  as_metres.text() + "; they were read as such.");
    if (lost > 0) report.warnings.push_back(fmt::format("{} coordinates could not be transformed.", lost));
    return true;
}

}  // namespace safeground::io
