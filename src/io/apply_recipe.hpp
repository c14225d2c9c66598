#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "io/recipe.hpp"

namespace safeground::io {

/// Makes the table that a recipe declares from a raw table, and fills the report's counts. Geometry is in
/// EPSG:27700 afterwards.
core::Result<core::Table> apply_recipe(const Recipe& recipe, RawTable& raw, const RecipeContext& context,
                                       ImportReport& report);

/// The declared columns of a raw table with the field each was declared by (nullptr: taken because
/// keep_other_columns).
struct ChosenColumn {
    std::size_t column = 0;
    const Field* field = nullptr;
    std::string name, title;
};
/// Everything else goes to columns_left_out; personal details too, where the recipe is a generic one.
std::vector<ChosenColumn> choose_columns(const Recipe& recipe, const RawTable& raw, ImportReport& report);

/// Rows of one area made one row; see Counting.
core::Result<core::Table> count_rows(const Recipe& recipe, const RawTable& raw,
                                     const std::vector<ChosenColumn>& chosen, const RecipeContext& context,
                                     ImportReport& report);

/// Why a raw row cannot be used, by the fields that need a value; empty: it can.
std::string fault_of_row(const Recipe& recipe, const RawTable& raw, const std::vector<ChosenColumn>& chosen,
                         std::size_t row);
/// "202402", "2024-02", "2011" as a month or year.
std::optional<core::Date> period_of_column(const std::string& name);
/// Widens a period by a date.
void widen(std::optional<core::Period>& period, const core::Date& date);

}  // namespace safeground::io
