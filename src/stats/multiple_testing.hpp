#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "stats/conventions.hpp"

namespace safeground::stats {

enum class Correction : std::uint8_t {
    None,
    Bonferroni,
    BenjaminiHochberg,  ///< false discovery rate, independent or positively dependent tests (1995)
    BenjaminiYekutieli  ///< false discovery rate under any dependence (2001)
};

/// "none", "bonferroni", "bh", "by".
std::string_view name(Correction correction);

struct Adjusted {
    std::vector<double> p_adjusted;  ///< to compare with alpha; NaN where p is NaN
    std::vector<bool> significant;   ///< false where p is NaN
    double cutoff = 0;  ///< what p itself is compared with; 0 when a false discovery rate rejects nothing
    std::size_t tested = 0;  ///< p-values that are not NaN: the n of every correction
    std::size_t rejected = 0;
    Correction correction = Correction::None;
    double alpha = 0.05;
    Convention convention = Convention::Safeground;
};

/// Corrects p-values for having tested many areas. NaN (undefined) is left out and does not count among the
/// tests.
///
/// Convention::Geoda replaces the step-up rule of BenjaminiHochberg and BenjaminiYekutieli by GeoDa's: walk
/// up from the smallest p and stop at the first p >= its line; significant means p < cutoff, and the cutoff
/// is alpha/n (not 0) when the first already fails. p_adjusted is then the running maximum of n p(k) / k.
Adjusted adjust(std::span<const double> p, Correction correction, double alpha,
                Convention convention = Convention::Safeground);

/// Smallest number of permutations with which `declared` of `tested` areas can pass Benjamini-Hochberg at
/// `alpha` (declared = 1: Bonferroni). `tail` TwoSided doubles p, so it needs about twice as many. Arguments
/// must be positive.
std::size_t permutations_needed(std::size_t tested, std::size_t declared, double alpha,
                                Tail tail = Tail::Upper);

}  // namespace safeground::stats
