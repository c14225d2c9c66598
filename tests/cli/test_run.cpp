#include <catch2/catch.hpp>

#include "cli/program.hpp"
#include "io/export.hpp"
#include "support/shared_data.hpp"

using namespace safeground;
using tests::Folder;
using tests::Ran;

namespace {

core::Record json_of(const Ran& ran) {
    INFO(ran.err);
    REQUIRE(ran.status == 0);
    auto parsed = io::parse_json(ran.out, "standard output");
    INFO(ran.out);
    REQUIRE(parsed);
    return *parsed;
}

const core::Value& field(const core::Record& record, const std::string& name) {
    const core::Value* value = record.find(name);
    INFO(name);
    REQUIRE(value != nullptr);
    return *value;
}

const core::Record& inner(const core::Record& record, const std::string& name) {
    return std::get<core::Record>(field(record, name).data);
}

std::vector<std::string> names(const core::Record& record) {
    std::vector<std::string> out;
    for (const auto& [name, value] : record.fields) out.push_back(name);
    return out;
}

}  // namespace

TEST_CASE("run --json prints one object with the fields of the contract") {
    const Folder folder;
    const std::string areas = folder.write("squares.geojson", tests::squares_geojson());
    const core::Record answer =
        json_of(tests::run({"run", "weights", "--areas", areas, "--key", "code", "--json"}));
    for (const char* name : {"operation", "version", "inputs", "parameters", "n", "undefined", "islands",
                             "links", "result", "warnings"})
        field(answer, name);
    CHECK(field(answer, "operation").text() == "weights");
    CHECK(field(answer, "n").number() == 5);
    CHECK(field(answer, "islands").number() == 1);
    CHECK(field(answer, "links").number() == 6);
    CHECK(names(inner(answer, "result")) ==
          std::vector<std::string>{"links", "mean", "min", "max", "islands", "components", "s0", "s1", "s2",
                                   "symmetric", "share_nonzero", "histogram_neighbours", "histogram_areas"});
    const auto& inputs = std::get<std::vector<core::Value>>(field(answer, "inputs").data);
    REQUIRE(inputs.size() == 1);
    const auto& input = std::get<core::Record>(inputs[0].data);
    CHECK(field(input, "path").text() == areas);
    CHECK(field(input, "rows").number() == 5);
    CHECK(field(input, "sha256").text().size() == 64);
    CHECK(field(inner(answer, "parameters"), "weights").text() == "queen");
    CHECK(field(answer, "marking").text().find("OFFICIAL") == 0);
}

TEST_CASE("--output writes the code first, rows in input order and undefined as empty") {
    const Folder folder;
    const std::string areas = folder.write("squares.geojson", tests::squares_geojson());
    const Ran ran = tests::run({"run", "getis-ord", "--areas", areas, "--key", "code", "--variable", "x",
                                "--permutations", "99", "--output", folder / "hot.csv"});
    INFO(ran.err);
    REQUIRE(ran.status == 3);  // three areas with neighbours are too few for a statistic
    CHECK(ran.err.find("Error: ") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folder / "hot.csv"));

    const Ran zero =
        tests::run({"run", "local-moran", "--areas", areas, "--key", "code", "--variable", "x", "--islands",
                    "zero", "--permutations", "99", "--output", folder / "local.csv"});
    INFO(zero.err);
    REQUIRE(zero.status == 0);
    const auto lines = tests::lines(tests::slurp(folder / "local.csv"));
    REQUIRE(lines.size() == 6);
    CHECK(lines[0] == "code,value,lag,statistic,expected,variance,z,p,p_adjusted,quadrant,significant");
    for (std::size_t row = 0; row < 5; ++row)
        CHECK(tests::cells(lines[row + 1])[0] == "A" + std::to_string(5 - row));
    const auto undefined = tests::cells(lines[3]);
    for (std::size_t cell = 1; cell < undefined.size(); ++cell) CHECK(undefined[cell].empty());
    CHECK(tests::cells(lines[1])[1] == "1");
}

TEST_CASE("an output never replaces a file that it was made from") {
    const Folder folder;
    const std::string areas = folder.write("squares.geojson", tests::squares_geojson());
    const Ran ran = tests::run({"run", "weights", "--areas", areas, "--key", "code", "--output", areas});
    CHECK(ran.status == 2);
    CHECK(ran.err.find("would replace a file") != std::string::npos);
    CHECK(tests::slurp(areas) == tests::squares_geojson());
    CHECK(tests::run({"project", "new", areas, "--overwrite"}).status == 2);
    CHECK(tests::slurp(areas) == tests::squares_geojson());
    const std::string project = folder / "p.safeground";
    REQUIRE(tests::run({"project", "new", project}).status == 0);
    REQUIRE(tests::run({"project", "add", project, areas}).status == 0);
    const std::string before = tests::slurp(project);
    CHECK(tests::run({"render", project, "--output", project}).status == 2);
    CHECK(tests::run({"run", "weights", "--project", project, "--layer", "squares", "--output", areas})
              .status == 2);
    CHECK(tests::slurp(project) == before);
}

TEST_CASE("a list of neighbours is written by its extension, read again and never written over itself") {
    const Folder folder;
    const std::string areas = folder.write("squares.geojson", tests::squares_geojson());
    for (const char* name : {"n.gal", "n.gwt", "n.kwt", "n.weights.csv"}) {
        INFO(name);
        const Ran ran =
            tests::run({"run", "weights", "--areas", areas, "--key", "code", "--output", folder / name});
        INFO(ran.err);
        REQUIRE(ran.status == 0);
        CHECK(tests::slurp(folder / "n.txt").find("Marking: OFFICIAL") == 0);
        const core::Record again = json_of(tests::run({"run", "weights", "--areas", areas, "--key", "code",
                                                       "--weights", "file:" + (folder / name), "--json"}));
        CHECK(field(again, "links").number() == 6);
        CHECK(field(again, "islands").number() == 1);
        const std::string before = tests::slurp(folder / name);
        const Ran itself = tests::run({"run", "weights", "--areas", areas, "--key", "code", "--weights",
                                       "file:" + (folder / name), "--output", folder / name});
        CHECK(itself.status == 2);
        CHECK(tests::slurp(folder / name) == before);
    }
    const Ran other = tests::run({"run", "classify", "--areas", areas, "--key", "code", "--variable", "x",
                                  "--output", folder / "c.gal"});
    CHECK(other.status == 2);
    CHECK(other.err.find("classify has no list of neighbours to write.") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folder / "c.gal"));
}

TEST_CASE("a flag may be given alone or with a value") {
    const Folder folder;
    const std::string areas = folder.write("squares.geojson", tests::squares_geojson());
    for (const auto& star :
         std::vector<std::vector<std::string>>{{"--star"}, {"--star", "false"}, {"--star", "true"}, {}}) {
        std::vector<std::string> words = {"run",    "getis-ord",      "--areas", areas,       "--key",
                                          "code",   "--variable",     "x",       "--islands", "zero",
                                          "--json", "--permutations", "analytic"};
        words.insert(words.begin() + 2, star.begin(), star.end());
        const core::Record answer = json_of(tests::run(words));
        const bool expected = star.size() < 2 || star[1] == "true";
        CHECK(field(inner(answer, "parameters"), "star") == core::Value(expected));
    }
}

TEST_CASE("attributes are joined and what found no partner is said on standard error") {
    const Folder folder;
    const std::string areas = folder.write("squares.geojson", tests::squares_geojson());
    const std::string table = folder.write("t.csv", "area,score\nA1,10\nA2,20\nA3,30\nA4,40\nA5,50\nA9,90\n");
    const core::Record answer =
        json_of(tests::run({"run", "classify", "--areas", areas, "--key", "code", "--table", table,
                            "--table-key", "area", "--variable", "score", "--classes", "2", "--json"}));
    const auto& counts = std::get<std::vector<core::Value>>(field(inner(answer, "result"), "counts").data);
    double total = 0;
    for (const core::Value& count : counts) total += count.number();
    CHECK(total == 5);
    CHECK(std::get<std::vector<core::Value>>(field(answer, "inputs").data).size() == 2);
    const Ran ran = tests::run({"run", "classify", "--areas", areas, "--key", "code", "--table", table,
                                "--table-key", "area", "--variable", "score"});
    CHECK(ran.err.find("1 row has no area here") != std::string::npos);
}

TEST_CASE("exit statuses are those of the contract") {
    const Folder folder;
    const std::string areas = folder.write("squares.geojson", tests::squares_geojson());
    CHECK(tests::run({"--help"}).status == 0);
    CHECK(tests::run({"--version"}).status == 0);
    CHECK(tests::run({"run", "getis-ord", "--help"}).status == 0);
    CHECK(tests::run({}).status == 2);
    CHECK(tests::run({"questions"}).status == 2);  // not there yet, so it does not pretend
    CHECK(tests::run({"run", "no-such-operation"}).status == 2);
    CHECK(tests::run({"run", "weights"}).status == 2);
    CHECK(tests::run({"run", "weights", "--areas", areas, "--weights", "quen"}).status == 2);
    CHECK(tests::run({"run", "local-moran", "--areas", areas, "--variable", "nothing"}).status == 2);
    CHECK(tests::run({"run", "weights", "--areas", areas, "--audience", "nobody"}).status == 2);
    CHECK(tests::run({"run", "weights", "--areas", folder / "absent.gpkg"}).status == 3);
    CHECK(tests::run({"render", folder / "absent.safeground"}).status == 3);
    const Ran missing = tests::run({"run", "weights", "--areas", folder / "absent.gpkg", "--json"});
    CHECK(missing.out.empty());
    CHECK(missing.err.find("absent.gpkg") != std::string::npos);
}

TEST_CASE("bad files are refused in a sentence and never crash") {
    const Folder folder;
    const std::vector<std::string> files = {
        folder.write("empty.csv", ""),
        folder.write("empty.geojson", ""),
        folder.write("half.geojson", tests::squares_geojson().substr(0, 300)),
        folder.write("bytes.gpkg", std::string("SQLite format 3\0\1\2\3", 20)),
        folder.write("cut.zip", "PK\3\4 not a zip"),
        folder.write("words.csv", "\xEF\xBB\xBF\"a\nb\n"),
        folder / ""};
    for (const std::string& file : files) {
        INFO(file);
        for (const Ran& ran :
             {tests::run({"run", "weights", "--areas", file, "--json"}),
              tests::run({"inspect", file, "--json"}), tests::run({"project", "list", file})}) {
            INFO(ran.err);
            CHECK(ran.status != -1);
            if (ran.status != 0) CHECK_FALSE(ran.err.empty());
        }
        CHECK(tests::run({"run", "weights", "--areas", file}).status == 3);
        CHECK(tests::run({"project", "list", file}).status == 3);
    }
}

TEST_CASE("operations --json lists every operation with its parameters") {
    const core::Record all = json_of(tests::run({"operations", "--json"}));
    const auto& operations = std::get<std::vector<core::Value>>(field(all, "operations").data);
    const std::string words = tests::run({"operations"}).out;
    CHECK(operations.size() >= 15);
    for (const core::Value& one : operations) {
        const auto& operation = std::get<core::Record>(one.data);
        CHECK(words.find(field(operation, "name").text()) != std::string::npos);
        for (const char* name : {"name", "title", "help", "assumptions", "reference", "parameters"})
            CHECK_FALSE(field(operation, name).undefined());
    }
}

TEST_CASE("an answer with one row a lag is printed as rows, and its JSON holds a list of records") {
    const auto columbus = tests::shared_data("benchmarks/columbus/columbus.shp");
    if (!columbus) return;
    const std::vector<std::string> asked{"run",    "correlogram", "--areas",        columbus->string(),
                                         "--key",  "polyid",      "--variable",     "crime",
                                         "--lags", "3",           "--permutations", "analytic"};
    const Ran plain = tests::run(asked);
    REQUIRE(plain.status == 0);
    CHECK(plain.out.find("p_adjusted") != std::string::npos);
    CHECK(plain.out.find("0.14493") != std::string::npos);  // spdep: 0.1449343697 at lag 2
    std::vector<std::string> with_json = asked;
    with_json.emplace_back("--json");
    const core::Record answer = json_of(tests::run(with_json));
    const auto& result = std::get<core::Record>(field(answer, "result").data);
    const auto& lags = std::get<std::vector<core::Value>>(field(result, "lags").data);
    REQUIRE(lags.size() == 3);
    CHECK(field(std::get<core::Record>(lags[1].data), "pairs").number() == 208);
}

TEST_CASE("the same seed gives the same bytes for one, two and seven threads") {
    const auto london = tests::shared_data("boundaries/lsoa21_london.gpkg");
    const auto index = tests::shared_data("deprivation/IoD2025_London_LSOA21_all_domains.csv");
    if (!london || !index) return;
    const Folder folder;
    std::vector<std::string> answers, files;
    for (const char* threads : {"1", "2", "7"}) {
        const Ran ran =
            tests::run({"run", "local-moran", "--areas", london->string(), "--where", "LAD22CD = 'E09000033'",
                        "--table", index->string(), "--variable", "Crime Score", "--threads", threads,
                        "--output", folder / "w.csv", "--json"});
        INFO(ran.err);
        REQUIRE(ran.status == 0);
        answers.push_back(ran.out);
        files.push_back(tests::slurp(folder / "w.csv"));
    }
    CHECK(answers[0] == answers[1]);
    CHECK(answers[0] == answers[2]);
    CHECK(files[0] == files[1]);
    CHECK(files[0] == files[2]);
    CHECK(tests::lines(files[0]).size() == 124);
}

TEST_CASE("SIGINT cancels with status 4 and writes nothing", "[slow]") {
    const auto london = tests::shared_data("boundaries/lsoa21_london.gpkg");
    const auto index = tests::shared_data("deprivation/IoD2025_London_LSOA21_all_domains.csv");
    if (!london || !index) return;
    const Folder folder;
    const Ran ran = tests::run(
        {"run", "global-moran", "--areas", london->string(), "--table", index->string(), "--variable",
         "Crime Score", "--permutations", "1000000", "--output", folder / "w.csv", "--json"},
        "timeout --preserve-status -s INT 3");  // uncancelled it would take a minute
    INFO(ran.err);
    CHECK(ran.status == 4);
    CHECK(ran.out.empty());
    CHECK(ran.err.find("Cancelled") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folder / "w.csv"));
}

TEST_CASE("SIGINT keeps the permutations that were done, says so, and still ends with status 4", "[slow]") {
    const auto london = tests::shared_data("boundaries/lsoa21_london.gpkg");
    const auto index = tests::shared_data("deprivation/IoD2025_London_LSOA21_all_domains.csv");
    if (!london || !index) return;
    const Folder folder;
    const Ran ran = tests::run(
        {"run", "local-geary", "--areas", london->string(), "--table", index->string(), "--variable",
         "Crime Score", "--permutations", "9999999", "--output", folder / "w.csv", "--json"},
        "timeout --preserve-status -s INT 4");  // uncancelled it would take a minute
    INFO(ran.err);
    CHECK(ran.status == 4);
    CHECK(ran.err.find("Stopped early") != std::string::npos);
    CHECK(ran.out.find("Stopped after ") != std::string::npos);
    CHECK(ran.out.find("p-values from 9,999,999") == std::string::npos);
    CHECK(tests::lines(tests::slurp(folder / "w.csv")).size() == 4995);
}
