#include "stats/losh.hpp"

#include "ops/local_statistics.hpp"

namespace safeground::ops {
namespace {

core::Result<LocalFinding> find(const LocalTask& task, const core::Progress& progress) {
    auto options = with_inference(stats::LoshOptions{}, task.inference);
    options.exponent = number_of(task.parameters, "exponent");
    return found(stats::losh(task.values[0], task.weights, options, progress), [](const stats::Losh& losh) {
        std::vector<Kind> kinds(losh.statistic.size(), 0);
        for (std::size_t row = 0; row < kinds.size(); ++row) {
            if (losh.statistic[row] > 1) kinds[row] = 1;
            if (losh.statistic[row] < 1) kinds[row] = 2;
        }
        return kinds;
    });
}

}  // namespace

LocalStatistic losh_statistic() {
    LocalStatistic out;
    out.name = "losh";
    out.title = "Mixed and even neighbourhoods (LOSH)";
    out.group = Group::Clusters;
    out.symbol = "LOSH";
    out.help =
        "Where neighbouring areas differ from their surroundings more than they do elsewhere, as at the edge "
        "of a hot "
        "spot, and where they are all much the same.";
    out.assumptions =
        "Each area is compared with the mean of its neighbours; the sizes of these differences are then "
        "reshuffled. "
        "The chi-square form (analytic) is rough with few neighbours and long tails.";
    out.reference = "Ord and Getis 2012, Annals of Regional Science 48";
    out.columns = {column_parameter("variable", "Variable", "The column to test.")};
    Parameter exponent;
    exponent.name = "exponent";
    exponent.title = "Exponent";
    exponent.help =
        "2 by default: compares variances. 1 compares absolute differences, less moved by single areas.";
    exponent.kind = ParameterKind::Number;
    exponent.default_value = 2.0;
    exponent.minimum = 0.1;
    exponent.maximum = 10;
    exponent.detail = true;
    out.own = {exponent};
    out.kinds = {{"mixed", "mixed"}, {"even", "even"}};
    out.kind_column = "category";
    out.statistic_title = "H";
    out.table = {LocalColumn::Lag,       LocalColumn::Statistic, LocalColumn::Variance,   LocalColumn::P,
                 LocalColumn::PAdjusted, LocalColumn::What,      LocalColumn::Significant};
    out.whole_map = true;
    out.run = find;
    out.style = core::ClusterStyle{};
    return out;
}

}  // namespace safeground::ops
