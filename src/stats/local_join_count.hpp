#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/result.hpp"
#include "core/weights.hpp"

namespace safeground::stats {

/// Vectors have one entry per input area, in input order; NaN where undefined.
struct LocalJoinCount {
    /// Neighbours that count. 0 where the area itself is not of the kind asked about; NaN where it was left
    /// out.
    std::vector<double> statistic;
    std::vector<double> expected;    ///< k K / (n - 1), under the same null as p; NaN where there is no p
    std::vector<double> p;           ///< exact, upper tail; NaN unless the area was evaluated and has a join
    std::vector<double> neighbours;  ///< k: neighbours with values; NaN where the area was left out
    std::size_t evaluated = 0;       ///< areas of the kind asked about
    std::size_t joined = 0;          ///< of these, how many have a count above 0, and so a p
    std::size_t colocated = 0;       ///< areas where both are 1 (of two variables)
    std::size_t links = 0;
    std::size_t n = 0;          ///< areas used
    std::size_t islands = 0;    ///< areas with values but no neighbour with values
    std::size_t undefined = 0;  ///< areas without a p
};

/// Local join count of a variable of 0 and 1 (Anselin and Li 2019): around each area that is 1, how many
/// neighbours are 1 too.
///
/// p is exact and needs no random numbers: with the area itself held fixed and the other n - 1 values
/// shuffled, the count is hypergeometric (n - 1 others, K ones among them, k neighbours drawn). It is
/// one-sided, "at least as many", and is given only where the area is 1 and the count is above 0.
///
/// NaN marks an area without a value; NaN and islands as for local_moran. Weights only say who is a
/// neighbour, so the weights of a row must be equal, as in binary and in row-standardised contiguity; others
/// are refused. Also refused: values other than 0 and 1, and what global_moran refuses. Values that are all
/// the same are no error here: every p is then 1.
core::Result<LocalJoinCount> local_join_count(std::span<const double> values, const core::Weights& weights);

/// Which areas two variables of 0 and 1 are asked about.
enum class JoinKind : std::uint8_t {
    NoColocation,  ///< x is 1 and z is 0 here, and neighbours with z = 1: two things that avoid one place
    Colocation     ///< both are 1 here, and neighbours with both: clusters of what coincides
};

/// The same of two variables. An area that lacks either value is left out. Under NoColocation K counts the
/// others with z = 1, under Colocation those with both.
core::Result<LocalJoinCount> local_join_count(std::span<const double> x, std::span<const double> z,
                                              const core::Weights& weights, JoinKind kind);

}  // namespace safeground::stats
