#pragma once

#include <cstdint>
#include <vector>

namespace safeground::render {

/// Pixels with 8-bit straight-alpha RGBA, top row first.
struct Image {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;
};

}  // namespace safeground::render
