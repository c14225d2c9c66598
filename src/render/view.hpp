#pragma once

#include "render/camera.hpp"
#include "render/gl/program.hpp"
#include "render/gl/target.hpp"

namespace safeground::render {

/// A camera, and the part of its picture that is being drawn.
class View {
public:
    View(const Camera& camera, const gl::Region& region) : m_camera(camera), m_region(region) {}
    const Camera& camera() const { return m_camera; }
    const gl::Region& region() const { return m_region; }
    double pixels_per_metre() const { return 1 / m_camera.metres_per_pixel; }
    /// The world under the region and `margin_px` pixels round it.
    core::Box box(double margin_px) const;
    /// Uses the program, with the uniforms of quad.glsl for a layer with this origin.
    void use(const gl::Program& program, core::Point origin) const;
    /// Pixels of a pattern of diagonal lines `period` apart that is fixed to the ground.
    float pattern_phase(double period) const;

private:
    Camera m_camera;
    gl::Region m_region;
};

}  // namespace safeground::render
