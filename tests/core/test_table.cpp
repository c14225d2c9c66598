#include "core/table.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace safeground::core;

namespace {
Table areas(std::vector<std::string> codes) {
    Table t;
    t.rows = codes.size();
    t.key = "code";
    t.add(text_column("code", std::move(codes), Measure::Code));
    return t;
}
}  // namespace

TEST_CASE("table: missing, suppressed and zero are three states", "[core]") {
    Column c = integer_column("count", {0, 0, 0}, Measure::PersonCount);
    c.states = {CellState::Present, CellState::Missing, CellState::Suppressed};
    CHECK(c.number(0) == 0);
    CHECK(std::isnan(c.number(1)));
    CHECK(std::isnan(c.number(2)));
    CHECK(c.text(0) == "0");
    CHECK(c.text(2).empty());
}

TEST_CASE("table: NaN in a number column is missing", "[core]") {
    const Column c = number_column("x", {1.5, std::nan("")});
    CHECK(c.state(1) == CellState::Missing);
    CHECK(number_column("y", {1.5}).states.empty());
}

TEST_CASE("table: join keeps every left row, reports both sides, and renames", "[core]") {
    Table left = areas({"A", "B", "C"});
    left.add(integer_column("n", {1, 2, 3}));
    Table right = areas({"C", "A", "A", "Z"});
    right.add(integer_column("n", {30, 10, 11, 99}, Measure::PersonCount));
    Column rate = number_column("rate", {3, 1, 1.1, 9}, Measure::Derived);
    rate.derived_from = {"n"};
    right.add(rate);
    right.info.synthetic = true;
    right.info.sensitivity = Sensitivity::Restricted;
    right.info.subject = Subject::Residence;
    JoinReport report;
    const Table joined = join(left, right, report);
    REQUIRE(consistent(joined));
    CHECK(joined.rows == 3);
    CHECK(joined.find("n (2)")->number(0) == 10);
    CHECK(joined.find("n (2)")->state(1) == CellState::Missing);
    CHECK(joined.find("n (2)")->number(2) == 30);
    CHECK(joined.find("rate")->derived_from == std::vector<std::string>{"n (2)"});
    CHECK(report.matched == 2);
    CHECK(report.left_only == std::vector<std::string>{"B"});
    CHECK(report.right_only == std::vector<std::string>{"Z"});
    CHECK(report.duplicate_right == std::vector<std::string>{"A"});
    // What was restricted stays so, whatever it is put beside.
    CHECK(joined.info.synthetic);
    CHECK(joined.info.sensitivity == Sensitivity::Restricted);
    CHECK(joined.info.subject == Subject::Residence);
}

TEST_CASE("table: rows without a key are joined to nothing", "[core]") {
    const auto with_gap = [](const char* name, double value) {
        Table t = areas({"A", "", "C"});
        Column key = *t.columns[0];
        key.states = {CellState::Present, CellState::Missing, CellState::Present};
        t.columns[0] = std::make_shared<const Column>(key);
        t.add(number_column(name, {1, value, 3}));
        return t;
    };
    JoinReport report;
    const Table joined = join(with_gap("x", 2), with_gap("y", 99.5), report);
    CHECK(joined.find("y")->state(1) == CellState::Missing);
    CHECK(report.matched == 2);
    CHECK(report.left_only == std::vector<std::string>{"row 2"});
    CHECK(report.right_only == std::vector<std::string>{"row 2"});
}

TEST_CASE("table: joined tables keep both licences, and a period only where it is one", "[core]") {
    Table left = areas({"A"}), right = areas({"A"}), third = areas({"A"});
    left.info.licence = "OGL";
    right.info.licence = "ODbL";
    right.info.period = Period{*parse_date("2024-02"), *parse_date("2026-02")};
    third.info.period = Period{*parse_date("2019"), *parse_date("2019")};
    JoinReport report;
    const Table two = join(left, right, report);
    CHECK(two.info.licence == "OGL; ODbL");
    CHECK(two.info.period == right.info.period);
    CHECK_FALSE(join(two, third, report).info.period.has_value());
    CHECK(join(two, right, report).info.period == right.info.period);
}

TEST_CASE("table: joining an empty table changes nothing and says so", "[core]") {
    JoinReport report;
    const Table joined = join(areas({"A"}), areas({}), report);
    CHECK(joined.rows == 1);
    CHECK(report.left_only.size() == 1);
}

TEST_CASE("table: selected rows of every type", "[core]") {
    Table t = areas({"A", "B", "C"});
    t.add(number_column("x", {1, std::nan(""), 3}));
    t.add(category_column("kind", {"club", "school", "club"}));
    t.add(date_column("when", {*parse_date("2025"), *parse_date("2024"), *parse_date("2023")}));
    t.geometry = std::make_shared<const Geometry>(Points{{{1, 1}, {2, 2}, {3, 3}}});
    const Table picked = select_rows(t, {2, 1});
    REQUIRE(consistent(picked));
    CHECK(picked.key_text(0) == "C");
    CHECK(picked.find("x")->state(1) == CellState::Missing);
    CHECK(picked.find("kind")->text(1) == "school");
    CHECK(picked.find("when")->text(0) == "2023");
    CHECK(picked.points()->at[0].x == 3);
}

TEST_CASE("table: consistency notices what does not fit", "[core]") {
    Table t = areas({"A", "B"});
    CHECK(consistent(t));
    t.add(integer_column("n", {1}));
    CHECK_FALSE(consistent(t));
    Table twice = areas({"A"});
    twice.add(text_column("code", {"x"}));
    CHECK_FALSE(consistent(twice));
}
