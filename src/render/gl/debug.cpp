#include "render/gl/debug.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "render/gl/handles.hpp"

namespace safeground::render::gl {

namespace {

void APIENTRY heard(GLenum, GLenum type, GLuint, GLenum severity, GLsizei, const GLchar* text,
                    const void* abort_too) {
    if (type != GL_DEBUG_TYPE_ERROR && severity != GL_DEBUG_SEVERITY_HIGH) return;
    std::fprintf(stderr, "OpenGL: %s\n", text);
    if (abort_too != nullptr) std::abort();
}

}  // namespace

void watch_errors() {
    const char* wanted = std::getenv("SAFEGROUND_GL_DEBUG");
    if (wanted == nullptr) return;
    if (epoxy_gl_version() < 43 && !epoxy_has_gl_extension("GL_KHR_debug")) return;
    static constexpr char kAbort = 'a';
    glEnable(GL_DEBUG_OUTPUT);
    glEnable(GL_DEBUG_OUTPUT_SYNCHRONOUS);
    glDebugMessageCallback(heard, std::string_view(wanted) == "abort" ? &kAbort : nullptr);
}

}  // namespace safeground::render::gl
