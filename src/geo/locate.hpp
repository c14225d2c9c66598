#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/geometry.hpp"
#include "core/progress.hpp"

namespace safeground::geo {

/// Which area a point lies in, by an index of cells "inside area a" or "test these edges". The tests are
/// exact. Holes belong to nobody; rings with a vertex without position are left out. Build once; it keeps its
/// own copy of the borders. Const access from any threads.
class AreaLocator {
public:
    static constexpr std::uint32_t kOutside = 0xFFFFFFFF;
    explicit AreaLocator(const core::Polygons& polygons);
    ~AreaLocator();
    AreaLocator(AreaLocator&&) noexcept;
    AreaLocator& operator=(AreaLocator&&) noexcept;

    /// Row of the area, or kOutside (also for a point without position). A point on a border, or in
    /// overlapping areas, belongs to the lowest row that has it; `ambiguous` is then set.
    std::uint32_t locate(core::Point p, bool* ambiguous = nullptr) const;
    struct Located {
        std::vector<std::uint32_t> row;  ///< one a point; empty when cancelled
        std::size_t ambiguous = 0, without_position = 0;
        std::size_t outside = 0;  ///< with a position, in no area
    };
    /// `threads` 0: one per core; never changes the result.
    Located locate(std::span<const core::Point> points, int threads = 0, const core::Progress& = {}) const;

private:
    struct Grid;
    std::unique_ptr<const Grid> m_grid;
};

/// A point inside the row's largest part, far from its edge (for labels and symbols): the centre of nearly
/// the largest circle that fits. A part without area gives its first vertex; NaN without geometry.
core::Point label_point(const core::Polygons& polygons, std::size_t row);

}  // namespace safeground::geo
