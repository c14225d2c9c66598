#include "stats/multiple_testing.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace safeground::stats {
namespace {

/// p-values that lie exactly on their line pass, whatever the last bit of the division.
bool at_most(double p, double line) { return p <= line * (1 + 1e-12); }

double harmonic(std::size_t n) {
    double total = 0.0;
    for (std::size_t i = n; i > 0; --i) total += 1.0 / static_cast<double>(i);
    return total;
}

/// False discovery rate over the tested areas, `order` ascending by p. `divisor` is 1, or the harmonic sum
/// for BY.
void step_up(std::span<const double> p, const std::vector<std::size_t>& order, double divisor,
             Adjusted& result) {
    const auto n = static_cast<double>(order.size());
    double smallest = 1.0;
    for (std::size_t rank = order.size(); rank > 0; --rank) {
        const std::size_t area = order[rank - 1];
        const auto k = static_cast<double>(rank);
        smallest = std::min(smallest, n * divisor / k * p[area]);
        result.p_adjusted[area] = smallest;
        if (result.rejected == 0 && at_most(p[area], k * result.alpha / (n * divisor))) {
            result.rejected = rank;
            result.cutoff = k * result.alpha / (n * divisor);
        }
    }
    for (std::size_t rank = 0; rank < result.rejected; ++rank) result.significant[order[rank]] = true;
}

void stop_at_first_failure(std::span<const double> p, const std::vector<std::size_t>& order, double divisor,
                           Adjusted& result) {
    const auto n = static_cast<double>(order.size());
    double largest = 0.0;
    bool passing = true;
    for (std::size_t rank = 1; rank <= order.size(); ++rank) {
        const std::size_t area = order[rank - 1];
        const auto k = static_cast<double>(rank);
        const double line = k * result.alpha / (n * divisor);
        largest = std::max(largest, std::min(1.0, n * divisor / k * p[area]));
        result.p_adjusted[area] = largest;
        if (rank == 1) result.cutoff = line;
        passing = passing && p[area] < line;
        if (!passing) continue;
        result.cutoff = line;
        result.significant[area] = true;
        ++result.rejected;
    }
}

void one_cutoff(std::span<const double> p, const std::vector<std::size_t>& order, double tests,
                Adjusted& result) {
    result.cutoff = result.alpha / tests;
    for (const std::size_t area : order) {
        result.p_adjusted[area] = std::min(1.0, tests * p[area]);
        result.significant[area] = at_most(p[area], result.cutoff);
        if (result.significant[area]) ++result.rejected;
    }
}

}  // namespace

std::string_view name(Correction correction) {
    switch (correction) {
        case Correction::None:
            return "none";
        case Correction::Bonferroni:
            return "bonferroni";
        case Correction::BenjaminiHochberg:
            return "bh";
        case Correction::BenjaminiYekutieli:
            return "by";
    }
    return "";
}

Adjusted adjust(std::span<const double> p, Correction correction, double alpha, Convention convention) {
    Adjusted result;
    result.correction = correction;
    result.alpha = alpha;
    result.convention = convention;
    result.p_adjusted.assign(p.size(), std::numeric_limits<double>::quiet_NaN());
    result.significant.assign(p.size(), false);
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < p.size(); ++i)
        if (!std::isnan(p[i])) order.push_back(i);
    result.tested = order.size();
    if (order.empty()) return result;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });

    if (correction == Correction::None || correction == Correction::Bonferroni) {
        one_cutoff(p, order, correction == Correction::None ? 1.0 : static_cast<double>(order.size()),
                   result);
        return result;
    }
    const double divisor = correction == Correction::BenjaminiYekutieli ? harmonic(order.size()) : 1.0;
    if (convention == Convention::Geoda) stop_at_first_failure(p, order, divisor, result);
    else step_up(p, order, divisor, result);
    return result;
}

std::size_t permutations_needed(std::size_t tested, std::size_t declared, double alpha, Tail tail) {
    assert(tested > 0 && declared > 0 && alpha > 0);
    const double smallest_p_times = tail == Tail::TwoSided ? 2.0 : 1.0;
    const double needed =
        smallest_p_times * static_cast<double>(tested) / (static_cast<double>(declared) * alpha) - 1;
    // 1e-9: 4994 / 0.05 is a whole number that the division may miss by its last bit.
    return static_cast<std::size_t>(std::max(1.0, std::ceil(needed - 1e-9 * needed)));
}

}  // namespace safeground::stats
