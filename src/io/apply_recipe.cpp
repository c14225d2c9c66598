#include "io/apply_recipe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <regex>
#include <set>
#include <unordered_set>

#include "geo/validity.hpp"
#include "io/area_codes.hpp"
#include "io/cells.hpp"
#include "io/position.hpp"

namespace safeground::io {
namespace {

std::string title_of(const Field& field, const std::string& column) {
    if (field.title.find('$') == std::string::npos || !field.column.starts_with("~")) return field.title;
    constexpr std::size_t kLongestName = 300;
    if (column.size() > kLongestName) return column;
    return std::regex_replace(column, std::regex(field.column.substr(1), std::regex::icase), field.title);
}

core::Result<core::Geometry> positions(const Recipe& recipe, const RawTable& raw,
                                       const std::vector<std::uint32_t>& rows, std::string& crs,
                                       ImportReport& report) {
    const auto xs = columns_named(raw, recipe.position->x), ys = columns_named(raw, recipe.position->y);
    if (xs.empty() || ys.empty()) return core::Geometry{};
    core::Points points;
    points.at.resize(rows.size());
    std::size_t half = 0;
    std::int64_t first = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto x = parse_number(raw.columns[xs.front()].text(rows[i]));
        const auto y = parse_number(raw.columns[ys.front()].text(rows[i]));
        if (x && y) points.at[i] = {*x, *y};
        else if (x.has_value() != y.has_value() && half++ == 0) first = raw.line[rows[i]];
    }
    if (half > 0)
        report.warnings.push_back(
            fmt::format("{} only one coordinate that is a number (first: line {}); kept without a position.",
                        half == 1 ? "1 row has" : fmt::format("{} rows have", half), first));
    if (crs.empty()) crs = recipe.position->crs;  // a mapping may have named another
    return core::Geometry(std::move(points));
}

void repair(core::Geometry& geometry, const std::vector<std::int64_t>& line, ImportReport& report) {
    auto* polygons = std::get_if<core::Polygons>(&geometry);
    if (polygons == nullptr) return;
    geo::Repaired repaired = geo::make_valid(std::move(*polygons));
    report.invalid_geometries = repaired.repairs.size();
    std::size_t lost = 0;
    for (const geo::Repair& r : repaired.repairs) lost += r.lost;
    report.repaired = repaired.repairs.size() - lost;
    const auto line_of = [&](std::uint32_t row) {
        return row < line.size() ? line[row] : static_cast<std::int64_t>(row) + 1;
    };
    if (!repaired.repairs.empty()) {
        const geo::Repair& r = repaired.repairs.front();
        report.notes.push_back(
            fmt::format("{} not valid and {} repaired (first: row {}, {}; area {:.0f} before, {:.0f} after).",
                        repaired.repairs.size() == 1 ? "1 area was"
                                                     : fmt::format("{} areas were", repaired.repairs.size()),
                        repaired.repairs.size() == 1 ? "was" : "were", line_of(r.row), r.reason,
                        r.area_before_m2, r.area_after_m2));
    }
    if (lost > 0)
        report.warnings.push_back(fmt::format("{} no area left after repair; kept without geometry.",
                                              lost == 1 ? "1 row has" : fmt::format("{} rows have", lost)));
    *polygons = std::move(repaired.polygons);
}

void count_duplicates(core::Table& table, const std::vector<std::int64_t>& line, ImportReport& report) {
    const core::Column* key = table.key.empty() ? nullptr : table.find(table.key);
    if (key == nullptr) return;
    std::unordered_set<std::string> seen;
    std::string example;
    std::int64_t first = 0;
    for (std::size_t row = 0; row < table.rows; ++row) {
        const std::string text = key->text(row);
        if (text.empty() || seen.insert(text).second) continue;
        if (report.duplicates++ > 0) continue;
        first = row < line.size() ? line[row] : static_cast<std::int64_t>(row) + 1;
        // A key may be a name or a postcode; only an area's code may be repeated.
        if (official_code(text)) example = ", " + text;
    }
    if (report.duplicates > 0)
        report.warnings.push_back(fmt::format(
            "{} of {} came up before (first: line {}{}); all rows are kept, a join uses the first.",
            report.duplicates == 1 ? "1 value" : fmt::format("{} values", report.duplicates), key->name,
            first, example));
}

/// The recipe's key, else the code that every row must have.
std::string key_by_declaration(const Recipe& recipe, const std::vector<ChosenColumn>& chosen) {
    for (const ChosenColumn& c : chosen) {
        const bool named = !recipe.key.empty() && c.name == recipe.key;
        const bool code = c.field != nullptr && c.field->needed && c.field->measure == core::Measure::Code;
        if (named || (recipe.key.empty() && code && recipe.subject != core::Subject::Events)) return c.name;
    }
    return {};
}

core::Result<core::Table> read_rows(const Recipe& recipe, RawTable& raw,
                                    const std::vector<ChosenColumn>& chosen, const RecipeContext& context,
                                    ImportReport& report) {
    std::vector<std::uint32_t> rows;
    rows.reserve(raw.rows);
    for (std::size_t row = 0; row < raw.rows; ++row) {
        const std::string fault = fault_of_row(recipe, raw, chosen, row);
        if (fault.empty()) rows.push_back(static_cast<std::uint32_t>(row));
        else reject(report.rejected, fault, raw.line[row]);
    }
    core::Table table;
    table.rows = rows.size();
    report.accepted = rows.size();
    std::vector<std::int64_t> line(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) line[i] = raw.line[rows[i]];
    for (const ChosenColumn& c : chosen) {
        if (context.progress.cancelled()) return core::cancelled();
        const RawColumn& column = raw.columns[c.column];
        const core::ColumnType type = c.field != nullptr ? c.field->type : infer_type(raw, column, recipe);
        core::Column made = read_column(raw, column, rows, type, recipe, report);
        made.name = c.name;
        made.title = c.title;
        if (c.field != nullptr) made.measure = c.field->measure, made.unit = c.field->unit;
        if (c.field != nullptr && type == core::ColumnType::Date)
            for (std::size_t i = 0; i < table.rows; ++i)
                if (made.present(i) && !recipe.period)
                    widen(report.period, std::get<std::vector<core::Date>>(made.values)[i]);
        table.add(std::move(made));
    }
    core::Geometry geometry;
    std::string crs = raw.crs;
    if (recipe.position) {
        auto placed = positions(recipe, raw, rows, crs, report);
        if (!placed) return placed.failure();
        geometry = std::move(*placed);
    } else if (raw.geometry.index() != 0) {
        geometry = rows.size() == raw.rows ? std::move(raw.geometry) : core::select_rows(raw.geometry, rows);
    }
    if (auto moved = to_national_grid(geometry, crs, line, report, context.progress.part(0.5, 0.8)); !moved)
        return moved.failure();
    repair(geometry, line, report);
    table.geometry = std::make_shared<const core::Geometry>(std::move(geometry));
    if (recipe.finish) recipe.finish(table, raw, rows, report);
    if (!context.options.key.empty()) {
        if (table.find(context.options.key) == nullptr)
            return core::fail(core::ErrorKind::Usage,
                              fmt::format("There is no column “{}” to be the key.", context.options.key))
                .in_file(raw.path)
                .remedy("Name one of the table's columns.");
        table.key = context.options.key;
    } else {
        table.key = key_by_declaration(recipe, chosen);
        const bool events = recipe.subject == core::Subject::Events || table.points() != nullptr;
        if (table.key.empty() && recipe.priority < 0 && !events) {
            table.key = find_key(table);
            if (!table.key.empty())
                report.notes.push_back("Rows are identified by column " + table.key +
                                       ", found by its codes.");
        }
    }
    count_duplicates(table, line, report);
    return table;
}

}  // namespace

std::string fault_of_row(const Recipe& recipe, const RawTable& raw, const std::vector<ChosenColumn>& chosen,
                         std::size_t row) {
    for (const ChosenColumn& c : chosen) {
        if (c.field == nullptr || !c.field->needed) continue;
        const RawColumn& column = raw.columns[c.column];
        const std::string text = column.text(row);
        if (meaning(text, recipe.missing, recipe.suppressed).state == core::CellState::Missing)
            return fmt::format("no value in {}", column.name);
        switch (c.field->type) {
            case core::ColumnType::Date:
                if (!parse_cell_date(column, row)) return "date not understood";
                break;
            case core::ColumnType::Number:
                if (!parse_number(text)) return fmt::format("{} is not a number", column.name);
                break;
            case core::ColumnType::Integer:
                if (!parse_integer(text)) return fmt::format("{} is not a whole number", column.name);
                break;
            default:
                break;
        }
    }
    return {};
}

std::vector<ChosenColumn> choose_columns(const Recipe& recipe, const RawTable& raw, ImportReport& report) {
    std::vector<const Field*> by_column(raw.columns.size(), nullptr);
    for (const Field& field : recipe.fields)
        for (const std::size_t c : columns_named(raw, field.column))
            if (by_column[c] == nullptr) by_column[c] = &field;
    // Columns that positions and counts are made of are used, though they do not come in as columns.
    std::vector<bool> used(raw.columns.size(), false);
    std::vector<std::string> patterns;
    if (recipe.position) patterns = {recipe.position->x, recipe.position->y};
    if (recipe.counting && recipe.counting->value.empty())
        patterns.push_back("~" + recipe.counting->value_columns);
    for (const std::string& pattern : patterns)
        for (const std::size_t c : columns_named(raw, pattern)) used[c] = true;
    std::vector<ChosenColumn> chosen;
    std::set<std::string> names;
    std::vector<std::string> personal;
    for (std::size_t c = 0; c < raw.columns.size(); ++c) {
        const std::string& name = raw.columns[c].name;
        if (by_column[c] == nullptr && recipe.keep_other_columns && personal_details(name)) {
            personal.push_back(name);
            report.columns_left_out.push_back(name);
            continue;
        }
        if (by_column[c] == nullptr && !recipe.keep_other_columns) {
            if (!used[c]) report.columns_left_out.push_back(name);
            continue;
        }
        ChosenColumn taken{c, by_column[c], name, {}};
        if (taken.field != nullptr && !taken.field->name.empty()) taken.name = taken.field->name;
        if (taken.field != nullptr) taken.title = title_of(*taken.field, name);
        while (!names.insert(taken.name).second) taken.name += " (2)";
        chosen.push_back(std::move(taken));
    }
    if (!personal.empty())
        report.notes.push_back(fmt::format(
            "{} personal details by {} name and {} not read: {}.",
            personal.size() == 1 ? "1 column holds" : fmt::format("{} columns hold", personal.size()),
            personal.size() == 1 ? "its" : "their", personal.size() == 1 ? "was" : "were",
            fmt::join(personal, ", ")));
    return chosen;
}

std::optional<core::Date> period_of_column(const std::string& name) {
    const auto date = core::parse_date(name);
    if (!date || date->precision > core::Precision::Month) return std::nullopt;
    return date;
}

void widen(std::optional<core::Period>& period, const core::Date& date) {
    if (!period) period = core::Period{date, date};
    if (date < period->first) period->first = date;
    if (period->last < date) period->last = date;
}

core::Result<core::Table> apply_recipe(const Recipe& recipe, RawTable& raw, const RecipeContext& context,
                                       ImportReport& report) {
    report.rows = raw.rows + rejected_rows(raw.rejected);
    report.rejected = raw.rejected;
    for (const Field& field : recipe.fields)
        if (field.needed && columns_named(raw, field.column).empty())
            return core::refuse(fmt::format("The file has no column {}, which “{}” needs.", field.column,
                                            recipe.title))
                .in_file(raw.path)
                .remedy("Choose another recipe, or check the header row.");
    if (recipe.build) return recipe.build(raw, context, report);
    const std::vector<ChosenColumn> chosen = choose_columns(recipe, raw, report);
    return recipe.counting ? count_rows(recipe, raw, chosen, context, report)
                           : read_rows(recipe, raw, chosen, context, report);
}

}  // namespace safeground::io
