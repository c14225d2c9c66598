#include "render/view.hpp"

#include <cmath>

namespace safeground::render {

core::Box View::box(double margin_px) const {
    core::Box box;
    const double top = m_camera.height - (m_region.y + m_region.height);
    box.add(m_camera.world_from_screen(m_region.x - margin_px, top - margin_px));
    box.add(m_camera.world_from_screen(m_region.x + m_region.width + margin_px,
                                       top + m_region.height + margin_px));
    return box;
}

void View::use(const gl::Program& program, core::Point origin) const {
    program.use();
    const double x = m_camera.centre.x - origin.x, y = m_camera.centre.y - origin.y;
    const auto high_x = static_cast<float>(x), high_y = static_cast<float>(y);
    program.set("u_centre", high_x, high_y, static_cast<float>(x - static_cast<double>(high_x)),
                static_cast<float>(y - static_cast<double>(high_y)));
    program.set("u_scale", static_cast<float>(pixels_per_metre()));
    program.set("u_size", static_cast<float>(m_camera.width), static_cast<float>(m_camera.height));
}

float View::pattern_phase(double period) const {
    const double x = m_camera.width / 2.0 - m_camera.centre.x * pixels_per_metre();
    const double y = m_camera.height / 2.0 - m_camera.centre.y * pixels_per_metre();
    return static_cast<float>(std::fmod(std::fmod(x + y, period) + period, period));
}

}  // namespace safeground::render
