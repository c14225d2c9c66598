#include <catch2/catch.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "app/driver.hpp"
#include "ops/operation.hpp"

using safeground::test::Driver;

namespace {

/// True when the test must be left out here; never under CI.
bool left_out() {
    const std::string why = Driver::unavailable();
    if (why.empty()) return false;
    std::printf("SKIPPED: the window was not tested with a real mouse: %s.\n", why.c_str());
    if (std::getenv("CI") != nullptr) FAIL(why);
    return true;
}

double last_number(const std::string& line) {
    const std::size_t space = line.rfind(' ');
    return std::strtod(line.c_str() + space, nullptr);
}

/// Name of the first visible layer's row: "layer.7".
std::string some_layer(Driver& driver) {
    for (int id = 1; id < 40; ++id) {
        const std::string name = "layer." + std::to_string(id);
        if (driver.sees(name + ".visible", 0)) return name;
    }
    return {};
}

}  // namespace

TEST_CASE("A real mouse and keyboard work the window: layers, zoom, pan, pick, analysis, undo") {
    if (left_out()) return;
    Driver driver({"--demo"},
                  "1440x2200");  // so high that the whole form can be reached without scrolling it
    REQUIRE(driver.ready());
    REQUIRE(driver.event("project opened"));

    const std::string layer = some_layer(driver);
    REQUIRE_FALSE(layer.empty());
    driver.click(layer + ".visible");
    const auto hidden = driver.event("command ");
    REQUIRE(hidden);
    driver.xdotool("key ctrl+z");
    REQUIRE(driver.event("undo "));

    driver.point_at("map", 0.5, 0.5);
    driver.xdotool("click 4");
    const auto closer = driver.event("zoom ");
    REQUIRE(closer);
    driver.xdotool("click 4");
    const auto closest = driver.event("zoom ");
    REQUIRE(closest);
    CHECK(last_number(*closest) < last_number(*closer));

    const auto pause = [] { std::this_thread::sleep_for(std::chrono::milliseconds(150)); };
    driver.xdotool("mousedown 1");
    pause();
    for (int step = 0; step < 6; ++step, pause()) driver.xdotool("mousemove_relative -- 12 -6");
    driver.xdotool("mouseup 1");
    REQUIRE(driver.event("pan "));
    CHECK(driver.count("pick") == 0);
    driver.xdotool("key Home");
    REQUIRE(driver.event("home "));

    std::this_thread::sleep_for(
        std::chrono::milliseconds(600));  // two clicks too close would be a double-click
    driver.point_at("map", 0.5, 0.5);
    driver.xdotool("click 1");
    REQUIRE(driver.event("pick "));
    CHECK(driver.sees("card"));
    driver.xdotool("key Escape");
    REQUIRE(driver.event("let go"));

    driver.click("group." + std::to_string(static_cast<int>(safeground::ops::Group::Clusters)));
    driver.click("analyse.getis-ord");
    driver.click("analysis.run");
    REQUIRE(driver.event("job started getis-ord"));
    REQUIRE(driver.event("job done", 60));
    CHECK(driver.sees("analysis.result"));
    driver.xdotool("key ctrl+z");
    REQUIRE(driver.event("undo "));

    CHECK(driver.quit() == 0);
}

namespace {
/// 60 x 60 squares with a number each: enough that a million permutations cannot end before a click.
std::string grid_file() {
    const auto path = std::filesystem::temp_directory_path() / "safeground-window-grid.geojson";
    std::ofstream out(path);
    out << R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[)";
    for (int y = 0; y < 60; ++y)
        for (int x = 0; x < 60; ++x) {
            const int e = 500000 + x * 100, n = 180000 + y * 100;
            out << (x + y == 0 ? "" : ",") << R"({"type":"Feature","properties":{"name":"g)" << x << "-" << y
                << R"(","level":)" << (x * 7 + y * 13) % 17
                << R"(},"geometry":{"type":"Polygon","coordinates":[[[)" << e << "," << n << "],[" << e + 100
                << "," << n << "],[" << e + 100 << "," << n + 100 << "],[" << e << "," << n + 100 << "],["
                << e << "," << n << "]]]}}";
        }
    out << "]}";
    return path.string();
}
}  // namespace

TEST_CASE("A long analysis is cancelled from the window") {
    if (left_out()) return;
    Driver driver({grid_file()}, "1440x2200");
    REQUIRE(driver.ready());
    const auto pause = [] { std::this_thread::sleep_for(std::chrono::milliseconds(150)); };
    driver.click("group." + std::to_string(static_cast<int>(safeground::ops::Group::Pattern)));
    driver.click("analyse.global-moran");
    driver.click("analysis.more");
    driver.click("analysis.permutations");
    driver.xdotool("keydown ctrl");
    pause();
    driver.xdotool("key --delay 150 a");
    driver.xdotool("keyup ctrl");
    pause();
    driver.xdotool("type --delay 150 1000000");
    driver.xdotool("key --delay 150 Tab");
    driver.click("analysis.run");
    REQUIRE(driver.event("job started global-moran"));
    driver.click("status.cancel");
    REQUIRE(driver.event("cancel asked"));
    REQUIRE(driver.event("job cancelled", 30));
    CHECK(driver.quit() == 0);
}

TEST_CASE("A window that nobody touches uses no processor time") {
    if (left_out()) return;
    Driver driver({"--demo"});
    REQUIRE(driver.ready());
    std::this_thread::sleep_for(std::chrono::seconds(7));  // the greeting has gone
    const double before = driver.cpu_seconds();
    std::this_thread::sleep_for(std::chrono::seconds(2));
    CHECK(driver.cpu_seconds() - before <= 0.04);
    CHECK(driver.quit() == 0);
}
