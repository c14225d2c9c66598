#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "ops/honesty.hpp"

using namespace safeground;
using tests::gi_star;
using tests::of_grid;
using tests::record;
using tests::result;
using tests::text;

namespace {

constexpr std::size_t kCorner = 9;  // X010: row 1, column 1, inside the block of 3 x 3

ops::Inputs corner_grid() { return of_grid(8, 8, tests::planted(8, 8, 3)); }

core::Result<ops::Output> explained(const ops::Inputs& inputs, const std::string& area,
                                    core::Record parameters = {}) {
    parameters.set("area", area);
    parameters.set("variable", "x");
    return tests::run_named("explain", inputs, parameters);
}

ops::Output run_hot(std::vector<double> x, core::Record parameters = {}) {
    parameters.set("variable", "x");
    auto output = tests::run_named("getis-ord", of_grid(8, 8, std::move(x)), parameters);
    REQUIRE(output);
    return *output;
}

std::string hot_class(std::vector<double> x, std::size_t row, core::Record parameters = {}) {
    return run_hot(std::move(x), std::move(parameters)).table->find("class")->text(row);
}

/// The largest p that Benjamini-Hochberg accepts from one area while the others have theirs.
double bh_level(std::vector<double> p, std::size_t area, double alpha) {
    p.erase(p.begin() + static_cast<std::ptrdiff_t>(area));
    const std::size_t n = p.size() + 1;
    double level = 0;
    for (std::size_t k = 1; k <= n; ++k) {
        const double line = static_cast<double>(k) * alpha / static_cast<double>(n);
        std::size_t below = 0;
        for (const double q : p) below += q <= line * (1 + 1e-12);
        if (below + 1 >= k) level = line;
    }
    return level;
}

}  // namespace

TEST_CASE("explain: a planted cluster, with every number worked out by hand", "[explain]") {
    const ops::Inputs inputs = corner_grid();
    const std::vector<double> x = tests::planted(8, 8, 3);
    const auto out = explained(inputs, "X010");
    REQUIRE(out);
    const auto near = tests::queen_neighbours(8, 8, kCorner);
    double mean = 0, around = 0;
    for (const double v : x) mean += v / 64;
    for (const std::size_t j : near) around += x[j] / 8;
    std::vector<std::size_t> members = near;
    members.push_back(kCorner);
    CHECK(text(*out, "area") == "X010");
    CHECK(text(*out, "kind") == "hot");
    CHECK(*out->result.find("significant") == core::Value(true));
    CHECK(result(*out, "value") == x[kCorner]);
    CHECK(result(*out, "value_rank") ==
          1.0 + static_cast<double>(
                    std::count_if(x.begin(), x.end(), [&](double v) { return v > x[kCorner]; })));
    CHECK(result(*out, "neighbours") == 8);
    CHECK(result(*out, "mean") == Approx(mean).epsilon(1e-12));
    CHECK(result(*out, "neighbours_mean") == Approx(around).epsilon(1e-12));
    CHECK(result(*out, "z") == Approx(gi_star(x, members)).epsilon(1e-12));

    const ops::Output hot = run_hot(x);
    const std::vector<double> p = tests::numbers(hot, "p_permutation");
    const auto rank = std::count_if(p.begin(), p.end(), [&](double q) { return q <= p[kCorner]; });
    CHECK(result(*out, "p") == p[kCorner]);
    CHECK(result(*out, "p_rank") == static_cast<double>(rank));
    CHECK(result(*out, "line") == Approx(static_cast<double>(rank) * 0.05 / 64).epsilon(1e-12));
    CHECK(result(*out, "p_needed") == Approx(bh_level(p, kCorner, 0.05)).epsilon(1e-9));
    CHECK(out->sentence.find("X010 is hot by Gi*. x: 23 here, the 3rd highest of 64 areas. ") == 0);
    CHECK(out->sentence.find("Its 8 neighbours average 21.75, all areas 7.375.") != std::string::npos);
    CHECK(out->sentence.find("so it passes.") != std::string::npos);
}

TEST_CASE("explain: the table has the area first, then its neighbours, and adds up to z", "[explain]") {
    const std::vector<double> x = tests::planted(8, 8, 3);
    const auto out = explained(corner_grid(), "X010");
    REQUIRE(out);
    const core::Table& table = *out->table;
    const auto near = tests::queen_neighbours(8, 8, kCorner);
    REQUIRE(table.rows == 9);
    CHECK(core::consistent(table));
    CHECK(table.find("code")->text(0) == "X010");
    CHECK(table.find("role")->text(0) == "area");
    double contributions = 0, mean = 0, squares = 0;
    for (const double v : x) mean += v / 64;
    for (const double v : x) squares += (v - mean) * (v - mean);
    for (std::size_t row = 0; row < 9; ++row) {
        const std::size_t area = row == 0 ? kCorner : near[row - 1];
        CHECK(table.key_text(row) == fmt::format("X{:03}", area + 1));
        CHECK(table.find("value")->number(row) == x[area]);
        CHECK(table.find("weight")->number(row) == Approx(0.125));
        CHECK(table.find("deviation")->number(row) == Approx(x[area] - mean).epsilon(1e-12));
        contributions += table.find("contribution")->number(row);
        if (row == 0) continue;
        std::vector<std::size_t> without{kCorner};
        for (const std::size_t j : near)
            if (j != area) without.push_back(j);
        CHECK(table.find("z_without")->number(row) == Approx(gi_star(x, without)).epsilon(1e-10));
    }
    const double spread = std::sqrt(squares / 64 * (64 * 9.0 / 64 - 81.0 / 64) / 63);
    CHECK(contributions / spread == Approx(result(*out, "z")).epsilon(1e-10));
    // Neighbours of the corner area: only the three that exist.
    const auto corner = explained(corner_grid(), "X001");
    REQUIRE(corner);
    CHECK(corner->table->rows == 4);
}

TEST_CASE("explain: the change that it names does it, and one less does not", "[explain]") {
    const std::vector<double> x = tests::planted(8, 8, 3);
    const auto near = tests::queen_neighbours(8, 8, kCorner);
    for (const char* permutations : {"auto", "analytic"}) {
        INFO(permutations);
        const core::Record given = record({{"permutations", permutations}});
        const auto out = explained(corner_grid(), "X010", given);
        REQUIRE(out);
        const double by = result(*out, "neighbours_change");
        REQUIRE(by < 0);
        double total = 0;
        for (const std::size_t j : near) total += x[j];
        const auto shrunk = [&](double change) {
            std::vector<double> other = x;
            for (const std::size_t j : near) other[j] *= (total + change) / total;
            return hot_class(other, kCorner, given);
        };
        CHECK(shrunk(by) == text(*out, "neighbours_becomes"));
        CHECK(shrunk(by) == "none");
        CHECK(shrunk(by + 1) == "hot");
    }
    // By the normal approximation the area's own value counts too. X012 lies beside the block.
    const core::Record analytic = record({{"permutations", "analytic"}});
    REQUIRE(hot_class(x, 11, analytic) == "none");
    const auto beside = explained(corner_grid(), "X012", analytic);
    REQUIRE(beside);
    const double own = result(*beside, "own_change");
    REQUIRE(own > 1);
    const auto with = [&](double change) {
        std::vector<double> other = x;
        other[11] += change;
        return hot_class(other, 11, analytic);
    };
    CHECK(with(own) == "hot");
    CHECK(with(own - 1) == "none");
    CHECK(beside->sentence.find("It would be hot if its own value rose by ") != std::string::npos);
    // Permutations hold an area's own value fixed, so for Gi* it cannot change the answer.
    const auto permuted = explained(corner_grid(), "X010");
    REQUIRE(permuted);
    CHECK(permuted->result.find("own_change")->undefined());
    CHECK(permuted->sentence.find("No other value of its own would change that.") != std::string::npos);
}

TEST_CASE("explain: what it says of other levels is what the analysis says at these levels", "[explain]") {
    const std::vector<double> x = tests::planted(8, 8, 3);
    std::size_t differing = 0;
    for (const std::size_t row : {2U, 3U, 9U, 11U, 40U}) {
        INFO(row);
        const core::Record fixed = record({{"permutations", 9999}});
        const auto out = explained(of_grid(8, 8, x), fmt::format("X{:03}", row + 1), fixed);
        REQUIRE(out);
        const auto at = [&](const char* name, const core::Value& value) {
            core::Record other = fixed;
            other.set(name, value);
            return hot_class(x, row, other) != "none";
        };
        CHECK(*out->result.find("significant_at_10") == core::Value(at("alpha", 0.1)));
        CHECK(*out->result.find("significant_at_1") == core::Value(at("alpha", 0.01)));
        CHECK(*out->result.find("significant_uncorrected") == core::Value(at("correction", "none")));
        differing += !(*out->result.find("significant_at_1") == *out->result.find("significant_uncorrected"));
    }
    CHECK(differing > 0);  // else the three could be one
}

TEST_CASE("explain: too few permutations are named as what stops it, with the number that would do",
          "[explain]") {
    const auto few =
        explained(corner_grid(), "X010", record({{"permutations", 99}, {"correction", "bonferroni"}}));
    REQUIRE(few);
    CHECK(*few->result.find("significant") == core::Value(false));
    const auto needed = static_cast<std::int64_t>(result(*few, "permutations_needed"));
    CHECK(needed == 2559);  // 2 / (m + 1) <= 0.05 / 64
    CHECK(few->sentence.find("Only the number of permutations stops it: 99 cannot give a smaller p-value; "
                             "2,559 would decide.") != std::string::npos);
    const auto enough =
        explained(corner_grid(), "X010", record({{"permutations", 9999}, {"correction", "bonferroni"}}));
    REQUIRE(enough);
    CHECK(*enough->result.find("significant") == core::Value(true));
    CHECK(enough->result.find("permutations_needed")->undefined());
}

TEST_CASE("explain: the neighbour on whom a hot area hangs is named", "[explain]") {
    // Noise, and one very high area: its neighbours are hot through it alone.
    std::vector<double> x = tests::planted(8, 8, 0);
    x[27] = 60;
    const core::Record analytic = record({{"permutations", "analytic"}, {"correction", "none"}});
    REQUIRE(hot_class(x, 28, analytic) == "hot");
    const auto out = explained(of_grid(8, 8, x), "X029", analytic);
    REQUIRE(out);
    CHECK(text(*out, "strongest_neighbour") == "X028");
    const core::Value* decisive = out->result.find("decisive_neighbours");
    CHECK(*decisive == core::Value(std::vector<core::Value>{"X028"}));
    CHECK(out->sentence.find("A single neighbour decides: it would not be significant without X028.") !=
          std::string::npos);
    x[18] = x[20] = x[26] = x[35] = 50;
    const auto many = explained(of_grid(8, 8, x), "X028", analytic);
    REQUIRE(many);
    CHECK(*many->result.find("decisive_neighbours") == core::Value(std::vector<core::Value>{}));
    CHECK(many->sentence.find("No single neighbour decides") != std::string::npos);
}

TEST_CASE("explain: any registered statistic, and with its own numbers", "[explain]") {
    std::vector<double> x = tests::planted(8, 8, 3);
    core::Table table = tests::grid_table(8, 8, x);
    std::vector<double> y(64), people(64);
    for (std::size_t i = 0; i < 64; ++i) {
        y[i] = std::fmod(static_cast<double>(i) * 11, 7) + x[i] / 4;
        people[i] = 900 + 10 * static_cast<double>(i);
    }
    table.add(core::number_column("y", y, core::Measure::Score));
    table.add(core::number_column("people", people, core::Measure::Population));
    ops::Inputs inputs;
    inputs.areas = tests::shared(std::move(table));
    std::size_t explained_statistics = 0;
    for (const ops::LocalStatistic& statistic : ops::local_statistics()) {
        INFO(statistic.name);
        core::Record given;
        for (std::size_t c = 0; c < statistic.columns.size(); ++c) {
            const ops::Parameter& column = statistic.columns[c];
            const bool several = column.kind == ops::ParameterKind::Columns;
            given.set(column.name, column.name == "population" ? "people"
                                   : several                   ? (c == 0 ? "x,y" : "y")
                                                               : (c == 0 ? "x" : "y"));
        }
        const auto itself = tests::run_named(statistic.name, inputs, given);
        if (!itself) continue;  // it wants other data than these
        core::Record asked = given;
        asked.set("statistic", statistic.name);
        asked.set("area", "X010");
        const auto out = tests::run_named("explain", inputs, asked);
        INFO(out.message());
        REQUIRE(out);
        ++explained_statistics;
        const char* p = itself->table->find("p_permutation") != nullptr ? "p_permutation" : "p";
        CHECK(result(*out, "p") == itself->table->find(p)->number(kCorner));
        if (const core::Column* z = itself->table->find("z")) CHECK(result(*out, "z") == z->number(kCorner));
        CHECK(out->table->find("value")->number(0) == x[kCorner]);
        if (statistic.name == "bivariate-local-moran")
            CHECK(out->sentence.find("y: its 8 neighbours average ") != std::string::npos);
    }
    CHECK(explained_statistics >= 2);
}

TEST_CASE("explain: an area that is not there, or has no result, is refused with a remedy", "[explain]") {
    const auto wrong = explained(corner_grid(), "X0100");
    REQUIRE_FALSE(wrong);
    CHECK(wrong.kind() == core::ErrorKind::Usage);
    CHECK(wrong.message().find("There is no area “X0100”. Similar areas: X010") != std::string::npos);
    core::Table table = *corner_grid().areas;
    std::vector<std::string> names;
    for (int i = 1; i <= 64; ++i) names.push_back(fmt::format("Place {}", i));
    table.add(core::text_column("name", names, core::Measure::Name));
    std::vector<double> x = tests::planted(8, 8, 3);
    x[20] = std::numeric_limits<double>::quiet_NaN();
    table.columns[1] =
        std::make_shared<const core::Column>(core::number_column("x", x, core::Measure::Score));
    ops::Inputs inputs;
    inputs.areas = tests::shared(std::move(table));
    const auto by_name = explained(inputs, "Place 10");
    REQUIRE(by_name);
    CHECK(text(*by_name, "area") == "X010");
    CHECK(by_name->sentence.find("Place 10 (X010) is hot") == 0);
    const auto near = explained(inputs, "Place 1O");
    REQUIRE_FALSE(near);
    CHECK(near.message().find("(Place 1") != std::string::npos);
    const auto missing = explained(inputs, "X021");
    REQUIRE_FALSE(missing);
    CHECK(missing.kind() == core::ErrorKind::Input);
    CHECK(missing.message().find("Place 21 has no result to explain") != std::string::npos);
    // A neighbour without a value has no part in it.
    const auto beside = explained(inputs, "X022");
    REQUIRE(beside);
    CHECK(result(*beside, "neighbours") == 7);
    CHECK(beside->table->rows == 8);
}

TEST_CASE("explain: a suppressed value is a range, never the number put in its place", "[explain]") {
    core::Table table = tests::grid_table(8, 8, tests::planted(8, 8, 3), core::Measure::EventCount);
    core::Column column = *table.columns[1];
    column.states.assign(64, core::CellState::Present);
    for (const std::size_t row : {kCorner, std::size_t{0}}) {
        column.states[row] = core::CellState::Suppressed;
        std::get<std::vector<double>>(column.values)[row] = 0;
    }
    table.columns[1] = std::make_shared<const core::Column>(std::move(column));
    ops::Inputs inputs;
    inputs.areas = tests::shared(std::move(table));
    const auto own = explained(inputs, "X010");
    REQUIRE(own);
    CHECK(own->sentence.find("x: suppressed here, somewhere from 1 to 4.") != std::string::npos);
    CHECK(own->result.find("value")->undefined());
    CHECK(own->result.find("value_rank")->undefined());
    CHECK(own->result.find("own_change")->undefined());
    CHECK(own->table->find("value")->state(0) == core::CellState::Suppressed);
    CHECK_FALSE(own->table->find("deviation")->present(0));
    CHECK_FALSE(own->table->find("contribution")->present(0));
    const auto beside = explained(inputs, "X011");  // a neighbour's value is suppressed
    REQUIRE(beside);
    CHECK(beside->result.find("neighbours_change")->undefined());
    for (std::size_t row = 1; row < beside->table->rows; ++row)
        if (beside->table->key_text(row) == "X010")
            CHECK_FALSE(beside->table->find("deviation")->present(row));
}

TEST_CASE("explain, noise-check and stability: the same bytes on any number of threads", "[explain]") {
    const ops::Inputs inputs = corner_grid();
    for (const char* name : {"explain", "noise-check", "stability"}) {
        INFO(name);
        std::vector<std::string> outputs;
        for (const int threads : {1, 2, 7}) {
            core::Record given = record({{"variable", "x"}, {"threads", threads}});
            if (std::string(name) == "explain") given.set("area", "X010");
            if (std::string(name) == "noise-check") given.set("maps", 20);
            const auto output = tests::run_named(name, inputs, given);
            REQUIRE(output);
            outputs.push_back(tests::all_of(*output));
        }
        CHECK(outputs[0] == outputs[1]);
        CHECK(outputs[0] == outputs[2]);
    }
}

TEST_CASE("explain: cancelled is cancelled, there is no half an explanation", "[explain]") {
    for (const double share : {0.0, 0.3, 0.8}) {
        tests::StopAfter stop{{}, share};
        const auto out = ops::run(*ops::find_operation("explain"), corner_grid(),
                                  record({{"variable", "x"}, {"area", "X010"}}), stop.progress());
        REQUIRE_FALSE(out);
        CHECK(out.kind() == core::ErrorKind::Cancelled);
    }
}
