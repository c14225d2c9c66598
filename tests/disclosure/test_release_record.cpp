#include "disclosure/release_record.hpp"

#include "disclosure/support.hpp"

using namespace gate_test;
using core::Measure;
using core::Record;
using core::Sensitivity;
using core::Value;

namespace {

core::TablePtr residence(std::vector<std::int64_t> people) {
    core::Table table = areas(people.size(), Sensitivity::Restricted);
    table.info.subject = core::Subject::Residence;
    table.info.synthetic = true;
    table.add(core::integer_column("people", std::move(people), Measure::PersonCount));
    table.add(core::number_column("score", std::vector<double>(table.rows, 1.5), Measure::Score));
    return share(std::move(table));
}

Record moran(const char* variable) {
    Record result;
    result.set("statistic", 0.123456789);
    result.set("p", 0.0123);
    result.set("high_high", 3);
    result.set("breaks", std::vector<Value>{1.0, 2.0, 30.0});
    result.set("inside", 88);
    Record parameters;
    parameters.set("variable", variable);
    parameters.set("alpha", 0.0512345);
    Record record;
    record.set("operation", "global-moran");
    record.set("parameters", parameters);
    record.set("result", result);
    record.set("sentence", "One child lives in LKM-L0001.");
    return record;
}

const Record& part(const Record& record, const char* name) {
    return std::get<Record>(record.find(name)->data);
}

}  // namespace

TEST_CASE("release record: nothing hidden, nothing changed, and synthetic is said", "[disclosure]") {
    disclosure::Gate the_gate = gate();
    const auto out = the_gate.release(moran("people"), {residence({10, 20, 30})}, "board");
    REQUIRE(out);
    CHECK(**out == moran("people"));
    CHECK(out->note().marking == "OFFICIAL-SENSITIVE · SYNTHETIC DATA");
}

TEST_CASE("release record: many hidden cells round the statistics and cut breaks, sentences and exact totals",
          "[disclosure]") {
    disclosure::Gate the_gate = gate();
    // Six hidden cells, total 88.
    const auto out = the_gate.release(moran("people"), {residence({1, 2, 3, 4, 1, 2, 25, 50})}, "board");
    REQUIRE(out);
    const Record& result = part(**out, "result");
    CHECK(result.find("statistic")->number() == 0.12);
    CHECK(result.find("p")->number() == 0.012);
    CHECK(result.find("high_high")->number() == 3);
    CHECK(result.find("breaks")->undefined());
    CHECK(result.find("inside")->undefined());
    CHECK((*out)->find("sentence")->undefined());
    CHECK(part(**out, "parameters").find("alpha")->number() == 0.0512345);
    CHECK(out->note().hidden_cells == 6);
}

TEST_CASE("release record: few hidden cells leave no number to search with", "[disclosure]") {
    disclosure::Gate the_gate = gate();
    const auto out = the_gate.release(moran("people"), {residence({1, 2, 25, 60})}, "board");
    REQUIRE(out);
    const Record& result = part(**out, "result");
    CHECK(result.find("statistic")->undefined());
    CHECK(result.find("p")->undefined());
    REQUIRE(out->note().sentences.size() == 1);
    CHECK(out->note().sentences[0].find("released table") != std::string::npos);
}

TEST_CASE("release record: hidden cells of a column that was not used do not matter", "[disclosure]") {
    disclosure::Gate the_gate = gate();
    const auto out = the_gate.release(moran("score"), {residence({1, 2, 25, 60})}, "board");
    REQUIRE(out);
    CHECK(**out == moran("score"));
}

TEST_CASE("release record: refused where the audience may not see a table that was read", "[disclosure]") {
    disclosure::Gate the_gate = gate();
    const auto out = the_gate.release(moran("score"), {nullptr, residence({10, 20})}, "public");
    REQUIRE_FALSE(out);
    CHECK(out.message().find("withheld") != std::string::npos);
    CHECK_FALSE(the_gate.release(moran("score"), {}, "everybody"));
}

TEST_CASE("release record: analysts get the record whole", "[disclosure]") {
    disclosure::Gate the_gate = gate();
    const auto out = the_gate.release(moran("people"), {residence({1, 2, 25, 60})}, "analyst");
    REQUIRE(out);
    CHECK(**out == moran("people"));
    CHECK(out->note().hidden_cells == 2);
}
