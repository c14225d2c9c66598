#include "io/raw_table.hpp"

#include <algorithm>

#include "core/table.hpp"
#include "core/value.hpp"
#include "io/cells.hpp"

namespace safeground::io {
namespace {

template <class T>
void keep(std::vector<T>& values, const std::vector<std::uint32_t>& rows) {
    if (values.empty()) return;
    std::vector<T> kept;
    kept.reserve(rows.size());
    for (const std::uint32_t row : rows) kept.push_back(values[row]);
    values = std::move(kept);
}

}  // namespace

std::string RawColumn::text(std::size_t row) const {
    if (null(row)) return {};
    if (kind == Kind::Text) return std::string(trimmed(texts[row]));
    if (kind == Kind::Integer) return std::to_string(integers[row]);
    return core::shortest(numbers[row]);
}

const RawColumn* RawTable::find(std::string_view name) const {
    for (const RawColumn& column : columns)
        if (equal_ignoring_case(column.name, name)) return &column;
    return nullptr;
}

RawColumn* RawTable::find(std::string_view name) {
    for (RawColumn& column : columns)
        if (equal_ignoring_case(column.name, name)) return &column;
    return nullptr;
}

void reject(std::vector<Rejected>& rejected, const std::string& reason, std::int64_t line, std::size_t rows) {
    constexpr std::size_t kFirstLines = 5;
    auto found =
        std::find_if(rejected.begin(), rejected.end(), [&](const Rejected& r) { return r.reason == reason; });
    if (found == rejected.end()) found = rejected.insert(rejected.end(), Rejected{reason, 0, {}});
    found->rows += rows;
    if (line > 0 && found->first_lines.size() < kFirstLines) found->first_lines.push_back(line);
}

std::size_t rejected_rows(const std::vector<Rejected>& rejected) {
    std::size_t rows = 0;
    for (const Rejected& r : rejected) rows += r.rows;
    return rows;
}

void keep_rows(RawTable& table, const std::vector<std::uint32_t>& rows) {
    for (RawColumn& column : table.columns) {
        keep(column.texts, rows);
        keep(column.integers, rows);
        keep(column.numbers, rows);
        keep(column.nulls, rows);
    }
    keep(table.line, rows);
    if (table.geometry.index() != 0) table.geometry = core::select_rows(table.geometry, rows);
    table.rows = rows.size();
}

}  // namespace safeground::io
