#include "ui/panels/top_bar.hpp"

#include <algorithm>
#include <cmath>

#include "ops/operation.hpp"
#include "ui/widgets.hpp"

namespace safeground::ui {

namespace {

/// A menu, which the robot knows as "menu.file", with items "menu.file.open".
struct Menu {
    Screen& screen;
    std::string name;

    bool item(const std::string& words, const char* keys, const std::string& what, bool enabled = true,
              bool ticked = false) const {
        const bool chosen = ImGui::MenuItem(words.c_str(), keys, ticked, enabled);
        screen.rects.mark_item(name + "." + what);
        return chosen;
    }
};

template <class Items>
void menu(Screen& screen, const char* words, const std::string& name, Items&& items) {
    const Theme& theme = screen.theme;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(theme.px(10), theme.px(10)));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(theme.px(16), theme.px(10)));
    const bool open = ImGui::BeginMenu(words);
    if (!open) screen.rects.mark_item(name);
    if (open) {
        items(Menu{screen, name});
        ImGui::EndMenu();
        // The item is the popup's last one while the menu is open: the place of the title is kept from the
        // bar.
    }
    ImGui::PopStyleVar(2);
}

/// `from`: where the menus end; on a narrow window the word and then the title give way.
void audience_chooser(Screen& screen, Rect bar, float from, Intents& out) {
    const Theme& theme = screen.theme;
    const Tokens& t = theme.tokens;
    const disclosure::Audience* now = nullptr;
    for (const disclosure::Audience& audience : screen.audiences)
        if (audience.name == screen.project.audience) now = &audience;
    const std::string full_title = now == nullptr ? screen.project.audience : now->title;
    const float room = bar.x1 - from - theme.px(76);
    float words = text_width(theme.fonts.body, "Audience ");
    if (words + text_width(theme.fonts.semibold, full_title) > room) words = 0;
    const std::string title = elided(theme.fonts.semibold, full_title, std::max(room - words, theme.px(48)));
    const float name = text_width(theme.fonts.semibold, title);
    const float width = words + name + theme.px(44), height = theme.px(30);
    const ImVec2 at{bar.x1 - theme.px(16) - width, std::round((bar.y0 + bar.y1 - height) / 2)};
    ImGui::SetCursorScreenPos(at);
    const bool pressed = ImGui::InvisibleButton("audience", {width, height});
    screen.rects.mark_item("audience");
    hint(theme, "Whom the screen and every file is for. Small numbers are hidden accordingly.");
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const ImVec2 end{at.x + width, at.y + height};
    draw.AddRectFilled(at, end, ImGui::IsItemHovered() ? t.accent_weak : t.surface, theme.px(6));
    draw.AddRect(at, end, t.accent, theme.px(6), 0, std::max(1.0F, theme.px(1)));
    const float y = std::round(at.y + (height - theme.fonts.body->FontSize) / 2);
    text_at({at.x + theme.px(12), y}, theme.fonts.body, t.accent, words > 0 ? "Audience" : "");
    text_at({at.x + theme.px(12) + words, y}, theme.fonts.semibold, t.accent, title);
    text_at({end.x - theme.px(22), y}, theme.fonts.body, t.accent, icon::kCaret);
    if (pressed) ImGui::OpenPopup("audiences");
    ImGui::SetNextWindowPos({end.x, end.y + theme.px(4)}, ImGuiCond_Always, {1, 0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(theme.px(8), theme.px(8)));
    if (ImGui::BeginPopup("audiences")) {
        for (const disclosure::Audience& audience : screen.audiences) {
            ImGui::PushID(audience.name.c_str());
            const ImVec2 row = ImGui::GetCursorScreenPos();
            const float full = theme.px(260), tall = theme.px(42);
            if (ImGui::Selectable("##choose", &audience == now, 0, {full, tall})) {
                if (&audience != now) out.commands.emplace_back(core::SetAudience{audience.name});
                ImGui::CloseCurrentPopup();
            }
            screen.rects.mark_item("audience." + audience.name);
            text_at({row.x + theme.px(8), row.y + theme.px(4)}, theme.fonts.medium, t.ink, audience.title);
            text_at({row.x + theme.px(8), row.y + theme.px(23)}, theme.fonts.caption, t.ink3,
                    audience.marking);
            if (&audience == now)
                text_at({row.x + full - theme.px(24), row.y + theme.px(12)}, theme.fonts.body, t.accent,
                        icon::kCheck);
            ImGui::PopID();
        }
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar();
}

void menus(Screen& screen, bool dark, TopBarWishes& wishes, Intents& out) {
    menu(screen, "File", "menu.file", [&](const Menu& m) {
        if (m.item("Open or add a file …", "Ctrl+O", "open")) wishes.open = true;
        if (m.item("Save project", "Ctrl+S", "save")) out.requests.emplace_back(SaveProject{});
        if (m.item("Save project as …", "Ctrl+Shift+S", "save_as")) wishes.save_as = true;
        ImGui::Separator();
        if (m.item("Quit", "Ctrl+Q", "quit")) out.requests.emplace_back(Quit{});
    });
    menu(screen, "Edit", "menu.edit", [&](const Menu& m) {
        const bool can_undo = !screen.undo_name.empty(), can_redo = !screen.redo_name.empty();
        if (m.item(can_undo ? "Undo: " + screen.undo_name : "Nothing to undo", "Ctrl+Z", "undo", can_undo))
            out.requests.emplace_back(Undo{});
        if (m.item(can_redo ? "Redo: " + screen.redo_name : "Nothing to redo", "Ctrl+Shift+Z", "redo",
                   can_redo))
            out.requests.emplace_back(Redo{});
    });
    menu(screen, "View", "menu.view", [&](const Menu& m) {
        if (m.item("Everything", "Home", "home")) out.requests.emplace_back(Home{});
        ImGui::Separator();
        if (m.item("Dark panels", nullptr, "dark", true, dark)) out.requests.emplace_back(UseDark{!dark});
    });
    menu(screen, "Layers", "menu.layers", [&](const Menu& m) {
        if (m.item("Add …", "Ctrl+O", "add")) wishes.open = true;
        if (!screen.project.layers.empty()) ImGui::Separator();
        int number = 1;
        for (auto layer = screen.project.layers.rbegin(); layer != screen.project.layers.rend();
             ++layer, ++number) {
            const std::string key = number <= 9 ? std::to_string(number) : "";
            ImGui::PushID(static_cast<int>(layer->id));
            if (m.item(layer->name, key.c_str(), std::to_string(layer->id), true, layer->visible))
                out.commands.emplace_back(core::SetVisible{layer->id, !layer->visible});
            ImGui::PopID();
        }
    });
    menu(screen, "Analyse", "menu.analyse", [&](const Menu& m) {
        const auto& all = ops::operations();
        for (const ops::Group group : ops::kGroups) {
            const auto of_group = [&](const ops::Operation& operation) { return operation.group == group; };
            if (std::none_of(all.begin(), all.end(), of_group)) continue;
            const bool open = ImGui::BeginMenu(ops::title_of(group));
            if (!open) screen.rects.mark_item(m.name + "." + std::to_string(static_cast<int>(group)));
            if (!open) continue;
            for (const ops::Operation& operation : all) {
                if (!of_group(operation)) continue;
                if (m.item(operation.title + " …", nullptr, operation.name))
                    wishes.operation = operation.name;
                hint(screen.theme, operation.help);
            }
            ImGui::EndMenu();
        }
    });
    menu(screen, "Help", "menu.help", [&](const Menu& m) {
        if (m.item("Keys", "?", "keys")) wishes.keys = true;
        if (m.item("About Safeground", nullptr, "about")) wishes.about = true;
    });
}

}  // namespace

Intents top_bar(Screen& screen, Rect rect, bool dark, TopBarWishes& wishes) {
    Intents out;
    const Theme& theme = screen.theme;
    const float height = rect.y1 - rect.y0;
    ImGui::SetNextWindowPos({rect.x0, rect.y0});
    ImGui::SetNextWindowSize({rect.x1 - rect.x0, height});
    // The menu bar is as high as the region: its frame padding makes it so.
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                        ImVec2(theme.px(8), (height - theme.fonts.body->FontSize) / 2));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
    ImGui::Begin("top", nullptr,
                 ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_MenuBar |
                     ImGuiWindowFlags_NoScrollWithMouse);
    const Scope end([] {
        ImGui::End();
        ImGui::PopStyleVar(2);
    });
    if (!ImGui::BeginMenuBar()) return out;
    const float name_y = std::round(rect.y0 + (height - theme.fonts.title->FontSize) / 2);
    text_at({rect.x0 + theme.px(16), name_y}, theme.fonts.title, theme.tokens.ink, "Safeground");
    ImGui::SetCursorPosX(theme.px(16) + text_width(theme.fonts.title, "Safeground") + theme.px(18));
    ImGui::PushStyleColor(ImGuiCol_Text, ImGui::ColorConvertU32ToFloat4(theme.tokens.ink2));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(theme.px(8), theme.px(8)));
    menus(screen, dark, wishes, out);
    const float menus_end = ImGui::GetCursorScreenPos().x;
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    audience_chooser(screen, rect, menus_end, out);
    ImGui::GetWindowDrawList()->AddRectFilled({rect.x0, rect.y1 - std::max(1.0F, theme.px(1))},
                                              {rect.x1, rect.y1}, theme.tokens.line);
    ImGui::EndMenuBar();
    return out;
}

}  // namespace safeground::ui
