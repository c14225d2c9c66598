#include "ui/workspace.hpp"

#include <algorithm>

#include "ui/panels/analysis_list.hpp"
#include "ui/panels/legend.hpp"
#include "ui/panels/status_bar.hpp"
#include "ui/panels/top_bar.hpp"
#include "ui/panels/unsaved.hpp"
#include "ui/widgets.hpp"

namespace safeground::ui {

namespace {

/// Esc closes the nearest thing: a card, the form, then the picked area.
void escape(Workspace& state, Screen& screen, Intents& out) {
    if (state.keys || state.about) state.keys = state.about = false;
    else if (state.report) state.report.reset();
    else if (screen.picked) out.requests.emplace_back(LetGo{});
    else state.analysis.operation.clear();
}

void toggle(const Screen& screen, int number, Intents& out) {
    const std::vector<core::Layer>& layers = screen.project.layers;
    if (number < 1 || static_cast<std::size_t>(number) > layers.size()) return;
    const core::Layer& layer = layers[layers.size() - static_cast<std::size_t>(number)];
    out.commands.emplace_back(core::SetVisible{layer.id, !layer.visible});
}

void keys(Workspace& state, Screen& screen, Rect map, Intents& out) {
    if (ImGui::GetIO().WantTextInput || ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId)) return;
    const double x = (map.x1 - map.x0) / 2, y = (map.y1 - map.y0) / 2;
    for (const KeyPress& key : screen.keys) {
        switch (key.shortcut) {
            case Shortcut::Undo:
                out.requests.emplace_back(Undo{});
                break;
            case Shortcut::Redo:
                out.requests.emplace_back(Redo{});
                break;
            case Shortcut::Open:
                open_browser(state.files, FileBrowser::Purpose::Open);
                break;
            case Shortcut::Save:
                out.requests.emplace_back(SaveProject{});
                break;
            case Shortcut::SaveAs:
                open_browser(state.files, FileBrowser::Purpose::Save);
                break;
            case Shortcut::Quit:
                out.requests.emplace_back(Quit{});
                break;
            case Shortcut::ZoomIn:
                out.requests.emplace_back(ZoomAt{x, y, 1.5});
                break;
            case Shortcut::ZoomOut:
                out.requests.emplace_back(ZoomAt{x, y, 1 / 1.5});
                break;
            case Shortcut::Home:
                out.requests.emplace_back(Home{});
                break;
            case Shortcut::Help:
                state.keys = !state.keys;
                break;
            case Shortcut::Escape:
                escape(state, screen, out);
                break;
            case Shortcut::Toggle:
                toggle(screen, key.number, out);
                break;
        }
    }
}

/// A line of one pixel along an edge of the region that is being drawn: in its own window, so that cards lie
/// over it.
void edge(const Theme& theme, Rect line) {
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.PushClipRectFullScreen();
    draw.AddRectFilled({line.x0, line.y0}, {line.x1, line.y1}, theme.tokens.line);
    draw.PopClipRect();
}

void left_panel(Workspace& state, Screen& screen, Rect rect, TopBarWishes& wishes, Intents& out) {
    const Theme& theme = screen.theme;
    const Scope scope = region(theme, "left", rect, {0, 0}, theme.tokens.surface);
    const float thick = std::max(1.0F, theme.px(1));
    edge(theme, {rect.x1 - thick, rect.y0, rect.x1, rect.y1});
    out.add(layers_panel(state.layers, screen, wishes.open));
    ImGui::SetCursorPos({theme.px(16), ImGui::GetCursorPosY() + theme.px(8)});
    ImGui::PushItemWidth(-1);
    ImGui::BeginGroup();
    ImGui::Indent(0.001F);
    if (!screen.project.layers.empty()) {
        const float scroll = ImGui::GetScrollMaxY() > 0 ? theme.px(4) : 0;
        const std::string chosen =
            analysis_list(screen, state.analyses, rect.x1 - rect.x0 - theme.px(32) - scroll);
        if (!chosen.empty()) wishes.operation = chosen;
        ImGui::Dummy({0, theme.px(12)});
    }
    ImGui::Unindent(0.001F);
    ImGui::EndGroup();
    ImGui::PopItemWidth();
}

}  // namespace

Layout layout(float width, float height, const Theme& theme) {
    const float top = theme.px(44), status = theme.px(28);
    // On a small screen the panels give way a little before the map does.
    const float left = std::min(theme.px(264), width * 0.28F), right = std::min(theme.px(280), width * 0.28F);
    Layout out;
    out.top = {0, 0, width, top};
    out.status = {0, std::max(top, height - status), width, height};
    out.left = {0, top, static_cast<float>(static_cast<int>(left)), out.status.y0};
    out.right = {static_cast<float>(static_cast<int>(width - right)), top, width, out.status.y0};
    out.map = {out.left.x1, top, out.right.x0, out.status.y0};
    return out;
}

Intents draw(Workspace& state, Screen& screen, float width, float height) {
    Intents out;
    const Theme& theme = screen.theme;
    const Layout at = layout(width, height, theme);
    const float thick = std::max(1.0F, theme.px(1));
    screen.rects.clear();
    keys(state, screen, at.map, out);
    TopBarWishes wishes;
    out.add(map_panel(state.map, screen, at.map));
    left_panel(state, screen, at.left, wishes, out);
    {
        const Scope scope = region(theme, "right", at.right, {16, 22}, theme.tokens.surface);
        edge(theme, {at.right.x0, at.right.y0, at.right.x0 + thick, at.right.y1});
        out.add(area_card(screen));
        ImGui::Dummy({0, theme.px(8)});
        legend_panel(screen);
    }
    out.add(top_bar(screen, at.top, state.dark, wishes));
    {
        const Scope scope = region(theme, "status", at.status, {0, 0}, theme.tokens.surface);
        edge(theme, {at.status.x0, at.status.y0, at.status.x1, at.status.y0 + thick});
        out.add(status_bar(screen, state.map.pointer, state.toasts.last));
    }
    if (!wishes.operation.empty())
        open_analysis(state.analysis, screen, wishes.operation, state.layers.selected);
    out.add(analysis_panel(state.analysis, screen, at.map));
    toasts(state.toasts, screen, at.map);
    if (state.report && !report_card(*state.report, screen, at.map)) state.report.reset();
    if (state.keys || wishes.keys) state.keys = keys_card(screen, at.map);
    if (state.about || wishes.about) state.about = about_card(screen, at.map);
    if (wishes.open) open_browser(state.files, FileBrowser::Purpose::Open);
    if (wishes.save_as) open_browser(state.files, FileBrowser::Purpose::Save);
    out.add(file_browser(state.files, screen, {0, 0, width, height}));
    out.add(unsaved_dialogue(state.unsaved, screen, {0, 0, width, height}));
    return out;
}

}  // namespace safeground::ui
