#pragma once

#include "core/geometry.hpp"

namespace safeground::render {

/// What part of the world is on screen: centre in EPSG:27700 metres and metres per pixel. Double precision
/// throughout.
struct Camera {
    core::Point centre{0, 0};
    double metres_per_pixel = 10;
    int width = 1, height = 1;  ///< pixels of the framebuffer

    core::Point world_from_screen(double px, double py) const {
        return {centre.x + (px - width / 2.0) * metres_per_pixel,
                centre.y - (py - height / 2.0) * metres_per_pixel};
    }
    core::Point screen_from_world(core::Point p) const {
        return {(p.x - centre.x) / metres_per_pixel + width / 2.0,
                (centre.y - p.y) / metres_per_pixel + height / 2.0};
    }
    core::Box visible() const;
    /// Zooms by `factor` (> 1: closer) so that the world point under the pixel stays there.
    Camera zoomed_at(double px, double py, double factor) const;
    Camera panned(double dx_px, double dy_px) const;
    bool operator==(const Camera& o) const = default;
};
/// A camera that shows the whole box with a margin (share of the smaller side). An empty box shows 1 km round
/// the origin.
Camera fit(const core::Box& box, int width, int height, double margin = 0.04);

}  // namespace safeground::render
