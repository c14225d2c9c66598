#include <catch2/catch.hpp>

#include "render/paint.hpp"
#include "render/rig.hpp"

using namespace safeground;
using namespace safeground::tests;
using core::CellState;
using render::Camera;
using render::kCanvas;

namespace {

const Camera kCamera{{200, 100}, 1, 440, 240};

core::Project one_layer(core::Layer layer) {
    core::Project project;
    project.audience = "analyst";
    project.next_id = layer.id + 1;
    project.layers.push_back(std::move(layer));
    return project;
}

core::Point middle(int column, int row = 0) { return {column * 100.0 + 50, row * 100.0 + 50}; }

}  // namespace

TEST_CASE("A pixel inside an area has the colour of its class") {
    Rig rig;
    rig.show(one_layer(layer(1, area_table(squares(4, 2, 100), {0, 1, 2, 3, 4, 5, 0.5, 4.5}), fifths())));
    const std::vector<core::Colour> colours = core::class_colours(fifths());
    const std::vector<std::size_t> expected{0, 0, 1, 2, 3, 4, 0, 4};
    for (const render::Quality quality : {render::Quality::Quick, render::Quality::Full}) {
        const render::Image image = rig.picture(kCamera, quality);
        for (int i = 0; i < 8; ++i)
            CHECK(near(at(image, kCamera, middle(i % 4, i / 4)),
                       colours[expected[static_cast<std::size_t>(i)]]));
        CHECK(near(at(image, 2, 2), kCanvas));
    }
}

TEST_CASE("Suppressed, missing and zero look different") {
    Rig rig;
    rig.show(one_layer(layer(1,
                             area_table(squares(3, 1, 100), {0, 0, 0},
                                        {CellState::Present, CellState::Suppressed, CellState::Missing}),
                             fifths())));
    const render::Image image = rig.picture(kCamera);
    const core::Colour lightest = core::class_colours(fifths())[0];
    CHECK(near(at(image, kCamera, middle(0)), lightest));
    int white = 0, dark = 0;
    for (int dx = -20; dx < 20; ++dx) {
        const core::Colour c = at(image, kCamera, {middle(1).x + dx, middle(1).y});
        white += near(c, {255, 255, 255, 255});
        dark += c.r < 200;
    }
    CHECK(white > 10);
    CHECK(dark > 3);
    CHECK(near(at(image, kCamera, middle(2)), kCanvas));
    int dots = 0, gaps = 0;
    for (int dx = -40; dx < 40; ++dx) {
        const core::Colour c = at(image, kCamera, {middle(2).x + dx, 0.5});
        (c.r < 190 ? dots : gaps)++;
    }
    CHECK(dots > 10);
    CHECK(gaps > 10);
}

TEST_CASE("The hatch moves with the ground") {
    const auto draw = [](const Camera& camera) {
        Rig rig;
        rig.show(one_layer(layer(1, area_table(squares(1, 1, 100), {0}, {CellState::Suppressed}), fifths())));
        return rig.picture(camera);
    };
    const render::Image image = draw(kCamera), other = draw(kCamera.panned(3, -5));
    for (int i = 0; i < 30; ++i) CHECK(near(at(image, 50 + i, 160), at(other, 53 + i, 155)));
}

TEST_CASE("A hidden layer leaves the canvas, and a transparent one lets it through") {
    Rig rig;
    core::Project project =
        one_layer(layer(1, area_table(squares(4, 2, 100), std::vector<double>(8, 5)), fifths()));
    project.layers[0].visible = false;
    rig.show(project);
    CHECK(near(at(rig.picture(kCamera), kCamera, middle(1)), kCanvas, 0));
    CHECK(rig.renderer->draw(kCamera, {}, render::Quality::Quick).draw_calls == 0);

    project.layers[0].visible = true;
    project.layers[0].opacity = 0.5;
    rig.show(project);
    const core::Colour dark = core::class_colours(fifths())[4];
    const auto half = [](std::uint8_t a, std::uint8_t b) { return static_cast<std::uint8_t>((a + b) / 2); };
    const core::Colour mixed{half(dark.r, kCanvas.r), half(dark.g, kCanvas.g), half(dark.b, kCanvas.b), 255};
    for (const render::Quality quality : {render::Quality::Quick, render::Quality::Full})
        CHECK(near(at(rig.picture(kCamera, quality), kCamera, middle(1)), mixed));
}

TEST_CASE("Layers are drawn in their order") {
    Rig rig;
    core::Project project = one_layer(layer(1, area_table(squares(1, 1, 100), {5}), fifths()));
    core::PlainStyle green;
    green.fill = {0x00, 0x70, 0x3C, 0xFF};
    project.layers.push_back(layer(2, area_table(squares(1, 1, 100), {0}), green));
    rig.show(project);
    CHECK(near(at(rig.picture(kCamera), kCamera, middle(0)), green.fill));
    std::swap(project.layers[0], project.layers[1]);
    rig.show(project);
    CHECK(near(at(rig.picture(kCamera), kCamera, middle(0)), core::class_colours(fifths())[4]));
}

TEST_CASE("Symbols are as large as their values say, small ones over large ones") {
    Rig rig;
    core::SymbolStyle style;
    style.column = "value";
    style.fill = {0, 0x70, 0x3C, 0xFF};
    style.max_radius_px = 40;
    rig.show(one_layer(layer(1, site_table({{100, 100}, {300, 100}}, {100, 25}), style)));
    const render::Image image = rig.picture(kCamera);
    const auto width = [&](core::Point centre) {
        int pixels = 0;
        for (int dx = -60; dx < 60; ++dx)
            pixels += near(at(image, kCamera, {centre.x + dx, centre.y}), style.fill);
        return pixels;
    };
    CHECK(std::abs(width({100, 100}) - 80) <= 2);
    CHECK(std::abs(width({300, 100}) - 40) <= 2);
    CHECK(near(at(image, kCamera, {100, 141}), {255, 255, 255, 255}, 12));

    // The small one comes first in the table and lies on top of the large one all the same.
    rig.show(one_layer(layer(1, site_table({{100, 100}, {100, 100}}, {4, 100}), style)));
    const render::Image both = rig.picture(kCamera);
    CHECK(near(at(both, kCamera, {100, 109}), {255, 255, 255, 255}, 12));
}

TEST_CASE("Hollow symbols are white inside, and squares are square") {
    Rig rig;
    auto table = std::make_shared<core::Table>(*site_table({{100, 100}, {300, 100}}, {1, 1}));
    table->add(core::text_column("hours", {"", "known"}));
    core::SymbolStyle style;
    style.fill = {0, 0x70, 0x3C, 0xFF};
    style.shape = core::SymbolStyle::Shape::Square;
    style.max_radius_px = 20;
    style.hollow_column = "hours";
    style.hollow_value = "";
    rig.show(one_layer(layer(1, table, style)));
    const render::Image image = rig.picture(kCamera);
    CHECK(near(at(image, kCamera, {100, 100}), {255, 255, 255, 255}));
    CHECK(near(at(image, kCamera, {300, 100}), style.fill));
    CHECK(near(at(image, kCamera, {300 + 15, 100 + 15}), style.fill));
}

TEST_CASE("Hot areas are outlined together and what lies beneath stays to be read") {
    Rig rig;
    auto hot = std::make_shared<core::Table>(*area_table(squares(4, 2, 100), std::vector<double>(8, 0)));
    hot->add(core::category_column("class", {"hot", "hot", "none", "cold", "none", "none", "none", "none"}));
    core::Project project =
        one_layer(layer(1, area_table(squares(4, 2, 100), std::vector<double>(8, 2.5)), fifths()));
    project.layers.push_back(layer(2, hot, core::HotspotStyle{}));
    rig.show(project);
    const render::Image image = rig.picture(kCamera);
    const core::Colour beneath = core::class_colours(fifths())[2];
    CHECK(near(at(image, kCamera, middle(0)), beneath));
    CHECK(near(at(image, kCamera, {0.5, 50}), {0xD4, 0x35, 0x1C, 0xFF}, 40));
    CHECK(near(at(image, kCamera, {399.5, 50}), {0x21, 0x66, 0xAC, 0xFF}, 40));
    const core::Colour between = at(image, kCamera, {100, 50});
    CHECK(between.g > 150);  // the border of two hot neighbours is not red

    project.layers[1].style = core::HotspotStyle{true};
    rig.show(project);
    CHECK(at(rig.picture(kCamera), kCamera, middle(0)).g + 30 < beneath.g);
}

TEST_CASE("Areas unlike their neighbours have dashes where clusters have a full line") {
    Rig rig;
    auto found = std::make_shared<core::Table>(*area_table(squares(3, 1, 100), std::vector<double>(3, 0)));
    found->add(core::category_column("quadrant", {"high-high", "low-low", "high-low"}));
    found->add(core::category_column("significant", {"true", "false", "true"}));
    core::Project project =
        one_layer(layer(1, area_table(squares(3, 1, 100), std::vector<double>(3, 2.5)), fifths()));
    project.layers.push_back(layer(2, found, core::ClusterStyle{}));
    rig.show(project);
    for (const render::Quality quality : {render::Quality::Quick, render::Quality::Full}) {
        const render::Image image = rig.picture(kCamera, quality);
        const auto gaps = [&](double left, core::Colour line) {  // along the top of a square, and up its side
            int bare = 0;
            for (int step = 5; step < 95; ++step) {
                bare += !near(at(image, kCamera, {left + step, 99.5}), line, 60);
                bare += !near(at(image, kCamera, {left > 0 ? 299.5 : 0.5, 5 + step * 0.9}), line, 60);
            }
            return bare;
        };
        CHECK(gaps(0, core::colour("#D4351C")) == 0);
        CHECK(gaps(200, core::colour("#F08A6C")) > 30);
        CHECK(gaps(200, core::colour("#F08A6C")) < 120);
    }
}

TEST_CASE("Pictures are the same bytes every time") {
    const core::Project project =
        one_layer(layer(1, area_table(squares(4, 2, 100), {0, 1, 2, 3, 4, 5, 0.5, 4.5}), fifths()));
    const Camera camera{{205.3, 97.7}, 1.37, 440, 240};
    std::vector<std::uint8_t> first;
    for (int i = 0; i < 3; ++i) {
        Rig rig;
        rig.show(project);
        const render::Image image = rig.picture(camera, render::Quality::Full);
        if (first.empty()) first = image.rgba;
        CHECK(image.rgba == first);
    }
}

TEST_CASE("A picture that was moved equals one drawn anew") {
    core::SymbolStyle style;
    style.column = "value";
    core::Project project =
        one_layer(layer(1, area_table(squares(4, 2, 100), {0, 1, 2, 3, 4, 5, 0.5, 4.5}), fifths()));
    project.layers.push_back(layer(2, site_table({{10, 20}, {230, 100}, {390, 190}}, {3, 2, 1}), style));
    project.layers[1].opacity = 0.7;
    const Camera start{{205, 97}, 1.5, 200, 150};
    for (const render::Quality quality : {render::Quality::Quick, render::Quality::Full}) {
        std::vector<Camera> cameras{start};
        for (const auto& [dx, dy] : {std::pair{7, 0}, {0, -9}, {-31, 22}, {60, 3}})
            cameras.push_back(cameras.back().panned(dx, dy));
        std::vector<render::Image> moved;
        {
            Rig rig;
            rig.show(project);
            for (const Camera& camera : cameras) moved.push_back(rig.picture(camera, quality));
        }
        for (std::size_t k = 0; k < cameras.size(); ++k) {
            Rig rig;
            rig.show(project);
            const render::Image whole = rig.picture(cameras[k], quality);
            std::size_t differ = 0;
            for (std::size_t i = 0; i < whole.rgba.size(); ++i)
                differ += std::abs(moved[k].rgba[i] - whole.rgba[i]) > 2;
            CHECK(differ <= whole.rgba.size() / 1000);
        }
    }
}
