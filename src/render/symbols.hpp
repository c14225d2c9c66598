#pragma once

#include <cstdint>
#include <vector>

#include "core/project.hpp"

namespace safeground::render {

/// One symbol as shaders/symbol.vert reads it.
struct SymbolTexel {
    float x = 0, y = 0;  ///< metres from the layer's origin
    float radius_px = 0;
    std::uint32_t row = 0;  ///< top bit: hollow
};
static_assert(sizeof(SymbolTexel) == 16);
constexpr std::uint32_t kHollow = 0x80000000;

/// Symbols of a layer, large before small, so that small ones lie on top; equal ones by row. Rows without
/// position or with nothing to show have none. `anchors`: one a row.
std::vector<SymbolTexel> symbols_of(const core::Layer& layer, const std::vector<core::Point>& anchors,
                                    core::Point origin);

/// Where the symbols of a table stand: its points, a point well inside each area, the middle vertex of each
/// line.
std::vector<core::Point> anchors_of(const core::Table& table);

}  // namespace safeground::render
