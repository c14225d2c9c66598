#include "render/symbols.hpp"

#include <algorithm>

#include "core/legend.hpp"
#include "geo/locate.hpp"

namespace safeground::render {

namespace {

constexpr float kPointRadius = 3.5F;  // pixels, of points whose style has no size

core::Symbol symbol(const core::Layer& layer, std::size_t row, double largest) {
    if (const auto* style = std::get_if<core::SymbolStyle>(&layer.style))
        return core::symbol_of(*style, *layer.table, row, largest);
    if (std::holds_alternative<core::ClusterStyle>(layer.style) ||
        std::holds_alternative<core::HotspotStyle>(layer.style))
        return {core::emphasis_of(layer.style, *layer.table, row) ? kPointRadius + 1 : 0, false};
    return {kPointRadius, false};
}

}  // namespace

std::vector<SymbolTexel> symbols_of(const core::Layer& layer, const std::vector<core::Point>& anchors,
                                    core::Point origin) {
    const auto* style = std::get_if<core::SymbolStyle>(&layer.style);
    const double largest = style == nullptr ? 0 : core::largest_value(*style, *layer.table);
    std::vector<SymbolTexel> out;
    for (std::size_t row = 0; row < anchors.size(); ++row) {
        if (!anchors[row].valid()) continue;
        const core::Symbol one = symbol(layer, row, largest);
        if (!(one.radius_px > 0)) continue;
        out.push_back({static_cast<float>(anchors[row].x - origin.x),
                       static_cast<float>(anchors[row].y - origin.y), static_cast<float>(one.radius_px),
                       static_cast<std::uint32_t>(row) | (one.hollow ? kHollow : 0)});
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const SymbolTexel& a, const SymbolTexel& b) { return a.radius_px > b.radius_px; });
    return out;
}

std::vector<core::Point> anchors_of(const core::Table& table) {
    std::vector<core::Point> out;
    if (const core::Points* points = table.points()) return points->at;
    if (const core::Polygons* polygons = table.polygons())
        for (std::size_t row = 0; row < polygons->size(); ++row)
            out.push_back(geo::label_point(*polygons, row));
    if (const core::Lines* lines = table.lines()) {
        for (std::size_t row = 0; row < lines->size(); ++row) {
            const bool some = lines->row_begin[row] < lines->row_begin[row + 1];
            const auto line = some ? lines->line(lines->row_begin[row]) : std::span<const core::Point>{};
            out.push_back(line.empty() ? core::Point{} : line[line.size() / 2]);
        }
    }
    return out;
}

}  // namespace safeground::render
