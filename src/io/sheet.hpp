#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/table.hpp"
#include "io/recipe.hpp"

/// The team's own sheets (docs/sheets.md): what their recipes share.
namespace safeground::io {

/// The five recipes, recognised by headings in many spellings.
std::vector<Recipe> team_recipes();
Recipe cohort_recipe();
Recipe offences_recipe();
Recipe sites_recipe();
Recipe sessions_recipe();
Recipe outreach_recipe();

// Words in cells. Each gives nullopt for what it cannot read.
enum class Said : std::uint8_t { Value, Unknown, Suppressed };
/// What a cell says before its value is read; numbers of a suppressed cell in `low` and `high`.
struct Saying {
    Said said = Said::Value;
    std::int64_t low = 1, high = 4;
};
Saying saying(std::string_view text, bool number);
std::optional<bool> parse_yes_no(std::string_view text);
/// Minutes after midnight, 0 to 1440, of "15:30", "1530", "3.30pm", "15", "0.645833".
std::optional<int> parse_minutes(std::string_view text);
/// "10-13", "18+", "15"; of "10 to 13", "under 10", and of what a spreadsheet made a date of: "19-Nov" is
/// "11-19".
std::optional<std::string> parse_age_band(std::string_view text);
/// "£3.50", "3.50", "free" is 0.
std::optional<double> parse_money(std::string_view text);
/// Days 0 (Monday) to 6 of "Mon", "Monday", "Mon-Fri", "Mon, Wed", "weekdays", "weekends", "daily".
std::optional<std::vector<int>> parse_weekdays(std::string_view text);
/// Calendar year, "2023/24" (April to March), month or day, as its first and last date.
std::optional<core::Period> parse_period(std::string_view text);
/// Letters and digits in lower case: headings that differ in nothing else are the same.
std::string plain_word(std::string_view text);

/// One column of a sheet, declared.
struct SheetField {
    enum class Kind : std::uint8_t {
        Text,
        Name,
        Code,
        Choice,
        YesNo,
        Date,
        Whole,
        Number,
        Money,
        People,
        Events,
        AgeBand
    };
    std::string name;
    Kind kind = Kind::Text;
    std::string synonyms;  ///< "post code|pcd"; capitals, blanks, hyphens and underscores do not matter
    std::string allowed;   ///< Choice: "term|holiday"; others are kept and reported
    std::string meaning;
    std::string unit;
};

/// A raw table seen through declared fields, with the faults of its rows.
class Sheet {
public:
    Sheet(const RawTable& raw, const std::vector<SheetField>& fields, const RecipeContext& context,
          ImportReport& report);

    const RawTable& raw() const { return m_raw; }
    const ImportOptions& options() const { return m_context.options; }
    ImportReport& report() { return m_report; }
    bool has(std::string_view field) const { return find(field) != nullptr; }
    const RawColumn* find(std::string_view field) const;
    /// The cell without blanks; "" where the column is not there or the cell says that it is not known.
    std::string text(std::string_view field, std::size_t row) const;
    std::optional<core::Date> date(std::string_view field, std::size_t row) const;

    bool rejected(std::size_t row) const { return m_fault[row]; }
    /// The first reason counts. Reasons hold no cell.
    void reject(std::size_t row, const std::string& reason);
    /// Rejects rows without a value in the field.
    void need(std::string_view field);
    /// Rejects rows with a number below 0.
    void not_negative(std::string_view field);
    /// Rejects every later row with the same text; counts them as duplicates.
    void unique(std::string_view field);
    /// Rows that were not rejected; fills the report's counts. Call when every fault is known.
    std::vector<std::uint32_t> accept();

    /// The column that a field declares, of these rows. Cells that cannot be read become missing and are
    /// reported.
    core::Column read(const SheetField& field, const std::vector<std::uint32_t>& rows);
    /// All declared fields that the file has, but those named.
    void read_all(core::Table& table, const std::vector<std::uint32_t>& rows,
                  const std::vector<std::string>& but);
    /// The last word on a table: synthetic, marking, columns that were left out.
    void finish(core::Table& table, core::Sensitivity otherwise);

private:
    const RawTable& m_raw;
    const std::vector<SheetField>& m_fields;
    const RecipeContext& m_context;
    ImportReport& m_report;
    std::vector<const RawColumn*> m_columns;  ///< one a field
    std::vector<bool> m_fault;
};

/// A recipe whose rows a function makes from a Sheet.
using SheetBuilder = std::function<core::Result<core::Table>(Sheet&)>;
Recipe sheet_recipe(std::string id, std::string title, std::string gives, std::vector<SheetField> fields,
                    std::vector<std::vector<std::string>> needs, SheetBuilder builder);

/// Where the rows of a sheet are.
struct SheetPlaces {
    core::Points points;              ///< one a row of the file; NaN: not known
    std::vector<std::string> lsoa;    ///< "" not known
    std::vector<std::uint8_t> basis;  ///< 0 none, 1 exact, 2 postcode, 3 area
    static const std::vector<std::string>& basis_words();
};
/// The fields of a place, to put into a declaration.
std::vector<SheetField> place_fields();
/// Places every row by coordinates, else postcode, else LSOA; rows without a place are rejected where
/// `needed`. Reasons and warnings never repeat a postcode.
core::Result<SheetPlaces> place_rows(Sheet& sheet, const std::function<bool(std::size_t)>& needed);

}  // namespace safeground::io
