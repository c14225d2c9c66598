#pragma once

#include <span>
#include <vector>

#include "stats/local_moran.hpp"

namespace safeground::stats {

struct PartialMoran : LocalMoran {     ///< `value` is the input; all else is of the residuals
    std::vector<double> residual;      ///< what the covariates leave unexplained; NaN where left out
    std::vector<double> coefficients;  ///< of the intercept and the covariates, least squares
    double r_squared = 0;              ///< share of the variance that the covariates explain
};

/// Local Moran of what is left of `values` after least squares on the covariates (Wolf 2024, Annals of the
/// AAG: local statistics under confounding; residuals are then permuted as values are, after Freedman and
/// Lane 1983).
///
/// Where offences cluster beyond what deprivation there would lead to expect. It answers "beyond here", not
/// "beyond around": covariates of the neighbours are no part of it. An area without the value or a covariate
/// is left out. Residuals of a fit are only nearly exchangeable: with few areas for each covariate (below 10)
/// p is rough. Refused: as for global_moran; covariates that repeat each other or do not vary; a fit without
/// remainder.
core::Result<PartialMoran> partial_local_moran(std::span<const double> values,
                                               std::span<const std::span<const double>> covariates,
                                               const core::Weights& weights,
                                               const LocalMoranOptions& options = {},
                                               const core::Progress& progress = {});

}  // namespace safeground::stats
