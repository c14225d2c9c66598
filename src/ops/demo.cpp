#include "ops/demo.hpp"

#include "core/command.hpp"
#include "core/resources.hpp"
#include "ops/load.hpp"
#include "ops/operation.hpp"

namespace safeground::ops {
namespace {

constexpr const char* kScore = "Index of Multiple Deprivation (IMD) Score";
/// A knife present or intimated; simple possession is another series (docs/sheets.md).
constexpr const char* kKnife = "knife_present|knife_intimated=yes; possession_only=no";
/// As the published injury series counts: victims aged 1 to 24, without domestic abuse.
constexpr const char* kInjury =
    "knife_present=yes; injury=yes; domestic_abuse=no; victim_age_band=0-9|10-17|18-24";

/// Adds layers one over the other, and remembers the first failure.
class Builder {
public:
    explicit Builder(const core::Progress& progress) : m_progress(progress) {
        m_project.name = "Borough of Larkmoor (fictional)";
    }

    static std::string file(const std::string& name) { return "demo/" + name; }

    core::Result<Loaded> read(LoadRequest request, const std::string& role) {
        request.source = "Made-up data of the fictional Borough of Larkmoor";
        request.licence = "CC0 1.0";
        request.synthetic = true;
        m_progress.report(m_done / 10.0, "Reading " + request.file);
        ++m_done;
        const auto found = [&](std::string& path) -> core::Result<bool> {
            if (path.empty()) return true;
            core::Result<std::filesystem::path> full = core::resource(path);
            if (!full) return full.failure();
            path = full->string();
            return true;
        };
        for (std::string* path : {&request.file, &request.within, &request.sessions})
            if (core::Result<bool> there = found(*path); !there) return there.failure();
        for (auto& [path, key] : request.tables)
            if (core::Result<bool> there = found(path); !there) return there.failure();
        return load(request, role);
    }

    core::Result<bool> add(core::Layer layer, bool visible = true, double opacity = 1) {
        layer.visible = visible;
        layer.opacity = opacity;
        core::Result<core::Project> next = core::apply(m_project, core::AddLayer{std::move(layer)});
        if (!next) return next.failure();
        m_project = std::move(*next);
        return true;
    }

    core::Result<bool> add_file(const LoadRequest& request, const std::string& name, const core::Style& style,
                                double opacity = 1) {
        core::Result<Loaded> loaded = read(request, "layer");
        if (!loaded) return loaded.failure();
        return add(layer_from(*loaded, name, style), true, opacity);
    }

    core::Result<Output> compute(const std::string& operation, const Inputs& inputs,
                                 core::Record parameters) {
        return run(*find_operation(operation), inputs, parameters, m_progress.part(0.9, 1));
    }

    core::Project take() { return std::move(m_project); }

private:
    const core::Progress& m_progress;
    core::Project m_project;
    double m_done = 0;
};

core::PlainStyle plain(const char* fill, const char* stroke, double width) {
    return {core::colour(fill), core::colour(stroke), width};
}

core::Result<bool> add_base_map(Builder& builder) {
    struct Part {
        const char* file;
        const char* name;
        core::PlainStyle style;
    };
    for (const Part& part : {Part{"green.geojson", "Green", plain("#DCE8DA", "#DCE8DA00", 0)},
                             Part{"water.geojson", "Water", plain("#C9DDEA", "#C9DDEA00", 0)},
                             Part{"streets.geojson", "Streets", plain("#00000000", "#B4BBC4", 1)}}) {
        LoadRequest request;
        request.file = Builder::file(part.file);
        request.base_map = true;
        request.sensitivity = core::Sensitivity::Public;
        if (core::Result<bool> added = builder.add_file(request, part.name, part.style); !added) return added;
    }
    return true;
}

core::Result<Loaded> add_deprivation(Builder& builder) {
    LoadRequest request;
    request.file = Builder::file("lsoa.geojson");
    request.sensitivity = core::Sensitivity::Public;
    request.tables = {{Builder::file("deprivation.csv"), ""}, {Builder::file("population.csv"), ""}};
    core::Result<Loaded> areas = builder.read(request, "areas");
    if (!areas) return areas;
    core::ChoroplethStyle style;
    style.column = kScore;
    style.ramp = "warm";
    core::Result<bool> added = builder.add(layer_from(*areas, "Deprivation", style), true, 0.75);
    if (!added) return added.failure();
    return areas;
}

/// Counted per area while the sheet is read; not shown at first.
core::Result<bool> add_residence(Builder& builder) {
    LoadRequest request;
    request.file = Builder::file("cohort_youth_justice.csv");
    request.within = Builder::file("lsoa.geojson");
    request.tables = {{Builder::file("population.csv"), ""}};
    core::Result<Loaded> cohort = builder.read(request, "residence");
    if (!cohort) return cohort.failure();
    core::SymbolStyle style;
    style.column = "people";
    // A ring, since knife crime has its circle at the same place.
    style.fill = core::colour("#6C5B9E80");
    style.outline = core::colour("#6C5B9E");
    style.max_radius_px = 22;
    return builder.add(layer_from(*cohort, "Offender residence", style));
}

core::Result<Output> count(Builder& builder, const Inputs& inputs, const char* name, const char* only) {
    core::Record parameters;
    parameters.set("name", name);
    parameters.set("only", only);
    return builder.compute("count-events", inputs, parameters);
}

core::Result<bool> add_knife_crime(Builder& builder, const Loaded& areas) {
    LoadRequest request;
    request.file = Builder::file("offences.csv");
    core::Result<Loaded> offences = builder.read(request, "events");
    if (!offences) return offences.failure();
    Inputs inputs;
    inputs.areas = areas.table;
    inputs.events = offences->table;
    inputs.sources = areas.sources;
    inputs.sources.insert(inputs.sources.end(), offences->sources.begin(), offences->sources.end());
    core::Result<Output> all = count(builder, inputs, "Knife crime, all", kKnife);
    if (!all) return all.failure();
    core::Result<Output> injury = count(builder, inputs, "Knife crime, injury", kInjury);
    if (!injury) return injury.failure();

    Inputs counted;
    counted.areas = all->table;
    counted.sources = {{"areas", "Knife crime, all", "", all->table->rows, "count-events"}};
    core::Record parameters;
    parameters.set("variable", "count");
    parameters.set("permutations", 99999);
    core::Result<Output> hot = builder.compute("getis-ord", counted, parameters);
    if (!hot) return hot.failure();
    if (core::Result<bool> added = builder.add(layer_from(*all), false); !added) return added;
    core::Layer spots = layer_from(*hot);
    spots.name = "Hot spots (Gi*)";
    if (core::Result<bool> added = builder.add(std::move(spots)); !added) return added;
    return builder.add(layer_from(*injury));
}

core::Result<bool> add_provision(Builder& builder) {
    LoadRequest request;
    request.file = Builder::file("sites.csv");
    request.sessions = Builder::file("sessions.csv");
    core::SymbolStyle style;
    style.shape = core::SymbolStyle::Shape::Square;
    style.fill = core::colour("#00703C");
    style.max_radius_px = 5;
    style.hollow_column = "hours";
    return builder.add_file(request, "Out-of-school provision", style);
}

}  // namespace

core::Result<core::Project> demo_project(const core::Progress& progress) {
    Builder builder(progress);
    if (core::Result<bool> added = add_base_map(builder); !added) return added.failure();
    core::Result<Loaded> areas = add_deprivation(builder);
    if (!areas) return areas.failure();
    if (core::Result<bool> added = add_residence(builder); !added) return added.failure();
    if (core::Result<bool> added = add_knife_crime(builder, *areas); !added) return added.failure();
    if (core::Result<bool> added = add_provision(builder); !added) return added.failure();
    if (progress.cancelled()) return core::cancelled();
    return builder.take();
}

}  // namespace safeground::ops
