#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/link_sets.hpp"
#include "ops/catalogue.hpp"
#include "ops/common.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

/// How many areas have how many neighbours, those numbers that occur.
void set_histogram(core::Record& result, const core::Weights& weights) {
    std::map<std::uint32_t, std::size_t> areas;
    for (std::uint32_t row = 0; row < weights.size(); ++row) ++areas[weights.cardinality(row)];
    std::vector<core::Value> numbers, counts;
    for (const auto& [number, count] : areas) {
        numbers.emplace_back(number);
        counts.emplace_back(count);
    }
    result.set("histogram_neighbours", std::move(numbers));
    result.set("histogram_areas", std::move(counts));
}

void set_summary(core::Record& result, const core::WeightsSummary& summary) {
    result.set("links", summary.links);
    result.set("mean", summary.mean);
    result.set("min", summary.min);
    result.set("max", summary.max);
    result.set("islands", summary.islands);
    result.set("components", summary.components);
    result.set("s0", summary.s0);
    result.set("s1", summary.s1);
    result.set("s2", summary.s2);
    result.set("symmetric", summary.symmetric);
    result.set("share_nonzero", summary.share_nonzero);
}

core::Column integers(const char* name, const char* title, std::vector<std::int64_t> values) {
    core::Column column = core::integer_column(name, std::move(values));
    column.title = title;
    return column;
}

core::Table table_of(const core::Table& areas, const core::Weights& weights,
                     const std::vector<std::uint32_t>& component) {
    core::Table table = result_table(areas, "weights", "Neighbours");
    std::vector<std::int64_t> neighbours(weights.size());
    for (std::uint32_t row = 0; row < weights.size(); ++row) neighbours[row] = weights.cardinality(row);
    table.add(integers("neighbours", "Neighbours", std::move(neighbours)));
    table.add(integers("component", "Connected part, largest first",
                       std::vector<std::int64_t>(component.begin(), component.end())));
    // Boundaries alone say how many neighbours an area has; of points it would tell how they lie.
    if (areas.polygons() != nullptr) table.info.sensitivity = core::Sensitivity::Public;
    table.info.definition = "Number of neighbours of each area: " + weights.description + ".";
    return table;
}

core::Result<Output> run_weights(const Inputs& inputs, const core::Record& parameters,
                                 const core::Progress& progress) {
    core::Result<core::Weights> weights = weights_of(inputs, parameters, progress);
    if (!weights) return weights.failure();
    const core::WeightsSummary summary = core::summarise(*weights);
    const std::vector<std::uint32_t> component = core::components(*weights);

    Output out;
    take_warnings(out.warnings, weights.diagnostics());
    if (summary.components > 1) {
        const auto elsewhere = static_cast<std::size_t>(
            std::count_if(component.begin(), component.end(), [](std::uint32_t part) { return part > 1; }));
        out.warnings.push_back(fmt::format(
            "The areas fall into {} that are not connected with each other: {} outside the largest.",
            counted(summary.components, "part", "parts"), counted(elsewhere, "area lies", "areas lie")));
    }
    out.n = summary.n;
    out.islands = summary.islands;
    out.links = summary.links;
    set_summary(out.result, summary);
    set_histogram(out.result, *weights);
    out.table = std::make_shared<const core::Table>(table_of(*inputs.areas, *weights, component));
    out.sentence = fmt::format("{} {}: {} on average, from {} to {}; {} without any ({}).",
                               counted(summary.n, "area has", "areas have"),
                               counted(summary.links, "link", "links"), figure(summary.mean), summary.min,
                               summary.max, counted(summary.islands, "is", "are"), weights->description);
    out.layer_name = "Neighbours";
    core::ChoroplethStyle style;
    style.column = "neighbours";
    style.ramp = "blue";
    out.style = style;
    out.weights = std::make_shared<const core::Weights>(std::move(*weights));
    return out;
}

}  // namespace

Operation weights_operation() {
    Operation operation;
    operation.name = "weights";
    operation.title = "Neighbours";
    operation.group = Group::Preparation;
    operation.help =
        "Who is whose neighbour: links, islands and parts, to be looked at before any statistic is trusted.";
    operation.assumptions =
        "Contiguity needs boundaries whose neighbours share corners to within the snap. Distances are "
        "measured between centroids in metres. A list of links is written with --output and a name that ends "
        "in "
        ".gal, .gwt, .kwt or .weights.csv.";
    operation.reference = "Cliff and Ord 1981, Spatial Processes";
    operation.parameters = weights_parameters();
    operation.run = run_weights;
    return operation;
}

}  // namespace safeground::ops
