#pragma once

#include <cstdint>
#include <vector>

#include "core/geometry.hpp"
#include "core/progress.hpp"

namespace safeground::geo {

/// Triangles of polygons with holes: three vertex numbers of `polygons.vertices` each, anticlockwise, grouped
/// by row.
struct Triangulation {
    std::vector<std::uint32_t> vertex;     ///< 3 per triangle
    std::vector<std::uint32_t> row_begin;  ///< rows + 1, in triangles
    std::size_t triangles() const { return vertex.size() / 3; }
};
/// Ear clipping with exact turns; holes are bridged to the shell, and the vertices that can block an ear are
/// hashed on a grid.
///
/// The triangles of a valid polygon cover it exactly; vertices on a straight border make no triangle. Rings
/// may be wound either way and holes may touch the shell or each other at points. Invalid polygons give
/// triangles too, without a crash: vertices without position are left out, and a hole outside its shell is
/// ignored. A search for a bridge reads the whole shell, so many thousand holes in one large part are slow.
/// `threads` 0: one per core; never changes the result. When cancelled, rows not yet reached have no
/// triangles.
Triangulation triangulate(const core::Polygons& polygons, int threads = 0, const core::Progress& = {});

}  // namespace safeground::geo
