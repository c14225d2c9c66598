#include <catch2/catch.hpp>

#include "cli/program.hpp"

using namespace safeground;
using tests::Folder;
using tests::Ran;

namespace {

/// The number that stands after `words` on a line of the output.
double printed(const std::string& out, const std::string& words) {
    for (const std::string& line : tests::lines(out))
        if (const std::size_t at = line.find(words); at != std::string::npos)
            return std::stod(line.substr(at + words.size()));
    return -1;
}

std::size_t column_of(const std::vector<std::string>& header, const std::string& name) {
    for (std::size_t c = 0; c < header.size(); ++c)
        if (header[c] == name) return c;
    return header.size();
}

}  // namespace

TEST_CASE("demo writes a map, hot spots, a page and a project, and prints numbers that agree with them",
          "[slow]") {
    const Folder folder;
    const Ran ran = tests::run({"demo", "--output", folder / "out"});
    INFO(ran.err);
    REQUIRE(ran.status == 0);
    CHECK(ran.out.find("SYNTHETIC DATA") != std::string::npos);
    const auto hot = tests::lines(tests::slurp(folder / "out/hotspots.csv"));
    REQUIRE(hot.size() == 131);
    const std::size_t column = column_of(tests::cells(hot[0]), "class");
    REQUIRE(column < tests::cells(hot[0]).size());
    double hot_count = 0, cold_count = 0;
    for (std::size_t row = 1; row < hot.size(); ++row) {
        hot_count += tests::cells(hot[row])[column] == "hot";
        cold_count += tests::cells(hot[row])[column] == "cold";
    }
    CHECK(printed(ran.out, "  hot spots ") == hot_count);
    CHECK(printed(ran.out, "  cold spots ") == cold_count);
    CHECK(printed(ran.out, "  areas ") == 130);
    CHECK(hot_count > 0);

    const std::string png = tests::slurp(folder / "out/map.png");
    REQUIRE(png.size() > 20000);
    CHECK(png.substr(1, 3) == "PNG");
    const std::string page = tests::slurp(folder / "out/report.html");
    CHECK(page.find("<html") != std::string::npos);
    CHECK(page.find("SYNTHETIC") != std::string::npos);
    const Ran list = tests::run({"project", "list", folder / "out/larkmoor.safeground"});
    CHECK(list.status == 0);
    const Ran render =
        tests::run({"render", folder / "out/larkmoor.safeground", "--output", folder / "again.png"});
    INFO(render.err);
    CHECK(render.status == 0);
    CHECK(tests::slurp(folder / "again.png") == png);
}

TEST_CASE("demo for the public holds no residence and nothing below the threshold", "[slow]") {
    const Folder folder;
    const Ran ran = tests::run({"demo", "--output", folder / "out", "--audience", "public"});
    INFO(ran.out << ran.err);
    REQUIRE(ran.status == 0);
    CHECK_FALSE(std::filesystem::exists(folder / "out/hotspots.csv"));
    CHECK(printed(ran.out, "  hot spots ") == -1);
    CHECK(printed(ran.out, "  areas ") == 130);                      // deprivation is public
    CHECK(ran.out.find("Offender residence") != std::string::npos);  // said to be withheld
    CHECK(std::filesystem::exists(folder / "out/map.png"));
    CHECK(tests::run({"demo", "--output", folder / "out2", "--audience", "nobody"}).status == 2);
}
