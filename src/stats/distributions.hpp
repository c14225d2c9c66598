#pragma once

#include <cstdint>

namespace safeground::stats {

/// Tail probabilities to about 1e-13 of their own size, also far out. NaN in, NaN out.

/// P(X >= successes) when `drawn` of `population` items are drawn without replacement and `marked` of them
/// count as a success. 1 for 0 successes, 0 for more than there can be. `marked` and `drawn` are at most
/// `population`.
double hypergeometric_at_least(std::uint64_t successes, std::uint64_t population, std::uint64_t marked,
                               std::uint64_t drawn);

/// P(X <= count) and P(X >= count) of a Poisson count with this mean (at least 0).
double poisson_at_most(std::uint64_t count, double mean);
double poisson_at_least(std::uint64_t count, double mean);

/// P(X <= x) and P(X > x) of chi-square with any positive degrees of freedom, whole or not; x at least 0.
double chi_square_lower(double x, double degrees);
double chi_square_upper(double x, double degrees);

}  // namespace safeground::stats
