#pragma once

#include <string>
#include <vector>

#include "core/legend.hpp"
#include "report/canvas.hpp"
#include "report/map_page.hpp"

namespace safeground::report {

/// Draws the legend into the rectangle, and beneath it what was hidden. Becomes smaller until it fits; at the
/// smallest readable size the rest is counted in a last line. Symbols keep the map's size.
void draw_legend(Canvas& canvas, const std::vector<core::LegendEntry>& entries,
                 const std::vector<std::string>& hidden, const Rectangle& place, double unit,
                 double symbol_scale);

}  // namespace safeground::report
