#pragma once

#include <optional>
#include <string>
#include <vector>

#include "render/map_renderer.hpp"
#include "ui/intents.hpp"
#include "ui/screen.hpp"

namespace safeground::app {

/// The camera and what is under the pointer: what map requests change. Not part of the project, so it is not
/// undone.
class MapHands {
public:
    /// Carries out requests about the map; the others are ignored. `events`: one line each, for --announce.
    void handle(const ui::Intents& intents, const core::Project& project, render::MapRenderer& renderer,
                double pixels_per_unit, std::vector<std::string>& events);
    /// The map's rectangle in units of the window. The centre and the scale stay.
    void resize(int width, int height);
    void show(const core::Box& box);

    const render::Camera& camera() const { return m_camera; }
    /// The same view in pixels of a framebuffer.
    render::Camera camera_px(double pixels_per_unit) const;
    std::optional<ui::RowRef> hovered, picked;

private:
    render::Camera m_camera;
};

}  // namespace safeground::app
