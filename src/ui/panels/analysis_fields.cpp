#include "ui/panels/analysis_fields.hpp"

#include <algorithm>

#include "core/value.hpp"
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

/// "knn:8" as a kind and a number.
void weights_field(Screen& screen, const std::string& name, const Parameter& parameter, Given& given,
                   float width) {
    const std::vector<Option> kinds = {{"queen", "Queen: share a border or a corner"},
                                       {"rook", "Rook: share a border"},
                                       {"knn", "The nearest areas, by number"},
                                       {"distance", "All areas within a distance"}};
    const std::string now = now_of(parameter, given);
    const std::size_t colon = now.find(':');
    const std::string kind = now.substr(0, colon);
    std::string number = colon == std::string::npos ? "" : now.substr(colon + 1);
    if (const auto chosen = choose(screen, name, kinds, place(kinds, kind), width)) {
        const std::string& value = kinds[*chosen].value;
        give(parameter, value == "knn" ? "knn:8" : value == "distance" ? "distance:1500" : value, given);
        return;
    }
    if (kind != "knn" && kind != "distance") return;
    const Theme& theme = screen.theme;
    if (text_field(screen, name + ".number", number, theme.px(96)))
        give(parameter, kind + ":" + number, given);
    ImGui::SameLine();
    ImGui::AlignTextToFramePadding();
    text(theme.fonts.body, theme.tokens.ink2, kind == "knn" ? "neighbours" : "metres between centres");
}

/// A number, beside which a word may be allowed ("analytic").
void number_field(Screen& screen, const std::string& name, const Parameter& parameter, Given& given,
                  float width) {
    std::string now = now_of(parameter, given);
    const bool word =
        std::find(parameter.choices.begin(), parameter.choices.end(), now) != parameter.choices.end();
    ImGui::BeginDisabled(word);
    std::string typed = word ? "" : now;
    if (text_field(screen, name, typed, parameter.choices.empty() ? width : width / 2,
                   word ? now.c_str() : ""))
        give(parameter, typed, given);
    ImGui::EndDisabled();
    for (const std::string& choice : parameter.choices) {
        ImGui::SameLine();
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() + screen.theme.px(4));
        bool on = now == choice;
        if (checkbox(screen, name + "." + choice, on, choice)) {
            if (on) give(parameter, choice, given);
            else given.erase(parameter.name);
        }
    }
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
            if (layer == nullptr) return;
            const std::vector<Option> options = columns(*layer, parameter.optional);
            if (const auto chosen =
                    choose(screen, name, options, place(options, now_of(parameter, given)), width))
                given[parameter.name] = options[*chosen].value;
            return;
        }
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
            if (text_field(screen, name, now, width)) give(parameter, now, given);
            return;
        }
    }
}

}  // namespace safeground::ui
