#pragma once

#include <imgui.h>

#include <functional>
#include <string>
#include <vector>

#include "ui/screen.hpp"

namespace safeground::test {

/// Dear ImGui without a window or OpenGL, and hands that press its widgets by their names. ImGui 1.86 has no
/// queue of events, so every change of the mouse or the keyboard takes a frame of its own.
class Robot {
public:
    using Frame = std::function<void()>;

    /// `frame` draws the panels between NewFrame and Render, and marks `rects`.
    Robot(float width, float height, float scale, ui::Rects& rects);
    ~Robot();
    Robot(const Robot&) = delete;
    Robot& operator=(const Robot&) = delete;

    void draws(Frame frame) { m_frame = std::move(frame); }
    void frames(int count = 1);
    bool sees(const std::string& name) const { return m_rects.find(name) != nullptr; }
    /// Fails the test when there is no such widget.
    ui::Rect where(const std::string& name) const;

    void point_at(const std::string& name, float share_x = 0.5F, float share_y = 0.5F);
    void point_at(ImVec2 at);
    void press();
    void release();
    void click(const std::string& name);
    void right_click(const std::string& name);
    /// Presses at `from` (share of the width), moves to `to` in steps, lets go.
    void drag_along(const std::string& name, float from, float to, int steps = 8);
    void drag_by(ImVec2 from, ImVec2 by, int steps = 6);
    void scroll(float notches);
    void type(const std::string& words);
    void key(ImGuiKey key);
    void select_all();

    const ui::Theme& theme() const { return m_theme; }

private:
    ui::Theme m_theme;
    ui::Rects& m_rects;
    Frame m_frame;
};

}  // namespace safeground::test
