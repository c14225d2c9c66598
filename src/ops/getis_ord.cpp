#include "stats/getis_ord.hpp"

#include "ops/local_statistics.hpp"

namespace safeground::ops {
namespace {

core::Result<LocalFinding> find(const LocalTask& task, const core::Progress& progress) {
    auto options = with_inference(stats::GetisOrdOptions{}, task.inference);
    options.star = flag_of(task.parameters, "star");
    return found(stats::getis_ord(task.values[0], task.weights, options, progress),
                 [](const stats::GetisOrd& local) {
                     std::vector<Kind> kinds(local.direction.size(), 0);
                     for (std::size_t row = 0; row < kinds.size(); ++row)
                         kinds[row] = local.direction[row] == stats::Spot::Hot    ? Kind{1}
                                      : local.direction[row] == stats::Spot::Cold ? Kind{2}
                                                                                  : Kind{0};
                     return kinds;
                 });
}

}  // namespace

LocalStatistic getis_ord_statistic() {
    LocalStatistic out;
    out.name = "getis-ord";
    out.title = "Hot and cold spots (Getis-Ord Gi*)";
    out.group = Group::Clusters;
    out.symbol = "Gi*";
    out.help = "Where high values, or low ones, lie together more than chance would have it.";
    out.assumptions =
        "Counts show where to go, smoothed rates (eb-rates) where risk is high: say which. On sparse counts "
        "the normal approximation is poor in its tail, so permutations are the default. Many areas are "
        "tested "
        "at once, so p-values are corrected.";
    out.reference =
        "Getis and Ord 1992, Geographical Analysis 24; Ord and Getis 1995, Geographical Analysis 27";
    out.columns = {column_parameter("variable", "Variable", "The column to test.")};
    Parameter star;
    star.name = "star";
    star.title = "Count the area itself (Gi*)";
    star.help =
        "true by default: the area belongs to its own neighbourhood (Gi*), so that one very high area is hot "
        "itself; false looks only at its neighbours (Gi).";
    star.kind = ParameterKind::Flag;
    star.default_value = true;
    star.detail = true;
    out.own = {star};
    out.kinds = {{"hot", "hot"}, {"cold", "cold"}};
    out.kind_column = "class";
    out.table = {LocalColumn::Z, LocalColumn::PAnalytic, LocalColumn::PPermutation, LocalColumn::PAdjusted,
                 LocalColumn::Class};
    out.run = find;
    out.style = core::HotspotStyle{};
    return out;
}

}  // namespace safeground::ops
