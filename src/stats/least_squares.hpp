#pragma once

#include <span>
#include <vector>

#include "core/result.hpp"

namespace safeground::stats {

struct LeastSquares {
    std::vector<double> coefficients;  ///< intercept first
    std::vector<double> residuals;
    double r_squared = 0;  ///< NaN where `values` does not vary
};

/// `values` on an intercept and the covariates (each as long as `values`, finite), by orthogonalisation twice
/// over (Gram and Schmidt with Bjorck's repetition). Refused: more covariates than values less 2, a covariate
/// that does not vary or that the ones before it determine (its number, from 1, is named).
core::Result<LeastSquares> least_squares(std::span<const double> values,
                                         std::span<const std::span<const double>> covariates);

}  // namespace safeground::stats
