#include "stats/getis_ord.hpp"

#include <fmt/format.h>

#include "ops/catalogue.hpp"
#include "ops/common.hpp"
#include "ops/local_statistic.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

core::Table table_of(const core::Table& areas, const std::string& variable, const stats::GetisOrd& local,
                     const stats::Adjusted& adjusted, const std::vector<stats::Spot>& spots,
                     const std::string& title) {
    core::Table table = result_table(areas, "getis-ord", title);
    carry(table, areas, variable, "value");
    const std::vector<std::string> from = {"value"};
    add_derived(table, "z", "z-score", local.z, from);
    add_derived(table, "p", "p-value, normal approximation", local.p_analytic, from);
    add_derived(table, "p_permutation", "p-value, permutations", local.p_permutation, from);
    add_derived(table, "p_adjusted", "p-value, corrected", adjusted.p_adjusted, from);
    std::vector<std::string> words(areas.rows);
    for (std::size_t row = 0; row < areas.rows; ++row)
        if (spots[row] != stats::Spot::Undefined) words[row] = stats::name(spots[row]);
    add_derived(table, "class", "Hot or cold", words, from);
    return table;
}

core::Result<Output> run_getis_ord(const Inputs& inputs, const core::Record& parameters,
                                   const core::Progress& progress) {
    const std::string name = text_of(parameters, "variable");
    core::Result<Variable> variable = variable_of(*inputs.areas, name);
    if (!variable) return variable.failure();
    core::Result<core::Weights> weights = weights_of(inputs, parameters, progress.part(0, 0.2));
    if (!weights) return weights.failure();
    const Inference inference = inference_of(parameters);
    stats::GetisOrdOptions options;
    options.star = flag_of(parameters, "star");
    set_inference(options, inference);
    core::Result<stats::GetisOrd> local =
        stats::getis_ord(variable->values, *weights, options, progress.part(0.2, 1));
    if (!local) return local.failure();
    const stats::Adjusted adjusted =
        stats::adjust(local->p, inference.correction, inference.alpha, inference.convention);
    const std::vector<stats::Spot> spots = stats::significant_spots(*local, adjusted.significant);
    std::size_t hot = 0, cold = 0;
    for (const stats::Spot spot : spots) {
        hot += spot == stats::Spot::Hot;
        cold += spot == stats::Spot::Cold;
    }

    Output out = output_of(local, *variable, weights, inference, adjusted);
    if (inference.permutations == 0 && local->n < 30)
        out.warnings.push_back(fmt::format("The normal approximation is poor with {}: use permutations.",
                                           counted(local->n, "area", "areas")));
    out.result.set("hot", hot);
    out.result.set("cold", cold);
    out.result.set("cutoff", adjusted.cutoff);

    const char* symbol = options.star ? "Gi*" : "Gi";
    core::Table table =
        table_of(*inputs.areas, name, *local, adjusted, spots, fmt::format("Hot spots ({})", symbol));
    const std::string how =
        fmt::format("{}; {}", inference_words(inference, local->tail, true), weights->description);
    table.info.definition = fmt::format("{} of {}: {}.", symbol, variable->column->shown_title(), how);
    out.table = std::make_shared<const core::Table>(std::move(table));
    out.sentence =
        fmt::format("{} of {} are hot in {} and {} cold ({}, {}): {}; {}.", hot,
                    counted(adjusted.tested, "area", "areas"), variable->column->shown_title(), cold, symbol,
                    options.star ? "each area with its neighbours" : "each area's neighbours without itself",
                    inference_words(inference, local->tail, true), weights->description);
    out.layer_name = fmt::format("Hot spots ({}), {}", symbol, variable->column->shown_title());
    out.style = core::HotspotStyle{};
    return out;
}

}  // namespace

Operation getis_ord_operation() {
    Operation operation;
    operation.name = "getis-ord";
    operation.title = "Hot and cold spots (Getis-Ord Gi*)";
    operation.help = "Where high values, or low ones, lie together more than chance would have it.";
    operation.assumptions =
        "Counts show where to go, smoothed rates (eb-rates) where risk is high: say which. On sparse counts "
        "the normal "
        "approximation is poor in its tail, so permutations are the default. Many areas are tested at once, "
        "so p-values "
        "are corrected.";
    operation.reference =
        "Getis and Ord 1992, Geographical Analysis 24; Ord and Getis 1995, Geographical Analysis 27";
    operation.parameters.push_back(column_parameter("variable", "Variable", "The column to test."));
    Parameter star;
    star.name = "star";
    star.title = "Count the area itself (Gi*)";
    star.help =
        "true by default: the area belongs to its own neighbourhood (Gi*), so that one very high area is hot "
        "itself; "
        "false looks only at its neighbours (Gi).";
    star.kind = ParameterKind::Flag;
    star.default_value = true;
    operation.parameters.push_back(star);
    for (Parameter& parameter : weights_parameters()) operation.parameters.push_back(std::move(parameter));
    for (Parameter& parameter : inference_parameters(true))
        operation.parameters.push_back(std::move(parameter));
    operation.run = run_getis_ord;
    return operation;
}

}  // namespace safeground::ops
