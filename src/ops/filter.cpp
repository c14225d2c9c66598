#include "ops/filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>

#include "ops/words.hpp"

namespace safeground::ops {
namespace {

struct Condition {
    enum class Test : std::uint8_t { Equal, Different, AtMost, AtLeast };
    std::string column, value;
    Test test = Test::Equal;
};

std::string trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::optional<Condition> parse_one(const std::string& text) {
    using Test = Condition::Test;
    struct Sign {
        const char* text;
        Test test;
    };
    for (const Sign sign : {Sign{"!=", Test::Different}, Sign{"<=", Test::AtMost}, Sign{">=", Test::AtLeast},
                            Sign{"=", Test::Equal}}) {
        const std::size_t at = text.find(sign.text);
        if (at == std::string::npos) continue;
        Condition condition{trimmed(text.substr(0, at)),
                            trimmed(text.substr(at + std::string(sign.text).size())), sign.test};
        if (condition.column.empty()) return std::nullopt;
        return condition;
    }
    return std::nullopt;
}

core::Result<std::vector<Condition>> parse(const std::string& conditions) {
    std::vector<Condition> out;
    std::size_t at = 0;
    while (at <= conditions.size()) {
        std::size_t end = conditions.find(';', at);
        if (end == std::string::npos) end = conditions.size();
        const std::string part = trimmed(conditions.substr(at, end - at));
        if (!part.empty()) {
            std::optional<Condition> condition = parse_one(part);
            if (!condition)
                return core::fail(
                    core::ErrorKind::Usage,
                    fmt::format("Condition “{}” is not understood; expected {}.", part, kConditionForms));
            out.push_back(std::move(*condition));
        }
        at = end + 1;
    }
    return out;
}

std::optional<double> number_in(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::vector<std::string> alternatives(const std::string& value) {
    std::vector<std::string> out;
    std::size_t at = 0;
    while (at <= value.size()) {
        const std::size_t end = std::min(value.find('|', at), value.size());
        out.push_back(trimmed(value.substr(at, end - at)));
        at = end + 1;
    }
    return out;
}

bool holds(const Condition& condition, const core::Column& column, std::size_t row, double bound) {
    using Test = Condition::Test;
    if (condition.test == Test::AtMost) return column.number(row) <= bound;
    if (condition.test == Test::AtLeast) return column.number(row) >= bound;
    bool equal = false;
    for (const std::string& value : alternatives(condition.value)) {
        const std::optional<double> number = column.numeric() ? number_in(value) : std::nullopt;
        equal = equal || (number ? column.number(row) == *number : column.text(row) == value);
    }
    return equal == (condition.test == Test::Equal);
}

core::Result<std::vector<const core::Column*>> columns_of(const core::Table& table,
                                                          const Condition& condition) {
    std::vector<const core::Column*> columns;
    // A name that itself holds a bar is a name before it is a list.
    if (const core::Column* whole = table.find(condition.column)) return std::vector{whole};
    for (const std::string& name : alternatives(condition.column)) {
        columns.push_back(table.find(name));
        if (columns.back() != nullptr) continue;
        std::vector<std::string> names;
        for (const core::ColumnPtr& one : table.columns) names.push_back(one->name);
        return core::fail(core::ErrorKind::Usage, fmt::format("The events have no column “{}”.", name))
            .in_file(table.info.path)
            .remedy("Similar columns: " + listed(closest(name, names, 5)) + ".");
    }
    return columns;
}

}  // namespace

core::Result<std::vector<std::uint32_t>> matching_rows(const core::Table& table,
                                                       const std::string& conditions) {
    core::Result<std::vector<Condition>> parsed = parse(conditions);
    if (!parsed) return parsed.failure();
    std::vector<std::uint32_t> rows(table.rows);
    std::iota(rows.begin(), rows.end(), 0U);
    std::vector<core::Diagnostic> warnings;
    for (const Condition& condition : *parsed) {
        core::Result<std::vector<const core::Column*>> columns = columns_of(table, condition);
        if (!columns) return columns.failure();
        const std::optional<double> number = number_in(condition.value);
        const bool ordered =
            condition.test == Condition::Test::AtMost || condition.test == Condition::Test::AtLeast;
        for (const core::Column* column : *columns)
            if (ordered && (!number || !column->numeric()))
                return core::fail(core::ErrorKind::Usage,
                                  fmt::format("Condition on “{}”: <= and >= compare numbers.", column->name));
        std::vector<std::uint32_t> kept;
        std::size_t unknown = 0;
        for (const std::uint32_t row : rows) {
            bool fulfilled = false, missing = false;
            for (const core::Column* column : *columns) {
                if (!column->present(row)) missing = true;
                else fulfilled = fulfilled || holds(condition, *column, row, number.value_or(std::nan("")));
            }
            if (fulfilled) kept.push_back(row);
            else if (missing) ++unknown;
        }
        if (unknown > 0)
            warnings.push_back(core::warning(fmt::format("{} no value in “{}” and {} left out.",
                                                         counted(unknown, "event has", "events have"),
                                                         condition.column, unknown == 1 ? "is" : "are")));
        rows = std::move(kept);
    }
    return {std::move(rows), std::move(warnings)};
}

std::string condition_words(const std::string& conditions) {
    core::Result<std::vector<Condition>> parsed = parse(conditions);
    if (!parsed) return conditions;
    std::vector<std::string> words;
    for (const Condition& condition : *parsed) {
        const char* verb = condition.test == Condition::Test::Equal       ? "is"
                           : condition.test == Condition::Test::Different ? "is not"
                           : condition.test == Condition::Test::AtMost    ? "is at most"
                                                                          : "is at least";
        std::string values;
        for (const std::string& value : alternatives(condition.value))
            values += (values.empty() ? "" : " or ") + value;
        std::string columns;
        for (const std::string& column : alternatives(condition.column))
            columns += (columns.empty() ? "" : " or ") + column;
        words.push_back(columns + " " + verb + " " + values);
    }
    return listed(words);
}

}  // namespace safeground::ops
