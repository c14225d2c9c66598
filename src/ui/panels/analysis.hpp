#pragma once

#include <map>
#include <string>

#include "ops/operation.hpp"
#include "ui/intents.hpp"
#include "ui/screen.hpp"

namespace safeground::ui {

/// The form of one analysis, made of its declaration. View state: what was typed, kept while the form is
/// closed.
struct AnalysisPanel {
    std::string operation;  ///< empty: closed
    core::LayerId areas = 0, events = 0, sites = 0;
    std::map<std::string, std::string> given;  ///< by parameter, where it differs from the default
    std::string error;                         ///< why it could not start
    bool more = false;
    bool running = false;      ///< it was started here and has not ended
    core::LayerId result = 0;  ///< layer whose sentence is shown; 0: none
    std::string sentence;      ///< what the application says when it ended without a layer
    float body = 0, rest = 0;  ///< heights of what scrolls and of what does not, as they were drawn last
    std::string said;          ///< the answer that was last shown: another is scrolled to
};

/// Opens the form of an operation with a sensible layer and variable.
void open_analysis(AnalysisPanel& state, const Screen& screen, const std::string& operation,
                   core::LayerId selected);
/// The parameters as they would be sent: only those that the user changed.
core::Record parameters_of(const AnalysisPanel& state, const ops::Operation& operation);

/// A card over the map: choose, run, watch, read. `room`: the map's rectangle.
Intents analysis_panel(AnalysisPanel& state, Screen& screen, Rect room);

}  // namespace safeground::ui
