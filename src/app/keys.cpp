#include "app/keys.hpp"

#define GLFW_INCLUDE_NONE  // epoxy brings OpenGL
#include <GLFW/glfw3.h>

namespace safeground::app {

using ui::KeyPress;
using ui::Shortcut;

std::optional<KeyPress> key_press(int key, int scancode, int mods) {
    if (key == GLFW_KEY_ESCAPE) return KeyPress{Shortcut::Escape};
    if (key == GLFW_KEY_HOME && mods == 0) return KeyPress{Shortcut::Home};
    if ((mods & GLFW_MOD_CONTROL) == 0) return std::nullopt;
    const char* name = glfwGetKeyName(key, scancode);
    const char letter = name != nullptr && name[1] == '\0' ? name[0] : '\0';
    const bool shift = (mods & GLFW_MOD_SHIFT) != 0;
    switch (letter) {
        case 'z':
        case 'Z':
            return KeyPress{shift ? Shortcut::Redo : Shortcut::Undo};
        case 'y':
        case 'Y':
            return KeyPress{Shortcut::Redo};
        case 'o':
        case 'O':
            return KeyPress{Shortcut::Open};
        case 's':
        case 'S':
            return KeyPress{shift ? Shortcut::SaveAs : Shortcut::Save};
        case 'q':
        case 'Q':
            return KeyPress{Shortcut::Quit};
        default:
            return std::nullopt;
    }
}

std::optional<KeyPress> char_press(unsigned character) {
    if (character == '+' || character == '=') return KeyPress{Shortcut::ZoomIn};
    if (character == '-' || character == 0x2212) return KeyPress{Shortcut::ZoomOut};
    if (character == '?') return KeyPress{Shortcut::Help};
    if (character >= '1' && character <= '9')
        return KeyPress{Shortcut::Toggle, static_cast<int>(character - '0')};
    return std::nullopt;
}

}  // namespace safeground::app
