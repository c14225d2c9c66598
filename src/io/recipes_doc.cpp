#include <fmt/format.h>

#include "io/import.hpp"
#include "io/recipe.hpp"

namespace safeground::io {
namespace {

const char* name_of(core::Subject subject) {
    switch (subject) {
        case core::Subject::Areas:
            return "areas";
        case core::Subject::Events:
            return "events";
        case core::Subject::Residence:
            return "residence of a cohort, counted per area";
        case core::Subject::Sites:
            return "sites";
        case core::Subject::Sessions:
            return "sessions of sites";
        case core::Subject::Streets:
            return "streets";
        case core::Subject::BaseMap:
            return "base map";
        case core::Subject::Lookup:
            return "lookup";
        default:
            return "other";
    }
}

const char* name_of(core::Sensitivity sensitivity) {
    switch (sensitivity) {
        case core::Sensitivity::Public:
            return "public";
        case core::Sensitivity::Partner:
            return "partner";
        default:
            return "restricted";
    }
}

const char* name_of(core::ColumnType type) {
    switch (type) {
        case core::ColumnType::Number:
            return "number";
        case core::ColumnType::Integer:
            return "whole number";
        case core::ColumnType::Text:
            return "text";
        case core::ColumnType::Category:
            return "category";
        default:
            return "date";
    }
}

const char* name_of(core::Measure measure) {
    switch (measure) {
        case core::Measure::Code:
            return "code";
        case core::Measure::Name:
            return "name";
        case core::Measure::PersonCount:
            return "count of people";
        case core::Measure::EventCount:
            return "count of events";
        case core::Measure::Population:
            return "population";
        case core::Measure::Score:
            return "published figure";
        case core::Measure::Derived:
            return "derived";
        default:
            return "";
    }
}

std::string column_text(const Field& field) {
    std::string text =
        field.column.starts_with("~") ? "columns like `" + field.column.substr(1) + "`" : field.column;
    if (!field.name.empty() && field.name != field.column) text += " → " + field.name;
    text += ": ";
    text += name_of(field.type);
    if (const std::string measure = name_of(field.measure); !measure.empty()) text += ", " + measure;
    if (!field.unit.empty()) text += ", in " + field.unit;
    if (field.needed) text += ", needed in every row";
    if (!field.meaning.empty()) text += ". " + field.meaning;
    return text;
}

}  // namespace

std::vector<RecipeSummary> recipe_summaries() {
    std::vector<RecipeSummary> all;
    for (const Recipe& recipe : recipes()) {
        RecipeSummary s{
            recipe.id,    recipe.title, recipe.publisher, recipe.licence,     recognised_by(recipe),
            recipe.gives, recipe.notes, recipe.subject,   recipe.sensitivity, {}};
        for (const Field& field : recipe.fields) s.columns.push_back(column_text(field));
        if (recipe.position)
            s.columns.push_back(fmt::format("{}, {}: position in {}", recipe.position->x, recipe.position->y,
                                            recipe.position->crs));
        if (recipe.counting)
            s.columns.push_back(fmt::format(
                "counted: one row for each {}{}{}", recipe.key,
                recipe.counting->category.empty() ? "" : ", a column for each " + recipe.counting->category,
                recipe.counting->total.empty() ? "" : ", and the sum as “" + recipe.counting->total + "”"));
        if (recipe.keep_other_columns) s.columns.push_back("all other columns, as they are");
        all.push_back(std::move(s));
    }
    return all;
}

std::string recipes_markdown() {
    std::string out =
        "# Layouts that Safeground reads by itself\n\n"
        "Made from the declarations in `src/io/recipes` (`safeground::io::recipes_markdown`); a test fails "
        "when it is not current.\n"
        "`safeground-cli inspect FILE` says which recipe fits a file, and what was accepted, rejected, "
        "repaired and assumed.\n"
        "To add a layout: copy a short file in `src/io/recipes`, change the declaration, name it in "
        "`registry.cpp`, run `test_io`.\n";
    for (const RecipeSummary& s : recipe_summaries()) {
        out += fmt::format("\n## {}\n\n`{}`", s.title, s.id);
        if (!s.publisher.empty()) out += " · " + s.publisher;
        if (!s.licence.empty()) out += " · " + s.licence;
        out += fmt::format("\n\n- recognised by: {}\n- gives: {} ({}; {})\n", s.recognised_by, s.gives,
                           name_of(s.subject), name_of(s.sensitivity));
        if (!s.notes.empty()) out += "- note: " + s.notes + "\n";
        if (!s.columns.empty()) out += "- columns:\n";
        for (const std::string& column : s.columns) out += "  - " + column + "\n";
    }
    return out;
}

}  // namespace safeground::io
