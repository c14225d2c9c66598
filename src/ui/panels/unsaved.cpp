#include "ui/panels/unsaved.hpp"

#include <algorithm>
#include <cmath>

#include "ui/widgets.hpp"

namespace safeground::ui {

namespace {
constexpr const char* kTitle = "unsaved work";
}

Intents unsaved_dialogue(const std::string& why, Screen& screen, Rect window) {
    Intents out;
    const Theme& theme = screen.theme;
    if (!why.empty() && !ImGui::IsPopupOpen(kTitle)) ImGui::OpenPopup(kTitle);
    const float width = std::min(theme.px(420), window.x1 - window.x0 - theme.px(48));
    ImGui::SetNextWindowPos({std::round((window.x0 + window.x1 - width) / 2), window.y0 + theme.px(120)});
    ImGui::SetNextWindowSize({width, 0});
    if (!ImGui::BeginPopupModal(
            kTitle, nullptr,
            ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize))
        return out;
    if (why.empty()) {
        ImGui::CloseCurrentPopup();
        ImGui::EndPopup();
        return out;
    }
    const float inner = ImGui::GetContentRegionAvail().x;
    text(theme.fonts.title, theme.tokens.ink, "Save your work first?");
    paragraph(theme.fonts.body, theme.tokens.ink2, why + " What has been changed since it was saved is lost.",
              inner);
    const float button_width = theme.px(96);
    std::optional<AnswerUnsaved::Answer> answer;
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + inner - 3 * button_width - 2 * theme.px(8));
    if (button(screen, "unsaved.cancel", "Cancel", Look::Plain, button_width) ||
        ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape)))
        answer = AnswerUnsaved::Answer::Cancel;
    ImGui::SameLine(0, theme.px(8));
    if (button(screen, "unsaved.discard", "Discard", Look::Plain, button_width))
        answer = AnswerUnsaved::Answer::Discard;
    ImGui::SameLine(0, theme.px(8));
    if (button(screen, "unsaved.save", "Save", Look::Primary, button_width))
        answer = AnswerUnsaved::Answer::Save;
    if (answer) {
        out.requests.emplace_back(AnswerUnsaved{*answer});
        ImGui::CloseCurrentPopup();
    }
    ImGui::EndPopup();
    return out;
}

}  // namespace safeground::ui
