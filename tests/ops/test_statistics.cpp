#include <catch2/catch.hpp>
#include <cmath>

#include "io/export.hpp"
#include "ops/tables.hpp"

using namespace safeground;
using tests::grid_table;
using tests::record;
using tests::result;

namespace {
ops::Inputs corner_grid(std::vector<core::CellState> states = {}) {
    std::vector<double> x(64);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double r = static_cast<double>(i / 8), c = static_cast<double>(i % 8);
        x[i] = (r < 3 && c < 3 ? 20 : 3) + std::fmod(static_cast<double>(i) * 7, 5);
    }
    core::Table table = grid_table(8, 8, x, core::Measure::EventCount);
    if (!states.empty()) {
        core::Column column = *table.columns[1];
        column.states = std::move(states);
        table.columns[1] = std::make_shared<const core::Column>(std::move(column));
    }
    ops::Inputs inputs;
    inputs.areas = tests::shared(std::move(table));
    return inputs;
}

std::string everything(const ops::Output& output) {
    std::string all = io::json(output.result) + output.sentence + io::json(output.provenance.parameters);
    for (const std::string& warning : output.warnings) all += warning;
    if (output.table)
        for (std::size_t row = 0; row < output.table->rows; ++row)
            for (const core::ColumnPtr& column : output.table->columns) all += column->text(row) + ",";
    return all;
}
}  // namespace

TEST_CASE("moran of 1 to 9 on a grid has the variances that esda asserts") {
    ops::Inputs inputs;
    inputs.areas = tests::shared(grid_table(3, 3, {1, 2, 3, 4, 5, 6, 7, 8, 9}));
    const core::Record rook = record(
        {{"variable", "x"}, {"weights", "rook"}, {"standardise", "none"}, {"permutations", "analytic"}});
    const auto randomisation = tests::run_named("global-moran", inputs, rook);
    REQUIRE(randomisation);
    CHECK(result(*randomisation, "variance") == Approx(0.0596875).epsilon(1e-12));
    CHECK(result(*randomisation, "expected") == Approx(-0.125).epsilon(1e-12));
    CHECK(randomisation->result.find("p_permutation")->undefined());
    core::Record other = rook;
    other.set("variance", "normality");
    const auto normality = tests::run_named("global-moran", inputs, other);
    REQUIRE(normality);
    CHECK(result(*normality, "variance") == Approx(0.053125).epsilon(1e-12));
    CHECK(normality->table == nullptr);
}

TEST_CASE("a planted hot corner is found and said") {
    const ops::Inputs inputs = corner_grid();
    const auto hot =
        tests::run_named("getis-ord", inputs, record({{"variable", "x"}, {"permutations", 9999}}));
    REQUIRE(hot);
    CHECK(hot->table->find("class")->text(9) == "hot");
    CHECK(hot->table->find("class")->text(63) != "hot");
    std::size_t shown = 0;
    for (std::size_t row = 0; row < 64; ++row) shown += hot->table->find("class")->text(row) == "hot";
    CHECK(result(*hot, "hot") == static_cast<double>(shown));
    CHECK(hot->sentence.find("Gi* of x: ") != std::string::npos);
    CHECK(hot->sentence.find(
              "two-sided p-values from 9,999 permutations (seed 1), Benjamini-Hochberg at 5 %") !=
          std::string::npos);
    CHECK(hot->n == 64);
    CHECK(std::holds_alternative<core::HotspotStyle>(hot->style));
    std::vector<std::string> names;
    for (const core::ColumnPtr& column : hot->table->columns) names.push_back(column->name);
    CHECK(names ==
          std::vector<std::string>{"code", "value", "z", "p", "p_permutation", "p_adjusted", "class"});

    const auto clusters =
        tests::run_named("local-moran", inputs, record({{"variable", "x"}, {"permutations", 9999}}));
    REQUIRE(clusters);
    CHECK(clusters->table->find("quadrant")->text(9) == "high-high");
    CHECK(clusters->table->find("significant")->text(9) == "true");
    CHECK(result(*clusters, "high_high") + result(*clusters, "low_low") + result(*clusters, "low_high") +
              result(*clusters, "high_low") + result(*clusters, "not_significant") ==
          64);
    names.clear();
    for (const core::ColumnPtr& column : clusters->table->columns) names.push_back(column->name);
    CHECK(names == std::vector<std::string>{"code", "value", "lag", "statistic", "expected", "variance", "z",
                                            "p", "p_adjusted", "quadrant", "significant"});
    for (const core::ColumnPtr& column : clusters->table->columns)
        if (column->measure == core::Measure::Derived)
            CHECK(column->derived_from == std::vector<std::string>{"value"});
    CHECK(clusters->table->find("value")->measure == core::Measure::EventCount);
}

TEST_CASE("one, two and seven threads give the same bytes") {
    const ops::Inputs inputs = corner_grid();
    for (const char* name : {"local-moran", "getis-ord", "global-moran"}) {
        INFO(name);
        std::vector<std::string> outputs;
        for (const int threads : {1, 2, 7}) {
            const auto output =
                tests::run_named(name, inputs, record({{"variable", "x"}, {"threads", threads}}));
            REQUIRE(output);
            outputs.push_back(everything(*output));
        }
        CHECK(outputs[0] == outputs[1]);
        CHECK(outputs[0] == outputs[2]);
        const auto other = tests::run_named(name, inputs, record({{"variable", "x"}, {"seed", 2}}));
        REQUIRE(other);
        CHECK(everything(*other) != outputs[0]);
    }
}

TEST_CASE("suppressed and missing values are left out, counted and never zero") {
    std::vector<core::CellState> states(64, core::CellState::Present);
    states[5] = states[40] = core::CellState::Suppressed;
    states[17] = core::CellState::Missing;
    const ops::Inputs inputs = corner_grid(states);
    const auto output =
        tests::run_named("local-moran", inputs, record({{"variable", "x"}, {"suppressed", "exclude"}}));
    REQUIRE(output);
    CHECK(output->n == 61);
    CHECK(output->undefined == 3);
    REQUIRE(output->warnings.size() >= 2);
    CHECK(output->warnings[0] == "1 area has no value in “x” and is left out.");
    CHECK(output->warnings[1].find("2 values are suppressed in “x” and treated") == 0);
    CHECK(output->table->find("value")->state(5) == core::CellState::Suppressed);
    for (const char* column : {"lag", "statistic", "z", "p", "p_adjusted", "quadrant", "significant"}) {
        INFO(column);
        CHECK(output->table->find(column)->state(5) == core::CellState::Missing);
        CHECK(output->table->find(column)->text(17).empty());
    }
    CHECK(output->provenance.warnings == output->warnings);
}

TEST_CASE("what is said of suppressed counts holds wherever in their range they lie") {
    std::vector<core::CellState> states(64, core::CellState::Present);
    states[5] = states[9] = states[40] = core::CellState::Suppressed;
    const ops::Inputs inputs = corner_grid(states);
    const auto output = tests::run_named("local-moran", inputs, record({{"variable", "x"}}));
    REQUIRE(output);
    CHECK(output->n == 64);
    CHECK(output->warnings.at(0) ==
          "3 values are suppressed in “x”: they lie somewhere from 1 to 4, and an area is shown only if that "
          "holds wherever.");
    const core::Column& p = *output->table->find("p");
    const core::Column& value = *output->table->find("value");
    CHECK(value.state(9) == core::CellState::Suppressed);
    // The p-value shown is the largest of all fills: recomputed here by putting the ends in by hand.
    for (const double end : {1.0, 2.5, 4.0}) {
        ops::Inputs by_hand = corner_grid();
        core::Table table = *by_hand.areas;
        for (core::ColumnPtr& column : table.columns) {
            if (column->name != "x") continue;
            core::Column changed = core::number_column("x", column->numbers(), column->measure);
            auto& numbers = std::get<std::vector<double>>(changed.values);
            for (const std::size_t row : {5U, 9U, 40U}) numbers[row] = end;
            column = std::make_shared<const core::Column>(std::move(changed));
        }
        by_hand.areas = std::make_shared<const core::Table>(std::move(table));
        const auto filled = tests::run_named("local-moran", by_hand, record({{"variable", "x"}}));
        REQUIRE(filled);
        std::size_t smaller = 0;
        for (std::size_t row = 0; row < 64; ++row) {
            CHECK(filled->table->find("p")->number(row) <= p.number(row));
            smaller += filled->table->find("p")->number(row) < p.number(row);
        }
        CHECK(smaller > 0);
    }
}

TEST_CASE("auto takes the permutations that the correction needs") {
    const ops::Inputs inputs = corner_grid();
    const auto two_sided = tests::run_named("local-moran", inputs, record({{"variable", "x"}}));
    REQUIRE(two_sided);
    CHECK(result(*two_sided, "permutations") == 9999);
    CHECK(two_sided->warnings.empty());
    const auto strict =
        tests::run_named("local-moran", inputs, record({{"variable", "x"}, {"alpha", 0.005}}));
    REQUIRE(strict);
    CHECK(result(*strict, "permutations") == 49999);  // 2 x 64 / 0.005 - 1 = 25,599 at least
    CHECK(strict->warnings.empty());
}

TEST_CASE("too few permutations for the correction are said with the number that would do") {
    const ops::Inputs inputs = corner_grid();
    const auto few =
        tests::run_named("local-moran", inputs, record({{"variable", "x"}, {"permutations", 999}}));
    REQUIRE(few);
    REQUIRE(few->warnings.size() == 1);
    CHECK(few->warnings[0] ==
          "999 permutations cannot give a p-value below 0.002. With Benjamini-Hochberg over 64 areas at 5 %, "
          "nothing is "
          "significant unless 3 areas are at once. 2,559 permutations are the fewest with which one area can "
          "stand out "
          "on its own.");
    const auto bonferroni =
        tests::run_named("getis-ord", inputs,
                         record({{"variable", "x"}, {"permutations", 999}, {"correction", "bonferroni"}}));
    REQUIRE(bonferroni);
    CHECK(bonferroni->warnings.at(0).find("no area can be significant. 2,559 permutations") !=
          std::string::npos);
    CHECK(result(*bonferroni, "hot") == 0);
    const auto enough =
        tests::run_named("local-moran", inputs, record({{"variable", "x"}, {"permutations", 2559}}));
    REQUIRE(enough);
    CHECK(enough->warnings.empty());
    const auto upper = tests::run_named(
        "local-moran", inputs, record({{"variable", "x"}, {"permutations", 1279}, {"tail", "upper"}}));
    REQUIRE(upper);
    CHECK(upper->warnings.empty());
}

TEST_CASE("provenance holds the inputs, every parameter with its value, and no threads") {
    const ops::Inputs inputs = corner_grid();
    const auto output =
        tests::run_named("getis-ord", inputs, record({{"variable", "x"}, {"seed", 3}, {"threads", 2}}));
    REQUIRE(output);
    CHECK(output->provenance.operation == "getis-ord");
    CHECK(output->provenance.version == core::version());
    REQUIRE(output->provenance.inputs.size() == 1);
    CHECK(output->provenance.inputs[0].path == "grid.gpkg");
    CHECK(output->provenance.inputs[0].sha256 == "abc");
    CHECK(output->provenance.inputs[0].rows == 64);
    CHECK(*output->provenance.parameters.find("seed") == core::Value(3));
    CHECK(*output->provenance.parameters.find("correction") == core::Value("bh"));
    CHECK(output->provenance.parameters.find("threads") == nullptr);
    const core::Layer layer = ops::layer_from(*output);
    CHECK(layer.provenance->parameters == output->provenance.parameters);
    CHECK(layer.sentence == output->sentence);
}

TEST_CASE("values without variation and columns without numbers are refused or undefined, never a number") {
    ops::Inputs inputs;
    core::Table table = grid_table(3, 3, std::vector<double>(9, 4.0));
    table.add(core::text_column("name", std::vector<std::string>(9, "a")));
    inputs.areas = tests::shared(std::move(table));
    CHECK_FALSE(tests::run_named("global-moran", inputs, record({{"variable", "x"}})));
    const auto text = tests::run_named("global-moran", inputs, record({{"variable", "name"}}));
    REQUIRE_FALSE(text);
    CHECK(text.kind() == core::ErrorKind::Input);
    CHECK(text.message() ==
          "grid.gpkg, column name: Column “name” holds no numbers. Choose a column of numbers.");
    const auto flat = tests::run_named("getis-ord", inputs, record({{"variable", "x"}}));
    REQUIRE(flat);
    CHECK(flat->undefined == 9);
    CHECK(flat->table->find("class")->text(0).empty());
}

TEST_CASE("a cancelled run says so and gives nothing") {
    std::stop_source stop;
    stop.request_stop();
    const auto output = ops::run(*ops::find_operation("local-moran"), corner_grid(),
                                 record({{"variable", "x"}}), core::Progress(stop.get_token()));
    REQUIRE_FALSE(output);
    CHECK(output.kind() == core::ErrorKind::Cancelled);
}
