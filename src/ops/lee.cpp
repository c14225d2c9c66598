#include "stats/lee.hpp"

#include <fmt/format.h>

#include "ops/catalogue.hpp"
#include "ops/common.hpp"
#include "ops/global_answer.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

std::string verdict(const stats::GlobalLee& lee, double level) {
    if (!(lee.p <= level))
        return "no more and no less than their correlation, scattered over the map, would give";
    return lee.statistic > lee.expected
               ? "more alike than their correlation, scattered over the map, would give"
               : "more opposed than their correlation, scattered over the map, would give";
}

/// The area itself, where wanted, is added before rows are standardised, with the weight of a link.
core::Result<core::Weights> lee_weights(const Inputs& inputs, const core::Record& parameters,
                                        const core::Progress& progress) {
    if (!flag_of(parameters, "self")) return weights_of(inputs, parameters, progress);
    core::Record plain = parameters;
    plain.set("standardise", "none");
    core::Result<core::Weights> links = weights_of(inputs, plain, progress);
    if (!links) return links;
    core::Weights own = core::with_self(*links);
    if (text_of(parameters, "standardise") == "row") own = core::row_standardise(std::move(own));
    return core::Result<core::Weights>(std::move(own), links.diagnostics());
}

core::Result<Output> run_lee(const Inputs& inputs, const core::Record& parameters,
                             const core::Progress& progress) {
    core::Result<Variable> x = variable_of(*inputs.areas, text_of(parameters, "variable"));
    if (!x) return x.failure();
    core::Result<Variable> y = variable_of(*inputs.areas, text_of(parameters, "variable2"));
    if (!y) return y.failure();
    core::Result<core::Weights> weights = lee_weights(inputs, parameters, progress.part(0, 0.3));
    if (!weights) return weights.failure();
    const Inference inference = inference_of(parameters);
    core::Result<stats::GlobalLee> lee =
        stats::global_lee(x->values, y->values, *weights, global_options(inference), progress.part(0.3, 1));
    if (!lee) return lee.failure();

    Output out;
    out.warnings = x->warnings;
    out.warnings.insert(out.warnings.end(), y->warnings.begin(), y->warnings.end());
    take_warnings(out.warnings, weights.diagnostics());
    take_warnings(out.warnings, lee.diagnostics());
    set_use(out, *lee);
    set_answer(out.result, *lee);
    out.result.set("correlation", lee->correlation);
    out.sentence = fmt::format(
        "Over {}, {} and {} around each area are {}: Lee's L is {} where {} is expected of their correlation "
        "of "
        "{} without a pattern (z {}, p {}); {}, pairs shuffled together; {}.",
        counted(lee->n, "area", "areas"), x->column->shown_title(), y->column->shown_title(),
        verdict(*lee, 0.05), figure(lee->statistic), figure(lee->expected), figure(lee->correlation),
        figure(lee->z), p_text(lee->p), inference_words(inference, lee->tail, false), weights->description);
    out.layer_name = "Lee's L";
    return out;
}

}  // namespace

Operation lee_operation() {
    Operation operation;
    operation.name = "lee";
    operation.title = "Do two patterns coincide? (Lee's L)";
    operation.group = Group::Together;
    operation.help =
        "The correlation of two columns after each area is averaged with its surroundings: whether the two "
        "are "
        "high and low in the same neighbourhoods.";
    operation.assumptions =
        "It mixes the correlation within areas with the smoothness of the map, so it is compared with what "
        "that "
        "correlation, scattered over the map, would give: the two values of an area stay together and are "
        "shuffled as a pair. It is no proof that one causes the other.";
    operation.reference =
        "Lee 2001, Journal of Geographical Systems 3; Lee 2004, Environment and Planning A 36";
    operation.parameters.push_back(column_parameter("variable", "Variable", "The first column."));
    operation.parameters.push_back(column_parameter("variable2", "Second variable", "The second column."));
    for (Parameter& parameter : weights_parameters()) operation.parameters.push_back(std::move(parameter));
    Parameter self;
    self.name = "self";
    self.title = "Count the area itself";
    self.help =
        "true: each area belongs to its own neighbourhood, as in Lee's paper. false by default, so that "
        "numbers "
        "agree with other programs, which take the neighbours as they are.";
    self.kind = ParameterKind::Flag;
    self.default_value = false;
    self.detail = true;
    operation.parameters.push_back(self);
    for (Parameter& parameter : inference_parameters(false))
        operation.parameters.push_back(std::move(parameter));
    operation.run = run_lee;
    return operation;
}

}  // namespace safeground::ops
