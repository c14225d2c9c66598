#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/legend.hpp"
#include "core/result.hpp"
#include "disclosure/released.hpp"

namespace safeground::report {

/// A picture of a map with everything a map needs. Sizes in pixels; the map itself is drawn elsewhere
/// (render) for the rectangle that `map_rectangle` gives, then composed here.
struct Pixels {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;  ///< straight alpha, top row first
};
struct MapPage {
    int width = 1600, height = 1000;
    double scale = 1;         ///< of type and furniture
    double symbol_scale = 1;  ///< of symbols on the map, so that the legend's circles have the map's size
    std::string title, subtitle;
    Pixels map;
    double metres_per_pixel = 1;
    std::vector<std::string> sentences;  ///< results in words, under the title
    std::vector<std::string> sources;    ///< credits, definitions, periods, method
};
struct Rectangle {
    int x = 0, y = 0, width = 0, height = 0;
    bool operator==(const Rectangle&) const = default;
};
/// Where the map goes on a page of this size with these words; `map`, the legend and the marking do not
/// matter. At least one pixel, so that a map can be asked for on a page that write_map_png then refuses as
/// too small.
Rectangle map_rectangle(const MapPage& page);
/// Title, map, legend (of the released project), scale bar, north arrow, sources, what was hidden, and the
/// marking of `project.note()` at top and bottom and as the PNG's text "Marking". Words wrap, then become
/// smaller; what still has no room ends in a count of what is missing. Refused: a page too small or larger
/// than 16,384 pixels, a map not of `map_rectangle`'s size. Same input, same bytes, where Cairo, Pango and
/// the font are the same.
core::Result<bool> write_map_png(const disclosure::Released<core::Project>& project, const MapPage& page,
                                 const std::filesystem::path& path);

}  // namespace safeground::report
