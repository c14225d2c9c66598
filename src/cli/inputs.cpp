#include "cli/inputs.hpp"

#include <fmt/format.h>

#include "ops/load.hpp"
#include "ops/words.hpp"

namespace safeground::cli {

core::Result<const core::Layer*> find_layer(const core::Project& project, const std::string& name) {
    if (const core::Layer* layer = project.find(name)) return layer;
    std::vector<std::string> names;
    for (const core::Layer& layer : project.layers) names.push_back("“" + layer.name + "”");
    return core::fail(core::ErrorKind::Usage, fmt::format("The project has no layer “{}”.", name))
        .remedy(names.empty() ? "It has no layers." : "It has " + ops::listed(names) + ".");
}

core::Result<ops::Inputs> inputs_from(const core::Project& project, const std::string& areas,
                                      const std::string& events) {
    ops::Inputs inputs;
    core::Result<const core::Layer*> layer = find_layer(project, areas);
    if (!layer) return layer.failure();
    inputs.areas = (*layer)->table;
    inputs.sources = ops::sources_of(**layer, "areas");
    if (events.empty()) return inputs;
    core::Result<const core::Layer*> points = find_layer(project, events);
    if (!points) return points.failure();
    inputs.events = (*points)->table;
    for (core::Provenance::Input& input : ops::sources_of(**points, "events"))
        inputs.sources.push_back(std::move(input));
    return inputs;
}

}  // namespace safeground::cli
