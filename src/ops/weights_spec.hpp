#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "core/table.hpp"
#include "core/weights.hpp"
#include "geo/build_weights.hpp"

namespace safeground::ops {

/// What the parameter `weights` says, taken apart. The forms:
///
///     queen, rook                    a shared corner, a shared border
///     queen:2, rook:3                reached over exactly so many borders and no fewer
///     queen:2+                       over 1 to so many
///     knn:8                          the nearest
///     distance:1500                  all within metres
///     distance:auto                  within the smallest distance that leaves nobody alone
///     kernel:FUNCTION:1500           weights falling with distance, one bandwidth in metres
///     kernel:FUNCTION:knn:8          a bandwidth for each area: the distance to its 8th nearest
///     inverse:1500, inverse:1500:2   one over distance (to a power) within metres
///     file:PATH                      see weights_file.hpp
///     union(A,B), intersection(A,B), difference(A,B)   links of either, of both, of A without B
///
/// FUNCTION is uniform, triangular, epanechnikov, quartic or gaussian (geo::Kernel). A and B are any of these
/// forms, also unions; what comes out is binary, each link weighs 1 whatever it weighed in A or B. In A and
/// B the brackets of a path must be in pairs, and a comma only stands within brackets.
struct WeightsSpec {
    enum class Kind : std::uint8_t {
        Queen,
        Rook,
        Knn,
        Distance,
        Kernel,
        Inverse,
        File,
        Union,
        Intersection,
        Difference
    };
    Kind kind = Kind::Queen;
    int order = 1;            ///< Queen, Rook: at least 1
    bool cumulative = false;  ///< Queen, Rook: with the lower orders
    int k = 0;                ///< Knn: at least 1; Kernel: above 0 where the bandwidth is to the k-th nearest
    double distance_m = 0;    ///< Distance, Kernel without k, Inverse: above 0
    bool auto_distance = false;  ///< Distance: the smallest at which everyone has a neighbour
    double power = 1;            ///< Inverse
    geo::Kernel kernel = geo::Kernel::Triangular;
    std::string path;             ///< File
    std::vector<WeightsSpec> of;  ///< Union, Intersection, Difference: two
};

/// The forms that are understood, for help and for errors.
inline constexpr const char* kWeightsForms =
    "queen, rook, queen:2 (two borders away), queen:2+ (up to two), knn:8, distance:1500 (metres), "
    "distance:auto, kernel:triangular:1500, kernel:gaussian:knn:8, inverse:1500, inverse:1500:2, file:PATH, "
    "or "
    "union(A,B), intersection(A,B) and difference(A,B) of these";

/// Refuses (Usage) what is none of the forms, with the forms in the sentence.
core::Result<WeightsSpec> parse_weights_spec(const std::string& text);
/// "triangular", as a specification has it.
const char* kernel_word(geo::Kernel kernel);
/// The paths of all files that a specification names, each once.
std::vector<std::string> files_of(const WeightsSpec& spec);

/// Neighbours that were read from files, by the path as the specification has it.
using WeightsFiles = std::map<std::string, std::shared_ptr<const core::Weights>>;

struct WeightsChoice {
    WeightsSpec spec;
    double snap_m = 0.01;  ///< queen and rook: vertices closer than this are one
    bool row_standardise = true;
    core::IslandPolicy islands = core::IslandPolicy::Exclude;
    core::TablePtr barriers;  ///< lines or polygons that links must not cross; null: none
};

/// Weights over the rows of `areas`, which are polygons (or points, for all kinds by distance). Distances of
/// polygons are between centroids. `files` holds the neighbours of each Kind::File, one row an area. Barriers
/// cut links (geo::cut_by_barriers) before orders and sets are made of them, so that a path of order 2 goes
/// round a river. The description says how the weights were made. Warnings: islands, links that were cut.
/// Islands are joined to their nearest (IslandPolicy::Nearest) by queen, rook and distance; the other kinds
/// refuse that policy where islands are left. Without standardising, kernels, inverse distances and files
/// keep their weights and all others weigh 1.
core::Result<core::Weights> build_weights(const core::Table& areas, const WeightsChoice& choice,
                                          const WeightsFiles& files, const core::Progress& progress = {});

/// Where the rows are: points as they stand, polygons by their centroid; empty for other tables. NaN without
/// a position.
std::vector<core::Point> positions(const core::Table& areas);

}  // namespace safeground::ops
