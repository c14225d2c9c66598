#include "render/gl/target.hpp"

namespace safeground::render::gl {

bool Target::resize(GLenum format, int width, int height, int samples) {
    if (m_framebuffer && format == m_format && width == m_width && height == m_height && samples == m_samples)
        return true;
    *this = Target{};
    m_framebuffer = Framebuffer::make();
    glBindFramebuffer(GL_FRAMEBUFFER, m_framebuffer.name());
    if (samples > 0) {
        m_renderbuffer = Renderbuffer::make();
        glBindRenderbuffer(GL_RENDERBUFFER, m_renderbuffer.name());
        glRenderbufferStorageMultisample(GL_RENDERBUFFER, samples, format, width, height);
        glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER,
                                  m_renderbuffer.name());
    } else {
        const bool integer = format == GL_R32UI;
        m_texture = Texture::make();
        glActiveTexture(GL_TEXTURE0);
        glBindTexture(GL_TEXTURE_2D, m_texture.name());
        glTexImage2D(GL_TEXTURE_2D, 0, static_cast<GLint>(format), width, height, 0,
                     integer ? GL_RED_INTEGER : GL_RGBA, integer ? GL_UNSIGNED_INT : GL_UNSIGNED_BYTE,
                     nullptr);
        const GLint filter = integer ? GL_NEAREST : GL_LINEAR;
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
        glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, m_texture.name(), 0);
    }
    const bool complete = glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
    if (!complete) {
        *this = Target{};
        return false;
    }
    m_format = format;
    m_width = width;
    m_height = height;
    m_samples = samples;
    return true;
}

void Target::copy(const Region& from, const Target& into, int to_x, int to_y) const {
    glBindFramebuffer(GL_READ_FRAMEBUFFER, m_framebuffer.name());
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, into.m_framebuffer.name());
    glBlitFramebuffer(from.x, from.y, from.x + from.width, from.y + from.height, to_x, to_y,
                      to_x + from.width, to_y + from.height, GL_COLOR_BUFFER_BIT, GL_NEAREST);
}

}  // namespace safeground::render::gl
