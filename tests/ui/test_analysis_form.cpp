#include <catch2/catch.hpp>

#include "ops/operation.hpp"
#include "ops/weights_spec.hpp"
#include "ui/fixture.hpp"

using namespace safeground;
using test::TestWindow;

namespace {

void open_form(TestWindow& window, const std::string& operation) {
    const std::string group =
        "group." + std::to_string(static_cast<int>(ops::find_operation(operation)->group));
    if (!window.robot.sees("analyse." + operation)) window.robot.click(group);
    window.robot.click("analyse." + operation);
    window.robot.frames(3);
    INFO("the form of " << operation);
    REQUIRE(window.robot.sees("analysis.run"));
}

}  // namespace

TEST_CASE(
    "The form of an analysis sends the chosen layer and variable, and only what differs from the defaults") {
    TestWindow window;
    window.robot.click(window.widget("Deprivation"));
    open_form(window, "getis-ord");
    window.robot.click("analysis.run");
    const auto runs = window.asked<ui::RunAnalysis>();
    REQUIRE(runs.size() == 1);
    CHECK(runs[0].operation == "getis-ord");
    CHECK(runs[0].areas == window.layer("Deprivation").id);
    REQUIRE(runs[0].parameters.find("variable") != nullptr);
    CHECK(runs[0].parameters.find("variable")->text() == "score");
    CHECK(runs[0].parameters.fields.size() == 1);

    const ops::Operation* operation = ops::find_operation("getis-ord");
    REQUIRE(operation != nullptr);
    ops::Inputs inputs;
    inputs.areas = window.layer("Deprivation").table;
    const auto complete = ops::complete(*operation, runs[0].parameters, inputs);
    INFO(complete.message());
    CHECK(complete);
}

TEST_CASE("Choosing another kind of neighbours changes the parameter that is sent") {
    TestWindow window;
    open_form(window, "local-moran");
    window.robot.click("analysis.weights");
    window.robot.click("analysis.weights.knn");
    window.robot.frames(2);
    CHECK(window.robot.sees("analysis.weights.number"));
    window.robot.click("analysis.run");
    const auto runs = window.asked<ui::RunAnalysis>();
    REQUIRE(runs.size() == 1);
    REQUIRE(runs[0].parameters.find("weights") != nullptr);
    CHECK(runs[0].parameters.find("weights")->text() == "knn:8");
}

TEST_CASE(
    "Every kind of neighbours starts with a text that is understood, and its numbers change that text") {
    const auto sent = [](TestWindow& window) {
        window.robot.click("analysis.run");
        const auto runs = window.asked<ui::RunAnalysis>();
        REQUIRE_FALSE(runs.empty());
        const core::Value* value = runs.back().parameters.find("weights");
        return value == nullptr ? std::string("queen") : value->text();
    };
    const auto type = [](TestWindow& window, const char* field, const char* words) {
        window.robot.click(std::string("analysis.weights.") + field);
        window.robot.select_all();
        window.robot.type(words);
    };
    struct Kind {
        const char *kind, *start, *field, *typed, *then;
    };
    for (const Kind& k : {Kind{"rook", "rook", "number", "2", "rook:2"},
                          {"knn", "knn:8", "number", "5", "knn:5"},
                          {"distance", "distance:1500", "number", "900", "distance:900"},
                          {"kernel", "kernel:triangular:1500", "number", "700", "kernel:triangular:700"},
                          {"inverse", "inverse:1500", "power", "2", "inverse:1500:2"},
                          {"written", "union(queen,knn:4)", "text", "queen:2+", "queen:2+"}}) {
        INFO(k.kind);
        TestWindow window(test::small_project(), 1440, 2000);
        open_form(window, "local-moran");
        window.robot.click("analysis.weights");
        window.robot.click(std::string("analysis.weights.") + k.kind);
        const std::string start = sent(window);
        CHECK(start == k.start);
        CHECK(ops::parse_weights_spec(start));
        type(window, k.field, k.typed);
        CHECK(sent(window) == k.then);
        CHECK_FALSE(window.robot.sees("analysis.weights.error"));
    }
}

TEST_CASE("Neighbours that are not understood are said to be so while they are written") {
    TestWindow window(test::small_project(), 1440, 2000);
    open_form(window, "local-moran");
    window.robot.click("analysis.weights");
    window.robot.click("analysis.weights.written");
    CHECK_FALSE(window.robot.sees("analysis.weights.error"));
    window.robot.click("analysis.weights.text");
    window.robot.select_all();
    window.robot.type("queen of hearts");
    CHECK(window.robot.sees("analysis.weights.error"));
    CHECK(window.asked<ui::RunAnalysis>().empty());
    window.robot.select_all();
    window.robot.type("queen");  // though another kind has this text, the line stays under the hand
    CHECK_FALSE(window.robot.sees("analysis.weights.error"));
    CHECK(window.robot.sees("analysis.weights.text"));
}

TEST_CASE("Columns are added from a list and left out with their cross; none is chosen unasked") {
    TestWindow window(test::small_project(), 1440, 2000);
    window.robot.click(window.widget("Deprivation"));
    open_form(window, "partial-local-moran");
    CHECK_FALSE(window.robot.sees("analysis.adjust.remove.score"));
    window.robot.click("analysis.adjust");
    window.robot.click("analysis.adjust.score");
    CHECK(window.robot.sees("analysis.adjust.remove.score"));
    window.robot.click("analysis.run");
    REQUIRE(window.asked<ui::RunAnalysis>().size() == 1);
    CHECK(window.asked<ui::RunAnalysis>()[0].parameters.find("adjust")->text() == "score");
    window.robot.click("analysis.adjust.remove.score");
    CHECK_FALSE(window.robot.sees("analysis.adjust.remove.score"));
}

TEST_CASE("A number that may be a word goes from one to the other and back") {
    TestWindow window(test::small_project(), 1440, 4000);
    open_form(window, "local-moran");
    window.robot.click("analysis.more");
    window.robot.click("analysis.permutations.kind");
    window.robot.click("analysis.permutations.kind.number");
    REQUIRE(window.robot.sees("analysis.permutations"));
    CHECK(window.workspace.analysis.given.at("permutations") == "9999");
    window.robot.click("analysis.permutations.kind");
    window.robot.click("analysis.permutations.kind.auto");
    CHECK_FALSE(window.robot.sees("analysis.permutations"));
    CHECK(window.workspace.analysis.given.count("permutations") == 0);
}

TEST_CASE("The title, the cross and the button stay in the window however long the form is") {
    TestWindow window(test::small_project(), 1280, 800, 2);
    open_form(window, "local-geary");
    window.robot.click("analysis.more");
    window.robot.frames(3);
    for (const char* name : {"analysis.close", "analysis.run"}) {
        INFO(name);
        const ui::Rect at = window.robot.where(name), card = window.robot.where("analysis");
        CHECK(at.y0 >= card.y0);
        CHECK(at.y1 <= card.y1);
        CHECK(card.y1 <= 800);
    }
}

TEST_CASE("Every declared parameter of every analysis has a field") {
    for (const ops::Operation& operation : ops::operations()) {
        INFO(operation.name);
        TestWindow window(test::small_project(), 1440, 4000);
        open_form(window, operation.name);
        if (window.robot.sees("analysis.more")) window.robot.click("analysis.more");
        window.robot.frames(3);
        for (const ops::Parameter& parameter : operation.parameters) {
            INFO(operation.name << " " << parameter.name);
            const bool needs_events = parameter.column_of == "events";
            if (parameter.kind == ops::ParameterKind::Column &&
                (needs_events || parameter.column_of == "sites"))
                continue;
            const bool word = window.robot.sees("analysis." + parameter.name + ".kind");  // "auto"
            CHECK((word || window.robot.sees("analysis." + parameter.name)));
        }
    }
}

TEST_CASE("While an analysis runs the form shows progress and its only button is Cancel") {
    TestWindow window;
    open_form(window, "getis-ord");
    window.robot.click("analysis.run");
    window.job = ui::JobView{"Hot spots", "permutations", 0.4, true};
    window.workspace.analysis.running = true;
    window.robot.frames(3);
    CHECK_FALSE(window.robot.sees("analysis.run"));
    REQUIRE(window.robot.sees("analysis.cancel"));
    CHECK(window.robot.sees("status.job"));
    window.robot.click("analysis.cancel");
    CHECK(window.asked<ui::CancelJob>().size() == 1);
    window.job.reset();
    window.robot.frames(3);
    CHECK(window.robot.sees("analysis.run"));
}

TEST_CASE("A refused parameter is said in the form") {
    TestWindow window;
    open_form(window, "getis-ord");
    window.workspace.analysis.error = "Parameter alpha: “2” is not allowed.";
    window.robot.frames(2);
    CHECK(window.robot.sees("analysis.error"));
}
