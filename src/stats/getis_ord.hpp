#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "core/weights.hpp"
#include "stats/conventions.hpp"
#include "stats/local_result.hpp"
#include "stats/multiple_testing.hpp"
#include "stats/permutation.hpp"

namespace safeground::stats {

enum class Spot : std::uint8_t { Undefined, None, Hot, Cold };

/// "undefined", "none", "hot", "cold".
std::string_view name(Spot spot);

struct GetisOrdOptions {
    bool star = true;  ///< Gi*: the area itself belongs to its neighbourhood; false: Gi
    /// Weight of the area itself in Gi*: as it stands where the weights are not row-standardised, times the
    /// largest weight of the row where they are, so that self is added before standardising. Unused if
    /// weights.includes_self.
    double self_weight = 1.0;
    int permutations = 999;  ///< 0: the analytic p-value is the one reported
    std::uint64_t seed = 1;
    int threads = 0;  ///< 0: as many as the machine has; never changes the result
    Tail tail = Tail::TwoSided;
    Convention convention = Convention::Safeground;
    Draws draws = Draws::Auto;
    int stop_after = 0;  ///< see PermutationOptions
};

/// `lag`: sum_j w_ij x_j over the neighbourhood (with the area itself for Gi*). `statistic`: the ratio form,
/// lag / sum of all x (of the others for Gi), NaN if that is 0; `expected` and `variance` are of the ratio, z
/// is that of Ord and Getis 1995.
struct GetisOrd : LocalResult {
    /// Hot where z > 0, Cold where z < 0, whatever the p-value; None where the permutation's smaller tail is
    /// the other one, as for a single high area among unusually low ones (other conventions call that hot).
    std::vector<Spot> direction;
    GetisOrdOptions options;
};

/// Gi or Gi* (Getis and Ord 1992; Ord and Getis 1995) of `values`, one per row of `weights`.
///
/// Pass weights without self; `star` adds it. Weights that already contain self are taken as they are for Gi*
/// and refused for Gi. z does not change when a row is rescaled, so binary and row-standardised weights
/// agree. Negative values are allowed, since residuals are a legitimate input; the ratio form then means
/// little. The permutation holds x_i fixed and fills the neighbours with values of the other areas. NaN and
/// islands as for local_moran (an island under IslandPolicy::Zero has a Gi* of its own value alone, but no
/// permutation p). A neighbourhood that is everyone, or equal values, gives undefined. Refused: as for
/// global_moran.
core::Result<GetisOrd> getis_ord(std::span<const double> values, const core::Weights& weights,
                                 const GetisOrdOptions& options = {}, const core::Progress& progress = {});

/// Hot or Cold where `significant`, else None; Undefined where p is. Sizes must be equal.
std::vector<Spot> significant_spots(const GetisOrd& local, const std::vector<bool>& significant);

/// Esri's bins: 3, 2, 1 for hot at 99, 95, 90 %, negative for cold, 0 for none or undefined; `correction` at
/// each level.
std::vector<int> confidence_bins(const GetisOrd& local, Correction correction);

}  // namespace safeground::stats
