#include <fmt/format.h>

#include "ops/catalogue.hpp"
#include "ops/common.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

core::Result<Output> run_weights(const Inputs& inputs, const core::Record& parameters,
                                 const core::Progress& progress) {
    core::Result<core::Weights> weights = weights_of(inputs, parameters, progress);
    if (!weights) return weights.failure();
    const core::WeightsSummary summary = core::summarise(*weights);

    Output out;
    take_warnings(out.warnings, weights.diagnostics());
    if (summary.components > 1)
        out.warnings.push_back(fmt::format("The areas fall into {} that are not connected with each other.",
                                           counted(summary.components, "part", "parts")));
    out.n = summary.n;
    out.islands = summary.islands;
    out.links = summary.links;
    out.result.set("links", summary.links);
    out.result.set("mean", summary.mean);
    out.result.set("min", summary.min);
    out.result.set("max", summary.max);
    out.result.set("islands", summary.islands);
    out.result.set("components", summary.components);
    out.result.set("s0", summary.s0);
    out.result.set("s1", summary.s1);
    out.result.set("s2", summary.s2);

    core::Table table = result_table(*inputs.areas, "weights", "Neighbours");
    std::vector<std::int64_t> neighbours(summary.n);
    for (std::uint32_t row = 0; row < weights->size(); ++row) neighbours[row] = weights->cardinality(row);
    core::Column column = core::integer_column("neighbours", std::move(neighbours));
    column.title = "Neighbours";
    table.add(std::move(column));
    table.info.sensitivity =
        core::Sensitivity::Public;  // boundaries alone say how many neighbours an area has
    table.info.definition = "Number of neighbours of each area: " + weights->description + ".";
    out.table = std::make_shared<const core::Table>(std::move(table));

    out.sentence = fmt::format("{} {}: {} on average, from {} to {}; {} without any ({}).",
                               counted(summary.n, "area has", "areas have"),
                               counted(summary.links, "link", "links"), figure(summary.mean), summary.min,
                               summary.max, counted(summary.islands, "is", "are"), weights->description);
    out.layer_name = "Neighbours";
    core::ChoroplethStyle style;
    style.column = "neighbours";
    style.ramp = "blue";
    out.style = style;
    return out;
}

}  // namespace

Operation weights_operation() {
    Operation operation;
    operation.name = "weights";
    operation.title = "Neighbours";
    operation.help =
        "Who is whose neighbour: links, islands and parts, to be looked at before any statistic is trusted.";
    operation.assumptions =
        "Contiguity needs boundaries whose neighbours share corners to within the snap. Nearest and distance "
        "neighbours are measured between centroids in metres.";
    operation.reference = "Cliff and Ord 1981, Spatial Processes";
    operation.parameters = weights_parameters();
    operation.run = run_weights;
    return operation;
}

}  // namespace safeground::ops
