#pragma once

#include <string>

#include "ops/operation.hpp"
#include "ui/screen.hpp"

namespace safeground::ui {

/// Links to every analysis under the question it helps with, for the left panel. `open` is the one heading
/// whose analyses are shown, None for none. Returns the analysis that was clicked.
std::string analysis_list(Screen& screen, ops::Group& open, float width);

}  // namespace safeground::ui
