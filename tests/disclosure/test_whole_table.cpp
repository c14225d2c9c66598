#include "disclosure/whole_table.hpp"

#include "disclosure/support.hpp"

using namespace gate_test;

TEST_CASE("whole table: codes of LSOAs and larger areas are known, smaller ones and postcodes are not",
          "[disclosure]") {
    for (const char* code : {"E01004736", "W01000123", "E02000977", "E05013806", "E09000033", "S01006506",
                             "LKM-L0001", "LKM-W12", "LKM", "E92000001"})
        CHECK(disclosure::lsoa_or_coarser(code));
    for (const char* code :
         {"E00023911", "W00000001", "W9 3RQ", "", "LKM-X1", "LKM-L", "row 1", "E0100473", "12"})
        CHECK_FALSE(disclosure::lsoa_or_coarser(code));
}

TEST_CASE("whole table: postcodes are recognised in every spelling", "[disclosure]") {
    for (const char* text :
         {"W9 3RQ", "w93rq", "SW1A 1AA", "EC1A1BB", "M1 1AE", "CR2 6XH", "DN55 1PT", "W 9 3 R Q"})
        CHECK(disclosure::looks_like_postcode(text));
    for (const char* text : {"", "E01004736", "W9", "10-13", "LKM-L0001", "Church Street", "2024", "A1B2C3D"})
        CHECK_FALSE(disclosure::looks_like_postcode(text));
}

TEST_CASE("whole table: residence is refused with points, without area codes, and below LSOA",
          "[disclosure]") {
    disclosure::Gate the_gate = gate();
    core::Table table = areas(3, core::Sensitivity::Restricted);
    table.info.subject = core::Subject::Residence;
    table.add(core::integer_column("people", {12, 8, 0}, core::Measure::PersonCount));
    REQUIRE(the_gate.release(share(table), "board"));
    const auto refused = [&](const core::Table& bad, const std::string& word) {
        for (const char* audience : {"board", "analyst", "outreach"}) {
            const auto out = the_gate.release(share(bad), audience);
            REQUIRE_FALSE(out);
            CHECK(out.message().find(word) != std::string::npos);
        }
    };
    SECTION("points") {
        table.geometry = std::make_shared<const core::Geometry>(core::Points{{{1, 2}, {3, 4}, {5, 6}}});
        refused(table, "positions");
    }
    SECTION("no key") {
        table.key.clear();
        refused(table, "no area code");
    }
    SECTION("postcodes as the key: the sentence does not repeat one") {
        table.columns[0] = std::make_shared<const core::Column>(
            core::text_column("code", {"W9 3RQ", "W9 3RR", "W9 3RS"}, core::Measure::Code));
        refused(table, "not keyed by an LSOA");
        CHECK(the_gate.release(share(table), "board").message().find("W9 3R") == std::string::npos);
    }
    SECTION("output areas") {
        table.columns[0] = std::make_shared<const core::Column>(
            core::text_column("code", {"E00023911", "E00023912", "E00023913"}, core::Measure::Code));
        refused(table, "not keyed by an LSOA");
    }
    SECTION("a postcode in another column") {
        table.add(core::text_column("note", {"", "W9 3RQ", ""}));
        refused(table, "holds postcodes");
    }
    SECTION("a postcode left in a dictionary") {
        core::Column column = core::category_column("band", {"a", "b", "b"});
        std::get<core::CategoryValues>(column.values).labels.push_back("W9 3RQ");
        table.add(std::move(column));
        refused(table, "holds postcodes");
    }
}

TEST_CASE("whole table: the public sees no residence even when its file calls it public", "[disclosure]") {
    disclosure::Gate the_gate = gate();
    core::Table table = areas(2, core::Sensitivity::Public);
    table.info.subject = core::Subject::Residence;
    table.add(core::integer_column("people", {12, 8}, core::Measure::PersonCount));
    const auto out = the_gate.release(share(table), "public");
    REQUIRE_FALSE(out);
    CHECK(out.message().find("residence is restricted") != std::string::npos);
}

TEST_CASE("whole table: single events are for audiences with event points only", "[disclosure]") {
    disclosure::Gate the_gate = gate();
    core::Table table;
    table.info.name = "Offences";
    table.info.subject = core::Subject::Events;
    table.info.sensitivity = core::Sensitivity::Partner;
    table.rows = 2;
    table.key = "ref";
    table.add(core::text_column("ref", {"A1", "A2"}, core::Measure::Code));
    table.add(core::text_column("notes", {"seen by Anna", ""}));
    table.geometry = std::make_shared<const core::Geometry>(core::Points{{{1, 2}, {3, 4}}});
    for (const char* audience : {"public", "board", "outreach"})
        CHECK_FALSE(the_gate.release(share(table), audience));
    const core::TablePtr shown = released(the_gate, table, "analyst");
    CHECK(shown->points() != nullptr);
    CHECK(shown->find("notes") != nullptr);
}

TEST_CASE("whole table: free text and references of sessions go only to those who may read them",
          "[disclosure]") {
    disclosure::Gate the_gate = gate();
    core::Table table;
    table.info.subject = core::Subject::Sessions;
    table.info.sensitivity = core::Sensitivity::Partner;
    table.rows = 2;
    table.key = "site_id";
    table.add(core::text_column("site_id", {"S1", "S1"}, core::Measure::Code));
    table.add(core::text_column("notes", {"Anna said that", ""}));
    table.add(core::category_column("weekday", {"Monday", "Tuesday"}));
    // A sentence hidden in a category is a sentence.
    table.add(core::category_column(
        "theme", {"Anna who lives above the shop told us that her brother carries a knife", "b"}));
    const core::TablePtr shown = released(the_gate, table, "board");
    CHECK(shown->find("notes") == nullptr);
    CHECK(shown->find("theme") == nullptr);
    CHECK(shown->find("weekday") != nullptr);
    CHECK(shown->key == "site_id");
    CHECK(all_bytes(*shown).find("Anna") == std::string::npos);
    CHECK(all_bytes(*released(the_gate, table, "analyst")).find("Anna") != std::string::npos);
}
