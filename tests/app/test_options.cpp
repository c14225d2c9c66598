#include <catch2/catch.hpp>

#include "app/options.hpp"

using namespace safeground;

TEST_CASE("Without words the window opens the demo, with a file it does not") {
    CHECK(app::parse_options({})->demo);
    const auto with_file = app::parse_options({"borough.gpkg", "--scale", "2", "--size", "1280x800"});
    REQUIRE(with_file);
    CHECK_FALSE(with_file->demo);
    CHECK(with_file->files == std::vector<std::string>{"borough.gpkg"});
    CHECK(with_file->scale == 2);
    CHECK(with_file->width == 1280);
    CHECK(with_file->height == 800);
}

TEST_CASE("What is not understood is refused with the word in the sentence") {
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{"--scale", "huge"},
                                                                                       {"--scale", "9"},
                                                                                       {"--size", "10x10"},
                                                                                       {"--size", "wide"},
                                                                                       {"--frames", "0"},
                                                                                       {"--frames"},
                                                                                       {"--colour"}}) {
        const auto options = app::parse_options(words);
        REQUIRE_FALSE(options);
        CHECK(options.kind() == core::ErrorKind::Usage);
        CHECK(options.message().find(words.back()) != std::string::npos);
    }
}
