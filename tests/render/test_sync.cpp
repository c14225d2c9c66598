#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "render/rig.hpp"

using namespace safeground;
using namespace safeground::tests;
using render::Camera;
using render::Quality;

namespace {

const Camera kCamera{{200, 100}, 1, 440, 240};

core::Project project_of(core::Style style) {
    core::Project project;
    project.audience = "analyst";
    project.layers.push_back(
        layer(1, area_table(squares(4, 2, 100), {0, 1, 2, 3, 4, 5, 0.5, 4.5}), std::move(style)));
    project.next_id = 2;
    return project;
}

}  // namespace

TEST_CASE("A second sync sends nothing and a second draw draws nothing") {
    Rig rig;
    const core::Project project = project_of(fifths());
    rig.show(project);
    const render::FrameStats first = rig.renderer->draw(kCamera);
    CHECK(first.redrawn);
    CHECK(first.uploaded_bytes > 0);
    CHECK(first.draw_calls == 2);  // fills, borders
    CHECK(first.triangles == 8 * 2 + 22 * 2);
    rig.show(project);
    const render::FrameStats second = rig.renderer->draw(kCamera);
    CHECK_FALSE(second.redrawn);
    CHECK(second.uploaded_bytes == 0);
    CHECK(second.draw_calls == 0);
}

TEST_CASE("A new ramp or variable sends only a texel a row") {
    Rig rig;
    core::Project project = project_of(fifths());
    rig.show(project);
    rig.renderer->draw(kCamera);
    core::ChoroplethStyle blue = fifths();
    blue.ramp = "blue";
    project.layers[0].style = blue;
    rig.show(project);
    const render::FrameStats stats = rig.renderer->draw(kCamera);
    CHECK(stats.redrawn);
    CHECK(stats.uploaded_bytes == 8 * 4);
    CHECK(near(at(rig.renderer->read_pixels(), kCamera, {150, 150}), core::class_colours(blue)[4]));

    // A table with another column shares the geometry, so that is all it sends either.
    auto wider = std::make_shared<core::Table>(*project.layers[0].table);
    wider->add(core::number_column("other", {5, 5, 5, 5, 0, 0, 0, 0}, core::Measure::Score));
    project.layers[0].table = wider;
    blue.column = "other";
    project.layers[0].style = blue;
    rig.show(project);
    CHECK(rig.renderer->draw(kCamera).uploaded_bytes == 8 * 4);
    CHECK(near(at(rig.renderer->read_pixels(), kCamera, {50, 50}), core::class_colours(blue)[4]));
}

TEST_CASE("Opacity, order and visibility send nothing") {
    Rig rig;
    core::Project project = project_of(fifths());
    rig.show(project);
    rig.renderer->draw(kCamera);
    project.layers[0].opacity = 0.4;
    rig.show(project);
    CHECK(rig.renderer->draw(kCamera).uploaded_bytes == 0);
    project.layers[0].visible = false;
    rig.show(project);
    const render::FrameStats hidden = rig.renderer->draw(kCamera);
    CHECK(hidden.redrawn);
    CHECK(hidden.uploaded_bytes == 0);
    project.layers[0].visible = true;
    rig.show(project);
    CHECK(rig.renderer->draw(kCamera).uploaded_bytes == 0);
}

TEST_CASE("A layer that is hidden from the start sends nothing until it is shown") {
    Rig rig;
    core::Project project = project_of(fifths());
    project.layers[0].visible = false;
    rig.show(project);
    CHECK(rig.renderer->draw(kCamera).uploaded_bytes == 0);
    project.layers[0].visible = true;
    rig.show(project);
    CHECK(rig.renderer->draw(kCamera).uploaded_bytes > 0);
}

TEST_CASE("Without waiting, layers appear when they are ready") {
    Rig rig;
    const core::Project project = project_of(fifths());
    for (int i = 0; i < 10'000; ++i) {
        rig.renderer->sync(rig.released(project), false);
        if (!rig.renderer->preparing()) break;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    REQUIRE_FALSE(rig.renderer->preparing());
    rig.renderer->draw(kCamera);
    CHECK(near(at(rig.renderer->read_pixels(), kCamera, {150, 150}), core::class_colours(fifths())[4]));
}

TEST_CASE("A removed layer is gone and its number may come back with other areas") {
    Rig rig;
    core::Project project = project_of(fifths());
    rig.show(project);
    rig.renderer->draw(kCamera);
    const core::Project none = [&] {
        core::Project p = project;
        p.layers.clear();
        return p;
    }();
    rig.show(none);
    CHECK(rig.renderer->draw(kCamera).draw_calls == 0);
    project.layers[0].table = area_table(squares(1, 1, 100), {5});
    rig.show(project);
    rig.renderer->draw(kCamera, {}, Quality::Quick);
    const render::Image image = rig.renderer->read_pixels();
    CHECK(near(at(image, kCamera, {50, 50}), core::class_colours(fifths())[4]));
    CHECK_FALSE(near(at(image, kCamera, {250, 50}), core::class_colours(fifths())[1]));
}

TEST_CASE("A renderer goes while a layer is still being prepared") {
    Rig rig;
    rig.renderer->sync(rig.released(project_of(fifths())), false);
    rig.renderer.reset();
    CHECK(rig.context != nullptr);
}

TEST_CASE("Zooming quickly is followed by a full picture, and panning moves the old one") {
    Rig rig;
    rig.show(project_of(fifths()));
    CHECK(rig.renderer->draw(kCamera, {}, Quality::Quick).redrawn);
    CHECK(rig.renderer->draw(kCamera, {}, Quality::Full).redrawn);
    CHECK_FALSE(rig.renderer->draw(kCamera, {}, Quality::Quick).redrawn);
    const render::FrameStats pan = rig.renderer->draw(kCamera.panned(5, 0), {}, Quality::Full);
    CHECK(pan.redrawn);
    CHECK(pan.uploaded_bytes == 0);
}
