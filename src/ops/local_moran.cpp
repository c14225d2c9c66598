#include "stats/local_moran.hpp"

#include "ops/local_statistics.hpp"

namespace safeground::ops {
namespace {

core::Result<LocalFinding> find(const LocalTask& task, const core::Progress& progress) {
    auto options = with_inference(stats::LocalMoranOptions{}, task.inference);
    if (text_of(task.parameters, "moments") == "total")
        options.moments = stats::LocalMoments::TotalRandomisation;
    return found(stats::local_moran(task.values[0], task.weights, options, progress),
                 [](const stats::LocalMoran& moran) { return quadrant_kinds(moran.quadrant); });
}

}  // namespace

LocalStatistic local_moran_statistic() {
    LocalStatistic out;
    out.name = "local-moran";
    out.title = "Clusters and outliers (local Moran)";
    out.group = Group::Clusters;
    out.symbol = "local Moran";
    out.help =
        "Where high values lie among high ones, low among low, and which areas differ from those around "
        "them.";
    out.assumptions =
        "Each area is tested against a reshuffling of all other areas. Many areas are tested at once, so "
        "p-values are corrected. Rates of small numbers should be smoothed first (eb-rates) or tested as "
        "such "
        "(eb-local-moran).";
    out.reference =
        "Anselin 1995, Geographical Analysis 27; Sokal, Oden and Thomson 1998, Geographical Analysis 30; "
        "Caldas de Castro and Singer 2006, Geographical Analysis 38";
    out.columns = {column_parameter("variable", "Variable", "The column to test.")};
    Parameter moments;
    moments.name = "moments";
    moments.title = "Moments";
    moments.help =
        "What expectation, variance and z-score assume: conditional by default, the area's own value held "
        "fixed as in the permutation; total shuffles all values.";
    moments.kind = ParameterKind::Choice;
    moments.choices = {"conditional", "total"};
    moments.default_value = "conditional";
    moments.detail = true;
    out.own = {moments};
    out.kinds = quadrant_kinds();
    out.statistic_title = "Local Moran's I";
    out.table = {LocalColumn::Lag,       LocalColumn::Statistic, LocalColumn::Expected,
                 LocalColumn::Variance,  LocalColumn::Z,         LocalColumn::P,
                 LocalColumn::PAdjusted, LocalColumn::What,      LocalColumn::Significant};
    out.run = find;
    out.style = core::ClusterStyle{};
    return out;
}

}  // namespace safeground::ops
