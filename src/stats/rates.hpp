#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/result.hpp"
#include "core/weights.hpp"
#include "stats/conventions.hpp"

namespace safeground::stats {

struct EmpiricalBayesOptions {
    /// Spdep measures each area of a spatial window from that area's own window mean, all others from the
    /// centre's. No effect on the global form.
    Convention convention = Convention::Safeground;
};

/// Vectors have one entry per input area, in input order; NaN where undefined. Rates are events per head.
struct EmpiricalBayes {
    std::vector<double> raw;  ///< events / population
    std::vector<double>
        excess;  ///< events / (overall rate * population); NaN when there are no events at all
    std::vector<double> smoothed;   ///< between raw and the prior mean
    std::vector<double> shrinkage;  ///< weight of the raw rate, 0 .. 1
    std::vector<double>
        prior_means;  ///< per area: the overall rate, or the window's rate (the "spatial rate")
    std::vector<double> prior_variances;  ///< per area
    double rate = 0;                      ///< all events / all population of the areas used
    double prior_mean = 0;                ///< global form: same as rate; spatial form: rate
    double prior_variance = 0;            ///< global form: A of Marshall; spatial form: mean over the areas
    std::size_t n = 0;                    ///< areas used
    std::size_t islands = 0;              ///< spatial form: areas used that have no neighbour
    std::size_t undefined = 0;            ///< areas without a smoothed rate
    EmpiricalBayesOptions options;
};

/// Rates shrunk to the overall rate by the method of moments (Marshall 1991, Applied Statistics 40).
///
/// NaN in either input, or a population of 0, makes the area undefined and leaves it out of all sums; a
/// warning counts such areas and the events they held. When the rates vary no more than chance, every area
/// gets the overall rate, with a warning. Refused: sizes that differ, negative or infinite numbers, no area
/// with a population.
core::Result<EmpiricalBayes> eb_rates(std::span<const double> events, std::span<const double> population,
                                      const EmpiricalBayesOptions& options = {});

/// The same within each window: the area and its neighbours (weights only say who is a neighbour; self is
/// implied).
///
/// A window without events has rate 0. Islands: undefined, or their raw rate under IslandPolicy::Zero.
core::Result<EmpiricalBayes> spatial_eb_rates(std::span<const double> events,
                                              std::span<const double> population,
                                              const core::Weights& weights,
                                              const EmpiricalBayesOptions& options = {});

struct EbStandardised {
    std::vector<double> values;  ///< (p_i - b) / sqrt(a + b / P_i); NaN where the rate is undefined
    double a = 0;                ///< variance between areas, 0 if negative
    double b = 0;                ///< overall rate
};

/// Rates standardised for their unequal precision, to be given to global_moran or local_moran
/// (Assuncao and Reis 1999, Statistics in Medicine 18). Errors and NaN as for eb_rates; also refused without
/// any events.
core::Result<EbStandardised> eb_standardised(std::span<const double> events,
                                             std::span<const double> population);

/// Vectors have one entry per input area, in input order; NaN where undefined.
struct ExcessRisk {
    std::vector<double> expected;  ///< overall rate times population
    std::vector<double> excess;    ///< events / expected: 1 is the overall rate; NaN without any events
    std::vector<double> p_lower;   ///< P(X <= events), X Poisson with mean expected
    std::vector<double> p_upper;   ///< P(X >= events)
    std::vector<double>
        choynowski;  ///< the one on the side of the events: p_lower below expected, else p_upper
    std::vector<double> p_two_sided;  ///< min(1, 2 * smaller of p_lower and p_upper)
    double rate = 0;                  ///< all events / all population of the areas used
    double events = 0;                ///< of the areas used
    std::size_t n = 0;                ///< areas used
    std::size_t undefined = 0;        ///< areas without
};

/// How surprising each area's count is if the overall rate held everywhere: the probability map of Choynowski
/// (1959, JASA 54; Cressie and Chan 1989).
///
/// p_lower is pmap of spdep's probmap, choynowski that of its choynowski (whose side is that of two one-sided
/// tests, so as a two-sided test it is half of what it should be: use p_two_sided). The overall rate is taken
/// as known, areas as independent; on counts that vary more than Poisson (most crime) probabilities come out
/// too small. Errors and NaN as for eb_rates; also refused: counts that are not whole, and no events at all.
core::Result<ExcessRisk> excess_risk(std::span<const double> events, std::span<const double> population);

}  // namespace safeground::stats
