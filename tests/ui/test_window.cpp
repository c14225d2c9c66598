#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "ui/fixture.hpp"

using namespace safeground;
using test::TestWindow;

TEST_CASE("Scrolling over the map asks to zoom at the pointer, and over a panel asks for nothing") {
    TestWindow window;
    const ui::Rect map = window.robot.where("map");
    window.robot.point_at(ImVec2{map.x0 + 300, map.y0 + 200});
    window.robot.scroll(2);
    const auto zooms = window.asked<ui::ZoomAt>();
    REQUIRE(zooms.size() == 1);
    CHECK(zooms[0].x == Approx(300));
    CHECK(zooms[0].y == Approx(200));
    CHECK(zooms[0].factor == Approx(1.5625));
    window.robot.point_at(window.widget("Provision"));
    window.robot.scroll(2);
    CHECK(window.asked<ui::ZoomAt>().size() == 1);
}

TEST_CASE("A drag moves the map by exactly its length and picks nothing; a click picks") {
    TestWindow window;
    const ui::Rect map = window.robot.where("map");
    window.robot.drag_by({map.x0 + 400, map.y0 + 300}, {60, -24});
    double dx = 0, dy = 0;
    for (const ui::Pan& pan : window.asked<ui::Pan>()) dx += pan.dx, dy += pan.dy;
    CHECK(dx == Approx(60));
    CHECK(dy == Approx(-24));
    CHECK(window.asked<ui::PickAt>().empty());

    window.robot.frames(40);
    window.robot.point_at(ImVec2{map.x0 + 200, map.y0 + 300});
    window.robot.press();
    window.robot.release();
    const auto picks = window.asked<ui::PickAt>();
    REQUIRE(picks.size() == 1);
    CHECK(picks[0].x == Approx(200));
}

TEST_CASE("The zoom buttons and the keys ask for the same things") {
    TestWindow window;
    window.robot.click("map.zoom_in");
    window.robot.click("map.home");
    window.press(ui::Shortcut::ZoomIn);
    window.press(ui::Shortcut::Home);
    const auto zooms = window.asked<ui::ZoomAt>();
    REQUIRE(zooms.size() == 2);
    CHECK(zooms[0].factor == zooms[1].factor);
    CHECK(window.asked<ui::Home>().size() == 2);
}

TEST_CASE("Question mark shows the keys and Esc closes them") {
    TestWindow window;
    window.press(ui::Shortcut::Help);
    CHECK(window.robot.sees("keys"));
    window.press(ui::Shortcut::Escape);
    window.robot.frames();
    CHECK_FALSE(window.robot.sees("keys"));
    window.picked = ui::RowRef{window.layer("Deprivation").id, 1};
    window.press(ui::Shortcut::Escape);
    CHECK(window.asked<ui::LetGo>().size() == 1);
}

TEST_CASE("A path typed into the file dialogue is opened, and a wrong one is said") {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "safeground-ui-test";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "areas.geojson") << "{}";
    TestWindow window;
    window.workspace.files.folder = folder;
    window.press(ui::Shortcut::Open);
    window.robot.frames(4);
    REQUIRE(window.robot.sees("files.areas.geojson"));
    window.robot.type((folder / "nothing.csv").string());
    window.robot.key(ImGuiKey_Enter);
    window.robot.frames(2);
    CHECK(window.workspace.files.error.find("no file") != std::string::npos);
    CHECK(window.asked<ui::OpenFile>().empty());

    window.robot.click("files.areas.geojson");
    window.robot.click("files.accept");
    const auto opened = window.asked<ui::OpenFile>();
    REQUIRE(opened.size() == 1);
    CHECK(opened[0].path == folder / "areas.geojson");
    std::filesystem::remove_all(folder);
}

TEST_CASE("Without layers the window says what to do next") {
    TestWindow window{core::Project{}};
    CHECK(window.robot.sees("layers.add"));
    CHECK_FALSE(window.robot.sees("map.scale"));
    window.robot.click("layers.add");
    CHECK(window.robot.sees("files.path"));
}

TEST_CASE("A message goes by itself after some seconds, an error stays until it is closed") {
    TestWindow window;
    window.workspace.toasts.say("Saved.", ui::Toasts::Tone::Info, ImGui::GetTime());
    window.workspace.toasts.say("The file could not be written.", ui::Toasts::Tone::Error, ImGui::GetTime());
    window.robot.frames(2);
    REQUIRE(window.workspace.toasts.shown.size() == 2);
    window.robot.frames(60 * 8);
    REQUIRE(window.workspace.toasts.shown.size() == 1);
    window.robot.click("toast." + std::to_string(window.workspace.toasts.shown[0].id) + ".close");
    CHECK(window.workspace.toasts.shown.empty());
}

TEST_CASE("The regions fill the window without gaps or overlaps at every size and scale") {
    for (const float scale : {1.0F, 1.5F, 2.0F})
        for (const auto& [width, height] :
             {std::pair{1440.0F, 900.0F}, {1280.0F, 800.0F}, {2560.0F, 1440.0F}}) {
            ui::Theme theme;
            theme.scale = scale;
            const ui::Layout at = ui::layout(width, height, theme);
            CHECK(at.top.y1 == at.map.y0);
            CHECK(at.left.x1 == at.map.x0);
            CHECK(at.map.x1 == at.right.x0);
            CHECK(at.map.y1 == at.status.y0);
            CHECK(at.status.y1 == height);
            CHECK(at.map.x1 - at.map.x0 >= width * 0.43F);
        }
}

TEST_CASE("The whole window draws at twice the scale on a small screen") {
    TestWindow window(test::small_project(), 1280, 800, 2);
    for (const auto& [name, rect] : window.rects.all()) {
        INFO(name);
        CHECK(rect.x0 >= -1);
        CHECK(rect.x1 <= 1281);
    }
}

TEST_CASE("Unsaved work is asked about in a dialogue, and each button answers it") {
    using Answer = ui::AnswerUnsaved::Answer;
    for (const auto& [name, expected] : {std::pair{"unsaved.save", Answer::Save},
                                         {"unsaved.discard", Answer::Discard},
                                         {"unsaved.cancel", Answer::Cancel}}) {
        TestWindow window;
        CHECK_FALSE(window.robot.sees("unsaved.save"));
        window.workspace.unsaved = "Safeground is about to close.";
        window.robot.frames(3);
        REQUIRE(window.robot.sees(name));
        window.robot.click(name);
        const auto answers = window.asked<ui::AnswerUnsaved>();
        REQUIRE(answers.size() == 1);
        CHECK(answers[0].answer == expected);
    }
}
