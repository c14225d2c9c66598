#include "cli/command_line.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <charconv>
#include <functional>
#include <memory>

#include "core/provenance.hpp"
#include "ops/operation.hpp"

namespace safeground::cli {
namespace {

using Finish = std::function<Request()>;

/// Everything that must live while CLI11 fills it, and what to return for the subcommand that was chosen.
struct Parse {
    DemoRequest demo;
    InspectRequest inspect;
    OperationsRequest operations;
    RunRequest run;
    ProjectNew made;
    ProjectAdd add;
    ProjectRun project_run;
    ProjectList list;
    ProjectVerify verify;
    RenderRequest render;
    std::vector<std::string> tables, table_keys, mappings;
    std::string size, sensitivity;
    int position = -1;
    std::vector<std::pair<CLI::App*, Finish>> finishers;
};

/// "--star" alone means true; "--star false" is false.
std::string given_text(const CLI::Option& option, const ops::Parameter& parameter) {
    const std::vector<std::string>& results = option.results();
    if (parameter.kind == ops::ParameterKind::Flag && (results.empty() || results.back().empty()))
        return "true";
    return results.empty() ? std::string() : results.back();
}

std::string help_of(const ops::Parameter& parameter) {
    std::string help = parameter.help;
    if (!parameter.unit.empty()) help += " (" + parameter.unit + ")";
    if (!parameter.default_value.undefined() && !parameter.default_value.text().empty())
        help += " [" + parameter.default_value.text() + "]";
    return help;
}

using Flags = std::vector<std::pair<const ops::Parameter*, CLI::Option*>>;

std::shared_ptr<Flags> add_parameters(CLI::App& app, const ops::Operation& operation) {
    auto flags = std::make_shared<Flags>();
    for (const ops::Parameter& parameter : operation.parameters) {
        CLI::Option* option = app.add_option(
            "--" + parameter.name, [](const CLI::results_t&) { return true; }, help_of(parameter));
        option->group("Parameters");
        option->expected(parameter.kind == ops::ParameterKind::Flag ? 0 : 1, 1);
        option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
        flags->emplace_back(&parameter, option);
    }
    return flags;
}

core::Record given(const Flags& flags) {
    core::Record out;
    for (const auto& [parameter, option] : flags)
        if (option->count() > 0) out.set(parameter->name, given_text(*option, *parameter));
    return out;
}

void add_source(CLI::App& app, Parse& parse, ops::LoadRequest& source) {
    app.add_option("--key", source.key,
                   "Column of the area code; found by itself where exactly one holds official codes");
    app.add_option("--where", source.where, "OGR SQL filter on the input");
    app.add_option("--recipe", source.recipe, "Recipe to read the file by, instead of the one that fits");
    app.add_option("--table,--join", parse.tables, "Attributes joined by code, one to one (repeatable)")
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->expected(1);
    app.add_option("--table-key", parse.table_keys, "Column of the code in the table before it")
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->expected(1);
    app.add_option("--map", parse.mappings, "FIELD=COLUMN of a team sheet (repeatable)")
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->expected(1);
    app.add_option("--postcodes", source.postcodes, "Postcode table, for sheets that have postcodes");
    app.add_option("--within", source.within, "Polygons in which rows without a code are placed");
}

/// Pairs the repeatable flags; a message when they do not fit.
std::optional<std::string> pair_flags(const Parse& parse, ops::LoadRequest& source) {
    if (!parse.table_keys.empty() && parse.table_keys.size() != parse.tables.size())
        return "Give --table-key once for each --table, or not at all: there are " +
               std::to_string(parse.tables.size()) + " tables and " +
               std::to_string(parse.table_keys.size()) + " keys.";
    for (std::size_t i = 0; i < parse.tables.size(); ++i)
        source.tables.emplace_back(parse.tables[i],
                                   parse.table_keys.empty() ? std::string() : parse.table_keys[i]);
    for (const std::string& text : parse.mappings) {
        const std::size_t at = text.find('=');
        if (at == std::string::npos || at == 0) return "--map " + text + ": expected FIELD=COLUMN.";
        source.mapping.emplace_back(text.substr(0, at), text.substr(at + 1));
    }
    return std::nullopt;
}

void add_run(CLI::App& app, Parse& parse) {
    CLI::App* run = app.add_subcommand("run", "Run one operation on files, or on a layer of a project");
    run->require_subcommand(1);
    for (const ops::Operation& operation : ops::operations()) {
        CLI::App* one = run->add_subcommand(operation.name, operation.help);
        one->add_option("--areas,areas", parse.run.areas.file,
                        "Polygons: FILE, FILE:LAYER or a zipped shapefile");
        one->add_option("--events", parse.run.events, "Points with, where they have one, a time");
        one->add_option("--sites", parse.run.sites, "Provision");
        one->add_option("--project", parse.run.project, "Take the inputs from this project");
        one->add_option("--layer", parse.run.layer, "Layer of the project that holds the areas");
        one->add_option("--events-layer", parse.run.events_layer,
                        "Layer of the project that holds the events");
        add_source(*one, parse, parse.run.areas);
        one->add_option(
            "--output", parse.run.output,
            operation.name == "weights"
                ? "One row an area, by extension .csv, .geojson or .gpkg; or the list of links, by "
                  ".gal, .gwt (distances), .kwt (weights) or .weights.csv"
                : "One row an area, by extension .csv, .geojson or .gpkg");
        one->add_flag("--json", parse.run.json, "One JSON object on standard output and nothing else there");
        one->add_option("--audience", parse.run.audience, "Who will see the output [analyst]");
        const auto flags = add_parameters(*one, operation);
        parse.finishers.emplace_back(one, [&parse, flags, name = operation.name]() -> Request {
            parse.run.operation = name;
            parse.run.parameters = given(*flags);
            if (auto wrong = pair_flags(parse, parse.run.areas)) return Wrong{*wrong};
            if (parse.run.areas.file.empty() == parse.run.project.empty())
                return Wrong{"Give the areas either as --areas FILE or as --project FILE --layer NAME."};
            if (parse.run.layer.empty() != parse.run.project.empty())
                return Wrong{"--project and --layer belong together."};
            return parse.run;
        });
    }
}

void add_project_add(CLI::App& project, Parse& parse) {
    CLI::App* add = project.add_subcommand("add",
                                           "Add a file as a layer, on top unless --position says otherwise; "
                                           "what it says is for the owner of the file, not "
                                           "an output");
    ProjectAdd& to = parse.add;
    add->add_option("project", to.project, "Project file")->required();
    add->add_option("file", to.source.file, "FILE or FILE:LAYER")->required();
    add->add_option("--name", to.name, "Name of the layer; the file's by default");
    add->add_option("--style", to.style,
                    "plain, choropleth:COLUMN[:METHOD[:CLASSES]], symbols[:COLUMN], squares[:COLUMN]. Colons "
                    "in a column's "
                    "name are written \\:");
    add->add_option("--ramp", to.ramp,
                    "Colours of a choropleth: warm, blue, purple, green, grey, viridis, ...");
    add->add_flag("--reversed", to.reversed, "Dark for low");
    add->add_option("--colour", to.colour, "Fill, as #RRGGBB or #RRGGBBAA");
    add->add_option("--stroke", to.stroke, "Line, as #RRGGBB or #RRGGBBAA");
    add->add_option("--width", to.width, "Line width in pixels")->check(CLI::Range(0.0, 50.0));
    add->add_option("--size", to.size, "Radius of the largest symbol in pixels")
        ->check(CLI::Range(0.0, 200.0));
    add->add_option("--hollow", to.hollow,
                    "COLUMN or COLUMN=VALUE: symbols are hollow where it is unknown (or that value)");
    add->add_option("--sessions", to.source.sessions, "Weekly sessions of the sites, for their hours");
    add->add_option("--definition", to.source.definition,
                    "What is counted, in a sentence, when the file does not say");
    add->add_option("--source", to.source.source, "Whom to credit, when the file does not say");
    add->add_option("--licence", to.source.licence, "Under which licence, when the file does not say");
    add->add_option("--sensitivity", parse.sensitivity,
                    "Who may see it, when the file does not say: public, partner, restricted")
        ->check(CLI::IsMember({"public", "partner", "restricted"}));
    add->add_flag("--synthetic", to.source.synthetic, "Made-up data: every output says so");
    add->add_flag("--base-map", to.source.base_map, "For orientation only: water, green, streets");
    add->add_flag("--hidden", to.hidden, "Not shown at first");
    add->add_option("--opacity", to.opacity, "0 to 1")->check(CLI::Range(0.0, 1.0));
    add->add_option("--position", parse.position, "Counted from the bottom, 0 the lowest")
        ->check(CLI::NonNegativeNumber);
    add_source(*add, parse, to.source);
    parse.finishers.emplace_back(add, [&parse]() -> Request {
        if (auto wrong = pair_flags(parse, parse.add.source)) return Wrong{*wrong};
        if (parse.position >= 0) parse.add.position = parse.position;
        if (!parse.sensitivity.empty())
            parse.add.source.sensitivity = parse.sensitivity == "public"    ? core::Sensitivity::Public
                                           : parse.sensitivity == "partner" ? core::Sensitivity::Partner
                                                                            : core::Sensitivity::Restricted;
        return parse.add;
    });
}

void add_project_run(CLI::App& project, Parse& parse) {
    CLI::App* run =
        project.add_subcommand("run", "Run an operation on a layer and add the result as a layer");
    ProjectRun& to = parse.project_run;
    run->add_option("project", to.project, "Project file")->required();
    run->require_subcommand(1);
    for (const ops::Operation& operation : ops::operations()) {
        CLI::App* one = run->add_subcommand(operation.name, operation.help);
        one->add_option("--layer", to.layer, "Layer that holds the areas")->required();
        one->add_option("--events-layer", to.events_layer, "Layer that holds the events");
        one->add_option("--as", to.as, "Name of the new layer");
        one->add_flag("--hidden", to.hidden, "Not shown at first");
        one->add_option("--opacity", to.opacity, "0 to 1")->check(CLI::Range(0.0, 1.0));
        one->add_option("--position", parse.position, "Counted from the bottom, 0 the lowest")
            ->check(CLI::NonNegativeNumber);
        const auto flags = add_parameters(*one, operation);
        parse.finishers.emplace_back(one, [&parse, flags, name = operation.name]() -> Request {
            parse.project_run.operation = name;
            parse.project_run.parameters = given(*flags);
            if (parse.position >= 0) parse.project_run.position = parse.position;
            return parse.project_run;
        });
    }
}

void add_project(CLI::App& app, Parse& parse) {
    CLI::App* project = app.add_subcommand("project", "Make, fill, list and check a project file");
    project->require_subcommand(1);
    CLI::App* made = project->add_subcommand("new", "An empty project");
    made->add_option("project", parse.made.project, "File to write")->required();
    made->add_option("--name", parse.made.name, "Name; the file's by default");
    made->add_option("--audience", parse.made.audience, "Who its screen and outputs are for [analyst]");
    made->add_flag("--overwrite", parse.made.overwrite, "Replace a file that is there");
    parse.finishers.emplace_back(made, [&parse] { return Request(parse.made); });
    add_project_add(*project, parse);
    add_project_run(*project, parse);
    CLI::App* list = project->add_subcommand(
        "list", "Layers from the top down, withheld ones too: for the owner of the file, not an output");
    list->add_option("project", parse.list.project)->required();
    list->add_flag("--json", parse.list.json);
    parse.finishers.emplace_back(list, [&parse] { return Request(parse.list); });
    CLI::App* verify =
        project->add_subcommand("verify",
                                "Whether every source is still the file that was read: for the owner of the "
                                "file, not an output");
    verify->add_option("project", parse.verify.project)->required();
    verify->add_flag("--json", parse.verify.json);
    parse.finishers.emplace_back(verify, [&parse] { return Request(parse.verify); });
}

bool parse_size(const std::string& text, int& width, int& height) {
    const std::size_t by = text.find('x');
    if (by == std::string::npos) return false;
    const auto whole = [](const std::string& part, int& into) {
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), into);
        return error == std::errc{} && end == part.data() + part.size() && into >= 200 && into <= 16384;
    };
    return whole(text.substr(0, by), width) && whole(text.substr(by + 1), height);
}

void add_render(CLI::App& app, Parse& parse) {
    CLI::App* render =
        app.add_subcommand("render", "A picture of a project's map, with everything a map needs");
    RenderRequest& to = parse.render;
    render->add_option("project", to.project, "Project file")->required();
    render->add_option("--size", parse.size, "WIDTHxHEIGHT in pixels [1600x1000]");
    render->add_option("--scale", to.scale, "Of type and furniture [1]")->check(CLI::Range(0.5, 4.0));
    render->add_option("--output", to.output, "PNG file [map.png]");
    render->add_option("--audience", to.audience, "Who will see it; the project's by default");
    render->add_option("--extent", to.extent, "MINX,MINY,MAXX,MAXY in metres of the National Grid");
    render->add_option("--layer", to.layer, "Fit this layer");
    render->add_option("--title", to.title, "Title; the project's name by default");
    render->add_option("--reference", to.reference, "Compare with this picture; status 1 when they differ");
    parse.finishers.emplace_back(render, [&parse]() -> Request {
        if (!parse.size.empty() && !parse_size(parse.size, parse.render.width, parse.render.height))
            return Wrong{"--size " + parse.size +
                         ": expected WIDTHxHEIGHT in pixels from 200 to 16384, as in 1600x1000."};
        return parse.render;
    });
}

}  // namespace

Request parse_command_line(int argc, const char* const* argv) {
    Parse parse;
    CLI::App app{"Safeground: place-based contextual safeguarding from the command line", "safeground-cli"};
    app.set_version_flag("--version", std::string("safeground-cli ") + core::version());
    app.require_subcommand(1);
    app.get_formatter()->column_width(34);

    CLI::App* demo =
        app.add_subcommand("demo", "The main job on the built-in borough: project, map, page, numbers");
    demo->add_option("--output", parse.demo.output, "Folder to write to [safeground-demo]");
    demo->add_option("--audience", parse.demo.audience, "Who will see the outputs [analyst]");
    parse.finishers.emplace_back(demo, [&parse] { return Request(parse.demo); });
    CLI::App* inspect =
        app.add_subcommand("inspect", "Which recipe fits, CRS, rows, periods, what would be refused and why");
    inspect->add_option("files", parse.inspect.files, "FILE or FILE:LAYER")->required();
    inspect->add_flag("--json", parse.inspect.json);
    parse.finishers.emplace_back(inspect, [&parse] { return Request(parse.inspect); });
    CLI::App* operations =
        app.add_subcommand("operations", "Every operation with parameters, defaults, ranges, references");
    operations->add_flag("--json", parse.operations.json);
    parse.finishers.emplace_back(operations, [&parse] { return Request(parse.operations); });
    CLI::App* recipes = app.add_subcommand("recipes", "docs/recipes.md: every layout that is known");
    parse.finishers.emplace_back(recipes, [] { return Request(RecipesRequest{}); });
    add_run(app, parse);
    add_project(app, parse);
    add_render(app, parse);

    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForVersion& version) {
        return Print{std::string(version.what()) + "\n"};
    } catch (const CLI::CallForAllHelp&) {
        return Print{app.help("", CLI::AppFormatMode::All)};
    } catch (const CLI::CallForHelp&) {
        const CLI::App* deepest = &app;
        std::string before;
        while (!deepest->get_subcommands().empty()) {
            before += (before.empty() ? "" : " ") + deepest->get_name();
            deepest = deepest->get_subcommands().front();
        }
        return Print{deepest->help(before)};
    } catch (const CLI::Error& error) {
        return Wrong{error.what()};
    }
    for (const auto& [command, finish] : parse.finishers)
        if (command->parsed()) return finish();
    return Wrong{"No command was given."};
}

}  // namespace safeground::cli
