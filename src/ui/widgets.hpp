#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/legend.hpp"
#include "ui/screen.hpp"

/// Small things that panels are made of. All are drawn at ImGui's cursor, and take a name under which the
/// robot finds them.
namespace safeground::ui {

// --- words
void text(ImFont* font, ImU32 colour, std::string_view words);
/// With line breaks at blanks, so that no line is wider unless one word is.
std::string wrapped(ImFont* font, std::string_view words, float width);
/// Wrapped at `width` pixels from the cursor.
void paragraph(ImFont* font, ImU32 colour, std::string_view words, float width);
/// At a point, without moving the cursor.
void text_at(ImVec2 at, ImFont* font, ImU32 colour, std::string_view words);
float text_width(ImFont* font, std::string_view words);
/// The words, or as many as fit with "…" after them.
std::string elided(ImFont* font, std::string_view words, float width);
/// "LAYERS": a section's heading in capitals.
void section(const Theme& theme, std::string_view words);
/// A sentence beside the pointer when the last item is hovered.
void hint(const Theme& theme, std::string_view words);

// --- buttons
enum class Look : std::uint8_t { Primary, Plain, Quiet };  ///< filled with the accent; outlined; words only
bool button(Screen& screen, const std::string& name, const std::string& words, Look look, float width = 0);
/// An icon alone, always with its sentence.
bool icon_button(Screen& screen, const std::string& name, const char* icon, const std::string& sentence,
                 float size = 28);
/// A row of words, wrapped, that lights up under the pointer. `sign`: an icon before them.
bool link(Screen& screen, const std::string& name, const std::string& words, float width, ImFont* font,
          const char* sign = nullptr);
bool checkbox(Screen& screen, const std::string& name, bool& value, const std::string& words = {});

// --- choosing
struct Option {
    std::string value, words;
};
/// The chosen option's place, when one was chosen in this frame. `now` beyond the end: nothing chosen yet.
std::optional<std::size_t> choose(Screen& screen, const std::string& name, const std::vector<Option>& options,
                                  std::size_t now, float width);
/// From 0 to 1 along a thin track. `changing` while it is held; `done` once, on release after a change.
struct SliderState {
    bool changing = false, done = false;
};
SliderState slider(Screen& screen, const std::string& name, float& value, float width);
bool text_field(Screen& screen, const std::string& name, std::string& value, float width,
                const char* empty = "");
void progress_bar(const Theme& theme, double fraction, float width);

// --- the map's signs
void legend_swatch(const Theme& theme, ImVec2 at, ImVec2 size, const core::LegendRow& row);
/// A layer's sign in the list, made of its legend.
void layer_swatch(const Theme& theme, ImVec2 at, ImVec2 size, const core::LegendEntry& legend,
                  const core::Style& style);

/// Calls End, EndChild ... however the scope is left.
class Scope {
public:
    explicit Scope(std::function<void()> leave) : m_leave(std::move(leave)) {}
    ~Scope() { m_leave(); }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

private:
    std::function<void()> m_leave;
};

/// A floating card over the map, with the only shadow there is. Begins a window; content follows.
Scope floating_card(Screen& screen, const char* name, ImVec2 at, ImVec2 size, bool takes_mouse = true);
/// A fixed region of the window without decoration.
Scope region(const Theme& theme, const char* name, Rect rect, ImVec2 padding, ImU32 background);

}  // namespace safeground::ui
