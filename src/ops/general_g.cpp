#include "stats/general_g.hpp"

#include <fmt/format.h>

#include "ops/catalogue.hpp"
#include "ops/common.hpp"
#include "ops/global_answer.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

std::string verdict(const stats::GeneralG& g, double level) {
    if (!(g.p <= level)) return "neither high nor low values are neighbours more than chance would have it";
    return g.statistic > g.expected ? "high values are neighbours more than chance would have it"
                                    : "low values are neighbours more than chance would have it";
}

core::Result<Output> run_general_g(const Inputs& inputs, const core::Record& parameters,
                                   const core::Progress& progress) {
    core::Result<Variable> variable = variable_of(*inputs.areas, text_of(parameters, "variable"));
    if (!variable) return variable.failure();
    core::Result<core::Weights> weights = weights_of(inputs, parameters, progress.part(0, 0.3));
    if (!weights) return weights.failure();
    const Inference inference = inference_of(parameters);
    core::Result<stats::GeneralG> g =
        stats::general_g(variable->values, *weights, global_options(inference), progress.part(0.3, 1));
    if (!g) return g.failure();

    Output out;
    out.warnings = variable->warnings;
    take_warnings(out.warnings, weights.diagnostics());
    take_warnings(out.warnings, g.diagnostics());
    if (weights->row_standardised)
        out.warnings.push_back(
            "General G is defined for links that all weigh 1 (standardise none); with standardised rows, "
            "areas "
            "with few neighbours count for more.");
    set_use(out, *g);
    set_answer(out.result, *g);
    out.sentence = fmt::format(
        "Over {}, {} in {}: General G is {} where {} is expected without a pattern (z {}, p {}); {}; {}.",
        counted(g->n, "area", "areas"), verdict(*g, 0.05), variable->column->shown_title(),
        figure(g->statistic), figure(g->expected), figure(g->z), p_text(g->p),
        inference_words(inference, g->tail, false), weights->description);
    out.layer_name = "General G";
    return out;
}

}  // namespace

Operation general_g_operation() {
    Operation operation;
    operation.name = "general-g";
    operation.title = "Do high or low values gather? (General G)";
    operation.group = Group::Pattern;
    operation.help =
        "Whether it is the high values (above expectation) or the low ones (below) that lie side by side "
        "over "
        "the whole map; Moran's I cannot tell the two apart.";
    operation.assumptions =
        "The values are counted from a natural zero and none is negative. Where high and low values both "
        "gather they cancel out: look at Moran's I too.";
    operation.reference = "Getis and Ord 1992, Geographical Analysis 24";
    operation.parameters.push_back(column_parameter("variable", "Variable", "The column to test."));
    for (Parameter& parameter : binary_weights_parameters("the statistic is defined for them."))
        operation.parameters.push_back(std::move(parameter));
    for (Parameter& parameter : inference_parameters(false))
        operation.parameters.push_back(std::move(parameter));
    operation.run = run_general_g;
    return operation;
}

}  // namespace safeground::ops
