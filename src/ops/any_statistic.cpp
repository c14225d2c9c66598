#include "ops/any_statistic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "disclosure/release_record.hpp"
#include "ops/suppressed.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

bool names_columns(const Parameter& parameter) {
    return parameter.kind == ParameterKind::Column || parameter.kind == ParameterKind::Columns;
}

/// One parameter that several statistics declare, for a form that serves them all.
struct Shared {
    Parameter parameter;
    std::vector<std::string> users;
};

void merge(Shared& into, const Parameter& other) {
    Parameter& parameter = into.parameter;
    if (names_columns(parameter) && other.kind == ParameterKind::Columns)
        parameter.kind = ParameterKind::Columns;
    for (const std::string& choice : other.choices)
        if (std::find(parameter.choices.begin(), parameter.choices.end(), choice) == parameter.choices.end())
            parameter.choices.push_back(choice);
    parameter.minimum = std::min(parameter.minimum, other.minimum);
    parameter.maximum = std::max(parameter.maximum, other.maximum);
    // Statistics that differ in their default each keep it: nothing given means the statistic's own.
    if (!(parameter.default_value == other.default_value)) {
        parameter.default_value = {};
        parameter.optional = true;
    }
    parameter.optional = parameter.optional || other.optional;
}

std::vector<Shared> shared_parameters() {
    std::vector<Shared> all;
    for (const bool columns : {true, false})
        for (const LocalStatistic& statistic : local_statistics())
            for (const Parameter& declared : columns ? statistic.columns : statistic.own) {
                const auto same = std::find_if(all.begin(), all.end(), [&](const Shared& one) {
                    return one.parameter.name == declared.name;
                });
                if (same == all.end()) {
                    all.push_back({declared, {statistic.name}});
                } else {
                    merge(*same, declared);
                    same->users.push_back(statistic.name);
                }
            }
    return all;
}

bool fits(const Parameter& declared, const core::Value& value) {
    if (declared.kind == ParameterKind::Choice)
        return std::find(declared.choices.begin(), declared.choices.end(), value.text()) !=
               declared.choices.end();
    if (declared.kind == ParameterKind::Number || declared.kind == ParameterKind::Integer) {
        const double number = value.number();
        return declared.minimum >= declared.maximum || std::isnan(number) ||
               (number >= declared.minimum && number <= declared.maximum);
    }
    return true;
}

bool is_count(const core::Column& column) {
    return column.measure == core::Measure::PersonCount || column.measure == core::Measure::EventCount;
}

std::string free_name(const core::Table& table, const std::string& wish) {
    std::string name = wish;
    for (int n = 2; table.find(name) != nullptr; ++n) name = fmt::format("{} {}", wish, n);
    return name;
}

std::string add_guard(core::Table& table, const core::Column& of, const char* what, const char* words,
                      double number) {
    core::Column guard = core::number_column(
        free_name(table, of.name == "value" ? what : fmt::format("{} of {}", what, of.name)),
        std::vector<double>(table.rows, number), of.measure);
    guard.title = fmt::format("{} of {}", words, of.shown_title());
    guard.suppressed_low = of.suppressed_low;
    guard.suppressed_high = of.suppressed_high;
    const std::string name = guard.name;
    table.add(std::move(guard));
    return name;
}

}  // namespace

std::vector<Parameter> any_statistic_parameters() {
    std::vector<Parameter> out;
    Parameter which;
    which.name = "statistic";
    which.title = "Analysis";
    which.help = "The analysis that is asked about; getis-ord by default, since most maps show hot spots.";
    which.kind = ParameterKind::Choice;
    which.default_value = "getis-ord";
    for (const LocalStatistic& statistic : local_statistics()) which.choices.push_back(statistic.name);
    out.push_back(which);
    const std::size_t statistics = local_statistics().size();
    for (Shared& shared : shared_parameters()) {
        Parameter& parameter = shared.parameter;
        if (shared.users.size() < statistics) {
            if (parameter.default_value.undefined()) parameter.optional = true;
            parameter.help = "For " + listed(shared.users) + ". " + parameter.help;
        }
        out.push_back(parameter);
    }
    for (Parameter& parameter : weights_parameters()) out.push_back(std::move(parameter));
    for (Parameter& parameter : inference_parameters(true)) out.push_back(std::move(parameter));
    out.push_back(suppressed_parameter());
    return out;
}

core::Result<AnyStatistic> any_statistic(const core::Record& parameters) {
    AnyStatistic out;
    const std::string name = text_of(parameters, "statistic");
    out.statistic = find_local_statistic(name);
    if (out.statistic == nullptr)
        return core::fail(core::ErrorKind::Usage, fmt::format("There is no analysis “{}”.", name));
    out.parameters = parameters;
    for (const auto* declared : {&out.statistic->columns, &out.statistic->own})
        for (const Parameter& parameter : *declared) {
            const core::Value* value = parameters.find(parameter.name);
            if (value == nullptr || value->undefined()) {
                if (parameter.default_value.undefined() && !parameter.optional)
                    return core::fail(core::ErrorKind::Usage,
                                      fmt::format("{} needs {}: {}", name, parameter.name, parameter.help));
                out.parameters.set(parameter.name, parameter.default_value);
            } else if (!fits(parameter, *value)) {
                return core::fail(core::ErrorKind::Usage, fmt::format("Parameter {}: “{}” is not for {}.",
                                                                      parameter.name, value->text(), name))
                    .remedy(parameter.help);
            }
        }
    if (out.statistic->exact) {  // as its operation, which has none
        auto& fields = out.parameters.fields;
        fields.erase(std::remove_if(fields.begin(), fields.end(),
                                    [](const auto& field) {
                                        return field.first == "permutations" || field.first == "tail";
                                    }),
                     fields.end());
    }
    return out;
}

std::vector<core::Value> rests_on(const LocalReady& ready) {
    std::vector<core::Value> names;
    for (const Variable& column : ready.columns) names.emplace_back(column.column->name);
    return names;
}

std::string how_inferred(const LocalStatistic& statistic, const LocalAnswer& answer) {
    return statistic.exact ? exact_words(answer.inference)
                           : inference_words(answer.inference, answer.finding.result.tail, true);
}

std::string kind_words(const LocalStatistic& statistic, Kind kind) {
    return kind == 0 ? "not significant" : statistic.kinds[kind - 1U].words;
}

std::string kind_value(const LocalStatistic& statistic, Kind kind) {
    return kind == 0 ? "none" : statistic.kinds[kind - 1U].value;
}

core::Table honest_table(const Inputs& inputs, const std::string& operation, const std::string& name) {
    core::Table table = result_table(*inputs.areas, operation, name);
    if (inputs.events) {
        table.info.sensitivity = std::max(table.info.sensitivity, inputs.events->info.sensitivity);
        table.info.synthetic = table.info.synthetic || inputs.events->info.synthetic;
    }
    return table;
}

std::vector<std::string> carry_whole(core::Table& table, const core::Table& areas, const LocalReady& ready,
                                     const std::string& first) {
    std::vector<std::string> from;
    for (std::size_t c = 0; c < ready.columns.size(); ++c) {
        const std::string& column = ready.columns[c].column->name;
        from.push_back(carry(table, areas, column, c == 0 ? first : std::string()));
    }
    // What can be asked again with another threshold, level, second column or list of weights tells hidden
    // counts by its words alone.
    if (ready.statistic->threshold_of_choice || disclosure::steered(ready.parameters))
        for (std::string& source : from) source += "!";
    // A part that may be shown is hidden where another part of the same total is hidden.
    std::vector<std::string> totals;
    for (const core::ColumnPtr& column : table.columns)
        if (is_count(*column))
            totals.insert(totals.end(), column->derived_from.begin(), column->derived_from.end());
    for (const core::ColumnPtr& column : areas.columns) {
        const bool used = std::any_of(ready.columns.begin(), ready.columns.end(),
                                      [&](const Variable& one) { return one.column->name == column->name; });
        const bool part = std::any_of(
            column->derived_from.begin(), column->derived_from.end(), [&](const std::string& total) {
                return std::find(totals.begin(), totals.end(), total) != totals.end();
            });
        if (!used && part && is_count(*column)) carry(table, areas, column->name);
    }
    return from;
}

void guard_selection(core::Table& table) {
    std::vector<std::string> guards;
    const std::vector<core::ColumnPtr> columns = table.columns;
    for (const core::ColumnPtr& column : columns) {
        if (!is_count(*column)) continue;
        double smallest = std::numeric_limits<double>::infinity(), lowest = smallest;
        for (std::size_t row = 0; row < table.rows; ++row) {
            // A count that is no number cannot be judged: as the gate does, it is taken for a small one.
            const double v = !column->present(row) ? smallest : column->numeric() ? column->number(row) : 1;
            if (v > 0) smallest = std::min(smallest, v);
            lowest = std::min(lowest, v);
        }
        if (std::isfinite(smallest))
            guards.push_back(add_guard(table, *column, "smallest_on_map",
                                       "Smallest count above nought on the map", smallest));
        if (std::isfinite(lowest))
            guards.push_back(add_guard(table, *column, "lowest_on_map", "Lowest count on the map", lowest));
    }
    if (guards.empty()) return;
    for (core::ColumnPtr& column : table.columns) {
        if (is_count(*column) || column->derived_from.empty()) continue;
        core::Column guarded = *column;
        guarded.derived_from.insert(guarded.derived_from.end(), guards.begin(), guards.end());
        column = std::make_shared<const core::Column>(std::move(guarded));
    }
}

}  // namespace safeground::ops
