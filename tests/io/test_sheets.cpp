#include <cmath>

#include "geo/crs.hpp"
#include "io/export_formats.hpp"
#include "io/import.hpp"
#include "io/released_support.hpp"
#include "io/sheet.hpp"

using namespace safeground;
using namespace io_test;

namespace {

io::Imported read(const TemporaryFolder& folder, const std::string& name, const std::string& text,
                  const io::ImportOptions& options = {}) {
    put(folder / name, text);
    auto in = io::import_file(folder / name, options);
    INFO(in.message());
    REQUIRE(in);
    // Nothing is ever lost silently.
    std::size_t rejected = 0;
    for (const io::Rejected& r : in->report.rejected) rejected += r.rows;
    CHECK(in->report.accepted + rejected == in->report.rows);
    CHECK(core::consistent(*in->table));
    return *in;
}

const io::Rejected* rejected(const io::ImportReport& report, const std::string& reason) {
    for (const io::Rejected& r : report.rejected)
        if (r.reason == reason) return &r;
    return nullptr;
}

bool said(const io::ImportReport& report, const std::string& words) {
    for (const auto* list : {&report.warnings, &report.notes})
        for (const std::string& each : *list)
            if (each.find(words) != std::string::npos) return true;
    return false;
}

std::string cells(const core::Table& table, const char* column) {
    REQUIRE(table.find(column) != nullptr);
    std::string text;
    for (std::size_t row = 0; row < table.rows; ++row) {
        const core::Column& c = *table.find(column);
        text += (row > 0 ? " " : "") + (c.state(row) == core::CellState::Suppressed ? "*"
                                        : c.present(row)                            ? c.text(row)
                                                                                    : "-");
    }
    return text;
}

/// Three squares of a kilometre, LKM-L001 to LKM-L003, from 600000 eastwards.
core::TablePtr three_areas() {
    core::Table table;
    table.rows = 3;
    table.key = "code";
    table.info.subject = core::Subject::Areas;
    table.info.synthetic = true;
    table.add(core::text_column("code", {"LKM-L001", "LKM-L002", "LKM-L003"}, core::Measure::Code));
    table.add(
        core::text_column("name", {"Larkmoor 001A", "Larkmoor 001B", "Larkmoor 001C"}, core::Measure::Name));
    core::Polygons polygons;
    for (const double x : {600000.0, 601000.0, 602000.0}) {
        polygons.add_ring(
            std::vector<core::Point>{{x, 400000}, {x + 1000, 400000}, {x + 1000, 401000}, {x, 401000}});
        polygons.end_part();
        polygons.end_row();
    }
    table.geometry = std::make_shared<const core::Geometry>(polygons);
    return std::make_shared<const core::Table>(table);
}

/// ZZ1 1AA has an LSOA, ZZ1 1AB only a position, ZZ1 1AC neither.
core::TablePtr postcodes() {
    core::Table table;
    table.rows = 3;
    table.key = "pcds";
    table.add(core::text_column("pcds", {"ZZ1 1AA", "ZZ1 1AB", "ZZ1 1AC"}, core::Measure::Code));
    core::Column lsoa = core::text_column("lsoa21", {"LKM-L001", "", ""}, core::Measure::Code);
    lsoa.states = {core::CellState::Present, core::CellState::Missing, core::CellState::Missing};
    table.add(lsoa);
    table.geometry =
        std::make_shared<const core::Geometry>(core::Points{{{600500, 400500}, {601500, 400500}, {}}});
    return std::make_shared<const core::Table>(table);
}

}  // namespace

TEST_CASE("sheets: ages are read in every spelling, and as spreadsheets spoil them", "[io][sheets]") {
    const auto band = [](const char* text) { return io::parse_age_band(text).value_or("?"); };
    for (const char* text : {"11-19", "11 - 19", "11 to 19",
                             "11\xE2\x80\x93"
                             "19",
                             "19-Nov", "Nov-19", "aged 11-19", "11-19 years"})
        CHECK(band(text) == "11-19");
    CHECK(band("13-Oct") == "10-13");
    CHECK(band("2025-10-13") == "10-13");
    CHECK(band("18+") == "18+");
    CHECK(band("18 and over") == "18+");
    CHECK(band("under 10") == "0-9");
    CHECK(band("<10") == "0-9");
    CHECK(band("15") == "15");
    for (const char* text : {"", "young", "10-", "-", "999", "13-Oct-x", "100000000000-2"})
        CHECK(band(text) == "?");
}

TEST_CASE("sheets: times of the day are read in every spelling", "[io][sheets]") {
    const auto minutes = [](const char* text) { return io::parse_minutes(text).value_or(-1); };
    for (const char* text :
         {"15:30", "1530", "3.30pm", "3:30 pm", "15.30", "0.645833", "15h30", "15:30:00", "3:30 p.m."}) {
        INFO(text);
        CHECK(minutes(text) == 930);
    }
    CHECK(minutes("9") == 540);
    CHECK(minutes("12am") == 0);
    CHECK(minutes("12pm") == 720);
    CHECK(minutes("24:00") == 1440);
    CHECK(minutes("0:05") == 5);
    for (const char* text :
         {"", "25:00", "24:01", "12:60", "13pm", "0pm", "noonish", "9.5", ":", "99999", "-1"}) {
        INFO(text);
        CHECK(minutes(text) == -1);
    }
}

TEST_CASE("sheets: weekdays, periods, money and what says unknown, none and suppressed", "[io][sheets]") {
    const auto days = [](const char* text) {
        std::string all;
        for (const int d : io::parse_weekdays(text).value_or(std::vector<int>{9})) all += std::to_string(d);
        return all;
    };
    CHECK(days("Monday") == "0");
    CHECK(days("Mon-Fri") == "01234");
    CHECK(days("Mon, Wed") == "02");
    CHECK(days("Tue and Thurs") == "13");
    CHECK(days("Sat/Sun") == "56");
    CHECK(days("Fri-Mon") == "0456");
    CHECK(days("daily") == "0123456");
    CHECK(days("Mondays") == "0");
    for (const char* text : {"", "M", "Xday", "Mon-", "Mon,,Tue"}) CHECK(days(text) == "9");

    CHECK(core::to_string(*io::parse_period("2023/24")) == "Apr 2023 to Mar 2024");
    CHECK(core::to_string(*io::parse_period("2023-2024")) == "Apr 2023 to Mar 2024");
    CHECK(core::to_string(*io::parse_period("2024")) == "2024");
    CHECK_FALSE(io::parse_period("2023-25"));
    CHECK_FALSE(io::parse_period("last year"));
    CHECK(*io::parse_money("£3.50") == 3.5);
    CHECK(*io::parse_money("free") == 0);
    CHECK_FALSE(io::parse_money("cheap"));

    CHECK(io::saying("n/k", true).said == io::Said::Unknown);
    CHECK(io::saying("*", false).said == io::Said::Suppressed);
    CHECK(io::saying("<5", true).high == 4);
    CHECK(io::saying("fewer than 5", true).high == 4);
    CHECK(io::saying("1-4", true).low == 1);
    CHECK(io::saying("1-4", false).said == io::Said::Value);
    CHECK(io::saying("0", true).said == io::Said::Value);
}

TEST_CASE("sheets cohort: rows become counts per LSOA and nothing of them is kept", "[io][sheets]") {
    const TemporaryFolder folder;
    io::ImportOptions options;
    options.postcodes = postcodes();
    options.areas = three_areas();
    const auto in = read(folder, "cohort.csv",
                         "ref,LSOA,Post code,period,cohort,age band,Surname\n"
                         "r1,LKM-L001,,2023/24,caseload,13-Oct,Smith\n"
                         "r2,,zz11ab,2023/24,caseload,14-17,Jones\n"
                         "r3,,ZZ1 1AA,2024/25,entrants,10-13,Khan\n"
                         "r4,Larkmoor 001A,,2024/25,entrants,,Lee\n"
                         "r1,LKM-L001,,2023/24,caseload,10-13,Smith\n"
                         "r5,,ZZ9 9ZZ,2024/25,entrants,10-13,Poe\n"
                         "r6,,ZZ1 1AC,2024/25,entrants,10-13,Poe\n"
                         "r7,LKM-L099,,2024/25,entrants,10-13,Poe\n"
                         "r8,LKM-L001,,some time,entrants,10-13,Poe\n"
                         "r9,,,2024/25,entrants,10-13,Poe\n",
                         options);
    CHECK(in.report.recipe == "team-cohort");
    CHECK(in.report.rows == 10);
    CHECK(in.report.accepted == 4);
    CHECK(in.report.rows_out == 3);
    CHECK(in.report.duplicates == 1);
    const core::Table& table = *in.table;
    CHECK(table.info.subject == core::Subject::Residence);
    CHECK(table.info.sensitivity == core::Sensitivity::Restricted);
    CHECK(table.info.synthetic);
    CHECK(table.key == "lsoa");
    CHECK(table.polygons() != nullptr);
    CHECK(cells(table, "lsoa") == "LKM-L001 LKM-L002 LKM-L003");
    CHECK(cells(table, "people") == "3 1 0");
    CHECK(cells(table, "people age 10-13") == "2 0 0");
    CHECK(cells(table, "people age 14-17") == "0 1 0");
    CHECK(cells(table, "people age not known") == "1 0 0");
    CHECK(cells(table, "people caseload") == "1 1 0");
    CHECK(cells(table, "people entrants") == "2 0 0");
    CHECK(table.find("people")->measure == core::Measure::PersonCount);
    CHECK(table.find("people age 10-13")->derived_from == std::vector<std::string>{"people"});
    REQUIRE(in.report.period);
    CHECK(core::to_string(*in.report.period) == "Apr 2023 to Mar 2025");
    CHECK(rejected(in.report, "postcode not found in the postcode table")->first_lines ==
          std::vector<std::int64_t>{7});
    CHECK(rejected(in.report, "postcode without position in the postcode table")->rows == 1);
    CHECK(rejected(in.report, "LSOA is not among the areas")->rows == 1);
    CHECK(rejected(in.report, "period not understood")->rows == 1);
    CHECK(rejected(in.report, "no place")->rows == 1);
    CHECK(in.report.columns_left_out == std::vector<std::string>{"Surname"});
    // Neither a postcode, a reference nor a name is anywhere in what came out.
    const std::string everything = in.report.text() + cells(table, "lsoa") + table.info.definition;
    for (const char* secret : {"ZZ1", "zz11ab", "ZZ9", "Smith", "Khan", "r3"}) {
        INFO(secret);
        CHECK(everything.find(secret) == std::string::npos);
    }
    CHECK(table.columns.size() == 7);
}

TEST_CASE("sheets cohort: counted rows, with suppressed counts as ranges", "[io][sheets]") {
    const TemporaryFolder folder;
    const auto in = read(
        folder, "counts.csv",
        "lsoa;period;age "
        "band;count\nE01004736;2024;10-17;7\nE01004736;2024;18-24;<5\nE01004737;2024;10-17;*\n"
        "E01004738;2024;10-17;-3\nE01004738;2024;10-17;2.5\nE01004738;2024;10-17;\nE01004739;2024;10-17;0\n");
    CHECK(in.report.accepted == 4);
    CHECK(cells(*in.table, "lsoa") == "E01004736 E01004737 E01004739");
    CHECK(cells(*in.table, "people") == "* * 0");
    CHECK(cells(*in.table, "people age 10-17") == "7 * 0");
    CHECK(cells(*in.table, "people age 18-24") == "* 0 0");
    // 7 and 1 to 4 in the first area, 1 to 4 in the second.
    CHECK(in.table->find("people")->suppressed_low == 1);
    CHECK(in.table->find("people")->suppressed_high == 11);
    CHECK(rejected(in.report, "count is not a whole number from 0")->rows == 2);
    CHECK(rejected(in.report, "no value in count")->rows == 1);
}

TEST_CASE("sheets cohort: a cohort called like an age band is a column of its own", "[io][sheets]") {
    const TemporaryFolder folder;
    const auto in = read(folder, "names.csv",
                         "lsoa,period,cohort,age_band,count\nE01004736,2024,age 10-17,18-24,7\n"
                         "E01004736,2024,youth justice,10-17,5\nE01004736,2024,cohort age 10-17,10-17,11\n");
    CHECK(cells(*in.table, "people") == "23");
    CHECK(cells(*in.table, "people age 10-17") == "16");
    CHECK(cells(*in.table, "people age 18-24") == "7");
    CHECK(cells(*in.table, "people cohort age 10-17") == "7");
    CHECK(cells(*in.table, "people cohort cohort age 10-17") == "11");
    CHECK(cells(*in.table, "people youth justice") == "5");
}

TEST_CASE("sheets: a fault of coordinates is said even when an LSOA saves the row", "[io][sheets]") {
    const TemporaryFolder folder;
    io::ImportOptions options;
    options.areas = three_areas();
    options.postcodes = postcodes();
    const auto in = read(folder, "o.csv",
                         "date,category,hour,easting,northing,postcode,lsoa\n"
                         "2025-03-07,Robbery,1,600500,400500,,\n2025-03-07,Robbery,1,60x,400500,,LKM-L002\n"
                         "2025-03-07,Robbery,1,500,300,ZZ1 1AA,\n2025-03-07,Robbery,1,0,0,,\n",
                         options);
    CHECK(in.table->rows == 3);
    CHECK(cells(*in.table, "lsoa") == "LKM-L001 LKM-L002 LKM-L001");
    CHECK(said(in.report,
               "The coordinates of 2 rows could not be used (first: line 3: easting or northing is "
               "not a number); placed by postcode or LSOA."));
    CHECK(rejected(in.report, "easting and northing are not metres of the British National Grid")->rows == 1);
}

TEST_CASE("sheets cohort: what is imported passes the gate with small counts hidden", "[io][sheets]") {
    const TemporaryFolder folder;
    std::string text = "lsoa,period,cohort,age_band\n";
    for (int i = 0; i < 6; ++i) text += "LKM-L001,2024,c,10-13\n";
    for (int i = 0; i < 2; ++i) text += "LKM-L001,2024,c,14-17\n";
    text += "LKM-L002,2024,c,14-17\n";
    const auto in = read(folder, "cohort.csv", text);
    const auto out = released(*in.table);
    CHECK(cells(**out, "people") == "8 *");
    // 8 - 6 would tell the two.
    CHECK(cells(**out, "people age 10-13") == "* *");
    CHECK(out.note().marking == "OFFICIAL-SENSITIVE · SYNTHETIC DATA");
}

TEST_CASE("sheets cohort: no filter, no other recipe and no empty count makes a child findable",
          "[io][sheets]") {
    const TemporaryFolder folder;
    put(folder / "c.csv", "lsoa,period,count\nLKM-L001,2024,1\nLKM-L002,2024,7\n");
    const auto in = io::import_file(folder / "c.csv");
    REQUIRE(in);
    CHECK(in->table->info.subject == core::Subject::Residence);
    io::ImportOptions filtered;
    filtered.where = "count = 1";
    const auto one = io::import_file(folder / "c.csv", filtered);
    REQUIRE_FALSE(one);
    CHECK(one.kind() == core::ErrorKind::Usage);
    io::ImportOptions generic;
    generic.recipe = "generic-table";
    CHECK_FALSE(io::import_file(folder / "c.csv", generic));
    put(folder / "d.csv", "lsoa,period,cohort\nnowhere,2024,a\nnowhere,2024,a\n");
    io::ImportOptions placed;
    placed.areas = three_areas();
    const auto nobody = io::import_file(folder / "d.csv", placed);
    REQUIRE_FALSE(nobody);  // else all three areas would say 0
    CHECK(nobody.message().find("None of the 2 rows") != std::string::npos);
}

TEST_CASE("sheets offences: the columns that the sheet needs are enough", "[io][sheets]") {
    const TemporaryFolder folder;
    const auto in = read(folder, "o.csv",
                         "lsoa,date,category\nLKM-L001,2025-02-03,robbery\nLKM-L001,2025-02-30,robbery\n");
    CHECK(in.report.recipe == "team-offences");
    CHECK(in.report.accepted == 1);  // there is no 30 February
}

TEST_CASE("sheets offences: every place, date and flag, and nothing silently lost", "[io][sheets]") {
    const TemporaryFolder folder;
    io::ImportOptions options;
    options.postcodes = postcodes();
    options.areas = three_areas();
    const auto in = read(folder, "offences.csv",
                         "Crime ref,LSOA code,Easting,Northing,Postcode,Date of offence,Time,Offence "
                         "type,Knife present,knife_intimated,"
                         "possession_only,injury,domestic_abuse,robbery_linked,victim_age_band,gravity\n"
                         "a,,600100,400100,,07/03/2025,15:20,Robbery,Y,n,0,yes,no,1,19-Nov,6\n"
                         "b,LKM-L002,,,,7 March 2025,,Violence,,unknown,,,,,,\n"
                         "c,,,,ZZ1 1AB,2025-03,22,Drugs,no,no,yes,maybe,no,no,18+,\n"
                         "d,,600100,400100,,45723,26:00,Robbery,no,no,no,no,no,no,,9\n"
                         "a,,600100,400100,,07/03/2025,15,Robbery,no,no,no,no,no,no,,\n"
                         "e,,600100,,,07/03/2025,15,Robbery,no,no,no,no,no,no,,\n"
                         "f,,51.5,-0.1,,07/03/2025,15,Robbery,no,no,no,no,no,no,,\n"
                         "g,,600100,400100,,someday,15,Robbery,no,no,no,no,no,no,,\n"
                         "h,,600100,400100,,07/03/2025,15,,no,no,no,no,no,no,,\n",
                         options);
    CHECK(in.report.recipe == "team-offences");
    const core::Table& table = *in.table;
    CHECK(table.info.subject == core::Subject::Events);
    CHECK(table.info.sensitivity == core::Sensitivity::Partner);
    CHECK(cells(table, "ref") == "a b c d");
    CHECK(cells(table, "date") == "2025-03-07 15h 2025-03-07 2025-03 2025-03-07");
    CHECK(cells(table, "hour") == "15 - 22 -");
    CHECK(cells(table, "knife_present") == "yes - no no");
    CHECK(cells(table, "knife_intimated") == "no - no no");
    CHECK(cells(table, "possession_only") == "no - yes no");
    CHECK(cells(table, "injury") == "yes - - no");
    CHECK(cells(table, "robbery_linked") == "yes - no no");
    CHECK(cells(table, "victim_age_band") == "11-19 - 18+ -");
    CHECK(cells(table, "lsoa") == "LKM-L001 LKM-L002 LKM-L002 LKM-L001");
    CHECK(cells(table, "position") == "exact area postcode exact");
    REQUIRE(table.points() != nullptr);
    CHECK((table.points()->at[0] == core::Point{600100, 400100}));
    CHECK(table.points()->at[1].x > 601000);
    CHECK((table.points()->at[2] == core::Point{601500, 400500}));
    CHECK(in.report.duplicates == 1);
    CHECK(rejected(in.report, "duplicate: ref came up before")->first_lines == std::vector<std::int64_t>{6});
    CHECK(rejected(in.report, "easting or northing is not a number")->rows == 1);
    CHECK(rejected(in.report, "easting and northing are not metres of the British National Grid")->rows == 1);
    CHECK(rejected(in.report, "date not understood")->rows == 1);
    CHECK(rejected(in.report, "no value in category")->rows == 1);
    CHECK(said(in.report, "injury: 1 cell was not understood"));
    CHECK(said(in.report, "hour: 1 cell was not understood"));
    CHECK(table.find("postcode") == nullptr);
}

TEST_CASE("sheets offences: latitude and longitude go to the grid, swapped ones are put right and said",
          "[io][sheets]") {
    const TemporaryFolder folder;
    const auto in = read(folder, "o.csv",
                         "date,category,hour,latitude,longitude\n2025-03-07,Robbery,1,51.507,-0.128\n"
                         "2025-03-07,Robbery,1,-0.128,51.507\n2025-03-07,Robbery,1,40,-74\n");
    REQUIRE(in.table->rows == 2);
    CHECK((in.table->points()->at[0] == in.table->points()->at[1]));
    CHECK(in.table->points()->at[0].x == Approx(529940).margin(150));
    CHECK(in.table->points()->at[0].y == Approx(180400).margin(150));
    CHECK(said(in.report, "swapped in 1 row"));
    CHECK(rejected(in.report, "latitude and longitude are not in Great Britain")->rows == 1);
    CHECK(in.report.crs.find("EPSG:4326") != std::string::npos);
    CHECK_FALSE(in.report.transform.empty());
}

TEST_CASE("sheets sites: unknown is not none, and possible duplicates are marked", "[io][sheets]") {
    const TemporaryFolder folder;
    const auto in = read(
        folder, "sites.csv",
        "site_id,name,kind,easting,northing,places,price,location_kind,age_min,age_max,marking,synthetic\n"
        "1,Earl's Court Youth Club,Youth Club,525500,178500,0,free,fixed,11,19,public,yes\n"
        "2,Earls Court,youth club,525550,178500,,,fixed,11,19,public,\n"
        "3,Web club,online,,,40,£3.50,online,,,public,\n"
        "4,Hub,youth hub,,,40,1,fixed,,,public,\n"
        "5,Hub,youth hub,525500,178500,-1,1,fixed,,,public,\n"
        "1,Other,youth hub,525500,178500,1,1,fixed,,,public,\n"
        "6,Mystery,circus,525500,178500,none,unknown,fixed,,,public,\n"
        "7,Wrong ages,youth hub,525500,178500,1,1,fixed,19,11,public,\n");
    CHECK(in.report.recipe == "team-sites");
    CHECK(in.table->info.subject == core::Subject::Sites);
    CHECK(in.table->info.sensitivity == core::Sensitivity::Public);
    CHECK(in.table->info.synthetic);
    CHECK(in.table->key == "site_id");
    CHECK(cells(*in.table, "site_id") == "1 2 3 6");
    CHECK(cells(*in.table, "places") == "0 - 40 0");
    CHECK(cells(*in.table, "price") == "0 - 3.5 -");
    CHECK(cells(*in.table, "possible_duplicate") == "yes yes no no");
    CHECK(cells(*in.table, "kind") == "youth club youth club online circus");
    CHECK(said(in.report, "may be the same site twice; all are kept and marked (first: lines 2 and 3)"));
    CHECK_FALSE(said(in.report, "Earl"));
    CHECK(said(in.report, "kind: 1 cell has a word that is not listed"));
    CHECK(rejected(in.report, "no place")->rows == 1);
    CHECK(rejected(in.report, "negative places")->rows == 1);
    CHECK(rejected(in.report, "duplicate: site_id came up before")->rows == 1);
    CHECK(rejected(in.report, "age_min is above age_max")->rows == 1);
}

TEST_CASE(
    "sheets: one row that is not marked public makes the table a partner's, one restricted row restricts it",
    "[io][sheets]") {
    const TemporaryFolder folder;
    const std::string head = "site_id,name,kind,easting,northing,marking\n1,A,library,525500,178500,public\n";
    CHECK(read(folder, "a.csv", head).table->info.sensitivity == core::Sensitivity::Public);
    CHECK(read(folder, "b.csv", head + "2,B,library,525500,178500,\n").table->info.sensitivity ==
          core::Sensitivity::Partner);
    CHECK(read(folder, "c.csv", head + "2,B,library,525500,178500,restricted\n").table->info.sensitivity ==
          core::Sensitivity::Restricted);
}

TEST_CASE("sheets sessions: a row each weekday, and impossible sessions are rejected", "[io][sheets]") {
    const TemporaryFolder folder;
    const auto in = read(folder, "sessions.csv",
                         "Site,Day,Start time,End time,season,places,price\n"
                         "1,Mon-Wed,15:30,17:00,term,20,£2\n"
                         "1,\"Sat, Sun\",9am,12,holiday,,free\n"
                         "1,Mon,17:00,15:30,term,20,2\n"
                         "1,Mon,15:30,17:00,term,-5,2\n"
                         "1,Someday,15:30,17:00,term,5,2\n"
                         "1,Mon,late,17:00,term,5,2\n"
                         ",Mon,15:30,17:00,term,5,2\n");
    CHECK(in.report.recipe == "team-sessions");
    CHECK(in.report.accepted == 2);
    CHECK(in.report.rows_out == 5);
    CHECK(cells(*in.table, "weekday") == "Monday Tuesday Wednesday Saturday Sunday");
    CHECK(cells(*in.table, "start_minute") == "930 930 930 540 540");
    CHECK(cells(*in.table, "end_minute") == "1020 1020 1020 720 720");
    CHECK(cells(*in.table, "places") == "20 20 20 - -");
    CHECK(cells(*in.table, "price") == "2 2 2 0 0");
    CHECK(rejected(in.report, "the session ends before it starts")->first_lines ==
          std::vector<std::int64_t>{4});
    CHECK(rejected(in.report, "negative places")->rows == 1);
    CHECK(rejected(in.report, "weekday not understood")->rows == 1);
    CHECK(rejected(in.report, "start or end is not a time")->rows == 1);
    CHECK(rejected(in.report, "no value in site_id")->rows == 1);
}

TEST_CASE("sheets outreach: contacts are events, notes are never read, nights end the next day",
          "[io][sheets]") {
    const TemporaryFolder folder;
    const auto in = read(folder, "outreach.csv",
                         "session_id,date,start,end,easting,northing,contacts,notes,age_band\n"
                         "1,2025-03-07,19:00,22:00,525500,178500,12,Met Anna,18-24\n"
                         "2,2025-03-08,22:00,01:00,525500,178500,,,\n"
                         "3,2025-03-08,19:00,10:00,525500,178500,1,,\n"
                         "1,2025-03-09,19:00,22:00,525500,178500,1,,\n");
    CHECK(in.report.recipe == "team-outreach");
    CHECK(in.table->info.subject == core::Subject::Sessions);
    CHECK(cells(*in.table, "contacts") == "12 -");
    CHECK(in.table->find("contacts")->measure == core::Measure::EventCount);
    CHECK(cells(*in.table, "end_minute") == "1320 1500");
    CHECK(in.report.columns_left_out == std::vector<std::string>{"notes"});
    CHECK(rejected(in.report, "the session ends before it starts")->rows == 1);
    CHECK(rejected(in.report, "duplicate: session_id came up before")->rows == 1);
}

TEST_CASE("sheets: a mapping names columns that no synonym knows", "[io][sheets]") {
    const TemporaryFolder folder;
    io::ImportOptions options;
    options.mapping = {{"date", "Wann"},
                       {"category", "Was"},
                       {"easting", "O"},
                       {"northing", "N"},
                       {"knife_present", "Messer"}};
    const auto in =
        read(folder, "o.csv", "Wann,Was,O,N,Messer\n07/03/2025,Robbery,525500,178500,yes\n", options);
    CHECK(in.report.recipe == "team-offences");
    CHECK(cells(*in.table, "knife_present") == "yes");
}

TEST_CASE("sheets: every sheet of the demonstration is recognised and comes in whole", "[io][sheets]") {
    const std::filesystem::path demo = std::filesystem::path(SAFEGROUND_SOURCE_DIR) / "geodata" / "demo";
    const std::vector<std::pair<std::string, std::string>> sheets{
        {"cohort_youth_justice.csv", "team-cohort"}, {"cohort_exploitation_unit.csv", "team-cohort"},
        {"offences.csv", "team-offences"},           {"sites.csv", "team-sites"},
        {"sessions.csv", "team-sessions"},           {"outreach.csv", "team-outreach"}};
    for (const auto& [file, recipe] : sheets) {
        INFO(file);
        const auto in = io::import_file(demo / file);
        INFO(in.message());
        REQUIRE(in);
        INFO(in->report.text());
        CHECK(in->report.recipe == recipe);
        CHECK(in->report.rejected.empty());
        CHECK(in->report.accepted == in->report.rows);
        CHECK(in->report.rows > 100);
        CHECK(in->table->info.synthetic);
        CHECK(in->report.columns_left_out.empty());
    }
}
