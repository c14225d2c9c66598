#pragma once

#include <vector>

#include "io/recipe.hpp"

namespace safeground::io {

// One function a folder of published data; the team's own sheets and the generic ones come last.
std::vector<Recipe> boundary_recipes();
std::vector<Recipe> deprivation_recipes();
std::vector<Recipe> population_recipes();
std::vector<Recipe> crime_recipes();
std::vector<Recipe> provision_recipes();
std::vector<Recipe> postcode_recipes();
std::vector<Recipe> lookup_recipes();
std::vector<Recipe> basemap_recipes();
std::vector<Recipe> generic_recipes();

/// A `finish` for columns that nobody declared: codes, and counts of people and events, are found by name, so
/// that the gate treats them as such.
void find_measures(core::Table& table, const RawTable& raw, const std::vector<std::uint32_t>& rows,
                   ImportReport& report);

inline constexpr const char* kOglV3 = "Open Government Licence v3.0";

// Short ways to declare a field.
inline Field code_field(std::string column, bool needed = false, std::string meaning = {}) {
    return {std::move(column),
            core::ColumnType::Text,
            core::Measure::Code,
            {},
            {},
            {},
            std::move(meaning),
            needed};
}
inline Field name_field(std::string column, std::string meaning = {}) {
    return {std::move(column),
            core::ColumnType::Text,
            core::Measure::Name,
            {},
            {},
            {},
            std::move(meaning),
            false};
}
inline Field text_field(std::string column, std::string meaning = {}) {
    return {std::move(column),
            core::ColumnType::Text,
            core::Measure::Plain,
            {},
            {},
            {},
            std::move(meaning),
            false};
}
inline Field category_field(std::string column, std::string meaning = {}) {
    return {std::move(column),
            core::ColumnType::Category,
            core::Measure::Plain,
            {},
            {},
            {},
            std::move(meaning),
            false};
}
inline Field date_field(std::string column, bool needed = false, std::string meaning = {}) {
    return {std::move(column),
            core::ColumnType::Date,
            core::Measure::Plain,
            {},
            {},
            {},
            std::move(meaning),
            needed};
}
inline Field integer_field(std::string column, core::Measure measure = core::Measure::Plain,
                           std::string meaning = {}) {
    return {std::move(column), core::ColumnType::Integer, measure, {}, {}, {}, std::move(meaning), false};
}
inline Field number_field(std::string column, core::Measure measure = core::Measure::Plain,
                          std::string unit = {}, std::string meaning = {}) {
    return {std::move(column), core::ColumnType::Number, measure, {}, {},
            std::move(unit),   std::move(meaning),       false};
}
inline core::Date year(int y) { return {static_cast<std::int16_t>(y), 1, 1, 0, 0, core::Precision::Year}; }
inline core::Period years(int first, int last) { return {year(first), year(last)}; }

}  // namespace safeground::io
