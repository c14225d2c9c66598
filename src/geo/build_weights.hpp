#pragma once

#include <span>

#include "core/geometry.hpp"
#include "core/progress.hpp"
#include "core/result.hpp"
#include "core/weights.hpp"

namespace safeground::geo {

/// All weights here are binary; `core::row_standardise` and `core::with_self` come after.
/// `Weights::description` says the kind, the tolerance and how many islands were joined.
///
/// Islands: with Exclude and Zero they are left as they are, and the policy is only written into the weights.
/// With Nearest each area (point) without neighbour is joined, both ways, to the area whose centroid (the
/// point that) is nearest; ties go to the lower row. Rows without geometry have no neighbours under any
/// policy.
struct ContiguityOptions {
    double snap_m =
        0.01;  ///< vertices at most this far apart are one vertex; 0: bit-identical coordinates only
    core::IslandPolicy islands = core::IslandPolicy::Exclude;
};
/// Queen: areas with a vertex of one at most `snap_m` from a vertex of the other. Symmetric. The test is
/// between pairs of vertices, so chains of close vertices do not join what is far apart. Not for other errors
/// of digitising: areas whose borders run along each other without a common vertex are not neighbours.
core::Result<core::Weights> queen_weights(const core::Polygons&, const ContiguityOptions& = {},
                                          const core::Progress& = {});
/// Rook: areas that share an edge, both its ends within `snap_m`, in either direction. Edges no longer than
/// `snap_m` are points and are stepped over. Symmetric; a subset of queen. Where one border has a vertex and
/// the other runs straight past it (a T-junction) the two pieces of edge do not match: such areas are rook
/// neighbours only if they share another whole edge.
core::Result<core::Weights> rook_weights(const core::Polygons&, const ContiguityOptions& = {},
                                         const core::Progress& = {});
/// The k nearest points each; ties go to the lower row. Not symmetric. Points without position are islands,
/// never neighbours. Refused when no more than k points have a position.
core::Result<core::Weights> knn_weights(std::span<const core::Point>, int k, const core::Progress& = {});
/// All points within `distance_m` (included). Symmetric. Refused above 250 million links.
core::Result<core::Weights> distance_weights(std::span<const core::Point>, double distance_m,
                                             core::IslandPolicy islands = core::IslandPolicy::Exclude,
                                             const core::Progress& = {});
/// The smallest distance at which every point with a position has a neighbour; NaN when fewer than two have
/// one.
double full_connection_distance_m(std::span<const core::Point>);

}  // namespace safeground::geo
