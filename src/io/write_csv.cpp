#include <algorithm>

#include "io/atomic_file.hpp"
#include "io/cells.hpp"
#include "io/export_formats.hpp"

namespace safeground::io {

std::string csv_cell(std::string_view text) {
    const bool quotes = text.find_first_of(",\"\r\n") != std::string_view::npos ||
                        (!text.empty() && (text.front() == ' ' || text.back() == ' '));
    if (!quotes) return std::string(text);
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

std::string formula_safe(const std::string& text, bool& guarded) {
    if (text.empty() || std::string_view("=+-@\t\r").find(text.front()) == std::string_view::npos)
        return text;
    // "-5" in a text column is a number to a spreadsheet too, and harmless.
    if (parse_number(text)) return text;
    guarded = true;
    return "'" + text;
}

core::Result<bool> write_csv(const ReleasedTable& released, const std::filesystem::path& path) {
    const core::Table& table = **released;
    const std::vector<const core::Column*> columns = output_columns(table);
    bool guarded = false, suppressed = false;
    std::string text;
    for (std::size_t c = 0; c < columns.size(); ++c)
        text += (c > 0 ? "," : "") + csv_cell(formula_safe(columns[c]->name, guarded));
    text += '\n';
    for (std::size_t row = 0; row < table.rows; ++row) {
        for (std::size_t c = 0; c < columns.size(); ++c) {
            if (c > 0) text += ',';
            const core::Column& column = *columns[c];
            if (column.state(row) == core::CellState::Suppressed) {
                text += '*';
                suppressed = true;
                continue;
            }
            const std::string cell = column.text(row);
            // A line of one empty cell would read as no line at all.
            if (cell.empty() && columns.size() == 1) text += "\"\"";
            const bool words =
                column.type() == core::ColumnType::Text || column.type() == core::ColumnType::Category;
            text += csv_cell(words ? formula_safe(cell, guarded) : cell);
        }
        text += '\n';
    }
    std::vector<std::string> more;
    if (suppressed)
        more.emplace_back("* in the table: the cell is hidden, which is not nought and not missing.");
    more.emplace_back("An empty cell in the table: not known or not defined.");
    if (guarded)
        more.emplace_back(
            "An apostrophe stands before texts that a spreadsheet would have run as a formula.");

    std::filesystem::path beside = path;
    beside.replace_extension(".txt");
    // The words first: a table is never there without its marking.
    if (auto written = write_file_atomically(beside, about_text(released, more)); !written)
        return written.failure();
    return write_file_atomically(path, text);
}

}  // namespace safeground::io
