#include <fmt/format.h>

#include <array>
#include <string_view>

#include "io/area_codes.hpp"
#include "io/cells.hpp"
#include "io/recipes/registry.hpp"

namespace safeground::io {
namespace {

using core::Measure;

constexpr const char* kPoints =
    "one row a point, all columns; taken as single events unless their owner says that they are public";

bool has_word(const std::string& name, std::string_view word) {
    std::string lower;
    for (const char c : name) lower.push_back(static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c));
    return lower.find(word) != std::string::npos;
}

/// What a column of whole numbers seems to count, by its name; nobody declared it, so the careful reading is
/// taken.
Measure measure_by_name(const std::string& name) {
    for (const char* word : {"population", "usualres", "residents", "all ages"})
        if (has_word(name, word)) return Measure::Population;
    for (const char* word :
         {"child", "young", "youth", "pupil", "offender", "victim", "suspect", "cohort", "referral", "people",
          "person", "client", "patient", "girls", "boys", "nominal", "caseload", "count"})
        if (has_word(name, word)) return Measure::PersonCount;
    for (const char* word :
         {"offence", "crime", "incident", "robber", "burglar", "stops", "searches", "events"})
        if (has_word(name, word)) return Measure::EventCount;
    return Measure::Plain;
}

Recipe generic(std::string id, std::string title, std::string gives, Recipe::Shape shape, int priority) {
    Recipe r;
    r.id = std::move(id);
    r.title = std::move(title);
    r.gives = std::move(gives);
    r.sensitivity = core::Sensitivity::Partner;
    r.shape = shape;
    r.keep_other_columns = true;
    r.missing = {"", "NA", "N/A", "n/a", "NULL", "null", "-", ".", "..", ":", "x"};
    r.suppressed = {"*", "c"};
    r.finish = find_measures;
    r.priority = priority;
    return r;
}

}  // namespace

void find_measures(core::Table& table, const RawTable&, const std::vector<std::uint32_t>&,
                   ImportReport& report) {
    std::vector<std::string> people, events;
    for (core::ColumnPtr& column : table.columns) {
        if (column->measure != Measure::Plain) continue;
        if (column->type() == core::ColumnType::Integer) {
            const Measure measure = measure_by_name(column->name);
            if (measure == Measure::Plain) continue;
            if (measure == Measure::PersonCount) people.push_back(column->name);
            if (measure == Measure::EventCount) events.push_back(column->name);
            core::Column changed = *column;
            changed.measure = measure;
            column = std::make_shared<const core::Column>(std::move(changed));
        } else if (column->type() == core::ColumnType::Text && table.rows > 0 &&
                   official_code(column->text(0))) {
            core::Column changed = *column;
            changed.measure = Measure::Code;
            column = std::make_shared<const core::Column>(std::move(changed));
        }
    }
    // Nobody said what the points are, and a team's list with positions is as a rule one row an event or a
    // person: single events until their owner says that they are public.
    if (table.points() != nullptr) table.info.subject = core::Subject::Events;
    else if (table.polygons() != nullptr || !find_key(table).empty())
        table.info.subject = core::Subject::Areas;
    if (!people.empty())
        report.notes.push_back(
            fmt::format("Taken as counts of people by name: {}.", fmt::join(people, ", ")));
    if (!events.empty())
        report.notes.push_back(
            fmt::format("Taken as counts of events by name: {}.", fmt::join(events, ", ")));
}

std::vector<Recipe> generic_recipes() {
    using Shape = Recipe::Shape;
    const std::string personal =
        "Columns whose names say personal details (names of people, birth dates, addresses, telephones, "
        "e-mails, "
        "NHS and pupil numbers) are not read. What nobody declared is taken as partner data.";
    Recipe areas =
        generic("generic-areas", "Any layer of areas", "one row an area, all columns", Shape::Polygons, -10);
    Recipe points = generic("generic-points", "Any layer of points", kPoints, Shape::Points, -10);
    Recipe lines =
        generic("generic-lines", "Any layer of lines", "one row a line, all columns", Shape::Lines, -10);
    Recipe degrees = generic("generic-points-degrees", "Any table with longitude and latitude", kPoints,
                             Shape::Table, -20);
    degrees.position = PositionColumns{"longitude|long|lon|lng", "latitude|lat", "EPSG:4326"};
    Recipe metres =
        generic("generic-points-grid", "Any table with eastings and northings", kPoints, Shape::Table, -21);
    metres.position =
        PositionColumns{"easting|eastings|oseast1m|bng_e", "northing|northings|osnrth1m|bng_n", "EPSG:27700"};
    Recipe xy = generic("generic-points-xy", "Any table with x and y", kPoints, Shape::Table, -22);
    xy.position = PositionColumns{"x|xcoord|x_coord|coord_x", "y|ycoord|y_coord|coord_y", ""};
    xy.notes = "The coordinate system is taken by where the coordinates lie.";
    for (Recipe* r : {&points, &degrees, &metres, &xy}) r->subject = core::Subject::Events;
    for (Recipe* r : {&degrees, &metres, &xy}) r->requires_columns = {r->position->x, r->position->y};
    Recipe table = generic("generic-table", "Any table", "one row a row, all columns", Shape::Any, -30);
    for (Recipe* r : {&areas, &points, &lines, &degrees, &metres, &table}) r->notes = personal;
    return {std::move(areas),  std::move(points), std::move(lines), std::move(degrees),
            std::move(metres), std::move(xy),     std::move(table)};
}

}  // namespace safeground::io
