#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <set>
#include <tuple>

#include "report/pages.hpp"

using namespace safeground;
using namespace safeground::tests;

namespace {

bool differs(const std::string& pixel, int r, int g, int b) {
    const auto channel = [&](std::size_t i) {
        return static_cast<int>(static_cast<unsigned char>(pixel[i]));
    };
    return std::abs(channel(0) - r) + std::abs(channel(1) - g) + std::abs(channel(2) - b) > 12;
}

std::set<std::string> chunk_types(const std::string& png) {
    std::set<std::string> types;
    for (std::size_t at = 8; at + 8 <= png.size();) {
        std::size_t length = 0;
        for (std::size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(png[at + i]);
        types.insert(png.substr(at + 4, 4));
        at += 12 + length;
    }
    return types;
}

}  // namespace

TEST_CASE(
    "a page has its map where it was asked for, bands of the marking, and nothing drawn to its very edge",
    "[report]") {
    const auto project = released_project();
    for (const auto& [width, height, scale] : {std::tuple{1600, 1000, 1.0}, std::tuple{1280, 800, 1.0},
                                               std::tuple{2560, 1600, 2.0}, std::tuple{800, 600, 1.0}}) {
        INFO(width << " x " << height << " at " << scale);
        const report::MapPage page = page_with_map(width, height, scale);
        const auto path = scratch_folder() / ("page" + std::to_string(width) + ".png");
        const auto written = report::write_map_png(project, page, path);
        INFO(written.message());
        REQUIRE(written);
        const Picture picture = read_png(path);
        CHECK(picture.width == width);
        CHECK(picture.height == height);
        const report::Rectangle map = report::map_rectangle(page);
        CHECK(map.x + map.width <= width);
        CHECK(map.y + map.height <= height);
        // The map's own pixels, in its middle, untouched.
        const int x = map.width / 2, y = map.height / 2;
        const std::uint8_t* expected = &page.map.rgba[4 * static_cast<std::size_t>(y * map.width + x)];
        CHECK_FALSE(differs(picture.pixel(map.x + x, map.y + y), expected[0], expected[1], expected[2]));
        for (const int row : {2, height - 3}) CHECK_FALSE(differs(picture.pixel(3, row), 0xFF, 0xF4, 0xD6));
        std::size_t dark = 0;  // words of the marking in both bands
        for (int row = 0; row < 20; ++row)
            for (int column = 0; column < width; ++column)
                dark += differs(picture.pixel(column, row), 0xFF, 0xF4, 0xD6) &&
                        differs(picture.pixel(column, height - 1 - row), 0xFF, 0xF4, 0xD6);
        CHECK(dark > 20);
        // Nothing is cut: the outermost columns beside map and legend are bare.
        for (int row = static_cast<int>(30 * scale); row < height - 30 * scale; ++row)
            for (const int column : {0, 1, 2, width - 3, width - 2, width - 1})
                REQUIRE_FALSE(differs(picture.pixel(column, row), 255, 255, 255));
    }
}

TEST_CASE("the same page gives the same bytes, and the file says nothing but its marking", "[report]") {
    const auto project = released_project();
    const report::MapPage page = page_with_map(1280, 800);
    const auto first = scratch_folder() / "first.png", second = scratch_folder() / "second.png";
    REQUIRE(report::write_map_png(project, page, first));
    REQUIRE(report::write_map_png(project, page, second));
    const std::string bytes = bytes_of(first);
    CHECK(bytes == bytes_of(second));
    CHECK(bytes.find(std::string("tEXtMarking\0", 12)) != std::string::npos);
    for (const std::string& type : chunk_types(bytes)) {
        INFO(type);
        CHECK(std::set<std::string>{"IHDR", "tEXt", "sRGB", "gAMA", "cHRM", "IDAT", "IEND"}.count(type) == 1);
    }
    CHECK(bytes.find("Larkmere") == std::string::npos);
    CHECK_FALSE(std::filesystem::exists(scratch_folder() / "first.png.part"));
    // A marking beyond Latin-1 travels too.
    REQUIRE(report::write_map_png(released_project(0, "OFFICIAL – ŵ"), page, first));
    CHECK(bytes_of(first).find("OFFICIAL – ŵ") != std::string::npos);
    CHECK(read_png(first).width == 1280);
}

TEST_CASE("a long title, many results, sources and layers still leave a whole page", "[report]") {
    const auto project =
        released_project(25,
                         "OFFICIAL-SENSITIVE: not to be passed on beyond the partnership, kept in a locked "
                         "place, and shredded when the "
                         "meeting is over, whoever else may have asked for it and whatever was said before");
    report::MapPage page = page_with_map(1280, 800);
    for (int i = 0; i < 30; ++i) {
        page.title += " and another thing to say";
        page.sentences.push_back(
            "Another result in words that is long enough to run over the whole width of the page, number " +
            std::to_string(i) + ".");
        page.sources.push_back("A source with a rather long name and its licence, number " +
                               std::to_string(i));
    }
    page.subtitle = std::string(3000, 'x') + "\xff\xfe not UTF-8";
    paint_map(page);
    const auto path = scratch_folder() / "long.png";
    const auto written = report::write_map_png(project, page, path);
    INFO(written.message());
    REQUIRE(written);
    const Picture picture = read_png(path);
    for (int row = 30; row < 770; ++row)
        for (const int column : {0, 1, 2, 1277, 1278, 1279})
            REQUIRE_FALSE(differs(picture.pixel(column, row), 255, 255, 255));
}

TEST_CASE("pages that cannot be made are refused in a sentence and leave no file", "[report]") {
    const auto project = released_project();
    const auto path = scratch_folder() / "refused.png";
    for (const auto& [width, height, scale] :
         {std::tuple{300, 200, 1.0}, std::tuple{1, 1, 1.0}, std::tuple{0, 500, 1.0}, std::tuple{-4, -4, 1.0},
          std::tuple{20000, 900, 1.0}, std::tuple{1280, 800, 4.0}, std::tuple{1280, 800, 0.0}}) {
        INFO(width << " x " << height << " at " << scale);
        report::MapPage page;
        page.width = width;
        page.height = height;
        page.scale = scale;
        page.title = "Too small";
        const report::Rectangle map = report::map_rectangle(page);
        CHECK(map.width >= 1);
        CHECK(map.height >= 1);
        const auto written = report::write_map_png(project, page, path);
        REQUIRE_FALSE(written);
        CHECK(written.kind() == core::ErrorKind::Usage);
        CHECK(written.message().size() > 20);
        CHECK_FALSE(std::filesystem::exists(path));
    }
    report::MapPage page = page_with_map(1280, 800);
    page.map.rgba.pop_back();
    CHECK(report::write_map_png(project, page, path).message().find("its place on the page") !=
          std::string::npos);
    page = page_with_map(1280, 800);
    page.metres_per_pixel = std::nan("");
    CHECK_FALSE(report::write_map_png(project, page, path));
    page = page_with_map(1280, 800);
    const auto wordy = report::write_map_png(released_project(0, std::string(600, 'W')), page, path);
    REQUIRE_FALSE(wordy);
    CHECK(wordy.message().find("is too long for a page") != std::string::npos);
    const auto picture = report::write_map_png(project, page, scratch_folder() / "page.jpg");
    REQUIRE_FALSE(picture);
    CHECK(picture.kind() == core::ErrorKind::Usage);
    const auto pipe = scratch_folder() / "pipe.png";
    std::filesystem::remove(pipe);
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    CHECK_FALSE(report::write_map_png(project, page, pipe));
    CHECK(std::filesystem::is_fifo(pipe));  // still there: not replaced by a picture
    const auto nowhere = report::write_map_png(project, page, scratch_folder() / "missing" / "page.png");
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.message().find("could not be written") != std::string::npos);
    CHECK_FALSE(report::write_map_png(project, page, scratch_folder()));
}
