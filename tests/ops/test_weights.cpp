#include <catch2/catch.hpp>

#include "ops/tables.hpp"
#include "ops/weights_file.hpp"

using namespace safeground;
using tests::grid_table;
using tests::record;
using tests::result;

TEST_CASE("weights of a 3 by 3 grid") {
    ops::Inputs inputs;
    inputs.areas = tests::shared(grid_table(3, 3, {1, 2, 3, 4, 5, 6, 7, 8, 9}));
    const auto queen = tests::run_named("weights", inputs, {});
    REQUIRE(queen);
    CHECK(result(*queen, "links") == 40);
    CHECK(result(*queen, "min") == 3);
    CHECK(result(*queen, "max") == 8);
    CHECK(result(*queen, "islands") == 0);
    CHECK(result(*queen, "components") == 1);
    CHECK(result(*queen, "s0") == Approx(9));
    CHECK(queen->links == 40);
    CHECK(tests::numbers(*queen, "neighbours") == std::vector<double>{3, 5, 3, 5, 8, 5, 3, 5, 3});
    CHECK(queen->table->columns.front()->name == "code");
    CHECK(core::consistent(*queen->table));

    const auto rook =
        tests::run_named("weights", inputs, record({{"weights", "rook"}, {"standardise", "none"}}));
    REQUIRE(rook);
    CHECK(result(*rook, "links") == 24);
    CHECK(result(*rook, "s0") == 24);
    CHECK(result(*rook, "s1") == 48);

    const auto knn = tests::run_named("weights", inputs, record({{"weights", "knn:2"}}));
    REQUIRE(knn);
    CHECK(result(*knn, "links") == 18);
    const auto band = tests::run_named("weights", inputs, record({{"weights", "distance:100"}}));
    REQUIRE(band);
    CHECK(result(*band, "links") == 24);
    const auto none = tests::run_named("weights", inputs, record({{"weights", "distance:99"}}));
    REQUIRE(none);
    CHECK(none->islands == 9);
    REQUIRE_FALSE(none->warnings.empty());
    CHECK(none->warnings.front().find("9 areas have no neighbour.") == 0);
}

TEST_CASE("neighbours from GAL text by key, by a named field and by row number") {
    const core::Table areas = grid_table(1, 3, {10, 20, 30});
    const auto by_key = ops::parse_weights_text(
        "0 3 grid code\nX001 1\nX002\nX002 2\nX001 X003\nX003 1\nX002\n", false, areas, "a.gal");
    REQUIRE(by_key);
    CHECK(by_key->row_begin == std::vector<std::uint32_t>{0, 1, 3, 4});
    CHECK(by_key->neighbour == std::vector<std::uint32_t>{1, 0, 2, 1});
    const auto by_field =
        ops::parse_weights_text("0 3 grid X\n30 1\n10\n10 1\n30\n20 0\n\n", false, areas, "a.gal");
    REQUIRE(by_field);
    CHECK(by_field->neighbour == std::vector<std::uint32_t>{2, 0});
    CHECK(by_field->cardinality(1) == 0);
    const auto by_number =
        ops::parse_weights_text("3\r\n1 1\r\n2\r\n2 1\r\n1\r\n3 0\r\n\r\n", false, areas, "a.gal");
    REQUIRE(by_number);
    CHECK(by_number->neighbour == std::vector<std::uint32_t>{1, 0});
    REQUIRE(by_number.diagnostics().size() == 1);
    CHECK(by_number.diagnostics()[0].message.find("row numbers") != std::string::npos);
    const auto gwt =
        ops::parse_weights_text("0 3 grid code\nX001 X002 7.5\nX002 X001 7.5\n", true, areas, "a.gwt");
    REQUIRE(gwt);
    CHECK(gwt->weight == std::vector<double>{1, 1});
}

TEST_CASE("a broken weights file is refused with its line") {
    const core::Table areas = grid_table(1, 3, {10, 20, 30});
    struct Case {
        const char* text;
        const char* says;
    };
    for (const Case& one :
         {Case{"", "a.gal, line 1: This is no weights file"},
          Case{"hello\n", "a.gal, line 1: This is no weights file"},
          Case{"4\n", "a.gal, line 1: The weights are for 4 areas, the table has 3."},
          Case{"3\nX001 1\nX009\n", "a.gal, line 3: “X009” is not an area"},
          Case{"3\nX001 2\nX002\n", "a.gal, line 3: Area “X001” should have 2 neighbours, but 1 is listed."},
          Case{"3\nX001 1\nX001\n", "a.gal, line 3: Area “X001” is its own neighbour."},
          Case{"3\nX001 2\nX002 X002\n", "a.gal, line 3: Neighbour “X002” is listed twice."},
          Case{"3\nX001 0\nX001 0\n", "a.gal, line 3: Area “X001” occurs twice."},
          Case{"3\nX001 0\nX002 0\n", "a.gal, line 3: Area “X003” of the table is not in the weights."},
          Case{"3\nX001 1\n", "a.gal, line 2: Area “X001” should have 1 neighbour, but 0 are listed."},
          Case{"3\nX001 -1\n", "a.gal, line 2: Expected an area and its number of neighbours."}}) {
        INFO(one.text);
        const auto parsed = ops::parse_weights_text(one.text, false, areas, "a.gal");
        REQUIRE_FALSE(parsed);
        CHECK(parsed.message().find(one.says) == 0);
    }
}
