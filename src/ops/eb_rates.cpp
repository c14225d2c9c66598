#include <fmt/format.h>

#include <cmath>

#include "ops/catalogue.hpp"
#include "ops/common.hpp"
#include "ops/words.hpp"
#include "stats/rates.hpp"

namespace safeground::ops {
namespace {

void scale(std::vector<double>& rates, double per) {
    for (double& rate : rates) rate *= per;
}

core::Result<Output> smooth(const Inputs& inputs, const core::Record& parameters, bool spatial,
                            const core::Progress& progress) {
    const core::Table& areas = *inputs.areas;
    const std::string events_name = text_of(parameters, "variable"),
                      people_name = text_of(parameters, "population");
    core::Result<Variable> events = variable_of(areas, events_name);
    if (!events) return events.failure();
    core::Result<Variable> people = variable_of(areas, people_name);
    if (!people) return people.failure();
    const double per = number_of(parameters, "per");
    stats::EmpiricalBayesOptions options;
    if (text_of(parameters, "convention") == "spdep") options.convention = stats::Convention::Spdep;

    Output out;
    out.warnings = events->warnings;
    out.warnings.insert(out.warnings.end(), people->warnings.begin(), people->warnings.end());
    std::string how = "shrunk to the rate of all areas";
    core::Result<stats::EmpiricalBayes> rates = core::refuse("");
    if (spatial) {
        core::Result<core::Weights> weights = weights_of(inputs, parameters, progress);
        if (!weights) return weights.failure();
        take_warnings(out.warnings, weights.diagnostics());
        out.links = weights->links();
        how = "shrunk to the rate of each area with its neighbours (" + weights->description + ")";
        rates = stats::spatial_eb_rates(events->values, people->values, *weights, options);
    } else {
        rates = stats::eb_rates(events->values, people->values, options);
    }
    if (!rates) return rates.failure();
    if (!std::isfinite(rates->rate * per))
        return core::refuse(fmt::format("“{}” is so small that there is no rate over it.", people_name))
            .in_file(areas.info.path)
            .in_column(people_name)
            .remedy("Choose a column that counts people.");
    take_warnings(out.warnings, rates.diagnostics());
    scale(rates->raw, per);
    scale(rates->smoothed, per);

    out.n = rates->n;
    out.undefined = rates->undefined;
    out.islands = rates->islands;
    out.result.set("rate", rates->rate * per);
    out.result.set("prior_mean", rates->prior_mean * per);
    out.result.set("prior_variance", rates->prior_variance * per * per);

    core::Table table = result_table(areas, spatial ? "spatial-eb-rates" : "eb-rates", "Smoothed rates");
    const std::string unit = per == 1 ? "per head" : "per " + core::grouped(per);
    table.info.definition = fmt::format("{} over {}, {}, {}.", events->column->shown_title(),
                                        people->column->shown_title(), unit, how);
    // With people of the user's choice, even two digits of a neighbour's smoothed rate tell a hidden count.
    const std::vector<std::string> from = {events_name + "!", people_name + "!"};
    add_derived(table, "raw", "Rate as counted, " + unit, rates->raw, from);
    add_derived(table, "smoothed", "Smoothed rate, " + unit, rates->smoothed, from);
    add_derived(table, "shrinkage", "Weight of the area's own rate", rates->shrinkage, from);
    carry(table, areas, events_name);
    carry(table, areas, people_name);
    out.table = std::make_shared<const core::Table>(std::move(table));
    out.sentence = fmt::format(
        "{} over {} is {} {} in {}; each area's rate is {} (empirical Bayes, method of moments), the more "
        "the fewer "
        "people live there.",
        events->column->shown_title(), people->column->shown_title(), figure(rates->rate * per), unit,
        counted(rates->n, "area", "areas"), how);
    out.layer_name = "Smoothed rate, " + events->column->shown_title();
    core::ChoroplethStyle style;
    style.column = "smoothed";
    style.ramp = "blue";
    out.style = style;
    return out;
}

core::Result<Output> run_eb_rates(const Inputs& inputs, const core::Record& parameters,
                                  const core::Progress& progress) {
    return smooth(inputs, parameters, flag_of(parameters, "spatial"), progress);
}

core::Result<Output> run_spatial_eb_rates(const Inputs& inputs, const core::Record& parameters,
                                          const core::Progress& progress) {
    return smooth(inputs, parameters, true, progress);
}

}  // namespace

Operation eb_rates_operation() {
    Operation operation;
    operation.name = "eb-rates";
    operation.title = "Smoothed rates (empirical Bayes)";
    operation.group = Group::Rates;
    operation.help =
        "Rates that do not mistake small numbers for high risk: each is drawn to the common rate the more, "
        "the "
        "fewer people it rests on.";
    operation.assumptions =
        "Events are of the people counted in the population. Where few live and many pass (town centres), "
        "residents "
        "are the wrong denominator: use a daytime population and say so.";
    operation.reference = "Marshall 1991, Applied Statistics 40";
    operation.parameters.push_back(column_parameter("variable", "Events", "The column that counts events."));
    operation.parameters.push_back(
        column_parameter("population", "Population",
                         "The column that counts the people at risk, of the ages that the events concern."));
    Parameter spatial;
    spatial.name = "spatial";
    spatial.title = "Smooth within neighbours";
    spatial.help =
        "false by default: rates shrink to the rate of all areas. true: each shrinks to the rate of the area "
        "and its "
        "neighbours, where levels differ across the map.";
    spatial.kind = ParameterKind::Flag;
    spatial.default_value = false;
    operation.parameters.push_back(spatial);
    Parameter per;
    per.name = "per";
    per.title = "Rate per";
    per.help =
        "People that a rate is given for; 1 (per head) by default, so that numbers agree with other "
        "programs.";
    per.kind = ParameterKind::Number;
    per.default_value = 1.0;
    per.minimum = 1;
    per.maximum = 1'000'000;
    operation.parameters.push_back(per);
    for (Parameter& parameter : weights_parameters()) operation.parameters.push_back(std::move(parameter));
    for (Parameter& parameter : inference_parameters(false))
        if (parameter.name == "convention") operation.parameters.push_back(std::move(parameter));
    operation.run = run_eb_rates;
    return operation;
}

Operation spatial_eb_rates_operation() {
    Operation operation = eb_rates_operation();
    operation.name = "spatial-eb-rates";
    operation.title = "Smoothed rates within neighbours (spatial empirical Bayes)";
    operation.group = Group::Rates;
    operation.help =
        "Rates that do not mistake small numbers for high risk: each is drawn to the rate of the area and "
        "its "
        "neighbours, where levels differ across the map. The same as eb-rates with spatial true.";
    std::erase_if(operation.parameters,
                  [](const Parameter& parameter) { return parameter.name == "spatial"; });
    operation.run = run_spatial_eb_rates;
    return operation;
}

}  // namespace safeground::ops
