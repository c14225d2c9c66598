#include "ui/theme.hpp"

#include <cmath>

namespace safeground::ui {

namespace {

constexpr ImU32 rgb(unsigned hex, unsigned alpha = 255) {
    return IM_COL32((hex >> 16) & 255u, (hex >> 8) & 255u, hex & 255u, alpha);
}
ImVec4 vec(ImU32 colour) { return ImGui::ColorConvertU32ToFloat4(colour); }

}  // namespace

const Tokens& light_tokens() {
    static const Tokens tokens{rgb(0x1B1F24), rgb(0x4A5059), rgb(0x6B727B), rgb(0xFFFFFF),
                               rgb(0xF4F5F7), rgb(0xDFE3E8), rgb(0x1D70B8), rgb(0xEEF4FA),
                               rgb(0xFFFFFF), rgb(0xD4351C), rgb(0x00703C), rgb(0x6B4B00),
                               rgb(0xFFF4D6), rgb(0xF4F5F7), rgb(0xF4F5F7), rgb(0x1B1F24, 0x0E)};
    return tokens;
}

const Tokens& dark_tokens() {
    static const Tokens tokens{rgb(0xECEFF3), rgb(0xC2C8D0), rgb(0x9AA3AD), rgb(0x171A1F),
                               rgb(0x0F1115), rgb(0x2C323A), rgb(0x5AA9E6), rgb(0x1D2A37),
                               rgb(0x0F1115), rgb(0xF0705B), rgb(0x4CB782), rgb(0xFFE08A),
                               rgb(0x3A2F10), rgb(0x20252C), rgb(0x20252C), rgb(0x000000, 0x60)};
    return tokens;
}

float Theme::px(float units) const { return std::round(units * scale); }

ImU32 from(core::Colour c) { return IM_COL32(c.r, c.g, c.b, c.a); }

ImU32 faded(ImU32 colour, float alpha) {
    const auto a = static_cast<ImU32>(static_cast<float>((colour >> IM_COL32_A_SHIFT) & 255u) * alpha);
    return (colour & ~IM_COL32_A_MASK) | (a << IM_COL32_A_SHIFT);
}

void apply(const Theme& theme) {
    ImGuiStyle& style = ImGui::GetStyle();
    style = ImGuiStyle();
    const Tokens& t = theme.tokens;
    style.WindowPadding = {theme.px(16), theme.px(16)};
    style.FramePadding = {theme.px(8), theme.px(6)};
    style.ItemSpacing = {theme.px(8), theme.px(8)};
    style.ItemInnerSpacing = {theme.px(8), theme.px(4)};
    style.WindowRounding = 0;
    style.ChildRounding = theme.px(6);
    style.PopupRounding = theme.px(6);
    style.FrameRounding = theme.px(6);
    style.GrabRounding = theme.px(6);
    style.ScrollbarRounding = theme.px(4);
    style.ScrollbarSize = theme.px(8);
    style.WindowBorderSize = 0;
    style.PopupBorderSize = 1;
    style.FrameBorderSize = 1;
    style.ChildBorderSize = 1;
    style.WindowMinSize = {1, 1};
    style.DisabledAlpha = 0.5F;
    style.AntiAliasedLinesUseTex = false;  // crisp one-pixel separators

    auto set = [&](ImGuiCol what, ImU32 colour) { style.Colors[what] = vec(colour); };
    set(ImGuiCol_Text, t.ink);
    set(ImGuiCol_TextDisabled, t.ink3);
    set(ImGuiCol_WindowBg, t.surface);
    set(ImGuiCol_ChildBg, faded(t.surface, 0));
    set(ImGuiCol_PopupBg, t.surface);
    set(ImGuiCol_MenuBarBg, t.surface);
    set(ImGuiCol_Border, t.line);
    set(ImGuiCol_BorderShadow, 0);
    set(ImGuiCol_Separator, t.line);
    set(ImGuiCol_FrameBg, t.surface);
    set(ImGuiCol_FrameBgHovered, t.field_hover);
    set(ImGuiCol_FrameBgActive, t.field_hover);
    set(ImGuiCol_Button, t.surface);
    set(ImGuiCol_ButtonHovered, t.field_hover);
    set(ImGuiCol_ButtonActive, t.accent_weak);
    set(ImGuiCol_Header, t.accent_weak);
    set(ImGuiCol_HeaderHovered, t.field_hover);
    set(ImGuiCol_HeaderActive, t.accent_weak);
    set(ImGuiCol_CheckMark, t.accent);
    set(ImGuiCol_SliderGrab, t.accent);
    set(ImGuiCol_SliderGrabActive, t.accent);
    set(ImGuiCol_ScrollbarBg, faded(t.surface, 0));
    set(ImGuiCol_ScrollbarGrab, t.line);
    set(ImGuiCol_ScrollbarGrabHovered, t.ink3);
    set(ImGuiCol_ScrollbarGrabActive, t.ink3);
    set(ImGuiCol_PlotHistogram, t.accent);
    set(ImGuiCol_TextSelectedBg, faded(t.accent, 0.25F));
    set(ImGuiCol_NavHighlight, t.accent);
    set(ImGuiCol_ModalWindowDimBg, faded(t.ink, 0.25F));
    set(ImGuiCol_NavWindowingDimBg, faded(t.ink, 0.1F));
}

}  // namespace safeground::ui
