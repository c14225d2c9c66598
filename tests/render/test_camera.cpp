#include <catch2/catch.hpp>

#include "render/camera.hpp"

using namespace safeground;
using render::Camera;

TEST_CASE("A pixel and its place in the world are inverse to each other") {
    const Camera camera{{530'000, 180'000}, 2.5, 801, 600};
    const core::Point world = camera.world_from_screen(123.25, 456.75);
    const core::Point screen = camera.screen_from_world(world);
    CHECK(screen.x == Approx(123.25).margin(1e-9));
    CHECK(screen.y == Approx(456.75).margin(1e-9));
    CHECK(camera.visible().width() == Approx(801 * 2.5));
    CHECK(camera.visible().contains(world));
}

TEST_CASE("Zooming keeps the place under the cursor") {
    const Camera camera{{530'000, 180'000}, 8, 800, 600};
    const core::Point before = camera.world_from_screen(700, 20);
    const Camera nearer = camera.zoomed_at(700, 20, 4);
    CHECK(nearer.metres_per_pixel == Approx(2));
    CHECK(nearer.world_from_screen(700, 20).x == Approx(before.x).margin(1e-6));
    CHECK(nearer.world_from_screen(700, 20).y == Approx(before.y).margin(1e-6));
}

TEST_CASE("Panning moves the ground with the hand") {
    const Camera camera{{530'000, 180'000}, 8, 800, 600};
    const core::Point held = camera.world_from_screen(100, 100);
    const core::Point now = camera.panned(30, -12).screen_from_world(held);
    CHECK(now.x == Approx(130));
    CHECK(now.y == Approx(88));
}

TEST_CASE("Fitting shows the whole box, and something sensible for an empty one") {
    core::Box box;
    box.add(core::Point{0, 0});
    box.add(core::Point{1000, 4000});
    const Camera camera = render::fit(box, 800, 400, 0.1);
    CHECK(camera.metres_per_pixel == Approx(4000 / (400 - 80.0)));
    CHECK(camera.visible().contains({0, 0}));
    CHECK(camera.visible().contains({1000, 4000}));
    CHECK(render::fit({}, 500, 500, 0).metres_per_pixel == Approx(2));
}
