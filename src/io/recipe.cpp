#include "io/recipe.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <set>

#include "io/cells.hpp"

namespace safeground::io {
namespace {

Recipe::Shape shape_of(const RawTable& table) {
    switch (table.geometry.index()) {
        case 1:
            return Recipe::Shape::Points;
        case 2:
            return Recipe::Shape::Lines;
        case 3:
            return Recipe::Shape::Polygons;
        default:
            return Recipe::Shape::Table;
    }
}

std::string readable(const std::string& pattern) {
    return pattern.starts_with("~") ? "columns like " + pattern.substr(1) : pattern;
}

}  // namespace

std::vector<std::size_t> columns_named(const RawTable& table, const std::string& pattern) {
    std::vector<std::size_t> found;
    if (pattern.starts_with("~")) {
        const std::regex expression(pattern.substr(1), std::regex::icase);
        constexpr std::size_t kLongestName =
            300;  // std::regex recurses: a header of a megabyte is no column that anyone declared
        for (std::size_t c = 0; c < table.columns.size(); ++c)
            if (table.columns[c].name.size() <= kLongestName &&
                std::regex_match(table.columns[c].name, expression))
                found.push_back(c);
        return found;
    }
    std::size_t begin = 0;
    while (begin <= pattern.size()) {
        const std::size_t end = std::min(pattern.find('|', begin), pattern.size());
        const std::string_view name = std::string_view(pattern).substr(begin, end - begin);
        for (std::size_t c = 0; c < table.columns.size(); ++c)
            if (equal_ignoring_case(table.columns[c].name, name)) return {c};
        begin = end + 1;
    }
    return found;
}

bool fits(const Recipe& recipe, const RawTable& table) {
    if (recipe.shape != Recipe::Shape::Any && recipe.shape != shape_of(table)) return false;
    constexpr std::size_t kLongestName = 300;
    if (!recipe.requires_layer.empty() &&
        (table.layer.size() > kLongestName ||
         !std::regex_match(table.layer, std::regex(recipe.requires_layer, std::regex::icase))))
        return false;
    for (const std::string& column : recipe.requires_columns)
        if (columns_named(table, column).empty()) return false;
    return !recipe.matches || recipe.matches(table);
}

const Recipe* recognise(const RawTable& table) {
    const Recipe* best = nullptr;
    std::size_t best_known = 0;
    for (const Recipe& recipe : recipes()) {
        if (best != nullptr && recipe.priority < best->priority) continue;
        if (!fits(recipe, table)) continue;
        std::set<std::size_t> known;
        for (const Field& field : recipe.fields)
            for (const std::size_t c : columns_named(table, field.column)) known.insert(c);
        if (best == nullptr || recipe.priority > best->priority || known.size() > best_known) {
            best = &recipe;
            best_known = known.size();
        }
    }
    return best;
}

const Recipe* find_recipe(const std::string& id) {
    for (const Recipe& recipe : recipes())
        if (recipe.id == id) return &recipe;
    return nullptr;
}

std::string recognised_by(const Recipe& recipe) {
    if (!recipe.recognised_by.empty()) return recipe.recognised_by;
    std::string text;
    switch (recipe.shape) {
        case Recipe::Shape::Any:
            text = "any layer or table";
            break;
        case Recipe::Shape::Table:
            text = "a table";
            break;
        case Recipe::Shape::Points:
            text = "a layer of points";
            break;
        case Recipe::Shape::Lines:
            text = "a layer of lines";
            break;
        case Recipe::Shape::Polygons:
            text = "a layer of areas";
            break;
    }
    if (!recipe.requires_layer.empty()) text += " called like " + recipe.requires_layer;
    for (std::size_t i = 0; i < recipe.requires_columns.size(); ++i)
        text += (i == 0 ? " with " : ", ") + readable(recipe.requires_columns[i]);
    return text;
}

}  // namespace safeground::io
