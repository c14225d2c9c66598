#include <fmt/format.h>

#include <cmath>

#include "ops/catalogue.hpp"
#include "ops/common.hpp"
#include "ops/global_answer.hpp"
#include "ops/positions.hpp"
#include "ops/words.hpp"
#include "stats/correlogram.hpp"

namespace safeground::ops {
namespace {

core::Record step_record(const stats::IncrementalStep& step) {
    core::Record record;
    record.set("distance", step.distance);
    record.set("links", step.links);
    record.set("mean_neighbours", step.mean_neighbours);
    record.set("islands", step.islands);
    record.set("statistic", step.statistic);
    record.set("expected", step.expected);
    record.set("variance", step.variance);
    record.set("z", step.z);
    record.set("p", step.p_analytic);
    return record;
}

std::string verdict(const stats::Incremental& found) {
    const double from = found.steps.front().distance, to = found.steps.back().distance;
    if (std::isnan(found.first_peak))
        return fmt::format("has no peak between {} and {} m: it only rises or falls", figure(from),
                           figure(to));
    if (found.first_peak == found.highest_peak) return fmt::format("peaks at {} m", figure(found.first_peak));
    return fmt::format("first peaks at {} m and is highest at {} m", figure(found.first_peak),
                       figure(found.highest_peak));
}

/// 0: to be chosen from the areas.
double distance_of(const core::Record& parameters, const std::string& name) {
    return text_of(parameters, name) == "auto" ? 0 : number_of(parameters, name);
}

core::Result<Output> run_incremental(const Inputs& inputs, const core::Record& parameters,
                                     const core::Progress& progress) {
    core::Result<Variable> variable = variable_of(*inputs.areas, text_of(parameters, "variable"));
    if (!variable) return variable.failure();
    core::Result<Positions> at = positions_of(*inputs.areas);
    if (!at) return at.failure();
    stats::IncrementalOptions options;
    options.steps = static_cast<int>(integer_of(parameters, "steps"));
    options.start = distance_of(parameters, "start");
    options.increment = distance_of(parameters, "increment");
    options.row_standardise = text_of(parameters, "standardise") == "row";
    options.assumption = text_of(parameters, "variance") == "normality"
                             ? stats::VarianceAssumption::Normality
                             : stats::VarianceAssumption::Randomisation;
    core::Result<stats::Incremental> found =
        stats::incremental_autocorrelation(variable->values, at->x, at->y, options, progress);
    if (!found) return found.failure();

    Output out;
    out.warnings = variable->warnings;
    take_warnings(out.warnings, found.diagnostics());
    if (const std::size_t alone = found->steps.front().islands; alone > 0)
        out.warnings.push_back(fmt::format("At {} m {} without a neighbour; there it counts with a lag of 0.",
                                           figure(found->start), counted(alone, "area is", "areas are")));
    out.n = found->n;
    out.undefined = found->undefined;
    out.links = found->steps.back().links;
    out.result.set("first_peak", found->first_peak);
    out.result.set("highest_peak", found->highest_peak);
    out.result.set("start", found->start);
    out.result.set("increment", found->increment);
    std::vector<core::Value> rows;
    for (const stats::IncrementalStep& step : found->steps) rows.emplace_back(step_record(step));
    out.result.set("distances", rows);
    out.sentence = fmt::format(
        "Over {}, the z-score of Moran's I of {} {}, tried at {} from {} m in steps of {} m between {}. A "
        "band "
        "chosen this way is explored, not tested.",
        counted(found->n, "area", "areas"), variable->column->shown_title(), verdict(*found),
        counted(found->steps.size(), "distance", "distances"), figure(found->start), figure(found->increment),
        at->words);
    out.layer_name = "Clustering by distance";
    return out;
}

Parameter distance_parameter(const char* name, const char* title, const char* help) {
    Parameter parameter;
    parameter.name = name;
    parameter.title = title;
    parameter.help = help;
    parameter.kind = ParameterKind::Number;
    parameter.unit = "m";
    parameter.minimum = 1e-6;
    parameter.maximum = 10'000'000;
    parameter.choices = {"auto"};
    parameter.default_value = "auto";
    return parameter;
}

}  // namespace

Operation incremental_autocorrelation_operation() {
    Operation operation;
    operation.name = "incremental-autocorrelation";
    operation.title = "At which distance is clustering strongest?";
    operation.group = Group::Pattern;
    operation.help =
        "Moran's I with neighbours within growing distances. A peak of its z-score is a distance at which "
        "clustering is most pronounced, and a candidate for the band of a local statistic (distance:METRES). "
        "One row a distance in the answer, under distances.";
    operation.assumptions =
        "Picking the peak is exploring: p-values along the way are not corrected, and a test made with the "
        "picked distance on the same data is too hopeful. Say how the distance was chosen, or take it from "
        "theory.";
    operation.reference =
        "Mitchell 2005, The ESRI Guide to GIS Analysis 2; Cliff and Ord 1981, Spatial Processes";
    operation.parameters.push_back(column_parameter("variable", "Variable", "The column to test."));
    Parameter steps;
    steps.name = "steps";
    steps.title = "Distances";
    steps.help = "How many distances are tried; 10 by default, enough to see a rise and a fall.";
    steps.kind = ParameterKind::Integer;
    steps.default_value = 10;
    steps.minimum = 3;
    steps.maximum = 100;
    operation.parameters.push_back(steps);
    operation.parameters.push_back(
        distance_parameter("start", "First distance",
                           "auto by default: the shortest distance at which every area has a neighbour."));
    operation.parameters.push_back(distance_parameter(
        "increment", "Step",
        "What each distance adds. auto by default: the mean distance to the nearest area."));
    Parameter standardise;
    standardise.name = "standardise";
    standardise.title = "Standardise";
    standardise.help =
        "row by default: areas with many neighbours do not count for more, which matters as the distance "
        "grows. none: every link weighs 1.";
    standardise.kind = ParameterKind::Choice;
    standardise.choices = {"row", "none"};
    standardise.default_value = "row";
    standardise.detail = true;
    operation.parameters.push_back(standardise);
    operation.parameters.push_back(variance_parameter());
    operation.run = run_incremental;
    return operation;
}

}  // namespace safeground::ops
