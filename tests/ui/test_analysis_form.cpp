#include <catch2/catch.hpp>

#include "ops/operation.hpp"
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

TEST_CASE("Every declared parameter of every analysis has a field") {
    for (const ops::Operation& operation : ops::operations()) {
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
