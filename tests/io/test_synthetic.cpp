#include "io/synthetic.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

using namespace safeground;

namespace {
core::Table table() {
    core::Table t;
    t.rows = 2;
    t.info.source = "Office for National Statistics";
    t.add(core::text_column("LSOA21CD", {"E01004736", "E01004734"}, core::Measure::Code));
    return t;
}
std::filesystem::path folder(const std::string& name) {
    const auto path = std::filesystem::temp_directory_path() / ("safeground-synthetic-" + name);
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path);
    return path;
}
}  // namespace

TEST_CASE("synthetic: real data keeps its source and is not marked", "[io]") {
    core::Table t = table();
    io::mark_synthetic(t, folder("real") / "a.csv");
    CHECK_FALSE(t.info.synthetic);
    CHECK(t.info.source == "Office for National Statistics");
}

TEST_CASE("synthetic: any one of the three signs marks, and the publisher is not credited", "[io]") {
    SECTION("codes of the demonstration borough") {
        core::Table t = table();
        t.info.vintage = core::Vintage::Demo;
        io::mark_synthetic(t, folder("codes") / "a.csv");
        CHECK(t.info.synthetic);
        CHECK(t.info.source == "Made-up data");
    }
    SECTION("a column that says yes in any row") {
        core::Table t = table();
        t.add(core::text_column("synthetic", {"", "Yes"}));
        io::mark_synthetic(t, folder("column") / "a.csv");
        CHECK(t.info.synthetic);
        core::Table no = table();
        no.add(core::text_column("synthetic", {"no", ""}));
        io::mark_synthetic(no, folder("column-no") / "a.csv");
        CHECK_FALSE(no.info.synthetic);
    }
    SECTION("SYNTHETIC.toml beside the file") {
        const auto dir = folder("marker");
        std::ofstream(dir / "SYNTHETIC.toml") << "name = \"Nowhere\"\nlicence = \"CC0-1.0\"\n";
        core::Table t = table();
        io::mark_synthetic(t, dir / "a.csv");
        CHECK(t.info.synthetic);
        CHECK(t.info.source == "Made-up data: Nowhere");
        CHECK(t.info.licence == "CC0-1.0");
    }
    SECTION("a marker that cannot be read still marks") {
        const auto dir = folder("broken-marker");
        std::ofstream(dir / "SYNTHETIC.toml") << "name = [[[";
        core::Table t = table();
        io::mark_synthetic(t, dir / "a.csv");
        CHECK(t.info.synthetic);
    }
}
