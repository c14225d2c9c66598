// Explaining one area after the other is the best tool there is for finding a hidden count. Each test asks
// for every explanation that an audience can have, and first shows that the same attack works on what the
// operation itself gave, so that it cannot pass by being a bad attack.
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "disclosure/gate.hpp"
#include "ops/honesty.hpp"

using namespace safeground;
using tests::record;

namespace {

constexpr int kSide = 6;
constexpr std::size_t kAreas = kSide * kSide;

disclosure::Gate gate() {
    auto made = disclosure::Gate::standard();
    REQUIRE(made);
    return *made;
}

std::string code(std::size_t row) { return fmt::format("X{:03}", row + 1); }

/// Counts from 5 up, with small ones at the places given.
ops::Inputs people(const std::vector<std::pair<std::size_t, double>>& small,
                   core::Sensitivity sensitivity = core::Sensitivity::Restricted,
                   core::Measure measure = core::Measure::PersonCount) {
    std::vector<double> x(kAreas);
    for (std::size_t i = 0; i < kAreas; ++i) x[i] = 5 + static_cast<double>((i * 7) % 11);
    for (const auto& [at, v] : small) x[at] = v;
    core::Table table = tests::grid_table(kSide, kSide, x, measure);
    table.info.sensitivity = sensitivity;
    ops::Inputs inputs;
    inputs.areas = tests::shared(std::move(table));
    return inputs;
}

core::Record answer_of(const ops::Output& output) {
    core::Record all;
    all.set("operation", output.provenance.operation);
    all.set("parameters", output.provenance.parameters);
    all.set("n", output.n);
    all.set("result", output.result);
    all.set("sentence", output.sentence);
    all.set("warnings", std::vector<core::Value>(output.warnings.begin(), output.warnings.end()));
    return all;
}

struct Seen {
    core::Record answer;
    core::TablePtr table;
    std::vector<std::string> notes;
};

/// What a member of the audience is given: the record and the table that the command line lets out.
Seen seen_by(disclosure::Gate& the_gate, const char* audience, const ops::Inputs& inputs,
             const ops::Output& output) {
    const auto answer = the_gate.release(answer_of(output), {inputs.areas, output.table}, audience);
    const auto table = the_gate.release(output.table, audience);
    REQUIRE(answer);
    REQUIRE(table);
    return {**answer, **table, answer->note().sentences};
}

ops::Output explained(const ops::Inputs& inputs, std::size_t row, const char* statistic = "getis-ord") {
    auto out = tests::run_named(
        "explain", inputs,
        record({{"variable", "x"}, {"area", code(row)}, {"statistic", statistic}, {"permutations", 199}}));
    INFO(out.message());
    REQUIRE(out);
    return *out;
}

/// Every number that a record or a table lets be read, but for what the user gave and the shape of the data.
std::vector<double> numbers_in(const core::Record& record) {
    std::vector<double> out;
    for (const auto& [name, value] : record.fields) {
        if (name == "parameters" || name == "n") continue;
        if (const auto* inner = std::get_if<core::Record>(&value.data))
            for (const double v : numbers_in(*inner)) out.push_back(v);
        else if (!std::isnan(value.number())) out.push_back(value.number());
    }
    return out;
}

/// value - deviation is the mean of the map, and the mean times n less all that is shown is what is hidden.
std::set<double> hidden_total(const core::Table& table, const core::Table& shown) {
    std::set<double> found;
    const core::Column *value = table.find("value"), *deviation = table.find("deviation");
    for (std::size_t row = 0; row < table.rows; ++row) {
        if (!value->present(row) || !deviation->present(row)) continue;
        double rest = (value->number(row) - deviation->number(row)) * static_cast<double>(kAreas);
        for (std::size_t i = 0; i < kAreas; ++i)
            if (shown.find("x")->present(i)) rest -= shown.find("x")->number(i);
        found.insert(std::round(rest * 1e6) / 1e6);
    }
    return found;
}

}  // namespace

TEST_CASE("attack: explanations of all areas together do not tell a hidden count", "[explain][attack]") {
    disclosure::Gate the_gate = gate();
    for (const char* statistic : {"getis-ord", "local-moran"}) {
        const ops::Inputs inputs = people({{14, 3}});
        const auto whole = the_gate.release(inputs.areas, "board");
        REQUIRE(whole);
        REQUIRE_FALSE((**whole)->find("x")->present(14));
        for (std::size_t row = 0; row < kAreas; ++row) {
            const ops::Output out = explained(inputs, row, statistic);
            // From what the operation gave, any area's explanation tells the hidden count of another.
            CHECK(hidden_total(*out.table, ***whole) == std::set<double>{3});
            for (const char* audience : {"board", "outreach", "analyst"}) {
                INFO(statistic << " " << code(row) << " " << audience);
                const Seen seen = seen_by(the_gate, audience, inputs, out);
                CHECK(hidden_total(*seen.table, ***whole).empty());
                CHECK(numbers_in(seen.answer).empty());
                CHECK(seen.answer.find("sentence")->undefined());
                CHECK(seen.answer.find("warnings")->undefined());
                CHECK(*seen.answer.find("result") == core::Value(core::Record()));
                REQUIRE_FALSE(seen.notes.empty());
                CHECK(seen.notes.back().find("single area is left out") != std::string::npos);
                for (const char* column : {"deviation", "contribution", "z_without", "p_without"})
                    for (std::size_t r = 0; r < seen.table->rows; ++r) {
                        CHECK_FALSE(seen.table->find(column)->present(r));
                        CHECK(std::isnan(seen.table->find(column)->number(r)));
                    }
                for (std::size_t r = 0; r < seen.table->rows; ++r) {
                    const bool small = seen.table->key_text(r) == code(14);
                    CHECK(seen.table->find("value")->present(r) == !small);
                    CHECK_FALSE(seen.table->find("smallest_on_map")->present(r));
                }
            }
        }
    }
}

TEST_CASE("attack: columns and the order of rows say nothing of hidden counts", "[explain][attack]") {
    disclosure::Gate the_gate = gate();
    for (const char* audience : {"board", "analyst"})
        for (const std::size_t row : {8U, 13U, 14U, 15U}) {
            std::set<std::string> pictures;
            for (const double v : {1.0, 2.0, 3.0, 4.0}) {
                const ops::Inputs inputs = people({{14, v}, {20, 5 - v}});
                const Seen seen = seen_by(the_gate, audience, inputs, explained(inputs, row));
                std::string picture;
                for (const core::ColumnPtr& column : seen.table->columns) {
                    picture += column->name + ":";
                    if (column->name == "class") continue;  // analysts may see classes over hidden counts
                    for (std::size_t r = 0; r < seen.table->rows; ++r) picture += column->text(r) + ",";
                }
                core::Record answer = seen.answer;
                pictures.insert(picture + io::json(answer));
            }
            CHECK(pictures.size() == 1);
        }
}

TEST_CASE("attack: the layer of an explanation keeps its sentence to itself, for analysts too",
          "[explain][attack]") {
    disclosure::Gate the_gate = gate();
    const ops::Inputs inputs = people({{14, 3}});
    for (const std::size_t row : {14U, 15U, 0U}) {
        const ops::Output out = explained(inputs, row);
        for (const char* audience : {"board", "outreach", "analyst"}) {
            core::Project project;
            project.audience = audience;
            core::Layer layer = ops::layer_from(out);
            layer.id = 1;
            project.layers = {layer};
            const auto shown = the_gate.release(project);
            REQUIRE(shown);
            REQUIRE((*shown)->layers.size() == 1);
            CHECK((*shown)->layers[0].sentence.empty());
            CHECK((*shown)->layers[0].name.find("Why X0") == 0);
            const core::Table& table = *(*shown)->layers[0].table;
            for (std::size_t r = 0; r < table.rows; ++r) CHECK_FALSE(table.find("deviation")->present(r));
        }
    }
    // What is shown of hot spots to analysts stays as it was.
    const auto hot =
        tests::run_named("getis-ord", inputs, record({{"variable", "x"}, {"permutations", 199}}));
    REQUIRE(hot);
    core::Project project;
    project.audience = "analyst";
    core::Layer layer = ops::layer_from(*hot);
    layer.id = 1;
    project.layers = {layer};
    const auto shown = the_gate.release(project);
    REQUIRE(shown);
    CHECK((*shown)->layers[0].sentence == hot->sentence);
}

TEST_CASE("attack: a part is hidden in an explanation where another part of the total is",
          "[explain][attack]") {
    disclosure::Gate the_gate = gate();
    core::Table table = *people({}).areas;
    std::vector<double> other(kAreas), total(kAreas);
    for (std::size_t i = 0; i < kAreas; ++i) {
        other[i] = i == 14 ? 2 : 9;
        total[i] = other[i] + table.find("x")->number(i);
    }
    core::Column part = *table.find("x");
    part.derived_from = {"all"};
    table.columns[1] = std::make_shared<const core::Column>(part);
    core::Column second = core::number_column("girls", other, core::Measure::PersonCount);
    second.derived_from = {"all"};
    table.add(second);
    table.add(core::number_column("all", total, core::Measure::PersonCount));
    ops::Inputs inputs;
    inputs.areas = tests::shared(std::move(table));
    for (const char* audience : {"board", "analyst"}) {
        const Seen seen = seen_by(the_gate, audience, inputs, explained(inputs, 14));
        const core::Column &value = *seen.table->find("value"), &girls = *seen.table->find("girls");
        CHECK_FALSE(value.present(0));
        CHECK_FALSE(girls.present(0));
        for (std::size_t r = 0; r < seen.table->rows; ++r)
            CHECK_FALSE(seen.table->find("deviation")->present(r));
        CHECK(numbers_in(seen.answer).empty());
        // Far from it as well: the map's mean of one part would give the others away.
        const Seen far = seen_by(the_gate, audience, inputs, explained(inputs, 35));
        CHECK(numbers_in(far.answer).empty());
        for (std::size_t r = 0; r < far.table->rows; ++r)
            CHECK_FALSE(far.table->find("deviation")->present(r));
    }
}

TEST_CASE("attack: a rate of hidden counts is as silent as the counts", "[explain][attack]") {
    disclosure::Gate the_gate = gate();
    core::Table table = *people({{14, 3}}).areas;
    std::vector<double> residents(kAreas), rate(kAreas);
    for (std::size_t i = 0; i < kAreas; ++i) {
        residents[i] = 1000 + 10 * static_cast<double>(i);
        rate[i] = table.find("x")->number(i) / residents[i];
    }
    table.add(core::number_column("residents", residents, core::Measure::Population));
    core::Column rates = core::number_column("rate", rate, core::Measure::Derived);
    rates.derived_from = {"x", "residents"};
    table.add(rates);
    ops::Inputs inputs;
    inputs.areas = tests::shared(std::move(table));
    for (const std::size_t row : {14U, 15U, 35U}) {
        const auto out =
            tests::run_named("explain", inputs, record({{"variable", "rate"}, {"area", code(row)}}));
        REQUIRE(out);
        for (const char* audience : {"board", "analyst"}) {
            const Seen seen = seen_by(the_gate, audience, inputs, *out);
            CHECK(numbers_in(seen.answer).empty());
            CHECK(seen.answer.find("sentence")->undefined());
            for (const char* column : {"deviation", "contribution", "z_without"})
                for (std::size_t r = 0; r < seen.table->rows; ++r)
                    CHECK_FALSE(seen.table->find(column)->present(r));
        }
    }
}

TEST_CASE("attack: an audience with rounded counts is not told the exact ones", "[explain][attack]") {
    const auto rounding = disclosure::Gate::from_toml(R"(
[audience.rounded]
title = "Rounded"
marking = "OFFICIAL"
may_see = "restricted"
threshold_public = 0
threshold_partner = 5
threshold_restricted = 5
rounding_base = 5
)",
                                                      "rounded.toml");
    REQUIRE(rounding);
    disclosure::Gate the_gate = *rounding;
    const ops::Inputs inputs = people({});  // nothing is small enough to be hidden
    const ops::Output out = explained(inputs, 15);
    const Seen seen = seen_by(the_gate, "rounded", inputs, out);
    CHECK(numbers_in(seen.answer).empty());
    CHECK(seen.answer.find("sentence")->undefined());
    CHECK(std::fmod(seen.table->find("value")->number(0), 5) == 0);
    for (std::size_t r = 0; r < seen.table->rows; ++r) CHECK_FALSE(seen.table->find("deviation")->present(r));
}

TEST_CASE("explain: where nothing is hidden, everything is said", "[explain][disclosure]") {
    disclosure::Gate the_gate = gate();
    const std::vector<ops::Inputs> open{
        people({}),                                                               // nobody below 5
        people({{14, 3}}, core::Sensitivity::Public, core::Measure::EventCount),  // open data
        people({{14, 3}}, core::Sensitivity::Partner, core::Measure::Score)};     // no count
    for (const ops::Inputs& inputs : open) {
        const ops::Output out = explained(inputs, 15);
        const Seen seen = seen_by(the_gate, "board", inputs, out);
        CHECK(seen.answer.find("sentence")->text() == out.sentence);
        CHECK(*seen.answer.find("result") == core::Value(out.result));
        for (std::size_t r = 0; r < seen.table->rows; ++r) CHECK(seen.table->find("deviation")->present(r));
    }
    // On the released table, where the small count is a range for everybody, there is something to say.
    const ops::Inputs inputs = people({{14, 3}});
    const auto released = the_gate.release(inputs.areas, "board");
    REQUIRE(released);
    ops::Inputs again;
    again.areas = **released;
    const ops::Output out = explained(again, 15);
    const Seen seen = seen_by(the_gate, "board", again, out);
    CHECK(seen.answer.find("sentence")->text() == out.sentence);
    CHECK(out.sentence.find("X016 is") == 0);
}

TEST_CASE("attack: stability and noise-check hide with what they rest on", "[stability][attack]") {
    disclosure::Gate the_gate = gate();
    const ops::Inputs inputs = people({{14, 3}, {20, 1}});
    const auto stable =
        tests::run_named("stability", inputs, record({{"variable", "x"}, {"permutations", 199}}));
    REQUIRE(stable);
    const Seen board = seen_by(the_gate, "board", inputs, *stable);
    for (const char* column : {"stable_share", "kind", "shown_runs", "of_runs"})
        for (std::size_t r = 0; r < kAreas; ++r) CHECK_FALSE(board.table->find(column)->present(r));
    CHECK(board.answer.find("sentence")->undefined());
    CHECK(numbers_in(board.answer).empty());
    const auto noise = tests::run_named("noise-check", inputs, record({{"variable", "x"}, {"maps", 10}}));
    REQUIRE(noise);
    const auto answer = the_gate.release(answer_of(*noise), {inputs.areas}, "board");
    REQUIRE(answer);
    CHECK(numbers_in(**answer).empty());
    CHECK((*answer)->find("sentence")->undefined());
}
