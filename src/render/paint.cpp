#include "render/paint.hpp"

#include <algorithm>

#include "core/legend.hpp"

namespace safeground::render {

namespace {

constexpr std::uint8_t kClusterFill = 0x99;      // alpha of filled clusters: what lies beneath still shows
constexpr std::uint32_t kSolidBit = 0x01000000;  // of an emphasised row's alpha; without it: dashed

std::uint32_t texel(core::Colour colour) {
    if (colour.a == 0) return kNothing;
    colour.a = std::max<std::uint8_t>(colour.a, 3);
    return packed(colour);
}

std::uint32_t class_texel(const core::Column* column, std::size_t row, const core::ChoroplethStyle& style,
                          const std::vector<core::Colour>& colours) {
    if (column == nullptr) return kMissing;
    if (column->state(row) == core::CellState::Suppressed) return kSuppressed;
    const int number = core::class_of(column->number(row), style.breaks);
    if (number < 0 || static_cast<std::size_t>(number) >= colours.size()) return kMissing;
    return texel(colours[static_cast<std::size_t>(number)]);
}

void paint(Paint& out, const core::Layer& layer, const core::ChoroplethStyle& style) {
    const std::vector<core::Colour> colours = core::class_colours(style);
    const core::Column* column = layer.table->find(style.column);
    for (std::size_t row = 0; row < layer.table->rows; ++row)
        out.colours[row] = class_texel(column, row, style, colours);
    out.filled = out.bordered = true;
    out.missing = std::find(out.colours.begin(), out.colours.end(), kMissing) != out.colours.end();
}

void paint(Paint& out, const core::Layer&, const core::SymbolStyle& style) {
    std::fill(out.colours.begin(), out.colours.end(), texel(style.fill));
}

void paint(Paint& out, const core::Layer& layer, const core::PlainStyle& style) {
    const bool inside =
        layer.table->polygons() != nullptr || (layer.table->points() != nullptr && style.fill.a > 0);
    std::fill(out.colours.begin(), out.colours.end(), texel(inside ? style.fill : style.stroke));
    out.filled = style.fill.a > 0;
    out.bordered = style.stroke.a > 0 && style.width_px > 0;
    out.border = style.stroke;
    out.border_px = style.width_px;
}

void paint_emphasis(Paint& out, const core::Layer& layer, bool fill) {
    for (std::size_t row = 0; row < layer.table->rows; ++row) {
        const std::optional<core::Emphasised> found = core::emphasis_of(layer.style, *layer.table, row);
        if (!found) continue;
        core::Colour colour = found->colour;
        if (fill) colour.a = kClusterFill;
        out.colours[row] = found->dashed ? texel(colour) & ~kSolidBit : texel(colour) | kSolidBit;
    }
    out.filled = fill;
    out.outlined = true;
}
void paint(Paint& out, const core::Layer& layer, const core::ClusterStyle& style) {
    paint_emphasis(out, layer, style.fill);
}
void paint(Paint& out, const core::Layer& layer, const core::HotspotStyle& style) {
    paint_emphasis(out, layer, style.fill);
}

/// Edges of a level for which `make` says what is drawn, kept by tile.
template <class Make>
std::vector<Stroke> select(const AreaLevel& level, std::vector<StrokeTile>& tiles, const Make& make) {
    std::vector<Stroke> out;
    tiles.clear();
    for (const AreaLevel::Tile& tile : level.tiles) {
        const auto begin = static_cast<std::uint32_t>(out.size());
        for (std::uint32_t i = tile.border_begin; i < tile.border_end; ++i) {
            Stroke stroke = level.borders[i];
            if (make(stroke)) out.push_back(stroke);
        }
        const auto end = static_cast<std::uint32_t>(out.size());
        if (end > begin) tiles.push_back({tile.box, begin, end});
    }
    return out;
}

std::uint32_t colour_at(const Paint& paint, std::uint32_t row) {
    return row == kNoRow ? kNothing : paint.colours[row];
}

}  // namespace

Paint paint_of(const core::Layer& layer) {
    Paint out;
    out.colours.assign(layer.table->rows, kNothing);
    std::visit([&](const auto& style) { paint(out, layer, style); }, layer.style);
    out.opaque = std::all_of(out.colours.begin(), out.colours.end(), [](std::uint32_t c) {
        const std::uint32_t alpha = c >> 24;
        return alpha < 3 || alpha >= 254;
    });
    return out;
}

std::vector<Stroke> dotted_edges(const AreaLevel& level, const Paint& paint, std::vector<StrokeTile>& tiles) {
    return select(level, tiles, [&](Stroke& stroke) {
        const bool any =
            colour_at(paint, stroke.left) == kMissing || colour_at(paint, stroke.right) == kMissing;
        stroke.left = stroke.right = packed(kDots);
        return any;
    });
}

std::vector<Stroke> outline_edges(const AreaLevel& level, const Paint& paint,
                                  std::vector<StrokeTile>& tiles) {
    return select(level, tiles, [&](Stroke& stroke) {
        stroke.left = colour_at(paint, stroke.left);
        stroke.right = colour_at(paint, stroke.right);
        const bool differ = stroke.left != stroke.right;
        constexpr std::uint32_t kOpaque = 0xFE000000;  // with or without kSolidBit
        if (stroke.left != kNothing) stroke.left |= kOpaque;
        if (stroke.right != kNothing) stroke.right |= kOpaque;
        return differ;
    });
}

}  // namespace safeground::render
