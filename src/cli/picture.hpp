#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/geometry.hpp"
#include "core/result.hpp"
#include "disclosure/released.hpp"

namespace safeground::cli {

struct PictureRequest {
    int width = 1600, height = 1000;
    double scale = 1;
    std::string title;
    std::optional<core::Box> extent;  ///< nullopt: everything that is not base map
};
/// Draws the released project without a window and writes the page around it as PNG.
core::Result<bool> write_picture(const disclosure::Released<core::Project>& project,
                                 const PictureRequest& request, const std::filesystem::path& path);

/// "MINX,MINY,MAXX,MAXY" in metres; refused (Usage) where it is none.
core::Result<core::Box> parse_extent(const std::string& text);

/// Credits, definitions and periods of visible layers, each once.
std::vector<std::string> credits(const core::Project& released);

}  // namespace safeground::cli
