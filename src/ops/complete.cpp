#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>

#include "ops/common.hpp"
#include "ops/operation.hpp"
#include "ops/weights_spec.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

core::Failure usage(std::string message) { return core::fail(core::ErrorKind::Usage, std::move(message)); }

std::string bound(double number) {
    return number == std::floor(number) ? core::grouped(number) : core::shortest(number);
}

std::string allowed(const Parameter& parameter) {
    std::string words;
    if (parameter.kind == ParameterKind::Number || parameter.kind == ParameterKind::Integer) {
        words = parameter.kind == ParameterKind::Integer ? "a whole number" : "a number";
        if (parameter.minimum < parameter.maximum)
            words += fmt::format(" from {} to {}", bound(parameter.minimum), bound(parameter.maximum));
        if (!parameter.unit.empty()) words += " (" + parameter.unit + ")";
        for (const std::string& word : parameter.choices) words += " or " + word;
        return words;
    }
    if (parameter.kind == ParameterKind::Choice)
        return "one of " + fmt::format("{}", fmt::join(parameter.choices, ", "));
    if (parameter.kind == ParameterKind::Flag) return "true or false";
    if (parameter.kind == ParameterKind::Columns) return "columns of numbers, separated by commas";
    return "a text";
}

core::Failure refused(const Parameter& parameter, const core::Value& given) {
    return usage(fmt::format("Parameter {}: “{}” is not allowed; expected {}.", parameter.name, given.text(),
                             allowed(parameter)));
}

std::optional<double> as_number(const core::Value& value) {
    if (std::holds_alternative<std::int64_t>(value.data) || std::holds_alternative<double>(value.data))
        return value.number();
    const auto* text = std::get_if<std::string>(&value.data);
    if (text == nullptr) return std::nullopt;
    double number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
    return number;
}

core::Result<core::Value> number_value(const Parameter& parameter, const core::Value& given) {
    if (const auto* word = std::get_if<std::string>(&given.data);
        word != nullptr &&
        std::find(parameter.choices.begin(), parameter.choices.end(), *word) != parameter.choices.end())
        return given;
    const std::optional<double> number = as_number(given);
    if (!number || !std::isfinite(*number)) return refused(parameter, given);
    if (parameter.minimum < parameter.maximum && (*number < parameter.minimum || *number > parameter.maximum))
        return refused(parameter, given);
    if (parameter.kind == ParameterKind::Number) return core::Value(*number);
    if (*number != std::floor(*number) || std::abs(*number) > 9.1e15) return refused(parameter, given);
    return core::Value(static_cast<std::int64_t>(*number));
}

core::Result<core::Value> flag_value(const Parameter& parameter, const core::Value& given) {
    if (std::holds_alternative<bool>(given.data)) return given;
    const std::string text = given.text();
    if (text == "true" || text == "yes" || text == "1") return core::Value(true);
    if (text == "false" || text == "no" || text == "0") return core::Value(false);
    return refused(parameter, given);
}

bool same_but_case(const std::string& a, const std::string& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

const core::TablePtr& table_of(const Inputs& inputs, const std::string& role) {
    if (role == "events") return inputs.events;
    return role == "sites" ? inputs.sites : inputs.areas;
}

core::Result<core::Value> column_value(const Parameter& parameter, const core::Value& given,
                                       const Inputs& inputs) {
    const core::TablePtr& table = table_of(inputs, parameter.column_of);
    if (!table)
        return usage(fmt::format("Parameter {}: there is no table of {} to take column “{}” from.",
                                 parameter.name, parameter.column_of, given.text()));
    const std::string name = given.text();
    if (table->find(name) != nullptr) return core::Value(name);
    std::vector<std::string> names, alike;
    for (const core::ColumnPtr& column : table->columns) {
        if (column->numeric()) names.push_back(column->name);
        if (same_but_case(column->name, name) || same_but_case(column->title, name))
            alike.push_back(column->name);
    }
    if (alike.size() == 1) return core::Value(alike.front());
    std::vector<std::string> near = closest(name, names, 5);
    for (std::string& one : near) one = "“" + one + "”";
    const std::string remedy = near.empty() ? "The table has no column of numbers."
                                            : "Columns of numbers with a similar name: " + listed(near) + ".";
    return usage(fmt::format("Parameter {}: the {} have no column “{}”.", parameter.name, parameter.column_of,
                             name))
        .in_file(table->info.path)
        .remedy(remedy);
}

core::Result<core::Value> checked(const Parameter& parameter, const core::Value& given,
                                  const Inputs& inputs) {
    switch (parameter.kind) {
        case ParameterKind::Number:
        case ParameterKind::Integer:
            return number_value(parameter, given);
        case ParameterKind::Flag:
            return flag_value(parameter, given);
        case ParameterKind::Choice:
            if (std::find(parameter.choices.begin(), parameter.choices.end(), given.text()) ==
                parameter.choices.end())
                return refused(parameter, given);
            return given;
        case ParameterKind::Column:
            return column_value(parameter, given, inputs);
        case ParameterKind::Columns: {
            std::string names;
            for (const std::string& name : columns_named(given.text())) {
                core::Result<core::Value> column = column_value(parameter, core::Value(name), inputs);
                if (!column) return column.failure();
                names += (names.empty() ? "" : ",") + column->text();
            }
            if (names.empty()) return refused(parameter, given);
            return core::Value(names);
        }
        case ParameterKind::Weights: {
            core::Result<WeightsSpec> spec = parse_weights_spec(given.text());
            if (!spec) return spec.failure();
            return core::Value(given.text());
        }
        case ParameterKind::Text:
            break;
    }
    return core::Value(given.text());
}

}  // namespace

const Parameter* Operation::find(const std::string& parameter) const {
    for (const Parameter& one : parameters)
        if (one.name == parameter) return &one;
    return nullptr;
}

core::Result<core::Record> complete(const Operation& operation, const core::Record& given,
                                    const Inputs& inputs) {
    for (const auto& [name, value] : given.fields)
        if (operation.find(name) == nullptr) {
            std::vector<std::string> names;
            for (const Parameter& parameter : operation.parameters) names.push_back(parameter.name);
            return usage(
                fmt::format("{} has no parameter {}. It has: {}.", operation.name, name, listed(names)));
        }
    core::Record complete;
    for (const Parameter& parameter : operation.parameters) {
        const core::Value* value = given.find(parameter.name);
        if (value == nullptr || value->undefined() || (value->text().empty() && parameter.optional))
            value = &parameter.default_value;
        if (value->undefined()) {
            if (!parameter.optional)
                return usage(fmt::format("{} needs {}: {}", operation.name, parameter.name, parameter.help));
            complete.set(parameter.name, {});
            continue;
        }
        core::Result<core::Value> good = checked(parameter, *value, inputs);
        if (!good) return good.failure();
        complete.set(parameter.name, *good);
    }
    return complete;
}

}  // namespace safeground::ops
