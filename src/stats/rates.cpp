#include "stats/rates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

#include "stats/distributions.hpp"
#include "stats/moments.hpp"

namespace safeground::stats {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::optional<core::Failure> check_numbers(std::span<const double> numbers, std::string_view what) {
    const auto bad =
        std::find_if(numbers.begin(), numbers.end(), [](double v) { return std::isinf(v) || v < 0; });
    if (bad == numbers.end()) return std::nullopt;
    return core::refuse(fmt::format("The {} is {}; it must be a number of at least 0.", what, *bad))
        .at_line(bad - numbers.begin() + 1)
        .remedy("Correct the number, or leave it empty if it is not known.");
}

/// Which areas have a rate, and the rates' overall figures.
struct Rates {
    std::vector<bool> defined;
    std::size_t n = 0;
    double events = 0;
    double population = 0;
    std::vector<core::Diagnostic> warnings;

    double overall() const { return events / population; }
    double mean_population() const { return population / static_cast<double>(n); }
};

core::Result<Rates> read_rates(std::span<const double> events, std::span<const double> population) {
    if (events.size() != population.size())
        return core::refuse(fmt::format("There are {} event counts but {} populations.", events.size(),
                                        population.size()))
            .remedy("Give one count and one population for each area, in the same order.");
    if (auto failure = check_numbers(events, "number of events")) return *failure;
    if (auto failure = check_numbers(population, "population")) return *failure;
    Rates rates;
    CompensatedSum event_sum;
    CompensatedSum population_sum;
    CompensatedSum lost;
    std::size_t empty = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const bool defined = !std::isnan(events[i]) && population[i] > 0;
        rates.defined.push_back(defined);
        if (defined) {
            ++rates.n;
            event_sum.add(events[i]);
            population_sum.add(population[i]);
        } else if (events[i] > 0) {
            ++empty;
            lost.add(events[i]);
        }
    }
    if (rates.n == 0)
        return core::refuse(
                   "No area has both a number of events and a population above 0, so there is no rate.")
            .remedy("Choose a population column that holds the people at risk.");
    rates.events = event_sum.total();
    rates.population = population_sum.total();
    if (empty > 0)
        rates.warnings.push_back(core::warning(fmt::format(
            "{} without a population at risk; {} and the {} events in {} are left out of every rate.",
            empty == 1 ? "1 area has events" : fmt::format("{} areas have events", empty),
            empty == 1 ? "it" : "they", lost.total(), empty == 1 ? "it" : "them")));
    return rates;
}

/// Sum of P (p - mean)^2 over sum of P: Marshall's variance of the raw rates, weighted by population.
class WeightedVariance {
public:
    void add(double population, double deviation) {
        m_squares.add(population * deviation * deviation);
        m_population.add(population);
    }
    double value() const { return m_squares.total() / m_population.total(); }

private:
    CompensatedSum m_squares;
    CompensatedSum m_population;
};

/// Variance between areas beyond chance, 0 if there is none.
double prior_variance(double variance, double mean, double mean_population) {
    return std::max(0.0, variance - mean / mean_population);
}

EmpiricalBayes start(std::span<const double> events, std::span<const double> population, const Rates& rates,
                     const EmpiricalBayesOptions& options) {
    EmpiricalBayes result;
    result.options = options;
    result.n = rates.n;
    result.rate = result.prior_mean = rates.overall();
    for (auto* column : {&result.raw, &result.excess, &result.smoothed, &result.shrinkage,
                         &result.prior_means, &result.prior_variances})
        column->assign(events.size(), kNaN);
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (!rates.defined[i]) continue;
        result.raw[i] = events[i] / population[i];
        if (result.rate > 0) result.excess[i] = events[i] / (result.rate * population[i]);
    }
    return result;
}

void shrink(EmpiricalBayes& result, std::size_t i, double population, double mean, double variance) {
    result.prior_means[i] = mean;
    result.prior_variances[i] = variance;
    result.shrinkage[i] = variance > 0 ? variance / (variance + mean / population) : 0.0;
    result.smoothed[i] = mean + result.shrinkage[i] * (result.raw[i] - mean);
}

void finish(EmpiricalBayes& result) {
    result.undefined = static_cast<std::size_t>(std::count_if(result.smoothed.begin(), result.smoothed.end(),
                                                              [](double v) { return std::isnan(v); }));
}

double global_prior_variance(const EmpiricalBayes& result, std::span<const double> population,
                             const Rates& rates) {
    WeightedVariance variance;
    for (std::size_t i = 0; i < population.size(); ++i)
        if (rates.defined[i]) variance.add(population[i], result.raw[i] - result.rate);
    return prior_variance(variance.value(), result.rate, rates.mean_population());
}

/// The defined areas of a window: i itself first, then its neighbours.
void collect_window(const core::Weights& weights, const Rates& rates, std::uint32_t i,
                    std::vector<std::uint32_t>& window) {
    window.assign(1, i);
    for (const std::uint32_t j : weights.neighbours(i))
        if (j != i && rates.defined[j]) window.push_back(j);
}

}  // namespace

core::Result<EmpiricalBayes> eb_rates(std::span<const double> events, std::span<const double> population,
                                      const EmpiricalBayesOptions& options) {
    auto rates = read_rates(events, population);
    if (!rates) return rates.failure();
    EmpiricalBayes result = start(events, population, *rates, options);
    result.prior_variance = global_prior_variance(result, population, *rates);
    for (std::size_t i = 0; i < events.size(); ++i)
        if (rates->defined[i]) shrink(result, i, population[i], result.rate, result.prior_variance);
    finish(result);
    if (!(result.prior_variance > 0))
        rates->warnings.push_back(
            core::warning("The rates vary no more than chance alone would make them, so every area gets the "
                          "overall rate."));
    return core::Result<EmpiricalBayes>(std::move(result), std::move(rates->warnings));
}

core::Result<EmpiricalBayes> spatial_eb_rates(std::span<const double> events,
                                              std::span<const double> population,
                                              const core::Weights& weights,
                                              const EmpiricalBayesOptions& options) {
    auto rates = read_rates(events, population);
    if (!rates) return rates.failure();
    if (weights.size() != events.size())
        return core::refuse(
                   fmt::format("There are {} event counts, but the spatial weights describe {} areas.",
                               events.size(), weights.size()))
            .remedy("Build the weights from the areas that carry the counts, in the same order.");
    EmpiricalBayes result = start(events, population, *rates, options);

    std::vector<double> window_rate(events.size(), kNaN);
    std::vector<double> window_population(events.size(), kNaN);  // mean over the window's areas
    std::vector<std::uint32_t> window;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        if (!rates->defined[i]) continue;
        collect_window(weights, *rates, i, window);
        CompensatedSum events_here;
        CompensatedSum population_here;
        for (const std::uint32_t j : window) {
            events_here.add(events[j]);
            population_here.add(population[j]);
        }
        window_rate[i] = events_here.total() / population_here.total();
        window_population[i] = population_here.total() / static_cast<double>(window.size());
    }
    const bool own_means = options.convention == Convention::Spdep;
    CompensatedSum variances;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        if (!rates->defined[i]) continue;
        collect_window(weights, *rates, i, window);
        if (window.size() == 1) {
            ++result.islands;
            if (weights.islands != core::IslandPolicy::Zero) continue;
        }
        WeightedVariance variance;
        for (const std::uint32_t j : window)
            variance.add(population[j], result.raw[j] - window_rate[own_means ? j : i]);
        shrink(result, i, population[i], window_rate[i],
               prior_variance(variance.value(), window_rate[i], window_population[i]));
        variances.add(result.prior_variances[i]);
    }
    finish(result);
    const std::size_t smoothed = result.smoothed.size() - result.undefined;
    result.prior_variance = smoothed > 0 ? variances.total() / static_cast<double>(smoothed) : kNaN;
    return core::Result<EmpiricalBayes>(std::move(result), std::move(rates->warnings));
}

core::Result<EbStandardised> eb_standardised(std::span<const double> events,
                                             std::span<const double> population) {
    auto rates = read_rates(events, population);
    if (!rates) return rates.failure();
    if (!(rates->events > 0))
        return core::refuse("There are no events at all, so rates cannot be standardised.")
            .remedy("Choose another kind of event or a longer period.");
    const EmpiricalBayes global = start(events, population, *rates, {});
    EbStandardised result;
    result.b = global.rate;
    result.a = global_prior_variance(global, population, *rates);
    result.values.assign(events.size(), kNaN);
    for (std::size_t i = 0; i < events.size(); ++i)
        if (rates->defined[i])
            result.values[i] = (global.raw[i] - result.b) / std::sqrt(result.a + result.b / population[i]);
    return core::Result<EbStandardised>(std::move(result), std::move(rates->warnings));
}

core::Result<ExcessRisk> excess_risk(std::span<const double> events, std::span<const double> population) {
    auto rates = read_rates(events, population);
    if (!rates) return rates.failure();
    for (std::size_t i = 0; i < events.size(); ++i)
        if (rates->defined[i] && events[i] != std::floor(events[i]))
            return core::refuse(fmt::format("The number of events is {}, which is no count.", events[i]))
                .at_line(static_cast<std::int64_t>(i) + 1)
                .remedy("Use whole counts of events, not rates or weighted sums.");
    if (!(rates->events > 0))
        return core::refuse("There are no events at all, so there is no risk to compare with.")
            .remedy("Choose another kind of event or a longer period.");
    ExcessRisk result;
    result.rate = rates->overall();
    result.events = rates->events;
    result.n = rates->n;
    result.undefined = events.size() - rates->n;
    for (auto* column : {&result.expected, &result.excess, &result.p_lower, &result.p_upper,
                         &result.choynowski, &result.p_two_sided})
        column->assign(events.size(), kNaN);
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (!rates->defined[i]) continue;
        const double expected = result.rate * population[i];
        const auto count = static_cast<std::uint64_t>(events[i]);
        result.expected[i] = expected;
        result.excess[i] = events[i] / expected;
        result.p_lower[i] = poisson_at_most(count, expected);
        result.p_upper[i] = poisson_at_least(count, expected);
        result.choynowski[i] = events[i] < expected ? result.p_lower[i] : result.p_upper[i];
        result.p_two_sided[i] = std::min(1.0, 2 * std::min(result.p_lower[i], result.p_upper[i]));
    }
    return core::Result<ExcessRisk>(std::move(result), std::move(rates->warnings));
}

}  // namespace safeground::stats
