#include <catch2/catch.hpp>

#include "ui/fixture.hpp"

using namespace safeground;
using test::TestWindow;

namespace {

std::string value_of(const ui::Card& card, const std::string& label) {
    for (const ui::CardRow& row : card.rows)
        if (row.label == label) return row.value;
    return "(no such row)";
}

}  // namespace

TEST_CASE("A suppressed count is shown as less than five and its number is nowhere in the card") {
    TestWindow window;
    const auto released = window.released();
    const ui::Prepared prepared = ui::prepare(released, {});
    const ui::Card card = ui::card_of(released, prepared, {window.layer("Deprivation").id, 4});
    CHECK(card.title == "Testham 005A");
    CHECK(card.code == "E01000005");
    CHECK(value_of(card, "score") == "21");
    CHECK(value_of(card, "people") == "< 5");
    for (const ui::CardRow& row : card.rows) CHECK(row.value != "3");
}

TEST_CASE("Missing is said in words and is neither zero nor suppressed") {
    TestWindow window;
    const auto released = window.released();
    const ui::Prepared prepared = ui::prepare(released, {});
    CHECK(value_of(ui::card_of(released, prepared, {window.layer("Deprivation").id, 6}), "people") ==
          "no data");
    CHECK(value_of(ui::card_of(released, prepared, {window.layer("Deprivation").id, 8}), "people") ==
          "1,900");
}

TEST_CASE("A layer that is switched off is not in the card") {
    TestWindow window;
    window.press(ui::Shortcut::Toggle, 2);
    const auto released = window.released();
    const ui::Prepared prepared = ui::prepare(released, {});
    const ui::Card card = ui::card_of(released, prepared, {window.layer("Deprivation").id, 4});
    CHECK(card.rows.size() == 1);
}

TEST_CASE("Choosing the public as audience is a command, withholds the restricted layer, and can be undone") {
    TestWindow window;
    window.robot.click("audience");
    window.robot.click("audience.public");
    const auto set = window.all<core::SetAudience>();
    REQUIRE(set.size() == 1);
    CHECK(set[0].audience == "public");
    CHECK(window.history.current()->audience == "public");

    const auto released = window.released();
    CHECK(released->find("Residence") == nullptr);
    const ui::Prepared prepared = ui::prepare(released, {});
    const ui::Card card = ui::card_of(released, prepared, {window.layer("Deprivation").id, 8});
    CHECK(value_of(card, "people") == "(no such row)");
    CHECK(window.robot.sees(window.widget("Residence", "lock")));
    CHECK_FALSE(window.robot.sees("legend." + std::to_string(window.layer("Residence").id)));

    window.press(ui::Shortcut::Undo);
    CHECK(window.history.current()->audience == "analyst");
}

TEST_CASE(
    "The hover card and the picked card appear for an area of the released project and for nothing else") {
    TestWindow window;
    window.robot.point_at("map", 0.4F, 0.4F);
    CHECK_FALSE(window.robot.sees("hover"));
    window.hovered = ui::RowRef{window.layer("Residence").id, 4};
    window.picked = window.hovered;
    window.robot.frames(2);
    CHECK(window.robot.sees("hover"));
    CHECK(window.robot.sees("card"));
    // The same place after the audience changed: the layer is withheld, so nothing of it is shown.
    REQUIRE(window.history.run(core::SetAudience{"public"}));
    window.robot.frames(2);
    CHECK_FALSE(window.robot.sees("hover"));
    CHECK_FALSE(window.robot.sees("card"));
}

TEST_CASE("What has not changed is not prepared again") {
    TestWindow window;
    const auto first = window.released();
    const ui::Prepared before = ui::prepare(first, {});
    REQUIRE(window.history.run(core::SetOpacity{window.layer("Deprivation").id, 0.5}));
    const auto second = window.released();
    const ui::Prepared after = ui::prepare(second, before);
    REQUIRE(after.layers.size() == before.layers.size());
    for (std::size_t l = 0; l < after.layers.size(); ++l) CHECK(after.layers[l] == before.layers[l]);
    REQUIRE(window.history.run(core::RenameLayer{window.layer("Provision").id, "Clubs"}));
    const auto third = window.released();
    CHECK(ui::prepare(third, after).layers[2] != after.layers[2]);
}
