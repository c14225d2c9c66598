#pragma once

#include "ui/intents.hpp"
#include "ui/screen.hpp"

namespace safeground::ui {

/// What the visible layers mean, from the top down, with counts per class; then what was hidden and why.
void legend_panel(Screen& screen);
/// The picked area in figures, or what to do to see some.
Intents area_card(Screen& screen);

}  // namespace safeground::ui
