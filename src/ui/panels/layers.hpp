#pragma once

#include "ui/intents.hpp"
#include "ui/screen.hpp"

namespace safeground::ui {

/// View state of the list of layers: nothing worth saving.
struct LayersPanel {
    core::LayerId selected = 0;  ///< 0 or gone: the top layer
    core::LayerId fading = 0;    ///< whose opacity is being dragged
    float preview = 1;
    core::LayerId carrying = 0;  ///< being dragged to another place
    core::LayerId renaming = 0;
    bool focus_name = false;
    std::string new_name;
};

/// The layers from the top down: visibility, opacity, order, names. Returns commands; asks for the file
/// dialogue with `add`.
Intents layers_panel(LayersPanel& state, Screen& screen, bool& add);

/// What the panel calls a layer's lock, for the tooltip; empty: no lock.
std::string lock_sentence(const core::Layer& layer, bool withheld);

}  // namespace safeground::ui
