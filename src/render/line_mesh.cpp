#include "render/line_mesh.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "render/row_tiles.hpp"

namespace safeground::render {

namespace {

constexpr std::size_t kRowsPerTile = 512;

core::Box box_of(const core::Lines& lines, std::size_t row) {
    core::Box box;
    for (std::uint32_t l = lines.row_begin[row]; l < lines.row_begin[row + 1]; ++l)
        for (const core::Point& p : lines.line(l)) box.add(p);
    return box;
}

void add_row(const core::Lines& lines, std::uint32_t row, float importance, LineMesh& mesh) {
    for (std::uint32_t l = lines.row_begin[row]; l < lines.row_begin[row + 1]; ++l) {
        double along = 0;
        const auto line = lines.line(l);
        for (std::size_t i = 1; i < line.size(); ++i) {
            const core::Point &p = line[i - 1], &q = line[i];
            if (!p.valid() || !q.valid() || p == q) continue;
            mesh.strokes.push_back(
                {static_cast<float>(p.x - mesh.origin.x), static_cast<float>(p.y - mesh.origin.y),
                 static_cast<float>(q.x - mesh.origin.x), static_cast<float>(q.y - mesh.origin.y), importance,
                 static_cast<float>(along), row, row});
            along += std::hypot(q.x - p.x, q.y - p.y);
        }
    }
}

}  // namespace

const core::Column* street_class(const core::Table& table) {
    for (const char* name : {"highway", "class", "road_class", "fclass", "function"}) {
        const core::Column* column = table.find(name);
        if (column != nullptr && !column->numeric()) return column;
    }
    return nullptr;
}

float importance_of(const std::string& kind) {
    std::string low = kind;
    for (char& c : low) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    // OpenStreetMap's words first, then Ordnance Survey's; a list such as "['primary', 'residential']" counts
    // as its greatest.
    static const std::vector<std::pair<const char*, float>> kWords{
        {"motorway", 2.2F}, {"trunk", 2.0F},       {"primary", 1.8F},      {"a road", 1.8F},
        {"major", 1.8F},    {"secondary", 1.4F},   {"b road", 1.4F},       {"tertiary", 1.1F},
        {"minor", 0.8F},    {"residential", 0.7F}, {"unclassified", 0.7F}, {"local", 0.7F},
        {"living", 0.6F},   {"pedestrian", 0.5F},  {"service", 0.4F},      {"foot", 0.4F},
        {"path", 0.4F},     {"cycle", 0.4F},       {"steps", 0.4F},        {"track", 0.4F}};
    for (const auto& [word, importance] : kWords)
        if (low.find(word) != std::string::npos) return importance;
    return 0.7F;
}

LineMesh build_line_mesh(const core::Table& table) {
    LineMesh mesh;
    const core::Lines* lines = table.lines();
    if (lines == nullptr) return mesh;
    const core::Column* kind = street_class(table);
    mesh.classed = kind != nullptr;
    std::map<float, std::vector<core::Box>> bands;
    core::Box all;
    for (std::size_t row = 0; row < lines->size(); ++row) {
        const float importance = kind == nullptr ? 1.0F : importance_of(kind->text(row));
        std::vector<core::Box>& boxes = bands[importance];
        boxes.resize(row + 1);
        boxes[row] = box_of(*lines, row);
        all.add(boxes[row]);
    }
    if (all.empty()) return mesh;
    mesh.origin = {std::round((all.min_x + all.max_x) / 2), std::round((all.min_y + all.max_y) / 2)};
    for (const auto& [importance, boxes] : bands) {
        LineMesh::Band band{importance, {}};
        for (const RowTile& tile : tile_rows(boxes, kRowsPerTile)) {
            const auto begin = static_cast<std::uint32_t>(mesh.strokes.size());
            for (const std::uint32_t row : tile.rows) add_row(*lines, row, importance, mesh);
            band.tiles.push_back({tile.box, begin, static_cast<std::uint32_t>(mesh.strokes.size())});
        }
        mesh.bands.push_back(std::move(band));
    }
    return mesh;
}

}  // namespace safeground::render
