#include "disclosure/suppress.hpp"

#include <cmath>
#include <limits>

#include "disclosure/support.hpp"

using namespace gate_test;
using core::CellState;
using core::Measure;
using core::Sensitivity;

namespace {

disclosure::Audience strict() {
    disclosure::Audience audience;
    audience.name = "strict";
    audience.may_see = Sensitivity::Restricted;
    return audience;
}

std::string states(const core::Column& column) {
    std::string text;
    for (std::size_t row = 0; row < column.size(); ++row)
        text += column.state(row) == CellState::Present   ? 'p'
                : column.state(row) == CellState::Missing ? 'm'
                                                          : 's';
    return text;
}

std::string states(const disclosure::SuppressedTable& out, const char* column) {
    REQUIRE(out.table.find(column) != nullptr);
    return states(*out.table.find(column));
}

}  // namespace

TEST_CASE("suppress: counts from one to four are hidden, nought and five are shown", "[disclosure]") {
    core::Table table = areas(6, Sensitivity::Restricted);
    table.add(core::integer_column("people", {0, 1, 4, 5, 6, 100}, Measure::PersonCount));
    const auto out = disclosure::suppress(table, Sensitivity::Restricted, strict());
    CHECK(states(out, "people") == "pssppp");
    CHECK(out.hidden_cells == 2);
    CHECK(out.table.find("people")->suppressed_low == 1);
    CHECK(out.table.find("people")->suppressed_high == 4);
    REQUIRE(out.sentences.size() == 1);
    CHECK(out.sentences[0] == "“people”: 2 of 6 cells are hidden because they are from 1 to 4.");
}

TEST_CASE("suppress: nought is hidden where nobody is sensitive", "[disclosure]") {
    core::Table table = areas(4, Sensitivity::Restricted);
    table.add(core::integer_column("people", {0, 1, 5, 6}, Measure::PersonCount));
    disclosure::Audience audience = strict();
    audience.hide_zero = true;
    const auto out = disclosure::suppress(table, Sensitivity::Restricted, audience);
    CHECK(states(out, "people") == "sspp");
    CHECK(out.table.find("people")->suppressed_low == 0);
}

TEST_CASE("suppress: people are protected in public tables too, published events are not touched",
          "[disclosure]") {
    core::Table table = areas(3, Sensitivity::Public);
    table.add(core::integer_column("children", {3, 9, 0}, Measure::PersonCount));
    table.add(core::integer_column("offences", {3, 9, 0}, Measure::EventCount));
    table.add(core::integer_column("population", {3, 9, 0}, Measure::Population));
    auto out = disclosure::suppress(table, Sensitivity::Public, strict());
    CHECK(states(out, "children") == "spp");
    CHECK(states(out, "offences") == "ppp");
    CHECK(states(out, "population") == "ppp");
    out = disclosure::suppress(table, Sensitivity::Partner, strict());
    CHECK(states(out, "offences") == "spp");
}

TEST_CASE(
    "suppress: people in areas are left out for those who may not see restricted data, wherever a join put "
    "them",
    "[disclosure]") {
    core::Table table = areas(2, Sensitivity::Public);
    table.add(core::integer_column("children", {30, 9}, Measure::PersonCount));
    table.add(derived(core::number_column("rate", {0.3, 0.09}), {"children"}));
    disclosure::Audience audience = strict();
    audience.may_see = Sensitivity::Public;
    const auto out = disclosure::suppress(table, Sensitivity::Public, audience);
    CHECK(out.table.find("children") == nullptr);
    CHECK(states(out, "rate") == "ss");
}

TEST_CASE("suppress: counts that are fractions, and counts that are no numbers, are judged too",
          "[disclosure]") {
    core::Table table = areas(3, Sensitivity::Restricted);
    table.add(core::number_column("mean people", {0.5, 4.999, 5.0}, Measure::PersonCount));
    table.add(core::text_column("people in words", {"two", "twelve", ""}, Measure::PersonCount));
    const auto out = disclosure::suppress(table, Sensitivity::Restricted, strict());
    CHECK(states(out, "mean people") == "ssp");
    CHECK(states(out, "people in words") == "sss");
    CHECK(all_bytes(out.table).find("tw") == std::string::npos);
}

TEST_CASE("suppress: missing stays missing, and what was suppressed stays so with a range no narrower",
          "[disclosure]") {
    core::Table table = areas(4, Sensitivity::Restricted);
    core::Column people = core::integer_column("people", {7, 7, 2, 3}, Measure::PersonCount);
    people.states = {CellState::Missing, CellState::Suppressed, CellState::Present, CellState::Present};
    people.suppressed_low = people.suppressed_high = 7;
    table.add(people);
    const auto out = disclosure::suppress(table, Sensitivity::Restricted, strict());
    CHECK(states(out, "people") == "msss");
    CHECK(std::get<1>(out.table.find("people")->values) == std::vector<std::int64_t>{0, 0, 0, 0});
    CHECK(out.table.find("people")->suppressed_low == 1);
    CHECK(out.table.find("people")->suppressed_high == 7);
    CHECK(out.hidden_cells == 2);
}

TEST_CASE("suppress: a row's rate is hidden with its count, also through another computed column",
          "[disclosure]") {
    core::Table table = areas(3, Sensitivity::Restricted);
    table.add(core::integer_column("people", {2, 20, 0}, Measure::PersonCount));
    table.add(core::number_column("children", {100, 100, 5}, Measure::Population));
    table.add(derived(core::number_column("rate", {0.02, 0.2, 0}), {"people", "children"}));
    table.add(derived(core::number_column("rate per 1,000", {20, 200, 0}), {"rate"}));
    const auto out = disclosure::suppress(table, Sensitivity::Restricted, strict());
    CHECK(states(out, "people") == "spp");
    // The third rate has five people beneath it, fewer than ten.
    CHECK(states(out, "rate") == "sps");
    CHECK(states(out, "rate per 1,000") == "sps");
}

TEST_CASE("suppress: columns that mix rows are hidden whole once one cell of their source is hidden",
          "[disclosure]") {
    core::Table table = areas(3, Sensitivity::Restricted);
    table.add(core::integer_column("people", {2, 20, 10}, Measure::PersonCount));
    for (const char* name :
         {"lag", "statistic", "expected", "variance", "z", "p", "p_adjusted", "smoothed", "z (2)"})
        table.add(derived(core::number_column(name, {1, 2, 3}), {"people"}));
    table.add(derived(core::number_column("around here", {1, 2, 3}), {"people[]"}));
    table.add(derived(core::category_column("quadrant", {"high-high", "low-low", "low-low"}), {"people"}));
    auto audience = strict();
    auto out = disclosure::suppress(table, Sensitivity::Restricted, audience);
    for (const core::ColumnPtr& column : table.columns)
        if (column->measure == Measure::Derived) CHECK(states(out, column->name.c_str()) == "sss");
    CHECK(all_bytes(out.table).find("high-high") == std::string::npos);

    audience.classes_over_hidden = true;
    out = disclosure::suppress(table, Sensitivity::Restricted, audience);
    CHECK(states(out, "quadrant") == "ppp");
    CHECK(states(out, "z") == "sss");
    CHECK(out.sentences.back() == "Classes of areas rest on hidden counts too; their numbers are not shown.");
}

TEST_CASE("suppress: smoothed rates go to analysts to two digits, but never in a row whose count is hidden",
          "[disclosure]") {
    const auto table_of = [](std::vector<std::int64_t> people) {
        core::Table table = areas(people.size(), Sensitivity::Restricted);
        table.info.sha256.clear();
        std::vector<double> rates(people.size(), 2.3456), smoothed(people.size(), 2.3789),
            ones(people.size(), 0.1);
        table.add(core::integer_column("people", std::move(people), Measure::PersonCount));
        table.add(derived(core::number_column("raw", rates), {"people"}));
        table.add(derived(core::number_column("smoothed", smoothed), {"people"}));
        table.add(derived(core::number_column("shrinkage", ones), {"people"}));
        return table;
    };
    const core::Table table = table_of({2, 20, 10, 1, 3, 4, 4});
    auto audience = strict();
    CHECK(states(disclosure::suppress(table, Sensitivity::Restricted, audience), "smoothed") == "sssssss");
    audience.classes_over_hidden = true;
    const auto out = disclosure::suppress(table, Sensitivity::Restricted, audience);
    CHECK(states(out, "smoothed") == "sppssss");
    CHECK(out.table.find("smoothed")->number(1) == 2.4);
    CHECK(states(out, "raw") == "sppssss");
    CHECK(states(out, "shrinkage") == "sssssss");
    // So that the breaks of a style over it are taken from what is shown.
    CHECK(out.hidden_columns.count("smoothed") == 1);
    CHECK_FALSE(holds(out.table, 2.3789));
    // Where few cells are hidden, the common rate that the others show would give them back.
    const auto few = disclosure::suppress(table_of({2, 20, 10}), Sensitivity::Restricted, audience);
    CHECK(states(few, "smoothed") == "sss");
}

TEST_CASE("suppress: nothing is hidden from results when no cell of the variable is", "[disclosure]") {
    core::Table table = areas(3, Sensitivity::Restricted);
    table.add(core::integer_column("people", {0, 20, 10}, Measure::PersonCount));
    table.add(derived(core::number_column("z", {1, 2, 3}), {"people"}));
    const auto out = disclosure::suppress(table, Sensitivity::Restricted, strict());
    CHECK(states(out, "z") == "ppp");
    CHECK_FALSE(out.changed);
}

TEST_CASE("suppress: an unknown computed column of a computed table is taken to mix rows, a rate is not",
          "[disclosure]") {
    core::Table table = areas(3, Sensitivity::Restricted);
    table.info.sha256.clear();
    table.add(core::integer_column("people", {2, 20, 10}, Measure::PersonCount));
    table.add(derived(core::number_column("novelty", {1, 2, 3}), {"people"}));
    table.add(derived(core::number_column("raw", {1, 2, 3}), {"people"}));
    const auto out = disclosure::suppress(table, Sensitivity::Restricted, strict());
    CHECK(states(out, "novelty") == "sss");
    CHECK(states(out, "raw") == "spp");
}

TEST_CASE("suppress: a computed column whose source is not there is hidden where counts could be",
          "[disclosure]") {
    core::Table table = areas(2, Sensitivity::Restricted);
    table.add(derived(core::number_column("rate", {1, 2}), {"people"}));
    table.add(derived(core::number_column("rate of what", {1, 2}), {}));
    auto out = disclosure::suppress(table, Sensitivity::Restricted, strict());
    CHECK(states(out, "rate") == "ss");
    CHECK(states(out, "rate of what") == "ss");
    out = disclosure::suppress(table, Sensitivity::Public, strict());
    CHECK(states(out, "rate") == "pp");
}

TEST_CASE("suppress: one hidden age band takes the others with it while the total is shown", "[disclosure]") {
    core::Table table = areas(3, Sensitivity::Restricted);
    table.add(core::integer_column("people", {12, 14, 3}, Measure::PersonCount));
    const auto part = [](const char* name, std::vector<std::int64_t> values) {
        core::Column column = core::integer_column(name, std::move(values), Measure::PersonCount);
        column.derived_from = {"people"};
        return column;
    };
    table.add(part("10-13", {3, 7, 3}));
    table.add(part("14-17", {9, 7, 0}));
    const auto out = disclosure::suppress(table, Sensitivity::Restricted, strict());
    CHECK(states(out, "people") == "pps");
    CHECK(states(out, "10-13") == "sps");
    CHECK(states(out, "14-17") == "sps");
    // Each hidden part may be anything from 0 to the total.
    CHECK(out.table.find("14-17")->suppressed_low == 0);
    CHECK(out.table.find("14-17")->suppressed_high == 12);
}

TEST_CASE("suppress: rounding never makes somebody nobody, and takes exact rates away", "[disclosure]") {
    core::Table table = areas(5, Sensitivity::Restricted);
    table.add(core::integer_column("people", {0, 5, 7, 8, 3}, Measure::PersonCount));
    table.add(core::number_column("children", {100, 100, 100, 100, 100}, Measure::Population));
    table.add(derived(core::number_column("rate", {0, .05, .07, .08, .03}), {"people", "children"}));
    disclosure::Audience audience = strict();
    audience.rounding_base = 5;
    auto out = disclosure::suppress(table, Sensitivity::Restricted, audience);
    CHECK(std::get<1>(out.table.find("people")->values) == std::vector<std::int64_t>{0, 5, 5, 10, 0});
    CHECK(states(out, "people") == "pppps");
    CHECK(states(out, "rate") == "sssss");
    CHECK(out.rounded);
    audience.rounding_base = 20;
    out = disclosure::suppress(table, Sensitivity::Restricted, audience);
    CHECK(std::get<1>(out.table.find("people")->values) == std::vector<std::int64_t>{0, 20, 20, 20, 0});
}

TEST_CASE("suppress: columns without anything to hide are shared, not copied", "[disclosure]") {
    core::Table table = areas(3, Sensitivity::Restricted);
    table.add(core::integer_column("people", {2, 20, 10}, Measure::PersonCount));
    table.add(core::number_column("score", {1, 2, 3}, Measure::Score));
    const auto out = disclosure::suppress(table, Sensitivity::Restricted, strict());
    CHECK(out.table.columns[0] == table.columns[0]);
    CHECK(out.table.columns[1] != table.columns[1]);
    CHECK(out.table.columns[2] == table.columns[2]);
    CHECK(out.table.geometry == table.geometry);
    CHECK(core::consistent(out.table));
}

TEST_CASE("suppress: empty tables and tables without columns pass", "[disclosure]") {
    core::Table table;
    CHECK_FALSE(disclosure::suppress(table, Sensitivity::Restricted, strict()).changed);
    table.add(core::integer_column("people", {}, Measure::PersonCount));
    CHECK(disclosure::suppress(table, Sensitivity::Restricted, strict()).hidden_cells == 0);
}

TEST_CASE("suppress: where a result is missing does not show through a hidden column", "[disclosure]") {
    // Areas that are not above the user's threshold are not tested: without a value, they would be told
    // apart.
    core::Table table = areas(3, Sensitivity::Restricted);
    table.add(core::number_column("people", {2, 7, 3}, Measure::PersonCount));
    table.add(derived(core::number_column("p", {0.5, std::nan(""), std::nan("")}), {"people!"}));
    const auto out = disclosure::suppress(table, Sensitivity::Restricted, *gate().find("analyst"));
    CHECK(states(out, "p") == "sss");
}
