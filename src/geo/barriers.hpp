#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/geometry.hpp"
#include "core/progress.hpp"
#include "core/weights.hpp"

namespace safeground::geo {

/// A point well inside each row: of areas their label point, which a bent or hollow area has inside too
/// (its centroid may not be); of points the points. NaN for rows without geometry and for lines.
std::vector<core::Point> inside_points(const core::Geometry& geometry, const core::Progress& progress = {});

struct BarrierCut {
    core::Weights weights;
    std::size_t links_cut = 0;  ///< a link there and a link back are two
};

/// Weights without the links that cross a barrier: a link from i to j is cut when the straight line between
/// their inside points meets a line of `barriers` (or, of polygons, their outline) anywhere, its ends
/// included.
///
/// Why so. The line between inside points is the plainest model of going over; it needs no agreement between
/// the barrier and the borders of areas, which rarely are the same line in two publishers' files. One meeting
/// is enough: counting whether there is an odd number of them would let a railway of two tracks, or a river
/// drawn by its two banks, cancel itself out. The price: a river's bend, or a pond that lies just between,
/// cuts two areas of the same bank. So barriers should hold what people really cannot cross, and a bridge is
/// a gap in the line. Decided exactly, and the same for both directions. Points without position keep their
/// links. Weights that were row-standardised are so again. Empty when cancelled.
BarrierCut cut_by_barriers(const core::Weights& weights, std::span<const core::Point> inside,
                           const core::Geometry& barriers, const core::Progress& progress = {});

}  // namespace safeground::geo
