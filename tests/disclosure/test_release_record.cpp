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
    result.set("counts", std::vector<Value>{1, 0, 1});  // how many areas have 1, 2, 3
    result.set("links", 14);
    result.set("inside", 88);
    Record parameters;
    parameters.set("variable", variable);
    parameters.set("alpha", 0.05);
    parameters.set("snap", 0.0512345);
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

TEST_CASE("release record: many hidden cells take statistics, breaks, sentences and exact totals away",
          "[disclosure]") {
    disclosure::Gate the_gate = gate();
    // Six hidden cells, total 88.
    const auto out = the_gate.release(moran("people"), {residence({1, 2, 3, 4, 1, 2, 25, 50})}, "board");
    REQUIRE(out);
    const Record& result = part(**out, "result");
    CHECK(result.find("statistic")->undefined());  // two digits of several statistics would be solved
    CHECK(result.find("p")->undefined());
    CHECK(result.find("high_high")->undefined());  // with few areas, how many are high tells which
    CHECK(result.find("counts")->undefined());
    CHECK(result.find("links")->number() == 14);
    CHECK(result.find("breaks")->undefined());
    CHECK(result.find("inside")->undefined());
    CHECK((*out)->find("sentence")->undefined());
    CHECK(part(**out, "parameters").find("snap")->number() == 0.0512345);
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

TEST_CASE("release record: analysts get classes and words of classes, and numbers like everybody",
          "[disclosure]") {
    disclosure::Gate the_gate = gate();
    const auto few = the_gate.release(moran("people"), {residence({1, 2, 25, 60})}, "analyst");
    REQUIRE(few);
    CHECK(part(**few, "result").find("high_high")->number() == 3);
    CHECK(part(**few, "result").find("statistic")->undefined());
    CHECK(part(**few, "result").find("counts")->undefined());
    CHECK(part(**few, "result").find("breaks")->undefined());
    CHECK((*few)->find("sentence")->text() == "One child lives in LKM-L0001.");
    CHECK(few->note().hidden_cells == 2);
    const auto many = the_gate.release(moran("people"), {residence({1, 2, 3, 4, 1, 2, 25, 50})}, "analyst");
    REQUIRE(many);
    CHECK(part(**many, "result").find("statistic")->undefined());
    // A rate of the whole, given exactly, would be solved for the hidden counts (48 of 48 in an attack).
    Record result;
    result.set("rate", 0.0123456789);
    Record rates = moran("people");
    rates.set("result", result);
    const auto smoothed = the_gate.release(rates, {residence({1, 2, 3, 4, 1, 2, 25, 50})}, "analyst");
    REQUIRE(smoothed);
    CHECK(part(**smoothed, "result").find("rate")->undefined());
    CHECK((*smoothed)->find("sentence")->undefined());
}

namespace {

core::TablePtr events(Sensitivity sensitivity) {
    core::Table table;
    table.info.name = "Incidents";
    table.info.subject = core::Subject::Events;
    table.info.sensitivity = sensitivity;
    table.info.sha256 = "abcd";
    table.rows = 2;
    table.geometry = std::make_shared<const core::Geometry>(core::Points{{{1, 1}, {2, 2}}});
    return share(std::move(table));
}

core::TablePtr public_areas() {
    core::Table table = areas(3, Sensitivity::Public);
    table.info.sha256 = "eeee";
    return share(std::move(table));
}

Record counted(int outside, int without_position) {
    const auto input = [](const char* role, const char* path, const char* sha256) {
        Record one;
        one.set("role", role);
        one.set("path", path);
        one.set("sha256", sha256);
        one.set("rows", 102);
        return one;
    };
    Record result;
    result.set("inside", 100);
    result.set("outside", outside);
    result.set("without_position", without_position);
    result.set("ambiguous", 0);
    Record record;
    record.set("inputs", std::vector<Value>{input("areas", "/data/open/areas.gpkg", "eeee"),
                                            input("events", "/home/anna/incidents.csv", "abcd")});
    record.set("result", result);
    record.set("sentence", "Incidents: 100 events in 3,000 areas; " + std::to_string(outside) +
                               " outside, 0 without a position.");
    record.set("warnings", std::vector<Value>{std::to_string(outside) + " events lie outside all areas."});
    return record;
}

const Record& input_of(const Record& record, std::size_t at) {
    return std::get<Record>(std::get<std::vector<Value>>(record.find("inputs")->data)[at].data);
}

}  // namespace

TEST_CASE("release record: few events outside all areas are not told to a board, nor what gives them away",
          "[disclosure]") {
    disclosure::Gate the_gate = gate();
    const auto out = the_gate.release(counted(2, 0), {public_areas(), events(Sensitivity::Partner)}, "board");
    REQUIRE(out);
    const Record& result = part(**out, "result");
    CHECK(result.find("outside")->undefined());
    CHECK(result.find("without_position")->number() == 0);
    CHECK(result.find("inside")->number() == 100);
    CHECK((*out)->find("sentence")->undefined());
    CHECK((*out)->find("warnings")->undefined());
    CHECK(input_of(**out, 0).find("rows")->number() == 102);
    CHECK(input_of(**out, 1).find("rows")->undefined());  // 102 - 100 = 2
    REQUIRE(out->note().sentences.size() == 1);
    CHECK(out->note().sentences[0].find("1 to 4") != std::string::npos);
}

TEST_CASE("release record: many events outside, open events and analysts keep their numbers",
          "[disclosure]") {
    disclosure::Gate the_gate = gate();
    const auto many =
        the_gate.release(counted(7, 0), {public_areas(), events(Sensitivity::Partner)}, "board");
    REQUIRE(many);
    CHECK(part(**many, "result") == part(counted(7, 0), "result"));
    CHECK_FALSE((*many)->find("sentence")->undefined());
    const auto open = the_gate.release(counted(2, 0), {public_areas(), events(Sensitivity::Public)}, "board");
    REQUIRE(open);
    CHECK(**open == counted(2, 0));
    const auto analyst =
        the_gate.release(counted(2, 0), {public_areas(), events(Sensitivity::Partner)}, "analyst");
    REQUIRE(analyst);
    CHECK(**analyst == counted(2, 0));
}

TEST_CASE("release record: the hash and the folder of a partner's file stay behind", "[disclosure]") {
    disclosure::Gate the_gate = gate();
    const auto out = the_gate.release(counted(7, 0), {public_areas(), events(Sensitivity::Partner)}, "board");
    REQUIRE(out);
    CHECK(input_of(**out, 0) == input_of(counted(7, 0), 0));  // open data
    CHECK(input_of(**out, 1).find("sha256")->undefined());
    CHECK(input_of(**out, 1).find("path")->text() == "incidents.csv");
}

TEST_CASE("release record: a number that stands alone is a count, one in a name or with decimals is not",
          "[disclosure]") {
    CHECK(disclosure::tells_small_count("There are 2.", 5));
    CHECK(disclosure::tells_small_count("4 lie outside", 5));
    CHECK(disclosure::tells_small_count("counts: 10, 3", 5));
    CHECK_FALSE(disclosure::tells_small_count("There are 5.", 5));
    CHECK_FALSE(disclosure::tells_small_count("0 outside", 5));
    CHECK_FALSE(disclosure::tells_small_count("1,204 in Q2, mean 2.5, E01000003", 5));
    CHECK_FALSE(disclosure::tells_small_count("2 outside", 0));
}

TEST_CASE("release project: the sentence of a layer does not tell few events outside", "[disclosure]") {
    disclosure::Gate the_gate = gate();
    core::Table table = areas(3, Sensitivity::Partner);
    table.info.sha256.clear();
    table.add(core::integer_column("count", std::vector<std::int64_t>{20, 30, 50}, Measure::EventCount));
    core::Layer layer;
    layer.id = 1;
    layer.name = "Counts";
    layer.table = share(std::move(table));
    layer.provenance.emplace();
    layer.provenance->operation = "count-events";
    layer.provenance->inputs.push_back({"events", "incidents.csv", "abcd", 102, ""});
    layer.provenance->warnings = {"2 events lie outside all areas.", "Positions are moved."};
    core::Project project;
    for (const auto& [words, cut] :
         {std::pair{"Counts: 100 events; 2 outside.", true}, {"Counts: 100 events; 0 outside.", false}}) {
        layer.sentence = words;
        project.layers = {layer};
        project.audience = "board";
        const auto board = the_gate.release(project);
        REQUIRE(board);
        REQUIRE((*board)->layers.size() == 1);
        CHECK((*board)->layers[0].sentence.empty() == cut);
        CHECK((*board)->layers[0].provenance->warnings == std::vector<std::string>{"Positions are moved."});
        project.audience = "analyst";
        const auto analyst = the_gate.release(project);
        REQUIRE(analyst);
        CHECK((*analyst)->layers[0].sentence == words);
    }
}

TEST_CASE(
    "release record: an answer about one area is left out whole where anything that it rests on is hidden",
    "[disclosure]") {
    disclosure::Gate the_gate = gate();
    const auto asked = [](const char* variable, const char* area) {
        Record record = moran(variable);
        Record parameters = part(record, "parameters");
        parameters.set("area", area);
        record.set("parameters", parameters);
        return record;
    };
    const core::TablePtr some = residence({1, 2, 3, 4, 1, 2, 25, 50});
    for (const char* audience : {"board", "outreach", "analyst"}) {
        const auto out = the_gate.release(asked("people", "LKM-L0008"), {some}, audience);
        REQUIRE(out);
        CHECK(part(**out, "result").fields.empty());
        CHECK((*out)->find("sentence")->undefined());
        CHECK(part(**out, "parameters").find("area")->text() == "LKM-L0008");
        CHECK(out->note().sentences.back().find("What is said of a single area is left out") == 0);
        // Nothing hidden: all is said. Another variable: its own cells count.
        const auto all = the_gate.release(asked("people", "LKM-L0002"), {residence({10, 20, 30})}, audience);
        REQUIRE(all);
        CHECK(**all == asked("people", "LKM-L0002"));
        const auto other = the_gate.release(asked("score", "LKM-L0008"), {some}, audience);
        REQUIRE(other);
        CHECK(**other == asked("score", "LKM-L0008"));
    }
    // No area is asked about: the rules of the whole.
    const auto whole = the_gate.release(asked("people", ""), {some}, "analyst");
    REQUIRE(whole);
    CHECK(part(**whole, "result").find("high_high")->number() == 3);
}

TEST_CASE("release record: where analysts can steer what classes are about, classes are left out too",
          "[disclosure]") {
    disclosure::Gate the_gate = gate();
    const core::TablePtr some = residence({1, 2, 3, 4, 1, 2, 25, 50});
    const std::vector<std::pair<const char*, Value>> steering{{"variable2", "score"},
                                                              {"population", "score"},
                                                              {"adjust", "score"},
                                                              {"above", 2.0},
                                                              {"weights", "union(queen,file:mine.gal)"},
                                                              {"alpha", 0.0312}};
    for (const auto& [name, value] : steering) {
        INFO(name);
        Record asked = moran("people");
        Record parameters = part(asked, "parameters");
        parameters.set("above", "none");
        parameters.set(name, value);
        asked.set("parameters", parameters);
        const auto out = the_gate.release(asked, {some}, "analyst");
        REQUIRE(out);
        CHECK(part(**out, "result").find("high_high")->undefined());
        CHECK((*out)->find("sentence")->undefined());
        CHECK(part(**out, "result").find("links")->number() == 14);
        CHECK(out->note().sentences.back().find("Run the operation on the released table") !=
              std::string::npos);
    }
}

TEST_CASE("release record: the columns that an answer rests on are found in its list too", "[disclosure]") {
    Record result;
    result.set("rests_on", std::vector<Value>{"people", "score"});
    Record record;
    record.set("result", result);
    CHECK(disclosure::variables_of(record) == std::set<std::string>{"people", "score"});
}
