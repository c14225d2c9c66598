#pragma once

#include <filesystem>
#include <string>

#include "disclosure/gate.hpp"
#include "report/map_page.hpp"

namespace safeground::tests {

/// A released project of a fictional borough with every kind of layer; `many` adds layers until no legend
/// could hold them all.
disclosure::Released<core::Project> released_project(int many = 0,
                                                     const std::string& marking = "OFFICIAL-SENSITIVE");
/// A page of that size with an invented map in its place: coloured squares, a missing patch and circles.
report::MapPage page_with_map(int width, int height, double scale = 1);
/// Fills the map of a page again, after its words have changed.
void paint_map(report::MapPage& page);

/// An empty folder in the build folder; what a run leaves there can be looked at.
std::filesystem::path scratch_folder();
std::string bytes_of(const std::filesystem::path& path);

struct Picture {
    int width = 0, height = 0;
    std::string rgb;
    std::string pixel(int x, int y) const {
        return rgb.substr(3 * static_cast<std::size_t>(y * width + x), 3);
    }
};
Picture read_png(const std::filesystem::path& path);

}  // namespace safeground::tests
