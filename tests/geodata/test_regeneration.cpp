#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "demo_files.hpp"
#include "read_toml.hpp"
#include "town.hpp"

using namespace safeground;
namespace fs = std::filesystem;

TEST_CASE("Making the demonstration borough again gives the committed bytes", "[slow]") {
    const fs::path folder = fs::path(SAFEGROUND_BINARY_DIR) / "demo-again";
    fs::remove_all(folder);
    const std::string command = std::string("\"") + MAKE_DEMO +
                                "\" 1 \"" SAFEGROUND_SOURCE_DIR "/geodata/calendar.toml\" \"" +
                                folder.string() + "\" > /dev/null";
    REQUIRE(std::system(command.c_str()) == 0);
    std::set<std::string> made, committed;
    for (const auto& entry : fs::directory_iterator(folder)) made.insert(entry.path().filename().string());
    for (const auto& entry : fs::directory_iterator(tests::demo_path("")))
        committed.insert(entry.path().filename().string());
    REQUIRE(made == committed);
    for (const std::string& name : made) {
        INFO(name);
        CHECK((tests::whole_file((folder / name).string()) == tests::whole_file(tests::demo_path(name))));
    }
    fs::remove_all(folder);
}

TEST_CASE("Another seed makes another borough of the same size", "[slow]") {
    const auto calendar = demo::read_calendar(SAFEGROUND_SOURCE_DIR "/geodata/calendar.toml");
    REQUIRE(calendar);
    const auto files = demo::make_files(2, *calendar);
    for (const demo::File& file : files) {
        if (file.name != "lsoa.geojson" && file.name != "population.csv") continue;
        INFO(file.name);
        CHECK((file.text != tests::whole_file(tests::demo_path(file.name))));
        CHECK((file.text.find("LKM-L130") != std::string::npos));
        CHECK((file.text.find("LKM-L131") == std::string::npos));
    }
}

TEST_CASE("The calendar covers the demo's three years and knows its carnival") {
    const auto calendar = demo::read_calendar(SAFEGROUND_SOURCE_DIR "/geodata/calendar.toml");
    REQUIRE(calendar);
    CHECK(calendar->event_on({2024, 8, 26}) == "Larkmoor Tide Carnival");
    CHECK(calendar->school_day({2024, 9, 10}) == true);
    CHECK(calendar->school_day({2024, 8, 13}) == false);
    CHECK(calendar->school_day({2023, 5, 8}) == false);  // the coronation's bank holiday, a Monday in term
    for (const auto& holiday : calendar->bank_holidays) {
        INFO(holiday.name << " " << core::to_string(holiday.first));
        CHECK(core::weekday(holiday.first) < 5);
    }
    for (std::size_t i = 1; i < calendar->terms.size(); ++i)
        CHECK(core::day_number(calendar->terms[i - 1].last) < core::day_number(calendar->terms[i].first));
}

TEST_CASE("A broken calendar is refused with its line") {
    const fs::path path = fs::path(SAFEGROUND_BINARY_DIR) / "broken-calendar.toml";
    const auto refusal = [&](const std::string& text) {
        std::FILE* out = std::fopen(path.c_str(), "w");
        REQUIRE(out != nullptr);
        std::fputs(text.c_str(), out);
        std::fclose(out);
        const auto calendar = demo::read_calendar(path);
        REQUIRE_FALSE(calendar);
        return calendar.message();
    };
    CHECK_THAT(refusal("[[term]]\nname = \"x\"\nfirst = soon\nlast = 2024-01-01\n"),
               Catch::Contains("line 1"));
    CHECK_THAT(refusal("# a\n[[festival]]\nfirst = 2024-01-01\nlast = 2024-01-01\n"),
               Catch::Contains("line 2"));
    CHECK_THAT(refusal("name = 3\n"), Catch::Contains("before the first"));
    CHECK_THAT(refusal("[[term]]\nname \"x\"\n"), Catch::Contains("line 2"));
    fs::remove(path);
}
