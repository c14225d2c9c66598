#pragma once

#include "ui/intents.hpp"
#include "ui/screen.hpp"

namespace safeground::ui {

/// What a menu can open that belongs to the window itself.
struct TopBarWishes {
    bool open = false, save_as = false, keys = false, about = false;
    std::string operation;  ///< name of an analysis to set up
};

/// Name, menus and the chooser of the audience.
Intents top_bar(Screen& screen, Rect rect, bool dark, TopBarWishes& wishes);

}  // namespace safeground::ui
