#include "ops/load.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ops/join.hpp"
#include "ops/sites.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

bool dated(const core::Table& table) {
    return std::any_of(table.columns.begin(), table.columns.end(), [](const core::ColumnPtr& column) {
        return column->type() == core::ColumnType::Date;
    });
}

core::Result<core::TablePtr> owned_table(const core::TablePtr& table,
                                         const std::optional<core::Sensitivity>& sensitivity) {
    if (!sensitivity || *sensitivity == table->info.sensitivity) return table;
    // Of a layout that is known, the recipe says who may see it.
    const bool known_layout = table->info.recipe.rfind("generic", 0) != 0;
    if (known_layout && *sensitivity < table->info.sensitivity)
        return core::fail(core::ErrorKind::Usage,
                          fmt::format("The recipe “{}” says who may see this; it cannot be made more open.",
                                      table->info.recipe))
            .in_file(table->info.path);
    core::Table out = *table;
    out.info.sensitivity = *sensitivity;
    // Undeclared points are read as single events to be careful; what its owner publishes, and what has no
    // date, need not be one.
    if (!known_layout && *sensitivity == core::Sensitivity::Public &&
        out.info.subject == core::Subject::Events && !dated(out))
        out.info.subject = core::Subject::Other;
    return core::TablePtr(std::make_shared<const core::Table>(std::move(out)));
}

/// Why a table is no base map, or "". A base map is drawn for every audience as it is, so nothing may come in
/// this way that the disclosure rules would count, coarsen or withhold.
std::string no_base_map(const core::Table& table) {
    const bool open = table.info.sensitivity == core::Sensitivity::Public;
    switch (table.info.subject) {
        case core::Subject::Events:
            return "it holds single events";
        case core::Subject::Residence:
            return "it counts people by where they live";
        case core::Subject::Sites:
            return "it holds sites";
        case core::Subject::Sessions:
            return "it holds sessions of sites";
        default:
            break;
    }
    if (table.points() != nullptr && !open) return "it holds points and is not public";
    for (const core::ColumnPtr& column : table.columns)
        if (column->measure == core::Measure::PersonCount ||
            (column->measure == core::Measure::EventCount && !open))
            return fmt::format("its column “{}” counts {}", column->name,
                               column->measure == core::Measure::PersonCount ? "people" : "events");
    return {};
}

class Loader {
public:
    explicit Loader(const core::Progress& progress) : m_progress(progress) {}

    core::Result<core::TablePtr> read(const std::string& file, io::ImportOptions options,
                                      const std::string& role) {
        const auto [path, layer] = io::split_layer(file);
        options.layer = layer;
        core::Result<io::Imported> imported = io::import_file(path, options, m_progress);
        if (!imported) return imported.failure();
        core::Provenance::Input input = source_of(*imported->table, role);
        input.rows = imported->report.rows;
        loaded.sources.push_back(std::move(input));
        for (std::string& warning : report_warnings(imported->report))
            loaded.warnings.push_back(std::move(warning));
        for (const core::Diagnostic& diagnostic : imported.diagnostics())
            loaded.warnings.push_back(core::to_string(diagnostic));
        loaded.reports.push_back(imported->report);
        return imported->table;
    }

    /// `sensitivity`: the owner's word, taken for tables whose layout is not known.
    core::Result<bool> join(const std::string& file, const std::string& key,
                            const std::optional<core::Sensitivity>& sensitivity) {
        io::ImportOptions options;
        options.key = key;
        core::Result<core::TablePtr> table = read(file, options, "table");
        if (!table) return table.failure();
        core::Result<core::TablePtr> owned = owned_table(*table, sensitivity);
        if (owned) table = std::move(owned);
        core::Result<Joined> joined = join_attributes(loaded.table, *table);
        if (!joined) return joined.failure();
        take(joined->table, joined->warnings);
        return true;
    }

    core::Result<bool> add_sessions(const std::string& file) {
        core::Result<core::TablePtr> table = read(file, {}, "sessions");
        if (!table) return table.failure();
        core::Result<SitesWithHours> sites = add_hours(loaded.table, *table);
        if (!sites) return sites.failure();
        take(sites->table, sites->warnings);
        return true;
    }

    Loaded loaded;

private:
    void take(core::TablePtr table, const std::vector<std::string>& warnings) {
        loaded.table = std::move(table);
        loaded.warnings.insert(loaded.warnings.end(), warnings.begin(), warnings.end());
    }

    const core::Progress& m_progress;
};

/// The owner's own words win over the recipe's.
core::Result<core::TablePtr> described(const core::TablePtr& table, const LoadRequest& request) {
    if (const std::string why = no_base_map(*table); request.base_map && !why.empty())
        return core::fail(core::ErrorKind::Usage, fmt::format("This cannot be a base map: {}.", why))
            .in_file(table->info.path)
            .remedy("Add it as a layer of its own, without the mark of a base map.");
    core::Table out = *table;
    if (!request.definition.empty()) out.info.definition = request.definition;
    if (!request.source.empty()) out.info.source = request.source;
    if (!request.licence.empty()) out.info.licence = request.licence;
    if (request.base_map) out.info.subject = core::Subject::BaseMap;
    out.info.synthetic = out.info.synthetic || request.synthetic;
    return core::TablePtr(std::make_shared<const core::Table>(std::move(out)));
}

}  // namespace

core::Result<Loaded> load(const LoadRequest& request, const std::string& role,
                          const core::Progress& progress) {
    Loader loader(progress);
    io::ImportOptions options;
    options.where = request.where;
    options.recipe = request.recipe;
    options.key = request.key;
    for (const auto& [field, column] : request.mapping) options.mapping[field] = column;
    Loader helpers(progress);  // read first, but named after the file itself
    if (!request.postcodes.empty()) {
        core::Result<core::TablePtr> table = helpers.read(request.postcodes, {}, "postcodes");
        if (!table) return table.failure();
        options.postcodes = *table;
    }
    if (!request.within.empty()) {
        core::Result<core::TablePtr> table = helpers.read(request.within, {}, "boundaries");
        if (!table) return table.failure();
        options.areas = *table;
    }
    core::Result<core::TablePtr> table = loader.read(request.file, options, role);
    if (!table) return table.failure();
    core::Result<core::TablePtr> owned = owned_table(*table, request.sensitivity);
    if (!owned) return owned.failure();
    loader.loaded.table = *owned;
    for (const core::Provenance::Input& source : helpers.loaded.sources)
        loader.loaded.sources.push_back(source);
    for (const std::string& warning : helpers.loaded.warnings) loader.loaded.warnings.push_back(warning);
    for (const auto& [file, key] : request.tables)
        if (core::Result<bool> joined = loader.join(file, key, request.sensitivity); !joined)
            return joined.failure();
    if (!request.sessions.empty())
        if (core::Result<bool> joined = loader.add_sessions(request.sessions); !joined)
            return joined.failure();
    core::Result<core::TablePtr> words = described(loader.loaded.table, request);
    if (!words) return words.failure();
    loader.loaded.table = *words;
    return std::move(loader.loaded);
}

std::vector<std::string> report_warnings(const io::ImportReport& report) {
    std::vector<std::string> out;
    for (const io::Rejected& rejected : report.rejected) {
        std::string lines;
        for (const std::int64_t line : rejected.first_lines)
            lines += (lines.empty() ? "" : ", ") + std::to_string(line);
        out.push_back(fmt::format("{}: {} left out: {}{}.", report.path,
                                  counted(rejected.rows, "row was", "rows were"), rejected.reason,
                                  lines.empty() ? "" : " (first at line " + lines + ")"));
    }
    if (report.duplicates > 0)
        out.push_back(fmt::format("{}: {} a code that occurred before.", report.path,
                                  counted(report.duplicates, "row has", "rows have")));
    if (report.crs_assumed)
        out.push_back(fmt::format("{}: the file does not say its coordinate system; {} was assumed.",
                                  report.path, report.crs));
    if (report.repaired > 0)
        out.push_back(
            fmt::format("{}: {} repaired.", report.path,
                        counted(report.repaired, "invalid boundary was", "invalid boundaries were")));
    for (const std::string& warning : report.warnings) out.push_back(report.path + ": " + warning);
    return out;
}

core::Layer layer_from(const Loaded& loaded, const std::string& name, core::Style style) {
    core::Layer layer;
    layer.name = name.empty() ? loaded.table->info.name : name;
    core::Table table = *loaded.table;
    table.info.name = layer.name;  // what outputs call it: the layer's name, not the file's
    layer.table = std::make_shared<const core::Table>(std::move(table));
    layer.style = std::move(style);
    if (loaded.sources.size() > 1) {
        core::Provenance provenance;
        provenance.operation = "join";
        provenance.version = core::version();
        provenance.inputs = loaded.sources;
        provenance.warnings = loaded.warnings;
        layer.provenance = std::move(provenance);
    }
    return layer;
}

std::vector<core::Provenance::Input> sources_of(const core::Layer& layer, const std::string& role) {
    if (layer.provenance && layer.provenance->operation == "join") return layer.provenance->inputs;
    core::Provenance::Input input = source_of(*layer.table, role);
    if (input.path.empty()) input.path = layer.name;
    return {input};
}

}  // namespace safeground::ops
