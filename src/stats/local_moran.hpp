#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "core/weights.hpp"
#include "stats/conventions.hpp"
#include "stats/local_result.hpp"
#include "stats/permutation.hpp"
#include "stats/quadrant.hpp"

namespace safeground::stats {

struct LocalMoranOptions {
    int permutations = 999;  ///< 0: the analytic p-value is the one reported
    std::uint64_t seed = 1;
    int threads = 0;  ///< 0: as many as the machine has; never changes the result
    Tail tail = Tail::TwoSided;
    Convention convention = Convention::Safeground;
    LocalMoments moments = LocalMoments::Conditional;  ///< Convention::Arcgis always uses TotalRandomisation
    Draws draws = Draws::Auto;
    int stop_after = 0;  ///< see PermutationOptions
};

struct LocalMoran : LocalResult {       ///< lag: sum_j w_ij x_j, in units of the value times the weight
    std::vector<double> deviation;      ///< value - mean: x of the Moran scatter plot
    std::vector<double> lag_deviation;  ///< sum_j w_ij (x_j - mean): y of the Moran scatter plot
    std::vector<Quadrant> quadrant;     ///< whatever the p-value; see significant_quadrants
    double m2 = 0;                      ///< sum of squared deviations over n (over n - 1 for Geoda)
    LocalMoranOptions options;
};

/// Local Moran I_i = (z_i / m2) sum_j w_ij z_j (Anselin 1995) with moments and conditional permutation
/// p-values.
///
/// With m2 over n the I_i sum to S0 times the global I. NaN marks an area without a value: it leaves n and
/// the mean, its links vanish and rows are standardised again; its own results are NaN. Islands follow
/// weights.islands: under Zero they keep a place in n and the mean with I_i = 0 and an undefined p; otherwise
/// they leave n and the mean. An area exactly at the mean has I_i = 0 whatever its neighbours: permutation p
/// 1, analytic p undefined. Values without variation give undefined everywhere and a warning. Refused: as for
/// global_moran.
core::Result<LocalMoran> local_moran(std::span<const double> values, const core::Weights& weights,
                                     const LocalMoranOptions& options = {},
                                     const core::Progress& progress = {});

/// The quadrant where `significant`, else Undefined: the cluster map. Sizes must be equal.
std::vector<Quadrant> significant_quadrants(const LocalMoran& local, const std::vector<bool>& significant);

}  // namespace safeground::stats
