#include "ui/panels/analysis_fields.hpp"

#include <algorithm>

#include "core/value.hpp"
#include "ops/common.hpp"
#include "ui/panels/weights_field.hpp"
#include "ui/widgets.hpp"

namespace safeground::ui {

namespace {

using ops::Parameter;
using ops::ParameterKind;
using Given = std::map<std::string, std::string>;

std::string now_of(const Parameter& parameter, const Given& given) {
    const auto found = given.find(parameter.name);
    return found != given.end() ? found->second : parameter.default_value.text();
}

void give(const Parameter& parameter, const std::string& value, Given& given) {
    if (value == parameter.default_value.text()) given.erase(parameter.name);
    else given[parameter.name] = value;
}

std::vector<Option> columns(const core::Layer& layer, bool optional) {
    std::vector<Option> out;
    if (optional) out.push_back({"", "none"});
    for (const core::ColumnPtr& column : layer.table->columns) {
        if (!column->numeric() || column->measure == core::Measure::Code ||
            column->measure == core::Measure::Name)
            continue;
        std::string words = column->shown_title();
        if (!column->unit.empty()) words += ", " + column->unit;
        out.push_back({column->name, words});
    }
    return out;
}

/// Where somebody goes over from a word to a number.
std::string number_to_start(const Parameter& parameter) {
    const std::string by_default = parameter.default_value.text();
    const auto& words = parameter.choices;
    if (std::find(words.begin(), words.end(), by_default) == words.end()) return by_default;
    return parameter.name == "permutations" ? "9999" : core::shortest(std::max(parameter.minimum, 0.0));
}

std::size_t place(const std::vector<Option>& options, const std::string& value) {
    return static_cast<std::size_t>(
        std::find_if(options.begin(), options.end(), [&](const Option& o) { return o.value == value; }) -
        options.begin());
}

void choice_field(Screen& screen, const std::string& name, const Parameter& parameter,
                  std::vector<Option> options, Given& given, float width) {
    if (const auto chosen = choose(screen, name, options, place(options, now_of(parameter, given)), width))
        give(parameter, options[*chosen].value, given);
}

/// Chosen columns one below the other, each with its cross, and a list to add from.
void columns_field(Screen& screen, const std::string& name, const Parameter& parameter,
                   const core::Layer& layer, Given& given, float width) {
    const Theme& theme = screen.theme;
    const std::vector<std::string> taken = ops::columns_named(now_of(parameter, given));
    const std::vector<Option> all = columns(layer, false);
    std::vector<std::string> kept;
    for (const std::string& column : taken) {
        ImGui::PushID(column.c_str());
        const std::size_t at = place(all, column);
        const ImVec2 corner = ImGui::GetCursorScreenPos();
        const float row = theme.px(26), cross = theme.px(24);
        ImGui::GetWindowDrawList()->AddRectFilled(corner, {corner.x + width, corner.y + row},
                                                  theme.tokens.accent_weak, theme.px(6));
        text_at(
            {corner.x + theme.px(8), corner.y + (row - theme.fonts.body->FontSize) / 2}, theme.fonts.body,
            theme.tokens.ink,
            elided(theme.fonts.body, at < all.size() ? all[at].words : column, width - cross - theme.px(12)));
        ImGui::SetCursorScreenPos({corner.x + width - cross, corner.y + theme.px(1)});
        if (!icon_button(screen, name + ".remove." + column, icon::kClose, "Leave this column out", 24))
            kept.push_back(column);
        ImGui::SetCursorScreenPos({corner.x, corner.y + row + theme.px(4)});
        ImGui::PopID();
    }
    std::vector<Option> options{{"", taken.empty() ? "Add a column" : "Add another column"}};
    for (const Option& option : all)
        if (std::find(taken.begin(), taken.end(), option.value) == taken.end()) options.push_back(option);
    if (options.size() > 1) {
        if (const auto chosen = choose(screen, name, options, 0, width); chosen && *chosen > 0)
            kept.push_back(options[*chosen].value);
    } else {
        paragraph(theme.fonts.caption, theme.tokens.ink3, "The layer has no further column of numbers.",
                  width);
        screen.rects.mark_item(name);
    }
    if (kept == taken) return;
    std::string joined;
    for (const std::string& column : kept) joined += (joined.empty() ? "" : ",") + column;
    given[parameter.name] = joined;
}

/// A number; where words are allowed instead ("auto"), a list of them with the number beside it.
void number_field(Screen& screen, const std::string& name, const Parameter& parameter, Given& given,
                  float width) {
    const std::string by_default = parameter.default_value.text();
    const auto is_word = [&] {
        const auto& words = parameter.choices;
        return std::find(words.begin(), words.end(), now_of(parameter, given)) != words.end();
    };
    const bool word = is_word();
    const float box = parameter.choices.empty() ? width : (width - screen.theme.px(8)) / 2;
    if (!parameter.choices.empty()) {
        std::vector<Option> options;
        for (const std::string& choice : parameter.choices) options.push_back({choice, choice});
        options.push_back({"number", "a number"});
        const std::size_t at = word ? place(options, now_of(parameter, given)) : options.size() - 1;
        if (const auto chosen = choose(screen, name + ".kind", options, at, word ? width : box)) {
            const bool number = *chosen + 1 == options.size();
            if (!number) give(parameter, options[*chosen].value, given);
            else if (word) give(parameter, number_to_start(parameter), given);
        }
        if (is_word()) return;
        if (!word) ImGui::SameLine();
    }
    std::string typed = now_of(parameter, given);
    const std::string empty = by_default.empty() ? "none" : by_default;
    if (text_field(screen, name, typed, box, empty.c_str())) give(parameter, typed, given);
}

}  // namespace

bool fits_role(const core::Layer& layer, const std::string& role) {
    if (!layer.table) return false;
    const core::Subject subject = layer.table->info.subject;
    if (role == "sites") return subject == core::Subject::Sites;
    if (role == "events") return layer.table->points() != nullptr && subject != core::Subject::Sites;
    return layer.table->polygons() != nullptr && subject != core::Subject::BaseMap;
}

std::string likely_column(const core::Layer& layer, const Parameter& parameter, const Given& taken) {
    auto free = [&](const std::string& column) {
        return std::none_of(taken.begin(), taken.end(),
                            [&](const auto& entry) { return entry.second == column; });
    };
    // A population is asked for by that name; its column declares itself.
    if (parameter.name == "population")
        for (const core::ColumnPtr& column : layer.table->columns)
            if (column->numeric() && column->measure == core::Measure::Population) return column->name;
    std::string shown;
    if (const auto* style = std::get_if<core::ChoroplethStyle>(&layer.style)) shown = style->column;
    if (const auto* style = std::get_if<core::SymbolStyle>(&layer.style)) shown = style->column;
    if (!shown.empty() && free(shown)) return shown;
    for (const Option& option : columns(layer, false))
        if (free(option.value)) return option.value;
    return {};
}

void parameter_field(Screen& screen, const std::string& name, const Parameter& parameter,
                     const core::Layer* layer, Given& given, float width) {
    switch (parameter.kind) {
        case ParameterKind::Column: {
            const std::vector<Option> options =
                layer != nullptr ? columns(*layer, parameter.optional) : std::vector<Option>{};
            if (options.empty()) {
                paragraph(screen.theme.fonts.body, screen.theme.tokens.ink3,
                          layer == nullptr ? "Choose a layer above first."
                                           : "This layer has no column of numbers. Choose another above.",
                          width);
                screen.rects.mark_item(name);
                return;
            }
            if (const auto chosen =
                    choose(screen, name, options, place(options, now_of(parameter, given)), width))
                given[parameter.name] = options[*chosen].value;
            return;
        }
        case ParameterKind::Columns:
            if (layer != nullptr) columns_field(screen, name, parameter, *layer, given, width);
            return;
        case ParameterKind::Choice: {
            std::vector<Option> options;
            for (const std::string& choice : parameter.choices) options.push_back({choice, choice});
            choice_field(screen, name, parameter, std::move(options), given, width);
            return;
        }
        case ParameterKind::Flag: {
            bool on = now_of(parameter, given) == "true";
            if (checkbox(screen, name, on, parameter.title)) give(parameter, on ? "true" : "false", given);
            return;
        }
        case ParameterKind::Weights:
            weights_field(screen, name, parameter, given, width);
            return;
        case ParameterKind::Number:
        case ParameterKind::Integer:
            number_field(screen, name, parameter, given, width);
            return;
        case ParameterKind::Text: {
            std::string now = now_of(parameter, given);
            const std::string by_default = parameter.default_value.text();
            const std::string empty = by_default.empty() && parameter.optional ? "none" : by_default;
            if (text_field(screen, name, now, width, empty.c_str())) give(parameter, now, given);
            return;
        }
    }
}

std::string field_help(const Parameter& parameter, const Given& given) {
    return parameter.kind == ParameterKind::Weights ? weights_help(parameter, given) : parameter.help;
}

}  // namespace safeground::ui
