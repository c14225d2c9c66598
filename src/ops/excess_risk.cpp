#include <fmt/format.h>

#include <cmath>

#include "ops/catalogue.hpp"
#include "ops/common.hpp"
#include "ops/words.hpp"
#include "stats/multiple_testing.hpp"
#include "stats/rates.hpp"

namespace safeground::ops {
namespace {

stats::Correction correction_of(const core::Record& parameters) {
    const std::string word = text_of(parameters, "correction");
    return word == "none"         ? stats::Correction::None
           : word == "bonferroni" ? stats::Correction::Bonferroni
           : word == "by"         ? stats::Correction::BenjaminiYekutieli
                                  : stats::Correction::BenjaminiHochberg;
}

core::Result<Output> run_excess_risk(const Inputs& inputs, const core::Record& parameters,
                                     const core::Progress&) {
    const core::Table& areas = *inputs.areas;
    const std::string events_name = text_of(parameters, "variable"),
                      people_name = text_of(parameters, "population");
    core::Result<Variable> events = variable_of(areas, events_name);
    if (!events) return events.failure();
    core::Result<Variable> people = variable_of(areas, people_name);
    if (!people) return people.failure();
    core::Result<stats::ExcessRisk> risk = stats::excess_risk(events->values, people->values);
    if (!risk) return risk.failure();
    if (!std::isfinite(risk->rate))
        return core::refuse(fmt::format("“{}” is so small that there is no rate over it.", people_name))
            .in_file(areas.info.path)
            .in_column(people_name)
            .remedy("Choose a column that counts people.");

    const std::string tail = text_of(parameters, "tail");
    const std::vector<double>& p = tail == "upper"   ? risk->p_upper
                                   : tail == "lower" ? risk->p_lower
                                                     : risk->p_two_sided;
    const double alpha = number_of(parameters, "alpha");
    const stats::Adjusted adjusted = stats::adjust(p, correction_of(parameters), alpha);
    std::vector<std::string> classes(areas.rows);
    std::size_t higher = 0, lower = 0;
    for (std::size_t row = 0; row < areas.rows; ++row) {
        if (!(p[row] >= 0)) continue;
        classes[row] = !adjusted.significant[row] ? "as expected"
                       : risk->excess[row] > 1    ? "higher"
                                                  : "lower";
        higher += classes[row] == "higher";
        lower += classes[row] == "lower";
    }

    Output out;
    out.warnings = events->warnings;
    out.warnings.insert(out.warnings.end(), people->warnings.begin(), people->warnings.end());
    take_warnings(out.warnings, risk.diagnostics());
    out.n = risk->n;
    out.undefined = risk->undefined;
    out.result.set("rate", risk->rate);
    out.result.set("events", risk->events);
    out.result.set("higher", higher);
    out.result.set("lower", lower);
    out.result.set("cutoff", adjusted.cutoff);

    core::Table table = result_table(areas, "excess-risk", "Excess risk");
    table.info.definition =
        fmt::format("{} over {}, against the rate of all areas, which each area would have by chance alone.",
                    events->column->shown_title(), people->column->shown_title());
    // Asked again with other people or another level, the words alone would tell a hidden count.
    const std::vector<std::string> from = {events_name + "!", people_name + "!"};
    add_derived(table, "expected", "Events expected at the overall rate", risk->expected, from);
    add_derived(table, "excess", "Events over expected (1: the overall rate)", risk->excess, from);
    add_derived(table, "p", "Probability of a count this far off", p, from);
    add_derived(table, "p_adjusted", "The same, corrected for many areas", adjusted.p_adjusted, from);
    add_derived(table, "p_lower", "Probability of so few or fewer", risk->p_lower, from);
    add_derived(table, "p_upper", "Probability of so many or more", risk->p_upper, from);
    add_derived(table, "choynowski", "Choynowski's probability", risk->choynowski, from);
    add_derived(table, "class", "Against the overall rate", classes, from);
    carry(table, areas, events_name);
    carry(table, areas, people_name);
    out.table = std::make_shared<const core::Table>(std::move(table));
    out.sentence = fmt::format(
        "If {} happened everywhere at the overall rate of {} per head of {}, {} would have more than chance "
        "explains and {} fewer, of {}; exact Poisson probabilities, {}, {} at {}.",
        events->column->shown_title(), figure(risk->rate), people->column->shown_title(),
        counted(higher, "area", "areas"), lower, counted(risk->n, "area", "areas"), tail,
        text_of(parameters, "correction") == "none" ? "uncorrected"
                                                    : "corrected (" + text_of(parameters, "correction") + ")",
        percent(alpha));
    out.layer_name = "Excess risk, " + events->column->shown_title();
    core::ChoroplethStyle style;
    style.column = "excess";
    style.ramp = "blue";
    out.style = style;
    return out;
}

}  // namespace

Operation excess_risk_operation() {
    Operation operation;
    operation.name = "excess-risk";
    operation.title = "More than its share? (excess risk and probabilities)";
    operation.group = Group::Rates;
    operation.help =
        "Each area's count against what the overall rate would give it, and how surprising the difference "
        "is: "
        "the probability map of Choynowski.";
    operation.assumptions =
        "Events are independent and the overall rate is known. Most crime comes in repeats, so counts vary "
        "more "
        "than that and the probabilities are too small: read them as a ranking. Choynowski's column gives "
        "the "
        "side that the count is on, which is half of a two-sided p-value.";
    operation.reference = "Choynowski 1959, JASA 54; Marshall 1991, Applied Statistics 40";
    operation.parameters.push_back(
        column_parameter("variable", "Events", "The column that counts events, in whole numbers."));
    operation.parameters.push_back(
        column_parameter("population", "Population",
                         "The column that counts the people at risk, of the ages that the events concern."));
    for (Parameter& parameter : inference_parameters(true))
        if (parameter.name == "tail" || parameter.name == "alpha" || parameter.name == "correction")
            operation.parameters.push_back(std::move(parameter));
    operation.run = run_excess_risk;
    return operation;
}

}  // namespace safeground::ops
