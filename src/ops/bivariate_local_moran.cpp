#include "stats/bivariate_moran.hpp"

#include "ops/local_statistics.hpp"

namespace safeground::ops {
namespace {

core::Result<LocalFinding> find(const LocalTask& task, const core::Progress& progress) {
    return found(stats::bivariate_local_moran(task.values[0], task.values[1], task.weights,
                                              with_inference(stats::BivariateMoranOptions{}, task.inference),
                                              progress),
                 [](const stats::BivariateMoran& moran) { return quadrant_kinds(moran.quadrant); });
}

}  // namespace

LocalStatistic bivariate_local_moran_statistic() {
    LocalStatistic out;
    out.name = "bivariate-local-moran";
    out.title = "One thing here, another around (bivariate local Moran)";
    out.group = Group::Together;
    out.symbol = "bivariate local Moran";
    out.help =
        "Where a high value of one variable here lies among high, or low, values of another around it.";
    out.assumptions =
        "It mixes what two things have in common at one place with what spreads over the border: where both "
        "are "
        "clustered in the same areas it will find that too. For “more than deprivation would lead to expect” "
        "use "
        "partial-local-moran; for “high together over neighbourhoods” use local-lee.";
    out.reference =
        "Anselin, Syabri and Smirnov 2002, Visualizing Multivariate Spatial Correlation; Lee 2001, Journal "
        "of "
        "Geographical Systems 3, on its limits";
    out.columns = {column_parameter("variable", "Variable here", "The column of the area itself."),
                   column_parameter("variable2", "Variable around", "The column of its neighbours.")};
    out.kinds = quadrant_kinds();
    out.statistic_title = "Bivariate local Moran's I";
    out.table = {LocalColumn::Lag,       LocalColumn::Statistic, LocalColumn::Expected,
                 LocalColumn::Variance,  LocalColumn::Z,         LocalColumn::P,
                 LocalColumn::PAdjusted, LocalColumn::What,      LocalColumn::Significant};
    out.run = find;
    out.style = core::ClusterStyle{};
    return out;
}

}  // namespace safeground::ops
