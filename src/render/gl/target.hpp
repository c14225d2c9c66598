#pragma once

#include "render/gl/handles.hpp"

namespace safeground::render::gl {

/// A rectangle of framebuffer pixels, bottom row first as GL has it.
struct Region {
    int x = 0, y = 0, width = 0, height = 0;
    bool operator==(const Region&) const = default;
};

/// Something to draw into: a texture, or a multisampled renderbuffer that is resolved into one.
class Target {
public:
    /// Sized anew when anything differs. `samples` 0: a texture. False when the driver cannot (too many
    /// samples, too large).
    bool resize(GLenum format, int width, int height, int samples);
    void bind() const { glBindFramebuffer(GL_FRAMEBUFFER, m_framebuffer.name()); }
    GLuint texture() const { return m_texture.name(); }
    /// Copies `from` of this target so that its corner lies at (to_x, to_y) of `into`; samples are averaged.
    void copy(const Region& from, const Target& into, int to_x, int to_y) const;
    int width() const { return m_width; }
    int height() const { return m_height; }

private:
    GLenum m_format = 0;
    int m_width = 0, m_height = 0, m_samples = -1;
    Framebuffer m_framebuffer;
    Texture m_texture;
    Renderbuffer m_renderbuffer;
};

}  // namespace safeground::render::gl
