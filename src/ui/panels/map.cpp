#include "ui/panels/map.hpp"

#include <algorithm>
#include <cmath>

#include "ui/widgets.hpp"
#include "ui/words.hpp"

namespace safeground::ui {

namespace {

void scale_bar(Screen& screen, Rect rect) {
    const Theme& theme = screen.theme;
    const double metres = round_length(screen.map.metres_per_pixel * static_cast<double>(theme.px(110)));
    const float length = std::round(static_cast<float>(metres / screen.map.metres_per_pixel));
    const float x = rect.x0 + theme.px(24), y = rect.y1 - theme.px(38);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const std::string words = length_words(metres);
    const float right = x + std::max(length, text_width(theme.fonts.caption, words)) + theme.px(10);
    draw.AddRectFilled({x - theme.px(8), y - theme.px(10)}, {right, y + theme.px(22)},
                       faded(light_tokens().surface, 0.82F), theme.px(4));
    const ImU32 ink = light_tokens().ink;
    const float thick = std::max(1.0F, theme.px(1.5F));
    draw.AddRectFilled({x, y}, {x + length, y + thick}, ink);
    for (const float part : {0.0F, 0.5F, 1.0F}) {
        const float tick = std::round(x + (length - thick) * part);
        draw.AddRectFilled({tick, y - theme.px(4)},
                           {tick + thick, y + theme.px(part == 0.5F ? 1.0F : 4.0F) + thick}, ink);
    }
    text_at({x, y + theme.px(6)}, theme.fonts.caption, light_tokens().ink2, "0");
    text_at({x + length - text_width(theme.fonts.caption, words), y + theme.px(6)}, theme.fonts.caption,
            light_tokens().ink2, words);
    screen.rects.mark("map.scale", {x, y, x + length, y + theme.px(20)});
}

void zoom_buttons(Screen& screen, Rect rect, Intents& out) {
    const Theme& theme = screen.theme;
    const float width = theme.px(36);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(theme.px(4), theme.px(4)));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
    {
        const Scope card = floating_card(
            screen, "zoom", {rect.x1 - theme.px(16) - width, rect.y0 + theme.px(16)}, {width, theme.px(92)});
        ImGui::SetCursorPos({theme.px(4), theme.px(4)});
        const double x = (rect.x1 - rect.x0) / 2, y = (rect.y1 - rect.y0) / 2;
        ImGui::BeginGroup();
        if (icon_button(screen, "map.zoom_in", "+", "Closer (+)"))
            out.requests.emplace_back(ZoomAt{x, y, 1.5});
        if (icon_button(screen, "map.zoom_out", "−", "Further away (−)"))
            out.requests.emplace_back(ZoomAt{x, y, 1 / 1.5});
        if (icon_button(screen, "map.home", icon::kHome, "Everything (Home)"))
            out.requests.emplace_back(Home{});
        ImGui::EndGroup();
    }
    ImGui::PopStyleVar(2);
}

/// What is under the pointer, from the released tables only.
void hover_card(Screen& screen, Rect rect) {
    const Theme& theme = screen.theme;
    Card card = card_of(screen.released, screen.prepared, *screen.hovered);
    if (card.title.empty()) return;
    for (CardRow& row : card.rows)  // "hot, corrected p 0.003": the p-value is for the picked card
        if (row.value.find(", ") != std::string::npos && row.value.find(" p ") != std::string::npos)
            row.value.resize(row.value.find(", "));
    constexpr std::size_t kMost = 4;
    const std::size_t rows = std::min(card.rows.size(), kMost);
    float width = text_width(theme.fonts.semibold, card.title);
    for (std::size_t r = 0; r < rows; ++r)
        width = std::max(width, text_width(theme.fonts.body, card.rows[r].label + "  ") +
                                    text_width(theme.fonts.medium, card.rows[r].value));
    width = std::min({std::ceil(width) + theme.px(24), theme.px(320), rect.x1 - rect.x0 - theme.px(16)});
    const float height = theme.px(20) + theme.fonts.body->FontSize + static_cast<float>(rows) * theme.px(19);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    ImVec2 at{mouse.x + theme.px(16), mouse.y + theme.px(16)};
    if (at.x + width > rect.x1 - theme.px(8)) at.x = mouse.x - theme.px(12) - width;
    if (at.y + height > rect.y1 - theme.px(8)) at.y = mouse.y - theme.px(12) - height;
    at.x = std::max(at.x, rect.x0 + theme.px(8));
    at.y = std::max(at.y, rect.y0 + theme.px(8));
    const Scope floating = floating_card(screen, "hover", at, {width, height}, false);
    ImVec2 line = ImGui::GetCursorScreenPos();
    line.y -= theme.px(2);
    const float inner = width - theme.px(24);
    text_at(line, theme.fonts.semibold, theme.tokens.ink, elided(theme.fonts.semibold, card.title, inner));
    line.y += theme.fonts.body->FontSize + theme.px(3);
    for (std::size_t r = 0; r < rows; ++r) {
        const CardRow& row = card.rows[r];
        const std::string value = elided(theme.fonts.medium, row.value, inner);
        const float value_width = text_width(theme.fonts.medium, value);
        text_at(line, theme.fonts.body, theme.tokens.ink3,
                elided(theme.fonts.body, row.label, inner - value_width - theme.px(8)));
        text_at({line.x + inner - value_width, line.y}, theme.fonts.medium,
                row.tone == CardRow::Tone::Muted ? theme.tokens.ink3 : theme.tokens.ink, value);
        line.y += theme.px(19);
    }
    screen.rects.mark("hover", {at.x, at.y, at.x + width, at.y + height});
}

void empty_state(Screen& screen, Rect rect) {
    const Theme& theme = screen.theme;
    const ImVec2 middle{(rect.x0 + rect.x1) / 2, (rect.y0 + rect.y1) / 2};
    auto centred = [&](ImFont* font, ImU32 colour, const char* words, float y) {
        text_at({std::round(middle.x - text_width(font, words) / 2), std::round(y)}, font, colour, words);
    };
    const ImU32 ink = light_tokens().ink, ink2 = light_tokens().ink2;
    centred(theme.fonts.figure, ink, "Nothing on the map yet", middle.y - theme.px(40));
    centred(theme.fonts.body, ink2, "Open a project or drag a file here. Ctrl+O opens the list of files.",
            middle.y);
}

void mouse(MapPanel& state, Screen& screen, Rect rect, Intents& out) {
    const ImGuiIO& io = ImGui::GetIO();
    const double x = io.MousePos.x - rect.x0, y = io.MousePos.y - rect.y0;
    const double width = rect.x1 - rect.x0, height = rect.y1 - rect.y0;
    const bool hovered = ImGui::IsItemHovered(), active = ImGui::IsItemActive();
    if (hovered || active) {
        const double m = screen.map.metres_per_pixel;
        state.pointer = core::Point{screen.map.centre.x + (x - width / 2) * m,
                                    screen.map.centre.y - (y - height / 2) * m};
    } else {
        state.pointer.reset();
    }
    if (active && ImGui::IsMouseDragging(ImGuiMouseButton_Left, screen.theme.px(4))) {
        // From the moment it counts as a drag the map hangs on the pointer: the first step makes up for the
        // threshold.
        const ImVec2 by = state.panning ? io.MouseDelta : ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0);
        state.panning = true;
        if (by.x != 0 || by.y != 0) out.requests.emplace_back(Pan{by.x, by.y});
    }
    if (hovered && io.MouseWheel != 0)
        out.requests.emplace_back(ZoomAt{x, y, std::pow(1.25, static_cast<double>(io.MouseWheel))});
    if (hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left))
        out.requests.emplace_back(ZoomAt{x, y, 2});
    if (ImGui::IsItemDeactivated()) {
        if (!state.panning && hovered) out.requests.emplace_back(PickAt{x, y});
        state.panning = false;
    }
    const bool hovering = hovered && !state.panning;
    if (hovering && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0 || !state.hovering || io.MouseWheel != 0))
        out.requests.emplace_back(HoverAt{x, y});
    if (!hovering && state.hovering) out.requests.emplace_back(HoverNothing{});
    state.hovering = hovering;
    if (state.panning) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
}

}  // namespace

Intents map_panel(MapPanel& state, Screen& screen, Rect rect) {
    Intents out;
    {
        const Scope scope = region(screen.theme, "map", rect, {0, 0}, light_tokens().canvas);
        ImGui::SetCursorScreenPos({rect.x0, rect.y0});
        if (screen.map.texture != nullptr)
            ImGui::GetWindowDrawList()->AddImage(screen.map.texture, {rect.x0, rect.y0}, {rect.x1, rect.y1},
                                                 {0, 1}, {1, 0});
        ImGui::InvisibleButton("hands",
                               {std::max(1.0F, rect.x1 - rect.x0), std::max(1.0F, rect.y1 - rect.y0)});
        screen.rects.mark("map", rect);
        mouse(state, screen, rect, out);
        if (screen.project.layers.empty()) empty_state(screen, rect);
        else scale_bar(screen, rect);
    }
    zoom_buttons(screen, rect, out);
    if (state.hovering && screen.hovered) hover_card(screen, rect);
    return out;
}

}  // namespace safeground::ui
