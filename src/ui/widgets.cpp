#include "ui/widgets.hpp"

#include <imgui_internal.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

namespace safeground::ui {

namespace {

ImVec4 vec(ImU32 colour) { return ImGui::ColorConvertU32ToFloat4(colour); }

void focus_ring(float rounding) {
    if (ImGui::GetItemID() != GImGui->NavId || GImGui->NavDisableHighlight) return;
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    ImGui::GetWindowDrawList()->AddRect({low.x - 2, low.y - 2}, {high.x + 2, high.y + 2},
                                        ImGui::GetColorU32(ImGuiCol_NavHighlight), rounding, 0, 2);
}

}  // namespace

bool button(Screen& screen, const std::string& name, const std::string& words, Look look, float width) {
    const Theme& theme = screen.theme;
    const Tokens& t = theme.tokens;
    const bool primary = look == Look::Primary, quiet = look == Look::Quiet;
    ImGui::PushFont(primary || quiet ? theme.fonts.medium : theme.fonts.body);
    ImGui::PushStyleColor(ImGuiCol_Text, vec(primary ? t.on_accent : quiet ? t.accent : t.ink));
    ImGui::PushStyleColor(ImGuiCol_Button, vec(primary ? t.accent : quiet ? faded(t.surface, 0) : t.surface));
    ImGui::PushStyleColor(ImGuiCol_ButtonHovered, vec(primary ? faded(t.accent, 0.88F) : t.field_hover));
    ImGui::PushStyleColor(ImGuiCol_ButtonActive, vec(primary ? faded(t.accent, 0.75F) : t.accent_weak));
    ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, look == Look::Plain ? 1.0F : 0.0F);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                        ImVec2(theme.px(quiet ? 6 : 12), theme.px(quiet ? 3 : 7)));
    const bool pressed = ImGui::Button((words + "###" + name).c_str(), {width, 0});
    screen.rects.mark_item(name);
    ImGui::PopStyleVar(2);
    ImGui::PopStyleColor(4);
    ImGui::PopFont();
    return pressed;
}

bool icon_button(Screen& screen, const std::string& name, const char* icon, const std::string& sentence,
                 float size) {
    const Theme& theme = screen.theme;
    const float side = theme.px(size);
    const bool pressed = ImGui::InvisibleButton(name.c_str(), {side, side});
    screen.rects.mark_item(name);
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    const bool hovered = ImGui::IsItemHovered();
    if (hovered)
        ImGui::GetWindowDrawList()->AddRectFilled(
            low, high, ImGui::IsItemActive() ? theme.tokens.accent_weak : theme.tokens.field_hover,
            theme.px(5));
    ImFont* font = theme.fonts.medium;
    const ImVec2 extent = font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, icon);
    text_at({std::round((low.x + high.x - extent.x) / 2), std::round((low.y + high.y - extent.y) / 2)}, font,
            hovered ? theme.tokens.ink : theme.tokens.ink2, icon);
    focus_ring(theme.px(6));
    hint(theme, sentence);
    return pressed;
}

bool link(Screen& screen, const std::string& name, const std::string& words, float width, ImFont* font,
          const char* sign) {
    const Theme& theme = screen.theme;
    const float inset = sign == nullptr ? 0 : theme.px(16), room = width - inset;
    const float height = font->CalcTextSizeA(font->FontSize, FLT_MAX, room, words.c_str()).y;
    const bool pressed = ImGui::InvisibleButton(name.c_str(), {width, height + theme.px(10)});
    screen.rects.mark_item(name);
    const ImVec2 low = ImGui::GetItemRectMin();
    const ImU32 colour = ImGui::IsItemHovered() ? theme.tokens.accent
                         : sign != nullptr      ? theme.tokens.ink
                                                : theme.tokens.ink2;
    if (sign != nullptr) text_at({low.x, low.y + theme.px(5)}, theme.fonts.body, theme.tokens.ink3, sign);
    ImGui::GetWindowDrawList()->AddText(font, font->FontSize, {low.x + inset, low.y + theme.px(5)}, colour,
                                        words.c_str(), nullptr, room);
    focus_ring(theme.px(4));
    return pressed;
}

bool checkbox(Screen& screen, const std::string& name, bool& value, const std::string& words) {
    const Theme& theme = screen.theme;
    const Tokens& t = theme.tokens;
    const float side = theme.px(14), height = theme.px(20);
    const float width =
        side + (words.empty() ? theme.px(6) : theme.px(8) + text_width(theme.fonts.body, words));
    const bool pressed = ImGui::InvisibleButton(name.c_str(), {width, height});
    screen.rects.mark_item(name);
    if (pressed) value = !value;
    const ImVec2 corner = ImGui::GetItemRectMin();
    const ImVec2 low{corner.x + (words.empty() ? theme.px(3) : 0),
                     std::round(corner.y + (height - side) / 2)};
    const ImVec2 high{low.x + side, low.y + side};
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddRectFilled(low, high, value ? t.accent : t.surface, theme.px(3));
    if (value) {
        const float u = side / 14;
        const ImVec2 tick[3] = {{low.x + 3.5F * u, low.y + 7.2F * u},
                                {low.x + 6 * u, low.y + 9.7F * u},
                                {low.x + 10.5F * u, low.y + 4.6F * u}};
        draw.AddPolyline(tick, 3, t.on_accent, 0, 1.7F * theme.scale);
    } else {
        draw.AddRect(low, high, ImGui::IsItemHovered() ? t.accent : t.ink3, theme.px(3), 0,
                     std::max(1.0F, theme.px(1)));
    }
    if (!words.empty())
        text_at({high.x + theme.px(8), std::round(corner.y + (height - theme.fonts.body->FontSize) / 2)},
                theme.fonts.body, t.ink, words);
    focus_ring(theme.px(4));
    return pressed;
}

std::optional<std::size_t> choose(Screen& screen, const std::string& name, const std::vector<Option>& options,
                                  std::size_t now, float width) {
    const Theme& theme = screen.theme;
    std::optional<std::size_t> chosen;
    ImGui::SetNextItemWidth(width);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(theme.px(6), theme.px(6)));
    const std::string shown = now < options.size()
                                  ? elided(theme.fonts.body, options[now].words, width - theme.px(36))
                                  : "choose …";
    const bool open = ImGui::BeginCombo(("##" + name).c_str(), shown.c_str(),
                                        ImGuiComboFlags_NoArrowButton | ImGuiComboFlags_HeightLarge);
    if (!open) {
        screen.rects.mark_item(name);
        const ImVec2 high = ImGui::GetItemRectMax(), low = ImGui::GetItemRectMin();
        text_at({high.x - theme.px(20), std::round((low.y + high.y - theme.fonts.body->FontSize) / 2)},
                theme.fonts.body, theme.tokens.ink3, icon::kCaret);
    } else {
        for (std::size_t o = 0; o < options.size(); ++o) {
            ImGui::PushID(static_cast<int>(o));
            if (ImGui::Selectable(options[o].words.c_str(), o == now)) chosen = o;
            screen.rects.mark_item(name + "." + options[o].value);
            if (o == now && ImGui::IsWindowAppearing()) ImGui::SetItemDefaultFocus();
            ImGui::PopID();
        }
        ImGui::EndCombo();
    }
    ImGui::PopStyleVar();
    return chosen;
}

SliderState slider(Screen& screen, const std::string& name, float& value, float width) {
    const Theme& theme = screen.theme;
    const Tokens& t = theme.tokens;
    ImGui::SetNextItemWidth(width);
    const ImVec4 clear{0, 0, 0, 0};
    for (const ImGuiCol what : {ImGuiCol_FrameBg, ImGuiCol_FrameBgHovered, ImGuiCol_FrameBgActive,
                                ImGuiCol_SliderGrab, ImGuiCol_SliderGrabActive, ImGuiCol_Border})
        ImGui::PushStyleColor(what, clear);
    ImGui::PushStyleVar(ImGuiStyleVar_GrabMinSize, theme.px(14));
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, theme.px(2)));
    SliderState state;
    state.changing =
        ImGui::SliderFloat(("##" + name).c_str(), &value, 0, 1, "", ImGuiSliderFlags_AlwaysClamp);
    screen.rects.mark_item(name);
    state.changing = state.changing || ImGui::IsItemActive();
    state.done = ImGui::IsItemDeactivatedAfterEdit();
    const bool bold = ImGui::IsItemHovered() || ImGui::IsItemActive();
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    ImGui::PopStyleVar(2);
    ImGui::PopStyleColor(6);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const float y = std::round((low.y + high.y) / 2), knob = theme.px(6);
    const float left = low.x + knob + theme.px(2), right = high.x - knob - theme.px(2),
                x = left + (right - left) * value;
    draw.AddRectFilled({left, y - theme.px(2)}, {right, y + theme.px(2)}, t.line, theme.px(2));
    draw.AddRectFilled({left, y - theme.px(2)}, {x, y + theme.px(2)}, t.accent, theme.px(2));
    draw.AddCircleFilled({x, y}, knob, t.surface, 24);
    draw.AddCircle({x, y}, knob, t.accent, 24, (bold ? 2.4F : 1.6F) * theme.scale);
    return state;
}

bool text_field(Screen& screen, const std::string& name, std::string& value, float width, const char* empty) {
    ImGui::SetNextItemWidth(width);
    const bool changed = ImGui::InputTextWithHint(("##" + name).c_str(), empty, &value);
    screen.rects.mark_item(name);
    if (ImGui::IsItemActive()) {
        const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
        ImGui::GetWindowDrawList()->AddRect(low, high, screen.theme.tokens.accent, screen.theme.px(6), 0,
                                            1.5F * screen.theme.scale);
    }
    return changed;
}

void progress_bar(const Theme& theme, double fraction, float width) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = theme.px(6);
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const float done = static_cast<float>(std::clamp(fraction, 0.0, 1.0)) * width;
    draw.AddRectFilled(at, {at.x + width, at.y + height}, theme.tokens.line, height / 2);
    if (done > 0)
        draw.AddRectFilled(at, {at.x + std::max(done, height), at.y + height}, theme.tokens.accent,
                           height / 2);
    ImGui::Dummy({width, height});
}

Scope floating_card(Screen& screen, const char* name, ImVec2 at, ImVec2 size, bool takes_mouse) {
    const Theme& theme = screen.theme;
    ImGui::SetNextWindowPos(at);
    ImGui::SetNextWindowSize(size);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, theme.px(6));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(theme.px(12), theme.px(12)));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
    ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                             ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing;
    if (size.y <= 0) flags &= ~ImGuiWindowFlags_NoScrollbar;  // as high as it needs, up to the room there is
    else flags |= ImGuiWindowFlags_NoScrollWithMouse;
    if (!takes_mouse) flags |= ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoNav;
    if (size.y <= 0 || size.x <= 0) flags |= ImGuiWindowFlags_AlwaysAutoResize;
    ImGui::Begin(name, nullptr, flags);
    ImGui::PopStyleVar(3);
    // The shadow lies round the card: three faint frames, each a pixel wider.
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const ImVec2 low = ImGui::GetWindowPos(), extent = ImGui::GetWindowSize();
    draw.PushClipRectFullScreen();
    for (int ring = 1; ring <= 3; ++ring) {
        const float grow = static_cast<float>(ring) * theme.scale;
        draw.AddRect({low.x - grow, low.y - grow + theme.scale},
                     {low.x + extent.x + grow, low.y + extent.y + grow + theme.scale},
                     faded(theme.tokens.shadow, 1.0F / static_cast<float>(ring)), theme.px(6) + grow, 0,
                     theme.scale);
    }
    draw.PopClipRect();
    return Scope([] { ImGui::End(); });
}

Scope region(const Theme& theme, const char* name, Rect rect, ImVec2 padding, ImU32 background) {
    ImGui::SetNextWindowPos({rect.x0, rect.y0});
    ImGui::SetNextWindowSize({rect.x1 - rect.x0, rect.y1 - rect.y0});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(theme.px(padding.x), theme.px(padding.y)));
    ImGui::PushStyleColor(ImGuiCol_WindowBg, background);
    ImGui::Begin(name, nullptr,
                 ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoBringToFrontOnFocus);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    return Scope([] { ImGui::End(); });
}

}  // namespace safeground::ui
