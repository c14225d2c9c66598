#include "stats/local_geary.hpp"

#include "ops/local_statistics.hpp"

namespace safeground::ops {
namespace {

core::Result<LocalFinding> find(const LocalTask& task, const core::Progress& progress) {
    const std::vector<std::span<const double>> variables(task.values.begin(), task.values.end());
    return found(stats::local_geary(variables, task.weights,
                                    with_inference(stats::LocalGearyOptions{}, task.inference), progress),
                 [](const stats::LocalGeary& geary) {
                     std::vector<Kind> kinds(geary.kind.size());
                     std::transform(geary.kind.begin(), geary.kind.end(), kinds.begin(),
                                    [](stats::GearyKind kind) { return static_cast<Kind>(kind); });
                     return kinds;
                 });
}

}  // namespace

LocalStatistic local_geary_statistic() {
    LocalStatistic out;
    out.name = "local-geary";
    out.title = "Alike and unlike neighbours (local Geary)";
    out.group = Group::Clusters;
    out.symbol = "local Geary";
    out.help =
        "Where areas are more alike their neighbours than chance would have it, or less, in one variable or "
        "in "
        "several at once.";
    out.assumptions =
        "Each area is tested against a reshuffling of all other areas; with several variables, all values of "
        "an "
        "area move together. Upper tail: more alike. Two areas can be alike in the middle of the range too, "
        "which "
        "local Moran does not see. Several variables count equally, each standardised.";
    out.reference = "Anselin 1995, Geographical Analysis 27; Anselin 2019, Geographical Analysis 51";
    out.columns = {
        column_parameter("variable", "Variable", "The column to test."),
        columns_parameter("with", "Together with",
                          "Further columns for the multivariate form. None by default: one variable.")};
    out.columns.back().optional = true;
    out.kinds = {{"high-high", "alike and high"},
                 {"low-low", "alike and low"},
                 {"other-positive", "alike otherwise"},
                 {"negative", "unlike their neighbours"}};
    out.kind_column = "category";
    out.statistic_title = "Local Geary's c";
    out.table = {LocalColumn::Statistic, LocalColumn::Expected, LocalColumn::Z,          LocalColumn::P,
                 LocalColumn::PAdjusted, LocalColumn::What,     LocalColumn::Significant};
    out.run = find;
    out.style = core::ClusterStyle{};
    return out;
}

}  // namespace safeground::ops
