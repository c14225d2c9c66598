#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "geo/locate.hpp"
#include "ops/catalogue.hpp"
#include "ops/common.hpp"
#include "ops/filter.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

core::Result<Output> run_count_events(const Inputs& inputs, const core::Record& parameters,
                                      const core::Progress& progress) {
    const core::Table& areas = *inputs.areas;
    const core::Table& events = *inputs.events;
    if (areas.polygons() == nullptr)
        return core::refuse("Events are counted in areas with boundaries; this table has none.")
            .in_file(areas.info.path);
    if (events.points() == nullptr)
        return core::refuse("The events have no positions to count.")
            .in_file(events.info.path)
            .remedy("Give a table of points; counts per area are joined by their code instead.");
    const std::string only = text_of(parameters, "only");
    core::Result<std::vector<std::uint32_t>> rows = matching_rows(events, only);
    if (!rows) return rows.failure();
    std::vector<core::Point> points;
    points.reserve(rows->size());
    for (const std::uint32_t row : *rows) points.push_back(events.points()->at[row]);

    const geo::AreaLocator locator(*areas.polygons());
    const geo::AreaLocator::Located located =
        locator.locate(points, static_cast<int>(integer_of(parameters, "threads")), progress);
    if (progress.cancelled()) return core::cancelled();
    std::vector<std::int64_t> counts(areas.rows, 0);
    for (const std::uint32_t row : located.row)
        if (row != geo::AreaLocator::kOutside) ++counts[row];
    const std::int64_t inside = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    const std::size_t outside = points.size() - static_cast<std::size_t>(inside) - located.without_position;

    Output out;
    take_warnings(out.warnings, rows.diagnostics());
    if (located.without_position > 0)
        out.warnings.push_back(fmt::format("{} no position and {} counted nowhere.",
                                           counted(located.without_position, "event has", "events have"),
                                           located.without_position == 1 ? "is" : "are"));
    if (outside > 0)
        out.warnings.push_back(
            fmt::format("{} outside all areas.", counted(outside, "event lies", "events lie")));
    if (located.ambiguous > 0)
        out.warnings.push_back(fmt::format("{} on a border and {} counted in the first of the areas.",
                                           counted(located.ambiguous, "event lies", "events lie"),
                                           located.ambiguous == 1 ? "is" : "are"));
    out.n = areas.rows;
    out.result.set("inside", inside);
    out.result.set("outside", outside);
    out.result.set("without_position", located.without_position);
    out.result.set("ambiguous", located.ambiguous);

    const std::string what = text_of(parameters, "name");
    core::Table table = result_table(areas, "count-events", what);
    table.info.subject = core::Subject::Areas;
    table.info.sensitivity = events.info.sensitivity;
    table.info.synthetic = areas.info.synthetic || events.info.synthetic;
    table.info.period = events.info.period;
    table.info.licence = events.info.licence;
    table.info.definition = events.info.definition;
    if (!only.empty())
        table.info.definition +=
            (table.info.definition.empty() ? "" : " ") + ("Only where " + condition_words(only) + ".");
    if (!events.info.source.empty() && events.info.source != areas.info.source)
        table.info.source = events.info.source + (areas.info.source.empty() ? "" : "; " + areas.info.source);
    core::Column column = core::integer_column("count", std::move(counts), core::Measure::EventCount);
    column.title = what;
    table.add(std::move(column));
    out.table = std::make_shared<const core::Table>(std::move(table));

    out.sentence = fmt::format("{}: {} in {}{}; {} outside, {} without a position.", what,
                               counted(static_cast<std::size_t>(inside), "event", "events"),
                               counted(areas.rows, "area", "areas"),
                               only.empty() ? std::string() : " (only where " + condition_words(only) + ")",
                               core::grouped(static_cast<double>(outside)),
                               core::grouped(static_cast<double>(located.without_position)));
    out.layer_name = what;
    core::SymbolStyle style;
    style.column = "count";
    out.style = style;
    return out;
}

}  // namespace

Operation count_events_operation() {
    Operation operation;
    operation.name = "count-events";
    operation.title = "Count events per area";
    operation.group = Group::Preparation;
    operation.help = "How many events lie in each area; nothing is dropped without being counted and said.";
    operation.assumptions =
        "Positions of published offences are moved to shared map points, so counts near a border may belong "
        "next door.";
    operation.reference = "None: a count";
    operation.needs_events = true;
    Parameter only;
    only.name = "only";
    only.title = "Only events where";
    only.help = std::string("Conditions that must all hold: ") + kConditionForms +
                ". Empty by default: every event counts.";
    only.default_value = "";
    only.optional = true;
    operation.parameters.push_back(only);
    Parameter name;
    name.name = "name";
    name.title = "Name of the count";
    name.help = "What the map and its legend call the number; Events by default, but say what was counted.";
    name.default_value = "Events";
    operation.parameters.push_back(name);
    for (Parameter& parameter : inference_parameters(false))
        if (parameter.name == "threads") operation.parameters.push_back(std::move(parameter));
    operation.run = run_count_events;
    return operation;
}

}  // namespace safeground::ops
