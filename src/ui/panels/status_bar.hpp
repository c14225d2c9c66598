#pragma once

#include "ui/intents.hpp"
#include "ui/screen.hpp"

namespace safeground::ui {

/// Marking, coordinates under the pointer in British National Grid, what runs, the last message.
Intents status_bar(Screen& screen, std::optional<core::Point> pointer, const std::string& message);

}  // namespace safeground::ui
