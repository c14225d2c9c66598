#include <fmt/format.h>

#include "ops/catalogue.hpp"
#include "ops/common.hpp"
#include "ops/global_answer.hpp"
#include "ops/words.hpp"
#include "stats/geary.hpp"

namespace safeground::ops {
namespace {

std::string verdict(const stats::GlobalGeary& geary, double level) {
    if (!(geary.p <= level)) return "differ no more or less than chance would have it";
    return geary.statistic < 1 ? "are alike more than chance would have it (clustered)"
                               : "differ more than chance would have it (dispersed)";
}

core::Result<Output> run_global_geary(const Inputs& inputs, const core::Record& parameters,
                                      const core::Progress& progress) {
    core::Result<Variable> variable = variable_of(*inputs.areas, text_of(parameters, "variable"));
    if (!variable) return variable.failure();
    core::Result<core::Weights> weights = weights_of(inputs, parameters, progress.part(0, 0.3));
    if (!weights) return weights.failure();
    const Inference inference = inference_of(parameters);
    core::Result<stats::GlobalGeary> geary = stats::global_geary(
        variable->values, *weights, moran_options(inference, parameters), progress.part(0.3, 1));
    if (!geary) return geary.failure();

    Output out;
    out.warnings = variable->warnings;
    take_warnings(out.warnings, weights.diagnostics());
    take_warnings(out.warnings, geary.diagnostics());
    set_use(out, *geary);
    set_answer(out.result, *geary);
    out.sentence = fmt::format(
        "Over {}, neighbours {} in {}: Geary's c is {} where 1 is expected without a pattern, and less where "
        "neighbours are alike (z {}, p {}); {}; {}.",
        counted(geary->n, "area", "areas"), verdict(*geary, 0.05), variable->column->shown_title(),
        figure(geary->statistic), figure(geary->z), p_text(geary->p),
        inference_words(inference, geary->tail, false), weights->description);
    out.layer_name = "Geary's c";
    return out;
}

}  // namespace

Operation global_geary_operation() {
    Operation operation;
    operation.name = "global-geary";
    operation.title = "Do neighbours differ less than others? (Geary's c)";
    operation.group = Group::Pattern;
    operation.help =
        "Whether neighbouring areas differ from each other less than areas anywhere do. It looks at "
        "differences between two neighbours, where Moran's I looks at both against the mean, so it notices "
        "patterns of short reach. The z-score is above 0, and the upper tail asks, where neighbours are "
        "alike "
        "(c below 1).";
    operation.assumptions =
        "One number for the whole map: it says nothing about where. A few extreme values weigh heavily, "
        "since "
        "differences are squared. Smooth rates of small numbers first (eb-rates).";
    operation.reference =
        "Geary 1954, The Incorporated Statistician 5; Cliff and Ord 1981, Spatial Processes";
    operation.parameters.push_back(column_parameter("variable", "Variable", "The column to test."));
    for (Parameter& parameter : weights_parameters()) operation.parameters.push_back(std::move(parameter));
    for (Parameter& parameter : inference_parameters(false))
        operation.parameters.push_back(std::move(parameter));
    operation.parameters.push_back(variance_parameter());
    operation.run = run_global_geary;
    return operation;
}

}  // namespace safeground::ops
