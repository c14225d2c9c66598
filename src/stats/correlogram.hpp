#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "core/weights.hpp"
#include "stats/global_statistic.hpp"
#include "stats/moran.hpp"
#include "stats/multiple_testing.hpp"

namespace safeground::stats {

enum class MapStatistic : std::uint8_t { Moran, Geary };

struct CorrelogramOptions {
    MapStatistic statistic = MapStatistic::Moran;
    int permutations = 999;  ///< 0: the analytic p-values are those reported
    std::uint64_t seed = 1;
    int threads = 0;  ///< 0: as many as the machine has; never changes the result
    Tail tail = Tail::TwoSided;
    Convention convention = Convention::Safeground;
    VarianceAssumption assumption = VarianceAssumption::Randomisation;
    double alpha = 0.05;
    Correction correction = Correction::BenjaminiHochberg;  ///< over the lags
};

/// One lag. A lag at which no two areas are has NaN for every number and no p.
struct CorrelogramLag : GlobalStatistic {
    double from = 0, to = 0;  ///< order - 1 and order, or the band (from, to] in the unit of x and y
    std::size_t links = 0;    ///< directed
    std::size_t pairs = 0;    ///< of areas, each counted once
    std::size_t without = 0;  ///< areas used that have no partner at this lag
    double p_adjusted = 0;
    bool significant = false;
};

struct Correlogram {
    std::vector<CorrelogramLag> lags;
    double cutoff = 0;          ///< what p is compared with; see Adjusted
    std::size_t n = 0;          ///< areas used, the same at every lag
    std::size_t islands = 0;    ///< as for global_moran, of the weights given
    std::size_t undefined = 0;  ///< areas left out
    Tail tail = Tail::TwoSided;
    CorrelogramOptions options;
};

/// Moran's I (or Geary's c) of areas 1, 2, ... `orders` steps apart (Cliff and Ord 1981): how far a pattern
/// reaches. Each pair of areas belongs to its shortest way along the links of `weights`, also through areas
/// without a value.
///
/// Which areas are used is decided once, as for global_moran with `weights`, so the mean, the variance and n
/// are the same at every lag; an area without a partner at a lag stays there with a lag of 0 (spdep takes it
/// out of n at that lag). Rows are standardised at each lag where those of `weights` are. Each permutation
/// shuffles the map once for all lags. p_adjusted corrects over the lags that have a p. Refused: what
/// global_moran refuses, orders below 1 or above 50, more than 50 million links.
core::Result<Correlogram> contiguity_correlogram(std::span<const double> values, const core::Weights& weights,
                                                 int orders, const CorrelogramOptions& options = {},
                                                 const core::Progress& progress = {});

/// The same by distance: binary weights between areas whose positions are (edges[b], edges[b + 1]] apart.
/// Positions x, y in a plane (metres). A first edge of 0 counts areas in one place. An area without a value
/// or a position is left out. Refused: edges that are not two or more ascending numbers from 0 up, and the
/// rest as above.
core::Result<Correlogram> distance_correlogram(std::span<const double> values, std::span<const double> x,
                                               std::span<const double> y, std::span<const double> edges,
                                               const CorrelogramOptions& options = {},
                                               const core::Progress& progress = {});

struct IncrementalOptions {
    int steps = 10;        ///< distances tried, 3 .. 100
    double start = 0;      ///< 0: where every area has a neighbour
    double increment = 0;  ///< 0: the mean distance to the nearest other area
    bool row_standardise = true;
    VarianceAssumption assumption = VarianceAssumption::Randomisation;
    Tail tail = Tail::TwoSided;
};

struct IncrementalStep : GlobalStatistic {
    double distance = 0;
    std::size_t links = 0;  ///< directed
    double mean_neighbours = 0;
    std::size_t islands = 0;  ///< areas used without a neighbour at this distance: they stay, with a lag of 0
};

struct Incremental {
    std::vector<IncrementalStep> steps;
    double start = 0, increment = 0;  ///< really used
    double first_peak = 0;            ///< distance where z first falls again; NaN where it never does
    double highest_peak = 0;          ///< the peak with the highest z; NaN where there is none
    std::size_t n = 0;
    std::size_t undefined = 0;  ///< areas left out: no value or no position
    IncrementalOptions options;
};

/// Moran's z of neighbours within d, for d = start, start + increment, ... (as Esri's Incremental Spatial
/// Autocorrelation): a peak is a distance at which clustering is most pronounced, and a candidate for the
/// band of a local statistic. A peak lies between two lower neighbours, so neither the first nor the last
/// distance is one.
///
/// To look for the peak is exploring: the p-values along the way are not corrected, and a band chosen by them
/// makes a later test on the same data too hopeful. z is analytic. Refused: what global_moran refuses, steps
/// outside 3 .. 100, negative or infinite distances, more than 50 million links.
core::Result<Incremental> incremental_autocorrelation(std::span<const double> values,
                                                      std::span<const double> x, std::span<const double> y,
                                                      const IncrementalOptions& options = {},
                                                      const core::Progress& progress = {});

}  // namespace safeground::stats
