#include <fmt/format.h>

#include <cmath>
#include <span>

#include "geo/crs.hpp"
#include "io/atomic_file.hpp"
#include "io/export_formats.hpp"
#include "io/json_text.hpp"

namespace safeground::io {
namespace {

/// Seven decimals of a degree are about a centimetre.
std::string degree(double v) { return json_number(std::round(v * 1e7) / 1e7); }

std::string position(core::Point p) { return "[" + degree(p.x) + "," + degree(p.y) + "]"; }

/// `closed`: the first position is repeated at the end, as rings need.
std::string positions(std::span<const core::Point> points, bool closed) {
    std::string text = "[";
    for (std::size_t i = 0; i < points.size(); ++i) text += (i > 0 ? "," : "") + position(points[i]);
    if (closed && !points.empty()) text += "," + position(points.front());
    return text + "]";
}

std::string geometry_text(const core::Points& points, std::size_t row) {
    if (!points.at[row].valid()) return "null";
    return R"({"type":"Point","coordinates":)" + position(points.at[row]) + "}";
}

std::string geometry_text(const core::Lines& lines, std::size_t row) {
    const std::size_t first = lines.row_begin[row], last = lines.row_begin[row + 1];
    if (first == last) return "null";
    if (last - first == 1)
        return R"({"type":"LineString","coordinates":)" + positions(lines.line(first), false) + "}";
    std::string text = R"({"type":"MultiLineString","coordinates":[)";
    for (std::size_t l = first; l < last; ++l)
        text += (l > first ? "," : "") + positions(lines.line(l), false);
    return text + "]}";
}

std::string part_text(const core::Polygons& polygons, std::size_t part) {
    std::string text = "[";
    for (std::size_t g = polygons.part_begin[part]; g < polygons.part_begin[part + 1]; ++g)
        text += (g > polygons.part_begin[part] ? "," : "") + positions(polygons.ring(g), true);
    return text + "]";
}

std::string geometry_text(const core::Polygons& polygons, std::size_t row) {
    const std::size_t first = polygons.row_begin[row], last = polygons.row_begin[row + 1];
    if (first == last) return "null";
    if (last - first == 1) return R"({"type":"Polygon","coordinates":)" + part_text(polygons, first) + "}";
    std::string text = R"({"type":"MultiPolygon","coordinates":[)";
    for (std::size_t p = first; p < last; ++p) text += (p > first ? "," : "") + part_text(polygons, p);
    return text + "]}";
}

std::string geometry_text(const std::monostate&, std::size_t) { return "null"; }

/// A copy in longitude and latitude. Points that have none become rows without geometry; a line or polygon is
/// not bent to hide it.
core::Result<core::Geometry> in_degrees(core::Geometry geometry) {
    core::Result<std::size_t> lost = std::size_t{0};
    if (auto* points = std::get_if<core::Points>(&geometry)) {
        lost = geo::to_wgs84(points->at);
        if (lost) *lost = 0;
    } else if (auto* lines = std::get_if<core::Lines>(&geometry)) {
        lost = geo::to_wgs84(lines->vertices);
    } else if (auto* polygons = std::get_if<core::Polygons>(&geometry)) {
        lost = geo::to_wgs84(polygons->vertices);
    }
    if (!lost) return lost.failure();
    if (*lost > 0)
        return core::refuse(fmt::format("{} positions have no longitude and latitude, so the shapes cannot "
                                        "be written as GeoJSON.",
                                        *lost))
            .remedy("Write a .gpkg, which keeps British National Grid coordinates.");
    return geometry;
}

std::string property(const core::Column& column, std::size_t row) {
    if (!column.present(row)) return "null";
    if (column.type() == core::ColumnType::Number) return json_number(column.number(row));
    if (column.type() == core::ColumnType::Integer) return column.text(row);
    return json_text(column.text(row));
}

/// Members that RFC 7946 allows beside its own: what the file is and who may see it.
std::string about_members(const ReleasedTable& released) {
    std::string text = R"("safeground":{"marking":)" + json_text(released.note().marking);
    text += ",\"synthetic\":";
    text += released.note().synthetic ? "true" : "false";
    return text + ",\"about\":" + json_text(about_text(released, {})) + "}";
}

}  // namespace

core::Result<bool> write_geojson(const ReleasedTable& released, const std::filesystem::path& path) {
    const core::Table& table = **released;
    const std::vector<const core::Column*> columns = output_columns(table);
    const std::vector<std::string> flags = suppressed_flags(table, columns);
    const auto geometry = in_degrees(*table.geometry);
    if (!geometry) return geometry.failure().in_file(path.string());
    std::string text = "{\"type\":\"FeatureCollection\",\"name\":" + json_text(table.info.name) + ",\n" +
                       about_members(released) + ",\n\"features\":[\n";
    for (std::size_t row = 0; row < table.rows; ++row) {
        text += R"({"type":"Feature","properties":{)";
        for (std::size_t c = 0; c < columns.size(); ++c) {
            if (c > 0) text += ',';
            append_json_text(text, columns[c]->name);
            text += ":" + property(*columns[c], row);
            if (flags[c].empty()) continue;
            text += ',';
            append_json_text(text, flags[c]);
            text += columns[c]->state(row) == core::CellState::Suppressed ? ":true" : ":false";
        }
        text += "},\"geometry\":";
        text += std::visit([&](const auto& each) { return geometry_text(each, row); }, *geometry);
        text += row + 1 < table.rows ? "},\n" : "}\n";
    }
    return write_file_atomically(path, text + "]}\n");
}

}  // namespace safeground::io
