#include <catch2/catch.hpp>
#include <cmath>

#include "ops/honesty.hpp"

using namespace safeground;
using tests::of_grid;
using tests::record;
using tests::result;
using tests::text;

TEST_CASE("noise-check: on noise the share of flagged areas is the level, within 3 standard errors",
          "[noise-check]") {
    const ops::Inputs inputs = of_grid(10, 10, tests::noise(100, 1));
    for (const char* statistic : {"getis-ord", "local-moran"})
        for (const char* tail : {"two-sided", "upper"}) {
            INFO(statistic << " " << tail);
            const auto out = tests::run_named(
                "noise-check", inputs,
                record({{"variable", "x"}, {"statistic", statistic}, {"tail", tail}, {"maps", 200}}));
            REQUIRE(out);
            const double flagged = result(*out, "flagged"), se = result(*out, "flagged_se");
            CHECK(se > 0.0005);
            CHECK(se < 0.005);
            CHECK(std::abs(flagged - 0.05) < 3 * se);
            CHECK(text(*out, "flagged_verdict") == "as promised");
            CHECK(result(*out, "maps") == 200);
            CHECK(out->sentence.find(
                      "On 200 maps of x without any pattern (values shuffled among the areas), ") == 0);
            CHECK(out->sentence.find("where 5 % is promised: as it should be.") != std::string::npos);
            CHECK(out->table == nullptr);
        }
}

TEST_CASE("noise-check: a folded p-value that is called 5 % flags 10 %, and that is said", "[noise-check]") {
    const ops::Inputs inputs = of_grid(10, 10, tests::noise(100, 2));
    const auto out = tests::run_named(
        "noise-check", inputs,
        record({{"variable", "x"}, {"statistic", "local-moran"}, {"convention", "geoda"}, {"maps", 100}}));
    REQUIRE(out);
    CHECK(result(*out, "flagged") > 0.085);
    CHECK(result(*out, "flagged") < 0.115);
    CHECK(text(*out, "flagged_verdict") == "more");
    CHECK(out->sentence.find("more false alarms than promised, so do not rely on this setting") !=
          std::string::npos);
}

TEST_CASE("noise-check: its maps and shares are those of shuffling and running by hand", "[noise-check]") {
    const std::vector<double> x = tests::planted(6, 6, 2);
    const auto out =
        tests::run_named("noise-check", of_grid(6, 6, x),
                         record({{"variable", "x"}, {"maps", 10}, {"permutations", 499}, {"seed", 5}}));
    REQUIRE(out);
    double flagged = 0, shown = 0, with_any = 0;
    for (std::uint32_t map = 0; map < 10; ++map) {
        std::vector<double> shuffled = x;
        core::RandomStream random(5, core::StreamId::NoiseCheck, map, 0);
        for (std::uint32_t i = 36; i > 1; --i) std::swap(shuffled[i - 1], shuffled[random.below(i)]);
        std::vector<double> before = x, after = shuffled;
        std::sort(before.begin(), before.end());
        std::sort(after.begin(), after.end());
        REQUIRE(before == after);
        const auto seed = static_cast<std::int64_t>(
            core::RandomStream(5, core::StreamId::NoiseCheck, map, 1).next_u64() >> 11);
        const auto hot =
            tests::run_named("getis-ord", of_grid(6, 6, shuffled),
                             record({{"variable", "x"}, {"permutations", 499}, {"seed", core::Value(seed)}}));
        REQUIRE(hot);
        for (const double p : tests::numbers(*hot, "p_permutation")) flagged += p <= 0.05;
        const double areas = result(*hot, "hot") + result(*hot, "cold");
        shown += areas;
        with_any += areas > 0;
    }
    CHECK(result(*out, "flagged") == Approx(flagged / 360).epsilon(1e-12));
    CHECK(out->result.find("flagged_verdict")->undefined());
    CHECK(out->sentence.find("these are too few maps for a verdict.") != std::string::npos);
    CHECK(result(*out, "shown") == Approx(shown / 10).epsilon(1e-12));
    CHECK(result(*out, "maps_with_any") == Approx(with_any / 10).epsilon(1e-12));
    const auto real = tests::run_named("getis-ord", of_grid(6, 6, x),
                                       record({{"variable", "x"}, {"permutations", 499}, {"seed", 5}}));
    REQUIRE(real);
    CHECK(result(*out, "real_shown") == result(*real, "hot") + result(*real, "cold"));
}

TEST_CASE("noise-check: the correction keeps its promise where permutations are enough to see it",
          "[noise-check]") {
    const ops::Inputs inputs = of_grid(7, 7, tests::noise(49, 3));
    const auto out = tests::run_named("noise-check", inputs,
                                      record({{"variable", "x"}, {"permutations", 1999}, {"maps", 200}}));
    REQUIRE(out);
    CHECK(result(*out, "maps_with_any") > 0);
    CHECK(result(*out, "maps_with_any") < 0.05 + 3 * std::sqrt(0.05 * 0.95 / 200));
    CHECK(out->sentence.find("After correction ") != std::string::npos);
    // With too few of them nothing can show, and that is no proof of anything.
    const auto coarse = tests::run_named("noise-check", inputs,
                                         record({{"variable", "x"}, {"permutations", 99}, {"maps", 10}}));
    REQUIRE(coarse);
    CHECK(coarse->result.find("maps_with_any_verdict")->undefined());
    CHECK(coarse->sentence.find("99 permutations are too few to check the correction: choose auto") !=
          std::string::npos);
}

TEST_CASE("noise-check: missing values stay where they are", "[noise-check]") {
    std::vector<double> x = tests::noise(64, 4);
    for (const std::size_t row : {3U, 30U, 31U}) x[row] = std::nan("");
    const auto out =
        tests::run_named("noise-check", of_grid(8, 8, x), record({{"variable", "x"}, {"maps", 20}}));
    REQUIRE(out);
    CHECK(out->n == 61);
    CHECK(out->undefined == 3);
    CHECK(out->warnings.at(0).find("3 areas have no value") == 0);
}

TEST_CASE("noise-check: with a population, uneven areas make no false alarms", "[noise-check]") {
    // Events at one rate over a population that is large in one corner: shuffled counts would be another map.
    core::Table table = tests::grid_table(8, 8, std::vector<double>(64, 0));
    std::vector<double> people(64), events(64);
    core::RandomStream random(3, core::StreamId::Test);
    for (std::size_t i = 0; i < 64; ++i) {
        people[i] = i / 8 < 4 && i % 8 < 4 ? 8000 : 1500;
        events[i] = random.poisson(people[i] * 0.01);
    }
    table.columns[1] =
        std::make_shared<const core::Column>(core::number_column("x", events, core::Measure::EventCount));
    table.add(core::number_column("people", people, core::Measure::Population));
    ops::Inputs inputs;
    inputs.areas = tests::shared(std::move(table));
    std::size_t with_population = 0;
    for (const ops::LocalStatistic& statistic : ops::local_statistics()) {
        if (statistic.columns.size() != 2 || statistic.columns[1].name != "population") continue;
        INFO(statistic.name);
        ++with_population;
        const auto out = tests::run_named("noise-check", inputs,
                                          record({{statistic.columns[0].name, "x"},
                                                  {"population", "people"},
                                                  {"statistic", statistic.name},
                                                  {"maps", 100}}));
        INFO(out.message());
        REQUIRE(out);
        CHECK(out->sentence.find("events drawn at one common rate") != std::string::npos);
        CHECK(std::abs(result(*out, "flagged") - 0.05) < 0.015);
    }
    if (with_population == 0) WARN("No registered statistic has a population yet.");
}

TEST_CASE("noise-check: cancelled half way it gives what it has, and says so", "[noise-check]") {
    const ops::Inputs inputs = of_grid(10, 10, tests::noise(100, 5));
    const core::Record given = record({{"variable", "x"}, {"maps", 300}, {"threads", 1}});
    tests::StopAfter half{{}, 0.5};
    const auto out = ops::run(*ops::find_operation("noise-check"), inputs, given, half.progress());
    REQUIRE(out);
    const double maps = result(*out, "maps");
    CHECK(maps > 50);
    CHECK(maps < 250);
    CHECK(result(*out, "maps_asked") == 300);
    CHECK(out->sentence.find(fmt::format("Stopped early: this rests on {} of 300 maps. ", maps)) == 0);
    CHECK(out->warnings.back().find(fmt::format("Cancelled after {} of 300 maps", maps)) == 0);
    CHECK(out->provenance.warnings == out->warnings);
    CHECK(std::abs(result(*out, "flagged") - 0.05) < 4 * result(*out, "flagged_se"));
    tests::StopAfter at_once{{}, 0};
    const auto nothing = ops::run(*ops::find_operation("noise-check"), inputs, given, at_once.progress());
    REQUIRE_FALSE(nothing);
    CHECK(nothing.kind() == core::ErrorKind::Cancelled);
}
