#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "io/cells.hpp"
#include "io/sheet.hpp"
#include "io/sheet_places.hpp"

namespace safeground::io {
namespace {

using Kind = SheetField::Kind;

constexpr const char* kMarkings = "public|partner|restricted";
constexpr const char* kPriceBases = "per session|estimated from week|estimated from term";
constexpr double kSamePlace_m = 100;

std::vector<SheetField> site_fields() {
    std::vector<SheetField> all{
        {"site_id", Kind::Code, "id|site|provision id|urn", "", "The team's id.", ""},
        {"name", Kind::Name, "site name|provision|provision name|club|club name", "", "", ""},
        {"kind", Kind::Choice, "type|provision type|category",
         "breakfast|after school|holiday|youth hub|youth club|family "
         "hub|library|leisure|detached|mobile|safe haven|specialist|online|school",
         "What it offers.", ""}};
    for (SheetField& field : place_fields()) all.push_back(std::move(field));
    for (const char* name : {"provider", "programme", "funder", "host_school", "ward", "activities",
                             "languages", "website", "source"})
        all.push_back({name, Kind::Text, "", "", "", ""});
    all.push_back({"operator_kind", Kind::Choice, "operator",
                   "school|external|council|voluntary|police partnership", "", ""});
    all.push_back({"prevention_tier", Kind::Choice, "tier", "universal|targeted|specialist", "", ""});
    all.push_back({"location_kind", Kind::Choice, "", "fixed|mobile|several|online", "", ""});
    all.push_back(
        {"age_min", Kind::Whole, "age from|min age|minimum age|from age", "", "Included.", "years"});
    all.push_back({"age_max", Kind::Whole, "age to|max age|maximum age|to age", "", "Included.", "years"});
    all.push_back({"gender", Kind::Choice, "sex", "all|girls|boys", "", ""});
    for (const char* name :
         {"send", "residents_only", "step_free", "free", "fsm_free", "food_included", "magic_breakfast"})
        all.push_back({name, Kind::YesNo, "", "", "", ""});
    all.push_back({"eligibility", Kind::Choice, "", "open|fsm|near-fsm|referral|court order", "", ""});
    all.push_back({"places", Kind::Whole, "capacity|places per session|spaces", "",
                   "Places per session; 0 says none, blank not known.", "places"});
    for (const char* name : {"enrolled", "attendance", "waiting_list"})
        all.push_back({name, Kind::People, "", "", "", "people"});
    for (const char* name : {"price_min", "price_max", "price"})
        all.push_back({name, Kind::Money, "", "", "Per session.", "GBP"});
    all.push_back({"price_basis", Kind::Choice, "", kPriceBases, "", ""});
    all.push_back({"pupil_premium_pct", Kind::Number, "pupil premium", "", "Of the host school.", "%"});
    all.push_back({"ofsted_registered", Kind::Choice, "ofsted", "yes|no|not required", "", ""});
    all.push_back({"status", Kind::Choice, "", "operating|planned|at risk|closing|closed", "", ""});
    for (const char* name : {"open_date", "close_date", "as_of"})
        all.push_back({name, Kind::Date, "", "", "", ""});
    all.push_back({"response_status", Kind::Choice, "response",
                   "answered|no answer|not offered|insufficient data", "Whether the provider told the team.",
                   ""});
    all.push_back({"marking", Kind::Choice, "", kMarkings, "", ""});
    all.push_back({"synthetic", Kind::YesNo, "", "", "yes: made data.", ""});
    return all;
}

/// A name without capitals, punctuation and the words that every club has.
std::string bare_name(const std::string& name) {
    constexpr std::array kEvery{"the", "youth", "club", "centre", "center", "project", "community", "and"};
    std::string out, word;
    const auto end_word = [&] {
        if (std::find(kEvery.begin(), kEvery.end(), word) == kEvery.end()) out += word;
        word.clear();
    };
    for (const char c : name) {
        const std::string plain = plain_word(std::string_view(&c, 1));
        if (!plain.empty()) word += plain;
        else if (c == ' ' || c == '-' || c == '/' || c == ',') end_word();  // an apostrophe ends no word
    }
    end_word();
    return out;
}

/// Marks sites that may be one and the same (T21: "Earl's Court Youth Club" and "Earls Court").
core::Column possible_duplicates(Sheet& sheet, const SheetPlaces& places,
                                 const std::vector<std::uint32_t>& rows) {
    std::map<std::string, std::vector<std::size_t>> by_name;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (const std::string bare = bare_name(sheet.text("name", rows[i])); !bare.empty())
            by_name[bare].push_back(i);
    std::vector<std::string> words(rows.size(), "no");
    std::size_t pairs = 0;
    std::string example;
    for (const auto& [bare, same] : by_name)
        for (std::size_t a = 0; a < same.size(); ++a)
            for (std::size_t b = a + 1; b < same.size(); ++b) {
                const std::uint32_t one = rows[same[a]], two = rows[same[b]];
                const core::Point p = places.points.at[one], q = places.points.at[two];
                const std::string post = plain_word(sheet.text("postcode", one));
                const bool near = p.valid() && q.valid() && std::hypot(p.x - q.x, p.y - q.y) <= kSamePlace_m;
                const bool same_kind =
                    plain_word(sheet.text("kind", one)) == plain_word(sheet.text("kind", two));
                if (!same_kind ||
                    (!near && (post.empty() || post != plain_word(sheet.text("postcode", two)))))
                    continue;
                words[same[a]] = words[same[b]] = "yes";
                if (pairs++ == 0)
                    example =
                        fmt::format("first: lines {} and {}", sheet.raw().line[one], sheet.raw().line[two]);
            }
    if (pairs > 0)
        sheet.report().warnings.push_back(
            fmt::format("{} of sites may be the same site twice; all are kept and marked ({}).",
                        pairs == 1 ? "1 pair" : fmt::format("{} pairs", pairs), example));
    core::Column column = core::category_column("possible_duplicate", words);
    column.title = "May be the same site as another";
    return column;
}

core::Result<core::Table> build_sites(Sheet& sheet) {
    const auto places = place_rows(sheet, [&](std::size_t row) {
        const std::string kind = plain_word(sheet.text("location_kind", row));
        return kind != "online" && kind != "mobile" && kind != "several" &&
               plain_word(sheet.text("kind", row)) != "online";
    });
    if (!places) return places.failure();
    for (const char* field : {"site_id", "name", "kind"}) sheet.need(field);
    for (const char* field :
         {"places", "price", "price_min", "price_max", "enrolled", "attendance", "waiting_list"})
        sheet.not_negative(field);
    for (std::size_t row = 0; row < sheet.raw().rows; ++row) {
        const auto least = parse_number(sheet.text("age_min", row)),
                   most = parse_number(sheet.text("age_max", row));
        if (least && most && *least > *most) sheet.reject(row, "age_min is above age_max");
    }
    sheet.unique("site_id");
    const std::vector<std::uint32_t> rows = sheet.accept();
    core::Table table;
    table.rows = rows.size();
    table.key = "site_id";
    table.info.subject = core::Subject::Sites;
    std::vector<std::string> special{"marking", "synthetic"};
    for (const SheetField& field : place_fields()) special.push_back(field.name);
    sheet.read_all(table, rows, special);
    add_places(table, *places, rows);
    table.add(possible_duplicates(sheet, *places, rows));
    table.info.definition =
        "Places that offer something, as the team knows them; blank is not known, 0 is none.";
    sheet.finish(table, core::Sensitivity::Partner);
    return table;
}

std::vector<SheetField> session_fields() {
    std::vector<SheetField> all{
        {"site_id", Kind::Code, "id|site|provision id", "", "As in the sites.", ""},
        {"weekday", Kind::Text, "day|days|day of week|weekdays", "", "Mon, Mon-Fri, Mon, Wed, daily.", ""},
        {"start", Kind::Text, "start time|from|opens|open", "", "Time.", ""},
        {"end", Kind::Text, "end time|to|closes|close|finish", "", "Time.", ""},
        {"season", Kind::Choice, "term or holiday|term", "term|holiday|half-term|all year", "", ""},
        {"places", Kind::Whole, "capacity|spaces", "", "Places per session.", "places"},
        {"price", Kind::Money, "cost|price per session", "", "", "GBP"},
        {"price_basis", Kind::Choice, "", kPriceBases, "", ""},
        {"activity", Kind::Text, "activities", "", "", ""},
        {"provider", Kind::Text, "", "", "", ""},
        {"age_min", Kind::Whole, "age from|min age", "", "Included.", "years"},
        {"age_max", Kind::Whole, "age to|max age", "", "Included.", "years"},
        {"date_from", Kind::Date, "starts on", "", "", ""},
        {"date_to", Kind::Date, "ends on", "", "", ""},
        {"staff", Kind::Number, "", "", "Staff per session.", ""},
        {"attendance", Kind::People, "average attendance", "", "People per session.", "people"},
        {"marking", Kind::Choice, "", kMarkings, "", ""},
        {"synthetic", Kind::YesNo, "", "", "yes: made data.", ""}};
    return all;
}

core::Result<core::Table> build_sessions(Sheet& sheet) {
    static constexpr std::array kDays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                      "Friday", "Saturday", "Sunday"};
    for (const char* field : {"site_id", "weekday", "start", "end"}) sheet.need(field);
    for (const char* field : {"places", "price", "attendance"}) sheet.not_negative(field);
    const std::size_t n = sheet.raw().rows;
    std::vector<std::vector<int>> days(n);
    std::vector<std::int64_t> start(n), end(n);
    for (std::size_t row = 0; row < n; ++row) {
        if (sheet.rejected(row)) continue;
        const auto on = parse_weekdays(sheet.text("weekday", row));
        const auto from = parse_minutes(sheet.text("start", row)), to = parse_minutes(sheet.text("end", row));
        const auto first = sheet.date("date_from", row), last = sheet.date("date_to", row);
        if (!on) sheet.reject(row, "weekday not understood");
        else if (!from || !to) sheet.reject(row, "start or end is not a time");
        else if (*to <= *from) sheet.reject(row, "the session ends before it starts");
        else if (first && last && *last < *first) sheet.reject(row, "date_to is before date_from");
        else days[row] = *on, start[row] = *from, end[row] = *to;
    }
    // One row of the sheet may be several sessions a week.
    std::vector<std::uint32_t> rows;
    std::vector<std::string> weekday;
    std::vector<std::int64_t> start_minute, end_minute;
    for (const std::uint32_t row : sheet.accept())
        for (const int day : days[row]) {
            rows.push_back(row);
            weekday.emplace_back(kDays[static_cast<std::size_t>(day)]);
            start_minute.push_back(start[row]);
            end_minute.push_back(end[row]);
        }
    core::Table table;
    table.rows = rows.size();
    table.key = "site_id";
    table.info.subject = core::Subject::Sessions;
    const std::vector<SheetField> fields = session_fields();
    table.add(sheet.read(fields.front(), rows));
    table.add(core::category_column("weekday", weekday));
    const auto minutes = [&](const char* name, std::vector<std::int64_t> values) {
        core::Column column = core::integer_column(name, std::move(values));
        column.unit = "minutes after midnight";
        table.add(std::move(column));
    };
    minutes("start_minute", std::move(start_minute));
    minutes("end_minute", std::move(end_minute));
    sheet.read_all(table, rows, {"site_id", "weekday", "start", "end", "marking", "synthetic"});
    table.info.definition = "Weekly sessions of sites.";
    sheet.finish(table, core::Sensitivity::Partner);
    if (table.rows > sheet.report().accepted)
        sheet.report().notes.push_back(
            fmt::format("{} rows became {} sessions, one a weekday.", sheet.report().accepted, table.rows));
    return table;
}

}  // namespace

Recipe sites_recipe() {
    Recipe recipe = sheet_recipe(
        "team-sites", "Provision sites", "one row a site with its point and what it offers", site_fields(),
        {{"site_id"}, {"name"}, {"kind"}, {"lsoa", "easting", "latitude", "postcode", "location_kind"}},
        build_sites);
    recipe.subject = core::Subject::Sites;
    return recipe;
}

Recipe sessions_recipe() {
    Recipe recipe =
        sheet_recipe("team-sessions", "Sessions of sites", "one row a weekly session", session_fields(),
                     {{"site_id"}, {"weekday"}, {"start"}, {"end"}}, build_sessions);
    recipe.subject = core::Subject::Sessions;
    return recipe;
}

}  // namespace safeground::io
