#include "render/rig.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <stdexcept>

#include "core/resources.hpp"

namespace safeground::tests {

namespace {

/// Set before any context is opened, so that it is a debugging one.
const bool kDebug = setenv("SAFEGROUND_GL_DEBUG", "abort", 1) == 0;

template <class T>
T needed(core::Result<T> result) {
    if (!result) throw std::runtime_error(result.message());
    return std::move(*result);
}

}  // namespace

Rig::Rig() {
    if (!kDebug) throw std::runtime_error("cannot set SAFEGROUND_GL_DEBUG");
    context = needed(render::HeadlessContext::create());
    const std::string path = std::string(SAFEGROUND_SOURCE_DIR) + "/geodata/audiences.toml";
    gate = needed(disclosure::Gate::from_toml(needed(core::read_file(path)), path));
    renderer = needed(render::MapRenderer::create());
}

disclosure::Released<core::Project> Rig::released(const core::Project& project) {
    return needed(gate->release(project));
}

void Rig::show(const core::Project& project) { renderer->sync(released(project), true); }

render::Image Rig::picture(const render::Camera& camera, render::Quality quality,
                           const render::Emphasis& emphasis) {
    renderer->draw(camera, emphasis, quality);
    return renderer->read_pixels();
}

core::Colour at(const render::Image& image, int x, int y) {
    const std::size_t i =
        (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x)) *
        4;
    return {image.rgba.at(i), image.rgba.at(i + 1), image.rgba.at(i + 2), image.rgba.at(i + 3)};
}

core::Colour at(const render::Image& image, const render::Camera& camera, core::Point world) {
    const core::Point p = camera.screen_from_world(world);
    return at(image, static_cast<int>(std::floor(p.x)), static_cast<int>(std::floor(p.y)));
}

bool near(core::Colour a, core::Colour b, int tolerance) {
    return std::max({std::abs(a.r - b.r), std::abs(a.g - b.g), std::abs(a.b - b.b), std::abs(a.a - b.a)}) <=
           tolerance;
}

core::Polygons squares(int columns, int rows, double side) {
    core::Polygons out;
    for (int r = 0; r < rows; ++r) {
        for (int c = 0; c < columns; ++c) {
            const double x = c * side, y = r * side;
            const core::Point ring[] = {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}};
            out.add_ring(ring);
            out.end_part();
            out.end_row();
        }
    }
    return out;
}

core::TablePtr area_table(core::Polygons polygons, std::vector<double> values,
                          std::vector<core::CellState> states) {
    auto table = std::make_shared<core::Table>();
    table->rows = polygons.size();
    table->info.name = "areas";
    table->info.subject = core::Subject::Areas;
    table->info.sensitivity = core::Sensitivity::Public;
    core::Column column = core::number_column("value", std::move(values), core::Measure::Score);
    if (!states.empty()) column.states = std::move(states);
    table->add(std::move(column));
    table->geometry = std::make_shared<const core::Geometry>(std::move(polygons));
    return table;
}

core::TablePtr site_table(std::vector<core::Point> where, std::vector<double> values) {
    auto table = std::make_shared<core::Table>();
    table->rows = where.size();
    table->info.name = "sites";
    table->info.subject = core::Subject::Sites;
    table->info.sensitivity = core::Sensitivity::Public;
    table->add(core::number_column("value", std::move(values), core::Measure::Score));
    table->geometry = std::make_shared<const core::Geometry>(core::Points{std::move(where)});
    return table;
}

core::Layer layer(core::LayerId id, core::TablePtr table, core::Style style) {
    core::Layer out;
    out.id = id;
    out.name = "layer " + std::to_string(id);
    out.table = std::move(table);
    out.style = std::move(style);
    return out;
}

core::ChoroplethStyle fifths() {
    core::ChoroplethStyle style;
    style.column = "value";
    style.method = "custom";
    style.breaks = {0, 1, 2, 3, 4, 5};
    return style;
}

}  // namespace safeground::tests
