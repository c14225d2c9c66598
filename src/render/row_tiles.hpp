#pragma once

#include <cstdint>
#include <vector>

#include "core/geometry.hpp"

namespace safeground::render {

/// Rows near each other, drawn or left out together.
struct RowTile {
    core::Box box;
    std::vector<std::uint32_t> rows;
};
/// Splits rows at the median of the longer side until a tile has at most `limit` rows. Rows with an empty box
/// are in no tile.
std::vector<RowTile> tile_rows(const std::vector<core::Box>& boxes, std::size_t limit);

}  // namespace safeground::render
