#include <catch2/catch.hpp>

#include "ui/fixture.hpp"

using namespace safeground;
using test::TestWindow;

TEST_CASE("A layer's checkbox asks for one SetVisible and undo brings the layer back") {
    TestWindow window;
    const core::LayerId id = window.layer("Residence").id;
    window.robot.click(window.widget("Residence", "visible"));
    const auto set = window.all<core::SetVisible>();
    REQUIRE(set.size() == 1);
    CHECK(set[0].layer == id);
    CHECK_FALSE(set[0].visible);
    CHECK_FALSE(window.layer("Residence").visible);
    CHECK(window.history.undo_name().find("Residence") != std::string::npos);

    window.press(ui::Shortcut::Undo);
    CHECK(window.layer("Residence").visible);
    window.press(ui::Shortcut::Redo);
    CHECK_FALSE(window.layer("Residence").visible);
    CHECK(window.history.depth() == 1);
}

TEST_CASE("Dragging the opacity previews while it moves and leaves exactly one command") {
    TestWindow window;
    window.robot.click(window.widget("Deprivation"));
    REQUIRE(window.robot.sees(window.widget("Deprivation", "opacity")));
    REQUIRE(window.history.depth() == 0);
    window.robot.drag_along(window.widget("Deprivation", "opacity"), 0.9F, 0.4F, 10);
    CHECK(window.previews >= 9);
    const auto set = window.all<core::SetOpacity>();
    REQUIRE(set.size() == 1);
    CHECK(set[0].layer == window.layer("Deprivation").id);
    CHECK(set[0].opacity == Approx(0.38).margin(0.06));
    CHECK(window.history.depth() == 1);
    window.press(ui::Shortcut::Undo);
    CHECK(window.layer("Deprivation").opacity == 1.0);
}

TEST_CASE("The context menu moves a layer down, renames it and removes it") {
    TestWindow window;
    window.robot.right_click(window.widget("Provision"));
    window.robot.frames(2);
    window.robot.click(window.widget("Provision", "down"));
    CHECK(window.history.current()->layers[1].name == "Provision");

    window.robot.right_click(window.widget("Provision"));
    window.robot.frames(2);
    window.robot.click(window.widget("Provision", "rename"));
    window.robot.frames(2);
    window.robot.select_all();
    window.robot.type("Clubs");
    window.robot.key(ImGuiKey_Enter);
    REQUIRE(window.all<core::RenameLayer>().size() == 1);
    CHECK(window.layer("Clubs").name == "Clubs");

    window.robot.right_click(window.widget("Clubs"));
    window.robot.frames(2);
    window.robot.click(window.widget("Clubs", "remove"));
    CHECK(window.history.current()->layers.size() == 2);
    CHECK(window.history.depth() == 3);
}

TEST_CASE("A row dragged over another changes the order with one command") {
    TestWindow window;
    const ui::Rect top = window.robot.where(window.widget("Provision"));
    const ui::Rect bottom = window.robot.where(window.widget("Deprivation"));
    const ImVec2 from{top.x0 + 140, top.y0 + 16};
    window.robot.drag_by(from, {0, bottom.y1 - top.y0});
    REQUIRE(window.all<core::MoveLayer>().size() == 1);
    CHECK(window.history.current()->layers.front().name == "Provision");
    CHECK(window.history.depth() == 1);
}

TEST_CASE("Number keys switch layers, counted from the top of the list") {
    TestWindow window;
    window.press(ui::Shortcut::Toggle, 1);
    CHECK_FALSE(window.layer("Provision").visible);
    window.press(ui::Shortcut::Toggle, 3);
    CHECK_FALSE(window.layer("Deprivation").visible);
    window.press(ui::Shortcut::Toggle, 9);
    CHECK(window.history.depth() == 2);
}

TEST_CASE("A restricted layer has a lock and others have none") {
    TestWindow window;
    CHECK(window.robot.sees(window.widget("Residence", "lock")));
    CHECK_FALSE(window.robot.sees(window.widget("Deprivation", "lock")));
    CHECK(window.robot.sees("map"));
}
