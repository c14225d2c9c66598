#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry.hpp"
#include "io/import.hpp"

namespace safeground::io {

/// A column as it stands in a file, before any recipe: text, or the format's own numbers.
struct RawColumn {
    enum class Kind : std::uint8_t { Text, Integer, Number };

    std::string name;  ///< as in the file, without blanks round it
    Kind kind = Kind::Text;
    std::vector<std::string_view> texts;  ///< Text; the bytes belong to RawTable::storage
    std::vector<std::int64_t> integers;   ///< Integer
    std::vector<double> numbers;          ///< Number
    std::vector<std::uint8_t> nulls;      ///< 1: no value in the file; empty: none

    bool null(std::size_t row) const { return !nulls.empty() && nulls[row] != 0; }
    /// The cell as text without blanks round it; numbers in shortest exact form; "" for no value.
    std::string text(std::size_t row) const;
};

enum class SourceKind : std::uint8_t { Text, Spreadsheet, Vector };

/// One layer of one file with everything in it as found. Coordinates are those of the file.
struct RawTable {
    std::string path, layer;
    SourceKind source = SourceKind::Text;
    std::size_t rows = 0;  ///< rows that could be read; the reader's own rejects are in `rejected`
    std::vector<RawColumn> columns;
    std::vector<std::int64_t> line;  ///< one a row: line of the text file, or row number of other formats
    core::Geometry geometry;         ///< Points, Lines or Polygons in the file's coordinates; monostate: none
    std::string crs;                 ///< definition found in the file; empty: none
    std::vector<Rejected> rejected;  ///< rows that could not be read at all
    std::vector<std::string> columns_left_out, warnings, notes;
    std::vector<std::shared_ptr<const std::string>> storage;

    /// By name, upper and lower case alike; nullptr when absent.
    const RawColumn* find(std::string_view name) const;
    RawColumn* find(std::string_view name);
};

/// One more row rejected for `reason`.
void reject(std::vector<Rejected>& rejected, const std::string& reason, std::int64_t line,
            std::size_t rows = 1);
std::size_t rejected_rows(const std::vector<Rejected>& rejected);

/// Keeps the rows named, in that order.
void keep_rows(RawTable& table, const std::vector<std::uint32_t>& rows);

}  // namespace safeground::io
