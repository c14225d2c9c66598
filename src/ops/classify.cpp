#include "stats/classify.hpp"

#include <fmt/format.h>

#include "ops/catalogue.hpp"
#include "ops/choropleth.hpp"
#include "ops/common.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

core::Result<Output> run_classify(const Inputs& inputs, const core::Record& parameters,
                                  const core::Progress&) {
    const core::Table& areas = *inputs.areas;
    const std::string name = text_of(parameters, "variable"), method = text_of(parameters, "method");
    core::Result<Variable> variable = variable_of(areas, name);
    if (!variable) return variable.failure();
    const int classes = static_cast<int>(integer_of(parameters, "classes"));
    core::Result<stats::Classification> made =
        stats::classify(variable->values, classify_method(method), classes);
    if (!made) return made.failure();

    Output out;
    out.warnings = variable->warnings;
    take_warnings(out.warnings, made.diagnostics());
    out.undefined = made->missing;
    out.n = areas.rows - made->missing;
    std::vector<core::Value> breaks, counts;
    for (const double value : breaks_of(*made)) breaks.emplace_back(value);
    for (const std::size_t count : made->counts) counts.emplace_back(count);
    out.result.set("breaks", breaks);
    out.result.set("counts", counts);

    core::Table table = result_table(areas, "classify", "Classes of " + variable->column->shown_title());
    std::vector<std::int64_t> class_of(areas.rows);
    std::vector<core::CellState> states(areas.rows, core::CellState::Present);
    for (std::size_t row = 0; row < areas.rows; ++row) {
        class_of[row] = made->class_of[row] + 1;  // people count from 1
        if (made->class_of[row] == stats::kMissingClass) states[row] = core::CellState::Missing;
    }
    core::Column column = core::integer_column("class", std::move(class_of), core::Measure::Derived);
    column.title = "Class, 1 the lowest";
    column.derived_from = {name};
    if (made->missing > 0) column.states = std::move(states);
    table.add(std::move(column));
    carry(table, areas, name);
    table.info.definition = fmt::format("{} in classes, method {}.", variable->column->shown_title(), method);
    out.table = std::make_shared<const core::Table>(std::move(table));

    out.sentence =
        fmt::format("{} of {} fall into {} by the method {} (goodness of fit {}).",
                    capitalised(counted(out.n, "value", "values")), variable->column->shown_title(),
                    counted(made->counts.size(), "class", "classes"), method, figure(made->goodness_of_fit));
    out.layer_name = variable->column->shown_title();
    core::ChoroplethStyle style;
    style.column = name;
    style.method = method;
    style.classes = classes;
    out.style = style;
    return out;
}

}  // namespace

Operation classify_operation() {
    Operation operation;
    operation.name = "classify";
    operation.title = "Classes for a map";
    operation.help = "Cuts a column into classes: every value belongs to one, (low, high], the first closed.";
    operation.assumptions =
        "Different methods make different maps of the same numbers: state the method. Equal values are never "
        "split, so "
        "there may be fewer classes than asked for.";
    operation.reference =
        "Fisher 1958, JASA 53 (jenks); Jiang 2013, The Professional Geographer 65 (head-tail); Hyndman and "
        "Fan 1996, The "
        "American Statistician 50 (quantile)";
    operation.parameters.push_back(
        column_parameter("variable", "Variable", "The column to cut into classes."));
    Parameter method;
    method.name = "method";
    method.title = "Method";
    method.help =
        "quantile by default: as many areas in each class, so that the map uses all its colours; equal "
        "widths, jenks "
        "(natural breaks), std (standard deviations), box (quartiles and fences), head-tail (few very high "
        "values).";
    method.kind = ParameterKind::Choice;
    method.choices = {"quantile", "equal", "jenks", "std", "box", "head-tail"};
    method.default_value = "quantile";
    operation.parameters.push_back(method);
    Parameter classes;
    classes.name = "classes";
    classes.title = "Classes";
    classes.help = "5 by default: more shades cannot be told apart on a map. std and box always make 6.";
    classes.kind = ParameterKind::Integer;
    classes.default_value = 5;
    classes.minimum = 2;
    classes.maximum = 12;
    operation.parameters.push_back(classes);
    operation.run = run_classify;
    return operation;
}

}  // namespace safeground::ops
