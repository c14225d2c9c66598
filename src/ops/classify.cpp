#include "stats/classify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "ops/catalogue.hpp"
#include "ops/choropleth.hpp"
#include "ops/common.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

/// The column asked about, then those it shares its classes with.
core::Result<std::vector<Variable>> columns_of(const core::Table& areas, const core::Record& parameters) {
    std::vector<std::string> names{text_of(parameters, "variable")};
    if (const core::Value* with = parameters.find("with"); with != nullptr)
        for (std::string& name : columns_named(with->text()))
            if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    std::vector<Variable> columns;
    for (const std::string& name : names) {
        core::Result<Variable> variable = variable_of(areas, name);
        if (!variable) return variable.failure();
        columns.push_back(*std::move(variable));
    }
    return columns;
}

void add_classes(core::Table& table, const std::string& name, const std::string& title,
                 const std::vector<std::int32_t>& classes, const std::vector<std::string>& from) {
    std::vector<std::int64_t> class_of(classes.size());
    std::vector<core::CellState> states(classes.size(), core::CellState::Present);
    bool missing = false;
    for (std::size_t row = 0; row < classes.size(); ++row) {
        class_of[row] = classes[row] + 1;  // people count from 1
        if (classes[row] != stats::kMissingClass) continue;
        states[row] = core::CellState::Missing;
        missing = true;
    }
    core::Column column = core::integer_column(name, std::move(class_of), core::Measure::Derived);
    column.title = title;
    column.derived_from = from;
    if (missing) column.states = std::move(states);
    table.add(std::move(column));
}

std::vector<core::Value> as_values(const std::vector<std::size_t>& counts) {
    return {counts.begin(), counts.end()};
}

core::Result<Output> run_classify(const Inputs& inputs, const core::Record& parameters,
                                  const core::Progress&) {
    const core::Table& areas = *inputs.areas;
    const std::string method = text_of(parameters, "method");
    const core::Result<std::vector<Variable>> columns = columns_of(areas, parameters);
    if (!columns) return columns.failure();
    const int classes = static_cast<int>(integer_of(parameters, "classes"));
    std::vector<std::span<const double>> values;
    std::vector<std::string> names, titles;
    for (const Variable& variable : *columns) {
        values.emplace_back(variable.values);
        names.push_back(variable.column->name);
        titles.push_back(variable.column->shown_title());
    }
    core::Result<stats::PooledClassification> made =
        stats::classify_pooled(values, classify_method(method), classes);
    if (!made) return made.failure();
    const bool pooled = names.size() > 1;

    Output out;
    for (const Variable& variable : *columns)
        out.warnings.insert(out.warnings.end(), variable.warnings.begin(), variable.warnings.end());
    take_warnings(out.warnings, made.diagnostics());
    for (std::size_t row = 0; row < areas.rows; ++row)
        out.undefined += std::any_of(made->class_of.begin(), made->class_of.end(), [&](const auto& class_of) {
            return class_of[row] == stats::kMissingClass;
        });
    out.n = areas.rows - out.undefined;
    std::vector<core::Value> breaks;
    for (const double value : breaks_of(made->all)) breaks.emplace_back(value);
    out.result.set("breaks", breaks);
    out.result.set("counts", as_values(made->all.counts));
    if (pooled)
        for (std::size_t c = 0; c < names.size(); ++c)
            out.result.set("counts_" + names[c], as_values(made->counts[c]));

    core::Table table = result_table(areas, "classify", "Classes of " + listed(titles));
    add_classes(table, "class",
                pooled ? "Class of " + titles.front() + ", 1 the lowest" : "Class, 1 the lowest",
                made->class_of.front(), names);
    for (std::size_t c = 1; c < names.size(); ++c)
        add_classes(table, "class_" + names[c], "Class of " + titles[c] + ", 1 the lowest", made->class_of[c],
                    names);
    for (const std::string& name : names) carry(table, areas, name);
    table.info.definition = fmt::format("{} in classes{}, method {}.", listed(titles),
                                        pooled ? " by the same breaks" : "", method);
    out.table = std::make_shared<const core::Table>(std::move(table));

    const std::size_t values_used = made->all.class_of.size() - made->all.missing;
    out.sentence =
        fmt::format("{} of {} fall into {}{} by the method {} (goodness of fit {}).",
                    capitalised(counted(values_used, "value", "values")), listed(titles),
                    counted(made->all.counts.size(), "class", "classes"),
                    pooled ? " with the same breaks" : "", method, figure(made->all.goodness_of_fit));
    out.layer_name = titles.front();
    core::ChoroplethStyle style;
    if (pooled) {  // drawn by class number, since breaks of its own would not be those of the others
        style.column = "class";
        style.method = "custom";
        style.classes = static_cast<int>(made->all.counts.size());
        for (int c = 0; c <= style.classes; ++c) style.breaks.push_back(c);
    } else {
        style.column = names.front();
        style.method = method;
        style.classes = classes;
    }
    out.style = style;
    return out;
}

}  // namespace

Operation classify_operation() {
    Operation operation;
    operation.name = "classify";
    operation.title = "Classes for a map";
    operation.group = Group::Preparation;
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
    Parameter with = columns_parameter(
        "with", "Same classes as",
        "Further columns that share one set of breaks with the variable, so that their maps can be compared "
        "colour by colour (years, crime types). None by default: the variable alone.");
    with.optional = true;
    operation.parameters.push_back(with);
    operation.run = run_classify;
    return operation;
}

}  // namespace safeground::ops
