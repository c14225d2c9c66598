#include <catch2/catch.hpp>

#include "render/paint.hpp"
#include "render/rig.hpp"

using namespace safeground;
using namespace safeground::tests;
using render::Camera;
using render::Picked;

namespace {

const Camera kCamera{{200, 100}, 1, 440, 240};

std::optional<Picked> pick(Rig& rig, core::Point world) {
    const core::Point p = kCamera.screen_from_world(world);
    return rig.renderer->pick(static_cast<int>(p.x), static_cast<int>(p.y));
}

core::Project areas_and_sites() {
    core::Project project;
    project.audience = "analyst";
    core::SymbolStyle style;
    style.column = "value";
    style.max_radius_px = 15;
    project.layers.push_back(layer(7, site_table({{150, 50}, {350, 150}}, {4, 4}), style));
    project.layers.push_back(
        layer(3, area_table(squares(4, 2, 100), {0, 1, 2, 3, 4, 5, 0.5, 4.5}), fifths()));
    project.next_id = 8;
    return project;
}

}  // namespace

TEST_CASE("Picking at the middle of each area gives its row") {
    Rig rig;
    core::Project project = areas_and_sites();
    project.layers[0].visible = false;
    rig.show(project);
    rig.renderer->draw(kCamera);
    for (std::uint32_t row = 0; row < 8; ++row)
        CHECK(pick(rig, {(row % 4) * 100.0 + 50, (row / 4) * 100.0 + 50}) == Picked{3, row});
    CHECK(pick(rig, {-10, 50}) == std::nullopt);
    CHECK(rig.renderer->pick(-1, 5) == std::nullopt);
    CHECK(rig.renderer->pick(440, 5) == std::nullopt);
}

TEST_CASE("Symbols are picked before areas, whatever the order of the layers") {
    Rig rig;
    rig.show(areas_and_sites());
    rig.renderer->draw(kCamera);
    CHECK(pick(rig, {150, 50}) == Picked{7, 0});
    CHECK(pick(rig, {350, 150}) == Picked{7, 1});
    CHECK(pick(rig, {150, 80}) == Picked{3, 1});
}

TEST_CASE("Picking follows the camera without another picture being needed first") {
    Rig rig;
    rig.show(areas_and_sites());
    const Camera near_to = kCamera.zoomed_at(0, 0, 3);
    rig.renderer->draw(near_to);
    const core::Point p = near_to.screen_from_world({50, 150});
    CHECK(rig.renderer->pick(static_cast<int>(p.x), static_cast<int>(p.y)) == Picked{3, 4});
}

TEST_CASE("The base map and areas that are only an outline are not picked") {
    Rig rig;
    core::Project project = areas_and_sites();
    project.layers[0].visible = false;
    auto park = std::make_shared<core::Table>(*area_table(squares(4, 2, 100), std::vector<double>(8, 0)));
    park->info.subject = core::Subject::BaseMap;
    core::PlainStyle green;
    green.fill = {0xDD, 0xEA, 0xD8, 0xFF};
    project.layers.push_back(layer(8, park, green));
    project.layers.push_back(layer(9, area_table(squares(2, 1, 200), {0, 0}), core::PlainStyle{}));
    rig.show(project);
    rig.renderer->draw(kCamera);
    CHECK(pick(rig, {50, 50}) == Picked{3, 0});
}

TEST_CASE("Of hot spots only the areas that are outlined are picked") {
    Rig rig;
    core::Project project = areas_and_sites();
    project.layers[0].visible = false;
    auto hot = std::make_shared<core::Table>(*area_table(squares(4, 2, 100), std::vector<double>(8, 0)));
    hot->add(core::category_column("class", {"hot", "none", "none", "none", "none", "none", "none", "none"}));
    project.layers.push_back(layer(8, hot, core::HotspotStyle{}));
    rig.show(project);
    rig.renderer->draw(kCamera);
    CHECK(pick(rig, {50, 50}) == Picked{8, 0});
    CHECK(pick(rig, {150, 50}) == Picked{3, 1});
}

TEST_CASE("The picked area has an accent outline, which goes again") {
    Rig rig;
    rig.show(areas_and_sites());
    const render::Image before = rig.picture(kCamera);
    const render::Image picked = rig.picture(kCamera, render::Quality::Quick, {std::nullopt, Picked{3, 6}});
    CHECK(near(at(picked, kCamera, {250, 100}), render::kPicked, 60));
    CHECK(near(at(picked, kCamera, {250, 150}), at(before, kCamera, {250, 150})));
    const render::Image symbol = rig.picture(kCamera, render::Quality::Quick, {Picked{7, 0}, std::nullopt});
    CHECK(symbol.rgba != before.rgba);
    CHECK(near(at(symbol, kCamera, {250, 100}), at(before, kCamera, {250, 100})));
    CHECK(rig.picture(kCamera).rgba == before.rgba);
    // What no longer exists is not an error.
    CHECK(rig.picture(kCamera, render::Quality::Quick, {Picked{3, 99}, Picked{55, 0}}).rgba == before.rgba);
}
