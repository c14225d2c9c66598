#include "ui/panels/toasts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "core/provenance.hpp"
#include "ui/widgets.hpp"

namespace safeground::ui {

namespace {

ImU32 colour_of(const Theme& theme, Toasts::Tone tone) {
    return tone == Toasts::Tone::Error     ? theme.tokens.danger
           : tone == Toasts::Tone::Warning ? theme.tokens.marking
                                           : theme.tokens.accent;
}

/// A card in the middle of the map with a title and a cross; false when the cross was pressed.
template <class Content>
bool centred_card(Screen& screen, Rect room, const char* name, const std::string& title, float width_units,
                  Content&& content) {
    const Theme& theme = screen.theme;
    const float width = std::min(theme.px(width_units), room.x1 - room.x0 - theme.px(32));
    ImGui::SetNextWindowSizeConstraints({width, 0}, {width, room.y1 - room.y0 - theme.px(32)});
    const Scope card = floating_card(
        screen, name, {std::round((room.x0 + room.x1 - width) / 2), room.y0 + theme.px(56)}, {width, 0});
    bool stays = true;
    const ImVec2 low = ImGui::GetWindowPos();
    paragraph(theme.fonts.title, theme.tokens.ink, title, width - theme.px(64));
    const ImVec2 next = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos({low.x + width - theme.px(36), low.y + theme.px(8) - ImGui::GetScrollY()});
    if (icon_button(screen, std::string(name) + ".close", icon::kClose, "Close (Esc)", 26)) stays = false;
    ImGui::SetCursorScreenPos(next);
    content(width - theme.px(24));
    screen.rects.mark(name,
                      {low.x, low.y, low.x + ImGui::GetWindowWidth(), low.y + ImGui::GetWindowHeight()});
    return stays;
}

void key_line(const Theme& theme, const char* keys, const char* what, float column) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    text_at(at, theme.fonts.medium, theme.tokens.ink, keys);
    text_at({at.x + column, at.y}, theme.fonts.body, theme.tokens.ink2, what);
    ImGui::Dummy({column, theme.px(16)});
}

}  // namespace

void Toasts::say(std::string words, Tone tone, double now_s) {
    last = words;
    const double stays = tone == Tone::Error     ? std::numeric_limits<double>::infinity()
                         : tone == Tone::Warning ? std::max(12.0, static_cast<double>(words.size()) / 12)
                                                 : 5.0;
    std::erase_if(shown, [&](const Toast& toast) { return toast.words == words; });
    shown.push_back({std::move(words), tone, now_s + stays, next_id++});
    if (shown.size() > 4) shown.erase(shown.begin());
}

double Toasts::next_change_s() const {
    double next = std::numeric_limits<double>::infinity();
    for (const Toast& toast : shown) next = std::min(next, toast.until_s);
    return next;
}

void toasts(Toasts& state, Screen& screen, Rect room) {
    const Theme& theme = screen.theme;
    std::erase_if(state.shown, [&](const Toasts::Toast& toast) { return toast.until_s <= screen.now_s; });
    float bottom = room.y1 - theme.px(16);
    int closed = 0;
    for (auto toast = state.shown.rbegin(); toast != state.shown.rend(); ++toast) {
        const float width = std::min(theme.px(360), room.x1 - room.x0 - theme.px(32));
        const float inner = width - theme.px(24) - theme.px(40);
        const float words = theme.fonts.body
                                ->CalcTextSizeA(theme.fonts.body->FontSize, FLT_MAX, inner,
                                                wrapped(theme.fonts.body, toast->words, inner).c_str())
                                .y;
        const float height = std::min(words + theme.px(24), room.y1 - room.y0 - theme.px(32));
        const std::string name = "toast." + std::to_string(toast->id);
        const ImVec2 at{room.x1 - theme.px(16) - width, bottom - height};
        const Scope card = floating_card(screen, name.c_str(), at, {width, height});
        const ImVec2 corner = ImGui::GetCursorScreenPos();
        text_at({corner.x, corner.y}, theme.fonts.medium, colour_of(theme, toast->tone),
                toast->tone == Toasts::Tone::Info ? icon::kInfo : icon::kWarning);
        ImGui::SetCursorScreenPos({corner.x + theme.px(24), corner.y});
        paragraph(theme.fonts.body, theme.tokens.ink, toast->words, inner);
        ImGui::SetCursorScreenPos({at.x + width - theme.px(32), at.y + theme.px(8)});
        if (icon_button(screen, name + ".close", icon::kClose, "Close", 24)) closed = toast->id;
        screen.rects.mark(name, {at.x, at.y, at.x + width, at.y + height});
        bottom -= height + theme.px(8);
    }
    std::erase_if(state.shown, [&](const Toasts::Toast& toast) { return toast.id == closed; });
}

bool report_card(const ReportCard& report, Screen& screen, Rect room) {
    const Theme& theme = screen.theme;
    return centred_card(screen, room, "report", report.title, 460, [&](float width) {
        const float column = theme.px(128);
        for (const ReportCard::Line& line : report.lines) {
            const ImU32 colour =
                line.tone == Toasts::Tone::Info ? theme.tokens.ink : colour_of(theme, line.tone);
            if (line.label.empty()) {
                paragraph(theme.fonts.body, line.tone == Toasts::Tone::Info ? theme.tokens.ink2 : colour,
                          line.words, width);
                continue;
            }
            const ImVec2 at = ImGui::GetCursorScreenPos();
            text_at(at, theme.fonts.body, theme.tokens.ink3, line.label);
            ImGui::SetCursorScreenPos({at.x + column, at.y});
            paragraph(theme.fonts.body, colour, line.words, width - column);
        }
    });
}

bool keys_card(Screen& screen, Rect room) {
    const Theme& theme = screen.theme;
    return centred_card(screen, room, "keys", "Keys", 400, [&](float) {
        static constexpr std::array<std::pair<const char*, const char*>, 15> kKeys = {{
            {"Scroll", "closer and further, at the pointer"},
            {"Drag", "move the map"},
            {"Double-click", "closer, at the pointer"},
            {"Click", "pick an area or a site"},
            {"Esc", "let go, close"},
            {"+   −   Home", "closer, further, everything"},
            {"1 … 9", "layers on and off, from the top"},
            {"Ctrl+Z", "undo"},
            {"Ctrl+Shift+Z", "redo"},
            {"Ctrl+O", "open a project, add a file"},
            {"Ctrl+S", "save the project"},
            {"Ctrl+Shift+S", "save the project under another name"},
            {"Tab, arrows, Space", "go through the window without a mouse"},
            {"Ctrl+Q", "quit"},
            {"?", "this list"},
        }};
        for (const auto& [keys, what] : kKeys) key_line(theme, keys, what, theme.px(136));
    });
}

bool about_card(Screen& screen, Rect room) {
    const Theme& theme = screen.theme;
    return centred_card(screen, room, "about", "Safeground", 420, [&](float width) {
        paragraph(theme.fonts.body, theme.tokens.ink2, std::string("Version ") + core::version(), width);
        paragraph(theme.fonts.body, theme.tokens.ink2,
                  "Overlays deprivation, offender residence, knife crime and out-of-school provision for "
                  "small areas, tests what is said "
                  "about those maps, and shows nothing that its audience may not see.",
                  width);
        paragraph(theme.fonts.body, theme.tokens.ink2,
                  "It describes places and times. It does not predict people, score children or store names.",
                  width);
    });
}

}  // namespace safeground::ui
