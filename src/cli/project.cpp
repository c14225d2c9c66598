#include <fmt/format.h>

#include <filesystem>

#include "cli/commands.hpp"
#include "cli/inputs.hpp"
#include "cli/release.hpp"
#include "cli/style_text.hpp"
#include "core/command.hpp"
#include "io/export.hpp"
#include "io/project_file.hpp"
#include "ops/load.hpp"
#include "ops/operation.hpp"
#include "ops/words.hpp"

namespace safeground::cli {
namespace {

/// Adds the layer, moves it where it was asked for, and saves: all or nothing.
core::Result<bool> add_and_save(core::Project project, core::Layer layer, const std::optional<int>& position,
                                const std::string& path) {
    core::Result<core::Project> added = core::apply(std::move(project), core::AddLayer{std::move(layer)});
    if (!added) return added.failure();
    if (position) {
        const core::LayerId id = added->layers.back().id;
        const std::size_t at =
            std::min<std::size_t>(static_cast<std::size_t>(*position), added->layers.size() - 1);
        added = core::apply(std::move(*added), core::MoveLayer{id, at});
        if (!added) return added.failure();
    }
    return io::save_project(*added, path);
}

/// What is said of a project file is said to the person who holds it: it names withheld layers.
void for_the_owner(Console& console) { console.message("For the owner of this file, not an output."); }

/// Nothing for residence: its rows are the places where somebody lives.
core::Value rows_told(const core::Table& table) {
    return table.info.subject == core::Subject::Residence ? core::Value() : core::Value(table.rows);
}

std::string rows_words(const core::Table& table) {
    return rows_told(table).undefined() ? "rows not told" : ops::counted(table.rows, "row", "rows");
}

const char* sensitivity_name(core::Sensitivity sensitivity) {
    switch (sensitivity) {
        case core::Sensitivity::Public:
            return "public";
        case core::Sensitivity::Partner:
            return "partner";
        case core::Sensitivity::Restricted:
            return "restricted";
    }
    return "restricted";
}

}  // namespace

int project_new(const ProjectNew& request, Console& console) {
    std::error_code error;
    if (!request.overwrite && std::filesystem::exists(request.project, error))
        return console.fail(core::fail(core::ErrorKind::Usage, "The file is there already.")
                                .in_file(request.project)
                                .remedy("Choose another name, or say --overwrite."));
    // --overwrite is for projects: a boundary file typed by mistake must stay what it is.
    if (request.overwrite && std::filesystem::exists(request.project, error))
        if (core::Result<core::Project> there = io::load_project(request.project); !there)
            return console.fail(
                core::fail(core::ErrorKind::Usage, "What is there is no project, and is not replaced.")
                    .in_file(request.project)
                    .remedy("Choose another name."));
    core::Result<disclosure::Gate> gate = disclosure::Gate::standard();
    if (!gate) return console.fail(gate.failure());
    if (gate->find(request.audience) == nullptr)
        return console.fail(gate->release(core::Record{}, {}, request.audience).failure());
    core::Project project;
    project.name =
        request.name.empty() ? std::filesystem::path(request.project).stem().string() : request.name;
    project.audience = request.audience;
    if (core::Result<bool> saved = io::save_project(project, request.project); !saved)
        return console.fail(saved.failure());
    print(fmt::format("Made {}: “{}”, no layers yet.\n", request.project, project.name));
    return kDone;
}

int project_add(const ProjectAdd& request, Console& console) {
    core::Result<core::Project> project = io::load_project(request.project);
    if (!project) return console.fail(project.failure());
    core::Result<ops::Loaded> loaded = ops::load(request.source, "layer", console.progress());
    if (!loaded) return console.fail(loaded.failure());
    core::Result<core::Style> style = style_of(request, *loaded->table);
    if (!style) return console.fail(style.failure());
    core::Layer layer = ops::layer_from(*loaded, request.name, *style);
    layer.visible = !request.hidden;
    layer.opacity = request.opacity;
    const std::string done = fmt::format("Added “{}”: {}, {}.\n", layer.name, rows_words(*layer.table),
                                         sensitivity_name(layer.table->info.sensitivity));
    for_the_owner(console);
    console.warn(loaded->warnings);
    console.warn(style.diagnostics());
    core::Result<bool> saved =
        add_and_save(std::move(*project), std::move(layer), request.position, request.project);
    if (!saved) return console.fail(saved.failure());
    print(done);
    return kDone;
}

int project_run(const ProjectRun& request, Console& console) {
    core::Result<core::Project> project = io::load_project(request.project);
    if (!project) return console.fail(project.failure());
    core::Result<ops::Inputs> inputs = inputs_from(*project, request.layer, request.events_layer);
    if (!inputs) return console.fail(inputs.failure());
    const ops::Operation* operation = ops::find_operation(request.operation);
    core::Result<ops::Output> output = ops::run(*operation, *inputs, request.parameters, console.progress());
    if (!output) return console.fail(output.failure());
    if (!output->table)
        return console.fail(
            core::fail(core::ErrorKind::Usage, operation->name + " gives one set of numbers and no layer.")
                .remedy("Use safeground-cli run " + operation->name + " --project ... --layer ..."));
    core::Layer layer = ops::layer_from(*output);
    if (!request.as.empty()) layer.name = request.as;
    layer.visible = !request.hidden;
    layer.opacity = request.opacity;
    core::Project after = *project;  // all its layers, so that the gate sees what this one was made of
    after.layers.push_back(layer);
    core::Result<disclosure::Gate> gate = disclosure::Gate::standard();
    if (!gate) return console.fail(gate.failure());
    core::Result<disclosure::Released<core::Project>> shown = gate->release(after);
    if (!shown) return console.fail(shown.failure());
    const core::Layer* visible = (*shown)->find(layer.id);  // 0: the project has not numbered it yet
    const std::string sentence = visible == nullptr ? std::string() : visible->sentence;
    core::Result<disclosure::Released<core::Record>> answer = gate->release(
        answer_of(*output), {inputs->areas, inputs->events, inputs->sites, output->table}, project->audience);
    if (answer) say_warnings(*answer, !output->warnings.empty(), console);
    else console.message("Note: " + answer.message());
    const std::string done = fmt::format("Added “{}”. {}\n", layer.name, sentence);
    core::Result<bool> saved =
        add_and_save(std::move(*project), std::move(layer), request.position, request.project);
    if (!saved) return console.fail(saved.failure());
    print(done);
    return kDone;
}

int project_list(const ProjectList& request, Console& console) {
    core::Result<core::Project> project = io::load_project(request.project);
    if (!project) return console.fail(project.failure());
    std::vector<core::Value> layers;
    std::string text = fmt::format("{} (for {}), from the top:\n", project->name, project->audience);
    for (auto layer = project->layers.rbegin(); layer != project->layers.rend(); ++layer) {
        core::Record one;
        one.set("name", layer->name);
        one.set("visible", layer->visible);
        one.set("opacity", layer->opacity);
        one.set("rows", rows_told(*layer->table));
        one.set("sensitivity", sensitivity_name(layer->table->info.sensitivity));
        one.set("synthetic", layer->table->info.synthetic);
        one.set("path", layer->table->info.path);
        one.set("recipe", layer->table->info.recipe);
        std::vector<core::Value> columns;
        for (const core::ColumnPtr& column : layer->table->columns) columns.emplace_back(column->name);
        one.set("columns", columns);
        text += fmt::format("  {} {:<40} {:>14}  {:<10} {}\n", layer->visible ? "[x]" : "[ ]", layer->name,
                            rows_words(*layer->table), sensitivity_name(layer->table->info.sensitivity),
                            layer->table->info.path);
        layers.emplace_back(one);
    }
    core::Record out;
    out.set("name", project->name);
    out.set("audience", project->audience);
    out.set("layers", layers);
    for_the_owner(console);
    print(request.json ? io::json(out) + "\n" : text);
    return kDone;
}

int project_verify(const ProjectVerify& request, Console& console) {
    core::Result<core::Project> project = io::load_project(request.project);
    if (!project) return console.fail(project.failure());
    std::vector<core::Value> checks;
    std::string text;
    bool good = true;
    for (const io::SourceCheck& check : io::verify_sources(*project, request.project)) {
        good = good && (check.verdict == "same" || check.verdict == "computed");
        core::Record one;
        one.set("layer", check.layer);
        one.set("path", check.path);
        one.set("verdict", check.verdict);
        checks.emplace_back(one);
        text += fmt::format("  {:<9} {:<40} {}\n", check.verdict, check.layer, check.path);
    }
    core::Record out;
    out.set("good", good);
    out.set("sources", checks);
    for_the_owner(console);
    print(request.json ? io::json(out) + "\n" : text);
    if (good) return kDone;
    console.message("Error: some sources are not what was read any more.");
    return exit_status(core::ErrorKind::CheckFailed);
}

}  // namespace safeground::cli
