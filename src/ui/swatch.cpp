#include <algorithm>
#include <cmath>

#include "ui/widgets.hpp"

namespace safeground::ui {

namespace {

void hatch(ImDrawList& draw, ImVec2 low, ImVec2 high, ImU32 colour, float step) {
    draw.PushClipRect(low, high, true);
    const float height = high.y - low.y;
    for (float x = low.x - height; x < high.x; x += step)
        draw.AddLine({x, high.y}, {x + height, low.y}, colour, 1);
    draw.PopClipRect();
}

void dotted(ImDrawList& draw, ImVec2 low, ImVec2 high, ImU32 colour, float step) {
    for (float x = low.x; x < high.x; x += 2 * step) {
        draw.AddRectFilled({x, low.y}, {std::min(x + step, high.x), low.y + 1}, colour);
        draw.AddRectFilled({x, high.y - 1}, {std::min(x + step, high.x), high.y}, colour);
    }
    for (float y = low.y; y < high.y; y += 2 * step) {
        draw.AddRectFilled({low.x, y}, {low.x + 1, std::min(y + step, high.y)}, colour);
        draw.AddRectFilled({high.x - 1, y}, {high.x, std::min(y + step, high.y)}, colour);
    }
}

/// A square of which the corners are drawn: dashes at this size.
void dashed(ImDrawList& draw, ImVec2 low, ImVec2 high, ImU32 colour, float line) {
    const float side = high.x - low.x, dash = std::round(side * 0.36F);
    for (const float from : {0.0F, side - dash}) {
        draw.AddRectFilled({low.x + from, low.y}, {low.x + from + dash, low.y + line}, colour);
        draw.AddRectFilled({low.x + from, high.y - line}, {low.x + from + dash, high.y}, colour);
        draw.AddRectFilled({low.x, low.y + from}, {low.x + line, low.y + from + dash}, colour);
        draw.AddRectFilled({high.x - line, low.y + from}, {high.x, low.y + from + dash}, colour);
    }
}

}  // namespace

void legend_swatch(const Theme& theme, ImVec2 at, ImVec2 size, const core::LegendRow& row) {
    using Kind = core::LegendRow::Kind;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const ImVec2 high{at.x + size.x, at.y + size.y};
    const ImVec2 middle{(at.x + high.x) / 2, (at.y + high.y) / 2};
    const ImU32 fill = from(row.colour), stroke = from(row.stroke);
    const float rounding = theme.px(2), thick = std::max(1.0F, 1.5F * theme.scale);
    // Symbols as large as on the map, as far as the row has room.
    const float drawn = row.size_px > 0 ? static_cast<float>(row.size_px) : theme.px(5);
    const float radius = std::clamp(drawn, 2.0F, theme.px(24));
    switch (row.kind) {
        case Kind::Fill:
            draw.AddRectFilled(at, high, fill, rounding);
            draw.AddRect(at, high, faded(theme.tokens.ink, 0.06F), rounding);
            break;
        case Kind::Hatch:
            hatch(draw, at, high, stroke, theme.px(4));
            break;
        case Kind::Dotted:
            draw.AddRectFilled(at, high, fill, 0);
            dotted(draw, at, high, stroke, theme.px(2));
            break;
        case Kind::Outline: {
            const float half = size.y / 2, line = std::max(1.0F, 2 * theme.scale);
            const ImVec2 low{middle.x - half, at.y}, end{middle.x + half, high.y};
            if (row.dashed) dashed(draw, low, end, stroke, line);
            else draw.AddRect(low, end, stroke, 0, 0, line);
            break;
        }
        case Kind::Circle:
            draw.AddCircleFilled(middle, radius, fill, 32);
            draw.AddCircle(middle, radius, stroke, 32, thick);
            break;
        case Kind::HollowCircle:
            draw.AddCircle(middle, radius, stroke, 32, thick);
            break;
        case Kind::Square:
            draw.AddRectFilled({middle.x - radius, middle.y - radius}, {middle.x + radius, middle.y + radius},
                               fill, rounding);
            break;
        case Kind::HollowSquare:
            draw.AddRect({middle.x - radius, middle.y - radius}, {middle.x + radius, middle.y + radius},
                         stroke, rounding, 0, thick);
            break;
        case Kind::Line:
            draw.AddLine({at.x, middle.y}, {high.x, middle.y}, stroke,
                         std::max(1.0F, static_cast<float>(row.size_px) * theme.scale));
            break;
    }
}

void layer_swatch(const Theme& theme, ImVec2 at, ImVec2 size, const core::LegendEntry& legend,
                  const core::Style& style) {
    using Kind = core::LegendRow::Kind;
    std::vector<const core::LegendRow*> fills;
    for (const core::LegendRow& row : legend.rows)
        if (row.kind == Kind::Fill) fills.push_back(&row);
    if (std::holds_alternative<core::ChoroplethStyle>(style) && fills.size() > 1) {
        ImDrawList& draw = *ImGui::GetWindowDrawList();
        const float slice = size.x / static_cast<float>(fills.size());
        for (std::size_t f = 0; f < fills.size(); ++f) {
            const float x0 = std::round(at.x + slice * static_cast<float>(f));
            const float x1 = std::round(at.x + slice * static_cast<float>(f + 1));
            draw.AddRectFilled({x0, at.y}, {x1, at.y + size.y}, from(fills[f]->colour));
        }
        draw.AddRect(at, {at.x + size.x, at.y + size.y}, faded(theme.tokens.ink, 0.06F));
        return;
    }
    if (legend.rows.empty()) return;
    core::LegendRow row = legend.rows.front();
    row.size_px = std::min(row.size_px, 6.0);
    if (row.kind == Kind::Line) {  // a slanted stroke reads as "lines" at this size
        ImGui::GetWindowDrawList()->AddLine({at.x + size.x * 0.2F, at.y + size.y},
                                            {at.x + size.x * 0.8F, at.y}, from(row.stroke),
                                            1.6F * theme.scale);
        return;
    }
    legend_swatch(theme, at, size, row);
}

}  // namespace safeground::ui
