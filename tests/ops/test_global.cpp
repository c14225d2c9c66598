#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "disclosure/gate.hpp"
#include "io/export.hpp"
#include "ops/real_areas.hpp"

using namespace safeground;
using tests::areas;
using tests::grid_table;
using tests::record;
using tests::result;
using tests::run;

// The operations about a whole map, and those of rates and classes that came with them, through the whole
// road. Numbers of REFERENCE-VALUES.md and REFERENCE-VALUES-COLUMBUS.md, or of R 4.2.2 with spdep 1.2-7.
namespace {

Approx near(double value) { return Approx(value).epsilon(1e-8).margin(1e-12); }

using Fields = std::vector<std::pair<std::string, core::Value>>;
core::Record analytic(Fields fields) {
    fields.emplace_back("permutations", "analytic");
    return record(std::move(fields));
}

/// `rows` x `columns` squares with a gentle slope and a column of events, people, and 0 or 1.
ops::Inputs grid(int rows = 8, int columns = 8) {
    std::vector<double> x, events, people, one;
    for (int i = 0; i < rows * columns; ++i) {
        x.push_back(1 + i / columns + std::fmod(7.0 * i, 5));
        events.push_back(std::fmod(3.0 * i, 11) + (i < columns ? 20 : 6));
        people.push_back(800 + 40 * std::fmod(5.0 * i, 13));
        one.push_back(i % columns < 3);
    }
    core::Table table = grid_table(rows, columns, x);
    table.add(core::number_column("events", events, core::Measure::EventCount));
    table.add(core::number_column("people", people, core::Measure::PersonCount));
    table.add(core::number_column("one", one));
    ops::Inputs inputs;
    inputs.areas = tests::shared(std::move(table));
    return inputs;
}

const core::Record& lag(const ops::Output& output, std::size_t at, const char* list = "lags") {
    const auto& rows = std::get<std::vector<core::Value>>(output.result.find(list)->data);
    return std::get<core::Record>(rows.at(at).data);
}
double number(const core::Record& row, const char* name) { return row.find(name)->number(); }

}  // namespace

TEST_CASE("columbus: Geary, General G, join counts and Lee agree with spdep and esda") {
    const auto inputs = areas("benchmarks/columbus/columbus.shp", {}, "polyid");
    if (!inputs) return;
    const auto geary = run("global-geary", *inputs, analytic({{"variable", "crime"}}));
    CHECK(result(geary, "statistic") == near(0.5405282027));
    CHECK(result(geary, "expected") == 1);
    CHECK(result(geary, "variance") == near(0.009384263777));
    CHECK(result(geary, "z") == near(4.743061501));
    CHECK(result(geary, "p") == near(2.105123257e-06));
    CHECK(geary.links == 236);
    CHECK(geary.sentence.find("are alike more than chance would have it") != std::string::npos);
    // esda, rook
    const core::Record rook =
        analytic({{"variable", "crime"}, {"weights", "rook"}, {"tail", "upper"}, {"variance", "normality"}});
    const auto normal = run("global-geary", *inputs, rook);
    CHECK(result(normal, "statistic") == Approx(0.5154408058652411).epsilon(1e-12));
    CHECK(result(normal, "variance") == Approx(0.011403109626468939).epsilon(1e-12));
    CHECK(result(normal, "z") == Approx(4.5376938201608).epsilon(1e-12));
    CHECK(result(normal, "p") == Approx(2.8436375936967054e-06).epsilon(1e-9));
    const auto randomised =
        run("global-geary", *inputs, analytic({{"variable", "crime"}, {"weights", "rook"}}));
    CHECK(result(randomised, "variance") == Approx(0.010848882767131886).epsilon(1e-12));
    CHECK(result(randomised, "z") == Approx(4.652156651668989).epsilon(1e-12));

    const auto g = run("general-g", *inputs, analytic({{"variable", "crime"}}));
    CHECK(result(g, "statistic") == near(0.1278074574));
    CHECK(result(g, "expected") == near(0.1003401361));
    CHECK(result(g, "variance") == near(3.507057304e-05));
    CHECK(result(g, "p") == near(3.515400395e-06));
    CHECK(g.sentence.find("high values are neighbours more") != std::string::npos);
    const auto by_row = run("general-g", *inputs, analytic({{"variable", "crime"}, {"standardise", "row"}}));
    CHECK(by_row.warnings.back().find("defined for links that all weigh 1") != std::string::npos);

    const auto joins =
        run("join-count", *inputs, analytic({{"variable", "crime"}, {"above", 35}, {"tail", "upper"}}));
    CHECK(result(joins, "bb") == 54);
    CHECK(result(joins, "ww") == 35);
    CHECK(result(joins, "bw") == 29);
    CHECK(result(joins, "expected_bb") == near(27.69387755));
    CHECK(result(joins, "variance_bb") == near(18.21935896));
    CHECK(result(joins, "z") == near(6.16297337));
    CHECK(result(joins, "p") == near(3.569575865e-10));
    CHECK(result(joins, "z_ww") == near(1.116433243));
    CHECK(result(joins, "p_ww") == near(0.1321183652));
    CHECK(result(joins, "expected_bw") == near(60.20408163));
    CHECK(result(joins, "z_bw") == near(-6.046793585));
    const auto permuted = run("join-count", *inputs, record({{"variable", "nsa"}}));
    CHECK(result(permuted, "p_permutation") == Approx(0.002));
    CHECK(permuted.sentence.find("are neighbours more often than chance") != std::string::npos);

    const auto lee =
        run("lee", *inputs, analytic({{"variable", "crime"}, {"variable2", "inc"}, {"convention", "spdep"}}));
    CHECK(result(lee, "statistic") == near(-0.4703061343));
    CHECK(result(lee, "expected") == near(-0.1614301928));
    CHECK(result(lee, "variance") == near(0.003200884128));
    CHECK(result(lee, "z") == near(-5.459452677));
    const auto self =
        run("lee", *inputs, analytic({{"variable", "hoval"}, {"variable2", "crime"}, {"self", true}}));
    CHECK(result(self, "statistic") == near(-0.23811480746875));
    CHECK(result(self, "expected") == near(-0.10108654227150));
    CHECK(self.sentence.find("self included") != std::string::npos);
}

TEST_CASE("guerry: Geary and General G agree with spdep") {
    const auto inputs = areas("benchmarks/guerry/Guerry.shp", {}, "CODE_DE");
    if (!inputs) return;
    for (const auto& [variable, c] :
         {std::pair{"Crm_prs", 0.5645906934}, {"Crm_prp", 0.6778380961}, {"Litercy", 0.2502018204}})
        CHECK(result(run("global-geary", *inputs, analytic({{"variable", variable}})), "statistic") ==
              near(c));
    const auto g = run("general-g", *inputs, analytic({{"variable", "Crm_prp"}}));
    CHECK(result(g, "statistic") == near(0.06478035845));
    CHECK(result(g, "z") == near(3.702524604));
}

TEST_CASE("westminster: Geary's c agrees with spdep") {
    const auto inputs = areas("boundaries/lsoa21_london.gpkg", "LAD22CD = 'E09000033'", {},
                              "deprivation/IoD2025_London_LSOA21_all_domains.csv");
    if (!inputs) return;
    const auto imd =
        run("global-geary", *inputs, analytic({{"variable", "Index of Multiple Deprivation (IMD) Score"}}));
    CHECK(result(imd, "statistic") == near(0.561660348));
    const auto crime = run("global-geary", *inputs, analytic({{"variable", "Crime Score"}}));
    CHECK(result(crime, "statistic") == near(0.605820048));
}

TEST_CASE("london: Geary's c agrees with spdep", "[slow]") {
    const auto inputs =
        areas("boundaries/lsoa21_london.gpkg", {}, {}, "deprivation/IoD2025_London_LSOA21_all_domains.csv");
    if (!inputs) return;
    const auto imd = run("global-geary", *inputs,
                         analytic({{"variable", "Index of Multiple Deprivation (IMD) Score"}, {"snap", 0}}));
    CHECK(result(imd, "statistic") == near(0.3771230331));
    const auto crime = run("global-geary", *inputs, analytic({{"variable", "Crime Score"}, {"snap", 0}}));
    CHECK(result(crime, "statistic") == near(0.5191231467));
    const auto far = run("correlogram", *inputs,
                         analytic({{"variable", "Crime Score"}, {"by", "distance"}, {"width", 1000}}));
    CHECK(number(lag(far, 0), "statistic") > number(lag(far, 4), "statistic"));
}

TEST_CASE("columbus: the correlogram agrees with spdep, and says how far the pattern reaches") {
    const auto inputs = areas("benchmarks/columbus/columbus.shp", {}, "polyid");
    if (!inputs) return;
    const auto moran = run("correlogram", *inputs, analytic({{"variable", "crime"}, {"lags", 4}}));
    const std::vector<double> i{0.5001885572, 0.1449343697, -0.152257156, -0.3153061489};
    const std::vector<double> variance{0.008689289201, 0.005364365682, 0.004241654191, 0.003828903668};
    for (std::size_t k = 0; k < 4; ++k) {
        CHECK(number(lag(moran, k), "to") == static_cast<double>(k + 1));
        CHECK(number(lag(moran, k), "statistic") == near(i[k]));
        CHECK(number(lag(moran, k), "expected") == near(-0.02083333333));
        CHECK(number(lag(moran, k), "variance") == near(variance[k]));
        CHECK(number(lag(moran, k), "p_adjusted") >= number(lag(moran, k), "p"));
    }
    CHECK(number(lag(moran, 0), "pairs") == 118);
    CHECK(number(lag(moran, 1), "links") == 416);
    CHECK(moran.table == nullptr);
    CHECK(moran.sentence.find("areas are alike up to 2 steps") != std::string::npos);
    const auto geary =
        run("correlogram", *inputs, analytic({{"variable", "crime"}, {"lags", 2}, {"statistic", "geary"}}));
    CHECK(number(lag(geary, 1), "statistic") == near(0.840134746352));
}

TEST_CASE("columbus: the first distance is spdep's, and so is Moran's I there") {
    const auto inputs = areas("benchmarks/columbus/columbus.shp", {}, "polyid");
    if (!inputs) return;
    const auto steps = run("incremental-autocorrelation", *inputs, record({{"variable", "crime"}}));
    CHECK(result(steps, "start") == near(0.6188641581));
    CHECK(number(lag(steps, 0, "distances"), "links") == 252);
    CHECK(number(lag(steps, 0, "distances"), "statistic") == near(0.5518256938));
}

TEST_CASE("a correlogram by distance and Moran's z at growing distances work on areas and points") {
    const ops::Inputs inputs = grid();
    const auto bands =
        run("correlogram", inputs, record({{"variable", "x"}, {"by", "distance"}, {"lags", 3}}));
    CHECK(result(bands, "width") == 100);  // squares of 100 m: everyone has a neighbour at that distance
    CHECK(number(lag(bands, 0), "pairs") == 2 * 7 * 8);
    CHECK(number(lag(bands, 1), "pairs") == 2 * 7 * 7 + 2 * 6 * 8);
    CHECK(bands.sentence.find("bands of 100 m between centroids") != std::string::npos);
    const auto rook = run("global-moran", inputs,
                          record({{"variable", "x"}, {"weights", "rook"}, {"standardise", "none"}}));
    CHECK(number(lag(bands, 0), "z") == near(result(rook, "z")));
    const auto gap = run("correlogram", inputs,
                         analytic({{"variable", "x"}, {"by", "distance"}, {"lags", 2}, {"width", 60}}));
    CHECK(lag(gap, 0).find("statistic")->undefined());
    CHECK(gap.warnings.back() == "No two areas are between 0 and 60 m apart.");

    const auto steps = run("incremental-autocorrelation", inputs, record({{"variable", "x"}}));
    CHECK(result(steps, "start") == 100);
    CHECK(result(steps, "increment") == 100);
    CHECK(number(lag(steps, 9, "distances"), "distance") == 1000);
    CHECK(number(lag(steps, 0, "distances"), "mean_neighbours") == 3.5);
    CHECK(steps.sentence.find("explored, not tested") != std::string::npos);
    const auto same = run("global-moran", inputs, analytic({{"variable", "x"}, {"weights", "distance:300"}}));
    CHECK(number(lag(steps, 2, "distances"), "z") == near(result(same, "z")));
    core::Table bare = *inputs.areas;
    bare.geometry = nullptr;
    ops::Inputs without;
    without.areas = tests::shared(std::move(bare));
    const auto refused =
        tests::run_named("incremental-autocorrelation", without, record({{"variable", "x"}}));
    REQUIRE_FALSE(refused);
    CHECK(refused.message().find("Distances need areas with boundaries or points") != std::string::npos);
}

TEST_CASE("spatial-eb-rates is eb-rates within neighbours, and excess risk agrees with spdep") {
    const auto inputs = areas("benchmarks/sids2/sids2.shp");
    const auto gal = tests::shared_data("benchmarks/sids2/sids2.gal");
    if (!inputs || !gal) return;
    const Fields rates{{"variable", "SID74"}, {"population", "BIR74"}, {"weights", "file:" + gal->string()}};
    Fields flagged = rates;
    flagged.emplace_back("spatial", true);
    const auto spatial = run("spatial-eb-rates", *inputs, record(rates));
    CHECK(tests::numbers(spatial, "smoothed") ==
          tests::numbers(run("eb-rates", *inputs, record(flagged)), "smoothed"));
    CHECK(spatial.links == 462);
    const std::vector<double> smoothed = tests::numbers(spatial, "smoothed");
    CHECK(std::accumulate(smoothed.begin(), smoothed.end(), 0.0) == near(0.209845678464));

    const auto risk = run("excess-risk", *inputs, record({{"variable", "SID74"}, {"population", "BIR74"}}));
    const std::vector<double> choynowski{0.3532565833533, 0.3736470427200, 0.3771797259394,
                                         0.7258663072155, 0.0028744113115, 0.0303441331759};
    for (std::size_t i = 0; i < choynowski.size(); ++i)
        CHECK(tests::numbers(risk, "choynowski")[i] == near(choynowski[i]));
    CHECK(tests::numbers(risk, "p")[4] == near(2 * 0.0028744113115));
    CHECK(tests::numbers(risk, "excess")[4] == near(3.133188507788));
    double higher = 0, lower = 0;
    for (std::size_t row = 0; row < 100; ++row) {
        const std::string word = risk.table->find("class")->text(row);
        higher += word == "higher";
        lower += word == "lower";
        CHECK((word == "as expected") == (tests::numbers(risk, "p_adjusted")[row] > 0.05));
    }
    CHECK(result(risk, "higher") == higher);
    CHECK(result(risk, "lower") == lower);
    CHECK(higher > 0);
    const auto upper = run("excess-risk", *inputs,
                           record({{"variable", "SID74"}, {"population", "BIR74"}, {"tail", "upper"}}));
    CHECK(tests::numbers(upper, "p") == tests::numbers(upper, "p_upper"));
    CHECK(result(upper, "lower") == 0);
}

TEST_CASE("pooled classes share their breaks, column by column") {
    const ops::Inputs inputs = grid();
    const auto pooled =
        run("classify", inputs, record({{"variable", "x"}, {"method", "equal"}, {"with", " events ,x"}}));
    const auto alone = run("classify", inputs, record({{"variable", "x"}, {"method", "equal"}}));
    const auto& breaks = std::get<std::vector<core::Value>>(pooled.result.find("breaks")->data);
    CHECK(breaks.front().number() == 1);
    CHECK(breaks.back().number() == 30);  // of the events
    CHECK(std::get<std::vector<core::Value>>(alone.result.find("breaks")->data).back().number() < 15);
    for (const char* name : {"x", "events"}) {
        const std::string column = name == std::string("x") ? "class" : "class_events";
        for (std::size_t row = 0; row < 64; ++row) {
            const auto c = static_cast<std::size_t>(tests::numbers(pooled, column)[row]);
            const double value = inputs.areas->find(name)->number(row);
            CHECK(value <= breaks[c].number());
            CHECK((c == 1 || value > breaks[c - 1].number()));
        }
    }
    CHECK(pooled.table->find("class")->derived_from == std::vector<std::string>{"x", "events"});
    CHECK(pooled.result.find("counts_events") != nullptr);
    CHECK(alone.result.find("counts_x") == nullptr);
    const auto& style = std::get<core::ChoroplethStyle>(pooled.style);
    CHECK(style.column == "class");
    CHECK(style.breaks == std::vector<double>{0, 1, 2, 3, 4, 5});
    const auto refused = tests::run_named("classify", inputs, record({{"variable", "x"}, {"with", "code"}}));
    REQUIRE_FALSE(refused);
    CHECK(refused.message().find("holds no numbers") != std::string::npos);
}

TEST_CASE("what pooled classes say of a column with hidden cells is guarded, whichever is named first") {
    auto gate = disclosure::Gate::standard();
    REQUIRE(gate);
    ops::Inputs inputs = grid();
    core::Table table = *inputs.areas;
    std::vector<double> few(64, 20);
    few[9] = 3;  // a small number of people
    table.add(core::number_column("few", few, core::Measure::PersonCount));
    inputs.areas = tests::shared(std::move(table));
    for (const Fields& fields :
         {Fields{{"variable", "few"}, {"with", "x"}}, Fields{{"variable", "x"}, {"with", "few"}},
          Fields{{"variable", "x"}, {"with", "events, few"}}}) {
        const auto output = run("classify", inputs, record(fields));
        core::Record answer = output.result;
        answer.set("parameters", output.provenance.parameters);
        const auto released = gate->release(answer, {inputs.areas, output.table}, "public");
        INFO(released.message());
        REQUIRE(released);
        CHECK((**released).find("breaks")->undefined());
        CHECK((**released).find("counts")->undefined());
    }
    const auto open = run("classify", inputs, record({{"variable", "x"}, {"with", "one"}}));
    core::Record answer = open.result;
    answer.set("parameters", open.provenance.parameters);
    const auto released = gate->release(answer, {inputs.areas, open.table}, "public");
    REQUIRE(released);
    CHECK_FALSE((**released).find("breaks")->undefined());
}

TEST_CASE("a correlogram of a column with hidden cells keeps its many numbers to itself") {
    auto gate = disclosure::Gate::standard();
    REQUIRE(gate);
    ops::Inputs inputs = grid();
    core::Table table = *inputs.areas;
    std::vector<double> few;
    for (int i = 0; i < 64; ++i) few.push_back(1 + i % 30);
    table.add(core::number_column("few", few, core::Measure::PersonCount));
    inputs.areas = tests::shared(std::move(table));
    for (const auto& [operation, list] :
         {std::pair{"correlogram", "lags"}, {"incremental-autocorrelation", "distances"}})
        for (const char* variable : {"few", "x"}) {
            const auto output = run(operation, inputs, record({{"variable", variable}}));
            core::Record answer = output.result;
            answer.set("parameters", output.provenance.parameters);
            const auto released = gate->release(answer, {inputs.areas}, "public");
            REQUIRE(released);
            CHECK((**released).find(list)->undefined() == (variable == std::string("few")));
        }
}

TEST_CASE("join counts by a cut through hidden cells are held back") {
    auto gate = disclosure::Gate::standard();
    REQUIRE(gate);
    ops::Inputs inputs = grid();
    core::Table table = *inputs.areas;
    std::vector<double> few;
    for (int i = 0; i < 64; ++i) few.push_back(1 + i % 30);
    table.add(core::number_column("few", few, core::Measure::PersonCount));
    inputs.areas = tests::shared(std::move(table));
    for (const char* variable : {"few", "x"}) {
        const auto output = run("join-count", inputs, record({{"variable", variable}, {"above", 2}}));
        core::Record answer = output.result;
        answer.set("parameters", output.provenance.parameters);
        const auto released = gate->release(answer, {inputs.areas}, "public");
        REQUIRE(released);
        const bool held_back = variable == std::string("few");
        for (const char* name : {"bb", "bw", "ww"}) CHECK((**released).find(name)->undefined() == held_back);
    }
}

TEST_CASE("global operations give the same answer on any threads, and leave out what has no value") {
    ops::Inputs inputs = grid();
    core::Table table = *inputs.areas;
    core::Column x = *table.columns[1];
    x.states.assign(64, core::CellState::Present);
    x.states[5] = core::CellState::Missing;
    x.states[40] = core::CellState::Suppressed;
    table.columns[1] = std::make_shared<const core::Column>(std::move(x));
    inputs.areas = tests::shared(std::move(table));
    for (const auto& [operation, fields] :
         {std::pair<const char*, Fields>{"global-geary", {{"variable", "x"}}},
          {"general-g", {{"variable", "x"}}},
          {"join-count", {{"variable", "x"}, {"above", 6}}},
          {"lee", {{"variable", "x"}, {"variable2", "events"}}},
          {"correlogram", {{"variable", "x"}}},
          {"correlogram", {{"variable", "x"}, {"by", "distance"}}}}) {
        INFO(operation);
        std::string first;
        for (const int threads : {1, 2, 3, 7}) {
            Fields with_threads = fields;
            with_threads.emplace_back("threads", threads);
            with_threads.emplace_back("suppressed", "exclude");
            const auto output = run(operation, inputs, record(with_threads));
            CHECK(output.n == 62);
            CHECK(output.undefined == 2);
            CHECK(output.warnings.size() >= 2);  // one missing, one suppressed
            const std::string all =
                io::json(output.result) + output.sentence + io::json(output.provenance.parameters);
            if (first.empty()) first = all;
            CHECK(all == first);
        }
    }
    for (const char* operation :
         {"global-geary", "general-g", "correlogram", "incremental-autocorrelation"}) {
        core::Table flat = grid_table(4, 4, std::vector<double>(16, 3));
        ops::Inputs equal;
        equal.areas = tests::shared(std::move(flat));
        const auto refused = tests::run_named(operation, equal, record({{"variable", "x"}}));
        REQUIRE_FALSE(refused);
        CHECK(refused.message().find("same value (3)") != std::string::npos);
    }
    const auto no_kind = tests::run_named("join-count", inputs, record({{"variable", "x"}}));
    REQUIRE_FALSE(no_kind);
    CHECK(no_kind.message().find("joins are counted between areas that are 0 or 1") != std::string::npos);
}

TEST_CASE("global operations say how far suppressed counts could move the answer") {
    ops::Inputs inputs = grid();
    core::Table table = *inputs.areas;
    core::Column x = *table.columns[1];
    x.states.assign(64, core::CellState::Present);
    x.states[0] = x.states[9] = x.states[40] = core::CellState::Suppressed;
    table.columns[1] = std::make_shared<const core::Column>(x);
    inputs.areas = tests::shared(core::Table(table));
    // By hand: every suppressed cell at one end.
    const auto at = [&](double value) {
        core::Table filled = table;
        std::vector<double> values = x.numbers();
        for (const std::size_t row : {0U, 9U, 40U}) values[row] = value;
        filled.columns[1] = std::make_shared<const core::Column>(core::number_column("x", values, x.measure));
        ops::Inputs by_hand = inputs;
        by_hand.areas = tests::shared(std::move(filled));
        return by_hand;
    };
    for (const auto& [operation, fields] :
         {std::pair<const char*, Fields>{"global-moran", {{"variable", "x"}}},
          {"global-geary", {{"variable", "x"}}},
          {"general-g", {{"variable", "x"}}},
          {"lee", {{"variable", "x"}, {"variable2", "events"}}}}) {
        INFO(operation);
        const auto output = run(operation, inputs, record(fields));
        CHECK(output.n == 64);
        const auto& range = std::get<core::Record>(output.result.find("range")->data);
        const auto& ends = std::get<std::vector<core::Value>>(range.find("statistic")->data);
        CHECK(output.result.find("statistic")->number() ==
              run(operation, at(2.5), record(fields)).result.find("statistic")->number());
        for (const double end : {1.0, 4.0}) {
            const auto by_hand = run(operation, at(end), record(fields));
            const double statistic = by_hand.result.find("statistic")->number();
            CHECK(ends[0].number() <= statistic);
            CHECK(statistic <= ends[1].number());
            CHECK(by_hand.result.find("p_permutation")->number() <=
                  output.result.find("p_permutation")->number());
        }
        CHECK(ends[0].number() < ends[1].number());
        CHECK(output.sentence.find("Wherever in their ranges the suppressed counts lie: statistic from ") !=
              std::string::npos);
        CHECK(output.warnings.back().find("3 values are suppressed in “x”") == 0);
    }
    // Tables: nothing computed, and nothing filled in, where a count is suppressed.
    const auto rates = run("eb-rates", inputs, record({{"variable", "x"}, {"population", "people"}}));
    CHECK(rates.table->find("x")->state(9) == core::CellState::Suppressed);
    for (const char* column : {"raw", "smoothed", "shrinkage"})
        CHECK(rates.table->find(column)->state(9) == core::CellState::Missing);
    CHECK(rates.table->find("raw")->present(10));
}
