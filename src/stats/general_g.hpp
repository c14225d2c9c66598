#pragma once

#include <span>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "core/weights.hpp"
#include "stats/global_statistic.hpp"

namespace safeground::stats {

/// statistic: G. expected: S0 / (n (n - 1)). Tail::Upper: high values are neighbours.
struct GeneralG : GlobalStatistic, GlobalUse {
    double mean = 0;  ///< of the values used
    GlobalOptions options;
};

/// General G (Getis and Ord 1992, Geographical Analysis 24; the variance with the coefficient that the
/// authors' correction gives B1): the share of all products of two areas that neighbours hold.
///
/// Unlike Moran's I it tells high values side by side (above expectation) from low ones (below). It needs
/// values that are counted from a natural zero: negative values are refused, and so is a map on which fewer
/// than two areas are above 0. It is defined for binary weights; others are used as they are. NaN, islands,
/// the permutation and what else is refused: as for global_moran.
core::Result<GeneralG> general_g(std::span<const double> values, const core::Weights& weights,
                                 const GlobalOptions& options = {}, const core::Progress& progress = {});

}  // namespace safeground::stats
