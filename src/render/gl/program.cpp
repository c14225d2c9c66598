#include "render/gl/program.hpp"

#include <array>
#include <stdexcept>

#include "render/gl/shader_sources.hpp"

namespace safeground::render::gl {

namespace {

struct ShaderHandle {
    explicit ShaderHandle(GLenum stage) : name(glCreateShader(stage)) {}
    ~ShaderHandle() { glDeleteShader(name); }
    ShaderHandle(const ShaderHandle&) = delete;
    ShaderHandle& operator=(const ShaderHandle&) = delete;
    GLuint name;
};

/// Empty when it compiled; else what the driver said.
std::string compile(GLuint shader, std::string_view file, std::string_view preamble) {
    const std::string_view body = shader_source(file);
    if (body.empty()) return "the file is not among the embedded shaders";
    constexpr std::string_view kVersion = "#version 330 core\n";
    const std::array<const char*, 3> text{kVersion.data(), preamble.data(), body.data()};
    const std::array<GLint, 3> length{static_cast<GLint>(kVersion.size()),
                                      static_cast<GLint>(preamble.size()), static_cast<GLint>(body.size())};
    glShaderSource(shader, 3, text.data(), length.data());
    glCompileShader(shader);
    GLint good = 0;
    glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
    if (good == GL_TRUE) return {};
    std::array<char, 2048> log{};
    glGetShaderInfoLog(shader, static_cast<GLsizei>(log.size()), nullptr, log.data());
    return std::string("it did not compile: ") + log.data();
}

}  // namespace

core::Result<Program> Program::link(std::string_view vertex, std::string_view fragment) {
    Program program;
    program.m_title = std::string(vertex) + " + " + std::string(fragment);
    const ShaderHandle vertex_shader(GL_VERTEX_SHADER), fragment_shader(GL_FRAGMENT_SHADER);
    struct Part {
        GLuint shader;
        std::string_view file, preamble;
    };
    for (const auto& [shader, file, preamble] : {Part{vertex_shader.name, vertex, shader_source("quad.glsl")},
                                                 Part{fragment_shader.name, fragment, "\n"}}) {
        const std::string wrong = compile(shader, file, preamble);
        if (!wrong.empty())
            return core::refuse("The shader " + std::string(file) + " cannot be used: " + wrong)
                .remedy("Update the graphics driver, or set LIBGL_ALWAYS_SOFTWARE=1.");
    }
    program.m_handle = Handle<ProgramKind>::make();
    const GLuint name = program.m_handle.name();
    glAttachShader(name, vertex_shader.name);
    glAttachShader(name, fragment_shader.name);
    glLinkProgram(name);
    GLint good = 0, count = 0;
    glGetProgramiv(name, GL_LINK_STATUS, &good);
    if (good != GL_TRUE) {
        std::array<char, 2048> log{};
        glGetProgramInfoLog(name, static_cast<GLsizei>(log.size()), nullptr, log.data());
        return core::refuse("The shaders " + program.m_title + " do not fit together: " + log.data());
    }
    glGetProgramiv(name, GL_ACTIVE_UNIFORMS, &count);
    for (GLint i = 0; i < count; ++i) {
        std::array<char, 64> uniform{};
        GLint size = 0;
        GLenum type = 0;
        glGetActiveUniform(name, static_cast<GLuint>(i), static_cast<GLsizei>(uniform.size()), nullptr, &size,
                           &type, uniform.data());
        program.m_uniforms.emplace_back(uniform.data(), glGetUniformLocation(name, uniform.data()));
    }
    return program;
}

GLint Program::location(std::string_view uniform) const {
    for (const auto& [name, at] : m_uniforms)
        if (name == uniform) return at;
    throw std::logic_error("the shaders " + m_title + " use no uniform " + std::string(uniform));
}

}  // namespace safeground::render::gl
