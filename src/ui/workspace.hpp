#pragma once

#include <string>

#include "ui/intents.hpp"
#include "ui/panels/analysis.hpp"
#include "ui/panels/file_browser.hpp"
#include "ui/panels/layers.hpp"
#include "ui/panels/map.hpp"
#include "ui/panels/toasts.hpp"
#include "ui/screen.hpp"

namespace safeground::ui {

/// Where the fixed regions are, in pixels of the window.
struct Layout {
    Rect top, left, map, right, status;
};
Layout layout(float width, float height, const Theme& theme);

/// View state of the whole window: kept between frames, never saved, never undone.
struct Workspace {
    LayersPanel layers;
    MapPanel map;
    AnalysisPanel analysis;
    ops::Group analyses = ops::Group::None;  ///< the heading that is open in the list of analyses
    FileBrowser files;
    Toasts toasts;
    std::optional<ReportCard> report;
    std::string unsaved;  ///< what is about to close unsaved work, in words; empty: no question
    bool keys = false, about = false;
    bool dark = false;
};

/// One frame of the window between ImGui::NewFrame and ImGui::Render. Returns what the user asked for.
Intents draw(Workspace& state, Screen& screen, float width, float height);

}  // namespace safeground::ui
