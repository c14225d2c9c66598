#include "disclosure/gate.hpp"

#include <cstdlib>
#include <fstream>

#include "disclosure/support.hpp"

using namespace gate_test;
using core::Measure;
using core::Sensitivity;

namespace {

core::Layer layer(core::LayerId id, const std::string& name, core::Table table) {
    core::Layer made;
    made.id = id;
    made.name = name;
    table.info.name = name;
    made.table = share(std::move(table));
    return made;
}

/// Deprivation (public), offences per area (partner), residence (restricted), sites (public).
core::Project project(const std::string& audience) {
    core::Project made;
    made.audience = audience;
    core::Table deprivation = areas(4, Sensitivity::Public);
    deprivation.add(core::number_column("score", {1, 2, 3, 4}, Measure::Score));
    core::Table offences = areas(4, Sensitivity::Partner);
    offences.info.sha256 = "0aff";
    offences.add(core::integer_column("offences", {2, 20, 30, 1}, Measure::EventCount));
    core::Table residence = areas(4, Sensitivity::Restricted);
    residence.info.sha256 = "beef";
    residence.info.subject = core::Subject::Residence;
    residence.add(core::integer_column("people", {2, 20, 30, 0}, Measure::PersonCount));
    made.layers = {layer(1, "Deprivation", deprivation), layer(2, "Offences", offences),
                   layer(3, "Residence", residence)};
    made.next_id = 4;
    return made;
}

std::string joined(const std::vector<std::string>& sentences) {
    std::string all;
    for (const std::string& sentence : sentences) all += sentence + "\n";
    return all;
}

}  // namespace

TEST_CASE("gate: each audience gets the layers it may see, and a sentence for each it may not",
          "[disclosure]") {
    disclosure::Gate the_gate = gate();
    const auto names = [&](const std::string& audience) {
        const auto out = the_gate.release(project(audience));
        REQUIRE(out);
        std::string all;
        for (const core::Layer& shown : (*out)->layers) all += shown.name + " ";
        return all;
    };
    CHECK(names("public") == "Deprivation ");
    CHECK(names("board") == "Deprivation Offences Residence ");
    CHECK(names("analyst") == "Deprivation Offences Residence ");
    const auto out = the_gate.release(project("public"));
    const std::string said = joined(out->note().sentences);
    CHECK(said.find(
              "“Residence” is withheld from the audience “Public and scrutiny”: residence is restricted.") !=
          std::string::npos);
    CHECK(said.find("“Offences” is withheld") != std::string::npos);
    CHECK(out->note().marking == "OFFICIAL");
    CHECK((*out)->next_id == 4);
}

TEST_CASE("gate: the note counts hidden cells and carries the marking, synthetic when any table is",
          "[disclosure]") {
    disclosure::Gate the_gate = gate();
    core::Project mine = project("board");
    auto out = the_gate.release(mine);
    REQUIRE(out);
    CHECK(out->note().hidden_cells == 3);
    CHECK(out->note().marking == "OFFICIAL-SENSITIVE");
    CHECK_FALSE(out->note().synthetic);

    // Also when the synthetic layer itself is withheld: the others may have been computed with it.
    core::Table residence = *mine.layers[2].table;
    residence.info.synthetic = true;
    mine.layers[2].table = share(residence);
    for (const char* audience : {"public", "board", "analyst", "outreach"}) {
        mine.audience = audience;
        out = the_gate.release(mine);
        REQUIRE(out);
        CHECK(out->note().synthetic);
        const std::string& marking = out->note().marking;
        CHECK(marking.find(" · SYNTHETIC DATA") == marking.size() - std::string(" · SYNTHETIC DATA").size());
    }
}

TEST_CASE("gate: a layer's released table is the same pointer until its table or the audience changes",
          "[disclosure]") {
    disclosure::Gate the_gate = gate();
    core::Project mine = project("board");
    const auto first = the_gate.release(mine);
    mine.layers[1].visible = false;
    mine.name = "Another";
    const auto second = the_gate.release(mine);
    REQUIRE((first && second));
    for (std::size_t l = 0; l < 3; ++l) CHECK((*first)->layers[l].table == (*second)->layers[l].table);
    mine.audience = "analyst";
    const auto third = the_gate.release(mine);
    CHECK((*first)->layers[1].table != (*third)->layers[1].table);
    // Another table with the same content is another table.
    mine.audience = "board";
    mine.layers[1].table = share(*mine.layers[1].table);
    const auto fourth = the_gate.release(mine);
    CHECK((*first)->layers[1].table != (*fourth)->layers[1].table);
}

TEST_CASE("gate: the cache keeps no table alive and never answers for a new table at an old address",
          "[disclosure]") {
    disclosure::Gate the_gate = gate();
    std::weak_ptr<const core::Table> source, shown;
    {
        core::Table table = areas(2, Sensitivity::Restricted);
        table.add(core::integer_column("people", {2, 20}, Measure::PersonCount));
        const core::TablePtr pointer = share(std::move(table));
        source = pointer;
        shown = **the_gate.release(pointer, "board");
        CHECK_FALSE(shown.expired());
    }
    CHECK(source.expired());
    for (int i = 0; i < 50; ++i) {
        core::Table table = areas(2, Sensitivity::Restricted);
        table.add(core::integer_column("people", {2, 20 + i}, Measure::PersonCount));
        const core::TablePtr out = released(the_gate, table, "board");
        CHECK(std::get<1>(out->find("people")->values)[1] == 20 + i);
    }
    CHECK(shown.expired());
}

TEST_CASE("gate: a table that needs no change is released as it is", "[disclosure]") {
    disclosure::Gate the_gate = gate();
    core::Table table = areas(2, Sensitivity::Public);
    table.info.path = "iod.csv";
    table.add(core::number_column("score", {1, 2}, Measure::Score));
    const core::TablePtr pointer = share(std::move(table));
    CHECK(**the_gate.release(pointer, "public") == pointer);
}

TEST_CASE("gate: a wrong audience, no table and a file that is not there are refused with what to do",
          "[disclosure]") {
    disclosure::Gate the_gate = gate();
    core::Project mine = project("everybody");
    const auto out = the_gate.release(mine);
    REQUIRE_FALSE(out);
    CHECK(out.kind() == core::ErrorKind::Usage);
    CHECK(out.message().find("public, board, analyst, outreach") != std::string::npos);
    CHECK_FALSE(the_gate.release(core::TablePtr(), "board"));
    ::setenv("SAFEGROUND_AUDIENCES", "/nowhere/audiences.toml", 1);
    CHECK_FALSE(disclosure::Gate::standard());
    ::unsetenv("SAFEGROUND_AUDIENCES");
}

TEST_CASE("gate: a layer without a table is left out with a sentence", "[disclosure]") {
    disclosure::Gate the_gate = gate();
    core::Project mine = project("board");
    mine.layers[0].table.reset();
    const auto out = the_gate.release(mine);
    REQUIRE(out);
    CHECK((*out)->layers.size() == 2);
    CHECK(joined(out->note().sentences).find("“Deprivation” has no data") != std::string::npos);
}

TEST_CASE("gate: what was computed from a restricted layer is as restricted, whatever its own table says",
          "[disclosure]") {
    disclosure::Gate the_gate = gate();
    core::Project mine = project("public");
    core::Table result = areas(4, Sensitivity::Public);
    result.info.sha256.clear();
    result.info.path.clear();
    result.add(core::number_column("kernel", {1, 2, 3, 4}));
    core::Layer computed = layer(4, "Hot spots", result);
    computed.provenance =
        core::Provenance{"getis-ord", "0.1.0", {{"table", "cohort.csv", "beef", 4, "team-cohort"}}, {}, {}};
    mine.layers.push_back(computed);
    // And what was computed from that.
    core::Layer second = layer(5, "Classes of hot spots", result);
    second.provenance = core::Provenance{"classify", "0.1.0", {{"areas", "Hot spots", "", 4, ""}}, {}, {}};
    mine.layers.push_back(second);
    auto out = the_gate.release(mine);
    REQUIRE(out);
    CHECK((*out)->layers.size() == 1);
    mine.audience = "board";
    out = the_gate.release(mine);
    CHECK((*out)->layers.size() == 5);
}

TEST_CASE(
    "gate: sentence, warnings, paths and hashes that rest on hidden counts are cut for strict audiences",
    "[disclosure]") {
    disclosure::Gate the_gate = gate();
    core::Project mine = project("board");
    core::Layer& offences = mine.layers[1];
    offences.sentence = "Two offences in LKM-L0001.";
    offences.provenance =
        core::Provenance{"count-events",
                         "0.1.0",
                         {{"areas", "/home/anna/areas.gpkg", "00ff", 4, "lsoa"},
                          {"events", "/home/anna/offences.csv", "0aff", 53, "team-offences"}},
                         {},
                         {"one area has 2"}};
    auto out = the_gate.release(mine);
    REQUIRE(out);
    const core::Layer& shown = (*out)->layers[1];
    CHECK(shown.sentence.empty());
    REQUIRE(shown.provenance);
    CHECK(shown.provenance->inputs[0].sha256 ==
          "00ff");  // of open data: kept, so that the result can be repeated
    CHECK(shown.provenance->inputs[1].sha256.empty());
    CHECK(shown.provenance->inputs[1].path == "offences.csv");
    CHECK(shown.provenance->warnings.empty());
    CHECK(shown.table->info.sha256.empty());
    CHECK(shown.table->info.path == "cohort.csv");
    CHECK(joined(out->note().sentences).find("The sentence of “Offences” is left out") != std::string::npos);

    mine.audience = "analyst";
    out = the_gate.release(mine);
    CHECK((*out)->layers[1].sentence == offences.sentence);
    CHECK((*out)->layers[1].provenance == offences.provenance);
}
