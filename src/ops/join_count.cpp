#include "stats/join_count.hpp"

#include <fmt/format.h>

#include <cmath>

#include "ops/catalogue.hpp"
#include "ops/common.hpp"
#include "ops/global_answer.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

std::string verdict(const stats::JoinCount& joins, double level) {
    if (!(joins.bb.p <= level)) return "are neighbours as often as chance would have it";
    return joins.bb.statistic > joins.bb.expected ? "are neighbours more often than chance would have it"
                                                  : "are neighbours less often than chance would have it";
}

/// Whole counts as whole numbers: the gate holds those back where they count areas with hidden cells.
core::Value joins_value(double joins) {
    return joins == std::floor(joins) ? core::Value(static_cast<std::int64_t>(joins)) : core::Value(joins);
}

void set_count(core::Record& result, const std::string& name, const stats::GlobalStatistic& joins) {
    result.set("expected_" + name, joins.expected);
    result.set("variance_" + name, joins.variance);
    result.set("z_" + name, joins.z);
    result.set("p_" + name, joins.p_analytic);
    result.set("p_permutation_" + name, joins.p_permutation);
}

core::Result<Output> run_join_count(const Inputs& inputs, const core::Record& parameters,
                                    const core::Progress& progress) {
    core::Result<Variable> variable = variable_of(*inputs.areas, text_of(parameters, "variable"));
    if (!variable) return variable.failure();
    const std::string& title = variable->column->shown_title();
    std::string kind = "of 1 in " + title;
    if (text_of(parameters, "above") != "none") {
        const double cut = number_of(parameters, "above");
        for (double& value : variable->values)
            if (!std::isnan(value)) value = value > cut ? 1 : 0;
        kind = fmt::format("above {} in {}", figure(cut), title);
    }
    core::Result<core::Weights> weights = weights_of(inputs, parameters, progress.part(0, 0.3));
    if (!weights) return weights.failure();
    const Inference inference = inference_of(parameters);
    core::Result<stats::JoinCount> joins =
        stats::join_count(variable->values, *weights, global_options(inference), progress.part(0.3, 1));
    if (!joins) return joins.failure();

    Output out;
    out.warnings = variable->warnings;
    take_warnings(out.warnings, weights.diagnostics());
    take_warnings(out.warnings, joins.diagnostics());
    set_use(out, *joins);
    out.result.set("bb", joins_value(joins->bb.statistic));
    out.result.set("bw", joins_value(joins->bw.statistic));
    out.result.set("ww", joins_value(joins->ww.statistic));
    out.result.set("expected_bb", joins->bb.expected);
    out.result.set("variance_bb", joins->bb.variance);
    out.result.set("z", joins->bb.z);
    out.result.set("p", joins->bb.p_analytic);
    out.result.set("p_permutation", joins->bb.p_permutation);
    set_count(out.result, "bw", joins->bw);
    set_count(out.result, "ww", joins->ww);
    out.result.set("chi_square", joins->chi_square);
    out.result.set("p_chi_square", joins->p_chi_square);
    out.sentence = fmt::format(
        "Over {}, areas {} {}: {} of {} joins are between two of them, where {} are expected without a "
        "pattern "
        "(z {}, p {}), and {} join one of them with one of the rest; {}; {}.",
        counted(joins->n, "area", "areas"), kind, verdict(*joins, 0.05), figure(joins->bb.statistic),
        figure(joins->total), figure(joins->bb.expected), figure(joins->bb.z), p_text(joins->bb.p),
        figure(joins->bw.statistic), inference_words(inference, joins->tail, false), weights->description);
    out.layer_name = "Join counts";
    return out;
}

}  // namespace

Operation join_count_operation() {
    Operation operation;
    operation.name = "join-count";
    operation.title = "Are areas of one kind neighbours? (join counts)";
    operation.group = Group::Pattern;
    operation.help =
        "Counts the borders between two areas of a kind (bb), between the others (ww), and between one and "
        "the "
        "other (bw), and says how many chance would make. For example: areas with high risk and no "
        "provision. "
        "The upper tail asks for more alike than chance: more bb, more ww, fewer bw.";
    operation.assumptions =
        "The column is 0 or 1, or a cut is given. How many areas are of the kind is taken as it is; only "
        "where "
        "they lie is tested. A cut chosen after looking at the map makes the p-value too small. The "
        "chi-square "
        "treats joins as independent, which they are not: it is there to reconcile numbers.";
    operation.reference =
        "Moran 1948, Journal of the Royal Statistical Society B 10; Cliff and Ord 1981, "
        "Spatial Processes";
    operation.parameters.push_back(
        column_parameter("variable", "Variable", "The column of 0 and 1, or of numbers to cut (see above)."));
    Parameter above;
    above.name = "above";
    above.title = "Counts as 1 above";
    above.help =
        "Areas with more than this count as 1, the others as 0. none by default: the column holds 0 and 1 "
        "itself.";
    above.kind = ParameterKind::Number;
    above.choices = {"none"};
    above.default_value = "none";
    operation.parameters.push_back(above);
    for (Parameter& parameter : binary_weights_parameters("a join is a border, and each counts as one."))
        operation.parameters.push_back(std::move(parameter));
    for (Parameter& parameter : inference_parameters(false))
        operation.parameters.push_back(std::move(parameter));
    operation.run = run_join_count;
    return operation;
}

}  // namespace safeground::ops
