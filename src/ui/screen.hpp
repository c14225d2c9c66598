#pragma once

#include <imgui.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry.hpp"
#include "core/project.hpp"
#include "disclosure/gate.hpp"
#include "disclosure/released.hpp"
#include "ui/prepared.hpp"
#include "ui/theme.hpp"

namespace safeground::ui {

/// Where a widget is, in pixels of the window.
struct Rect {
    float x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    bool operator==(const Rect&) const = default;
};

/// Names of widgets and where they were drawn this frame, so that a robot can find them: "layer.3.visible",
/// "menu.file".
class Rects {
public:
    void clear() { m_rects.clear(); }
    void mark(std::string name, Rect rect) { m_rects.insert_or_assign(std::move(name), rect); }
    /// The last ImGui item.
    void mark_item(std::string name);
    const Rect* find(const std::string& name) const;
    const std::map<std::string, Rect>& all() const { return m_rects; }

private:
    std::map<std::string, Rect> m_rects;
};

/// Keys with a meaning, already translated from the keyboard's layout.
enum class Shortcut : std::uint8_t {
    Undo,
    Redo,
    Open,
    Save,
    SaveAs,
    Quit,
    ZoomIn,
    ZoomOut,
    Home,
    Help,
    Escape,
    Toggle
};
struct KeyPress {
    Shortcut shortcut;
    int number = 0;  ///< Toggle: 1 to 9, counted from the top of the list
};

/// A long job as the window shows it.
struct JobView {
    std::string title;  ///< "Hot spots (Gi*)"
    std::string step;
    double fraction = 0;    ///< 0 .. 1
    bool analysis = false;  ///< false: an import, or a save
};

/// What the application has drawn in the middle.
struct MapView {
    ImTextureID texture = nullptr;  ///< bottom row first; null: nothing drawn
    core::Point centre{0, 0};       ///< EPSG:27700, in the middle of the map
    double metres_per_pixel = 10;
    bool preparing = false;  ///< some layer is still to come
};

/// Everything a panel may read in one frame. Numbers come from `released` and `prepared` only; `project` is
/// for commands, names and settings.
struct Screen {
    const Theme& theme;
    Rects& rects;
    const core::Project& project;
    const disclosure::Released<core::Project>& released;
    const Prepared& prepared;
    const std::vector<disclosure::Audience>& audiences;
    std::string undo_name, redo_name;  ///< empty: nothing to undo
    std::optional<JobView> job;
    MapView map;
    std::optional<RowRef> hovered, picked;
    std::vector<KeyPress> keys;
    std::string saved;  ///< "Saved 10:32", "Not saved"
    double now_s = 0;   ///< seconds since the start, for things that fade
};

}  // namespace safeground::ui
