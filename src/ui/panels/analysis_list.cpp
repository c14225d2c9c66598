#include "ui/panels/analysis_list.hpp"

#include <algorithm>

#include "ui/widgets.hpp"

namespace safeground::ui {

std::string analysis_list(Screen& screen, ops::Group& open, float width) {
    std::string chosen;
    const Theme& theme = screen.theme;
    section(theme, "ANALYSE");
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, theme.px(2)));
    ImGui::Dummy({0, theme.px(2)});
    const float left = ImGui::GetCursorPosX(), indent = theme.px(16);
    for (const ops::Group group : ops::kGroups) {
        const auto& all = ops::operations();
        if (std::none_of(all.begin(), all.end(),
                         [&](const ops::Operation& operation) { return operation.group == group; }))
            continue;
        const bool shown = open == group;
        ImGui::SetCursorPosX(left);
        if (link(screen, "group." + std::to_string(static_cast<int>(group)), ops::title_of(group), width,
                 theme.fonts.medium, shown ? icon::kCaret : icon::kCaretRight))
            open = shown ? ops::Group::None : group;
        if (open != group) continue;
        for (const ops::Operation& operation : all) {
            if (operation.group != group) continue;
            ImGui::SetCursorPosX(left + indent);
            if (link(screen, "analyse." + operation.name, operation.title, width - indent, theme.fonts.body))
                chosen = operation.name;
            hint(theme, operation.help);
        }
        ImGui::Dummy({0, theme.px(4)});
        const float bottom = ImGui::GetWindowPos().y + ImGui::GetWindowHeight();
        if (!shown && ImGui::GetItemRectMax().y > bottom) ImGui::SetScrollHereY(1);  // all that just opened
    }
    ImGui::PopStyleVar();
    return chosen;
}

}  // namespace safeground::ui
