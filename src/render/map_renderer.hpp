#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/result.hpp"
#include "disclosure/released.hpp"
#include "render/camera.hpp"
#include "render/image.hpp"

namespace safeground::render {

/// What lies under a pixel.
struct Picked {
    core::LayerId layer = 0;
    std::uint32_t row = 0;
    bool operator==(const Picked&) const = default;
};

struct FrameStats {
    int draw_calls = 0;
    std::size_t triangles = 0;
    std::size_t uploaded_bytes = 0;  ///< since the last draw
    bool redrawn = false;            ///< false: the cached picture was still good
};

/// What is emphasised on screen without being part of the project.
struct Emphasis {
    std::optional<Picked> hover, picked;
    bool operator==(const Emphasis&) const = default;
};

/// Full: areas with smooth edges (4x multisampled where the driver can). Quick: without, about twice as fast
/// in software; for the frames of a zoom, with a Full one when the hand rests. A pan by whole pixels is quick
/// either way: the last picture is moved.
enum class Quality : std::uint8_t { Full, Quick };

/// Draws a released project into a framebuffer of its own; no window, no ImGui. Needs a current OpenGL 3.3
/// core context, made by the application or by HeadlessContext, for its whole life. One thread (the one with
/// the context).
class MapRenderer {
public:
    static core::Result<std::unique_ptr<MapRenderer>> create();
    ~MapRenderer();

    /// Takes what changed since last time, by comparing pointers and styles. Geometry is prepared on a
    /// worker; `wait`: until it is ready (exports), else layers appear when they are.
    void sync(const disclosure::Released<core::Project>& project, bool wait);
    bool preparing() const;  ///< some layer is still being prepared: call sync again next frame
    /// Draws (or re-uses) the picture for the camera into a texture. Layers that are not ready are left out;
    /// so are those with opacity 0. The caller's framebuffer and viewport are put back; blending and the
    /// scissor test are off afterwards.
    FrameStats draw(const Camera& camera, const Emphasis& emphasis = {}, Quality quality = Quality::Full);
    /// GL name of the colour texture (camera.width x camera.height, bottom row first as GL has it). Ask after
    /// each draw: pictures take turns.
    unsigned texture() const;
    Image read_pixels() const;
    /// Topmost visible layer with something at this pixel (from the top left) of the last draw; restricted to
    /// layers with areas or symbols, and not the base map. When several layers are there, symbols before
    /// areas. Areas that are only outlined count where the outline means something (clusters, hot spots).
    std::optional<Picked> pick(int px, int py);

private:
    struct Impl;  // GL names live in it: they go on the thread that destroys the renderer
    explicit MapRenderer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// An OpenGL context without a window (EGL surfaceless), current on this thread while it lives.
class HeadlessContext {
public:
    static core::Result<std::unique_ptr<HeadlessContext>> create();
    ~HeadlessContext();
    std::string renderer() const;  ///< "llvmpipe (LLVM 15.0.6, 256 bits) / 4.5 (Core Profile) Mesa 22.3.6"

private:
    HeadlessContext() = default;
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace safeground::render
