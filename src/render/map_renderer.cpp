#include "render/map_renderer.hpp"

#include <algorithm>

#include "render/frame.hpp"
#include "render/gl/debug.hpp"

namespace safeground::render {

struct MapRenderer::Impl {
    std::unique_ptr<Drawing> drawing;
    Scene scene;
    Frame frame;
    explicit Impl(std::unique_ptr<Drawing> made) : drawing(std::move(made)), frame(*drawing) {}
};

MapRenderer::MapRenderer(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
MapRenderer::~MapRenderer() = default;

core::Result<std::unique_ptr<MapRenderer>> MapRenderer::create() {
    if (epoxy_gl_version() < 33)
        return core::refuse("The graphics driver offers OpenGL " + std::to_string(epoxy_gl_version() / 10) +
                            "." + std::to_string(epoxy_gl_version() % 10) + "; the map needs 3.3.")
            .remedy("Update the graphics driver, or set LIBGL_ALWAYS_SOFTWARE=1.");
    gl::watch_errors();
    core::Result<std::unique_ptr<Drawing>> drawing = Drawing::create();
    if (!drawing) return drawing.failure();
    return std::unique_ptr<MapRenderer>(new MapRenderer(std::make_unique<Impl>(std::move(*drawing))));
}

void MapRenderer::sync(const disclosure::Released<core::Project>& project, bool wait) {
    m_impl->scene.sync(project, wait);
}

bool MapRenderer::preparing() const { return m_impl->scene.preparing(); }

FrameStats MapRenderer::draw(const Camera& camera, const Emphasis& emphasis, Quality quality) {
    m_impl->drawing->stats = {};
    Camera whole = camera;
    whole.width = std::max(camera.width, 1);
    whole.height = std::max(camera.height, 1);
    const bool redrawn = m_impl->frame.draw(m_impl->scene, whole, emphasis, quality);
    FrameStats stats = m_impl->drawing->stats;
    stats.redrawn = redrawn;
    stats.uploaded_bytes = m_impl->scene.take_uploaded() + m_impl->frame.take_uploaded();
    return stats;
}

unsigned MapRenderer::texture() const { return m_impl->frame.picture().texture(); }

Image MapRenderer::read_pixels() const {
    const gl::Target& picture = m_impl->frame.picture();
    Image image;
    image.width = picture.width();
    image.height = picture.height();
    if (image.width == 0) return image;
    const std::size_t line = static_cast<std::size_t>(image.width) * 4;
    image.rgba.resize(line * static_cast<std::size_t>(image.height));
    GLint before = 0;
    glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &before);
    picture.bind();
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, image.width, image.height, GL_RGBA, GL_UNSIGNED_BYTE, image.rgba.data());
    glBindFramebuffer(GL_FRAMEBUFFER, static_cast<GLuint>(before));
    for (int top = 0, bottom = image.height - 1; top < bottom; ++top, --bottom)
        std::swap_ranges(image.rgba.begin() + static_cast<std::ptrdiff_t>(line) * top,
                         image.rgba.begin() + static_cast<std::ptrdiff_t>(line) * (top + 1),
                         image.rgba.begin() + static_cast<std::ptrdiff_t>(line) * bottom);
    return image;
}

std::optional<Picked> MapRenderer::pick(int px, int py) { return m_impl->frame.pick(m_impl->scene, px, py); }

}  // namespace safeground::render
