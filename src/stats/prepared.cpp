#include "stats/prepared.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace safeground::stats {
namespace {

constexpr int kMostPermutations = 10'000'000;
constexpr std::size_t kFewestAreas = 4;  // the randomisation variance divides by n - 3

std::optional<core::Failure> check_options(const PrepareRules& rules) {
    if (rules.permutations < 0 || rules.permutations > kMostPermutations)
        return core::fail(
                   core::ErrorKind::Usage,
                   fmt::format("The number of permutations is {}; it must lie between 0 and 10,000,000.",
                               rules.permutations))
            .remedy("Use 999 for a look, 99,999 for a result to keep, or 0 for the analytic p-value.");
    if (rules.threads < 0)
        return core::fail(core::ErrorKind::Usage, fmt::format("The number of threads is {}.", rules.threads))
            .remedy("Use 0 for all processors, or a positive number.");
    return std::nullopt;
}

std::optional<core::Failure> check_inputs(std::span<const double> values, const core::Weights& weights,
                                          const PrepareRules& rules) {
    if (values.size() != weights.size())
        return core::refuse(fmt::format("There are {} values, but the spatial weights describe {} areas.",
                                        values.size(), weights.size()))
            .remedy("Build the weights from the areas that carry the values, in the same order.");
    const auto infinite = std::find_if(values.begin(), values.end(), [](double v) { return std::isinf(v); });
    if (infinite != values.end())
        return core::refuse("A value is infinite, which is no observation.")
            .at_line(infinite - values.begin() + 1)
            .remedy("Leave the value empty if it is not known.");
    if (weights.includes_self && !rules.allow_self)
        return core::refuse(
                   fmt::format("{} needs weights in which no area is its own neighbour.", rules.statistic))
            .remedy("Use weights without self weights.");
    const auto bad = std::find_if(weights.weight.begin(), weights.weight.end(),
                                  [](double w) { return !std::isfinite(w) || w < 0; });
    if (bad != weights.weight.end())
        return core::refuse(
                   fmt::format("A spatial weight is {}; weights must be finite and not negative.", *bad))
            .remedy("Correct the weights file.");
    return std::nullopt;
}

bool has_neighbour(const core::Weights& weights, std::uint32_t i, const std::vector<bool>& keep) {
    const auto row = weights.neighbours(i);
    return std::any_of(row.begin(), row.end(), [&](std::uint32_t j) { return j != i && keep[j]; });
}

/// Clears islands from `keep`. Repeats, because with one-way links an excluded island may have been someone's
/// only neighbour. The number of islands found.
std::size_t drop_islands(const core::Weights& weights, std::vector<bool>& keep) {
    std::size_t dropped = 0;
    for (bool changed = true; changed;) {
        changed = false;
        for (std::uint32_t i = 0; i < weights.size(); ++i) {
            if (!keep[i] || has_neighbour(weights, i, keep)) continue;
            keep[i] = false;
            changed = true;
            ++dropped;
        }
    }
    return dropped;
}

std::size_t count_islands(const core::Weights& weights, const std::vector<bool>& keep) {
    std::size_t islands = 0;
    for (std::uint32_t i = 0; i < weights.size(); ++i)
        if (keep[i] && !has_neighbour(weights, i, keep)) ++islands;
    return islands;
}

}  // namespace

core::Result<Prepared> prepare(std::span<const double> values, const core::Weights& weights,
                               const PrepareRules& rules) {
    if (auto failure = check_options(rules)) return *failure;
    if (auto failure = check_inputs(values, weights, rules)) return *failure;

    std::vector<bool> keep(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) keep[i] = !std::isnan(values[i]);
    const auto with_value = static_cast<std::size_t>(std::count(keep.begin(), keep.end(), true));
    Prepared prepared;
    prepared.input_size = values.size();
    prepared.islands = weights.islands == core::IslandPolicy::Zero ? count_islands(weights, keep)
                                                                   : drop_islands(weights, keep);
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        if (!keep[i]) continue;
        prepared.area.push_back(i);
        prepared.values.push_back(values[i]);
    }
    if (prepared.values.size() < kFewestAreas)
        return core::refuse(
                   fmt::format("{} needs at least 4 areas that have a value and a neighbour; of {} areas, "
                               "{} have a value, and {} remain.",
                               rules.statistic, values.size(), with_value, prepared.values.size()))
            .remedy("Use more areas, or weights that join them (more neighbours, a longer distance).");
    prepared.weights = prepared.values.size() == values.size() ? weights : core::subset(weights, keep);
    prepared.moments = moments(prepared.values);
    prepared.deviations.reserve(prepared.values.size());
    for (const double value : prepared.values) prepared.deviations.push_back(value - prepared.moments.mean);
    return prepared;
}

core::Result<JointPrepared> prepare_jointly(std::span<const std::span<const double>> variables,
                                            const core::Weights& weights, const PrepareRules& rules) {
    if (variables.empty())
        return core::fail(core::ErrorKind::Usage, fmt::format("{} needs a variable.", rules.statistic));
    std::vector<double> first(variables.front().begin(), variables.front().end());
    for (const std::span<const double> variable : variables) {
        if (variable.size() != first.size())
            return core::refuse(
                fmt::format("One variable has {} values and another {}.", first.size(), variable.size()));
        const auto infinite =
            std::find_if(variable.begin(), variable.end(), [](double v) { return std::isinf(v); });
        if (infinite != variable.end())
            return core::refuse("A value is infinite, which is no observation.")
                .at_line(infinite - variable.begin() + 1)
                .remedy("Leave the value empty if it is not known.");
        for (std::size_t i = 0; i < first.size(); ++i)
            if (std::isnan(variable[i])) first[i] = std::numeric_limits<double>::quiet_NaN();
    }
    auto ready = prepare(first, weights, rules);
    if (!ready) return ready.failure();
    JointPrepared joint;
    static_cast<Prepared&>(joint) = std::move(*ready);
    for (const std::span<const double> variable : variables) {
        std::vector<double> used;
        used.reserve(joint.area.size());
        for (const std::uint32_t area : joint.area) used.push_back(variable[area]);
        joint.all_moments.push_back(moments(used));
        for (double& value : used) value -= joint.all_moments.back().mean;
        joint.all_deviations.push_back(std::move(used));
    }
    return core::Result<JointPrepared>(std::move(joint), ready.diagnostics());
}

core::Result<JointPrepared> prepare_pair(std::span<const double> x, std::span<const double> y,
                                         const core::Weights& weights, const PrepareRules& rules) {
    const std::array<std::span<const double>, 2> variables{x, y};
    auto ready = prepare_jointly(variables, weights, rules);
    if (!ready) return ready;
    for (std::size_t v = 0; v < variables.size(); ++v)
        if (ready->all_moments[v].constant)
            return core::refuse(v == 0 ? "The first variable has the same value everywhere."
                                       : "The second variable has the same value everywhere.")
                .remedy("Choose a variable that varies.");
    return ready;
}

RowSums row_sums(std::span<const double> weights) {
    RowSums sums;
    for (const double w : weights) {
        sums.w += w;
        sums.w_squared += w * w;
    }
    return sums;
}

LagMoments lag_moments(const RowSums& row, double mean, double variance, double others) {
    const double free = row.w_squared - row.w * row.w / others;
    return {row.w * mean, variance * others / (others - 1) * std::max(0.0, free)};
}

std::vector<double> spread(const Prepared& prepared, std::span<const double> used) {
    std::vector<double> all(prepared.input_size, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < used.size(); ++i) all[prepared.area[i]] = used[i];
    return all;
}

std::vector<double> lags(const core::Weights& weights, std::span<const double> values) {
    std::vector<double> result(weights.size());
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        const auto neighbours = weights.neighbours(i);
        const auto row = weights.weights(i);
        CompensatedSum lag;
        for (std::size_t j = 0; j < neighbours.size(); ++j) lag.add(row[j] * values[neighbours[j]]);
        result[i] = lag.total();
    }
    return result;
}

}  // namespace safeground::stats
