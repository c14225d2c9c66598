#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "core/table.hpp"
#include "core/value.hpp"

namespace safeground::io {

/// Rows that did not come in, by reason.
struct Rejected {
    std::string reason;                     ///< "no position", "date not understood"
    std::size_t rows = 0;
    std::vector<std::int64_t> first_lines;  ///< up to five; lines of the text file, or rows of other formats, 1-based
};

/// What happened to a file on its way in. accepted + sum of rejected = rows read, always.
struct ImportReport {
    std::string path, layer;
    std::string recipe, recipe_title;       ///< "mps-lsoa-crime", "MPS recorded crime, LSOA level"
    std::size_t rows = 0, accepted = 0;
    std::vector<Rejected> rejected;
    std::size_t rows_out = 0;               ///< rows of the table: fewer than accepted where rows are counted per area
    std::string crs;                        ///< found in the file, in words; empty: no geometry
    bool crs_assumed = false;
    std::string transform;                  ///< "EPSG:4326 to EPSG:27700 by Helmert transform, accuracy 2 m"; "none needed"
    std::size_t invalid_geometries = 0, repaired = 0;
    core::Vintage vintage = core::Vintage::None;
    std::optional<core::Period> period;
    std::size_t duplicates = 0;             ///< rows whose key occurred before
    std::vector<std::string> columns_left_out;  ///< by name; personal details among them are never read
    std::vector<std::string> warnings, notes;

    core::Record record() const;            ///< the JSON of `inspect` (cli.md)
    std::string text() const;               ///< for people
};

struct Imported {
    core::TablePtr table;
    ImportReport report;
};

struct ImportOptions {
    std::string layer;       ///< of a container (GeoPackage); empty: the only or first one, said in the notes
    std::string where;       ///< OGR SQL filter
    std::string recipe;      ///< id; empty: recognised
    std::string key;         ///< column that identifies rows; empty: the recipe's, or the only column of official codes
    std::map<std::string, std::string> mapping;  ///< generic recipes: our field -> their column
    bool monthly = false;    ///< counting recipes: a column for each category and month too ("ROBBERY 2024-02")
    core::TablePtr postcodes;  ///< postcode -> LSOA or position, for sheets that have postcodes
    core::TablePtr areas;      ///< polygons, to place postcodes and coordinates in areas when a sheet has no codes
};

/// Reads one file (or folder-less shapefile, or zipped shapefile, "FILE:LAYER" is split by split_layer) by its recipe,
/// with everything in EPSG:27700 afterwards. Refuses what is not a readable regular file.
core::Result<Imported> import_file(const std::filesystem::path& path, const ImportOptions& options = {},
                                   const core::Progress& progress = {});
/// "file.gpkg:layer" -> path and layer, when the part before the last colon is a file.
std::pair<std::filesystem::path, std::string> split_layer(const std::string& text);

/// What is known of one published layout; for docs/recipes.md, `inspect` and the file dialogue.
struct RecipeSummary {
    std::string id, title, publisher, licence, recognised_by, gives, notes;
    core::Subject subject = core::Subject::Other;
    core::Sensitivity sensitivity = core::Sensitivity::Partner;
    std::vector<std::string> columns;       ///< "LSOA21CD: area code", one each
};
std::vector<RecipeSummary> recipe_summaries();
/// docs/recipes.md, made from the declarations.
std::string recipes_markdown();

}  // namespace safeground::io
