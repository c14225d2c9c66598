#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/inputs.hpp"
#include "cli/release.hpp"
#include "io/export.hpp"
#include "io/import.hpp"
#include "ops/operation.hpp"

namespace safeground::cli {
namespace {

const char* kind_name(ops::ParameterKind kind) {
    switch (kind) {
        case ops::ParameterKind::Number:
            return "number";
        case ops::ParameterKind::Integer:
            return "integer";
        case ops::ParameterKind::Choice:
            return "choice";
        case ops::ParameterKind::Flag:
            return "flag";
        case ops::ParameterKind::Text:
            return "text";
        case ops::ParameterKind::Column:
            return "column";
        case ops::ParameterKind::Columns:
            return "columns";
        case ops::ParameterKind::Weights:
            return "weights";
    }
    return "text";
}

core::Record record_of(const ops::Parameter& parameter) {
    core::Record out;
    out.set("name", parameter.name);
    out.set("title", parameter.title);
    out.set("help", parameter.help);
    out.set("kind", kind_name(parameter.kind));
    out.set("default", parameter.default_value);
    if (parameter.minimum < parameter.maximum) {
        out.set("minimum", parameter.minimum);
        out.set("maximum", parameter.maximum);
    }
    if (!parameter.choices.empty())
        out.set("choices", std::vector<core::Value>(parameter.choices.begin(), parameter.choices.end()));
    if (!parameter.unit.empty()) out.set("unit", parameter.unit);
    out.set("optional", parameter.optional);
    return out;
}

core::Record record_of(const ops::Operation& operation) {
    core::Record out;
    out.set("name", operation.name);
    out.set("title", operation.title);
    out.set("group", ops::title_of(operation.group));
    out.set("help", operation.help);
    out.set("assumptions", operation.assumptions);
    out.set("reference", operation.reference);
    std::vector<core::Value> inputs, parameters;
    if (operation.needs_areas) inputs.emplace_back("areas");
    if (operation.needs_events) inputs.emplace_back("events");
    if (operation.needs_sites) inputs.emplace_back("sites");
    for (const ops::Parameter& parameter : operation.parameters)
        parameters.emplace_back(record_of(parameter));
    out.set("inputs", inputs);
    out.set("parameters", parameters);
    return out;
}

std::string text_of(const ops::Operation& operation) {
    std::string out =
        fmt::format("{}: {}\n  {}\n  Assumes: {}\n  Reference: {}\n", operation.name, operation.title,
                    operation.help, operation.assumptions, operation.reference);
    for (const ops::Parameter& parameter : operation.parameters) {
        const std::string about = ops::allowed_words(parameter);
        const std::string value = parameter.default_value.text();
        out += fmt::format(
            "    --{:<14} {}{}\n{:21}{}\n", parameter.name,
            value.empty() ? (parameter.optional ? "optional" : "must be given") : "[" + value + "]",
            about.empty() ? "" : "  " + about, "", parameter.help);
    }
    return out + "\n";
}

}  // namespace

int run_operations(const OperationsRequest& request, Console&) {
    if (!request.json) {
        ops::Group group = ops::Group::None;
        for (const ops::Operation& operation : ops::operations()) {
            if (operation.group != group) print(fmt::format("== {} ==\n\n", ops::title_of(operation.group)));
            group = operation.group;
            print(text_of(operation));
        }
        return kDone;
    }
    std::vector<core::Value> all;
    for (const ops::Operation& operation : ops::operations()) all.emplace_back(record_of(operation));
    core::Record out;
    out.set("version", core::version());
    out.set("operations", all);
    print(io::json(out) + "\n");
    return kDone;
}

int run_recipes(Console&) {
    print(io::recipes_markdown());
    return kDone;
}

int run_inspect(const InspectRequest& request, Console& console) {
    int status = kDone;
    std::vector<core::Value> reports;
    for (const std::string& file : request.files) {
        const auto [path, layer] = io::split_layer(file);
        io::ImportOptions options;
        options.layer = layer;
        core::Result<io::Imported> imported = io::import_file(path, options, console.progress());
        if (!imported) {
            const int refused = console.fail(imported.failure());
            if (refused == exit_status(core::ErrorKind::Cancelled)) return refused;
            status = std::max(status, refused);
            core::Record report;
            report.set("path", file);
            report.set("refused", imported.message());
            reports.emplace_back(report);
            continue;
        }
        if (request.json) reports.emplace_back(imported->report.record());
        else print(imported->report.text() + "\n");
    }
    if (request.json && reports.size() == 1)
        print(io::json(std::get<core::Record>(reports.front().data)) + "\n");
    else if (request.json) {
        core::Record all;
        all.set("files", reports);
        print(io::json(all) + "\n");
    }
    return status;
}

}  // namespace safeground::cli
