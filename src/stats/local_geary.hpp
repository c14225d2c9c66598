#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "core/weights.hpp"
#include "stats/local_result.hpp"

namespace safeground::stats {

/// How an area stands to its neighbours. Positive: more alike than chance would have it.
enum class GearyKind : std::uint8_t {
    Undefined,
    HighHigh,       ///< positive, area and neighbours above the mean (one variable)
    LowLow,         ///< positive, both below the mean (one variable)
    OtherPositive,  ///< positive, on either side of the mean; with several variables every positive area
    Negative        ///< less alike than chance would have it
};

/// "undefined", "high-high", "low-low", "other-positive", "negative".
std::string_view name(GearyKind kind);

struct LocalGearyOptions {
    int permutations = 999;  ///< 0: the analytic p-value is the one reported; c is skewed, so it is rough
    std::uint64_t seed = 1;
    int threads = 0;  ///< 0: as many as the machine has; never changes the result
    /// Upper means more alike than chance, which is a small c; Lower less alike.
    Tail tail = Tail::TwoSided;
    Convention convention = Convention::Safeground;
    Draws draws = Draws::Auto;
    int stop_after = 0;  ///< see PermutationOptions
};

/// `value` and `lag` are of the first variable; `expected`, `variance` and `z` hold under conditional
/// permutation (exact moments); z > 0 where c is larger than expected, that is less alike.
struct LocalGeary : LocalResult {
    std::vector<GearyKind> kind;  ///< whatever the p-value
    LocalGearyOptions options;
};

/// Local Geary c_i = sum_j w_ij (z_i - z_j)^2 with z standardised by the n - 1 standard deviation (Anselin
/// 1995); of several variables the mean of their c_i, all values of an area moving together when permuted
/// (Anselin 2019, Geographical Analysis 51).
///
/// Each variable has one value per row of `weights`; an area without one of them is left out of all. Islands
/// as for local_moran: c = 0 under Zero, without p. A variable without variation is refused. Refused besides:
/// as for global_moran.
core::Result<LocalGeary> local_geary(std::span<const std::span<const double>> variables,
                                     const core::Weights& weights, const LocalGearyOptions& options = {},
                                     const core::Progress& progress = {});

}  // namespace safeground::stats
