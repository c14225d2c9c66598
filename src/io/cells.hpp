#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.hpp"
#include "core/table.hpp"
#include "io/raw_table.hpp"
#include "io/recipe.hpp"

namespace safeground::io {

std::string_view trimmed(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);

/// "12", "-1.5e3", "1,234.5", "£1,234": nothing else. nullopt: not a number.
std::optional<double> parse_number(std::string_view text);
/// A whole number, "3.0" too. nullopt: not whole.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// What a cell says before its value is read.
struct CellMeaning {
    core::CellState state = core::CellState::Present;
    std::int64_t low = 1, high = 4;  ///< of a suppressed cell
};
/// "<5" is suppressed 1 to 4; "*" and the other markers as given; blank is missing.
CellMeaning meaning(std::string_view text, const std::vector<std::string>& missing,
                    const std::vector<std::string>& suppressed);

/// A date in any spelling that core::parse_date knows, or an Excel serial.
std::optional<core::Date> parse_cell_date(const RawColumn& column, std::size_t row);

/// Reads the rows named of a column by its field. Cells that cannot be read become missing and a warning with
/// count, line and example goes to the report.
core::Column read_column(const RawTable& table, const RawColumn& column,
                         const std::vector<std::uint32_t>& rows, core::ColumnType type, const Recipe& recipe,
                         ImportReport& report);
/// The type that all cells of a column have.
core::ColumnType infer_type(const RawTable& table, const RawColumn& column, const Recipe& recipe);

/// Whether a column's name says that it holds personal details (name of a person, birth date, address,
/// telephone ...).
bool personal_details(std::string_view column_name);

}  // namespace safeground::io
