#include "ui/panels/layers.hpp"

#include <imgui_stdlib.h>

#include <algorithm>
#include <cmath>

#include "ui/widgets.hpp"

namespace safeground::ui {

namespace {

using core::Layer;
using core::LayerId;

struct Row {
    const Layer& layer;
    std::size_t position;  ///< from the bottom
    const PreparedLayer* prepared;
    std::string name;  ///< of its widgets: "layer.3"
    bool selected;
};

void name_editor(LayersPanel& state, Screen& screen, const Row& row, ImVec2 at, float width, Intents& out) {
    ImGui::SetCursorScreenPos(at);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(screen.theme.px(4), screen.theme.px(1)));
    if (state.focus_name) ImGui::SetKeyboardFocusHere();
    ImGui::SetNextItemWidth(width);
    const bool entered = ImGui::InputText("##name", &state.new_name, ImGuiInputTextFlags_EnterReturnsTrue);
    screen.rects.mark_item(row.name + ".rename");
    if (entered && !state.new_name.empty())
        out.commands.emplace_back(core::RenameLayer{row.layer.id, state.new_name});
    if (entered || (!state.focus_name && ImGui::IsItemDeactivated())) state.renaming = 0;
    state.focus_name = false;
    ImGui::PopStyleVar();
}

void row_menu(LayersPanel& state, Screen& screen, const Row& row, Intents& out) {
    const std::size_t top = screen.project.layers.size() - 1;
    auto item = [&](const char* words, const char* what, bool enabled = true) {
        const bool chosen = ImGui::MenuItem(words, nullptr, false, enabled);
        screen.rects.mark_item(row.name + "." + what);
        return chosen;
    };
    if (item("Zoom to layer", "zoom")) out.requests.emplace_back(ZoomToLayer{row.layer.id});
    if (item("Rename", "rename")) {
        state.renaming = row.layer.id;
        state.new_name = row.layer.name;
        state.focus_name = true;
    }
    if (item("Move up", "up", row.position < top))
        out.commands.emplace_back(core::MoveLayer{row.layer.id, row.position + 1});
    if (item("Move down", "down", row.position > 0))
        out.commands.emplace_back(core::MoveLayer{row.layer.id, row.position - 1});
    ImGui::Separator();
    if (item("Remove from project", "remove")) out.commands.emplace_back(core::RemoveLayer{row.layer.id});
}

void opacity_line(LayersPanel& state, Screen& screen, const Row& row, ImVec2 at, float width, Intents& out) {
    const Theme& theme = screen.theme;
    const float number = theme.px(40);
    float value = state.fading == row.layer.id ? state.preview : static_cast<float>(row.layer.opacity);
    ImGui::SetCursorScreenPos(at);
    const SliderState slid = slider(screen, row.name + ".opacity", value, width - number);
    hint(theme, slid.changing ? "" : "Opacity");
    if (slid.changing) {
        state.fading = row.layer.id;
        state.preview = value;
        out.previews.emplace_back(core::SetOpacity{row.layer.id, static_cast<double>(value)});
    }
    if (slid.done)
        out.commands.emplace_back(
            core::SetOpacity{row.layer.id, std::round(static_cast<double>(value) * 100) / 100});
    if (!slid.changing && state.fading == row.layer.id) state.fading = 0;
    const std::string percent = std::to_string(static_cast<int>(std::lround(value * 100))) + " %";
    text_at({at.x + width - text_width(theme.fonts.caption, percent), at.y + theme.px(4)},
            theme.fonts.caption, theme.tokens.ink3, percent);
}

/// Picks the row up, and lets it go at another place: one command.
void carry(LayersPanel& state, Screen& screen, const Row& row, float list_top, float pitch, Intents& out) {
    const Theme& theme = screen.theme;
    if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, theme.px(6)))
        state.carrying = row.layer.id;
    if (state.carrying != row.layer.id) return;
    const auto count = static_cast<float>(screen.project.layers.size());
    const float slot = std::clamp(std::round((ImGui::GetIO().MousePos.y - list_top) / pitch), 0.0F, count);
    const float y = list_top + slot * pitch;
    ImGui::GetForegroundDrawList()->AddLine({ImGui::GetWindowPos().x, y},
                                            {ImGui::GetWindowPos().x + ImGui::GetWindowWidth(), y},
                                            theme.tokens.accent, 2 * theme.scale);
    if (ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
    state.carrying = 0;
    const float from_top = count - 1 - static_cast<float>(row.position);
    // The slot is a gap between rows as they stand; taking the row out moves the gaps below it up by one.
    const float target = slot > from_top ? slot - 1 : slot;
    if (target != from_top)
        out.commands.emplace_back(
            core::MoveLayer{row.layer.id, static_cast<std::size_t>(count - 1 - target)});
}

void draw_row(LayersPanel& state, Screen& screen, const Row& row, float width, float height, float list_top,
              Intents& out) {
    const Theme& theme = screen.theme;
    const Tokens& t = theme.tokens;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const bool withheld = row.prepared == nullptr;

    if (ImGui::InvisibleButton("row", {width, height})) state.selected = row.layer.id;
    ImGui::SetItemAllowOverlap();
    screen.rects.mark_item(row.name);
    const bool hovered = ImGui::IsItemHovered();
    if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left))
        out.requests.emplace_back(ZoomToLayer{row.layer.id});
    carry(state, screen, row, list_top, theme.px(48), out);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(theme.px(8), theme.px(8)));
    if (ImGui::BeginPopupContextItem("menu")) {
        state.selected = row.layer.id;
        row_menu(state, screen, row, out);
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar();
    const ImVec2 end{at.x + width, at.y + height};
    if (row.selected) {
        draw.AddRectFilled(at, end, t.accent_weak);
        draw.AddRectFilled(at, {at.x + theme.px(3), end.y}, t.accent);
    } else if (hovered) {
        draw.AddRectFilled(at, end, t.field_hover);
    }

    ImGui::SetCursorScreenPos({at.x + theme.px(15), at.y + theme.px(8)});
    bool visible = row.layer.visible;
    if (checkbox(screen, row.name + ".visible", visible))
        out.commands.emplace_back(core::SetVisible{row.layer.id, visible});
    if (row.prepared != nullptr)
        layer_swatch(theme, {at.x + theme.px(45), at.y + theme.px(12)}, {theme.px(18), theme.px(12)},
                     row.prepared->legend, row.layer.style);

    const float left = at.x + theme.px(75);
    const std::string lock = lock_sentence(row.layer, withheld);
    float right = end.x - theme.px(16);
    if (!lock.empty()) {
        ImGui::SetCursorScreenPos({right - theme.px(14), at.y + theme.px(14)});
        ImGui::InvisibleButton("lock", {theme.px(16), theme.px(18)});
        screen.rects.mark_item(row.name + ".lock");
        hint(theme, lock);
        text_at({right - theme.px(12), at.y + theme.px(15)}, theme.fonts.body, t.ink3, icon::kLock);
        right -= theme.px(20);
    }
    if (state.renaming == row.layer.id)
        name_editor(state, screen, row, {left - theme.px(4), at.y + theme.px(6)}, right - left + theme.px(4),
                    out);
    else
        text_at({left, at.y + theme.px(7)}, theme.fonts.body, row.layer.visible && !withheld ? t.ink : t.ink3,
                elided(theme.fonts.body, row.layer.name, right - left));
    const std::string second = withheld ? "withheld for this audience" : row.prepared->second_line;
    text_at({left, at.y + theme.px(26)}, theme.fonts.caption, t.ink3,
            elided(theme.fonts.caption, second, right - left));
    if (hovered && state.carrying == 0 && ImGui::GetIO().MousePos.x > left &&
        ImGui::GetIO().MousePos.y < at.y + theme.px(44) && ImGui::GetIO().MousePos.x < right &&
        (text_width(theme.fonts.body, row.layer.name) > right - left ||
         text_width(theme.fonts.caption, second) > right - left)) {
        ImGui::BeginTooltip();
        text(theme.fonts.medium, t.ink, row.layer.name);
        paragraph(theme.fonts.caption, t.ink2, second, theme.px(280));
        ImGui::EndTooltip();
    }
    if (row.selected)
        opacity_line(state, screen, row, {left - theme.px(8), at.y + theme.px(44)},
                     end.x - theme.px(16) - left + theme.px(8), out);
    ImGui::SetCursorScreenPos({at.x, end.y});
}

}  // namespace

std::string lock_sentence(const core::Layer& layer, bool withheld) {
    if (withheld)
        return "This audience may not see this layer. It stays in the project and is in no picture or file "
               "made for them.";
    if (layer.table && layer.table->info.sensitivity == core::Sensitivity::Restricted)
        return "Restricted: shown as counts per area only, with small numbers hidden.";
    return {};
}

Intents layers_panel(LayersPanel& state, Screen& screen, bool& add) {
    Intents out;
    const Theme& theme = screen.theme;
    const float width = ImGui::GetWindowWidth();
    ImGui::SetCursorPos({theme.px(16), theme.px(22)});
    section(theme, "LAYERS");
    const float add_width = text_width(theme.fonts.medium, "+ Add") + theme.px(12);
    ImGui::SetCursorPos({width - theme.px(10) - add_width, theme.px(17)});
    if (button(screen, "layers.add", "+ Add", Look::Quiet)) add = true;
    hint(theme, "Add a file of areas, events, sites or streets (Ctrl+O)");
    ImGui::SetCursorPos({0, theme.px(46)});

    const std::vector<Layer>& layers = screen.project.layers;
    if (layers.empty()) {
        ImGui::SetCursorPos({theme.px(16), theme.px(50)});
        paragraph(theme.fonts.body, theme.tokens.ink3, "No layers yet. Open a project or drag a file here.",
                  width - theme.px(32));
        return out;
    }
    if (screen.project.find(state.selected) == nullptr) state.selected = layers.back().id;
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(theme.px(8), 0));
    const float list_top = ImGui::GetCursorScreenPos().y;
    for (std::size_t from_top = 0; from_top < layers.size(); ++from_top) {
        const std::size_t position = layers.size() - 1 - from_top;
        const Layer& layer = layers[position];
        const Row row{layer, position, screen.prepared.find(layer.id), "layer." + std::to_string(layer.id),
                      layer.id == state.selected};
        ImGui::PushID(static_cast<int>(layer.id));
        draw_row(state, screen, row, width, theme.px(row.selected ? 70.0F : 48.0F), list_top, out);
        ImGui::PopID();
    }
    ImGui::PopStyleVar();
    ImGui::Dummy({0, theme.px(8)});
    return out;
}

}  // namespace safeground::ui
