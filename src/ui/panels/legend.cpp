#include "ui/panels/legend.hpp"

#include <algorithm>

#include "core/value.hpp"
#include "ui/widgets.hpp"

namespace safeground::ui {

namespace {

void legend_entry(Screen& screen, const core::LegendEntry& entry, float width) {
    const Theme& theme = screen.theme;
    const Tokens& t = theme.tokens;
    const bool one_line =
        entry.rows.size() == 1 && !entry.rows.front().count && entry.rows.front().label == entry.title;
    if (!one_line) {
        paragraph(theme.fonts.medium, t.ink, entry.title, width);
        if (!entry.subtitle.empty()) {
            ImGui::SetCursorPosY(ImGui::GetCursorPosY() - theme.px(6));
            paragraph(theme.fonts.caption, t.ink3, entry.subtitle, width);
        }
    }
    float column = theme.px(22);  // wide enough for the largest circle, so that all stand on one axis
    for (const core::LegendRow& row : entry.rows)
        if (row.kind == core::LegendRow::Kind::Circle)
            column = std::max(column, std::min(2 * static_cast<float>(row.size_px), theme.px(36)));
    for (const core::LegendRow& row : entry.rows) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const bool symbol =
            row.kind == core::LegendRow::Kind::Circle || row.kind == core::LegendRow::Kind::HollowCircle;
        const float drawn = symbol ? 2 * static_cast<float>(row.size_px) + theme.px(2) : 0;
        const float pitch = std::max(theme.px(20), drawn);
        const float middle = at.y + pitch / 2, text_y = middle - theme.fonts.body->FontSize / 2;
        legend_swatch(theme, {at.x, middle - theme.px(6)}, {column, theme.px(12)}, row);
        const float left = at.x + column + theme.px(8);
        float right = at.x + width;
        if (row.count) {
            const std::string count = core::grouped(static_cast<double>(*row.count));
            right -= text_width(theme.fonts.body, count);
            text_at({right, text_y}, theme.fonts.body, t.ink3, count);
            right -= theme.px(8);
        }
        text_at({left, text_y}, theme.fonts.body, t.ink, elided(theme.fonts.body, row.label, right - left));
        ImGui::Dummy({width, pitch});
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() - ImGui::GetStyle().ItemSpacing.y);
    }
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() + theme.px(one_line ? 4.0F : 18.0F));
}

ImU32 tone_colour(const Theme& theme, CardRow::Tone tone) {
    switch (tone) {
        case CardRow::Tone::Muted:
            return theme.tokens.ink3;
        case CardRow::Tone::Hot:
            return from(core::colour("#D4351C"));
        case CardRow::Tone::Cold:
            return from(core::colour("#2166AC"));
        case CardRow::Tone::Plain:
            break;
    }
    return theme.tokens.ink;
}

/// Label at the left, value at the right; the value under the label where they do not fit side by side.
void card_row(const Theme& theme, const CardRow& row, float width, bool first) {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    ImVec2 at = ImGui::GetCursorScreenPos();
    if (!first)
        draw.AddRectFilled({at.x, at.y}, {at.x + width, at.y + std::max(1.0F, theme.px(1))},
                           theme.tokens.line);
    at.y += theme.px(6);
    ImFont* font = theme.fonts.semibold;
    const float value_width = text_width(font, row.value), gap = theme.px(12);
    const ImU32 colour = tone_colour(theme, row.tone);
    if (text_width(theme.fonts.body, row.label) + gap + value_width <= width) {
        text_at(at, theme.fonts.body, theme.tokens.ink2, row.label);
        text_at({at.x + width - value_width, at.y}, font, colour, row.value);
        ImGui::Dummy({width, theme.px(12) + font->FontSize});
    } else {
        ImGui::SetCursorScreenPos(at);
        paragraph(theme.fonts.body, theme.tokens.ink2, row.label, width);
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() - ImGui::GetStyle().ItemSpacing.y);
        // "hot, corrected p 0.003": broken after the comma, never inside the number as ImGui would.
        for (std::size_t at_char = 0; at_char < row.value.size();) {
            const std::size_t comma = row.value.find(", ", at_char);
            const std::size_t end = comma == std::string::npos ? row.value.size() : comma + 1;
            text(font, colour,
                 elided(font, std::string_view(row.value).substr(at_char, end - at_char), width));
            ImGui::SetCursorPosY(ImGui::GetCursorPosY() - ImGui::GetStyle().ItemSpacing.y);
            at_char = comma == std::string::npos ? end : end + 1;
        }
        ImGui::Dummy({width, theme.px(14)});
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() - ImGui::GetStyle().ItemSpacing.y);
    }
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() - ImGui::GetStyle().ItemSpacing.y);
}

}  // namespace

void legend_panel(Screen& screen) {
    const Theme& theme = screen.theme;
    const float width = ImGui::GetContentRegionAvail().x;
    section(theme, "LEGEND");
    bool any = false;
    for (auto layer = screen.prepared.layers.rbegin(); layer != screen.prepared.layers.rend(); ++layer) {
        const core::Layer* drawn = screen.released->find((*layer)->id);
        if (drawn == nullptr || !drawn->visible || (*layer)->legend.rows.empty()) continue;
        any = true;
        const float top = ImGui::GetCursorScreenPos().y;
        legend_entry(screen, (*layer)->legend, width);
        const ImVec2 end = ImGui::GetCursorScreenPos();
        screen.rects.mark("legend." + std::to_string((*layer)->id), {end.x, top, end.x + width, end.y});
    }
    if (!any)
        paragraph(theme.fonts.body, theme.tokens.ink3,
                  screen.project.layers.empty()
                      ? "The signs of the layers on the map are explained here."
                      : "No layer is switched on. Tick one in the list at the left.",
                  width);
    const std::vector<std::string>& hidden = screen.released.note().sentences;
    if (hidden.empty()) return;
    ImGui::Dummy({0, theme.px(12)});
    section(theme, "HIDDEN FOR THIS AUDIENCE");
    const float top = ImGui::GetCursorScreenPos().y;
    for (const std::string& sentence : hidden)
        paragraph(theme.fonts.caption, theme.tokens.ink2, sentence, width);
    const ImVec2 end = ImGui::GetCursorScreenPos();
    screen.rects.mark("hidden", {end.x, top, end.x + width, end.y});
}

Intents area_card(Screen& screen) {
    Intents out;
    const Theme& theme = screen.theme;
    const Tokens& t = theme.tokens;
    const float full = ImGui::GetContentRegionAvail().x;
    section(theme, "PICKED AREA");
    const Card card = screen.picked ? card_of(screen.released, screen.prepared, *screen.picked) : Card{};
    if (card.title.empty()) {
        paragraph(theme.fonts.body, t.ink3, "Click an area or a site on the map to see its figures here.",
                  full);
        return out;
    }
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    const float pad = theme.px(12), width = full - 2 * pad;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.ChannelsSplit(2);
    draw.ChannelsSetCurrent(1);
    ImGui::SetCursorScreenPos({corner.x + pad, corner.y + pad});
    ImGui::BeginGroup();
    paragraph(theme.fonts.title, t.ink, card.title, width - theme.px(24));
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() - theme.px(6));
    text(theme.fonts.caption, t.ink3, card.code.empty() ? card.layer : card.code);
    if (card.rows.empty())
        paragraph(theme.fonts.body, t.ink3, "No layer that is switched on has a figure here.", width);
    bool first = true;
    for (const CardRow& row : card.rows) {
        card_row(theme, row, width, first);
        first = false;
    }
    ImGui::EndGroup();
    const float bottom = ImGui::GetItemRectMax().y + theme.px(8);
    ImGui::SetCursorScreenPos({corner.x + full - theme.px(32), corner.y + theme.px(8)});
    if (icon_button(screen, "card.close", icon::kClose, "Let go (Esc)", 24))
        out.requests.emplace_back(LetGo{});
    draw.ChannelsSetCurrent(0);
    draw.AddRect(corner, {corner.x + full, bottom}, t.line, theme.px(6), 0, std::max(1.0F, theme.px(1)));
    draw.ChannelsMerge();
    screen.rects.mark("card", {corner.x, corner.y, corner.x + full, bottom});
    ImGui::SetCursorScreenPos({corner.x, bottom + theme.px(16)});
    return out;
}

}  // namespace safeground::ui
