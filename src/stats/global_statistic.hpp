#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/result.hpp"
#include "core/weights.hpp"
#include "stats/conventions.hpp"
#include "stats/permutation.hpp"
#include "stats/prepared.hpp"

/// What the statistics of a whole map share.
namespace safeground::stats {

struct GlobalOptions {
    int permutations = 999;  ///< 0: the analytic p-value is the one reported
    std::uint64_t seed = 1;
    int threads = 0;  ///< 0: as many as the machine has; never changes the result
    Tail tail = Tail::TwoSided;
    Convention convention = Convention::Safeground;
};

/// A number about the whole map, what chance would make of it, and how surprising it is.
struct GlobalStatistic {
    double statistic = 0;
    double expected = 0;
    double variance = 0;
    double z = 0;  ///< NaN where the variance is 0
    double p = 0;  ///< p_permutation when permutations > 0, else p_analytic
    double p_analytic = 0;
    double p_permutation = 0;  ///< NaN without permutations
};

/// How many areas and links a statistic of the whole map used.
struct GlobalUse {
    double s0 = 0, s1 = 0, s2 = 0;  ///< of the weights used
    std::size_t links = 0;          ///< of the weights used
    std::size_t n = 0;              ///< areas used
    std::size_t islands = 0;        ///< areas with a value but no neighbour with one
    std::size_t undefined = 0;      ///< areas left out: no value, or an island under IslandPolicy::Exclude
    Tail tail = Tail::TwoSided;     ///< the tail really used
};

/// Whether large or small numbers of a statistic mean "more alike than chance", which is what Tail::Upper
/// asks.
enum class Alike : std::uint8_t { Large, Small };

GlobalUse use_of(const Prepared& prepared, const core::WeightsSummary& summary, Tail tail);
/// z, with the sign of (statistic - expected) under Alike::Large and the opposite under Small, and the
/// analytic p; p_permutation is NaN. A variance below 1e-12 expected^2 is rounding: no z, no p.
void set_normal(GlobalStatistic& statistic, Tail tail, Alike alike = Alike::Large);
/// p and p_permutation from the counts of the statistic.
void set_permuted(GlobalStatistic& statistic, TailCounts counts, Tail tail, Alike alike = Alike::Large);

/// Refuses values that are all equal, and weights without a link.
std::optional<core::Failure> refuse_constant(const Prepared& prepared, std::string_view name);
std::optional<core::Failure> refuse_unlinked(const core::WeightsSummary& summary);

}  // namespace safeground::stats
