#include "disclosure/audience.hpp"

#include <catch2/catch.hpp>

#include "disclosure/gate.hpp"

using namespace safeground;

namespace {

const std::string kGood =
    "[audience.board]\ntitle = \"Board\"\nmarking = \"OFFICIAL-SENSITIVE\"\nmay_see = \"restricted\"\n";

}  // namespace

TEST_CASE(
    "audience: the shipped file has the four audiences, and the public sees neither residence nor events",
    "[disclosure]") {
    const auto gate = disclosure::Gate::standard();
    INFO(gate.message());
    REQUIRE(gate);
    std::string names;
    for (const disclosure::Audience& audience : gate->audiences()) {
        names += audience.name + " ";
        CHECK(audience.threshold_restricted >= 5);
        CHECK_FALSE(audience.marking.empty());
    }
    CHECK(names == "public board analyst outreach ");
    CHECK(gate->find("public")->may_see == core::Sensitivity::Public);
    CHECK_FALSE(gate->find("public")->event_points);
    CHECK_FALSE(gate->find("board")->event_points);
    CHECK(gate->find("analyst")->event_points);
    CHECK(gate->find("nobody") == nullptr);
}

TEST_CASE("audience: people are protected by the strictest threshold, events by their table's",
          "[disclosure]") {
    disclosure::Audience audience;
    audience.threshold_public = 0;
    audience.threshold_partner = 3;
    audience.threshold_restricted = 7;
    using core::Measure;
    using core::Sensitivity;
    CHECK(audience.threshold(Measure::PersonCount, Sensitivity::Public) == 7);
    CHECK(audience.threshold(Measure::EventCount, Sensitivity::Public) == 0);
    CHECK(audience.threshold(Measure::EventCount, Sensitivity::Partner) == 3);
    CHECK(audience.threshold(Measure::Population, Sensitivity::Restricted) == 0);
}

TEST_CASE("audience: what is wrong in the file is refused with file and line", "[disclosure]") {
    const auto refused = [](const std::string& text, std::int64_t line, const std::string& word) {
        const auto made = disclosure::parse_audiences(text, "mine.toml");
        REQUIRE_FALSE(made);
        INFO(made.message());
        REQUIRE(made.diagnostics().size() == 1);
        CHECK(made.diagnostics()[0].file == "mine.toml");
        CHECK(made.diagnostics()[0].line == line);
        CHECK(made.message().find(word) != std::string::npos);
    };
    REQUIRE(disclosure::parse_audiences(kGood, "mine.toml"));
    refused("[audience.board\n", 1, "TOML");
    refused("", 0, "no audience");
    refused("thresholds = 5\n", 1, "thresholds");
    // A slip in a key must not silently mean "no threshold".
    refused(kGood + "treshold_partner = 5\n", 5, "treshold_partner");
    refused(kGood + "threshold_partner = -1\n", 5, "threshold_partner");
    refused(kGood + "threshold_partner = 5.5\n", 5, "threshold_partner");
    refused(kGood + "threshold_partner = \"5\"\n", 5, "threshold_partner");
    refused(kGood + "hide_zero = 1\n", 5, "hide_zero");
    refused("[audience.board]\ntitle = \"B\"\nmarking = \"M\"\nmay_see = \"all\"\n", 4, "may_see");
    refused("[audience.board]\ntitle = \"B\"\nmay_see = \"public\"\n", 1, "marking");
    refused("[audience]\nboard = 3\n", 2, "board");
}
