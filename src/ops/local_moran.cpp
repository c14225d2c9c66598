#include "stats/local_moran.hpp"

#include <fmt/format.h>

#include <array>

#include "ops/catalogue.hpp"
#include "ops/common.hpp"
#include "ops/local_statistic.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

/// Significant areas by quadrant, in the order of stats::Quadrant.
std::array<std::size_t, 5> count_quadrants(const std::vector<stats::Quadrant>& significant) {
    std::array<std::size_t, 5> counts{};
    for (const stats::Quadrant quadrant : significant) ++counts[static_cast<std::size_t>(quadrant)];
    return counts;
}

core::Table table_of(const core::Table& areas, const std::string& variable, const stats::LocalMoran& moran,
                     const stats::Adjusted& adjusted, const std::string& how) {
    core::Table table = result_table(areas, "local-moran", "Clusters and outliers (local Moran)");
    table.info.definition = how;
    carry(table, areas, variable, "value");
    const std::vector<std::string> from = {"value"};
    add_derived(table, "lag", "Neighbours' value", moran.lag, from);
    add_derived(table, "statistic", "Local Moran's I", moran.statistic, from);
    add_derived(table, "expected", "Expected I", moran.expected, from);
    add_derived(table, "variance", "Variance of I", moran.variance, from);
    add_derived(table, "z", "z-score", moran.z, from);
    add_derived(table, "p", "p-value", moran.p, from);
    add_derived(table, "p_adjusted", "p-value, corrected", adjusted.p_adjusted, from);
    std::vector<std::string> quadrant(areas.rows), significant(areas.rows);
    for (std::size_t row = 0; row < areas.rows; ++row) {
        if (moran.quadrant[row] != stats::Quadrant::Undefined)
            quadrant[row] = stats::name(moran.quadrant[row]);
        if (moran.p[row] == moran.p[row]) significant[row] = adjusted.significant[row] ? "true" : "false";
    }
    add_derived(table, "quadrant", "Cluster or outlier", quadrant, from);
    add_derived(table, "significant", "Significant", significant, from);
    return table;
}

core::Result<Output> run_local_moran(const Inputs& inputs, const core::Record& parameters,
                                     const core::Progress& progress) {
    const std::string name = text_of(parameters, "variable");
    core::Result<Variable> variable = variable_of(*inputs.areas, name);
    if (!variable) return variable.failure();
    core::Result<core::Weights> weights = weights_of(inputs, parameters, progress.part(0, 0.2));
    if (!weights) return weights.failure();
    const Inference inference = inference_of(parameters);
    stats::LocalMoranOptions options;
    set_inference(options, inference);
    if (text_of(parameters, "moments") == "total") options.moments = stats::LocalMoments::TotalRandomisation;
    core::Result<stats::LocalMoran> moran =
        stats::local_moran(variable->values, *weights, options, progress.part(0.2, 1));
    if (!moran) return moran.failure();
    const stats::Adjusted adjusted =
        stats::adjust(moran->p, inference.correction, inference.alpha, inference.convention);
    const std::array<std::size_t, 5> counts =
        count_quadrants(stats::significant_quadrants(*moran, adjusted.significant));

    Output out = output_of(moran, *variable, weights, inference, adjusted);
    const std::size_t shown = counts[1] + counts[2] + counts[3] + counts[4];
    out.result.set("high_high", counts[1]);
    out.result.set("low_low", counts[2]);
    out.result.set("low_high", counts[3]);
    out.result.set("high_low", counts[4]);
    out.result.set("not_significant", adjusted.tested - shown);
    out.result.set("cutoff", adjusted.cutoff);

    const std::string how = fmt::format("Local Moran of {}: {}; {}", variable->column->shown_title(),
                                        inference_words(inference, moran->tail, true), weights->description);
    out.table =
        std::make_shared<const core::Table>(table_of(*inputs.areas, name, *moran, adjusted, how + "."));
    out.sentence = fmt::format(
        "{} of {} stand out in {}: {} high among high, {} low among low, {} low among high and {} high among "
        "low; {}; "
        "{}.",
        core::grouped(static_cast<double>(shown)), counted(adjusted.tested, "area", "areas"),
        variable->column->shown_title(), counts[1], counts[2], counts[3], counts[4],
        inference_words(inference, moran->tail, true), weights->description);
    out.layer_name = "Clusters (local Moran), " + variable->column->shown_title();
    out.style = core::ClusterStyle{};
    return out;
}

}  // namespace

Operation local_moran_operation() {
    Operation operation;
    operation.name = "local-moran";
    operation.title = "Clusters and outliers (local Moran)";
    operation.help =
        "Where high values lie among high ones, low among low, and which areas differ from those around "
        "them.";
    operation.assumptions =
        "Each area is tested against a reshuffling of all other areas. Many areas are tested at once, so "
        "p-values are "
        "corrected. Rates of small numbers should be smoothed first (eb-rates).";
    operation.reference =
        "Anselin 1995, Geographical Analysis 27; Sokal, Oden and Thomson 1998, Geographical Analysis 30; "
        "Caldas de "
        "Castro and Singer 2006, Geographical Analysis 38";
    operation.parameters.push_back(column_parameter("variable", "Variable", "The column to test."));
    for (Parameter& parameter : weights_parameters()) operation.parameters.push_back(std::move(parameter));
    for (Parameter& parameter : inference_parameters(true))
        operation.parameters.push_back(std::move(parameter));
    Parameter moments;
    moments.name = "moments";
    moments.title = "Moments";
    moments.help =
        "What expectation, variance and z-score assume: conditional by default, the area's own value held "
        "fixed as in "
        "the permutation; total shuffles all values.";
    moments.kind = ParameterKind::Choice;
    moments.choices = {"conditional", "total"};
    moments.default_value = "conditional";
    operation.parameters.push_back(moments);
    operation.run = run_local_moran;
    return operation;
}

}  // namespace safeground::ops
