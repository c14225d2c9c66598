#pragma once

#include <string>
#include <vector>

#include "report/canvas.hpp"
#include "report/map_page.hpp"

namespace safeground::report {

/// Paragraphs at the largest size at which they fit.
struct FittedText {
    std::vector<std::string> paragraphs;  ///< those that fit, then "… and 2 more" where some did not
    TextStyle style;
    double height = 0, gap = 0;
};
FittedText fit_paragraphs(Canvas& canvas, const std::vector<std::string>& paragraphs, const TextStyle& style,
                          double most_height, double gap, std::size_t sizes = 4);
void draw(Canvas& canvas, const FittedText& text, double x, double y);

/// Where everything is. Lengths in pixels; `unit` is one pixel of the design.
struct PageLayout {
    bool fits = false;
    double unit = 1, margin = 24, band = 26;
    TextStyle title, subtitle;
    double title_y = 0, subtitle_y = 0, sentences_y = 0, sources_y = 0;
    FittedText sentences, sources;
    Rectangle map, legend;
};
PageLayout layout(Canvas& canvas, const MapPage& page);

}  // namespace safeground::report
