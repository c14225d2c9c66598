#pragma once

#include <cstdint>
#include <vector>

#include "core/geometry.hpp"

namespace safeground::render {

constexpr std::uint32_t kNoRow = 0xFFFFFFFF;

/// A straight piece of a border, outline or street, as shaders/stroke.vert reads it (two texels of four
/// numbers).
struct Stroke {
    float ax = 0, ay = 0, bx = 0, by = 0;  ///< metres from the layer's origin
    float size = 1;   ///< what the width is proportional to: metres of the areas, importance of a street
    float along = 0;  ///< metres from the start of the ring to a
    std::uint32_t left = 0, right = 0;  ///< rows at each side of a -> b (kNoRow: none), or packed colours
};
static_assert(sizeof(Stroke) == 32);

/// Strokes begin .. end-1 are near each other.
struct StrokeTile {
    core::Box box;
    std::uint32_t begin = 0, end = 0;
};

}  // namespace safeground::render
