#include <catch2/catch.hpp>
#include <cmath>

#include "render/golden.hpp"
#include "render/rig.hpp"

using namespace safeground;
using namespace safeground::tests;
using render::Camera;

namespace {

/// Areas between wobbling borders, so that slanted edges and bends are in the picture.
core::Polygons bent_areas(int columns, int rows) {
    const auto corner = [](int c, int r) {
        return core::Point{c * 100 + 22 * std::sin(c * 2.3 + r * 1.7),
                           r * 100 + 20 * std::cos(c * 1.1 - r * 2.9)};
    };
    const auto bend = [](core::Point a, core::Point b) {
        return core::Point{(a.x + b.x) / 2 + (b.y - a.y) * 0.12, (a.y + b.y) / 2 - (b.x - a.x) * 0.12};
    };
    core::Polygons out;
    for (int r = 0; r < rows; ++r) {
        for (int c = 0; c < columns; ++c) {
            const core::Point sw = corner(c, r), se = corner(c + 1, r), ne = corner(c + 1, r + 1),
                              nw = corner(c, r + 1);
            const core::Point ring[] = {sw, bend(sw, se), se, bend(se, ne),
                                        ne, bend(nw, ne), nw, bend(sw, nw)};
            out.add_ring(ring);
            out.end_part();
            out.end_row();
        }
    }
    return out;
}

const Camera kCamera{{300, 200}, 1.6, 400, 300};

core::Project with(std::vector<core::Layer> layers) {
    core::Project project;
    project.audience = "analyst";
    project.layers = std::move(layers);
    return project;
}

void compare(const std::string& name, Rig& rig, const render::Emphasis& emphasis = {}) {
    const render::Image image = rig.picture(kCamera, render::Quality::Quick, emphasis);
    const GoldenResult result = golden(name, image, rig.context->renderer());
    INFO(result.explanation);
    if (result.skipped) WARN(result.explanation);
    CHECK(result.same);
}

std::vector<double> values(std::size_t count) {
    std::vector<double> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(static_cast<double>((i * 7) % 11) / 2.2);
    return out;
}

}  // namespace

TEST_CASE("Golden: choropleth with a suppressed and a missing area, one picked") {
    Rig rig;
    std::vector<core::CellState> states(24, core::CellState::Present);
    states[8] = core::CellState::Suppressed;
    states[15] = core::CellState::Missing;
    rig.show(with({layer(1, area_table(bent_areas(6, 4), values(24), states), fifths())}));
    compare("choropleth", rig, {render::Picked{1, 3}, render::Picked{1, 13}});
}

TEST_CASE("Golden: hot spots and symbols over a choropleth") {
    Rig rig;
    const core::Polygons areas = bent_areas(6, 4);
    auto hot = std::make_shared<core::Table>(*area_table(areas, values(24)));
    std::vector<std::string> classes(24, "none");
    for (const std::size_t row : {7U, 8U, 13U, 14U, 9U}) classes[row] = "hot";
    for (const std::size_t row : {10U, 11U, 22U}) classes[row] = "cold";
    hot->add(core::category_column("class", classes));
    core::SymbolStyle circles;
    circles.column = "value";
    core::SymbolStyle square;
    square.fill = {0x00, 0x70, 0x3C, 0xFF};
    square.shape = core::SymbolStyle::Shape::Square;
    square.max_radius_px = 5;
    rig.show(
        with({layer(1, area_table(areas, values(24)), fifths()), layer(2, hot, core::HotspotStyle{}),
              layer(3, site_table({{120, 260}, {180, 240}, {430, 120}, {520, 330}}, {9, 3, 5, 1}), circles),
              layer(4, site_table({{80, 90}, {300, 210}, {460, 270}}, {1, 1, 1}), square)}));
    compare("hot_spots", rig);
}
