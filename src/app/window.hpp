#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "ui/screen.hpp"

struct GLFWwindow;

namespace safeground::app {

/// A window with an OpenGL 3.3 core context (no samples: the map has its own), and Dear ImGui on it. One at a
/// time, main thread.
class Window {
public:
    /// Refuses with a sentence when there is no display or no OpenGL 3.3.
    static core::Result<std::unique_ptr<Window>> create(int width, int height, const std::string& title);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    bool closing() const;
    void close();
    void stay();  ///< takes back that it is closing
    /// What the display says: 1, 1.5, 2.
    float content_scale() const;
    int width() const;  ///< in the units of the mouse
    int height() const;
    double pixels_per_unit() const;  ///< framebuffer to window; 1 on X11

    /// Waits for an event, at most so long; 0: does not wait. True when there was one.
    bool wait(double seconds);
    /// From any thread: lets wait() return.
    static void wake();

    void begin_frame();
    /// Draws what ImGui collected; the picture is read by `screenshot` before it is shown.
    void end_frame(ui::Theme& theme, const std::string& screenshot, std::string& error);
    /// New fonts: call after the atlas was built again.
    static void reload_fonts();

    std::vector<ui::KeyPress> take_keys();
    std::vector<std::filesystem::path> take_dropped();

private:
    Window() = default;
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace safeground::app
