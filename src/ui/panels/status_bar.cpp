#include "ui/panels/status_bar.hpp"

#include <fmt/format.h>

#include <cmath>

#include "ui/widgets.hpp"
#include "ui/words.hpp"

namespace safeground::ui {

Intents status_bar(Screen& screen, std::optional<core::Point> pointer, const std::string& message) {
    Intents out;
    const Theme& theme = screen.theme;
    const Tokens& t = theme.tokens;
    ImFont* font = theme.fonts.caption;
    const ImVec2 corner = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
    const float y = std::round(corner.y + (size.y - font->FontSize) / 2);
    float x = corner.x + theme.px(16);
    ImDrawList& draw = *ImGui::GetWindowDrawList();

    const std::string& marking = screen.released.note().marking;
    if (!marking.empty()) {
        const float width = text_width(theme.fonts.section, marking);
        const ImVec2 low{x, corner.y + theme.px(5)},
            high{x + width + theme.px(16), corner.y + size.y - theme.px(5)};
        draw.AddRectFilled(low, high, t.marking_back, theme.px(3));
        text_at({x + theme.px(8), y}, theme.fonts.section, t.marking, marking);
        screen.rects.mark("marking", {low.x, low.y, high.x, high.y});
        x = high.x + theme.px(24);
    }
    // The widest text keeps the place of what follows while the pointer moves.
    const float coordinates = text_width(font, "EPSG:27700 · 000 000 E 1 000 000 N");
    const std::string where = pointer ? "EPSG:27700 · " + bng_words(*pointer) : "EPSG:27700";
    text_at({x, y}, font, t.ink3, where);
    screen.rects.mark("coordinates", {x, y, x + coordinates, y + font->FontSize});
    x += coordinates + theme.px(24);

    if (screen.job) {
        const std::string runs = fmt::format("{} {:.0f} %", screen.job->title, screen.job->fraction * 100);
        const float bar = theme.px(72);
        draw.AddRectFilled({x, y + theme.px(4)}, {x + bar, y + theme.px(8)}, t.line, theme.px(2));
        draw.AddRectFilled({x, y + theme.px(4)},
                           {x + bar * static_cast<float>(screen.job->fraction), y + theme.px(8)}, t.accent,
                           theme.px(2));
        text_at({x + bar + theme.px(8), y}, font, t.ink2, runs);
        screen.rects.mark("status.job",
                          {x, y, x + bar + theme.px(8) + text_width(font, runs), y + font->FontSize});
        x += bar + theme.px(16) + text_width(font, runs);
        ImGui::SetCursorScreenPos({x, corner.y + theme.px(2)});
        ImGui::PushFont(font);
        if (button(screen, "status.cancel", "Cancel", Look::Quiet)) out.requests.emplace_back(CancelJob{});
        ImGui::PopFont();
        x += text_width(theme.fonts.medium, "Cancel") + theme.px(32);
    } else if (screen.map.preparing) {
        text_at({x, y}, font, t.ink2, "Drawing …");
        x += text_width(font, "Drawing …") + theme.px(24);
    }
    const float saved = text_width(font, screen.saved);
    const float right = corner.x + size.x - theme.px(16);
    text_at({right - saved, y}, font, t.ink3, screen.saved);
    const float room = right - saved - theme.px(24) - x;
    if (!message.empty() && room > theme.px(40)) {
        text_at({x, y}, font, t.ink3, elided(font, message, room));
        screen.rects.mark("status.message", {x, y, x + room, y + font->FontSize});
    }
    return out;
}

}  // namespace safeground::ui
