#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "ops/choropleth.hpp"
#include "ops/filter.hpp"
#include "ops/join.hpp"
#include "ops/load.hpp"
#include "ops/tables.hpp"

using namespace safeground;
using tests::grid_table;
using tests::record;
using tests::result;

namespace {
core::Table attributes(std::vector<std::string> codes, std::vector<double> values) {
    core::Table table;
    table.info.path = "values.csv";
    table.info.sensitivity = core::Sensitivity::Restricted;
    table.rows = codes.size();
    table.add(core::text_column("area", std::move(codes)));
    table.add(core::number_column("value", std::move(values), core::Measure::PersonCount));
    return table;
}

core::Table events(std::vector<core::Point> points, std::vector<std::string> kinds,
                   std::vector<double> ages) {
    core::Table table;
    table.info.path = "events.csv";
    table.info.sensitivity = core::Sensitivity::Restricted;
    table.info.definition = "Offences recorded.";
    table.rows = points.size();
    table.geometry = std::make_shared<const core::Geometry>(core::Points{std::move(points)});
    table.add(core::text_column("kind", std::move(kinds)));
    table.add(core::number_column("age", std::move(ages)));
    return table;
}
}  // namespace

TEST_CASE("attributes join one to one and say what found no partner") {
    const auto areas = tests::shared(grid_table(1, 3, {1, 2, 3}));
    const auto joined = ops::join_attributes(
        areas, tests::shared(attributes({"X003", "X001", "X009", "X001"}, {30, 10, 90, 11})), "area");
    REQUIRE(joined);
    CHECK(joined->table->rows == 3);
    CHECK(joined->table->find("value")->text(0) == "10");
    CHECK(joined->table->find("value")->state(1) == core::CellState::Missing);
    CHECK(joined->table->find("value")->text(2) == "30");
    CHECK(joined->table->info.sensitivity == core::Sensitivity::Restricted);
    REQUIRE(joined->warnings.size() == 3);
    CHECK(joined->warnings[0] == "1 area has no row in values.csv (first: row 2): no value there.");
    CHECK(joined->warnings[1] == "In values.csv, 1 row has no area here (first: row 3) and is left out.");
    CHECK(joined->warnings[2] ==
          "1 code occurs more than once in values.csv (first: row 2); the first row of each is used.");
}

TEST_CASE("messages of a join name codes of areas and nothing else that a key may hold") {
    core::Table official;
    official.info.subject = core::Subject::Areas;
    official.rows = 2;
    official.key = "code";
    official.add(core::text_column("code", {"E01004736", "E01004737"}, core::Measure::Code));
    const auto areas = tests::shared(official);
    const auto joined =
        ops::join_attributes(areas, tests::shared(attributes({"E01004736", "Ann Example"}, {1, 2})), "area");
    REQUIRE(joined);
    REQUIRE(joined->warnings.size() == 2);
    CHECK(joined->warnings[0] == "1 area has no row in values.csv (E01004737): no value there.");
    CHECK(joined->warnings[1] == "In values.csv, 1 row has no area here (first: row 2) and is left out.");
}

TEST_CASE("a join without a single match is refused and says where to look") {
    const auto areas = tests::shared(grid_table(1, 3, {1, 2, 3}));
    const auto none = ops::join_attributes(areas, tests::shared(attributes({"Y1"}, {1})), "area");
    REQUIRE_FALSE(none);
    CHECK(none.kind() == core::ErrorKind::Input);
    CHECK(
        none.message() ==
        "values.csv, column area: No code of the table (first: row 1) is a code of the areas (first: row 1). "
        "Check that "
        "both use the same codes and the right column.");
    const auto no_column = ops::join_attributes(areas, tests::shared(attributes({"X001"}, {1})), "areas");
    REQUIRE_FALSE(no_column);
    CHECK(no_column.kind() == core::ErrorKind::Usage);
    const auto no_key = ops::join_attributes(areas, tests::shared(attributes({"X001"}, {1})));
    REQUIRE_FALSE(no_key);
    CHECK(no_key.message() ==
          "values.csv: It is not known which column of the table holds the area codes. Name it with "
          "table-key.");
}

TEST_CASE("events are counted per area and none is lost") {
    ops::Inputs inputs;
    inputs.areas = tests::shared(grid_table(1, 3, {1, 2, 3}));
    inputs.events = tests::shared(
        events({{530050, 180050}, {530060, 180050}, {530250, 180050}, {0, 0}, {}, {530100, 180050}},
               {"knife", "other", "knife", "knife", "knife", "knife"}, {12, 20, 30, 17, 18, 16}));
    const auto all = tests::run_named("count-events", inputs, record({{"name", "Offences"}}));
    REQUIRE(all);
    CHECK(result(*all, "inside") == 4);
    CHECK(result(*all, "outside") == 1);
    CHECK(result(*all, "without_position") == 1);
    CHECK(result(*all, "ambiguous") == 1);
    CHECK(tests::numbers(*all, "count") == std::vector<double>{3, 0, 1});
    CHECK(all->table->find("count")->measure == core::Measure::EventCount);
    CHECK(all->table->find("count")->present(1));  // none is 0, not missing
    CHECK(all->table->info.sensitivity == core::Sensitivity::Restricted);
    CHECK(all->layer_name == "Offences");
    CHECK(all->provenance.inputs.size() == 2);
    CHECK(all->sentence == "Offences: 4 events in 3 areas; 1 outside, 1 without a position.");

    const auto some = tests::run_named("count-events", inputs, record({{"only", "kind=knife; age<=17"}}));
    REQUIRE(some);
    CHECK(tests::numbers(*some, "count") == std::vector<double>{2, 0, 0});
    CHECK(some->table->info.definition ==
          "Offences recorded. Only where kind is knife and age is at most 17.");
    const auto either = tests::run_named("count-events", inputs, record({{"only", "age=12|20|30"}}));
    REQUIRE(either);
    CHECK(tests::numbers(*either, "count") == std::vector<double>{2, 0, 1});
    const auto wrong = tests::run_named("count-events", inputs, record({{"only", "kinds=knife"}}));
    REQUIRE_FALSE(wrong);
    CHECK(wrong.kind() == core::ErrorKind::Usage);
    CHECK_FALSE(tests::run_named("count-events", inputs, record({{"only", "kind~knife"}})));
    CHECK_FALSE(tests::run_named("count-events", inputs, record({{"only", "kind<=knife"}})));
}

TEST_CASE("conditions never hold for a cell without a value") {
    core::Table table = events({{1, 1}, {2, 2}, {3, 3}}, {"a", "b", "c"}, {1, std::nan(""), 3});
    const auto rows = ops::matching_rows(table, "age!=1");
    REQUIRE(rows);
    CHECK(*rows == std::vector<std::uint32_t>{2});
    REQUIRE(rows.diagnostics().size() == 1);
    CHECK(rows.diagnostics()[0].message == "1 event has no value in “age” and is left out.");
}

TEST_CASE("a condition on several columns holds where one of them does") {
    core::Table table =
        events({{1, 1}, {2, 2}, {3, 3}, {4, 4}}, {"a", "b", "c", "d"}, {1, 2, std::nan(""), std::nan("")});
    table.add(core::number_column("other", {2, 1, 1, 5}));
    const auto rows = ops::matching_rows(table, "age|other=1");
    REQUIRE(rows);
    CHECK(*rows == std::vector<std::uint32_t>{0, 1, 2});
    REQUIRE(rows.diagnostics().size() == 1);  // the last one may be 1 in the column that is not known
    CHECK(rows.diagnostics()[0].message == "1 event has no value in “age|other” and is left out.");
    CHECK(ops::condition_words("age|other=1") == "age or other is 1");
    CHECK_FALSE(ops::matching_rows(table, "age|wrong=1"));
}

TEST_CASE("empirical Bayes rates lie between the raw and the common rate") {
    ops::Inputs inputs;
    core::Table table = grid_table(3, 3, {0, 3, 8, 1, 20, 5, 2, 2, 40}, core::Measure::EventCount);
    table.add(core::number_column("people", {100, 200, 100, 0, 900, 300, 150, 250, 500},
                                  core::Measure::Population));
    inputs.areas = tests::shared(std::move(table));
    const core::Record parameters = record({{"variable", "x"}, {"population", "people"}});
    const auto rates = tests::run_named("eb-rates", inputs, parameters);
    REQUIRE(rates);
    const auto raw = tests::numbers(*rates, "raw"), smoothed = tests::numbers(*rates, "smoothed");
    const double common = result(*rates, "rate");
    for (std::size_t row = 0; row < 9; ++row) {
        if (row == 3) continue;
        CHECK(smoothed[row] >= std::min(raw[row], common) - 1e-15);
        CHECK(smoothed[row] <= std::max(raw[row], common) + 1e-15);
    }
    CHECK(rates->table->find("smoothed")->state(3) == core::CellState::Missing);  // nobody lives there
    CHECK(rates->undefined == 1);
    CHECK(rates->table->find("x") != nullptr);  // so that disclosure finds what the rates rest on
    core::Record thousand = parameters;
    thousand.set("per", 1000);
    const auto scaled = tests::run_named("eb-rates", inputs, thousand);
    REQUIRE(scaled);
    CHECK(tests::numbers(*scaled, "smoothed")[8] == Approx(1000 * smoothed[8]).epsilon(1e-14));
    CHECK(result(*scaled, "prior_variance") == Approx(1e6 * result(*rates, "prior_variance")).epsilon(1e-14));
    core::Record local = parameters;
    local.set("spatial", true);
    const auto spatial = tests::run_named("eb-rates", inputs, local);
    REQUIRE(spatial);
    CHECK(tests::numbers(*spatial, "smoothed")[8] != smoothed[8]);
    CHECK(spatial->links == 40);
}

TEST_CASE("classes, their counts and a choropleth agree") {
    ops::Inputs inputs;
    inputs.areas = tests::shared(grid_table(2, 5, {1, 2, 3, 4, 5, 6, 7, 8, 9, std::nan("")}));
    const auto made = tests::run_named("classify", inputs, record({{"variable", "x"}, {"classes", 3}}));
    REQUIRE(made);
    const auto& breaks = std::get<std::vector<core::Value>>(made->result.find("breaks")->data);
    const auto& counts = std::get<std::vector<core::Value>>(made->result.find("counts")->data);
    REQUIRE(breaks.size() == 4);
    REQUIRE(counts.size() == 3);
    CHECK(counts[0].number() + counts[1].number() + counts[2].number() == 9);
    CHECK(made->table->find("class")->state(9) == core::CellState::Missing);
    CHECK(made->table->find("class")->text(0) == "1");
    CHECK(made->table->find("class")->text(8) == "3");
    const auto style = ops::choropleth(*inputs.areas, "x", "quantile", 3);
    REQUIRE(style);
    for (std::size_t b = 0; b < breaks.size(); ++b) CHECK(style->breaks[b] == breaks[b].number());
    const auto filled = ops::fill_breaks(made->style, *inputs.areas);
    REQUIRE(filled);
    CHECK(std::get<core::ChoroplethStyle>(*filled).breaks == style->breaks);
    for (const char* method : {"equal", "jenks", "std", "box", "head-tail"}) {
        INFO(method);
        const auto other = ops::choropleth(*inputs.areas, "x", method, 3);
        REQUIRE(other);
        CHECK(std::is_sorted(other->breaks.begin(), other->breaks.end()));
    }
    CHECK_FALSE(ops::choropleth(*inputs.areas, "x", "clever", 3));
    CHECK_FALSE(ops::choropleth(*inputs.areas, "code", "quantile", 3));
}

TEST_CASE("nothing that discloses can be added as a base map") {
    const std::filesystem::path folder = std::filesystem::path(SAFEGROUND_BINARY_DIR) / "test-ops-base-map";
    std::filesystem::create_directories(folder);
    const auto loaded = [&](const char* text, std::optional<core::Sensitivity> owner = std::nullopt) {
        const auto path = folder / "layer.csv";
        std::ofstream(path, std::ios::binary) << text;
        ops::LoadRequest request;
        request.file = path.string();
        request.base_map = true;
        request.sensitivity = owner;
        return ops::load(request, "layer");
    };
    const auto refused = [&](const char* text, const char* why,
                             std::optional<core::Sensitivity> owner = std::nullopt) {
        const auto result = loaded(text, owner);
        REQUIRE_FALSE(result);
        INFO(result.message());
        CHECK(result.kind() == core::ErrorKind::Usage);
        CHECK(result.message().find("This cannot be a base map: " + std::string(why)) != std::string::npos);
    };
    refused("date,category,hour,easting,northing\n2025-03-07,Robbery,1,530000,180000\n",
            "it holds single events");
    refused("lsoa,period,cohort,age_band,count\nE01004736,2024,a,10-17,7\n",
            "it counts people by where they live");
    refused("site_id,name,kind,easting,northing,marking\n1,Hub,youth hub,530000,180000,public\n",
            "it holds sites");
    refused("site_id,weekday,start,end\n1,Mon,15:00,17:00\n", "it holds sessions of sites");
    const char* points = "ref,easting,northing,notes\n1,530000,180000,x\n";
    refused(points, "it holds single events");
    refused(points, "it holds single events", core::Sensitivity::Restricted);
    // Dated points are events whoever publishes them.
    const char* dated = "ref,easting,northing,when\n1,530000,180000,2025-03-07\n";
    refused(dated, "it holds single events", core::Sensitivity::Public);
    refused("LSOA,Children in cohort\nE01004736,3\n", "its column “Children in cohort” counts people");
    // What its owner says is public may be drawn for orientation.
    const auto open = loaded(points, core::Sensitivity::Public);
    INFO(open.message());
    REQUIRE(open);
    CHECK(open->table->info.subject == core::Subject::BaseMap);
}

TEST_CASE("rates: people that are next to nobody are refused, not divided by", "[tables]") {
    ops::Inputs inputs;
    core::Table table = tests::grid_table(2, 2, {1, 2, 3, 4});
    table.add(core::number_column("tiny", {5e-324, 5e-324, 5e-324, 5e-324}));
    inputs.areas = tests::shared(std::move(table));
    for (const char* name : {"eb-rates", "spatial-eb-rates", "excess-risk"}) {
        const auto out =
            tests::run_named(name, inputs, tests::record({{"variable", "x"}, {"population", "tiny"}}));
        REQUIRE_FALSE(out);
        CHECK(out.message().find("tiny") != std::string::npos);
    }
}
