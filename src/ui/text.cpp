#include <imgui_internal.h>

#include <algorithm>

#include "ui/widgets.hpp"

namespace safeground::ui {

void Rects::mark_item(std::string name) {
    const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
    mark(std::move(name), {low.x, low.y, high.x, high.y});
}

const Rect* Rects::find(const std::string& name) const {
    const auto found = m_rects.find(name);
    return found == m_rects.end() ? nullptr : &found->second;
}

void text(ImFont* font, ImU32 colour, std::string_view words) {
    ImGui::PushFont(font);
    ImGui::PushStyleColor(ImGuiCol_Text, colour);
    ImGui::TextUnformatted(words.data(), words.data() + words.size());
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

/// Broken at blanks only: ImGui would break "9,999" after its comma.
std::string wrapped(ImFont* font, std::string_view words, float width) {
    std::string out, line;
    for (std::size_t at = 0; at <= words.size();) {
        const std::size_t end = std::min(words.find_first_of(" \n", at), words.size());
        const std::string_view word = words.substr(at, end - at);
        const std::string longer = line.empty() ? std::string(word) : line + " " + std::string(word);
        if (line.empty() || text_width(font, longer) <= width) {
            line = longer;
        } else {
            out += line + "\n";
            line = word;
        }
        if (end < words.size() && words[end] == '\n') {
            out += line + "\n";
            line.clear();
        }
        at = end + 1;
    }
    return out + line;
}

void paragraph(ImFont* font, ImU32 colour, std::string_view words, float width) {
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + width + 1);  // for a word that is wider than the line
    text(font, colour, wrapped(font, words, width));
    ImGui::PopTextWrapPos();
}

void text_at(ImVec2 at, ImFont* font, ImU32 colour, std::string_view words) {
    ImGui::GetWindowDrawList()->AddText(font, font->FontSize, at, colour, words.data(),
                                        words.data() + words.size());
}

float text_width(ImFont* font, std::string_view words) {
    return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, words.data(), words.data() + words.size()).x;
}

std::string elided(ImFont* font, std::string_view words, float width) {
    if (text_width(font, words) <= width) return std::string(words);
    std::string shorter(words);
    while (!shorter.empty()) {
        while (!shorter.empty() && (static_cast<unsigned char>(shorter.back()) & 0xC0U) == 0x80U)
            shorter.pop_back();
        if (!shorter.empty()) shorter.pop_back();
        while (!shorter.empty() && shorter.back() == ' ') shorter.pop_back();
        if (text_width(font, shorter + "…") <= width) break;
    }
    return shorter + "…";
}

void section(const Theme& theme, std::string_view words) {
    // A little space between capitals, as small capitals need it.
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    ImVec2 at = ImGui::GetCursorScreenPos();
    const float start = at.x;
    ImFont* font = theme.fonts.section;
    for (const char* c = words.data(); c < words.data() + words.size();) {
        unsigned code = 0;
        const int bytes = ImTextCharFromUtf8(&code, c, words.data() + words.size());
        const std::string_view one(c, static_cast<std::size_t>(std::max(bytes, 1)));
        draw.AddText(font, font->FontSize, at, theme.tokens.ink3, one.data(), one.data() + one.size());
        at.x += text_width(font, one) + 0.5F * theme.scale;
        c += one.size();
    }
    ImGui::Dummy({at.x - start, font->FontSize});
}

void hint(const Theme& theme, std::string_view words) {
    if (words.empty() || !ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) return;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(theme.px(10), theme.px(8)));
    ImGui::BeginTooltip();
    paragraph(theme.fonts.body, theme.tokens.ink2, words, theme.px(280));
    ImGui::EndTooltip();
    ImGui::PopStyleVar();
}

}  // namespace safeground::ui
