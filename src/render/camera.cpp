#include "render/camera.hpp"

#include <algorithm>

namespace safeground::render {

core::Box Camera::visible() const {
    core::Box box;
    box.add(world_from_screen(0, 0));
    box.add(world_from_screen(width, height));
    return box;
}

Camera Camera::zoomed_at(double px, double py, double factor) const {
    const core::Point fixed = world_from_screen(px, py);
    Camera out = *this;
    out.metres_per_pixel = metres_per_pixel / factor;
    out.centre.x = fixed.x - (px - width / 2.0) * out.metres_per_pixel;
    out.centre.y = fixed.y + (py - height / 2.0) * out.metres_per_pixel;
    return out;
}

Camera Camera::panned(double dx_px, double dy_px) const {
    Camera out = *this;
    out.centre.x -= dx_px * metres_per_pixel;
    out.centre.y += dy_px * metres_per_pixel;
    return out;
}

Camera fit(const core::Box& box, int width, int height, double margin) {
    Camera camera;
    camera.width = std::max(width, 1);
    camera.height = std::max(height, 1);
    core::Box shown = box;
    if (shown.empty()) shown = core::Box{-500, -500, 500, 500};
    camera.centre = {(shown.min_x + shown.max_x) / 2, (shown.min_y + shown.max_y) / 2};
    const double edge = std::clamp(margin, 0.0, 0.45) * std::min(camera.width, camera.height);
    const double wide = std::max(shown.width(), 1.0) / std::max(camera.width - 2 * edge, 1.0);
    const double high = std::max(shown.height(), 1.0) / std::max(camera.height - 2 * edge, 1.0);
    camera.metres_per_pixel = std::max(wide, high);
    return camera;
}

}  // namespace safeground::render
