#include "ui/robot.hpp"

#include <catch2/catch.hpp>

namespace safeground::test {

Robot::Robot(float width, float height, float scale, ui::Rects& rects) : m_rects(rects) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {width, height};
    io.DeltaTime = 1.0F / 60;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    for (int k = 0; k < ImGuiKey_COUNT; ++k) io.KeyMap[k] = k;
    m_theme.scale = scale;
    std::vector<std::string> warnings;
    m_theme.fonts = ui::load_fonts(*io.Fonts, scale, warnings);
    ui::apply(m_theme);
    io.MousePos = {-1, -1};
}

Robot::~Robot() { ImGui::DestroyContext(); }

void Robot::frames(int count) {
    for (int f = 0; f < count; ++f) {
        ImGui::NewFrame();
        m_frame();
        ImGui::Render();
        ImGui::GetIO().MouseWheel = 0;
    }
}

ui::Rect Robot::where(const std::string& name) const {
    const ui::Rect* rect = m_rects.find(name);
    INFO("widget " << name);
    REQUIRE(rect != nullptr);
    return *rect;
}

void Robot::point_at(ImVec2 at) {
    ImGui::GetIO().MousePos = at;
    frames(2);
}

void Robot::point_at(const std::string& name, float share_x, float share_y) {
    const ui::Rect r = where(name);
    point_at(ImVec2{r.x0 + (r.x1 - r.x0) * share_x, r.y0 + (r.y1 - r.y0) * share_y});
}

void Robot::press() {
    ImGui::GetIO().MouseDown[0] = true;
    frames();
}

void Robot::release() {
    ImGui::GetIO().MouseDown[0] = false;
    frames(2);
}

void Robot::click(const std::string& name) {
    point_at(name);
    press();
    release();
    frames(20);  // past the time of a double-click
}

void Robot::right_click(const std::string& name) {
    point_at(name);
    ImGui::GetIO().MouseDown[1] = true;
    frames();
    ImGui::GetIO().MouseDown[1] = false;
    frames(2);
}

void Robot::drag_along(const std::string& name, float from, float to, int steps) {
    const ui::Rect r = where(name);
    const float y = (r.y0 + r.y1) / 2, width = r.x1 - r.x0;
    drag_by({r.x0 + width * from, y}, {width * (to - from), 0}, steps);
}

void Robot::drag_by(ImVec2 from, ImVec2 by, int steps) {
    point_at(from);
    press();
    for (int s = 1; s <= steps; ++s) {
        const float share = static_cast<float>(s) / static_cast<float>(steps);
        ImGui::GetIO().MousePos = {from.x + by.x * share, from.y + by.y * share};
        frames();
    }
    release();
}

void Robot::scroll(float notches) {
    ImGui::GetIO().MouseWheel = notches;
    frames(2);
}

void Robot::type(const std::string& words) {
    ImGui::GetIO().AddInputCharactersUTF8(words.c_str());
    frames(2);
}

void Robot::key(ImGuiKey key) {
    ImGui::GetIO().KeysDown[key] = true;
    frames();
    ImGui::GetIO().KeysDown[key] = false;
    frames(2);
}

void Robot::select_all() {
    ImGui::GetIO().KeyCtrl = true;
    key(ImGuiKey_A);
    ImGui::GetIO().KeyCtrl = false;
    frames();
}

}  // namespace safeground::test
