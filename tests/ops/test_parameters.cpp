#include <catch2/catch.hpp>
#include <set>

#include "ops/tables.hpp"
#include "ops/weights_spec.hpp"

using namespace safeground;
using tests::grid_table;
using tests::record;

namespace {
const ops::Inputs& grid() {
    static const ops::Inputs inputs = [] {
        ops::Inputs made;
        made.areas = tests::shared(grid_table(3, 3, {1, 2, 3, 4, 5, 6, 7, 8, 9}));
        return made;
    }();
    return inputs;
}

std::string refusal(const std::string& operation, const core::Record& given) {
    const auto completed = ops::complete(*ops::find_operation(operation), given, grid());
    REQUIRE_FALSE(completed);
    CHECK(completed.kind() == core::ErrorKind::Usage);
    return completed.message();
}
}  // namespace

TEST_CASE("every operation declares what a form, a command line and a document need") {
    std::set<std::string> names;
    for (const ops::Operation& operation : ops::operations()) {
        INFO(operation.name);
        CHECK(names.insert(operation.name).second);
        CHECK_FALSE(operation.title.empty());
        CHECK_FALSE(operation.help.empty());
        CHECK_FALSE(operation.assumptions.empty());
        CHECK_FALSE(operation.reference.empty());
        REQUIRE(operation.run);
        std::set<std::string> parameters;
        for (const ops::Parameter& parameter : operation.parameters) {
            INFO(parameter.name);
            CHECK(parameters.insert(parameter.name).second);
            CHECK_FALSE(parameter.title.empty());
            CHECK(parameter.help.size() > 10);
            CHECK((parameter.kind != ops::ParameterKind::Choice || parameter.choices.size() > 1));
            CHECK((parameter.kind == ops::ParameterKind::Column ||
                   parameter.kind == ops::ParameterKind::Columns || parameter.optional ||
                   (operation.name == "explain" && parameter.name == "area") ||
                   !parameter.default_value.undefined()));
        }
    }
    for (const char* name :
         {"weights", "global-moran", "global-geary", "general-g", "join-count", "lee", "correlogram",
          "incremental-autocorrelation", "local-moran", "getis-ord", "eb-rates", "spatial-eb-rates",
          "excess-risk", "classify", "count-events", "explain", "noise-check", "stability"})
        CHECK(names.count(name) == 1);
}

TEST_CASE("complete fills every default and turns texts into the declared kinds") {
    const auto completed = ops::complete(
        *ops::find_operation("getis-ord"),
        record({{"variable", "X"}, {"star", "false"}, {"seed", "7"}, {"alpha", "0.1"}}), grid());
    REQUIRE(completed);
    CHECK(completed->find("variable")->text() ==
          "x");  // found whatever the case, and named as the table names it
    CHECK(*completed->find("star") == core::Value(false));
    CHECK(*completed->find("seed") == core::Value(7));
    CHECK(*completed->find("alpha") == core::Value(0.1));
    CHECK(*completed->find("permutations") == core::Value("auto"));
    CHECK(completed->find("weights")->text() == "queen");
    CHECK(completed->find("tail")->text() == "two-sided");
    CHECK(completed->find("correction")->text() == "bh");
    CHECK(completed->find("islands")->text() == "exclude");
    CHECK(completed->fields.size() == ops::find_operation("getis-ord")->parameters.size());
}

TEST_CASE("a refused parameter is named with what was given and what is allowed") {
    CHECK(refusal("getis-ord", record({{"variable", "x"}, {"tail", "both"}})) ==
          "Parameter tail: “both” is not allowed; expected one of two-sided, upper, lower.");
    CHECK(refusal("getis-ord", record({{"variable", "x"}, {"permutations", "many"}})) ==
          "Parameter permutations: “many” is not allowed; expected a whole number from 9 to 9,999,999 or "
          "auto or analytic.");
    CHECK(refusal("getis-ord", record({{"variable", "x"}, {"permutations", 9.5}})) ==
          "Parameter permutations: “9.5” is not allowed; expected a whole number from 9 to 9,999,999 or "
          "auto or analytic.");
    CHECK(
        refusal("getis-ord", record({{"variable", "x"}, {"alpha", "nan"}})).find("Parameter alpha: “nan”") ==
        0);
    CHECK(refusal("getis-ord", record({{"variable", "x"}, {"star", "maybe"}})) ==
          "Parameter star: “maybe” is not allowed; expected true or false.");
    CHECK(refusal("getis-ord", record({{"variable", "x"}, {"radius", 5}}))
              .find("getis-ord has no parameter radius") == 0);
    CHECK(refusal("getis-ord", {}) == "getis-ord needs variable: The column to test.");
    CHECK(refusal("getis-ord", record({{"variable", "xx"}})) ==
          "grid.gpkg: Parameter variable: the areas have no column “xx”. Columns of numbers with a similar "
          "name: “x”.");
}

TEST_CASE("a weights specification that is not understood says which forms are") {
    for (const char* wrong : {"quen", "knn", "knn:", "knn:0", "knn:3.5", "knn:8x", "distance:-1",
                              "distance:nan", "distance:inf", "queen:x", "file:", ""}) {
        INFO(wrong);
        const auto completed =
            ops::complete(*ops::find_operation("weights"), record({{"weights", wrong}}), grid());
        if (std::string(wrong).empty()) {
            CHECK_FALSE(completed);
            continue;
        }
        REQUIRE_FALSE(completed);
        CHECK(completed.message().find("Weights “" + std::string(wrong) + "”") == 0);
    }
    CHECK(refusal("weights", record({{"weights", "quen"}})) ==
          "Weights “quen” are not understood: expected " + std::string(ops::kWeightsForms) + ".");
}

TEST_CASE("an operation says which input it misses") {
    const auto none = ops::run(*ops::find_operation("weights"), {}, {});
    REQUIRE_FALSE(none);
    CHECK(none.kind() == core::ErrorKind::Usage);
    CHECK(none.message() == "weights needs areas.");
    const auto no_events = ops::run(*ops::find_operation("count-events"), grid(), {});
    REQUIRE_FALSE(no_events);
    CHECK(no_events.message() == "count-events needs events (points).");
}
