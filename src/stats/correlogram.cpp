#include "stats/correlogram.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "stats/distance_bands.hpp"
#include "stats/geary.hpp"
#include "stats/global_permutation.hpp"
#include "stats/map_sums.hpp"
#include "stats/prepared.hpp"

namespace safeground::stats {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::size_t pairs_of(const core::Weights& weights) {
    std::size_t pairs = 0;
    for (std::uint32_t i = 0; i < weights.size(); ++i)
        for (const std::uint32_t j : weights.neighbours(i)) {
            const auto back = weights.neighbours(j);
            pairs += i < j || !std::binary_search(back.begin(), back.end(), i);
        }
    return pairs;
}

std::size_t without_neighbour(const core::Weights& weights) {
    std::size_t alone = 0;
    for (std::uint32_t i = 0; i < weights.size(); ++i) alone += weights.cardinality(i) == 0;
    return alone;
}

Alike alike_of(MapStatistic statistic) {
    return statistic == MapStatistic::Moran ? Alike::Large : Alike::Small;
}

GlobalStatistic undefined_statistic() { return {kNaN, kNaN, kNaN, kNaN, kNaN, kNaN, kNaN}; }

core::Result<GlobalStatistic> analytic(std::span<const double> values, const core::Weights& weights,
                                       const CorrelogramOptions& options) {
    GlobalMoranOptions one;
    one.permutations = 0;
    one.tail = options.tail;
    one.convention = options.convention;
    one.assumption = options.assumption;
    if (options.statistic == MapStatistic::Geary) {
        const auto geary = global_geary(values, weights, one);
        if (!geary) return geary.failure();
        return static_cast<const GlobalStatistic&>(*geary);
    }
    const auto moran = global_moran(values, weights, one);
    if (!moran) return moran.failure();
    return GlobalStatistic{moran->statistic, moran->expected,   moran->variance,     moran->z,
                           moran->p,         moran->p_analytic, moran->p_permutation};
}

/// `lags` of the areas used, all with their weights as they are to be used.
core::Result<Correlogram> correlogram(const Prepared& used, const std::vector<core::Weights>& weights,
                                      std::vector<CorrelogramLag> lags, const CorrelogramOptions& options,
                                      const core::Progress& progress) {
    Correlogram result;
    result.options = options;
    result.tail = effective_tail(options.tail, options.convention);
    result.n = used.values.size();
    result.islands = used.islands;
    result.undefined = used.input_size - used.values.size();
    const auto sum_of = options.statistic == MapStatistic::Moran ? cross_product : squared_differences;
    const double range = used.moments.maximum - used.moments.minimum;
    std::vector<std::size_t> linked;
    std::vector<Observed> observed;
    for (std::size_t k = 0; k < lags.size(); ++k) {
        CorrelogramLag& lag = lags[k];
        lag.links = weights[k].links();
        lag.pairs = pairs_of(weights[k]);
        lag.without = without_neighbour(weights[k]);
        static_cast<GlobalStatistic&>(lag) = undefined_statistic();
        if (lag.links == 0) continue;
        const auto one = analytic(used.values, weights[k], options);
        if (!one) return one.failure();
        static_cast<GlobalStatistic&>(lag) = *one;
        linked.push_back(k);
        double s0 = 0;
        for (const double w : weights[k].weight) s0 += w;
        observed.push_back({sum_of(weights[k], used.deviations), 1e-12 * s0 * range * range});
    }
    if (options.permutations > 0 && !linked.empty()) {
        const auto counts = permute_maps(
            result.n, observed,
            {options.permutations, options.seed, core::StreamId::Correlogram, options.threads},
            [&](std::span<const std::uint32_t> order, std::span<double> permuted) {
                std::vector<double> shuffled(order.size());
                for (std::size_t i = 0; i < order.size(); ++i) shuffled[i] = used.deviations[order[i]];
                for (std::size_t l = 0; l < linked.size(); ++l)
                    permuted[l] = sum_of(weights[linked[l]], shuffled);
            },
            progress);
        if (!counts) return counts.failure();
        for (std::size_t l = 0; l < linked.size(); ++l)
            set_permuted(lags[linked[l]], (*counts)[l], result.tail, alike_of(options.statistic));
    }
    std::vector<double> p;
    for (const CorrelogramLag& lag : lags) p.push_back(lag.p);
    const Adjusted adjusted = adjust(p, options.correction, options.alpha, options.convention);
    result.cutoff = adjusted.cutoff;
    for (std::size_t k = 0; k < lags.size(); ++k) {
        lags[k].p_adjusted = adjusted.p_adjusted[k];
        lags[k].significant = adjusted.significant[k];
    }
    result.lags = std::move(lags);
    return result;
}

std::string_view name_of(MapStatistic statistic) {
    return statistic == MapStatistic::Moran ? "A correlogram of Moran's I" : "A correlogram of Geary's c";
}

/// The areas with a value and a position; the others' positions become NaN.
struct Placed {
    Prepared used;
    std::vector<double> x, y;  ///< of the areas used
};

core::Result<Placed> place(std::span<const double> values, std::span<const double> x,
                           std::span<const double> y, const PrepareRules& rules) {
    if (x.size() != values.size() || y.size() != values.size())
        return core::refuse(fmt::format("There are {} values, but {} and {} coordinates.", values.size(),
                                        x.size(), y.size()))
            .remedy("Give one position for each area, in the same order.");
    std::vector<double> with_position(values.begin(), values.end());
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!std::isfinite(x[i]) || !std::isfinite(y[i])) with_position[i] = kNaN;
    core::Weights none;  // who is a neighbour is decided by distance, later
    none.row_begin.assign(values.size() + 1, 0);
    none.islands = core::IslandPolicy::Zero;
    auto ready = prepare(with_position, none, rules);
    if (!ready) return ready.failure();
    Placed placed{*std::move(ready), {}, {}};
    placed.used.islands = 0;
    for (const std::uint32_t area : placed.used.area) {
        placed.x.push_back(x[area]);
        placed.y.push_back(y[area]);
    }
    return placed;
}

core::Failure usage(std::string message) { return core::fail(core::ErrorKind::Usage, std::move(message)); }

std::optional<core::Failure> check_edges(std::span<const double> edges) {
    bool good = edges.size() >= 2 && edges.front() >= 0;
    for (std::size_t e = 0; e < edges.size(); ++e)
        good = good && std::isfinite(edges[e]) && (e == 0 || edges[e] > edges[e - 1]);
    if (good) return std::nullopt;
    return usage(
               "The edges of distance bands must be two or more numbers from 0 upwards, each above the one "
               "before.")
        .remedy("Give, for example, 0, 500, 1000, 1500.");
}

}  // namespace

core::Result<Correlogram> contiguity_correlogram(std::span<const double> values, const core::Weights& weights,
                                                 int orders, const CorrelogramOptions& options,
                                                 const core::Progress& progress) {
    if (orders < 1 || orders > 50)
        return usage(fmt::format("The number of lags is {}; it must lie between 1 and 50.", orders))
            .remedy("Use 4 to 8 lags: further away few pairs are left.");
    auto ready =
        prepare(values, weights, {name_of(options.statistic), false, options.permutations, options.threads});
    if (!ready) return ready.failure();
    if (auto failure = refuse_constant(*ready, name_of(options.statistic))) return *failure;
    if (auto failure = refuse_unlinked(core::summarise(ready->weights))) return *failure;
    auto by_order = contiguity_orders(weights, orders, progress);
    if (!by_order) return by_order.failure();
    std::vector<bool> keep(values.size(), false);
    for (const std::uint32_t area : ready->area) keep[area] = true;
    std::vector<CorrelogramLag> lags(by_order->size());
    for (std::size_t k = 0; k < lags.size(); ++k) {
        lags[k].from = static_cast<double>(k);
        lags[k].to = static_cast<double>(k) + 1;
        core::Weights& order = (*by_order)[k];
        order = core::subset(order, keep);
        if (weights.row_standardised) order = core::row_standardise(std::move(order));
    }
    return correlogram(*ready, *by_order, std::move(lags), options, progress);
}

core::Result<Correlogram> distance_correlogram(std::span<const double> values, std::span<const double> x,
                                               std::span<const double> y, std::span<const double> edges,
                                               const CorrelogramOptions& options,
                                               const core::Progress& progress) {
    if (auto failure = check_edges(edges)) return *failure;
    const auto placed =
        place(values, x, y, {name_of(options.statistic), false, options.permutations, options.threads});
    if (!placed) return placed.failure();
    if (auto failure = refuse_constant(placed->used, name_of(options.statistic))) return *failure;
    const auto bands = distance_bands(placed->x, placed->y, edges, progress);
    if (!bands) return bands.failure();
    std::vector<CorrelogramLag> lags(bands->size());
    for (std::size_t b = 0; b < lags.size(); ++b) {
        lags[b].from = edges[b];
        lags[b].to = edges[b + 1];
    }
    return correlogram(placed->used, *bands, std::move(lags), options, progress);
}

core::Result<Incremental> incremental_autocorrelation(std::span<const double> values,
                                                      std::span<const double> x, std::span<const double> y,
                                                      const IncrementalOptions& options,
                                                      const core::Progress& progress) {
    if (options.steps < 3 || options.steps > 100)
        return usage(fmt::format("The number of distances is {}; it must lie between 3 and 100.",
                                 options.steps))
            .remedy("Use 10 for a look, 30 for a fine one.");
    for (const double distance : {options.start, options.increment})
        if (!(distance >= 0) || !std::isfinite(distance))
            return usage(fmt::format("A distance is {}; it must be 0 (choose for me) or above.", distance))
                .remedy("Give distances in metres.");
    const auto placed = place(values, x, y, {"Incremental spatial autocorrelation", false, 0, 0});
    if (!placed) return placed.failure();
    if (auto failure = refuse_constant(placed->used, "Moran's I")) return *failure;
    const std::vector<double> nearest = nearest_distances(placed->x, placed->y);

    Incremental result;
    result.options = options;
    result.n = placed->used.values.size();
    result.undefined = placed->used.input_size - result.n;
    result.start = options.start > 0 ? options.start : *std::max_element(nearest.begin(), nearest.end());
    result.increment =
        options.increment > 0 ? options.increment : sum(nearest) / static_cast<double>(nearest.size());
    if (!(result.start > 0) || !(result.increment > 0))
        return core::refuse("All areas lie in one place, so there are no distances to compare.")
            .remedy("Use areas with positions that differ.");
    for (int step = 0; step < options.steps; ++step) {
        progress.report(static_cast<double>(step) / options.steps, "distances");
        IncrementalStep here;
        here.distance = result.start + step * result.increment;
        auto bands = distance_bands(placed->x, placed->y, std::vector<double>{0, here.distance}, progress);
        if (!bands) return bands.failure();
        core::Weights weights = std::move(bands->front());
        here.links = weights.links();
        here.mean_neighbours = static_cast<double>(here.links) / static_cast<double>(result.n);
        here.islands = without_neighbour(weights);
        static_cast<GlobalStatistic&>(here) = undefined_statistic();
        if (here.links > 0) {
            if (options.row_standardise) weights = core::row_standardise(std::move(weights));
            CorrelogramOptions moran;
            moran.tail = options.tail;
            moran.assumption = options.assumption;
            const auto one = analytic(placed->used.values, weights, moran);
            if (!one) return one.failure();
            static_cast<GlobalStatistic&>(here) = *one;
        }
        result.steps.push_back(here);
    }
    result.first_peak = result.highest_peak = kNaN;
    double highest = -HUGE_VAL;
    for (std::size_t s = 1; s + 1 < result.steps.size(); ++s) {
        const double z = result.steps[s].z;
        if (!(z > result.steps[s - 1].z && z > result.steps[s + 1].z)) continue;
        if (std::isnan(result.first_peak)) result.first_peak = result.steps[s].distance;
        if (z <= highest) continue;
        highest = z;
        result.highest_peak = result.steps[s].distance;
    }
    return result;
}

}  // namespace safeground::stats
