#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/table.hpp"
#include "io/import.hpp"
#include "io/raw_table.hpp"

namespace safeground::io {

/// What a published column becomes. Declared, not coded.
struct Field {
    /// Name in the file. "A|B": the first that is there. "~REGEX": every column whose whole name matches
    /// (ECMAScript).
    std::string column;
    core::ColumnType type = core::ColumnType::Text;
    core::Measure measure = core::Measure::Plain;
    std::string name;   ///< ours; empty: as published
    std::string title;  ///< for people; "$1" is the first group of a REGEX; empty: the name
    std::string unit;
    std::string meaning;  ///< for docs/recipes.md
    bool needed = false;  ///< a row without a readable value here is rejected
};

/// Position of each row from two columns of a text table.
struct PositionColumns {
    std::string x, y;  ///< "A|B" as in Field
    std::string crs;   ///< "EPSG:27700", "EPSG:4326"
};

/// Many rows an area that become one: a column for each category, or for each period.
struct Counting {
    std::string category;       ///< column whose labels become columns; empty: one column for each period
    std::string value;          ///< column with the count; empty: `value_columns`
    std::string value_columns;  ///< REGEX of columns with a count for each period: "[0-9]{6}"
    core::Measure measure = core::Measure::EventCount;
    std::string total;  ///< name of the column with the sum of all; empty: none, since categories overlap
    std::string total_title;
    bool absent_is_zero = true;  ///< a category without a row means 0 for an area that has others
};

struct RecipeContext {
    const ImportOptions& options;
    const core::Progress& progress;
};

/// A known layout. To add one: copy a short file of src/io/recipes, change the declaration, name it in
/// recipes/registry.cpp, run test_io, and write docs/recipes.md anew as the failing test says.
struct Recipe {
    std::string id, title, publisher, licence;
    std::string gives;       ///< what the table is, in a sentence, for docs/recipes.md
    std::string notes;       ///< what to know before use
    std::string definition;  ///< what is counted, in a sentence; goes into TableInfo (T3, T4)
    core::Subject subject = core::Subject::Other;
    core::Sensitivity sensitivity = core::Sensitivity::Public;
    core::Vintage vintage = core::Vintage::None;  ///< None: from the codes
    std::optional<core::Period> period;  ///< fixed by the publication; else from dates and period columns

    enum class Shape : std::uint8_t { Any, Table, Points, Lines, Polygons };
    Shape shape = Shape::Table;                    ///< geometry that the file must bring
    std::vector<std::string> requires_columns;     ///< all must be there; "A|B" and "~REGEX" as in Field
    std::string requires_layer;                    ///< REGEX of the layer's name; empty: any
    std::function<bool(const RawTable&)> matches;  ///< beyond columns and shape
    std::string recognised_by;  ///< in words, where `matches` decides; else written from the declaration

    std::vector<Field> fields;
    bool keep_other_columns = false;  ///< true: columns not declared come too, their types found
    std::string key;                  ///< our name of the column that identifies rows
    std::vector<std::string> missing{"", "NA", "N/A", "NULL", "null"};  ///< cells that say "no value"
    std::vector<std::string> suppressed{"*"};  ///< cells that say "hidden"; "<5" is always one
    std::optional<PositionColumns> position;
    std::optional<Counting> counting;

    /// What data cannot express: works on the finished columns. `rows` names the raw row of each row of the
    /// table; empty where rows were counted together.
    std::function<void(core::Table&, const RawTable&, const std::vector<std::uint32_t>& rows, ImportReport&)>
        finish;
    /// Does all the work instead of the declaration; must fill accepted, rejected and rows_out of the report.
    std::function<core::Result<core::Table>(const RawTable&, const RecipeContext&, ImportReport&)> build;

    int priority = 0;  ///< higher is tried first where several fit; generic recipes are below 0
};

/// All recipes in the order of docs/recipes.md.
const std::vector<Recipe>& recipes();
const Recipe* find_recipe(const std::string& id);

/// Whether the table has what the recipe requires.
bool fits(const Recipe& recipe, const RawTable& table);
/// The best that fits: highest priority, then most columns known, then first. nullptr: none.
const Recipe* recognise(const RawTable& table);
/// Numbers of the columns that "A|B" or "~REGEX" names, in file order.
std::vector<std::size_t> columns_named(const RawTable& table, const std::string& pattern);
/// Recognition in words.
std::string recognised_by(const Recipe& recipe);

}  // namespace safeground::io
