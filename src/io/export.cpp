#include "io/export.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "core/provenance.hpp"
#include "io/export_formats.hpp"

namespace safeground::io {
namespace {

const char* subject_words(core::Subject subject) {
    switch (subject) {
        case core::Subject::Areas:
            return "areas, one row each";
        case core::Subject::Events:
            return "events, one row each";
        case core::Subject::Residence:
            return "counts of a cohort by area of residence";
        case core::Subject::Sites:
            return "sites, one row each";
        case core::Subject::Sessions:
            return "sessions, one row each";
        case core::Subject::Streets:
            return "streets";
        case core::Subject::BaseMap:
            return "base map";
        case core::Subject::Lookup:
            return "codes and the codes that they belong to";
        case core::Subject::Other:
            return "other";
    }
    return "other";
}

void line(std::string& text, const char* name, const std::string& value) {
    if (!value.empty()) text += fmt::format("{}: {}\n", name, value);
}

}  // namespace

std::vector<const core::Column*> output_columns(const core::Table& table) {
    std::vector<const core::Column*> columns;
    for (const core::ColumnPtr& column : table.columns) columns.push_back(column.get());
    std::stable_partition(columns.begin(), columns.end(), [&](const core::Column* column) {
        return !table.key.empty() && column->name == table.key;
    });
    return columns;
}

std::vector<std::string> suppressed_flags(const core::Table& table,
                                          const std::vector<const core::Column*>& columns) {
    std::vector<std::string> flags;
    for (const core::Column* column : columns) {
        std::string name;
        if (std::find(column->states.begin(), column->states.end(), core::CellState::Suppressed) !=
            column->states.end()) {
            name = column->name + "_suppressed";
            while (table.find(name) != nullptr || std::find(flags.begin(), flags.end(), name) != flags.end())
                name += "_";
        }
        flags.push_back(name);
    }
    return flags;
}

std::string about_text(const ReleasedTable& released, const std::vector<std::string>& more) {
    const core::Table& table = **released;
    const disclosure::ReleaseNote& note = released.note();
    std::string text;
    line(text, "Marking", note.marking);
    line(text, "Audience", note.audience);
    line(text, "Table", table.info.name);
    line(text, "Rows", fmt::format("{} ({})", table.rows, subject_words(table.info.subject)));
    if (table.info.period) line(text, "Period", core::to_string(*table.info.period));
    line(text, "What is counted", table.info.definition);
    line(text, "Source", table.info.source);
    line(text, "Licence", table.info.licence);
    line(text, "Method", table.info.recipe);
    line(text, "Hidden cells", std::to_string(note.hidden_cells));
    for (const std::string& sentence : note.sentences) line(text, "Note", sentence);
    for (const std::string& sentence : more) line(text, "Note", sentence);
    for (const core::Column* column : output_columns(table)) {
        std::string about = column->title == column->name ? std::string() : column->title;
        if (!column->unit.empty()) about += (about.empty() ? "" : ", ") + column->unit;
        if (!about.empty()) line(text, "Column", fmt::format("{} = {}", column->name, about));
    }
    line(text, "Written by", fmt::format("Safeground {}", core::version()));
    return text;
}

core::Result<bool> write_table(const ReleasedTable& table, const std::filesystem::path& path) {
    if (!*table) return core::refuse("There is no table to write.").in_file(path.string());
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (extension == ".csv") return write_csv(table, path);
    if (extension == ".geojson") return write_geojson(table, path);
    if (extension == ".gpkg") return write_gpkg(table, path);
    if (extension == ".gal" || extension == ".gwt" || extension == ".kwt")
        return write_neighbours(table, path);
    return core::fail(core::ErrorKind::Usage,
                      extension.empty() ? "The file has no extension, so its format is not known."
                                        : fmt::format("“{}” is not a format that can be written.", extension))
        .in_file(path.string())
        .remedy("Use .csv, .geojson or .gpkg.");
}

}  // namespace safeground::io
