#include "ops/local_statistics.hpp"
#include "stats/local_moran.hpp"
#include "stats/rates.hpp"

namespace safeground::ops {
namespace {

core::Result<LocalFinding> find(const LocalTask& task, const core::Progress& progress) {
    core::Result<stats::EbStandardised> rates = stats::eb_standardised(task.values[0], task.values[1]);
    if (!rates) return rates.failure();
    core::Result<stats::LocalMoran> moran = stats::local_moran(
        rates->values, task.weights, with_inference(stats::LocalMoranOptions{}, task.inference), progress);
    for (const core::Diagnostic& diagnostic : rates.diagnostics()) moran.add(diagnostic);
    return found(std::move(moran),
                 [](const stats::LocalMoran& local) { return quadrant_kinds(local.quadrant); });
}

}  // namespace

LocalStatistic eb_local_moran_statistic() {
    LocalStatistic out;
    out.name = "eb-local-moran";
    out.title = "Clusters and outliers of rates (local Moran, EB-standardised)";
    out.group = Group::Clusters;
    out.symbol = "local Moran of standardised rates";
    out.help =
        "Local Moran of rates that do not mistake small populations for high risk: each rate is standardised "
        "by how "
        "much chance alone would move it.";
    out.assumptions =
        "Events are of the people counted in the population. Where few live and many pass (town centres), "
        "residents "
        "are the wrong denominator. Each area is tested against a reshuffling of the standardised rates.";
    out.reference =
        "Assuncao and Reis 1999, Statistics in Medicine 18; Anselin 1995, Geographical Analysis 27";
    out.columns = {
        column_parameter("variable", "Events", "The column that counts events."),
        column_parameter("population", "Population",
                         "The column that counts the people at risk, of the ages that the events concern.")};
    out.kinds = quadrant_kinds();
    out.value_title = "Standardised rate";
    out.statistic_title = "Local Moran's I";
    out.table = {LocalColumn::Lag,       LocalColumn::Statistic, LocalColumn::Expected,
                 LocalColumn::Variance,  LocalColumn::Z,         LocalColumn::P,
                 LocalColumn::PAdjusted, LocalColumn::What,      LocalColumn::Significant};
    out.run = find;
    out.style = core::ClusterStyle{};
    return out;
}

}  // namespace safeground::ops
