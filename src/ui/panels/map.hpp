#pragma once

#include <optional>

#include "ui/intents.hpp"
#include "ui/screen.hpp"

namespace safeground::ui {

/// View state of the map's hands.
struct MapPanel {
    bool panning = false;                ///< the button went down on the map and has moved
    bool hovering = false;               ///< the pointer is on the map and nothing else
    std::optional<core::Point> pointer;  ///< EPSG:27700 under the pointer
};

/// The picture, what the mouse does to it, zoom buttons, scale bar and the hover card.
Intents map_panel(MapPanel& state, Screen& screen, Rect rect);

}  // namespace safeground::ui
