#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/geometry.hpp"
#include "core/progress.hpp"

namespace safeground::geo {

/// For each row some rows of lower number, ascending: row i has rows[begin[i]] .. rows[begin[i+1]-1].
struct LowerRows {
    std::vector<std::uint32_t> begin{0};
    std::vector<std::uint32_t> rows;
    std::size_t size() const { return begin.size() - 1; }
    std::span<const std::uint32_t> of(std::size_t row) const {
        return {rows.data() + begin[row], rows.data() + begin[row + 1]};
    }
};

/// For each row its touching rows of lower number. `edges`: a whole edge must be shared (rook). Empty when
/// cancelled.
LowerRows touching_lower_rows(const core::Polygons& polygons, double snap_m, bool edges,
                              const core::Progress& progress);

}  // namespace safeground::geo
