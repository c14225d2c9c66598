#include <catch2/catch.hpp>

#include "render/line_mesh.hpp"
#include "render/paint.hpp"
#include "render/rig.hpp"

using namespace safeground;
using namespace safeground::tests;
using render::Camera;

namespace {

core::TablePtr streets(const std::vector<std::string>& kinds) {
    auto table = std::make_shared<core::Table>();
    core::Lines lines;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        const double y = 50 + 100 * static_cast<double>(i);
        const core::Point line[] = {{0, y}, {200, y}, {400, y}};
        lines.add_line(line);
        lines.end_row();
    }
    table->rows = kinds.size();
    table->info.name = "streets";
    table->info.subject = core::Subject::Streets;
    table->info.sensitivity = core::Sensitivity::Public;
    table->add(core::text_column("highway", kinds));
    table->geometry = std::make_shared<const core::Geometry>(std::move(lines));
    return table;
}

}  // namespace

TEST_CASE("Streets are as important as their kind says") {
    CHECK(render::importance_of("motorway_link") > render::importance_of("primary"));
    CHECK(render::importance_of("A Road") == render::importance_of("primary"));
    CHECK(render::importance_of("['residential', 'secondary']") == render::importance_of("secondary"));
    CHECK(render::importance_of("footway") < render::importance_of("residential"));
    const render::LineMesh mesh = render::build_line_mesh(*streets({"residential", "primary", "footway"}));
    CHECK(mesh.classed);
    CHECK(mesh.strokes.size() == 6);
    REQUIRE(mesh.bands.size() == 3);
    CHECK(mesh.bands[0].importance < mesh.bands[2].importance);
}

TEST_CASE("Major streets are drawn wider than minor ones, with a casing") {
    Rig rig;
    core::PlainStyle style;
    style.stroke = {0x6B, 0x72, 0x7B, 0xFF};
    style.width_px = 3;
    core::Project project;
    project.audience = "analyst";
    project.layers.push_back(layer(1, streets({"footway", "primary"}), style));
    const Camera camera{{200, 100}, 2, 240, 120};
    rig.show(project);
    const render::Image image = rig.picture(camera);
    const auto darker = [&](double y) {
        int pixels = 0;
        for (int dy = -20; dy < 20; ++dy) pixels += at(image, camera, {100, y + dy}).r != render::kCanvas.r;
        return pixels / 2;
    };
    CHECK(darker(50) < darker(150));
    CHECK(darker(50) > 0);
    CHECK(at(image, camera, {100, 150}).r > 0xC0);  // light inside
    int casing = 0;
    for (int dy = -20; dy < 20; ++dy) casing += at(image, camera, {100, 150.0 + dy}).r < 0xB0;
    CHECK(casing >= 2);
}

TEST_CASE("Rows without a line and pieces without length are passed over") {
    auto table = std::make_shared<core::Table>(*streets({"primary"}));
    core::Lines lines;
    const core::Point same[] = {{5, 5}, {5, 5}};
    lines.end_row();
    lines.add_line(same);
    lines.end_row();
    table->rows = 2;
    table->columns.clear();
    table->geometry = std::make_shared<const core::Geometry>(std::move(lines));
    const render::LineMesh mesh = render::build_line_mesh(*table);
    CHECK(mesh.strokes.empty());
    CHECK_FALSE(mesh.classed);
}
