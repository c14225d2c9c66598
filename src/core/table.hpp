#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/date.hpp"
#include "core/geometry.hpp"

namespace safeground::core {

/// Missing, suppressed and zero are three different things (methods.md 0.2).
enum class CellState : std::uint8_t { Present, Missing, Suppressed };

/// What a column holds, so that disclosure, styles and statistics know how to treat it.
enum class Measure : std::uint8_t {
    Plain,        ///< anything else: text, ids, attributes of buildings
    Code,         ///< official or team code of the row's area, site or event
    Name,         ///< name of the row
    PersonCount,  ///< people, among them children: small counts are hidden
    EventCount,   ///< offences, stops, contacts: small counts are hidden where the table is not public
    Population,   ///< people at risk, a denominator; published estimates
    Score,        ///< index scores, ranks, deciles and other published figures of areas
    Derived       ///< computed from other columns: hidden wherever any column in `derived_from` is
};

enum class ColumnType : std::uint8_t { Number, Integer, Text, Category, Date };

/// Codes into a dictionary of labels.
struct CategoryValues {
    std::vector<std::uint32_t> code;
    std::vector<std::string> labels;
    bool operator==(const CategoryValues&) const = default;
};

/// One typed column. Immutable once in a Table. Values of cells that are not Present are unspecified (NaN, 0,
/// "").
struct Column {
    std::string name;   ///< as published, or as an operation documents it
    std::string title;  ///< for people; empty: use name
    std::string unit;   ///< "per 1,000", "m", "GBP"; may be empty
    Measure measure = Measure::Plain;
    /// Columns; "n[]": all rows of n; "n!": it says on which side of a threshold that the user chose n lies;
    /// of a count: the total it is part of.
    std::vector<std::string> derived_from;
    std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>, CategoryValues,
                 std::vector<Date>>
        values;
    std::vector<CellState> states;  ///< empty: every cell is present; else one a row
    /// What a suppressed cell may hold, both ends possible: "<5" is 1 to 4. Meaningful where a state is
    /// Suppressed.
    std::int64_t suppressed_low = 1, suppressed_high = 4;

    ColumnType type() const { return static_cast<ColumnType>(values.index()); }
    std::size_t size() const;
    CellState state(std::size_t row) const { return states.empty() ? CellState::Present : states[row]; }
    bool present(std::size_t row) const { return state(row) == CellState::Present; }
    bool numeric() const { return type() == ColumnType::Number || type() == ColumnType::Integer; }
    /// The value as a double; NaN where missing, suppressed, or the column is not numeric.
    double number(std::size_t row) const;
    /// The cell as text: numbers in shortest exact form, dates by their precision, "" where not present.
    std::string text(std::size_t row) const;
    /// All values as doubles, NaN where not present.
    std::vector<double> numbers() const;
    const std::string& shown_title() const { return title.empty() ? name : title; }
};
using ColumnPtr = std::shared_ptr<const Column>;

Column number_column(std::string name, std::vector<double> values, Measure measure = Measure::Plain);
/// NaN becomes Missing.
Column integer_column(std::string name, std::vector<std::int64_t> values, Measure measure = Measure::Plain);
Column text_column(std::string name, std::vector<std::string> values, Measure measure = Measure::Plain);
Column category_column(std::string name, const std::vector<std::string>& values);
Column date_column(std::string name, std::vector<Date> values);

/// What a table is about.
enum class Subject : std::uint8_t {
    Areas,      ///< one row an area
    Events,     ///< one row an event
    Residence,  ///< one row an area: counts of a cohort by where they live
    Sites,      ///< one row a site
    Sessions,   ///< one row a session of a site, keyed by the site's id
    Streets,    ///< street edges
    BaseMap,    ///< water, green, lines for orientation
    Lookup,     ///< codes to codes
    Other
};

/// Who may see it at all (the data owner's word, from the recipe).
enum class Sensitivity : std::uint8_t { Public, Partner, Restricted };

enum class Vintage : std::uint8_t { None, Lsoa2011, Lsoa2021, Demo };

/// Where a table comes from and what it may be used for. Travels with the table into every output.
struct TableInfo {
    std::string name;  ///< short, for people: "IoD 2025, London"
    Subject subject = Subject::Other;
    Sensitivity sensitivity = Sensitivity::Partner;  ///< unknown data is never public
    bool synthetic = false;                          ///< every output says SYNTHETIC
    std::string source;                              ///< publisher, as an output must credit it
    std::string licence;
    std::string recipe;  ///< id of the recipe that read it; or the operation that made it
    std::string path;    ///< as given by the user
    std::string sha256;  ///< of the file's bytes, hex; empty for computed tables
    Vintage vintage = Vintage::None;
    std::optional<Period> period;
    std::string definition;  ///< what is counted, in a sentence (T3, T4)
};

/// Columns and, where there is one, geometry: immutable, shared. All columns and the geometry have `rows`
/// rows. Columns are shared between tables, so adding one to a large table costs one column.
struct Table {
    TableInfo info;
    std::size_t rows = 0;
    std::vector<ColumnPtr> columns;
    std::shared_ptr<const Geometry> geometry = std::make_shared<const Geometry>();
    std::string key;  ///< name of the column that identifies rows; empty: none

    const Column* find(std::string_view name) const;  ///< exact name; nullptr when absent
    /// The key column's text of a row, or "row 12".
    std::string key_text(std::size_t row) const;
    const Polygons* polygons() const { return std::get_if<Polygons>(geometry.get()); }
    const Points* points() const { return std::get_if<Points>(geometry.get()); }
    const Lines* lines() const { return std::get_if<Lines>(geometry.get()); }
    void add(Column column) { columns.push_back(std::make_shared<const Column>(std::move(column))); }
};
using TablePtr = std::shared_ptr<const Table>;

/// Whether every column and the geometry have `rows` rows, names are unique and the key exists. For asserts
/// and tests.
bool consistent(const Table& table);
/// The rows named, in that order, of every column and the geometry.
Table select_rows(const Table& table, const std::vector<std::uint32_t>& rows);

/// Rows of `right` put beside rows of `left` where their keys are equal (one to one).
struct JoinReport {
    std::size_t matched = 0;
    std::vector<std::string> left_only, right_only, duplicate_right;  ///< keys
};
/// Every row of `left` stays; columns of `right` (but its key) are added, Missing where there is no match. A
/// column whose name `left` already has gets " (2)". A key that occurs twice in `right` uses its first row
/// and is reported.
Table join(const Table& left, const Table& right, JoinReport& report);

}  // namespace safeground::core
