#pragma once

#include <span>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "core/weights.hpp"
#include "stats/global_statistic.hpp"
#include "stats/moran.hpp"

namespace safeground::stats {

/// The same as of Moran's I.
using GlobalGearyOptions = GlobalMoranOptions;

/// statistic: c. expected: 1. z: (1 - c) / sqrt(variance), above 0 where neighbours are alike, as in spdep.
struct GlobalGeary : GlobalStatistic, GlobalUse {
    double variance_randomisation = 0;
    double variance_normality = 0;
    double mean = 0;  ///< of the values used
    GlobalGearyOptions options;
};

/// Geary's c of `values` (one per row of `weights`) with its moments and a p-value (Geary 1954; Cliff and Ord
/// 1981): squared differences of neighbours against those of all areas.
///
/// c below 1 means that neighbours are alike. So that the tails say the same as those of Moran's I,
/// Tail::Upper asks for c below 1 (more alike than chance) and Tail::Lower for c above 1. NaN, islands, the
/// permutation and what is refused: as for global_moran.
core::Result<GlobalGeary> global_geary(std::span<const double> values, const core::Weights& weights,
                                       const GlobalGearyOptions& options = {},
                                       const core::Progress& progress = {});

}  // namespace safeground::stats
