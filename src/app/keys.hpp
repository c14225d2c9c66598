#pragma once

#include <optional>

#include "ui/screen.hpp"

namespace safeground::app {

/// What a key of GLFW means; nullopt: nothing by itself. Letters go by the keyboard's layout, not by their
/// place.
std::optional<ui::KeyPress> key_press(int key, int scancode, int mods);
/// What a typed character means: + - ? 1..9, wherever the layout has them.
std::optional<ui::KeyPress> char_press(unsigned character);

}  // namespace safeground::app
