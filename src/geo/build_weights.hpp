#pragma once

#include <span>

#include "core/geometry.hpp"
#include "core/progress.hpp"
#include "core/result.hpp"
#include "core/weights.hpp"

namespace safeground::geo {

/// Weights are binary but for those by kernel and by inverse distance; `core::row_standardise` and
/// `core::with_self` come after. `Weights::description` says the kind, the tolerance and how many islands
/// were joined.
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
/// Kernels K(u) of u = d / h, the distance as a share of the bandwidth h. All are 0 beyond u = 1; the
/// Gaussian is cut off there, as GeoDa and PySAL do.
enum class Kernel : std::uint8_t {
    Uniform,       ///< 1/2
    Triangular,    ///< 1 - u; 0 at u = 1
    Epanechnikov,  ///< 3/4 (1 - u^2); 0 at u = 1
    Quartic,       ///< 15/16 (1 - u^2)^2; 0 at u = 1
    Gaussian       ///< exp(-u^2 / 2) / sqrt(2 pi), 0.242 at u = 1
};
double kernel_weight(Kernel kernel, double u);
/// Whether the kernel is 0 at the bandwidth itself.
bool vanishes_at_bandwidth(Kernel kernel);

/// Weights K(d / bandwidth) of all points within the bandwidth. A point is not its own neighbour (the
/// diagonal K(0) is left out; GeoDa and PySAL can add it), and a link whose weight is 0 is left out too, so
/// that points exactly at the bandwidth are neighbours only for kernels that do not vanish there. Symmetric.
/// Refused: a bandwidth that is not above 0, more links than core::kMostLinks.
core::Result<core::Weights> kernel_weights(std::span<const core::Point>, Kernel kernel, double bandwidth_m,
                                           const core::Progress& = {});
/// The same with a bandwidth for each point: the distance to its k-th nearest. For kernels that vanish at the
/// bandwidth the k-th nearest therefore has weight 0 and is no neighbour, which leaves k - 1 (fewer where
/// distances tie); for the others all points exactly as far as the k-th nearest are neighbours. Not
/// symmetric. Refused: as knn_weights; k = 1 with a kernel that vanishes; k points at one place, whose
/// bandwidth would be 0.
core::Result<core::Weights> adaptive_kernel_weights(std::span<const core::Point>, Kernel kernel, int k,
                                                    const core::Progress& = {});
/// Weights 1 / d^power, d in metres, of all points within `distance_m`. Symmetric. Refused: two points at one
/// place (named by their rows, from 1), since no weight would be finite; a distance not above 0; a power not
/// above 0 or over 10; more links than core::kMostLinks.
core::Result<core::Weights> inverse_distance_weights(std::span<const core::Point>, double distance_m,
                                                     double power = 1, const core::Progress& = {});
/// The smallest distance at which every point with a position has a neighbour; NaN when fewer than two have
/// one.
double full_connection_distance_m(std::span<const core::Point>);

}  // namespace safeground::geo
