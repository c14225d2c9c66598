#include <epoxy/egl.h>
#include <epoxy/gl.h>

#include <array>
#include <cstdlib>
#include <vector>

#include "render/map_renderer.hpp"

namespace safeground::render {

struct HeadlessContext::Impl {
    EGLDisplay display = EGL_NO_DISPLAY;
    EGLContext context = EGL_NO_CONTEXT;

    ~Impl() {
        if (display == EGL_NO_DISPLAY) return;
        if (context != EGL_NO_CONTEXT) {
            eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
            eglDestroyContext(display, context);
        }
        // The display is not terminated: EGL shares one between all users of a process.
    }
    bool open(EGLDisplay candidate);
};

bool HeadlessContext::Impl::open(EGLDisplay candidate) {
    if (candidate == EGL_NO_DISPLAY || eglInitialize(candidate, nullptr, nullptr) != EGL_TRUE) return false;
    if (!epoxy_has_egl_extension(candidate, "EGL_KHR_surfaceless_context")) return false;
    if (eglBindAPI(EGL_OPENGL_API) != EGL_TRUE) return false;
    const std::array<EGLint, 5> wanted{EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE, EGL_DONT_CARE,
                                       EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    if (eglChooseConfig(candidate, wanted.data(), &config, 1, &count) != EGL_TRUE || count < 1)
        config = nullptr;
    const EGLint debug = std::getenv("SAFEGROUND_GL_DEBUG") != nullptr ? EGL_TRUE : EGL_FALSE;
    const std::array<EGLint, 9> version{EGL_CONTEXT_MAJOR_VERSION,
                                        3,
                                        EGL_CONTEXT_MINOR_VERSION,
                                        3,
                                        EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                        EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                        EGL_CONTEXT_OPENGL_DEBUG,
                                        debug,
                                        EGL_NONE};
    const EGLContext made = eglCreateContext(candidate, config, EGL_NO_CONTEXT, version.data());
    if (made == EGL_NO_CONTEXT) return false;
    if (eglMakeCurrent(candidate, EGL_NO_SURFACE, EGL_NO_SURFACE, made) != EGL_TRUE) {
        eglDestroyContext(candidate, made);
        return false;
    }
    display = candidate;
    context = made;
    return true;
}

core::Result<std::unique_ptr<HeadlessContext>> HeadlessContext::create() {
    std::unique_ptr<HeadlessContext> out(new HeadlessContext);
    out->m_impl = std::make_unique<Impl>();
    if (epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_EXT_platform_base")) {
        if (epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_MESA_platform_surfaceless") &&
            out->m_impl->open(
                eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr)))
            return out;
        if (epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_EXT_platform_device") &&
            epoxy_has_egl_extension(EGL_NO_DISPLAY, "EGL_EXT_device_enumeration")) {
            std::array<EGLDeviceEXT, 16> devices{};
            EGLint count = 0;
            if (eglQueryDevicesEXT(static_cast<EGLint>(devices.size()), devices.data(), &count) == EGL_TRUE)
                for (EGLint i = 0; i < count; ++i)
                    if (out->m_impl->open(eglGetPlatformDisplayEXT(
                            EGL_PLATFORM_DEVICE_EXT, devices[static_cast<std::size_t>(i)], nullptr)))
                        return out;
        }
    }
    if (out->m_impl->open(eglGetDisplay(EGL_DEFAULT_DISPLAY))) return out;
    return core::refuse(
               "No OpenGL 3.3 without a window could be opened on this machine, so no map can be drawn.")
        .remedy("Install Mesa's software renderer (Debian: libegl1 and libgl1-mesa-dri) and try again.");
}

HeadlessContext::~HeadlessContext() = default;

std::string HeadlessContext::renderer() const {
    const auto text = [](GLenum name) {
        const GLubyte* got = glGetString(name);
        return got == nullptr ? std::string("?") : std::string(reinterpret_cast<const char*>(got));
    };
    return text(GL_RENDERER) + " / " + text(GL_VERSION);
}

}  // namespace safeground::render
