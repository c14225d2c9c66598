#include "ops/operation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/project_file.hpp"
#include "ops/catalogue.hpp"
#include "ops/join.hpp"
#include "ops/load.hpp"
#include "ops/local_statistic.hpp"
#include "ops/suppressed.hpp"
#include "ops/weights_file.hpp"
#include "ops/weights_spec.hpp"

namespace safeground::ops {
namespace {

core::Failure usage(std::string message) { return core::fail(core::ErrorKind::Usage, std::move(message)); }

std::vector<core::Provenance::Input> sources_of(const Inputs& inputs) {
    if (!inputs.sources.empty()) return inputs.sources;
    std::vector<core::Provenance::Input> out;
    const auto add = [&](const char* role, const core::TablePtr& table) {
        if (!table) return;
        core::Provenance::Input input = source_of(*table, role);
        if (input.path.empty()) input.path = table->info.name;  // a computed table is known by its name
        out.push_back(std::move(input));
    };
    add("areas", inputs.areas);
    add("events", inputs.events);
    add("sites", inputs.sites);
    return out;
}

core::Result<bool> check_inputs(const Operation& operation, const Inputs& inputs) {
    if (operation.needs_areas && !inputs.areas) return usage(operation.name + " needs areas.");
    if (operation.needs_events && !inputs.events) return usage(operation.name + " needs events (points).");
    if (operation.needs_sites && !inputs.sites) return usage(operation.name + " needs sites.");
    if (operation.needs_areas && inputs.areas->rows == 0)
        return core::refuse("The table of areas has no rows.").in_file(inputs.areas->info.path);
    return true;
}

/// Fills inputs.weights from the files that the weights parameter names, and records them as sources.
core::Result<bool> read_weights(const core::Record& parameters, Inputs& inputs,
                                std::vector<core::Provenance::Input>& sources) {
    core::Result<bool> done = true;
    const core::Value* value = parameters.find("weights");
    if (value == nullptr || value->undefined()) return done;
    core::Result<WeightsSpec> spec = parse_weights_spec(value->text());
    if (!spec) return spec.failure();
    for (const std::string& path : files_of(*spec)) {
        if (inputs.weights.count(path) != 0) continue;
        core::Result<core::Weights> weights = read_weights_file(path, *inputs.areas);
        if (!weights) return weights.failure();
        core::Result<std::string> hash = io::sha256_file(path);
        if (!hash) return hash.failure();
        sources.push_back({"weights", path, *hash, weights->size(), "weights-file"});
        for (const core::Diagnostic& diagnostic : weights.diagnostics()) done.add(diagnostic);
        inputs.weights[path] = std::make_shared<const core::Weights>(std::move(*weights));
    }
    return done;
}

/// The same for the lines of the barriers parameter.
core::Result<bool> read_barriers(const core::Record& parameters, Inputs& inputs,
                                 std::vector<core::Provenance::Input>& sources,
                                 const core::Progress& progress) {
    const core::Value* value = parameters.find("barriers");
    if (value == nullptr || value->undefined() || inputs.barriers) return true;
    LoadRequest request;
    request.file = value->text();
    core::Result<Loaded> loaded = load(request, "barriers", progress);
    if (!loaded) return loaded.failure();
    inputs.barriers = loaded->table;
    sources.insert(sources.end(), loaded->sources.begin(), loaded->sources.end());
    core::Result<bool> done = true;
    for (const std::string& warning : loaded->warnings) done.add(core::warning(warning));
    return done;
}

}  // namespace

const char* title_of(Group group) {
    switch (group) {
        case Group::Clusters:
            return "Where does it cluster?";
        case Group::Together:
            return "What goes together?";
        case Group::Pattern:
            return "Is there any pattern at all?";
        case Group::Rates:
            return "Is it high for the people there?";
        case Group::Certainty:
            return "How sure can we be?";
        case Group::Preparation:
            return "Counts, classes and neighbours";
        case Group::None:
            break;
    }
    return "Other";
}

const std::vector<Operation>& operations() {
    static const std::vector<Operation> all = [] {
        std::vector<Operation> list;
        for (const LocalStatistic& statistic : local_statistics()) list.push_back(operation_of(statistic));
        for (Operation& operation : std::vector<Operation>{
                 over_suppressed(global_moran_operation()),
                 over_suppressed(global_geary_operation()),
                 over_suppressed(general_g_operation()),
                 over_suppressed(join_count_operation()),
                 over_suppressed(lee_operation()),
                 over_suppressed(correlogram_operation()),
                 over_suppressed(incremental_autocorrelation_operation()),
                 over_suppressed(eb_rates_operation()),
                 over_suppressed(spatial_eb_rates_operation()),
                 over_suppressed(excess_risk_operation()),
                 count_events_operation(),
                 classify_operation(),
                 weights_operation(),
                 explain_operation(),
                 noise_check_operation(),
                 stability_operation(),
             })
            list.push_back(std::move(operation));
        std::stable_sort(list.begin(), list.end(),
                         [](const Operation& a, const Operation& b) { return a.group < b.group; });
        return list;
    }();
    return all;
}

const Operation* find_operation(const std::string& name) {
    for (const Operation& operation : operations())
        if (operation.name == name) return &operation;
    return nullptr;
}

core::Result<Output> run(const Operation& operation, const Inputs& inputs, const core::Record& given,
                         const core::Progress& progress) {
    core::Result<bool> ready = check_inputs(operation, inputs);
    if (!ready) return ready.failure();
    core::Result<core::Record> parameters = complete(operation, given, inputs);
    if (!parameters) return parameters.failure();
    Inputs used = inputs;
    std::vector<core::Provenance::Input> sources = sources_of(inputs);
    core::Result<bool> read = read_weights(*parameters, used, sources);
    if (!read) return read.failure();
    core::Result<bool> cuts = read_barriers(*parameters, used, sources, progress.part(0, 0.1));
    if (!cuts) return cuts.failure();
    for (const core::Diagnostic& diagnostic : cuts.diagnostics()) read.add(diagnostic);
    if (progress.cancelled()) return core::cancelled();

    core::Result<Output> output = operation.run(used, *parameters, progress);
    if (!output) return output;
    std::vector<std::string> warnings;
    for (const core::Diagnostic& diagnostic : read.diagnostics())
        warnings.push_back(core::to_string(diagnostic));
    output->warnings.insert(output->warnings.begin(), warnings.begin(), warnings.end());

    output->provenance.operation = operation.name;
    output->provenance.version = core::version();
    output->provenance.inputs = std::move(sources);
    for (const auto& [name, value] : parameters->fields)
        if (operation.find(name)->part_of_result) output->provenance.parameters.set(name, value);
    output->provenance.warnings = output->warnings;
    return output;
}

core::Layer layer_from(const Output& output) {
    core::Layer layer;
    layer.name = output.layer_name;
    layer.table = output.table;
    layer.style = output.style;
    layer.provenance = output.provenance;
    layer.sentence = output.sentence;
    return layer;
}

}  // namespace safeground::ops
