#include "stats/global_statistic.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <utility>

namespace safeground::stats {

GlobalUse use_of(const Prepared& prepared, const core::WeightsSummary& summary, Tail tail) {
    GlobalUse use;
    use.s0 = summary.s0;
    use.s1 = summary.s1;
    use.s2 = summary.s2;
    use.links = prepared.weights.links();
    use.n = prepared.values.size();
    use.islands = prepared.islands;
    use.undefined = prepared.input_size - prepared.values.size();
    use.tail = tail;
    return use;
}

void set_normal(GlobalStatistic& statistic, Tail tail, Alike alike) {
    const bool varies = statistic.variance > 1e-12 * statistic.expected * statistic.expected;
    const double above = statistic.statistic - statistic.expected;
    statistic.z = varies ? (alike == Alike::Large ? above : -above) / std::sqrt(statistic.variance)
                         : std::numeric_limits<double>::quiet_NaN();
    statistic.p_analytic = normal_p(statistic.z, tail);
    statistic.p_permutation = std::numeric_limits<double>::quiet_NaN();
    statistic.p = statistic.p_analytic;
}

void set_permuted(GlobalStatistic& statistic, TailCounts counts, Tail tail, Alike alike) {
    if (alike == Alike::Small) std::swap(counts.at_least, counts.at_most);
    statistic.p_permutation = pseudo_p(counts, tail);
    statistic.p = statistic.p_permutation;
}

std::optional<core::Failure> refuse_constant(const Prepared& prepared, std::string_view name) {
    if (!prepared.moments.constant) return std::nullopt;
    return core::refuse(
               fmt::format("All {} areas have the same value ({}), so there is nothing for {} to measure.",
                           prepared.values.size(), prepared.values.front(), name))
        .remedy("Choose a variable that varies between areas.");
}

std::optional<core::Failure> refuse_unlinked(const core::WeightsSummary& summary) {
    if (summary.s0 > 0) return std::nullopt;
    return core::refuse("No area has a neighbour with a value, so there is nothing to compare.")
        .remedy("Use weights that join the areas (more neighbours, a longer distance).");
}

}  // namespace safeground::stats
