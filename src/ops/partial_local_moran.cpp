#include "stats/partial_moran.hpp"

#include "ops/local_statistics.hpp"

namespace safeground::ops {
namespace {

core::Result<LocalFinding> find(const LocalTask& task, const core::Progress& progress) {
    const std::vector<std::span<const double>> covariates(task.values.begin() + 1, task.values.end());
    return found(
        stats::partial_local_moran(task.values[0], covariates, task.weights,
                                   with_inference(stats::LocalMoranOptions{}, task.inference), progress),
        [](stats::PartialMoran& moran) {
            moran.value = moran.residual;
            return quadrant_kinds(moran.quadrant);
        });
}

}  // namespace

LocalStatistic partial_local_moran_statistic() {
    LocalStatistic out;
    out.name = "partial-local-moran";
    out.title = "Clusters beyond what another variable explains (partial local Moran)";
    out.group = Group::Together;
    out.symbol = "partial local Moran";
    out.help =
        "Where values cluster beyond what one or more other variables, such as deprivation, lead to expect "
        "of each "
        "area.";
    out.assumptions =
        "The adjustment is a straight line fitted by least squares; what it leaves over is tested as local "
        "Moran "
        "tests values. It adjusts for what the other variables are here, not for what they are around. Rough "
        "with "
        "fewer than ten areas for each adjusting variable.";
    out.reference =
        "Wolf 2024, Annals of the American Association of Geographers (local statistics under confounding); "
        "Freedman "
        "and Lane 1983, Journal of Business and Economic Statistics 1";
    out.columns = {column_parameter("variable", "Variable", "The column to test."),
                   columns_parameter("adjust", "Adjusted for", "One or more columns to adjust for.")};
    out.kinds = quadrant_kinds();
    out.value_title = "Left unexplained";
    out.statistic_title = "Local Moran's I";
    out.table = {LocalColumn::Lag,       LocalColumn::Statistic, LocalColumn::Expected,
                 LocalColumn::Variance,  LocalColumn::Z,         LocalColumn::P,
                 LocalColumn::PAdjusted, LocalColumn::What,      LocalColumn::Significant};
    out.run = find;
    out.style = core::ClusterStyle{};
    return out;
}

}  // namespace safeground::ops
