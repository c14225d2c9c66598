#pragma once

#include <string>
#include <vector>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "core/table.hpp"
#include "core/weights.hpp"

namespace safeground::ops {

/// `queen`, `rook`, `knn:8`, `distance:1500` or `file:PATH`, taken apart.
struct WeightsSpec {
    enum class Kind : std::uint8_t { Queen, Rook, Knn, Distance, File };
    Kind kind = Kind::Queen;
    int k = 0;              ///< Knn: at least 1
    double distance_m = 0;  ///< Distance: above 0
    std::string path;       ///< File
};

/// The forms that are understood, for help and for errors.
inline constexpr const char* kWeightsForms = "queen, rook, knn:8, distance:1500 (metres) or file:PATH";

/// Refuses (Usage) what is none of the forms, with the forms in the sentence.
core::Result<WeightsSpec> parse_weights_spec(const std::string& text);

struct WeightsChoice {
    WeightsSpec spec;
    double snap_m = 0.01;  ///< queen and rook: vertices closer than this are one
    bool row_standardise = true;
    core::IslandPolicy islands = core::IslandPolicy::Exclude;
};

/// Weights over the rows of `areas`, which are polygons (or points, for knn and distance). knn and distance
/// of polygons measure between centroids. `from_file` holds the neighbours of Kind::File and must have one
/// row an area. The description says how the weights were made. Warnings: islands, several components.
core::Result<core::Weights> build_weights(const core::Table& areas, const WeightsChoice& choice,
                                          const core::Weights* from_file,
                                          const core::Progress& progress = {});

/// Where the rows are: points as they stand, polygons by their centroid; empty for other tables. NaN without
/// a position.
std::vector<core::Point> positions(const core::Table& areas);

}  // namespace safeground::ops
