#pragma once

#include <cstdint>
#include <string_view>

namespace safeground::stats {

/// Whose choices to follow where programs differ, so that two sets of numbers can be reconciled.
///
/// | | Moran's m2 | two-sided permutation p | Benjamini-Hochberg | local moments | EB window |
/// |---|---|---|---|---|---|
/// | Safeground | n | doubled smaller tail | step-up | conditional | centre's mean |
/// | Spdep | n | doubled smaller tail | step-up | conditional | each area's own mean |
/// | Geoda | n - 1 | smaller tail, not doubled | stops at the first failure | conditional | centre's mean |
/// | Arcgis | the others, n - 1 | doubled smaller tail | step-up | total randomisation | centre's mean |
enum class Convention : std::uint8_t { Safeground, Spdep, Geoda, Arcgis };

/// Which departures from the null count as extreme. For Moran's I upper means "more alike than chance", for
/// Getis-Ord upper means "hot".
enum class Tail : std::uint8_t {
    TwoSided,  ///< min(1, 2 * smaller tail)
    Upper,
    Lower,
    Folded  ///< the smaller tail without doubling: a 10 % test that says 5 %; only to reproduce GeoDa
};

/// How the sampling moments of the local Moran statistic are taken.
enum class LocalMoments : std::uint8_t {
    Conditional,  ///< x_i held fixed (Sokal, Oden and Thomson 1998): what conditional permutation estimates
    TotalRandomisation  ///< all values shuffled (Anselin 1995)
};

/// The tail a run really uses: Geoda turns TwoSided into Folded, as that program offers nothing else.
Tail effective_tail(Tail asked, Convention convention);

/// "safeground", "spdep", "geoda", "arcgis"; "two-sided", "upper", "lower", "folded".
std::string_view name(Convention convention);
std::string_view name(Tail tail);

/// P-value of a standard normal z. NaN gives NaN.
double normal_p(double z, Tail tail);

}  // namespace safeground::stats
