#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ops/operation.hpp"

namespace safeground::ops {
namespace {

constexpr std::size_t kMany = 4;  // operations with the same parameter: it is described once for all

std::string bound(double number) {
    return number == std::floor(number) ? core::grouped(number) : core::shortest(number);
}

bool names_columns(const Parameter& parameter) {
    return parameter.kind == ParameterKind::Column || parameter.kind == ParameterKind::Columns;
}

bool same(const Parameter& a, const Parameter& b) {
    return a.name == b.name && a.title == b.title && a.help == b.help &&
           a.default_value.text() == b.default_value.text();
}

/// The parameters that many operations have, word for word.
std::vector<Parameter> shared_parameters() {
    std::vector<Parameter> all;
    std::vector<std::size_t> uses;
    for (const Operation& operation : operations())
        for (const Parameter& parameter : operation.parameters) {
            if (names_columns(parameter)) continue;  // each says in its own words what the column is
            const auto found = std::find_if(all.begin(), all.end(),
                                            [&](const Parameter& other) { return same(other, parameter); });
            const auto at = static_cast<std::size_t>(found - all.begin());
            if (found == all.end()) {
                all.push_back(parameter);
                uses.push_back(0);
            }
            ++uses[at];
        }
    std::vector<Parameter> shared;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (uses[i] >= kMany) shared.push_back(std::move(all[i]));
    return shared;
}

std::string default_words(const Parameter& parameter) {
    const std::string value = parameter.default_value.text();
    if (!value.empty()) return "`" + value + "`";
    return parameter.optional ? "none" : "must be given";
}

std::string takes_words(const Parameter& parameter) {
    switch (parameter.kind) {
        case ParameterKind::Column:
            return parameter.column_of == "areas" ? "a column" : "a column of the " + parameter.column_of;
        case ParameterKind::Flag:
            return "true or false";
        case ParameterKind::Weights:
            return "see below";
        case ParameterKind::Text:
            return "a text";
        default:
            break;
    }
    const std::string words = allowed_words(parameter);
    return words.empty() ? "a number" : words;
}

std::string cell(std::string text) {
    for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, "\\");
    return text;
}

std::string table_of(const std::vector<Parameter>& parameters) {
    if (parameters.empty()) return {};
    std::string out = "\n| parameter | default | takes | what for |\n|---|---|---|---|\n";
    for (const Parameter& parameter : parameters)
        out += fmt::format("| `{}` | {} | {} | {}: {} |\n", parameter.name, cell(default_words(parameter)),
                           cell(takes_words(parameter)), cell(parameter.title), cell(parameter.help));
    return out;
}

std::string section_of(const Operation& operation, const std::vector<Parameter>& shared) {
    std::vector<std::string> inputs;
    if (operation.needs_areas) inputs.emplace_back("areas");
    if (operation.needs_events) inputs.emplace_back("events");
    if (operation.needs_sites) inputs.emplace_back("sites");
    std::string out = fmt::format("\n### {}\n\n`{}`, of {}. {}\n\n- Assumes: {}\n- Paper: {}\n",
                                  operation.title, operation.name, fmt::join(inputs, " and "), operation.help,
                                  operation.assumptions, operation.reference);
    std::vector<Parameter> own;
    std::vector<std::string> others;
    for (const Parameter& parameter : operation.parameters) {
        const bool told = std::any_of(shared.begin(), shared.end(),
                                      [&](const Parameter& other) { return same(other, parameter); });
        const auto variants = std::count_if(shared.begin(), shared.end(), [&](const Parameter& other) {
            return other.name == parameter.name;
        });
        if (!told) own.push_back(parameter);
        else if (variants > 1)
            others.push_back(fmt::format("`{}` ({})", parameter.name, parameter.default_value.text()));
        else others.push_back("`" + parameter.name + "`");
    }
    out += table_of(own);
    if (!others.empty()) out += fmt::format("\nShared: {}.\n", fmt::join(others, ", "));
    return out;
}

}  // namespace

std::string allowed_words(const Parameter& parameter) {
    if (parameter.kind == ParameterKind::Columns) return "columns, with commas between them";
    std::string words;
    for (std::size_t c = 0; c < parameter.choices.size(); ++c) {
        const bool last = c + 1 == parameter.choices.size() && parameter.kind == ParameterKind::Choice;
        words += (c == 0 ? "" : last ? " or " : ", ") + parameter.choices[c];
    }
    if (parameter.minimum < parameter.maximum)
        words += (words.empty() ? "" : ", or ") +
                 fmt::format("{} to {}", bound(parameter.minimum), bound(parameter.maximum));
    if (!parameter.unit.empty()) words += (words.empty() ? "" : " ") + parameter.unit;
    return words;
}

std::string operations_markdown() {
    const std::vector<Parameter> shared = shared_parameters();
    std::string out =
        "# Every analysis\n\n"
        "Made from the declarations in `src/ops` (`safeground::ops::operations_markdown`); a test fails when "
        "it is not current.\n"
        "`safeground-cli operations` prints the same for the terminal; parameters are flags there: "
        "`--variable NAME`.\n"
        "In the window the analyses stand under the same headings, and what only says how something is "
        "computed under “More choices”.\n";
    Group group = Group::None;
    for (const Operation& operation : operations()) {
        if (operation.group != group) out += fmt::format("\n## {}\n", title_of(operation.group));
        group = operation.group;
        out += section_of(operation, shared);
    }
    out += "\n## Shared parameters\n" + table_of(shared);
    return out;
}

}  // namespace safeground::ops
