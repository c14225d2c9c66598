#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "ops/honesty.hpp"

using namespace safeground;
using tests::of_grid;
using tests::record;
using tests::result;
using tests::text;

namespace {

constexpr int kSide = 10;

/// Events of six months on a grid of 10 x 10: two or so in each area and month, five in a block of 4 x 4.
ops::Inputs with_events() {
    std::vector<double> counts(kSide * kSide, 0);
    core::Points points;
    std::vector<core::Date> dates;
    core::RandomStream random(11, core::StreamId::Test);
    for (std::size_t area = 0; area < counts.size(); ++area)
        for (int month = 1; month <= 6; ++month) {
            const std::size_t r = area / kSide, c = area % kSide;
            const std::uint32_t n = random.poisson(r < 4 && c < 4 ? 5 : 2);
            for (std::uint32_t e = 0; e < n; ++e) {
                points.at.push_back(
                    {530000 + 100 * (static_cast<double>(c) + 0.01 + 0.98 * random.uniform()),
                     180000 + 100 * (static_cast<double>(r) + 0.01 + 0.98 * random.uniform())});
                core::Date date;
                date.year = 2025;
                date.month = static_cast<std::int8_t>(month);
                date.precision = core::Precision::Month;
                dates.push_back(date);
                counts[area] += 1;
            }
        }
    ops::Inputs inputs = of_grid(kSide, kSide, counts, core::Measure::EventCount);
    core::Table events;
    events.info.name = "events";
    events.info.path = "events.csv";
    events.info.subject = core::Subject::Events;
    events.info.sensitivity = core::Sensitivity::Partner;
    events.rows = dates.size();
    events.geometry = std::make_shared<const core::Geometry>(std::move(points));
    events.add(core::date_column("month", dates));
    inputs.events = tests::shared(std::move(events));
    return inputs;
}

std::vector<std::string> classes(const ops::Inputs& inputs, core::Record parameters) {
    parameters.set("variable", "x");
    const auto out = tests::run_named("getis-ord", inputs, parameters);
    REQUIRE(out);
    std::vector<std::string> found;
    for (std::size_t row = 0; row < out->table->rows; ++row)
        found.push_back(out->table->find("class")->text(row));
    return found;
}

}  // namespace

TEST_CASE("stability: its shares are those of running each alternative by hand", "[stability]") {
    const ops::Inputs inputs = of_grid(kSide, kSide, tests::planted(kSide, kSide, 4, 6));
    const auto out = tests::run_named("stability", inputs, record({{"variable", "x"}}));
    REQUIRE(out);
    const std::vector<std::string> base = classes(inputs, {});
    std::vector<std::vector<std::string>> others;
    for (const char* weights : {"rook", "knn:6", "knn:8", "distance:auto"}) {
        core::Record given = record({{"variable", "x"}, {"weights", weights}});
        if (ops::complete(*ops::find_operation("getis-ord"), given, inputs))
            others.push_back(classes(inputs, record({{"weights", weights}})));
    }
    CHECK(result(*out, "runs_weights") == static_cast<double>(others.size()));
    for (const double snap : {0.1, 1.0}) others.push_back(classes(inputs, record({{"snap", snap}})));
    CHECK(result(*out, "runs_snap") == 2);
    CHECK(result(*out, "runs") == static_cast<double>(others.size()));
    double shown = 0, stable = 0, between = 0;
    for (std::size_t row = 0; row < base.size(); ++row) {
        INFO(row);
        double same = 0, any = 0;
        for (const auto& other : others) {
            same += other[row] == base[row];
            any += other[row] != "none";
        }
        const double share = (base[row] == "none" ? any : same) / static_cast<double>(others.size());
        CHECK(out->table->find("stable_share")->number(row) == Approx(share).epsilon(1e-12));
        CHECK(out->table->find("shown_runs")->number(row) == any);
        CHECK(out->table->find("of_runs")->number(row) == static_cast<double>(others.size()));
        CHECK(out->table->find("kind")->text(row) == base[row]);
        shown += base[row] != "none";
        stable += base[row] != "none" && share >= 0.9;
        between += share > 0 && share < 1;
    }
    CHECK(result(*out, "base_areas") == shown);
    CHECK(result(*out, "stable_areas") == stable);
    CHECK(between > 0);  // else every area would be 0 or 1 and the shares untested
    CHECK(out->sentence.find("They depend most on who counts as a neighbour (") != std::string::npos);
    REQUIRE(std::holds_alternative<core::ChoroplethStyle>(out->style));
    CHECK(std::get<core::ChoroplethStyle>(out->style).column == "stable_share");
}

TEST_CASE("stability: a huge cluster stays in every run, noise in hardly any", "[stability]") {
    const auto huge =
        tests::run_named("stability", of_grid(kSide, kSide, tests::planted(kSide, kSide, 4, 100)),
                         record({{"variable", "x"}}));
    REQUIRE(huge);
    for (const std::size_t row : {11U, 12U, 21U, 22U}) {  // inside the block
        INFO(row);
        CHECK(huge->table->find("kind")->text(row) == "hot");
        CHECK(huge->table->find("stable_share")->number(row) == 1);
    }
    CHECK(huge->table->find("stable_share")->number(99) == 0);
    double most = 0;
    for (std::uint32_t item = 10; item < 13; ++item) {
        const auto noise = tests::run_named("stability", of_grid(kSide, kSide, tests::noise(100, item)),
                                            record({{"variable", "x"}}));
        REQUIRE(noise);
        double mean = 0;
        for (const double share : tests::numbers(*noise, "stable_share")) mean += share / 100;
        most = std::max(most, mean);
    }
    CHECK(most < 0.02);
}

TEST_CASE("stability: a bandwidth is made wider and narrower", "[stability]") {
    const ops::Inputs inputs = of_grid(kSide, kSide, tests::planted(kSide, kSide, 4, 6));
    const auto out =
        tests::run_named("stability", inputs, record({{"variable", "x"}, {"weights", "distance:160"}}));
    REQUIRE(out);
    CHECK(result(*out, "runs_bandwidth") == 2);
    CHECK(std::isnan(result(*out, "runs_snap")));
    const auto base = classes(inputs, record({{"weights", "distance:160"}}));
    double stay = 0, shown = 0;
    for (const char* weights : {"distance:120", "distance:200"}) {
        const auto other = classes(inputs, record({{"weights", weights}}));
        for (std::size_t row = 0; row < base.size(); ++row)
            stay += base[row] != "none" && base[row] == other[row];
    }
    for (const std::string& one : base) shown += one != "none";
    REQUIRE(shown > 0);
    CHECK(result(*out, "stay_bandwidth") == Approx(stay / (2 * shown)).epsilon(1e-12));
    for (const char* weights : {"kernel:triangular:250", "inverse:250", "inverse:250:2"}) {
        INFO(weights);
        const auto other =
            tests::run_named("stability", inputs, record({{"variable", "x"}, {"weights", weights}}));
        INFO(other.message());
        REQUIRE(other);
        CHECK(result(*other, "runs_bandwidth") == 2);
        CHECK(result(*other, "runs_weights") == 5);
    }
    const auto nearest = tests::run_named("stability", inputs,
                                          record({{"variable", "x"}, {"weights", "kernel:gaussian:knn:8"}}));
    REQUIRE(nearest);
    CHECK(std::isnan(result(*nearest, "runs_bandwidth")));
}

TEST_CASE("stability: with events, each month is left out once and every event moved", "[stability]") {
    const ops::Inputs inputs = with_events();
    const auto out = tests::run_named("stability", inputs,
                                      record({{"variable", "x"}, {"jitter", 40}, {"jitter_runs", 5}}));
    INFO(out.message());
    REQUIRE(out);
    CHECK(result(*out, "runs_months") == 6);
    CHECK(result(*out, "runs_jitter") == 5);
    // Without each month, counted again by hand.
    const auto base = classes(inputs, {});
    const auto& dates = std::get<std::vector<core::Date>>(inputs.events->find("month")->values);
    double stay = 0, shown = 0;
    for (const std::string& one : base) shown += one != "none";
    REQUIRE(shown > 5);
    for (int month = 1; month <= 6; ++month) {
        std::vector<double> counts(kSide * kSide, 0);
        for (std::size_t e = 0; e < dates.size(); ++e) {
            const core::Point at = inputs.events->points()->at[e];
            const auto c = static_cast<std::size_t>((at.x - 530000) / 100),
                       r = static_cast<std::size_t>((at.y - 180000) / 100);
            if (dates[e].month != month) counts[r * kSide + c] += 1;
        }
        const auto other = classes(of_grid(kSide, kSide, counts), {});
        for (std::size_t row = 0; row < base.size(); ++row)
            stay += base[row] != "none" && base[row] == other[row];
    }
    CHECK(result(*out, "stay_months") == Approx(stay / (6 * shown)).epsilon(1e-12));
    CHECK(out->table->info.sensitivity == core::Sensitivity::Partner);  // as private as the events

    // Moved by nothing there is no such run; moved far, hot spots go.
    const auto still = tests::run_named("stability", inputs, record({{"variable", "x"}, {"jitter", 0}}));
    REQUIRE(still);
    CHECK(std::isnan(result(*still, "runs_jitter")));
    const auto far = tests::run_named("stability", inputs,
                                      record({{"variable", "x"}, {"jitter", 1000}, {"jitter_runs", 5}}));
    REQUIRE(far);
    CHECK(result(*far, "stay_jitter") < result(*out, "stay_jitter"));
    CHECK(far->sentence.find("They depend most on where exactly events lie (moved by up to 1000 m)") !=
          std::string::npos);
}

TEST_CASE("stability: events that are not what the column counts are refused", "[stability]") {
    ops::Inputs inputs = with_events();
    core::Table areas = *inputs.areas;
    std::vector<double> x = areas.find("x")->numbers();
    x[7] += 1;
    areas.columns[1] =
        std::make_shared<const core::Column>(core::number_column("x", x, core::Measure::EventCount));
    inputs.areas = tests::shared(std::move(areas));
    const auto out = tests::run_named("stability", inputs, record({{"variable", "x"}}));
    REQUIRE_FALSE(out);
    CHECK(
        out.message().find("“x” is not the number of these events: the two differ in X008. Count the events "
                           "first") != std::string::npos);
}

TEST_CASE("stability: cancelled half way it gives what it has, and says so", "[stability]") {
    const ops::Inputs inputs = with_events();
    const core::Record given = record({{"variable", "x"}, {"jitter_runs", 40}});
    tests::StopAfter half{{}, 0.5};
    const auto out = ops::run(*ops::find_operation("stability"), inputs, given, half.progress());
    REQUIRE(out);
    const double runs = result(*out, "runs"), asked = result(*out, "runs_asked");
    CHECK(runs > 10);
    CHECK(runs < 40);
    CHECK(asked > 50);
    CHECK(out->sentence.find(fmt::format("Stopped early: this rests on {} of {} runs. ", runs, asked)) == 0);
    CHECK(out->warnings.back() ==
          fmt::format("Cancelled after {} of {} runs: the shares rest on these.", runs, asked));
    for (const double of : tests::numbers(*out, "of_runs")) CHECK(of == runs);
    tests::StopAfter at_once{{}, 0};
    const auto nothing = ops::run(*ops::find_operation("stability"), inputs, given, at_once.progress());
    REQUIRE_FALSE(nothing);
    CHECK(nothing.kind() == core::ErrorKind::Cancelled);
}
