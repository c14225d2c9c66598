#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/legend.hpp"
#include "core/project.hpp"
#include "disclosure/gate.hpp"
#include "render/map_renderer.hpp"

namespace safeground::tests {

/// Opens a context, a gate and a renderer; errors of the driver end the test program.
struct Rig {
    Rig();
    std::unique_ptr<render::HeadlessContext> context;
    std::optional<disclosure::Gate> gate;
    std::unique_ptr<render::MapRenderer> renderer;

    disclosure::Released<core::Project> released(const core::Project& project);
    /// Released, prepared and on the card.
    void show(const core::Project& project);
    render::Image picture(const render::Camera& camera, render::Quality quality = render::Quality::Quick,
                          const render::Emphasis& emphasis = {});
};

/// Colour of a pixel, from the top left.
core::Colour at(const render::Image& image, int x, int y);
core::Colour at(const render::Image& image, const render::Camera& camera, core::Point world);
bool near(core::Colour a, core::Colour b, int tolerance = 2);

/// A square of `side` metres, `columns` x `rows` of them in a grid from (0, 0); row by row from the
/// south-west.
core::Polygons squares(int columns, int rows, double side);
/// Areas with a numeric column "value".
core::TablePtr area_table(core::Polygons polygons, std::vector<double> values,
                          std::vector<core::CellState> states = {});
core::TablePtr site_table(std::vector<core::Point> at, std::vector<double> values);
core::Layer layer(core::LayerId id, core::TablePtr table, core::Style style);
/// Five classes at 0, 1, 2, 3, 4, 5.
core::ChoroplethStyle fifths();

}  // namespace safeground::tests
