#include "io/import.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/apply_recipe.hpp"
#include "io/area_codes.hpp"
#include "io/cells.hpp"
#include "io/project_file.hpp"
#include "io/recipe.hpp"
#include "io/synthetic.hpp"
#include "io/text_table.hpp"
#include "io/vector_source.hpp"

namespace safeground::io {
namespace {

namespace fs = std::filesystem;

core::Result<RawTable> read_raw(const fs::path& path, const ImportOptions& options,
                                const core::Progress& progress) {
    switch (file_kind(path)) {
        case FileKind::OldExcel:
            return core::refuse("This is a workbook of an old Excel (.xls), which is not read.")
                .in_file(path.string())
                .remedy("Save it as .xlsx or as CSV (UTF-8).");
        case FileKind::Text:
        case FileKind::Unknown: {
            auto table = read_text_table(path, progress);
            if (!table || options.where.empty()) return table;
            const std::size_t before = table->rows;
            if (auto filtered = filter_rows(*table, options.where); !filtered) return filtered.failure();
            table->notes.push_back(
                fmt::format("The filter {} kept {} of {} rows.", options.where, table->rows, before));
            return table;
        }
        default:
            return read_vector(path, options.layer, options.where, progress);
    }
}

/// Calls the user's columns what the recipe calls them. "crs" is no column but the definition of their
/// coordinate system.
core::Result<bool> rename_columns(RawTable& raw, const std::map<std::string, std::string>& mapping) {
    std::map<std::size_t, std::string> renamed;  // found first, so that two columns may swap their names
    for (const auto& [ours, theirs] : mapping) {
        if (ours == "crs") {
            raw.crs = theirs;
            continue;
        }
        const RawColumn* column = raw.find(theirs);
        if (column == nullptr)
            return core::fail(
                       core::ErrorKind::Usage,
                       fmt::format("The mapping names a column “{}” that the file does not have.", theirs))
                .in_file(raw.path)
                .remedy("Look at the header row; upper and lower case do not matter.");
        const auto [at, fresh] = renamed.emplace(static_cast<std::size_t>(column - raw.columns.data()), ours);
        if (!fresh)
            return core::fail(core::ErrorKind::Usage,
                              fmt::format("The mapping uses column “{}” twice, as “{}” and as “{}”.", theirs,
                                          at->second, ours))
                .in_file(raw.path)
                .remedy("Give every column one name.");
    }
    for (std::size_t c = 0; c < raw.columns.size(); ++c) {
        const auto taken = [&](const auto& each) {
            return equal_ignoring_case(each.second, raw.columns[c].name);
        };
        if (const auto at = renamed.find(c); at != renamed.end()) raw.columns[c].name = at->second;
        else if (std::any_of(renamed.begin(), renamed.end(), taken)) raw.columns[c].name += " (in the file)";
    }
    return true;
}

/// Columns that came in although the recipe does not declare them: somebody joined them to a published
/// layout.
std::vector<std::string> undeclared(const Recipe& recipe, const RawTable& raw) {
    std::vector<std::string> names;
    if (!recipe.keep_other_columns) return names;
    std::vector<bool> known(raw.columns.size(), false);
    for (const Field& field : recipe.fields)
        for (const std::size_t c : columns_named(raw, field.column)) known[c] = true;
    for (std::size_t c = 0; c < known.size(); ++c)
        if (!known[c]) names.push_back(raw.columns[c].name);
    return names;
}

core::Result<const Recipe*> choose_recipe(const RawTable& raw, const ImportOptions& options) {
    if (options.recipe.empty()) {
        if (const Recipe* recipe = recognise(raw)) return recipe;
        return core::refuse("No recipe knows this file's layout, and it has no column.").in_file(raw.path);
    }
    const Recipe* recipe = find_recipe(options.recipe);
    if (recipe == nullptr)
        return core::fail(core::ErrorKind::Usage, fmt::format("There is no recipe “{}”.", options.recipe))
            .remedy("docs/recipes.md and `safeground-cli inspect` name them.");
    if (!fits(*recipe, raw))
        return core::refuse(fmt::format("The file does not fit the recipe “{}”: it must be {}.",
                                        recipe->title, recognised_by(*recipe)))
            .in_file(raw.path)
            .remedy("Leave the recipe to be recognised, or choose another.");
    // Read as anything else, rows of single people would come in as they are.
    if (const Recipe* recognised = recognise(raw); recognised != nullptr &&
                                                   recipe->subject != core::Subject::Residence &&
                                                   recognised->subject == core::Subject::Residence)
        return core::refuse(
                   fmt::format("This is a sheet of where people live (“{}”); it is counted per area and "
                               "never read row by row.",
                               recognised->title))
            .in_file(raw.path)
            .remedy("Leave the recipe to be recognised.");
    return recipe;
}

}  // namespace

core::Result<Imported> import_file(const fs::path& path, const ImportOptions& options,
                                   const core::Progress& progress) {
    if (auto checked = check_input_file(path); !checked) return checked.failure();
    progress.report(0, "Reading " + path.filename().string());
    auto hash = sha256_file(path);
    if (!hash) return hash.failure();
    auto raw = read_raw(path, options, progress.part(0, 0.5));
    if (!raw) return raw.failure();
    if (raw->columns.empty() && raw->geometry.index() == 0)
        return core::refuse("The file holds no columns.").in_file(path.string()).remedy("Export it again.");
    if (auto renamed = rename_columns(*raw, options.mapping); !renamed) return renamed.failure();
    auto recipe = choose_recipe(*raw, options);
    if (!recipe) return recipe.failure();
    const Recipe& r = **recipe;
    if (r.subject == core::Subject::Residence && !options.where.empty())
        return core::fail(
                   core::ErrorKind::Usage,
                   "A sheet of residence is counted whole: two filtered counts, one taken from the other, "
                   "would tell of single children.")
            .in_file(path.string())
            .remedy("Leave out the filter; age bands and cohorts are columns of their own.");

    Imported imported;
    ImportReport& report = imported.report;
    report.path = path.string();
    report.layer = raw->layer;
    report.recipe = r.id;
    report.recipe_title = r.title;
    report.period = r.period;
    report.columns_left_out = raw->columns_left_out;
    report.warnings = raw->warnings;
    report.notes = raw->notes;
    auto made = apply_recipe(r, *raw, {options, progress}, report);
    if (!made) return made.failure();
    core::Table& table = *made;

    report.rows_out = table.rows;
    report.vintage = r.vintage != core::Vintage::None ? r.vintage : find_vintage(table);
    if (report.rows > 0 && report.accepted == 0)
        report.warnings.push_back("No row could be accepted; the table is empty.");
    else if (report.rows == 0) report.warnings.push_back("The file has a header and no rows.");
    table.info.name =
        raw->layer.empty() || raw->source == SourceKind::Text || raw->layer == path.stem().string()
            ? path.stem().string()
            : path.stem().string() + " " + raw->layer;
    if (table.info.subject == core::Subject::Other) table.info.subject = r.subject;
    // A sheet's own builder has read the marking of its rows.
    if (!r.build) table.info.sensitivity = r.sensitivity;
    if (const std::vector<std::string> own = undeclared(r, *raw);
        !own.empty() && r.sensitivity == core::Sensitivity::Public) {
        table.info.sensitivity = core::Sensitivity::Partner;
        report.notes.push_back(fmt::format(
            "Columns that the publisher's layout does not have ({}): the table is taken as partner data, "
            "not as public.",
            fmt::join(own, ", ")));
    }
    table.info.source = r.publisher;
    table.info.licence = r.licence;
    table.info.recipe = r.id;
    table.info.path = path.string();
    table.info.sha256 = *hash;
    table.info.vintage = report.vintage;
    table.info.period = report.period;
    if (table.info.definition.empty()) table.info.definition = r.definition;
    if (!options.where.empty())  // a part must never pass for the whole, in any output
        table.info.definition +=
            (table.info.definition.empty() ? "" : " ") + fmt::format("Only rows where {}.", options.where);
    mark_synthetic(table, path);
    imported.table = std::make_shared<const core::Table>(std::move(table));
    progress.report(1, "Done");
    return imported;
}

std::pair<fs::path, std::string> split_layer(const std::string& text) {
    std::error_code error;
    if (fs::exists(text, error)) return {text, {}};
    const std::size_t colon = text.rfind(':');
    if (colon != std::string::npos && colon > 0 && fs::exists(text.substr(0, colon), error))
        return {text.substr(0, colon), text.substr(colon + 1)};
    return {text, {}};
}

}  // namespace safeground::io
