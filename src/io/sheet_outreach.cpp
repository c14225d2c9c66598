#include "io/apply_recipe.hpp"
#include "io/sheet.hpp"
#include "io/sheet_places.hpp"

namespace safeground::io {
namespace {

using Kind = SheetField::Kind;

constexpr int kDay = 1440, kLongestNight = 8 * 60;

std::vector<SheetField> fields() {
    std::vector<SheetField> all{
        {"session_id", Kind::Code, "id|session", "", "The team's id.", ""},
        {"date", Kind::Date, "session date", "", "", ""},
        {"start", Kind::Text, "start time|from", "", "Time.", ""},
        {"end", Kind::Text, "end time|to|finish", "", "Time.", ""},
        {"place_name", Kind::Name, "place|location", "", "", ""},
        {"ward", Kind::Text, "", "", "", ""},
        {"adjacent_wards", Kind::Text, "", "", "Wards walked into.", ""},
        {"workers", Kind::Whole, "staff", "", "How many, not who.", "people"},
        {"reason", Kind::Choice, "",
         "stakeholder request|safer space|police|asb report|school day end|routine", "", ""},
        {"contacts", Kind::Events, "contacts made", "", "Per session; not people.", "contacts"},
        {"mode", Kind::Choice, "", "group|one-to-one|both", "", ""},
        {"age_band", Kind::AgeBand, "age|ages|age group", "", "", ""},
        {"themes", Kind::Text, "theme", "", "", ""},
        {"concern_raised", Kind::YesNo, "concern", "", "", ""},
        {"unrecorded_by_police", Kind::YesNo, "", "", "", ""},
        {"environmental_issue", Kind::Text, "", "", "", ""},
        {"reported_to", Kind::Text, "", "", "", ""},
        {"action_due", Kind::Date, "", "", "", ""},
        {"action_closed", Kind::Date, "", "", "", ""},
        {"referrals", Kind::People, "referrals made", "", "", "people"},
        {"marking", Kind::Choice, "", "public|partner|restricted", "", ""},
        {"synthetic", Kind::YesNo, "", "", "yes: made data.", ""}};
    for (SheetField& field : place_fields()) all.push_back(std::move(field));
    return all;
}

core::Column minutes(const char* name, const std::vector<int>& all, const std::vector<std::uint32_t>& rows) {
    std::vector<std::int64_t> values;
    std::vector<core::CellState> states;
    for (const std::uint32_t row : rows) {
        values.push_back(std::max(all[row], 0));
        states.push_back(all[row] < 0 ? core::CellState::Missing : core::CellState::Present);
    }
    core::Column column = core::integer_column(name, std::move(values));
    column.states = std::move(states);
    column.unit = "minutes after midnight";
    return column;
}

core::Result<core::Table> build(Sheet& sheet) {
    const auto places = place_rows(sheet, [](std::size_t) { return true; });
    if (!places) return places.failure();
    for (const char* field : {"session_id", "date"}) sheet.need(field);
    for (const char* field : {"workers", "contacts", "referrals"}) sheet.not_negative(field);
    const std::size_t n = sheet.raw().rows;
    std::vector<int> start(n, -1), end(n, -1);
    for (std::size_t row = 0; row < n; ++row) {
        if (!sheet.date("date", row)) sheet.reject(row, "date not understood");
        const std::string from = sheet.text("start", row), to = sheet.text("end", row);
        const auto first = parse_minutes(from), last = parse_minutes(to);
        if ((!from.empty() && !first) || (!to.empty() && !last)) {
            sheet.reject(row, "start or end is not a time");
            continue;
        }
        start[row] = first.value_or(-1);
        end[row] = last.value_or(-1);
        if (!first || !last || *last > *first) continue;
        // A night's work ends the next day; more than eight hours is a mistake.
        if (*last + kDay - *first <= kLongestNight) end[row] = *last + kDay;
        else sheet.reject(row, "the session ends before it starts");
    }
    sheet.unique("session_id");
    const std::vector<std::uint32_t> rows = sheet.accept();
    core::Table table;
    table.rows = rows.size();
    table.key = "session_id";
    table.info.subject = core::Subject::Sessions;
    std::vector<std::string> special{"start", "end", "marking", "synthetic"};
    for (const SheetField& field : place_fields()) special.push_back(field.name);
    sheet.read_all(table, rows, special);
    table.add(minutes("start_minute", start, rows));
    table.add(minutes("end_minute", end, rows));
    add_places(table, *places, rows);
    for (const std::uint32_t row : rows) widen(sheet.report().period, *sheet.date("date", row));
    table.info.definition =
        "Sessions of detached outreach; contacts are counted per session and are not people.";
    sheet.finish(table, core::Sensitivity::Partner);
    return table;
}

}  // namespace

Recipe outreach_recipe() {
    Recipe recipe = sheet_recipe(
        "team-outreach", "Outreach sessions", "one row a session of the detached team with its point",
        fields(), {{"session_id"}, {"date"}, {"lsoa", "easting", "latitude", "postcode"}}, build);
    recipe.subject = core::Subject::Sessions;
    return recipe;
}

}  // namespace safeground::io
