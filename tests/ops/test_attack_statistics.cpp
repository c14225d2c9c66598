// What can be asked again and again with something of the attacker's choice (a second column that is 1 in one
// area, people of his own, a list of weights, a threshold, a level) must tell nothing of a hidden count. Each
// test asks with every value that the hidden count can have: what is given must be the same for all of them.
// Each first shows that what the operation itself gave, or two digits of it, tells them apart.
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "disclosure/gate.hpp"
#include "io/export.hpp"
#include "ops/honesty.hpp"

using namespace safeground;
using tests::record;

namespace {

constexpr int kSide = 6;
constexpr std::size_t kAreas = kSide * kSide, kSecret = 14;

disclosure::Gate gate() {
    auto made = disclosure::Gate::standard();
    REQUIRE(made);
    return *made;
}

/// Six hidden counts of people, one of which is the secret, and columns that the attacker made.
ops::Inputs areas_with(double secret, core::Sensitivity sensitivity = core::Sensitivity::Restricted) {
    std::vector<double> x(kAreas), score(kAreas), one(kAreas), some(kAreas, std::nan("")), own(kAreas);
    for (std::size_t i = 0; i < kAreas; ++i) {
        x[i] = 5 + static_cast<double>((i * 7) % 11);
        score[i] = 1.5 + static_cast<double>((i * 5) % 13) / 3;
        one[i] = i == kSecret ? 1 : 0;
        own[i] = i == kSecret ? 10 : 100'000;
    }
    for (const auto& [at, v] :
         std::vector<std::pair<std::size_t, double>>{{2, 3}, {9, 1}, {20, 2}, {27, 4}, {33, 2}})
        x[at] = v;
    x[kSecret] = secret;
    for (const std::size_t at : {14U, 0U, 1U, 7U, 8U, 13U, 15U, 21U})
        some[at] = 1.5 + static_cast<double>(at % 3);
    core::Table table = tests::grid_table(kSide, kSide, x, core::Measure::PersonCount);
    table.info.sensitivity = sensitivity;
    table.add(core::number_column("score", score, core::Measure::Score));
    table.add(core::number_column("one", one, core::Measure::Plain));
    table.add(core::number_column("some", some, core::Measure::Plain));
    table.add(core::number_column("own", own, core::Measure::Population));
    ops::Inputs inputs;
    inputs.areas = tests::shared(std::move(table));
    return inputs;
}

core::Record answer_of(const ops::Output& output) {
    core::Record all;
    all.set("operation", output.provenance.operation);
    all.set("parameters", output.provenance.parameters);
    all.set("n", output.n);
    all.set("undefined", output.undefined);
    all.set("islands", output.islands);
    all.set("links", output.links);
    all.set("result", output.result);
    all.set("sentence", output.sentence);
    all.set("warnings", std::vector<core::Value>(output.warnings.begin(), output.warnings.end()));
    return all;
}

/// Every cell with its state, but for the counts themselves.
std::string picture(const core::Table& table) {
    std::string all;
    for (const core::ColumnPtr& column : table.columns) {
        all += "\n" + column->name + ":";
        for (std::size_t row = 0; row < table.rows; ++row)
            all += column->state(row) == core::CellState::Suppressed ? "*," : column->text(row) + ",";
    }
    return all;
}

std::string seen(disclosure::Gate& the_gate, const char* audience, const ops::Inputs& inputs,
                 const ops::Output& out) {
    const auto answer = the_gate.release(answer_of(out), {inputs.areas, out.table}, audience);
    INFO(answer.message());
    REQUIRE(answer);
    std::string all = io::json(**answer);
    for (const std::string& words : answer->note().sentences) all += words;
    if (!out.table) return all;
    const auto table = the_gate.release(out.table, audience);
    REQUIRE(table);
    all += picture(***table);
    for (const std::string& words : table->note().sentences) all += words;
    core::Project project;
    project.audience = audience;
    project.layers = {ops::layer_from(out)};
    const auto released = the_gate.release(project);
    REQUIRE(released);
    return all + (**released).layers.front().sentence;
}

using Question = std::pair<const char*, core::Record>;

/// What differs between the four answers, as given to the audience.
std::size_t answers(const Question& question, const char* audience,
                    core::Sensitivity sensitivity = core::Sensitivity::Restricted) {
    disclosure::Gate the_gate = gate();
    std::set<std::string> given, unguarded;
    for (const double secret : {1.0, 2.0, 3.0, 4.0}) {
        const ops::Inputs inputs = areas_with(secret, sensitivity);
        const auto out = tests::run_named(question.first, inputs, question.second);
        INFO(question.first << ": " << out.message());
        REQUIRE(out);
        unguarded.insert(tests::all_of(*out));
        given.insert(seen(the_gate, audience, inputs, *out));
    }
    CHECK(unguarded.size() > 1);  // else the question would be no attack
    return given.size();
}

std::vector<Question> steered_questions() {
    std::vector<Question> all;
    for (const char* second : {"one", "some", "score"})
        for (const char* name : {"lee", "local-lee", "bivariate-local-moran"}) {
            all.push_back({name, record({{"variable", "x"}, {"variable2", second}, {"permutations", 99}})});
            if (second != std::string("some") || name == std::string("lee"))
                all.push_back(
                    {name, record({{"variable", second}, {"variable2", "x"}, {"permutations", 99}})});
        }
    for (const char* other : {"one", "some"})
        all.push_back(
            {"partial-local-moran", record({{"variable", "x"}, {"adjust", other}, {"permutations", 99}})});
    all.push_back(
        {"partial-local-moran", record({{"variable", "score"}, {"adjust", "x, one"}, {"permutations", 99}})});
    all.push_back(
        {"eb-local-moran", record({{"variable", "x"}, {"population", "own"}, {"permutations", 99}})});
    all.push_back({"eb-rates", record({{"variable", "x"}, {"population", "own"}})});
    all.push_back({"spatial-eb-rates", record({{"variable", "x"}, {"population", "own"}})});
    all.push_back({"excess-risk", record({{"variable", "x"}, {"population", "own"}})});
    all.push_back({"global-moran", record({{"variable", "x"}, {"population", "own"}, {"permutations", 99}})});
    for (const double above : {1.0, 2.0, 3.0}) {
        all.push_back({"join-count", record({{"variable", "x"}, {"above", above}, {"permutations", 99}})});
        all.push_back({"local-join-count", record({{"variable", "x"}, {"above", above}})});
        all.push_back(
            {"stability", record({{"variable", "x"}, {"statistic", "local-join-count"}, {"above", above}})});
    }
    return all;
}

}  // namespace

TEST_CASE("attack: nothing that an attacker can steer tells a hidden count, whoever asks",
          "[statistics][attack]") {
    for (const Question& question : steered_questions())
        for (const char* audience : {"board", "outreach", "analyst"}) {
            INFO(question.first << " " << io::json(question.second) << " " << audience);
            CHECK(answers(question, audience) == 1);
        }
}

TEST_CASE("attack: two digits of many statistics of one column would tell a hidden count",
          "[statistics][attack]") {
    std::vector<Question> all;
    for (const char* weights : {"queen", "rook", "knn:1", "knn:3", "distance:150", "inverse:300:2"})
        for (const char* name : {"global-moran", "global-geary", "general-g"})
            all.push_back({name, record({{"variable", "x"}, {"weights", weights}, {"permutations", 99}})});
    all.push_back({"correlogram", record({{"variable", "x"}, {"permutations", 99}})});
    all.push_back({"noise-check", record({{"variable", "x"}, {"maps", 10}, {"permutations", 99}})});
    std::set<std::vector<std::string>> two_digits;
    for (const double secret : {1.0, 2.0, 3.0, 4.0}) {
        std::vector<std::string> told;
        for (const Question& question : all) {
            const auto out = tests::run_named(question.first, areas_with(secret), question.second);
            REQUIRE(out);
            told.push_back(fmt::format("{:.1e}", tests::result(*out, "statistic")));
        }
        two_digits.insert(told);
    }
    CHECK(two_digits.size() == 4);
    for (const Question& question : all)
        for (const char* audience : {"board", "outreach"}) {
            INFO(question.first << " " << io::json(question.second) << " " << audience);
            CHECK(answers(question, audience) == 1);
        }
}

TEST_CASE("attack: words over hidden counts at a level that nobody uses are not shown",
          "[statistics][attack]") {
    // Bisecting the level at which an area's word changes would give its p-value, and so its neighbours' sum.
    for (const char* name : {"getis-ord", "local-moran", "local-geary", "losh"}) {
        const Question odd{name, record({{"variable", "x"},
                                         {"permutations", "analytic"},
                                         {"correction", "none"},
                                         {"alpha", 0.3141}})};
        INFO(name);
        for (const char* audience : {"board", "analyst"}) CHECK(answers(odd, audience) == 1);
    }
    disclosure::Gate the_gate = gate();
    const ops::Inputs inputs = areas_with(3);
    const auto usual = tests::run_named("getis-ord", inputs, record({{"variable", "x"}}));
    REQUIRE(usual);
    const auto table = the_gate.release(usual->table, "analyst");
    REQUIRE(table);
    CHECK((**table)->find("class")->present(0));
}

TEST_CASE("attack: a hidden column called as the result calls its first is hidden too",
          "[statistics][attack]") {
    disclosure::Gate the_gate = gate();
    for (const core::Sensitivity sensitivity : {core::Sensitivity::Restricted, core::Sensitivity::Partner})
        for (const char* audience : {"board", "analyst"}) {
            INFO(audience);
            // The layer of a local statistic calls its counts "value" and what it computed "lag".
            const ops::Inputs people = areas_with(3, sensitivity);
            const auto first = tests::run_named("local-moran", people, record({{"variable", "x"}}));
            REQUIRE(first);
            core::Table table = *first->table;
            table.add(*people.areas->find("score"));
            ops::Inputs again;
            again.areas = tests::shared(std::move(table));
            const auto around = tests::run_named(
                "bivariate-local-moran", again,
                record({{"variable", "score"}, {"variable2", "value"}, {"permutations", 99}}));
            const auto of_lag =
                tests::run_named("local-moran", again, record({{"variable", "lag"}, {"permutations", 99}}));
            const auto with_lag =
                tests::run_named("bivariate-local-moran", again,
                                 record({{"variable", "score"}, {"variable2", "lag"}, {"permutations", 99}}));
            for (const auto* out : {&around, &of_lag, &with_lag}) {
                REQUIRE(*out);
                // Unguarded, the mean of the secret's neighbourhood stands there.
                REQUIRE((*out)->table->find("lag")->present(kSecret + 1));
                const auto shown = the_gate.release((*out)->table, audience);
                REQUIRE(shown);
                for (const char* column : {"lag", "statistic", "z", "p"})
                    for (std::size_t row = 0; row < kAreas; ++row)
                        CHECK_FALSE((**shown)->find(column)->present(row));
            }
            const auto shown = the_gate.release(of_lag->table, audience);
            REQUIRE(shown);
            for (std::size_t row = 0; row < kAreas; ++row)
                CHECK_FALSE((**shown)->find("value")->present(row));
        }
}
