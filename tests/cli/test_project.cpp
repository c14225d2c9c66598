#include <catch2/catch.hpp>

#include "cli/program.hpp"
#include "io/export.hpp"

using namespace safeground;
using tests::Folder;
using tests::Ran;

namespace {

core::Record listed(const std::string& project) {
    const Ran ran = tests::run({"project", "list", project, "--json"});
    INFO(ran.err);
    REQUIRE(ran.status == 0);
    auto parsed = io::parse_json(ran.out, "list");
    REQUIRE(parsed);
    return *parsed;
}

std::vector<std::string> layer_names(const std::string& project) {
    const core::Record list = listed(project);
    std::vector<std::string> out;
    for (const core::Value& layer : std::get<std::vector<core::Value>>(list.find("layers")->data))
        out.push_back(std::get<core::Record>(layer.data).find("name")->text());
    return out;
}

void must(const std::vector<std::string>& words) {
    const Ran ran = tests::run(words);
    INFO(ran.err);
    REQUIRE(ran.status == 0);
}

}  // namespace

TEST_CASE("a project is made, filled, listed, computed on and verified") {
    const Folder folder;
    const std::string areas = folder.write("squares.geojson", tests::squares_geojson());
    const std::string table = folder.write("t.csv", "area,score\nA1,10\nA2,20\nA3,30\nA4,40\nA5,55\n");
    const std::string project = folder / "p.safeground";
    must({"project", "new", project, "--name", "Trial"});
    CHECK(tests::run({"project", "new", project}).status == 2);  // never over a file that is there
    must({"project", "add", project, areas, "--key", "code", "--join", table, "--table-key", "area", "--name",
          "Score", "--style", "choropleth:SCORE:quantile:2", "--ramp", "blue"});
    must({"project", "add", project, areas, "--key", "code", "--name", "Outlines", "--stroke", "#ff0000",
          "--position", "0", "--base-map"});
    CHECK(layer_names(project) == std::vector<std::string>{"Score", "Outlines"});  // from the top
    must({"project", "run", project, "getis-ord", "--layer", "Score", "--variable", "score", "--islands",
          "zero", "--permutations", "analytic", "--as", "Hot"});
    CHECK(layer_names(project) == std::vector<std::string>{"Hot", "Score", "Outlines"});

    CHECK(tests::run({"project", "run", project, "getis-ord", "--layer", "None", "--variable", "score"})
              .status == 2);
    CHECK(tests::run({"project", "run", project, "global-moran", "--layer", "Score", "--variable", "score"})
              .status != 0);
    CHECK(tests::run({"project", "add", project, areas, "--style", "rainbow"}).status == 2);
    CHECK(tests::run({"project", "add", project, areas, "--style", "choropleth:nothing"}).status == 2);
    CHECK(tests::run({"project", "add", project, areas, "--style", "symbols:x", "--colour", "red"}).status ==
          2);
    CHECK(tests::run({"project", "add", project, folder / "absent.csv"}).status == 3);
    CHECK(layer_names(project).size() == 3);  // what failed changed nothing

    const Ran good = tests::run({"project", "verify", project, "--json"});
    INFO(good.out << good.err);
    CHECK(good.status == 0);
    folder.write("squares.geojson", tests::squares_geojson() + "\n");
    const Ran changed = tests::run({"project", "verify", project, "--json"});
    CHECK(changed.status == 1);
    auto parsed = io::parse_json(changed.out, "verify");
    REQUIRE(parsed);
    CHECK(*parsed->find("good") == core::Value(false));

    const Ran from_layer = tests::run({"run", "weights", "--project", project, "--layer", "Score", "--json"});
    INFO(from_layer.err);
    REQUIRE(from_layer.status == 0);
    auto answer = io::parse_json(from_layer.out, "run");
    REQUIRE(answer);
    CHECK(answer->find("n")->number() == 5);
    CHECK(std::get<std::vector<core::Value>>(answer->find("inputs")->data).size() ==
          2);  // the layer was joined of two
}

TEST_CASE("a damaged project is refused and left alone") {
    const Folder folder;
    const std::string project = folder.write("p.safeground", "not a project at all");
    for (const auto& words : std::vector<std::vector<std::string>>{
             {"project", "list", project},
             {"project", "verify", project},
             {"project", "add", project, folder.write("squares.geojson", tests::squares_geojson())},
             {"render", project, "--output", folder / "map.png"}}) {
        const Ran ran = tests::run(words);
        CHECK(ran.status == 3);
        CHECK(ran.err.find("p.safeground") != std::string::npos);
    }
    CHECK(tests::slurp(project) == "not a project at all");
    CHECK_FALSE(std::filesystem::exists(folder / "map.png"));
}

namespace {

/// Six events in each of the first two squares and two far away: for partners, as files of no known layout
/// are.
std::string incidents_geojson() {
    std::string out =
        R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[)";
    for (int i = 0; i < 14; ++i) {
        const int x = i < 12 ? 530020 + 100 * (i / 6) + i : 540000 + i;
        out += std::string(i == 0 ? "" : ",") + R"({"type":"Feature","properties":{"ref":"N)" +
               std::to_string(i) + R"("},"geometry":{"type":"Point","coordinates":[)" + std::to_string(x) +
               ",180050]}}";
    }
    return out + "]}";
}

}  // namespace

TEST_CASE("what a project says of withheld events is for its owner, and no picture shows where they are") {
    const Folder folder;
    const std::string areas = folder.write("squares.geojson", tests::squares_geojson());
    const std::string events = folder.write("incidents.geojson", incidents_geojson());
    const std::string project = folder / "p.safeground";
    must({"project", "new", project, "--audience", "board"});
    must({"project", "add", project, areas, "--key", "code", "--name", "Areas"});
    const Ran added = tests::run({"project", "add", project, events, "--name", "Incidents"});
    INFO(added.err);
    REQUIRE(added.status == 0);
    CHECK(added.err.find("For the owner of this file") != std::string::npos);
    for (const char* command : {"list", "verify"})
        CHECK(tests::run({"project", command, project}).err.find("For the owner of this file") !=
              std::string::npos);
    CHECK(tests::run({"project", "list", "--help"}).out.find("owner") != std::string::npos);

    const Ran counted = tests::run(
        {"project", "run", project, "count-events", "--layer", "Areas", "--events-layer", "Incidents"});
    INFO(counted.err << counted.out);
    REQUIRE(counted.status == 0);
    CHECK(counted.err.find("2 events") == std::string::npos);
    CHECK(counted.out.find("2 outside") == std::string::npos);
    CHECK(counted.err.find("warnings are left out") != std::string::npos);
    const std::vector<std::string> run{"run",   "count-events",   "--project", project,  "--layer",
                                       "Areas", "--events-layer", "Incidents", "--json", "--audience"};
    std::vector<std::string> for_board = run, for_analyst = run;
    for_board.emplace_back("board");
    for_analyst.emplace_back("analyst");
    const auto outside = [](const Ran& ran) {
        INFO(ran.err);
        REQUIRE(ran.status == 0);
        const auto answer = io::parse_json(ran.out, "run");
        REQUIRE(answer);
        return *std::get<core::Record>(answer->find("result")->data).find("outside");
    };
    CHECK(outside(tests::run(for_analyst)).number() == 2);  // so that there is something to hide
    CHECK(outside(tests::run(for_board)).undefined());

    const std::string picture = folder / "map.png";
    const Ran refused = tests::run({"render", project, "--layer", "Incidents", "--output", picture});
    INFO(refused.err);
    CHECK(refused.status == 2);
    CHECK(refused.err.find("withheld") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(picture));
}
