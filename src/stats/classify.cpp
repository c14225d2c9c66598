#include "stats/classify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "stats/jenks.hpp"
#include "stats/moments.hpp"

namespace safeground::stats {
namespace {

constexpr int kMostClasses = 64;

/// Definition 2 of Hyndman and Fan: where share * n is whole, the mean of the two values about that rank.
double quantile(std::span<const double> sorted, double share) {
    const double position = share * static_cast<double>(sorted.size());
    const double whole = std::round(position);
    const bool exact = std::abs(position - whole) <= 1e-9 * std::max(1.0, position);
    const auto at = [&](double rank) {
        const double inside = std::clamp(rank, 1.0, static_cast<double>(sorted.size()));
        return sorted[static_cast<std::size_t>(inside) - 1];
    };
    if (!exact) return at(std::ceil(position));
    const double below = at(whole);
    return below + (at(whole + 1) - below) / 2;
}

std::vector<double> quantiles(std::span<const double> sorted, std::initializer_list<double> shares) {
    std::vector<double> cuts;
    for (const double share : shares) cuts.push_back(quantile(sorted, share));
    return cuts;
}

std::vector<double> equal_cuts(const Moments& moments, int classes) {
    std::vector<double> cuts;
    for (int c = 1; c < classes; ++c)
        cuts.push_back(moments.minimum + (moments.maximum - moments.minimum) * c / classes);
    return cuts;
}

std::vector<double> standard_deviation_cuts(std::span<const double> sorted, const Moments& moments) {
    const double deviation =
        sorted.size() > 1 ? std::sqrt(moments.squares / static_cast<double>(sorted.size() - 1)) : 0.0;
    std::vector<double> cuts;
    for (const double steps : {-2.0, -1.0, 0.0, 1.0, 2.0}) cuts.push_back(moments.mean + steps * deviation);
    return cuts;
}

std::vector<double> box_cuts(std::span<const double> sorted) {
    const std::vector<double> quartile = quantiles(sorted, {0.25, 0.5, 0.75});
    const double reach = 1.5 * (quartile[2] - quartile[0]);
    return {quartile[0] - reach, quartile[0], quartile[1], quartile[2], quartile[2] + reach};
}

std::vector<double> head_tail_cuts(std::span<const double> sorted, int classes) {
    constexpr double kLargestHead = 0.4;  // Jiang 2013: only while the head is a clear minority
    std::vector<double> cuts;
    std::span<const double> head = sorted;
    while (static_cast<int>(cuts.size()) + 1 < classes && head.size() > 1) {
        const double mean = moments(head).mean;
        const auto above = head.end() - std::upper_bound(head.begin(), head.end(), mean);
        if (above == 0 || static_cast<double>(above) >= kLargestHead * static_cast<double>(head.size()))
            break;
        cuts.push_back(mean);
        head = head.last(static_cast<std::size_t>(above));
    }
    return cuts;
}

/// The cuts between classes; Jenks also gives the top of the last class.
std::vector<double> cuts_of(std::span<const double> sorted, const Moments& moments, ClassifyMethod method,
                            int classes, std::span<const double> custom) {
    switch (method) {
        case ClassifyMethod::Quantile: {
            std::vector<double> cuts;
            for (int c = 1; c < classes; ++c)
                cuts.push_back(quantile(sorted, static_cast<double>(c) / classes));
            return cuts;
        }
        case ClassifyMethod::Equal:
            return equal_cuts(moments, classes);
        case ClassifyMethod::Jenks: {
            std::vector<double> upper = natural_breaks(sorted, classes);
            upper.pop_back();
            return upper;
        }
        case ClassifyMethod::Std:
            return standard_deviation_cuts(sorted, moments);
        case ClassifyMethod::Box:
            return box_cuts(sorted);
        case ClassifyMethod::HeadTail:
            return head_tail_cuts(sorted, classes);
        case ClassifyMethod::Percentile:
            return quantiles(sorted, {0.01, 0.10, 0.50, 0.90, 0.99});
        case ClassifyMethod::Custom:
            return {custom.begin(), custom.end()};
    }
    return {};
}

bool has_fixed_classes(ClassifyMethod method) {
    return method == ClassifyMethod::Std || method == ClassifyMethod::Box ||
           method == ClassifyMethod::Percentile || method == ClassifyMethod::Custom;
}

std::optional<core::Failure> check(std::span<const double> values, ClassifyMethod method, int classes,
                                   std::span<const double> custom) {
    const auto infinite = std::find_if(values.begin(), values.end(), [](double v) { return std::isinf(v); });
    if (infinite != values.end())
        return core::refuse("A value is infinite, so it cannot be put in a class.")
            .at_line(infinite - values.begin() + 1)
            .remedy("Leave the value empty if it is not known.");
    if (method == ClassifyMethod::Custom) {
        const bool finite =
            std::all_of(custom.begin(), custom.end(), [](double b) { return std::isfinite(b); });
        const bool ascending = std::adjacent_find(custom.begin(), custom.end(), [](double a, double b) {
                                   return !(a < b);
                               }) == custom.end();
        if (!finite || !ascending)
            return core::fail(core::ErrorKind::Usage,
                              "Custom breaks must be finite numbers, each above the one before.")
                .remedy("Sort the breaks and give each once.");
        if (custom.empty() || custom.size() >= static_cast<std::size_t>(kMostClasses))
            return core::fail(core::ErrorKind::Usage,
                              fmt::format("There are {} custom breaks; give 1 to 63.", custom.size()));
    } else if (!has_fixed_classes(method) && (classes < 1 || classes > kMostClasses)) {
        return core::fail(core::ErrorKind::Usage,
                          fmt::format("The number of classes is {}; it must lie between 1 and 64.", classes))
            .remedy("Maps read best with 4 to 7 classes.");
    }
    return std::nullopt;
}

std::size_t class_index(const std::vector<double>& upper_bounds, double value) {
    return static_cast<std::size_t>(std::lower_bound(upper_bounds.begin(), upper_bounds.end(), value) -
                                    upper_bounds.begin());
}

std::vector<std::size_t> count_classes(std::span<const double> sorted,
                                       const std::vector<double>& upper_bounds) {
    std::vector<std::size_t> counts(upper_bounds.size(), 0);
    for (const double value : sorted) ++counts[class_index(upper_bounds, value)];
    return counts;
}

/// Quantile cuts that ties made equal, or between which no value lies, are one class.
void drop_empty_classes(Classification& result) {
    std::vector<double> upper_bounds;
    std::vector<std::size_t> counts;
    for (std::size_t c = 0; c < result.counts.size(); ++c) {
        if (result.counts[c] == 0) continue;
        upper_bounds.push_back(result.upper_bounds[c]);
        counts.push_back(result.counts[c]);
    }
    result.upper_bounds = std::move(upper_bounds);
    result.counts = std::move(counts);
}

double goodness_of_fit(std::span<const double> sorted, const Classification& result, const Moments& all) {
    if (all.constant) return std::numeric_limits<double>::quiet_NaN();
    CompensatedSum within;
    std::size_t first = 0;
    for (const std::size_t count : result.counts) {
        within.add(moments(sorted.subspan(first, count)).squares);
        first += count;
    }
    return 1 - within.total() / all.squares;
}

}  // namespace

std::string_view name(ClassifyMethod method) {
    switch (method) {
        case ClassifyMethod::Quantile:
            return "quantile";
        case ClassifyMethod::Equal:
            return "equal";
        case ClassifyMethod::Jenks:
            return "jenks";
        case ClassifyMethod::Std:
            return "std";
        case ClassifyMethod::Box:
            return "box";
        case ClassifyMethod::HeadTail:
            return "head-tail";
        case ClassifyMethod::Percentile:
            return "percentile";
        case ClassifyMethod::Custom:
            return "custom";
    }
    return "";
}

core::Result<Classification> classify(std::span<const double> values, ClassifyMethod method, int classes,
                                      std::span<const double> custom_breaks) {
    if (auto failure = check(values, method, classes, custom_breaks)) return *failure;
    std::vector<double> sorted;
    std::copy_if(values.begin(), values.end(), std::back_inserter(sorted),
                 [](double v) { return !std::isnan(v); });
    if (sorted.empty())
        return core::refuse("No area has a value, so there is nothing to classify.")
            .remedy("Choose a variable that has values for these areas.");
    std::sort(sorted.begin(), sorted.end());
    const Moments all = moments(sorted);

    Classification result;
    result.method = method;
    result.minimum = all.minimum;
    result.maximum = all.maximum;
    result.missing = values.size() - sorted.size();
    result.upper_bounds = cuts_of(sorted, all, method, classes, custom_breaks);
    if (method == ClassifyMethod::Equal && all.minimum == all.maximum) result.upper_bounds.clear();
    result.upper_bounds.push_back(
        std::max(all.maximum, result.upper_bounds.empty() ? all.maximum : result.upper_bounds.back()));
    result.requested = has_fixed_classes(method) ? static_cast<int>(result.upper_bounds.size()) : classes;
    result.counts = count_classes(sorted, result.upper_bounds);
    if (method == ClassifyMethod::Quantile) drop_empty_classes(result);
    result.goodness_of_fit = goodness_of_fit(sorted, result, all);
    for (const double value : values)
        result.class_of.push_back(std::isnan(value)
                                      ? kMissingClass
                                      : static_cast<std::int32_t>(class_index(result.upper_bounds, value)));

    std::vector<core::Diagnostic> warnings;
    if (static_cast<int>(result.upper_bounds.size()) < result.requested)
        warnings.push_back(
            core::warning(fmt::format("{} classes were asked for, but the values give only {}{}.",
                                      result.requested, result.upper_bounds.size(),
                                      method == ClassifyMethod::HeadTail ? " by the head-tail rule"
                                                                         : " without splitting equal ones")));
    return core::Result<Classification>(std::move(result), std::move(warnings));
}

core::Result<PooledClassification> classify_pooled(std::span<const std::span<const double>> columns,
                                                   ClassifyMethod method, int classes,
                                                   std::span<const double> custom_breaks) {
    std::vector<double> together;
    for (const std::span<const double> column : columns)
        together.insert(together.end(), column.begin(), column.end());
    auto all = classify(together, method, classes, custom_breaks);
    if (!all) return all.failure();
    PooledClassification result;
    auto next = all->class_of.begin();
    for (const std::span<const double> column : columns) {
        const auto end = next + static_cast<std::ptrdiff_t>(column.size());
        result.class_of.emplace_back(next, end);
        result.counts.emplace_back(all->upper_bounds.size(), 0);
        for (const std::int32_t c : result.class_of.back())
            if (c != kMissingClass) ++result.counts.back()[static_cast<std::size_t>(c)];
        next = end;
    }
    std::vector<core::Diagnostic> warnings = all.diagnostics();
    result.all = *std::move(all);
    return core::Result<PooledClassification>(std::move(result), std::move(warnings));
}

}  // namespace safeground::stats
