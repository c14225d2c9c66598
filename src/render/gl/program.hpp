#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "render/gl/handles.hpp"

namespace safeground::render::gl {

struct ProgramKind {
    static void generate(GLuint* name) { *name = glCreateProgram(); }
    static void release(const GLuint* name) { glDeleteProgram(*name); }
};

/// A linked pair of shaders. Setting a uniform that the pair does not use throws std::logic_error naming
/// both.
class Program {
public:
    Program() = default;
    /// `vertex` and `fragment` are file names in shaders/. Every vertex shader is preceded by quad.glsl.
    static core::Result<Program> link(std::string_view vertex, std::string_view fragment);

    void use() const { glUseProgram(m_handle.name()); }
    void set(std::string_view uniform, int value) const { glUniform1i(location(uniform), value); }
    void set(std::string_view uniform, unsigned value) const { glUniform1ui(location(uniform), value); }
    void set(std::string_view uniform, float value) const { glUniform1f(location(uniform), value); }
    void set(std::string_view uniform, float x, float y) const { glUniform2f(location(uniform), x, y); }
    void set(std::string_view uniform, float x, float y, float z, float w) const {
        glUniform4f(location(uniform), x, y, z, w);
    }

private:
    GLint location(std::string_view uniform) const;
    std::string m_title;
    Handle<ProgramKind> m_handle;
    std::vector<std::pair<std::string, GLint>> m_uniforms;
};

}  // namespace safeground::render::gl
