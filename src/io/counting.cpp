#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "io/apply_recipe.hpp"
#include "io/area_codes.hpp"
#include "io/cells.hpp"

namespace safeground::io {
namespace {

using core::CellState;

/// One cell of the file: its value where present, its range where suppressed.
struct Part {
    CellState state = CellState::Present;
    std::int64_t value = 0, low = 0, high = 0;
};

/// A sum under way; with suppressed parts it lies from known + low to known + high.
struct Cell {
    std::int64_t known = 0, low = 0, high = 0;
    CellState state = CellState::Present;
    void add(const Part& part) {
        known += part.value;
        low += part.low;
        high += part.high;
        // A sum with a part that is unknown is unknown; hidden beats unknown, since it must stay hidden.
        if (part.state == CellState::Suppressed ||
            (part.state == CellState::Missing && state == CellState::Present))
            state = part.state;
    }
};

/// "POSSESSION OF WEAPONS" -> "Possession of weapons"; mixed case stays.
std::string sentence_case(const std::string& label) {
    const bool shouting =
        std::none_of(label.begin(), label.end(), [](unsigned char c) { return std::islower(c) != 0; });
    if (!shouting) return label;
    std::string text = label;
    for (std::size_t i = 1; i < text.size(); ++i)
        text[i] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[i])));
    return text;
}

/// One column of counts under way: areas by number.
using Counts = std::unordered_map<std::size_t, Cell>;

core::Column finished(const std::string& name, const Counts& counts, std::size_t areas,
                      const Counting& counting) {
    std::vector<std::int64_t> values(areas, 0);
    std::vector<CellState> states(areas, counting.absent_is_zero ? CellState::Present : CellState::Missing);
    std::optional<std::pair<std::int64_t, std::int64_t>> hidden;
    for (const auto& [area, cell] : counts) {
        values[area] = cell.state == CellState::Present ? cell.known : 0;
        states[area] = cell.state;
        if (cell.state != CellState::Suppressed) continue;
        const std::int64_t low = cell.known + cell.low, high = cell.known + cell.high;
        hidden = hidden ? std::pair(std::min(hidden->first, low), std::max(hidden->second, high))
                        : std::pair(low, high);
    }
    core::Column column = core::integer_column(name, std::move(values), counting.measure);
    if (hidden) column.suppressed_low = hidden->first, column.suppressed_high = hidden->second;
    if (std::any_of(states.begin(), states.end(), [](CellState s) { return s != CellState::Present; }))
        column.states = std::move(states);
    return column;
}

struct Source {
    std::size_t column = 0;
    std::optional<core::Date> period;
};

}  // namespace

core::Result<core::Table> count_rows(const Recipe& recipe, const RawTable& raw,
                                     const std::vector<ChosenColumn>& chosen, const RecipeContext& context,
                                     ImportReport& report) {
    const Counting& counting = *recipe.counting;
    const auto key = std::find_if(chosen.begin(), chosen.end(),
                                  [&](const ChosenColumn& c) { return c.name == recipe.key; });
    const std::string value_pattern = counting.value.empty() ? "~" + counting.value_columns : counting.value;
    std::vector<Source> sources;
    for (const std::size_t c : columns_named(raw, value_pattern))
        sources.push_back({c, period_of_column(raw.columns[c].name)});
    const auto categories =
        counting.category.empty() ? std::vector<std::size_t>{} : columns_named(raw, counting.category);
    if (key == chosen.end() || sources.empty() || (!counting.category.empty() && categories.empty()))
        return core::refuse(fmt::format("The file lacks a column that “{}” counts by.", recipe.title))
            .in_file(raw.path);
    const auto date = std::find_if(chosen.begin(), chosen.end(), [](const ChosenColumn& c) {
        return c.field != nullptr && c.field->type == core::ColumnType::Date;
    });

    std::unordered_map<std::string, std::size_t> area_number;
    std::vector<std::uint32_t> first_rows;
    Counts total;
    std::map<std::string, Counts> by_category;
    std::map<std::string, Counts> by_month;
    std::vector<Counts> by_source(sources.size());
    std::unordered_set<std::string> met;
    std::size_t repeated = 0, blank_cells = 0;
    std::int64_t first_repeated = 0;
    std::vector<Part> cells(sources.size());
    for (std::size_t row = 0; row < raw.rows; ++row) {
        constexpr std::size_t kEvery = 4096;
        if (row % kEvery == 0 && context.progress.cancelled()) return core::cancelled();
        std::string fault = fault_of_row(recipe, raw, chosen, row);
        for (std::size_t s = 0; s < sources.size() && fault.empty(); ++s) {
            const std::string text = raw.columns[sources[s].column].text(row);
            const CellMeaning cell = meaning(text, recipe.missing, recipe.suppressed);
            const bool range = cell.state == CellState::Suppressed;
            cells[s] = {cell.state, 0, range ? cell.low : 0, range ? cell.high : 0};
            blank_cells += cell.state == CellState::Missing;
            if (cell.state != CellState::Present) continue;
            const auto value = parse_integer(text);
            if (!value || *value < 0)
                fault = fmt::format("{} is not a count", counting.value.empty() ? "a cell" : counting.value);
            else cells[s].value = *value;
        }
        std::optional<core::Date> when;
        if (date != chosen.end() && fault.empty()) {
            when = parse_cell_date(raw.columns[date->column], row);
            // The month is what such tables count by, even where they write its first day.
            if (when && when->precision > core::Precision::Month)
                *when = {when->year, when->month, 1, 0, 0, core::Precision::Month};
        }
        if (!fault.empty()) {
            reject(report.rejected, fault, raw.line[row]);
            continue;
        }
        ++report.accepted;
        const std::string code = raw.columns[key->column].text(row);
        const auto [found, fresh] = area_number.emplace(code, area_number.size());
        if (fresh) first_rows.push_back(static_cast<std::uint32_t>(row));
        const std::size_t area = found->second;
        const std::string category =
            categories.empty() ? std::string() : raw.columns[categories.front()].text(row);
        if (!met.insert(code + '\x1f' + category + '\x1f' + (when ? core::to_string(*when) : "")).second &&
            repeated++ == 0)
            first_repeated = raw.line[row];
        if (when && !recipe.period) widen(report.period, *when);
        for (std::size_t s = 0; s < sources.size(); ++s) {
            total[area].add(cells[s]);
            if (categories.empty()) by_source[s][area].add(cells[s]);
            else by_category[category][area].add(cells[s]);
            const auto month = sources[s].period ? sources[s].period : when;
            if (context.options.monthly && month && !categories.empty())
                by_month[category + " " + core::to_string(*month)][area].add(cells[s]);
        }
    }
    for (const Source& source : sources)
        if (source.period && !recipe.period) widen(report.period, *source.period);
    report.duplicates = repeated;
    if (repeated > 0)
        report.warnings.push_back(
            fmt::format("{} an area, category and period that came up before (first: line {}); the counts "
                        "were added together.",
                        repeated == 1 ? "1 row has" : fmt::format("{} rows have", repeated), first_repeated));
    if (blank_cells > 0)
        report.warnings.push_back(
            fmt::format("{} blank; the sums that they belong to are missing.",
                        blank_cells == 1 ? "1 count is" : fmt::format("{} counts are", blank_cells)));

    core::Table table;
    table.rows = first_rows.size();
    table.key = recipe.key;
    const auto carry = [&](const ChosenColumn& c) {
        core::Column column =
            read_column(raw, raw.columns[c.column], first_rows,
                        c.field != nullptr ? c.field->type : core::ColumnType::Text, recipe, report);
        column.name = c.name;
        column.title = c.title;
        if (c.field != nullptr) column.measure = c.field->measure;
        table.add(std::move(column));
    };
    carry(*key);
    for (const ChosenColumn& c : chosen) {
        const bool counted = std::any_of(sources.begin(), sources.end(),
                                         [&](const Source& s) { return s.column == c.column; });
        const bool category = !categories.empty() && categories.front() == c.column;
        if (&c == &*key || counted || category || (date != chosen.end() && &c == &*date)) continue;
        carry(c);
    }
    if (!counting.total.empty()) {
        core::Column column = finished(counting.total, total, table.rows, counting);
        column.title = counting.total_title;
        table.add(std::move(column));
    }
    for (std::size_t s = 0; s < by_source.size() && categories.empty(); ++s)
        table.add(finished(raw.columns[sources[s].column].name, by_source[s], table.rows, counting));
    for (const auto& [category, counts] : by_category) {
        core::Column column = finished(category, counts, table.rows, counting);
        column.title = sentence_case(category);
        table.add(std::move(column));
    }
    for (const auto& [name, counts] : by_month) table.add(finished(name, counts, table.rows, counting));
    if (recipe.finish) recipe.finish(table, raw, {}, report);
    return table;
}

}  // namespace safeground::io
