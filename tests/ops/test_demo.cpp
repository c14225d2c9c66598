#include <catch2/catch.hpp>

#include "core/resources.hpp"
#include "ops/demo.hpp"
#include "ops/load.hpp"
#include "ops/tables.hpp"

using namespace safeground;

namespace {
const core::Project& demo() {
    static const core::Project project = [] {
        auto made = ops::demo_project();
        if (!made) throw std::runtime_error(made.message());
        return *std::move(made);
    }();
    return project;
}
}  // namespace

TEST_CASE("the demonstration has its four layers over a base map, in their order") {
    std::vector<std::string> names;
    for (const core::Layer& layer : demo().layers) names.push_back(layer.name);
    CHECK(names == std::vector<std::string>{"Green", "Water", "Streets", "Deprivation", "Offender residence",
                                            "Knife crime, all", "Hot spots (Gi*)", "Knife crime, injury",
                                            "Out-of-school provision"});
    CHECK(demo().synthetic());
    for (const core::Layer& layer : demo().layers) {
        INFO(layer.name);
        CHECK(core::consistent(*layer.table));
        CHECK(layer.table->rows > 0);
        CHECK(layer.table->info.synthetic);
        CHECK(layer.visible == (layer.name != "Knife crime, all"));
    }
    for (const char* name : {"Green", "Water"})
        CHECK(demo().find(std::string(name))->table->info.subject == core::Subject::BaseMap);
}

TEST_CASE("residence in the demonstration is counted per area and restricted") {
    const core::Layer& layer = *demo().find(std::string("Offender residence"));
    CHECK(layer.table->info.sensitivity == core::Sensitivity::Restricted);
    CHECK(layer.table->info.synthetic);
    CHECK(layer.table->points() == nullptr);
    REQUIRE(layer.table->polygons() != nullptr);
    CHECK(layer.table->rows == 130);
    const core::Column* people = layer.table->find("people");
    REQUIRE(people != nullptr);
    CHECK(people->measure == core::Measure::PersonCount);
    double total = 0;
    for (const double count : people->numbers()) total += count;
    CHECK(total == 205);                               // rows of cohort_youth_justice.csv: nobody is lost
    CHECK(layer.table->find("age_10_17") != nullptr);  // so that rates can be made of it
    CHECK(layer.table->info.source.find("fictional") != std::string::npos);
}

TEST_CASE("knife crime in the demonstration adds up and the hot spots rest on it") {
    const core::Layer& all = *demo().find(std::string("Knife crime, all"));
    const core::Layer& injury = *demo().find(std::string("Knife crime, injury"));
    const core::Layer& hot = *demo().find(std::string("Hot spots (Gi*)"));
    double knives = 0, injuries = 0;
    for (std::size_t row = 0; row < all.table->rows; ++row) {
        const double here = all.table->find("count")->number(row),
                     hurt = injury.table->find("count")->number(row);
        CHECK(hurt <= here);
        knives += here;
        injuries += hurt;
        CHECK(hot.table->find("value")->number(row) == here);
    }
    CHECK(knives == 1200);  // geodata/README.md: present or intimated, without simple possession
    CHECK(injuries > 0);
    CHECK(injuries < knives);
    REQUIRE(hot.provenance);
    CHECK(hot.provenance->operation == "getis-ord");
    CHECK(*hot.provenance->parameters.find("permutations") == core::Value(99999));
    REQUIRE(hot.provenance->inputs.size() == 1);
    CHECK(hot.provenance->inputs[0].path == "Knife crime, all");
    REQUIRE(all.provenance);
    CHECK(all.provenance->inputs.size() >= 2);
    for (const core::Provenance::Input& input : all.provenance->inputs) CHECK(input.sha256.size() == 64);
    std::size_t shown = 0;
    for (std::size_t row = 0; row < hot.table->rows; ++row)
        shown += hot.table->find("class")->text(row) == "hot";
    CHECK(shown > 0);
}

TEST_CASE("sites of the demonstration without a session have unknown hours, not none") {
    const core::Layer& sites = *demo().find(std::string("Out-of-school provision"));
    const core::Column* hours = sites.table->find("hours");
    const core::Column* sessions = sites.table->find("sessions");
    REQUIRE(hours != nullptr);
    std::size_t known = 0, unknown = 0;
    for (std::size_t row = 0; row < sites.table->rows; ++row) {
        CHECK(hours->state(row) == sessions->state(row));
        CHECK(hours->state(row) != core::CellState::Suppressed);
        (hours->present(row) ? known : unknown)++;
    }
    CHECK(known > 0);
    CHECK(unknown > 0);
    CHECK(std::get<core::SymbolStyle>(sites.style).hollow_column == "hours");
}

TEST_CASE("the demonstration is the same every time") {
    const auto again = ops::demo_project();
    REQUIRE(again);
    REQUIRE(again->layers.size() == demo().layers.size());
    for (std::size_t i = 0; i < again->layers.size(); ++i) {
        const core::Table& a = *again->layers[i].table;
        const core::Table& b = *demo().layers[i].table;
        REQUIRE(a.columns.size() == b.columns.size());
        bool same = *a.geometry == *b.geometry;
        for (std::size_t c = 0; c < a.columns.size(); ++c)
            for (std::size_t row = 0; row < a.rows; ++row)
                same = same && a.columns[c]->text(row) == b.columns[c]->text(row);
        INFO(again->layers[i].name);
        CHECK(same);
    }
}

TEST_CASE("the owner may open a layout that nobody knows, and only close one that a recipe knows") {
    const auto loaded = [](const char* file, std::optional<core::Sensitivity> sensitivity) {
        ops::LoadRequest request;
        request.file = core::resource(std::string("demo/") + file)->string();
        request.sensitivity = sensitivity;
        return ops::load(request, "layer");
    };
    CHECK(loaded("green.geojson", std::nullopt)->table->info.sensitivity == core::Sensitivity::Partner);
    CHECK(loaded("green.geojson", core::Sensitivity::Public)->table->info.sensitivity ==
          core::Sensitivity::Public);
    const auto refused = loaded("offences.csv", core::Sensitivity::Public);
    REQUIRE_FALSE(refused);
    CHECK(refused.kind() == core::ErrorKind::Usage);
    CHECK(loaded("offences.csv", core::Sensitivity::Restricted)->table->info.sensitivity ==
          core::Sensitivity::Restricted);
}
