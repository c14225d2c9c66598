#include "stats/local_lee.hpp"

#include "ops/local_statistics.hpp"

namespace safeground::ops {
namespace {

core::Result<LocalFinding> find(const LocalTask& task, const core::Progress& progress) {
    auto options = with_inference(stats::LocalLeeOptions{}, task.inference);
    options.with_self = flag_of(task.parameters, "self");
    return found(stats::local_lee(task.values[0], task.values[1], task.weights, options, progress),
                 [](const stats::LocalLee& lee) { return quadrant_kinds(lee.quadrant); });
}

}  // namespace

LocalStatistic local_lee_statistic() {
    LocalStatistic out;
    out.name = "local-lee";
    out.title = "Two things together over neighbourhoods (local Lee)";
    out.group = Group::Together;
    out.symbol = "local Lee";
    out.help = "Where two variables are high together, or low together, over whole neighbourhoods.";
    out.assumptions =
        "Places keep their pair of values and are reshuffled as pairs: what is found is where places that "
        "are alike "
        "in both lie together. The kind says how the neighbourhood stands in each variable.";
    out.reference = "Lee 2001, Journal of Geographical Systems 3; Lee 2009, Geographical Analysis 41";
    out.columns = {column_parameter("variable", "First variable", "The first column."),
                   column_parameter("variable2", "Second variable", "The second column.")};
    Parameter self;
    self.name = "self";
    self.title = "Count the area itself";
    self.help =
        "false by default: neighbours only, as spdep and esda compute. true: the area belongs to its own "
        "neighbourhood, as in Lee's paper.";
    self.kind = ParameterKind::Flag;
    self.default_value = false;
    self.detail = true;
    out.own = {self};
    out.kinds = {{"high-high", "high in both"},
                 {"low-low", "low in both"},
                 {"low-high", "low in the first and high in the second"},
                 {"high-low", "high in the first and low in the second"}};
    out.statistic_title = "Local Lee's L";
    out.table = {LocalColumn::Statistic, LocalColumn::P, LocalColumn::PAdjusted, LocalColumn::What,
                 LocalColumn::Significant};
    out.run = find;
    out.style = core::ClusterStyle{};
    return out;
}

}  // namespace safeground::ops
