// Roads by which a hidden number might leave. Each test plays the attacker with everything that a board
// member is given: the released table, public boundaries (so the neighbours) and our source code. Each also
// shows that the same attack succeeds on the unprotected table, so that it cannot pass by being a bad attack.
#include <array>
#include <bit>
#include <cmath>
#include <functional>
#include <set>

#include "disclosure/support.hpp"

using namespace gate_test;
using core::CellState;
using core::Measure;
using core::Sensitivity;

namespace {

constexpr std::size_t kSide = 5, kAreas = kSide * kSide;

/// Rook neighbours on a square of areas.
std::vector<std::vector<std::size_t>> neighbours() {
    std::vector<std::vector<std::size_t>> all(kAreas);
    for (std::size_t i = 0; i < kAreas; ++i) {
        const std::size_t x = i % kSide, y = i / kSide;
        if (x > 0) all[i].push_back(i - 1);
        if (x + 1 < kSide) all[i].push_back(i + 1);
        if (y > 0) all[i].push_back(i - kSide);
        if (y + 1 < kSide) all[i].push_back(i + kSide);
    }
    return all;
}

struct LocalMoran {
    std::vector<double> lag, statistic;
    std::vector<std::string> quadrant;
};

LocalMoran local_moran(const std::vector<double>& x) {
    const auto near = neighbours();
    double mean = 0, m2 = 0;
    for (const double v : x) mean += v / static_cast<double>(x.size());
    for (const double v : x) m2 += (v - mean) * (v - mean) / static_cast<double>(x.size());
    LocalMoran out;
    for (std::size_t i = 0; i < x.size(); ++i) {
        double lag = 0;
        for (const std::size_t j : near[i]) lag += x[j] / static_cast<double>(near[i].size());
        out.lag.push_back(lag);
        out.statistic.push_back((x[i] - mean) * (lag - mean) / m2);
        out.quadrant.push_back(std::string(x[i] > mean ? "high-" : "low-") + (lag > mean ? "high" : "low"));
    }
    return out;
}

/// Counts with hidden ones at the places given.
std::vector<double> counts(const std::vector<std::pair<std::size_t, double>>& small) {
    std::vector<double> x(kAreas);
    for (std::size_t i = 0; i < kAreas; ++i) x[i] = 5 + static_cast<double>((i * 7) % 11);
    for (const auto& [at, v] : small) x[at] = v;
    return x;
}

/// The layer of local-moran as the operation makes it.
core::Table moran_table(const std::vector<double>& x) {
    const LocalMoran m = local_moran(x);
    core::Table table = areas(kAreas, Sensitivity::Restricted);
    table.info.sha256.clear();
    table.info.recipe = "local-moran";
    table.add(core::number_column("value", x, Measure::PersonCount));
    table.add(derived(core::number_column("lag", m.lag), {"value"}));
    table.add(derived(core::number_column("statistic", m.statistic), {"value"}));
    table.add(derived(core::category_column("quadrant", m.quadrant), {"value"}));
    table.add(
        derived(core::category_column("significant", std::vector<std::string>(kAreas, "no")), {"value"}));
    return table;
}

/// Tries every filling of the hidden cells from 1 to 4 and keeps those that agree with all that the table
/// shows; for each hidden cell, the values left.
std::vector<std::set<int>> search(const core::Table& shown, const std::vector<std::size_t>& hidden) {
    const core::Column& value = *shown.find("value");
    std::vector<double> x(kAreas);
    for (std::size_t i = 0; i < kAreas; ++i) x[i] = value.number(i);
    const auto agrees = [&](const LocalMoran& m) {
        for (std::size_t i = 0; i < kAreas; ++i) {
            const core::Column &lag = *shown.find("lag"), &statistic = *shown.find("statistic"),
                               &quadrant = *shown.find("quadrant");
            if (lag.present(i) && std::abs(lag.number(i) - m.lag[i]) > 1e-9) return false;
            if (statistic.present(i) && std::abs(statistic.number(i) - m.statistic[i]) > 1e-9) return false;
            if (quadrant.present(i) && quadrant.text(i) != m.quadrant[i]) return false;
        }
        return true;
    };
    std::vector<std::set<int>> left(hidden.size());
    std::size_t fillings = 1;
    for (std::size_t k = 0; k < hidden.size(); ++k) fillings *= 4;
    for (std::size_t f = 0; f < fillings; ++f) {
        std::size_t rest = f;
        for (const std::size_t at : hidden) {
            x[at] = static_cast<double>(1 + rest % 4);
            rest /= 4;
        }
        if (!agrees(local_moran(x))) continue;
        for (std::size_t k = 0; k < hidden.size(); ++k) left[k].insert(static_cast<int>(x[hidden[k]]));
    }
    return left;
}

core::Project one_layer(core::Table table, core::Style style, const std::string& audience) {
    core::Project project;
    project.audience = audience;
    core::Layer layer;
    layer.id = 1;
    layer.name = "Layer";
    layer.table = share(std::move(table));
    layer.style = std::move(style);
    project.layers = {layer};
    return project;
}

}  // namespace

TEST_CASE("attack: no filling of the hidden counts can be ruled out from a released local Moran",
          "[disclosure][attack]") {
    disclosure::Gate the_gate = gate();
    const std::vector<std::vector<std::pair<std::size_t, double>>> cases{{{12, 3}},
                                                                         {{0, 1}},
                                                                         {{12, 4}, {13, 1}},
                                                                         {{0, 2}, {6, 2}, {24, 4}},
                                                                         {{1, 1}, {5, 4}, {7, 3}, {11, 2}}};
    for (const auto& small : cases) {
        const core::Table table = moran_table(counts(small));
        std::vector<std::size_t> hidden;
        for (const auto& each : small) hidden.push_back(each.first);
        // With only the counts themselves blanked, every one is found.
        core::Table naive = table;
        core::Column value = *table.find("value");
        value.states.assign(kAreas, CellState::Present);
        for (const std::size_t at : hidden) value.states[at] = CellState::Suppressed;
        naive.columns[1] = std::make_shared<const core::Column>(value);
        const auto found = search(naive, hidden);
        for (std::size_t k = 0; k < hidden.size(); ++k)
            CHECK(found[k] == std::set<int>{static_cast<int>(small[k].second)});

        for (const char* audience : {"board", "outreach"}) {
            const core::TablePtr shown = released(the_gate, table, audience);
            for (const std::set<int>& left : search(*shown, hidden)) CHECK(left == std::set<int>{1, 2, 3, 4});
        }
    }
}

TEST_CASE("attack: neighbour sums cannot be subtracted to find a hidden neighbour", "[disclosure][attack]") {
    disclosure::Gate the_gate = gate();
    const std::vector<double> x = counts({{12, 3}});
    for (const char* audience : {"board", "outreach", "analyst"}) {
        const core::TablePtr shown = released(the_gate, moran_table(x), audience);
        const core::Column &lag = *shown->find("lag"), &statistic = *shown->find("statistic");
        for (std::size_t i = 0; i < kAreas; ++i) {
            CHECK_FALSE(lag.present(i));
            CHECK_FALSE(statistic.present(i));
            CHECK(std::isnan(std::get<0>(lag.values)[i]));
        }
        CHECK_FALSE(shown->find("value")->present(12));
        CHECK_FALSE(holds(*shown, 3.0));
    }
}

TEST_CASE("attack: hot spots run on the released table hold nothing hidden and may be shown whole",
          "[disclosure][attack]") {
    disclosure::Gate the_gate = gate();
    core::Table table = areas(kAreas, Sensitivity::Restricted);
    table.add(core::number_column("value", counts({{12, 3}}), Measure::PersonCount));
    const core::TablePtr first = released(the_gate, table, "board");
    // An operation on it sees a suppressed cell: no number.
    CHECK(std::isnan(first->find("value")->number(12)));
    core::Table result = areas(kAreas, Sensitivity::Restricted);
    result.info.sha256.clear();
    result.columns.push_back(first->columns[1]);
    result.add(derived(core::category_column("class", std::vector<std::string>(kAreas, "hot")), {"value"}));
    const core::TablePtr shown = released(the_gate, result, "board");
    CHECK(shown->find("class")->present(0));
    CHECK_FALSE(shown->find("class")->present(12));
}

TEST_CASE("attack: one hidden age band cannot be found from the total and the others",
          "[disclosure][attack]") {
    disclosure::Gate the_gate = gate();
    for (std::int64_t a = 0; a <= 6; ++a)
        for (std::int64_t b = 0; b <= 6; ++b)
            for (std::int64_t c = 0; c <= 6; ++c) {
                core::Table table = areas(1, Sensitivity::Restricted);
                table.add(core::integer_column("people", {a + b + c}, Measure::PersonCount));
                const std::array<std::int64_t, 3> truth{a, b, c};
                for (std::size_t k = 0; k < 3; ++k) {
                    core::Column part =
                        core::integer_column("band " + std::to_string(k), {truth[k]}, Measure::PersonCount);
                    part.derived_from = {"people"};
                    table.add(part);
                }
                const core::TablePtr shown = released(the_gate, table, "board");
                // All fillings that agree with what is shown, by the published rule: hidden below five means
                // 1 to 4.
                std::array<std::set<std::int64_t>, 3> left;
                const core::Column& total = *shown->find("people");
                const auto fits = [](const core::Column& column, std::int64_t v) {
                    if (column.present(0)) return static_cast<double>(v) == column.number(0);
                    return v >= column.suppressed_low && v <= column.suppressed_high;
                };
                std::array<const core::Column*, 3> band{shown->find("band 0"), shown->find("band 1"),
                                                        shown->find("band 2")};
                for (std::int64_t i = 0; i <= 18; ++i)
                    for (std::int64_t j = 0; j <= 18; ++j)
                        for (std::int64_t k = 0; k <= 18; ++k)
                            if (fits(*band[0], i) && fits(*band[1], j) && fits(*band[2], k) &&
                                fits(total, i + j + k)) {
                                left[0].insert(i);
                                left[1].insert(j);
                                left[2].insert(k);
                            }
                INFO(a << " " << b << " " << c);
                for (std::size_t k = 0; k < 3; ++k) {
                    CHECK(left[k].count(truth[k]) == 1);
                    if (truth[k] > 0 && truth[k] < 5) CHECK(left[k].size() >= 4);
                }
            }
}

TEST_CASE("attack: numbers, labels and payloads under a state are gone from the bytes",
          "[disclosure][attack]") {
    disclosure::Gate the_gate = gate();
    core::Table table = areas(4, Sensitivity::Restricted);
    core::Column score = core::number_column("score", {1.25, 987.125, 2.5, 3.5}, Measure::Score);
    score.states = {CellState::Present, CellState::Suppressed, CellState::Missing, CellState::Present};
    // A NaN that carries a number in its spare bits.
    const double payload = std::bit_cast<double>(std::uint64_t{0x7ff8'0000'0000'0003});
    REQUIRE(std::isnan(payload));
    std::get<0>(score.values)[3] = payload;
    table.add(score);
    core::Column words = core::text_column("words", {"a", "secret", "b", "c"});
    words.states = score.states;
    table.add(words);
    core::Column category = core::category_column("category", {"a", "Anna", "b", "c"});
    category.states = score.states;
    // Left behind by an earlier filter.
    std::get<core::CategoryValues>(category.values).labels.push_back("Ben");
    table.add(category);
    core::Column when = core::date_column("when", {{2025}, {2025, 3, 7}, {2025}, {2025}});
    when.states = score.states;
    table.add(when);
    const core::TablePtr shown = released(the_gate, table, "board");
    CHECK(holds(table, 987.125));
    CHECK_FALSE(holds(*shown, 987.125));
    CHECK_FALSE(holds(*shown, payload));
    const std::string bytes = all_bytes(*shown);
    for (const char* word : {"secret", "Anna", "Ben"}) CHECK(bytes.find(word) == std::string::npos);
    CHECK(std::get<4>(shown->find("when")->values)[1] == core::Date{});
    CHECK(shown->find("score")->state(3) == CellState::Missing);
    CHECK(shown->find("category")->text(3) == "c");
    CHECK(core::consistent(*shown));
}

TEST_CASE("attack: copying, filtering and joining released tables brings nothing back",
          "[disclosure][attack]") {
    disclosure::Gate the_gate = gate();
    core::Table left = areas(3, Sensitivity::Public);
    left.add(core::integer_column("people", {10, 20, 30}, Measure::Population));
    core::Table right = areas(3, Sensitivity::Restricted);
    right.info.subject = core::Subject::Residence;
    right.add(core::integer_column("people", {2, 20, 30}, Measure::PersonCount));
    right.add(core::number_column("children", {100, 100, 100}, Measure::Population));
    right.add(derived(core::number_column("rate", {0.02, 0.2, 0.3}), {"people", "children"}));
    core::JoinReport report;
    const core::Table both = core::join(left, right, report);
    REQUIRE(report.matched == 3);
    CHECK_FALSE(the_gate.release(share(both), "public"));
    const core::TablePtr shown = released(the_gate, both, "board");
    CHECK(shown->find("people")->present(0));
    CHECK_FALSE(shown->find("people (2)")->present(0));
    CHECK_FALSE(shown->find("rate")->present(0));
    CHECK_FALSE(holds(*shown, 0.02));
    // Filter first, release afterwards; and release first, filter afterwards.
    CHECK_FALSE(released(the_gate, core::select_rows(both, {0}), "board")->find("people (2)")->present(0));
    const core::Table later = core::select_rows(*shown, {0, 1});
    CHECK_FALSE(later.find("people (2)")->present(0));
    CHECK_FALSE(holds(later, 0.02));
}

TEST_CASE("attack: class breaks tell no hidden number", "[disclosure][attack]") {
    disclosure::Gate the_gate = gate();
    core::Table table = areas(6, Sensitivity::Restricted);
    table.add(core::integer_column("people", {3, 2, 10, 20, 30, 40}, Measure::PersonCount));
    core::ChoroplethStyle style;
    style.column = "people";
    style.method = "custom";  // whatever the style calls itself
    style.classes = 5;
    style.breaks = {2, 3, 10, 20, 35, 40};
    const auto out = the_gate.release(one_layer(table, style, "board"));
    REQUIRE(out);
    const auto& shown = std::get<core::ChoroplethStyle>((*out)->layers[0].style);
    CHECK(shown.breaks == std::vector<double>{10, 20, 30, 40});
    CHECK(shown.classes == 3);
    SECTION("nothing visible leaves no breaks") {
        core::Table tiny = areas(2, Sensitivity::Restricted);
        tiny.add(core::integer_column("people", {3, 2}, Measure::PersonCount));
        style.breaks = {2, 2.5, 3};
        const auto none = the_gate.release(one_layer(tiny, style, "board"));
        REQUIRE(none);
        CHECK(std::get<core::ChoroplethStyle>((*none)->layers[0].style).breaks.empty());
    }
    SECTION("breaks over open columns are left as they are") {
        style.column = "score";
        table.add(core::number_column("score", {1, 2, 3, 4, 5, 6}, Measure::Score));
        const auto open = the_gate.release(one_layer(table, style, "board"));
        CHECK(std::get<core::ChoroplethStyle>((*open)->layers[0].style).breaks == style.breaks);
    }
}

TEST_CASE("attack: a style does not keep a value of a column that was left out", "[disclosure][attack]") {
    disclosure::Gate the_gate = gate();
    core::Table table;
    table.info.subject = core::Subject::Sessions;
    table.info.sensitivity = Sensitivity::Partner;
    table.rows = 1;
    table.add(core::text_column("notes", {"Anna"}));
    core::SymbolStyle style;
    style.hollow_column = "notes";
    style.hollow_value = "Anna";
    const auto out = the_gate.release(one_layer(table, style, "board"));
    REQUIRE(out);
    const auto& shown = std::get<core::SymbolStyle>((*out)->layers[0].style);
    CHECK(shown.hollow_column.empty());
    CHECK(shown.hollow_value.empty());
}

TEST_CASE("attack: a narrow published range of a suppressed cell is widened to the audience's",
          "[disclosure][attack]") {
    disclosure::Gate the_gate = gate();
    core::Table table = areas(2, Sensitivity::Restricted);
    core::Column people = core::integer_column("people", {0, 9}, Measure::PersonCount);
    people.states = {CellState::Suppressed, CellState::Present};
    people.suppressed_low = people.suppressed_high = 2;
    table.add(people);
    const core::TablePtr shown = released(the_gate, table, "board");
    CHECK(shown->find("people")->suppressed_low == 1);
    CHECK(shown->find("people")->suppressed_high == 4);
}

TEST_CASE("attack: the ranges of computed cells say nothing", "[disclosure][attack]") {
    disclosure::Gate the_gate = gate();
    core::Table table = areas(2, Sensitivity::Restricted);
    table.add(core::integer_column("people", {2, 9}, Measure::PersonCount));
    core::Column rate = derived(core::number_column("rate", {0.2, 0.9}), {"people"});
    rate.suppressed_low = rate.suppressed_high = 2;
    table.add(rate);
    const core::TablePtr shown = released(the_gate, table, "board");
    CHECK(shown->find("rate")->suppressed_low < -1'000'000);
    CHECK(shown->find("rate")->suppressed_high > 1'000'000);
}

TEST_CASE("attack: a hash of the source file is no oracle for strict audiences", "[disclosure][attack]") {
    disclosure::Gate the_gate = gate();
    core::Table table = areas(2, Sensitivity::Restricted);
    table.add(core::integer_column("people", {20, 9}, Measure::PersonCount));
    CHECK(released(the_gate, table, "board")->info.sha256.empty());
    CHECK(released(the_gate, table, "board")->info.path == "cohort.csv");
    CHECK(released(the_gate, table, "analyst")->info.sha256 == "00ff");
}

TEST_CASE("attack: two audiences' outputs cannot be subtracted, for people are hidden alike",
          "[disclosure][attack]") {
    disclosure::Gate the_gate = gate();
    core::Table table = areas(6, Sensitivity::Restricted);
    table.add(core::integer_column("people", {1, 2, 3, 4, 5, 6}, Measure::PersonCount));
    const core::TablePtr board = released(the_gate, table, "board");
    for (const char* other : {"analyst", "outreach"}) {
        const core::TablePtr shown = released(the_gate, table, other);
        for (std::size_t row = 0; row < 6; ++row)
            CHECK(shown->find("people")->present(row) == board->find("people")->present(row));
    }
}
