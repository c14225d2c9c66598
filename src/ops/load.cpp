#include "ops/load.hpp"

#include <fmt/format.h>

#include "ops/join.hpp"
#include "ops/sites.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

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

    core::Result<bool> join(const std::string& file, const std::string& key) {
        io::ImportOptions options;
        options.key = key;
        core::Result<core::TablePtr> table = read(file, options, "table");
        if (!table) return table.failure();
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
    loader.loaded.table = *table;
    for (const core::Provenance::Input& source : helpers.loaded.sources)
        loader.loaded.sources.push_back(source);
    for (const std::string& warning : helpers.loaded.warnings) loader.loaded.warnings.push_back(warning);
    for (const auto& [file, key] : request.tables)
        if (core::Result<bool> joined = loader.join(file, key); !joined) return joined.failure();
    if (!request.sessions.empty())
        if (core::Result<bool> joined = loader.add_sessions(request.sessions); !joined)
            return joined.failure();
    if (!request.definition.empty() || request.base_map) {
        core::Table described = *loader.loaded.table;
        if (!request.definition.empty()) described.info.definition = request.definition;
        if (request.base_map) described.info.subject = core::Subject::BaseMap;
        loader.loaded.table = std::make_shared<const core::Table>(std::move(described));
    }
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
    layer.table = loaded.table;
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
