#include "io/export.hpp"

#include <sys/stat.h>

#include <cmath>
#include <limits>

#include "io/export_formats.hpp"
#include "io/import.hpp"
#include "io/json_text.hpp"
#include "io/released_support.hpp"
#include "io/text_table.hpp"

using namespace safeground;
using namespace io_test;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Three areas: a square with a hole, two squares, nothing.
core::Polygons shapes() {
    core::Polygons polygons;
    const auto square = [&](double x, double y, double side, bool anticlockwise) {
        std::vector<core::Point> ring{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}};
        if (!anticlockwise) std::reverse(ring.begin(), ring.end());
        polygons.add_ring(ring);
    };
    square(530000, 180000, 300, true);
    square(530100, 180100, 100, false);
    polygons.end_part();
    polygons.end_row();
    for (const double x : {531000.0, 532000.0}) {
        square(x, 180000, 200, true);
        polygons.end_part();
    }
    polygons.end_row();
    polygons.end_row();
    return polygons;
}

core::Table table() {
    core::Table made;
    made.rows = 3;
    made.key = "code";
    made.info.name = "Test “areas”";
    made.info.subject = core::Subject::Areas;
    made.info.sensitivity = core::Sensitivity::Partner;
    made.info.synthetic = true;
    made.info.source = "Team";
    made.info.definition = "Offences, counted.";
    made.info.period =
        core::Period{{2025, 1, 1, 0, 0, core::Precision::Month}, {2025, 3, 1, 0, 0, core::Precision::Month}};
    made.add(core::number_column("score", {0.1, kNaN, -2}));
    made.add(core::integer_column("offences", {2, 7, 0}, core::Measure::EventCount));
    made.add(core::text_column("name", {"Church, \"old\"", "=1+1", "two\nlines"}, core::Measure::Name));
    made.add(core::category_column("kind", {"a", "b", "a"}));
    made.add(core::date_column("when", {{2025, 3, 7},
                                        {2025, 3, 1, 0, 0, core::Precision::Month},
                                        {2024, 1, 2, 15, 20, core::Precision::Minute}}));
    made.add(core::text_column("code", {"LKM-L0001", "LKM-L0002", "LKM-L0003"}, core::Measure::Code));
    made.geometry = std::make_shared<const core::Geometry>(shapes());
    return made;
}

const core::Record& part(const core::Record& record, const char* name) {
    REQUIRE(record.find(name) != nullptr);
    return std::get<core::Record>(record.find(name)->data);
}

}  // namespace

TEST_CASE("export csv: the key first, suppressed is a star, missing is empty, the words beside it",
          "[io][export]") {
    const TemporaryFolder folder;
    REQUIRE(io::write_table(released(table()), folder / "out.csv"));
    CHECK(contents(folder / "out.csv") ==
          "code,score,offences,name,kind,when\n"
          "LKM-L0001,0.1,*,\"Church, \"\"old\"\"\",a,2025-03-07\n"
          "LKM-L0002,,7,'=1+1,b,2025-03\n"
          "LKM-L0003,-2,0,\"two\nlines\",a,2024-01-02 15:20\n");
    const std::string words = contents(folder / "out.txt");
    for (const char* word :
         {"Marking: OFFICIAL-SENSITIVE · SYNTHETIC DATA\n", "Audience: board\n",
          "Period: Jan 2025 to Mar 2025\n", "Source: Team\n", "What is counted: Offences, counted.\n",
          "Hidden cells: 1\n", "* in the table", "An apostrophe stands before"})
        CHECK(words.find(word) != std::string::npos);
    CHECK(folder.files() == 2);
}

TEST_CASE("export csv: our own reader gets every cell back", "[io][export]") {
    const TemporaryFolder folder;
    REQUIRE(io::write_table(released(table()), folder / "out.csv"));
    const auto raw = io::read_text_table(folder / "out.csv");
    REQUIRE(raw);
    REQUIRE(raw->rows == 3);
    CHECK(raw->columns[3].text(0) == "Church, \"old\"");
    CHECK(raw->columns[3].text(2) == "two\nlines");
    CHECK(raw->columns[2].text(0) == "*");
}

TEST_CASE("export csv: only texts that would run as a formula are changed", "[io][export]") {
    const auto safe = [](const std::string& text) {
        bool guarded = false;
        const std::string out = io::formula_safe(text, guarded);
        CHECK(guarded == (out != text));
        return out;
    };
    CHECK(safe("=cmd|' /C calc'!A0") == "'=cmd|' /C calc'!A0");
    CHECK(safe("+44 20 7946 0000") == "'+44 20 7946 0000");
    CHECK(safe("@SUM(A1)") == "'@SUM(A1)");
    CHECK(safe("\tx") == "'\tx");
    CHECK(safe("-5.5") == "-5.5");
    CHECK(safe("") == "");
    CHECK(safe("a=b") == "a=b");
}

TEST_CASE("export csv: a table of one empty column keeps its rows", "[io][export]") {
    const TemporaryFolder folder;
    core::Table one;
    one.rows = 2;
    one.info.sensitivity = core::Sensitivity::Public;
    one.add(core::text_column("a", {"", "x"}));
    REQUIRE(io::write_table(released(one), folder / "one.csv"));
    CHECK(contents(folder / "one.csv") == "a\n\"\"\nx\n");
}

TEST_CASE("export geojson: valid, in degrees, rings as RFC 7946 wants them, hidden cells null with a flag",
          "[io][export]") {
    const TemporaryFolder folder;
    REQUIRE(io::write_table(released(table()), folder / "out.geojson"));
    const std::string text = contents(folder / "out.geojson");
    const auto root = io::parse_json(text, "out.geojson");
    INFO(root.message());
    REQUIRE(root);
    CHECK(part(*root, "safeground").find("marking")->text() == "OFFICIAL-SENSITIVE · SYNTHETIC DATA");
    const auto& features = std::get<std::vector<core::Value>>(root->find("features")->data);
    REQUIRE(features.size() == 3);
    const auto& first = std::get<core::Record>(features[0].data);
    const core::Record& properties = part(first, "properties");
    CHECK(properties.fields[0].first == "code");
    CHECK(properties.find("score")->number() == 0.1);
    CHECK(properties.find("offences")->undefined());
    CHECK(std::get<bool>(properties.find("offences_suppressed")->data));
    CHECK(properties.find("score_suppressed") == nullptr);
    const auto& second = std::get<core::Record>(features[1].data);
    CHECK(part(second, "properties").find("score")->undefined());
    CHECK_FALSE(std::get<bool>(part(second, "properties").find("offences_suppressed")->data));
    CHECK(part(second, "geometry").find("type")->text() == "MultiPolygon");
    CHECK(std::get<core::Record>(features[2].data).find("geometry")->undefined());

    const core::Record& polygon = part(first, "geometry");
    CHECK(polygon.find("type")->text() == "Polygon");
    const auto& rings = std::get<std::vector<core::Value>>(polygon.find("coordinates")->data);
    REQUIRE(rings.size() == 2);
    const auto positions = [](const core::Value& ring) {
        std::vector<core::Point> all;
        for (const core::Value& position : std::get<std::vector<core::Value>>(ring.data)) {
            const auto& xy = std::get<std::vector<core::Value>>(position.data);
            all.push_back({xy[0].number(), xy[1].number()});
        }
        return all;
    };
    for (const std::size_t g : {0u, 1u}) {
        auto ring = positions(rings[g]);
        REQUIRE(ring.size() == 5);
        CHECK(ring.front() == ring.back());
        ring.pop_back();
        CHECK((core::signed_area2(ring) > 0) == (g == 0));
        // TQ 300 800 is near Charing Cross.
        CHECK(ring[0].x == Approx(-0.128).margin(0.01));
        CHECK(ring[0].y == Approx(51.504).margin(0.01));
    }
}

TEST_CASE("export geojson: points and lines, and a row without position", "[io][export]") {
    const TemporaryFolder folder;
    core::Table points;
    points.rows = 2;
    points.info.sensitivity = core::Sensitivity::Public;
    points.info.subject = core::Subject::Sites;
    points.geometry = std::make_shared<const core::Geometry>(core::Points{{{530000, 180000}, {}}});
    REQUIRE(io::write_table(released(points), folder / "p.geojson"));
    std::string text = contents(folder / "p.geojson");
    CHECK(text.find("\"geometry\":null") != std::string::npos);
    CHECK(text.find("\"type\":\"Point\"") != std::string::npos);
    CHECK(io::parse_json(text, "p"));
    core::Lines lines;
    lines.add_line(std::vector<core::Point>{{530000, 180000}, {530100, 180000}});
    lines.end_row();
    lines.end_row();
    points.geometry = std::make_shared<const core::Geometry>(lines);
    REQUIRE(io::write_table(released(points), folder / "l.geojson"));
    text = contents(folder / "l.geojson");
    CHECK(text.find("\"type\":\"LineString\"") != std::string::npos);
    CHECK(io::parse_json(text, "l"));
}

TEST_CASE("export: geojson and geopackage come back as they went out", "[io][export]") {
    const TemporaryFolder folder;
    const auto out = released(table());
    for (const char* name : {"out.geojson", "out.gpkg"}) {
        INFO(name);
        const auto written = io::write_table(out, folder / name);
        INFO(written.message());
        REQUIRE(written);
        const auto in = io::import_file(folder / name);
        INFO(in.message());
        REQUIRE(in);
        REQUIRE(in->table->rows == 3);
        const core::Polygons* shape = in->table->polygons();
        REQUIRE(shape != nullptr);
        CHECK(core::area_m2(*shape, 0) == Approx(300 * 300 - 100 * 100).epsilon(0.001));
        CHECK(core::area_m2(*shape, 1) == Approx(2 * 200 * 200).epsilon(0.001));
        CHECK(core::area_m2(*shape, 2) == 0);
        REQUIRE(in->table->find("offences") != nullptr);
        CHECK_FALSE(in->table->find("offences")->present(0));
        CHECK(in->table->find("offences")->number(1) == 7);
        CHECK(in->table->find("score")->number(2) == -2);
        CHECK(in->table->find("name")->text(2) == "two\nlines");
    }
}

TEST_CASE("export geopackage: coordinates are kept to the bit and the marking is in the file",
          "[io][export]") {
    const TemporaryFolder folder;
    REQUIRE(io::write_table(released(table()), folder / "out.gpkg"));
    const auto in = io::import_file(folder / "out.gpkg");
    REQUIRE(in);
    CHECK(in->report.transform == "none needed");
    const core::Box box = core::bounds(*in->table->geometry);
    CHECK(box.min_x == 530000);
    CHECK(box.max_x == 532200);
    CHECK(contents(folder / "out.gpkg").find("OFFICIAL-SENSITIVE · SYNTHETIC DATA") != std::string::npos);
}

TEST_CASE("export geopackage: names that SQLite takes for the same are told apart", "[io][export]") {
    const TemporaryFolder folder;
    core::Table made;
    made.rows = 1;
    made.info.sensitivity = core::Sensitivity::Public;
    for (const char* name : {"Z", "z", "fid", "geom", "select"}) made.add(core::number_column(name, {1.5}));
    const auto written = io::write_table(released(made), folder / "odd.gpkg");
    INFO(written.message());
    REQUIRE(written);
    const auto in = io::import_file(folder / "odd.gpkg");
    INFO(in.message());
    REQUIRE(in);
    CHECK(in->table->columns.size() == 5);
}

TEST_CASE("export: the same table gives the same bytes", "[io][export]") {
    const TemporaryFolder folder;
    for (const char* name : {"a.csv", "a.geojson", "a.gpkg"}) {
        REQUIRE(io::write_table(released(table()), folder / name));
        const std::string first = contents(folder / name);
        REQUIRE(io::write_table(released(table()), folder / name));
        INFO(name);
        CHECK(contents(folder / name) == first);
    }
}

TEST_CASE("export: what cannot be written is refused, and what was there before stays", "[io][export]") {
    const TemporaryFolder folder;
    const auto refused = [&](const std::filesystem::path& path, const std::string& word) {
        const auto out = io::write_table(released(table()), path);
        REQUIRE_FALSE(out);
        INFO(out.message());
        CHECK(out.message().find(word) != std::string::npos);
    };
    refused(folder / "out.xlsx", ".csv, .geojson or .gpkg");
    refused(folder / "out", "no extension");
    for (const std::string extension : {"csv", "geojson", "gpkg"}) {
        refused(folder / ("nowhere/out." + extension), "does not exist");
        const std::filesystem::path taken = folder / ("folder." + extension);
        std::filesystem::create_directory(taken);
        refused(taken, "folder");
        const std::filesystem::path pipe = folder / ("pipe." + extension);
        REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
        refused(pipe, "not a file");
    }
    CHECK(io::write_table(released(table()), folder / "UPPER.CSV"));
}

TEST_CASE("json: records are written in order with shortest numbers and null for what is undefined",
          "[io][json]") {
    core::Record inner;
    inner.set("z", 0.1);
    inner.set("a", kNaN);
    core::Record record;
    record.set("text", "a \"b\" \\ \n \t \x01 é \xff");
    record.set("list", std::vector<core::Value>{1, 2.5, core::Value(), true});
    record.set("inner", inner);
    record.set("empty", core::Record());
    record.set("infinite", std::numeric_limits<double>::infinity());
    CHECK(io::json(record) ==
          "{\n  \"text\": \"a \\\"b\\\" \\\\ \\n \\t \\u0001 é \xEF\xBF\xBD\",\n  \"list\": [1, 2.5, null, "
          "true],\n"
          "  \"inner\": {\n    \"z\": 0.1,\n    \"a\": null\n  },\n  \"empty\": {},\n  \"infinite\": "
          "null\n}\n");
    const auto back = io::parse_json(io::json(record), "x.json");
    REQUIRE(back);
    CHECK(io::json(*back) == io::json(record));
}

TEST_CASE("json: what is no object is refused with its line", "[io][json]") {
    const auto refused = [](const std::string& text, const std::string& word, std::int64_t line) {
        const auto out = io::parse_json(text, "x.json");
        REQUIRE_FALSE(out);
        INFO(out.message());
        CHECK(out.message().find(word) != std::string::npos);
        CHECK(out.diagnostics()[0].line == line);
        CHECK(out.diagnostics()[0].file == "x.json");
    };
    refused("{\n\"a\": 1,\n}", "not valid JSON", 3);
    refused("[1]", "not one object", 0);
    refused("{\"a\": 1, \"a\": 2}", "occurs twice", 0);
    refused(std::string(200, '[') + std::string(200, ']'), "nested", 0);
    refused("{\"a\": \"\xff\"}", "not valid JSON", 1);
    CHECK_FALSE(io::parse_json("", "x.json"));
    std::string deep = std::string(100000, '[');
    CHECK_FALSE(io::parse_json(deep, "x.json"));
    const auto big = io::parse_json("{\"a\": 18446744073709551615, \"b\": -3, \"c\": 1e400}", "x.json");
    if (big) CHECK(big->find("a")->number() == Approx(1.8446744e19));
}
