#include "stats/correlogram.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "geo/build_weights.hpp"
#include "ops/catalogue.hpp"
#include "ops/common.hpp"
#include "ops/global_answer.hpp"
#include "ops/positions.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

core::Record lag_record(const stats::CorrelogramLag& lag) {
    core::Record record;
    record.set("from", lag.from);
    record.set("to", lag.to);
    record.set("pairs", lag.pairs);
    record.set("links", lag.links);
    record.set("without", lag.without);
    set_answer(record, lag);
    record.set("p_adjusted", lag.p_adjusted);
    record.set("significant", lag.significant);
    return record;
}

/// "1 (0.5, p 0.002), 2 (0.14, p 0.05)": each lag with its statistic.
std::string lag_words(const stats::Correlogram& correlogram, bool by_distance) {
    std::string words;
    for (const stats::CorrelogramLag& lag : correlogram.lags) {
        const std::string reach = by_distance ? fmt::format("up to {} m", figure(lag.to)) : figure(lag.to);
        words += (words.empty() ? "" : ", ") +
                 (lag.pairs == 0
                      ? fmt::format("{} (no pairs)", reach)
                      : fmt::format("{} ({}, p {})", reach, figure(lag.statistic), p_text(lag.p_adjusted)));
    }
    return words;
}

/// How many lags from the first on are significantly alike.
std::size_t reach_of(const stats::Correlogram& correlogram) {
    std::size_t reach = 0;
    while (reach < correlogram.lags.size() && correlogram.lags[reach].significant &&
           correlogram.lags[reach].z > 0)
        ++reach;
    return reach;
}

std::string verdict(const stats::Correlogram& correlogram, bool by_distance) {
    const std::size_t reach = reach_of(correlogram);
    if (reach == 0) return "nearest neighbours are no more alike than chance would have it";
    const double to = correlogram.lags[reach - 1].to;
    return by_distance ? fmt::format("areas are alike up to {} m", figure(to))
                       : fmt::format("areas are alike up to {}",
                                     counted(static_cast<std::size_t>(to), "step", "steps"));
}

core::Result<Output> run_correlogram(const Inputs& inputs, const core::Record& parameters,
                                     const core::Progress& progress) {
    core::Result<Variable> variable = variable_of(*inputs.areas, text_of(parameters, "variable"));
    if (!variable) return variable.failure();
    const Inference inference = inference_of(parameters);
    stats::CorrelogramOptions options;
    options.statistic =
        text_of(parameters, "statistic") == "geary" ? stats::MapStatistic::Geary : stats::MapStatistic::Moran;
    options.permutations = inference.permutations;
    options.seed = inference.seed;
    options.threads = inference.threads;
    options.tail = inference.tail;
    options.convention = inference.convention;
    options.assumption = moran_options(inference, parameters).assumption;
    options.alpha = inference.alpha;
    options.correction = inference.correction;
    const auto lags = static_cast<int>(integer_of(parameters, "lags"));
    const bool by_distance = text_of(parameters, "by") == "distance";

    Output out;
    out.warnings = variable->warnings;
    std::string how;
    core::Result<stats::Correlogram> correlogram = core::refuse("");
    if (by_distance) {
        core::Result<Positions> at = positions_of(*inputs.areas);
        if (!at) return at.failure();
        double width = geo::full_connection_distance_m(at->points);
        if (text_of(parameters, "width") != "auto") width = number_of(parameters, "width");
        std::vector<double> edges;
        for (int lag = 0; lag <= lags; ++lag) edges.push_back(lag * width);
        how = fmt::format("bands of {} m between {}, binary", figure(width), at->words);
        out.result.set("width", width);
        correlogram = stats::distance_correlogram(variable->values, at->x, at->y, edges, options, progress);
    } else {
        core::Result<core::Weights> weights = weights_of(inputs, parameters, progress.part(0, 0.3));
        if (!weights) return weights.failure();
        take_warnings(out.warnings, weights.diagnostics());
        how = "steps of " + weights->description;
        correlogram =
            stats::contiguity_correlogram(variable->values, *weights, lags, options, progress.part(0.3, 1));
    }
    if (!correlogram) return correlogram.failure();
    take_warnings(out.warnings, correlogram.diagnostics());
    std::vector<core::Value> rows;
    for (const stats::CorrelogramLag& lag : correlogram->lags) {
        rows.emplace_back(lag_record(lag));
        out.links += lag.links;
        if (lag.pairs == 0)
            out.warnings.push_back(
                by_distance ? fmt::format("No two areas are between {} and {} m apart.", figure(lag.from),
                                          figure(lag.to))
                            : fmt::format("No two areas are {} apart.",
                                          counted(static_cast<std::size_t>(lag.to), "step", "steps")));
    }
    out.n = correlogram->n;
    out.undefined = correlogram->undefined;
    out.islands = correlogram->islands;
    out.result.set("lags", rows);
    out.result.set("cutoff", correlogram->cutoff);
    const char* name = options.statistic == stats::MapStatistic::Geary ? "Geary's c" : "Moran's I";
    out.sentence = fmt::format("Over {}, {} in {}. {} by lag: {}; {}; {}.",
                               counted(correlogram->n, "area", "areas"), verdict(*correlogram, by_distance),
                               variable->column->shown_title(), name, lag_words(*correlogram, by_distance),
                               inference_words(inference, correlogram->tail, true), how);
    out.layer_name = "Correlogram";
    return out;
}

}  // namespace

Operation correlogram_operation() {
    Operation operation;
    operation.name = "correlogram";
    operation.title = "How far does the pattern reach? (correlogram)";
    operation.group = Group::Pattern;
    operation.help =
        "Moran's I (or Geary's c) of areas that are one, two, three steps or distance bands apart: where it "
        "falls to nothing, the pattern ends. One row a lag in the answer, under lags.";
    operation.assumptions =
        "Lags share the same values, so their p-values go up and down together; they are corrected for their "
        "number. Far lags rest on areas at the edges of the map. All lags use the same areas and the same "
        "mean.";
    operation.reference =
        "Cliff and Ord 1981, Spatial Processes; Legendre and Legendre 2012, Numerical Ecology";
    operation.parameters.push_back(column_parameter("variable", "Variable", "The column to test."));
    Parameter by;
    by.name = "by";
    by.title = "Lags by";
    by.help =
        "contiguity by default: steps along the neighbours, which suits areas of unequal size. distance: "
        "bands "
        "of equal width between centroids.";
    by.kind = ParameterKind::Choice;
    by.choices = {"contiguity", "distance"};
    by.default_value = "contiguity";
    operation.parameters.push_back(by);
    Parameter lags;
    lags.name = "lags";
    lags.title = "Lags";
    lags.help = "How many steps or bands; 5 by default, since further away few pairs are left.";
    lags.kind = ParameterKind::Integer;
    lags.default_value = 5;
    lags.minimum = 1;
    lags.maximum = 50;
    operation.parameters.push_back(lags);
    Parameter width;
    width.name = "width";
    width.title = "Width of a band";
    width.help =
        "For lags by distance. auto by default: the shortest distance at which every area has a neighbour, "
        "so "
        "that the first band leaves nobody out.";
    width.kind = ParameterKind::Number;
    width.unit = "m";
    width.minimum = 1e-6;
    width.maximum = 10'000'000;
    width.choices = {"auto"};
    width.default_value = "auto";
    operation.parameters.push_back(width);
    Parameter statistic;
    statistic.name = "statistic";
    statistic.title = "Statistic";
    statistic.help = "moran by default, the common one; geary looks at differences between the two areas.";
    statistic.kind = ParameterKind::Choice;
    statistic.choices = {"moran", "geary"};
    statistic.default_value = "moran";
    operation.parameters.push_back(statistic);
    for (Parameter& parameter : weights_parameters()) operation.parameters.push_back(std::move(parameter));
    for (Parameter& parameter : inference_parameters(true)) {
        if (parameter.name == "correction") parameter.title = "Correction for many lags";
        operation.parameters.push_back(std::move(parameter));
    }
    operation.parameters.push_back(variance_parameter());
    operation.run = run_correlogram;
    return operation;
}

}  // namespace safeground::ops
