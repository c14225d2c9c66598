#pragma once

#include <imgui.h>

#include <string>
#include <vector>

#include "core/style.hpp"

namespace safeground::ui {

/// The colours of the window, once. Categories of the map come from core::legend, never from here.
struct Tokens {
    ImU32 ink, ink2, ink3;        ///< text, secondary text, captions
    ImU32 surface, canvas, line;  ///< panels, window, separators of one pixel
    ImU32 accent, accent_weak, on_accent;
    ImU32 danger, good;
    ImU32 marking, marking_back;
    ImU32 field, field_hover;  ///< quiet backgrounds of fields and hovered rows
    ImU32 shadow;
};
const Tokens& light_tokens();
const Tokens& dark_tokens();

/// Inter in the sizes of the house, icons merged into `body` and `medium`. Digits are tabular in all of them.
struct Fonts {
    ImFont* body = nullptr;      ///< 13
    ImFont* medium = nullptr;    ///< 13, weight 500
    ImFont* semibold = nullptr;  ///< 13, weight 600
    ImFont* caption = nullptr;   ///< 11
    ImFont* section = nullptr;   ///< 11, weight 600, for headings in capitals
    ImFont* title = nullptr;     ///< 16, weight 600
    ImFont* figure = nullptr;    ///< 24, weight 600
};

struct Theme {
    Tokens tokens = light_tokens();
    Fonts fonts;
    float scale = 1;              ///< pixels per unit of the design
    float px(float units) const;  ///< whole pixels
};

/// Loads the fonts into the atlas and builds it. Sentences say what was not found; the built-in font stands
/// in.
Fonts load_fonts(ImFontAtlas& atlas, float scale, std::vector<std::string>& warnings);
/// Colours, spacing and radii of ImGui's own widgets. Call when tokens or scale changed.
void apply(const Theme& theme);

ImU32 from(core::Colour colour);
ImU32 faded(ImU32 colour, float alpha);

/// Font Awesome 4.7.
namespace icon {
inline constexpr const char* kLock = "\xEF\x80\xA3";
inline constexpr const char* kHome = "\xEF\x80\x95";
inline constexpr const char* kClose =
    "\xC3\x97";  // the multiplication sign of Inter, lighter than Font Awesome's
inline constexpr const char* kUp = "\xEF\x81\xA2";
inline constexpr const char* kDown = "\xEF\x81\xA3";
inline constexpr const char* kCaret = "\xEF\x83\x97";
inline constexpr const char* kCaretRight = "\xEF\x83\x9A";
inline constexpr const char* kMore = "\xEF\x85\x81";
inline constexpr const char* kFolder = "\xEF\x84\x94";
inline constexpr const char* kFile = "\xEF\x80\x96";
inline constexpr const char* kWarning = "\xEF\x81\xB1";
inline constexpr const char* kInfo = "\xEF\x81\x9A";
inline constexpr const char* kCheck = "\xEF\x80\x8C";
inline constexpr const char* kMap = "\xEF\x89\xB8";
}  // namespace icon

}  // namespace safeground::ui
