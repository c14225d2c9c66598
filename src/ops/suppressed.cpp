#include "ops/suppressed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/random.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

constexpr std::uint32_t kRandomFills = 8;

enum class Fill : std::uint8_t { Middle, Lowest, Highest, Random };

std::vector<double> filled(const Variable& variable, std::uint32_t at, Fill fill, std::uint64_t seed,
                           std::uint32_t replicate) {
    std::vector<double> values = variable.values;
    const core::Column& column = *variable.column;
    const auto low = static_cast<double>(column.suppressed_low),
               high = static_cast<double>(column.suppressed_high);
    for (std::uint32_t row = 0; row < values.size(); ++row) {
        if (column.state(row) != core::CellState::Suppressed) continue;
        switch (fill) {
            case Fill::Middle:
                values[row] = (low + high) / 2;
                break;
            case Fill::Lowest:
                values[row] = low;
                break;
            case Fill::Highest:
                values[row] = high;
                break;
            case Fill::Random: {
                const auto width =
                    static_cast<std::uint32_t>(column.suppressed_high - column.suppressed_low + 1);
                core::RandomStream random(seed, core::StreamId::SuppressedFill, row, replicate * 64 + at);
                values[row] = low + random.below(width);
                break;
            }
        }
    }
    return values;
}

/// Columns of areas that the parameters name and that hold suppressed cells.
std::vector<Variable> suppressed_columns(const Operation& operation, const core::Table& areas,
                                         const core::Record& parameters) {
    std::vector<Variable> out;
    for (const Parameter& parameter : operation.parameters) {
        const bool names =
            parameter.kind == ParameterKind::Column || parameter.kind == ParameterKind::Columns;
        const core::Value* given = parameters.find(parameter.name);
        if (!names || parameter.column_of != "areas" || given == nullptr || given->undefined()) continue;
        for (const std::string& name : parameter.kind == ParameterKind::Columns
                                           ? columns_named(given->text())
                                           : std::vector<std::string>{given->text()}) {
            core::Result<Variable> variable = variable_of(areas, name, true);
            if (variable && variable->suppressed > 0) out.push_back(std::move(*variable));
        }
    }
    return out;
}

core::TablePtr with_values(const core::Table& areas, const std::vector<Variable>& columns,
                           const std::vector<std::vector<double>>& values) {
    core::Table table = areas;
    for (std::size_t c = 0; c < columns.size(); ++c)
        for (core::ColumnPtr& column : table.columns) {
            if (column->name != columns[c].column->name) continue;
            core::Column filled = *column;
            filled.values = values[c];
            for (core::CellState& state : filled.states)
                if (state == core::CellState::Suppressed) state = core::CellState::Present;
            column = std::make_shared<const core::Column>(std::move(filled));
        }
    return std::make_shared<const core::Table>(std::move(table));
}

bool is_p(const std::string& name) { return name == "p" || name.rfind("p_", 0) == 0; }

std::optional<double> number_in(const core::Value& value) {
    if (!std::holds_alternative<double>(value.data) && !std::holds_alternative<std::int64_t>(value.data))
        return std::nullopt;
    return std::isnan(value.number()) ? std::nullopt : std::optional(value.number());
}

/// The p-values of `into`, in lists of records too, become the larger of the two.
void keep_larger_p(core::Record& into, const core::Record& other) {
    for (auto& [name, value] : into.fields) {
        const core::Value* same = other.find(name);
        if (same == nullptr) continue;
        if (is_p(name) && number_in(value) && number_in(*same)) {
            if (*number_in(*same) > *number_in(value)) value = *same;
        } else if (auto* list = std::get_if<std::vector<core::Value>>(&value.data)) {
            const auto* others = std::get_if<std::vector<core::Value>>(&same->data);
            for (std::size_t i = 0; others != nullptr && i < list->size() && i < others->size(); ++i) {
                auto* a = std::get_if<core::Record>(&(*list)[i].data);
                const auto* b = std::get_if<core::Record>(&(*others)[i].data);
                if (a != nullptr && b != nullptr) keep_larger_p(*a, *b);
            }
        }
    }
}

/// What the operation was given in place of what it was run on; nothing computed where a source is
/// suppressed.
core::TablePtr restored(const core::TablePtr& table, const core::Table& areas,
                        const std::vector<Variable>& columns) {
    if (!table || table->rows != areas.rows) return table;
    core::Table out = *table;
    for (core::ColumnPtr& column : out.columns) {
        const auto filled = std::find_if(columns.begin(), columns.end(), [&](const Variable& variable) {
            return variable.column->name == column->name;
        });
        core::Column own = *column;
        if (filled != columns.end()) {
            own.values = filled->column->values;
            own.states = filled->column->states;
        } else if (column->measure == core::Measure::Derived) {
            own.states.resize(out.rows, core::CellState::Present);
            for (const Variable& variable : columns)
                for (std::size_t row = 0; row < out.rows; ++row)
                    if (variable.column->state(row) == core::CellState::Suppressed)
                        own.states[row] = core::CellState::Missing;
        } else {
            continue;
        }
        column = std::make_shared<const core::Column>(std::move(own));
    }
    return std::make_shared<const core::Table>(std::move(out));
}

core::Result<Output> run_over(const Operation& operation, const Inputs& inputs,
                              const core::Record& parameters, const core::Progress& progress) {
    const std::vector<Variable> columns = suppressed_columns(operation, *inputs.areas, parameters);
    if (columns.empty() || text_of(parameters, "suppressed") == "exclude")
        return operation.run(inputs, parameters, progress);
    const std::uint64_t seed =
        parameters.find("seed") == nullptr ? 1 : static_cast<std::uint64_t>(integer_of(parameters, "seed"));
    const auto fills = suppressed_fills(columns, seed);
    const double part = 1.0 / static_cast<double>(fills.size());
    std::optional<Output> out;
    std::vector<std::pair<double, double>> ranges;
    for (std::size_t f = 0; f < fills.size(); ++f) {
        Inputs used = inputs;
        used.areas = with_values(*inputs.areas, columns, fills[f]);
        core::Result<Output> one =
            operation.run(used, parameters,
                          progress.part(static_cast<double>(f) * part, static_cast<double>(f + 1) * part));
        if (!one) return one;
        if (!out) {
            out = std::move(*one);
            for (const auto& field : out->result.fields) {
                const double number = number_in(field.second).value_or(std::nan(""));
                ranges.emplace_back(number, number);
            }
            continue;
        }
        for (std::size_t i = 0; i < ranges.size(); ++i)
            if (const core::Value* value = one->result.find(out->result.fields[i].first))
                if (const std::optional<double> number = number_in(*value)) {
                    ranges[i].first = std::fmin(ranges[i].first, *number);
                    ranges[i].second = std::fmax(ranges[i].second, *number);
                }
        keep_larger_p(out->result, one->result);
    }
    core::Record range;
    std::string first_words, largest_p;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        const auto& [name, value] = out->result.fields[i];
        if (!number_in(value)) continue;
        if (name == "p_permutation" || (name == "p" && largest_p.empty()))
            largest_p = p_text(ranges[i].second);
        if (is_p(name)) continue;
        range.set(name, std::vector<core::Value>{ranges[i].first, ranges[i].second});
        if (first_words.empty())
            first_words =
                fmt::format("{} from {} to {}", name, figure(ranges[i].first), figure(ranges[i].second));
    }
    out->result.set("range", range);
    out->sentence += fmt::format(" Wherever in their ranges the suppressed counts lie: {}{}.", first_words,
                                 largest_p.empty() ? "" : ", p at most " + largest_p);
    for (const Variable& variable : columns)
        out->warnings.push_back(
            fmt::format("{} suppressed in “{}”: the answer is for the middle of the range from {} to {}, "
                        "p-values are the largest "
                        "over the range.",
                        counted(variable.suppressed, "value is", "values are"), variable.column->name,
                        variable.column->suppressed_low, variable.column->suppressed_high));
    out->table = restored(out->table, *inputs.areas, columns);
    return std::move(*out);
}

}  // namespace

Operation over_suppressed(Operation operation) {
    const Operation inner = operation;
    Parameter parameter = suppressed_parameter();
    parameter.help =
        "range, the default: a suppressed count is somewhere in its range, so the answer is given for the "
        "middle, with "
        "the largest p-value and the range of the numbers over all of it. exclude: areas with a suppressed "
        "count are "
        "left out, which takes out low counts only.";
    operation.parameters.push_back(std::move(parameter));
    operation.run = [inner](const Inputs& inputs, const core::Record& parameters,
                            const core::Progress& progress) {
        return run_over(inner, inputs, parameters, progress);
    };
    return operation;
}

Parameter suppressed_parameter() {
    Parameter parameter;
    parameter.name = "suppressed";
    parameter.title = "Suppressed counts";
    parameter.help =
        "range, the default: a suppressed count is somewhere in its range, so an area is shown only if that "
        "holds "
        "wherever in their ranges the suppressed counts lie. exclude: areas with a suppressed count are left "
        "out, "
        "which takes out low counts only and so raises the mean.";
    parameter.kind = ParameterKind::Choice;
    parameter.choices = {"range", "exclude"};
    parameter.default_value = "range";
    parameter.detail = true;
    return parameter;
}

std::vector<std::vector<std::vector<double>>> suppressed_fills(const std::vector<Variable>& columns,
                                                               std::uint64_t seed) {
    const bool any = std::any_of(columns.begin(), columns.end(),
                                 [](const Variable& v) { return v.in_range && v.suppressed > 0; });
    const auto all = [&](Fill fill, std::uint32_t replicate) {
        std::vector<std::vector<double>> values;
        for (std::uint32_t c = 0; c < columns.size(); ++c)
            values.push_back(columns[c].in_range ? filled(columns[c], c, fill, seed, replicate)
                                                 : columns[c].values);
        return values;
    };
    std::vector<std::vector<std::vector<double>>> fills{all(Fill::Middle, 0)};
    if (!any) return fills;
    fills.push_back(all(Fill::Lowest, 0));
    fills.push_back(all(Fill::Highest, 0));
    for (std::uint32_t r = 0; r < kRandomFills; ++r) fills.push_back(all(Fill::Random, r));
    return fills;
}

}  // namespace safeground::ops
