#include <fmt/format.h>

#include "ops/catalogue.hpp"
#include "ops/common.hpp"
#include "ops/global_answer.hpp"
#include "ops/words.hpp"
#include "stats/moran.hpp"
#include "stats/rates.hpp"

namespace safeground::ops {
namespace {

std::string verdict(const stats::GlobalMoran& moran, double level) {
    if (!(moran.p <= level)) return "no more alike or different than chance would have it";
    return moran.statistic > moran.expected ? "alike more than chance would have it (clustered)"
                                            : "different more than chance would have it (dispersed)";
}

core::Result<Output> run_global_moran(const Inputs& inputs, const core::Record& parameters,
                                      const core::Progress& progress) {
    const std::string name = text_of(parameters, "variable");
    core::Result<Variable> variable = variable_of(*inputs.areas, name);
    if (!variable) return variable.failure();
    core::Result<core::Weights> weights = weights_of(inputs, parameters, progress.part(0, 0.3));
    if (!weights) return weights.failure();
    const Inference inference = inference_of(parameters);
    std::string title = variable->column->shown_title();
    std::vector<std::string> warnings = variable->warnings;
    if (const core::Value& people = *parameters.find("population"); !people.undefined()) {
        core::Result<Variable> population = variable_of(*inputs.areas, people.text());
        if (!population) return population.failure();
        warnings.insert(warnings.end(), population->warnings.begin(), population->warnings.end());
        core::Result<stats::EbStandardised> rates =
            stats::eb_standardised(variable->values, population->values);
        if (!rates) return rates.failure();
        take_warnings(warnings, rates.diagnostics());
        variable->values = std::move(rates->values);
        title = fmt::format("the standardised rate of {} over {}", title, population->column->shown_title());
    }
    core::Result<stats::GlobalMoran> moran = stats::global_moran(
        variable->values, *weights, moran_options(inference, parameters), progress.part(0.3, 1));
    if (!moran) return moran.failure();

    Output out;
    out.warnings = std::move(warnings);
    take_warnings(out.warnings, weights.diagnostics());
    take_warnings(out.warnings, moran.diagnostics());
    if (moran->variance_randomisation < 0)
        out.warnings.push_back(
            "The variance under randomisation is negative: a few extreme values dominate.");
    out.n = moran->n;
    out.undefined = moran->undefined;
    out.islands = moran->islands;
    out.links = moran->links;
    out.result.set("statistic", moran->statistic);
    out.result.set("expected", moran->expected);
    out.result.set("variance", moran->variance);
    out.result.set("z", moran->z);
    out.result.set("p", moran->p_analytic);
    out.result.set("p_permutation", moran->p_permutation);

    const double level = 0.05;
    out.sentence = fmt::format(
        "Over {}, neighbours are {} in {}: Moran's I is {} where {} is expected without a pattern (z {}, p "
        "{}); {}; {}.",
        counted(moran->n, "area", "areas"), verdict(*moran, level), title, figure(moran->statistic),
        figure(moran->expected), figure(moran->z), p_text(moran->p),
        inference_words(inference, moran->tail, false), weights->description);
    out.layer_name = "Moran's I";
    return out;
}

}  // namespace

Operation global_moran_operation() {
    Operation operation;
    operation.name = "global-moran";
    operation.title = "Is there a pattern at all? (Moran's I)";
    operation.group = Group::Pattern;
    operation.help =
        "Whether neighbouring areas are alike, over the whole map, more than chance would have it.";
    operation.assumptions =
        "One number for the whole map: it says nothing about where. Rates of small numbers vary most where "
        "few people "
        "live; smooth them first (eb-rates). Ranks and deciles are not measurements.";
    operation.reference =
        "Moran 1950, Biometrika 37; Cliff and Ord 1981, Spatial Processes; Assuncao and Reis 1999, "
        "Statistics in "
        "Medicine 18 (rates)";
    operation.parameters.push_back(column_parameter("variable", "Variable", "The column to test."));
    Parameter population =
        column_parameter("population", "Over population",
                         "The people at risk, where the variable counts events: then rates are tested, "
                         "standardised by how much chance "
                         "alone would move each (empirical Bayes). None by default: the variable as it is.");
    population.optional = true;
    operation.parameters.push_back(std::move(population));
    for (Parameter& parameter : weights_parameters()) operation.parameters.push_back(std::move(parameter));
    for (Parameter& parameter : inference_parameters(false))
        operation.parameters.push_back(std::move(parameter));
    operation.parameters.push_back(variance_parameter());
    operation.run = run_global_moran;
    return operation;
}

}  // namespace safeground::ops
