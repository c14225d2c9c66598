#include "stats/local_join_count.hpp"

#include <cmath>

#include "ops/local_statistics.hpp"

namespace safeground::ops {
namespace {

/// 1 where a value is above the threshold; the values themselves where there is none.
std::vector<double> marks(std::vector<double> values, const core::Value& above) {
    if (above.text() == "none") return values;
    for (double& value : values)
        if (!std::isnan(value)) value = value > above.number() ? 1 : 0;
    return values;
}

core::Result<LocalFinding> find(const LocalTask& task, const core::Progress&) {
    const core::Value& above = *task.parameters.find("above");
    const std::vector<double> x = marks(task.values[0], above);
    core::Result<stats::LocalJoinCount> joins = core::refuse("");
    if (task.values.size() == 1) {
        joins = stats::local_join_count(x, task.weights);
    } else {
        const core::Value& above2 = *task.parameters.find("above2");
        joins = stats::local_join_count(x, marks(task.values[1], above2), task.weights,
                                        text_of(task.parameters, "joined") == "both"
                                            ? stats::JoinKind::Colocation
                                            : stats::JoinKind::NoColocation);
    }
    if (!joins) return joins.failure();
    LocalFinding finding;
    stats::LocalResult& result = finding.result;
    result.statistic = joins->statistic;
    result.expected = joins->expected;
    result.p = joins->p;
    result.tail = stats::Tail::Upper;
    result.links = joins->links;
    result.n = joins->n;
    result.islands = joins->islands;
    result.undefined = joins->undefined;
    result.value = x;
    finding.kind.assign(x.size(), 0);
    for (std::size_t row = 0; row < x.size(); ++row)
        if (!std::isnan(joins->p[row])) finding.kind[row] = 1;
    return core::Result<LocalFinding>(std::move(finding), joins.diagnostics());
}

Parameter threshold(const char* name, const char* title, const char* help) {
    Parameter parameter;
    parameter.name = name;
    parameter.title = title;
    parameter.help = help;
    parameter.kind = ParameterKind::Number;
    parameter.choices = {"none"};
    parameter.default_value = "none";
    return parameter;
}

}  // namespace

LocalStatistic local_join_count_statistic() {
    LocalStatistic out;
    out.name = "local-join-count";
    out.title = "Places of a kind that lie together (local join count)";
    out.group = Group::Clusters;
    out.symbol = "local join count";
    out.help =
        "Where areas of a kind, such as high risk and no provision, have more neighbours of that kind than "
        "chance "
        "would give them.";
    out.assumptions =
        "Only areas of the kind are tested, and only those with at least one such neighbour. p-values are "
        "exact "
        "(hypergeometric): the other areas' marks are shuffled, and neighbours count one each whatever their "
        "weight, "
        "so weights within a row must be equal.";
    out.reference = "Anselin and Li 2019, Journal of Geographical Systems 21";
    out.columns = {
        column_parameter("variable", "Variable", "A column of 0 and 1, or any numbers with a threshold."),
        column_parameter("variable2", "Second variable", "For two kinds at once; none by default.")};
    out.columns.back().optional = true;
    Parameter joined;
    joined.name = "joined";
    joined.title = "With two variables";
    joined.help =
        "both, the default: areas that are of both kinds, and how many neighbours are too. around: areas of "
        "the first "
        "kind and not the second, and how many neighbours are of the second.";
    joined.kind = ParameterKind::Choice;
    joined.choices = {"both", "around"};
    joined.default_value = "both";
    out.own = {threshold("above", "Counts as 1 above",
                         "Values above this count as 1, all others as 0. none by default: the column holds 0 "
                         "and 1 itself."),
               threshold("above2", "Second counts as 1 above", "The same for the second variable."), joined};
    out.kinds = {{"cluster", "together"}};
    out.kind_column = "category";
    out.statistic_title = "Neighbours of the kind";
    out.value_title = "Of the kind";
    out.table = {LocalColumn::Statistic, LocalColumn::Expected, LocalColumn::P,
                 LocalColumn::PAdjusted, LocalColumn::What,     LocalColumn::Significant};
    out.exact = true;
    out.threshold_of_choice = true;
    out.run = find;
    out.style = core::ClusterStyle{};
    return out;
}

}  // namespace safeground::ops
