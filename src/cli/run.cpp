#include <fmt/format.h>

#include <optional>

#include "cli/commands.hpp"
#include "cli/inputs.hpp"
#include "cli/keep_sources.hpp"
#include "cli/release.hpp"
#include "io/export.hpp"
#include "io/project_file.hpp"
#include "ops/load.hpp"
#include "ops/operation.hpp"
#include "ops/weights_table.hpp"

namespace safeground::cli {
namespace {

struct Ready {
    ops::Inputs inputs;
    std::vector<std::string> warnings;
};

core::Result<Ready> inputs_of(const RunRequest& request, Console& console) {
    Ready ready;
    if (!request.project.empty()) {
        core::Result<core::Project> project = io::load_project(request.project);
        if (!project) return project.failure();
        core::Result<ops::Inputs> inputs = inputs_from(*project, request.layer, request.events_layer);
        if (!inputs) return inputs.failure();
        ready.inputs = std::move(*inputs);
        if (request.areas.tables.empty() && request.areas.where.empty() && request.areas.key.empty())
            return ready;
        return core::fail(core::ErrorKind::Usage,
                          "--table, --where and --key are for files; a layer has been read already.");
    }
    core::Result<ops::Loaded> areas = ops::load(request.areas, "areas", console.progress());
    if (!areas) return areas.failure();
    ready.inputs.areas = areas->table;
    ready.inputs.sources = areas->sources;
    ready.warnings = areas->warnings;
    const auto add = [&](const std::string& file, const char* role,
                         core::TablePtr& to) -> core::Result<bool> {
        if (file.empty()) return true;
        ops::LoadRequest source;
        source.file = file;
        core::Result<ops::Loaded> loaded = ops::load(source, role, console.progress());
        if (!loaded) return loaded.failure();
        to = loaded->table;
        ready.inputs.sources.insert(ready.inputs.sources.end(), loaded->sources.begin(),
                                    loaded->sources.end());
        ready.warnings.insert(ready.warnings.end(), loaded->warnings.begin(), loaded->warnings.end());
        return true;
    };
    if (core::Result<bool> events = add(request.events, "events", ready.inputs.events); !events)
        return events.failure();
    if (core::Result<bool> sites = add(request.sites, "sites", ready.inputs.sites); !sites)
        return sites.failure();
    return ready;
}

std::string value_text(const core::Value& value) {
    if (const auto* list = std::get_if<std::vector<core::Value>>(&value.data)) {
        std::string out;
        for (const core::Value& one : *list) out += (out.empty() ? "" : ", ") + value_text(one);
        return out;
    }
    return value.undefined() ? "undefined" : value.text();
}

/// One line a record, under the names of the first; nullopt for anything but a list of records.
std::optional<std::string> rows_text(const core::Value& value) {
    const auto* list = std::get_if<std::vector<core::Value>>(&value.data);
    if (list == nullptr || list->empty() || !std::holds_alternative<core::Record>(list->front().data))
        return std::nullopt;
    std::string out = "   ";
    for (const auto& [name, first] : std::get<core::Record>(list->front().data).fields)
        out += fmt::format(" {:>12}", name);
    for (const core::Value& each : *list) {
        out += "\n   ";
        for (const auto& [name, cell] : std::get<core::Record>(each.data).fields) {
            const bool number = std::holds_alternative<double>(cell.data);
            out += fmt::format(" {:>12}", number ? fmt::format("{:.5g}", cell.number()) : value_text(cell));
        }
    }
    return out;
}

std::string readable(const disclosure::Released<core::Record>& answer) {
    std::string out;
    if (const core::Value* sentence = answer->find("sentence"); sentence != nullptr && !sentence->undefined())
        out += sentence->text() + "\n";
    if (const core::Value* result = answer->find("result"))
        if (const auto* record = std::get_if<core::Record>(&result->data))
            for (const auto& [name, value] : record->fields) {
                const std::optional<std::string> rows = rows_text(value);
                out += rows ? fmt::format("  {}\n{}\n", name, *rows)
                            : fmt::format("  {:<18} {}\n", name, value_text(value));
            }
    out += answer.note().marking + "\n";
    return out;
}

/// The table that was released, or the list of neighbours where the name of the output asks for one.
core::Result<bool> write_result(const ops::Output& output, const disclosure::Released<core::TablePtr>& table,
                                disclosure::Gate& gate, const RunRequest& request) {
    if (!ops::is_weights_file(request.output)) return io::write_table(table, request.output);
    if (!output.weights)
        return core::fail(core::ErrorKind::Usage,
                          fmt::format("{} has no list of neighbours to write.", request.operation))
            .remedy("Use run weights, or another name for the output.");
    core::Result<core::TablePtr> links = ops::weights_table(*output.table, *output.weights);
    if (!links) return links.failure();
    core::Result<disclosure::Released<core::TablePtr>> released = gate.release(*links, request.audience);
    if (!released) return released.failure();
    return io::write_table(*released, request.output);
}

}  // namespace

int run_operation(const RunRequest& request, Console& console) {
    const ops::Operation* operation = ops::find_operation(request.operation);
    core::Result<disclosure::Gate> gate = disclosure::Gate::standard();
    if (!gate) return console.fail(gate.failure());
    if (gate->find(request.audience) == nullptr)
        return console.fail(gate->release(core::Record{}, {}, request.audience).failure());
    core::Result<Ready> ready = inputs_of(request, console);
    if (!ready) return console.fail(ready.failure());
    std::vector<std::string> read{request.project};
    for (const core::Provenance::Input& source : ready->inputs.sources) read.push_back(source.path);
    for (const core::TablePtr& table : {ready->inputs.areas, ready->inputs.events, ready->inputs.sites})
        if (table) read.push_back(table->info.path);
    if (!request.output.empty())
        if (core::Result<bool> kept = keep_sources(request.output, read); !kept)
            return console.fail(kept.failure());
    core::Result<ops::Output> output =
        ops::run(*operation, ready->inputs, request.parameters, console.progress());
    if (!output) return console.fail(output.failure());
    output->warnings.insert(output->warnings.begin(), ready->warnings.begin(), ready->warnings.end());

    if (!request.output.empty()) {
        read.clear();  // files of neighbours and barriers are known now
        for (const core::Provenance::Input& source : output->provenance.inputs) read.push_back(source.path);
        if (core::Result<bool> kept = keep_sources(request.output, read); !kept)
            return console.fail(kept.failure());
    }
    core::Result<disclosure::Released<core::Record>> answer = gate->release(
        answer_of(*output), {ready->inputs.areas, ready->inputs.events, ready->inputs.sites, output->table},
        request.audience);
    if (!answer) return console.fail(answer.failure());
    std::vector<std::string> hidden = answer->note().sentences;
    std::string rows;
    if (output->table) {
        core::Result<disclosure::Released<core::TablePtr>> table =
            gate->release(output->table, request.audience);
        if (!table) return console.fail(table.failure());
        hidden.insert(hidden.end(), table->note().sentences.begin(), table->note().sentences.end());
        if (!request.output.empty())
            if (core::Result<bool> written = write_result(*output, *table, *gate, request); !written)
                return console.fail(written.failure());
        rows = table_text(***table, 20);
    } else if (!request.output.empty()) {
        return console.fail(
            core::fail(core::ErrorKind::Usage, operation->name + " has no table for --output: its answer is "
                                                                 "one set of numbers (--json)."));
    }
    say_warnings(*answer, !output->warnings.empty(), console);
    console.warn(hidden);
    // A run that was stopped may have an answer all the same; a script must be able to tell.
    const bool stopped = console.progress().cancelled();
    const int status = stopped ? exit_status(core::ErrorKind::Cancelled) : kDone;
    if (stopped)
        console.message("Stopped early: the answer rests on what was done by then, as its notes say.");
    if (request.json) {
        core::Record record = **answer;
        add_note(record, answer->note());
        record.set("disclosure", std::vector<core::Value>(hidden.begin(), hidden.end()));
        print(io::json(record) + "\n");
        return status;
    }
    print(readable(*answer) + (rows.empty() || !request.output.empty() ? "" : "\n" + rows));
    if (!request.output.empty()) print("Written: " + request.output + "\n");
    return status;
}

}  // namespace safeground::cli
