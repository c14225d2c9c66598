#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "core/value.hpp"
#include "io/cells.hpp"

namespace safeground::io {
namespace {

using core::CellState;
using core::ColumnType;

/// Counts what could not be read in one column, so that the report gets one sentence and not thousands. The
/// cell itself is not repeated: it may be a name or a postcode in the wrong column.
struct Unreadable {
    std::size_t cells = 0;
    std::int64_t first_line = 0;

    void add(std::int64_t line) {
        if (cells++ == 0) first_line = line;
    }
    void report(const std::string& column, const char* what, ImportReport& out) const {
        if (cells == 0) return;
        out.warnings.push_back(fmt::format("{} of column {} {} (first: line {}): read as missing.",
                                           cells == 1 ? "1 cell" : fmt::format("{} cells", cells), column,
                                           what, first_line));
    }
};

bool leading_zero(std::string_view text) {
    return text.size() > 1 && text[0] == '0' && text[1] != '.' && text[1] != ',';
}

core::Column text_values(const RawColumn& column, const std::vector<std::uint32_t>& rows,
                         const Recipe& recipe, bool category, ImportReport& report) {
    std::vector<std::string> values(rows.size());
    std::vector<CellState> states(rows.size(), CellState::Present);
    std::size_t trimmed_cells = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::size_t row = rows[i];
        values[i] = column.text(row);
        if (column.kind == RawColumn::Kind::Text && !column.null(row) &&
            values[i].size() != column.texts[row].size() && !values[i].empty())
            ++trimmed_cells;
        const CellMeaning cell = meaning(values[i], recipe.missing, recipe.suppressed);
        states[i] = cell.state;
        if (cell.state != CellState::Present) values[i].clear();
    }
    if (trimmed_cells > 0)
        report.notes.push_back(
            fmt::format("Blanks before or after the text were taken off {} of column {}.",
                        trimmed_cells == 1 ? "1 cell" : fmt::format("{} cells", trimmed_cells), column.name));
    core::Column made = category ? core::category_column(column.name, values)
                                 : core::text_column(column.name, std::move(values));
    made.states = std::move(states);
    return made;
}

void drop_plain_states(core::Column& column) {
    if (std::all_of(column.states.begin(), column.states.end(),
                    [](CellState s) { return s == CellState::Present; }))
        column.states.clear();
}

}  // namespace

core::Column read_column(const RawTable& table, const RawColumn& column,
                         const std::vector<std::uint32_t>& rows, ColumnType type, const Recipe& recipe,
                         ImportReport& report) {
    core::Column made;
    if (type == ColumnType::Text || type == ColumnType::Category) {
        made = text_values(column, rows, recipe, type == ColumnType::Category, report);
        drop_plain_states(made);
        return made;
    }
    made.name = column.name;
    made.states.assign(rows.size(), CellState::Present);
    std::vector<double> numbers(type == ColumnType::Number ? rows.size() : 0,
                                std::numeric_limits<double>::quiet_NaN());
    std::vector<std::int64_t> integers(type == ColumnType::Integer ? rows.size() : 0);
    std::vector<core::Date> dates(type == ColumnType::Date ? rows.size() : 0);
    Unreadable unreadable;
    std::int64_t high = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::size_t row = rows[i];
        CellState& state = made.states[i];
        if (column.null(row)) {
            state = CellState::Missing;
            continue;
        }
        // The format's own numbers need no reading; they keep every bit.
        if (type == ColumnType::Number && column.kind == RawColumn::Kind::Number) {
            numbers[i] = column.numbers[row];
            if (!std::isfinite(numbers[i])) {
                numbers[i] = std::numeric_limits<double>::quiet_NaN();
                state = CellState::Missing;
            }
            continue;
        }
        if (type == ColumnType::Integer && column.kind == RawColumn::Kind::Integer) {
            integers[i] = column.integers[row];
            continue;
        }
        const std::string text = column.text(row);
        const CellMeaning cell = meaning(text, recipe.missing, recipe.suppressed);
        state = cell.state;
        if (state == CellState::Suppressed) high = std::max(high, cell.high);
        if (state != CellState::Present) continue;
        bool read = false;
        if (type == ColumnType::Number) {
            if (const auto value = parse_number(text)) numbers[i] = *value, read = true;
        } else if (type == ColumnType::Integer) {
            if (const auto value = parse_integer(text)) integers[i] = *value, read = true;
        } else if (const auto date = parse_cell_date(column, row)) {
            dates[i] = *date, read = true;
        }
        if (!read) {
            state = CellState::Missing;
            unreadable.add(table.line[row]);
        }
    }
    if (type == ColumnType::Number) made.values = std::move(numbers);
    else if (type == ColumnType::Integer) made.values = std::move(integers);
    else made.values = std::move(dates);
    if (high > 0) made.suppressed_high = high;
    unreadable.report(column.name,
                      type == ColumnType::Date      ? "could not be understood as dates"
                      : type == ColumnType::Integer ? "are not whole numbers"
                                                    : "are not numbers",
                      report);
    drop_plain_states(made);
    return made;
}

ColumnType infer_type(const RawTable& table, const RawColumn& column, const Recipe& recipe) {
    if (column.kind == RawColumn::Kind::Integer) return ColumnType::Integer;
    if (column.kind == RawColumn::Kind::Number) return ColumnType::Number;
    bool integer = true, number = true, date = true;
    std::size_t present = 0;
    std::unordered_set<std::string> labels;
    constexpr std::size_t kMostLabels = 50;
    for (std::size_t row = 0; row < table.rows; ++row) {
        if (column.null(row)) continue;
        const std::string text = column.text(row);
        if (meaning(text, recipe.missing, recipe.suppressed).state != CellState::Present) continue;
        ++present;
        if (labels.size() <= kMostLabels) labels.insert(text);
        if (leading_zero(text)) integer = number = false;  // "0181300" and "01001" are codes
        if (integer && !parse_integer(text)) integer = false;
        if (number && !parse_number(text)) number = false;
        if (date && (parse_number(text).has_value() || !core::parse_date(text))) date = false;
        if (!number && !date && labels.size() > kMostLabels) break;
    }
    if (present == 0) return ColumnType::Text;
    if (integer) return ColumnType::Integer;
    if (number) return ColumnType::Number;
    if (date) return ColumnType::Date;
    return labels.size() <= kMostLabels && labels.size() * 2 < present ? ColumnType::Category
                                                                       : ColumnType::Text;
}

}  // namespace safeground::io
