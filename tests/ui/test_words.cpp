#include <catch2/catch.hpp>

#include "ui/words.hpp"

using namespace safeground;

TEST_CASE("Cells are shown in words: present, missing, suppressed, zero") {
    core::Column column = core::integer_column("n", {0, 1234, 2, 7}, core::Measure::PersonCount);
    column.states = {core::CellState::Present, core::CellState::Present, core::CellState::Suppressed,
                     core::CellState::Missing};
    CHECK(ui::cell_words(column, 0) == "0");
    CHECK(ui::cell_words(column, 1) == "1,234");
    CHECK(ui::cell_words(column, 2) == "< 5");
    CHECK(ui::cell_words(column, 3) == "no data");
    CHECK(ui::cell_words(column, 99) == "no data");
    column.suppressed_low = 0;
    column.suppressed_high = 9;
    CHECK(ui::cell_words(column, 2) == "< 10");
    column.measure = core::Measure::Derived;
    CHECK(ui::cell_words(column, 2) == "suppressed");
}

TEST_CASE("Coordinates are in metres of the National Grid, in groups of three") {
    CHECK(ui::bng_words({524880.6, 182106.2}) == "524 881 E 182 106 N");
    CHECK(ui::bng_words({4000, 1220299}) == "4 000 E 1 220 299 N");
    CHECK(ui::bng_words({}).empty());
}

TEST_CASE("The scale bar has a round length that fits") {
    CHECK(ui::round_length(1999) == 1000);
    CHECK(ui::round_length(2000) == 2000);
    CHECK(ui::round_length(7) == 5);
    CHECK(ui::length_words(500) == "500 m");
    CHECK(ui::length_words(2000) == "2 km");
}

TEST_CASE("Numbers are rounded to what can be read") {
    CHECK(ui::number_words(23.456) == "23.5");
    CHECK(ui::number_words(1234.5) == "1,234");
    CHECK(ui::number_words(0.0312) == "0.031");
    CHECK(ui::number_words(0.00002) == "2e-05");
}
