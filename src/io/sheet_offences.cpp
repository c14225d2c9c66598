#include <fmt/format.h>

#include <algorithm>

#include "io/apply_recipe.hpp"
#include "io/sheet.hpp"
#include "io/sheet_places.hpp"

namespace safeground::io {

void add_places(core::Table& table, const SheetPlaces& places, const std::vector<std::uint32_t>& rows) {
    core::Points points;
    std::vector<std::string> lsoa, basis;
    std::vector<core::CellState> no_lsoa, no_basis;
    for (const std::uint32_t row : rows) {
        points.at.push_back(places.points.at[row]);
        lsoa.push_back(places.lsoa[row]);
        basis.push_back(SheetPlaces::basis_words()[places.basis[row]]);
        no_lsoa.push_back(lsoa.back().empty() ? core::CellState::Missing : core::CellState::Present);
        no_basis.push_back(basis.back().empty() ? core::CellState::Missing : core::CellState::Present);
    }
    core::Column code = core::text_column("lsoa", std::move(lsoa), core::Measure::Code);
    code.states = std::move(no_lsoa);
    core::Column how = core::category_column("position", basis);
    how.title = "How the position is known";
    how.states = std::move(no_basis);
    table.add(std::move(code));
    table.add(std::move(how));
    table.geometry = std::make_shared<const core::Geometry>(std::move(points));
}

namespace {

using Kind = SheetField::Kind;

std::vector<SheetField> fields() {
    std::vector<SheetField> all{
        {"ref", Kind::Code, "reference|offence ref|crime ref|crime reference|id", "",
         "Reference of the offence.", ""},
        {"date", Kind::Date, "offence date|date of offence|committed date|committed on|date committed", "",
         "When it was committed.", ""},
        {"hour", Kind::Whole, "time|offence time|time of offence|committed time", "",
         "Hour, 0 to 23, or a time.", ""},
        {"category", Kind::Choice, "offence|offence type|crime type|offence category|offence group", "",
         "As the team calls it.", ""},
        {"knife_present", Kind::YesNo, "knife seen|blade present", "", "A knife was there.", ""},
        {"knife_intimated", Kind::YesNo, "knife threatened|knife implied", "",
         "A knife was spoken of or hinted at.", ""},
        {"possession_only", Kind::YesNo, "possession", "", "Possession without another offence.", ""},
        {"injury", Kind::YesNo, "injured|with injury|knife injury", "", "Somebody was hurt.", ""},
        {"domestic_abuse", Kind::YesNo, "domestic|da flag|domestic flag", "", "Flagged as domestic abuse.",
         ""},
        {"robbery_linked", Kind::YesNo, "robbery|robbery flag", "", "Linked to a robbery.", ""},
        {"victim_age_band", Kind::AgeBand, "victim age|age of victim|victim age group", "",
         "Age band of the victim.", ""},
        {"offender_resident", Kind::YesNo, "resident|lives in borough", "",
         "The offender lives in the borough.", ""},
        {"gravity", Kind::Whole, "gravity score", "", "Youth Justice Board gravity, 1 to 8.", ""},
        {"marking", Kind::Choice, "", "public|partner|restricted", "", ""},
        {"synthetic", Kind::YesNo, "", "", "yes: made data.", ""}};
    for (SheetField& field : place_fields()) all.push_back(std::move(field));
    return all;
}

core::Result<core::Table> build(Sheet& sheet) {
    const auto places = place_rows(sheet, [](std::size_t) { return true; });
    if (!places) return places.failure();
    sheet.need("date");
    sheet.need("category");
    const std::size_t n = sheet.raw().rows;
    std::vector<core::Date> dates(n);
    std::vector<int> hours(n, -1);
    std::size_t bad_hours = 0;
    std::int64_t first_bad = 0;
    for (std::size_t row = 0; row < n; ++row) {
        const auto date = sheet.date("date", row);
        if (!date) {
            sheet.reject(row, "date not understood");
            continue;
        }
        dates[row] = *date;
        if (date->precision >= core::Precision::Hour) hours[row] = date->hour;
        const std::string text = sheet.text("hour", row);
        if (text.empty()) continue;
        const auto minutes = parse_minutes(text);
        if (!minutes || *minutes >= 1440) {
            if (bad_hours++ == 0) first_bad = sheet.raw().line[row];
            continue;
        }
        hours[row] = *minutes / 60;
        if (date->precision != core::Precision::Day) continue;  // a month has no hour
        dates[row].hour = static_cast<std::int8_t>(hours[row]);
        dates[row].precision = core::Precision::Hour;
    }
    if (bad_hours > 0)
        sheet.report().warnings.push_back(
            fmt::format("hour: {} cell{} not understood and taken as not known (first: line {}).", bad_hours,
                        bad_hours == 1 ? " was" : "s were", first_bad));
    sheet.unique("ref");
    const std::vector<std::uint32_t> rows = sheet.accept();
    core::Table table;
    table.rows = rows.size();
    table.info.subject = core::Subject::Events;
    std::vector<core::Date> when;
    std::vector<std::int64_t> hour;
    std::vector<core::CellState> hour_states;
    for (const std::uint32_t row : rows) {
        when.push_back(dates[row]);
        widen(sheet.report().period, dates[row]);
        hour.push_back(std::max(hours[row], 0));
        hour_states.push_back(hours[row] < 0 ? core::CellState::Missing : core::CellState::Present);
    }
    table.add(core::date_column("date", std::move(when)));
    core::Column hour_column = core::integer_column("hour", std::move(hour));
    hour_column.title = "Hour of the day";
    hour_column.states = std::move(hour_states);
    table.add(std::move(hour_column));
    std::vector<std::string> special{"date", "hour", "marking", "synthetic"};
    for (const SheetField& field : place_fields()) special.push_back(field.name);
    sheet.read_all(table, rows, special);
    add_places(table, *places, rows);
    if (table.find("ref") != nullptr) table.key = "ref";
    table.info.definition =
        "Offences of the team's sheet; knife present, intimated, possession, injury and robbery are separate "
        "flags.";
    sheet.finish(table, core::Sensitivity::Partner);
    return table;
}

}  // namespace

Recipe offences_recipe() {
    Recipe recipe =
        sheet_recipe("team-offences", "Offences", "one row an offence with its point, hour and flags",
                     fields(), {{"lsoa", "easting", "latitude", "postcode"}, {"date"}, {"category"}}, build);
    recipe.subject = core::Subject::Events;
    return recipe;
}

}  // namespace safeground::io
