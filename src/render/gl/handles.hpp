#pragma once

#include <epoxy/gl.h>

#include <cstddef>
#include <span>
#include <utility>

namespace safeground::render::gl {

/// Owner of one GL name. Made and destroyed on the thread with the context, which must outlive it.
template <class Kind>
class Handle {
public:
    Handle() = default;
    static Handle make() {
        Handle handle;
        Kind::generate(&handle.m_name);
        return handle;
    }
    ~Handle() { reset(); }
    Handle(Handle&& other) noexcept : m_name(std::exchange(other.m_name, 0)) {}
    Handle& operator=(Handle&& other) noexcept {
        if (this != &other) {
            reset();
            m_name = std::exchange(other.m_name, 0);
        }
        return *this;
    }
    GLuint name() const { return m_name; }
    explicit operator bool() const { return m_name != 0; }

private:
    void reset() {
        if (m_name != 0) Kind::release(&m_name);
        m_name = 0;
    }
    GLuint m_name = 0;
};

struct BufferKind {
    static void generate(GLuint* name) { glGenBuffers(1, name); }
    static void release(const GLuint* name) { glDeleteBuffers(1, name); }
};
struct TextureKind {
    static void generate(GLuint* name) { glGenTextures(1, name); }
    static void release(const GLuint* name) { glDeleteTextures(1, name); }
};
struct RenderbufferKind {
    static void generate(GLuint* name) { glGenRenderbuffers(1, name); }
    static void release(const GLuint* name) { glDeleteRenderbuffers(1, name); }
};
struct FramebufferKind {
    static void generate(GLuint* name) { glGenFramebuffers(1, name); }
    static void release(const GLuint* name) { glDeleteFramebuffers(1, name); }
};
struct VertexArrayKind {
    static void generate(GLuint* name) { glGenVertexArrays(1, name); }
    static void release(const GLuint* name) { glDeleteVertexArrays(1, name); }
};
using Buffer = Handle<BufferKind>;
using Texture = Handle<TextureKind>;
using Renderbuffer = Handle<RenderbufferKind>;
using Framebuffer = Handle<FramebufferKind>;
using VertexArray = Handle<VertexArrayKind>;

/// Puts `data` into the buffer bound to `target`; returns the bytes sent.
template <class T>
std::size_t upload(GLenum target, std::span<const T> data) {
    glBufferData(target, static_cast<GLsizeiptr>(data.size_bytes()), data.data(), GL_STATIC_DRAW);
    return data.size_bytes();
}

/// A buffer that shaders read by index (samplerBuffer, usamplerBuffer).
class TexelBuffer {
public:
    /// Replaces the contents; the storage is kept when the size is the same. Returns the bytes sent.
    template <class T>
    std::size_t set(GLenum format, std::span<const T> data) {
        if (!m_buffer) {
            m_buffer = Buffer::make();
            m_texture = Texture::make();
        }
        glBindBuffer(GL_TEXTURE_BUFFER, m_buffer.name());
        if (m_bytes == data.size_bytes() && m_bytes > 0) {
            glBufferSubData(GL_TEXTURE_BUFFER, 0, static_cast<GLsizeiptr>(m_bytes), data.data());
        } else {
            upload(GL_TEXTURE_BUFFER, data);
            m_bytes = data.size_bytes();
        }
        glBindTexture(GL_TEXTURE_BUFFER, m_texture.name());
        glTexBuffer(GL_TEXTURE_BUFFER, format, m_buffer.name());
        return m_bytes;
    }
    void bind(GLuint unit) const {
        glActiveTexture(GL_TEXTURE0 + unit);
        glBindTexture(GL_TEXTURE_BUFFER, m_texture.name());
    }
    explicit operator bool() const { return static_cast<bool>(m_buffer); }

private:
    Buffer m_buffer;
    Texture m_texture;
    std::size_t m_bytes = 0;
};

}  // namespace safeground::render::gl
