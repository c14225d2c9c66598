#pragma once

#include <string>

#include "ui/intents.hpp"
#include "ui/screen.hpp"

namespace safeground::ui {

/// A modal question about unsaved work while `why` is not empty; asks for AnswerUnsaved. Escape cancels.
Intents unsaved_dialogue(const std::string& why, Screen& screen, Rect window);

}  // namespace safeground::ui
