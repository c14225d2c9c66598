#include "app/window.hpp"

#define GLFW_INCLUDE_NONE  // epoxy brings OpenGL
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <epoxy/gl.h>
#include <imgui.h>

#include <utility>

#include "app/keys.hpp"
#include "app/screenshot.hpp"

namespace safeground::app {

namespace {

std::string& last_error() {  // GLFW's callback has no user pointer
    static std::string words;
    return words;
}

}  // namespace

struct Window::Impl {
    GLFWwindow* window = nullptr;
    bool imgui = false, event = false;
    std::vector<ui::KeyPress> keys;
    std::vector<std::filesystem::path> dropped;

    static Impl& of(GLFWwindow* window) { return *static_cast<Impl*>(glfwGetWindowUserPointer(window)); }

    void listen() {
        glfwSetWindowUserPointer(window, this);
        // Ours first: the ImGui back end calls on what it finds here.
        glfwSetKeyCallback(window, [](GLFWwindow* w, int key, int scancode, int action, int mods) {
            of(w).event = true;
            if (action == GLFW_RELEASE) return;
            if (const auto press = key_press(key, scancode, mods)) of(w).keys.push_back(*press);
        });
        glfwSetCharCallback(window, [](GLFWwindow* w, unsigned character) {
            of(w).event = true;
            if (const auto press = char_press(character)) of(w).keys.push_back(*press);
        });
        glfwSetDropCallback(window, [](GLFWwindow* w, int count, const char** paths) {
            of(w).event = true;
            for (int p = 0; p < count; ++p) of(w).dropped.emplace_back(paths[p]);
        });
        glfwSetCursorPosCallback(window, [](GLFWwindow* w, double, double) { of(w).event = true; });
        glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int, int, int) { of(w).event = true; });
        glfwSetScrollCallback(window, [](GLFWwindow* w, double, double) { of(w).event = true; });
        glfwSetWindowSizeCallback(window, [](GLFWwindow* w, int, int) { of(w).event = true; });
        glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { of(w).event = true; });
        glfwSetWindowCloseCallback(window, [](GLFWwindow* w) { of(w).event = true; });
        glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int) { of(w).event = true; });
        glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int) { of(w).event = true; });
    }
};

core::Result<std::unique_ptr<Window>> Window::create(int width, int height, const std::string& title) {
    glfwSetErrorCallback([](int, const char* words) { last_error() = words; });
    auto refuse = [](const std::string& what) {
        return core::refuse(what + (last_error().empty() ? "" : " (" + last_error() + ")"))
            .remedy("Without a display, safeground-cli does the same work: safeground-cli --help.");
    };
    if (glfwInit() == GLFW_FALSE) return refuse("The window cannot start: there is no display.");
    std::unique_ptr<Window> out(new Window);
    out->m_impl = std::make_unique<Impl>();
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_SAMPLES, 0);
    Impl& impl = *out->m_impl;
    impl.window = glfwCreateWindow(width, height, title.c_str(), nullptr, nullptr);
    if (impl.window == nullptr) return refuse("The window cannot start: this display has no OpenGL 3.3.");
    glfwMakeContextCurrent(impl.window);
    glfwSwapInterval(1);
    glfwSetWindowSizeLimits(impl.window, 640, 480, GLFW_DONT_CARE, GLFW_DONT_CARE);
    impl.listen();
    ImGui::CreateContext();
    impl.imgui = true;
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;  // the layout is fixed; nothing is written beside the user's files
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    ImGui_ImplGlfw_InitForOpenGL(impl.window, true);
    ImGui_ImplOpenGL3_Init("#version 330 core");
    return out;
}

Window::~Window() {
    if (m_impl && m_impl->imgui) {
        ImGui_ImplOpenGL3_Shutdown();
        ImGui_ImplGlfw_Shutdown();
        ImGui::DestroyContext();
    }
    if (m_impl && m_impl->window != nullptr) glfwDestroyWindow(m_impl->window);
    glfwTerminate();
}

bool Window::closing() const { return glfwWindowShouldClose(m_impl->window) != GLFW_FALSE; }
void Window::close() { glfwSetWindowShouldClose(m_impl->window, GLFW_TRUE); }
void Window::stay() { glfwSetWindowShouldClose(m_impl->window, GLFW_FALSE); }

float Window::content_scale() const {
    float x = 1, y = 1;
    glfwGetWindowContentScale(m_impl->window, &x, &y);
    return x > 0 ? x : 1;
}

int Window::width() const {
    int width = 0, height = 0;
    glfwGetWindowSize(m_impl->window, &width, &height);
    return width;
}

int Window::height() const {
    int width = 0, height = 0;
    glfwGetWindowSize(m_impl->window, &width, &height);
    return height;
}

double Window::pixels_per_unit() const {
    int width_px = 0, height_px = 0;
    glfwGetFramebufferSize(m_impl->window, &width_px, &height_px);
    const int units = width();
    return units > 0 && width_px > 0 ? static_cast<double>(width_px) / units : 1;
}

bool Window::wait(double seconds) {
    m_impl->event = false;
    if (seconds <= 0) glfwPollEvents();
    else if (seconds > 3600) glfwWaitEvents();
    else glfwWaitEventsTimeout(seconds);
    return m_impl->event;
}

void Window::wake() { glfwPostEmptyEvent(); }
void Window::reload_fonts() { ImGui_ImplOpenGL3_DestroyFontsTexture(); }

void Window::begin_frame() {
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();
}

void Window::end_frame(ui::Theme& theme, const std::string& screenshot, std::string& error) {
    ImGui::Render();
    int width_px = 0, height_px = 0;
    glfwGetFramebufferSize(m_impl->window, &width_px, &height_px);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glViewport(0, 0, width_px, height_px);
    const ImVec4 back = ImGui::ColorConvertU32ToFloat4(theme.tokens.canvas);
    glDisable(GL_SCISSOR_TEST);
    glClearColor(back.x, back.y, back.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    if (!screenshot.empty())
        if (const auto written = write_screenshot(width_px, height_px, screenshot); !written)
            error = written.message();
    glfwSwapBuffers(m_impl->window);
}

std::vector<ui::KeyPress> Window::take_keys() { return std::exchange(m_impl->keys, {}); }
std::vector<std::filesystem::path> Window::take_dropped() { return std::exchange(m_impl->dropped, {}); }

}  // namespace safeground::app
