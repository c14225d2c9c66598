#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace safeground::stats {

enum class ClassifyMethod : std::uint8_t {
    Quantile,  ///< equal numbers, equal values never split
    Equal,     ///< equal widths
    Jenks,     ///< natural breaks: the exact least within-class squares
    Std,       ///< cuts at mean -2, -1, 0, 1, 2 standard deviations (n - 1); always 6 classes
    Box,  ///< cuts at the lower fence, quartiles, upper fence (1.5 interquartile ranges); always 6 classes
    HeadTail,    ///< Jiang 2013: cut at the mean, then of what is above, while that is under 40 %; at most
                 ///< `classes`
    Percentile,  ///< cuts at 1, 10, 50, 90, 99 %; always 6 classes
    Custom       ///< the caller's cuts
};

/// "quantile", "equal", "jenks", "std", "box", "head-tail", "percentile", "custom".
std::string_view name(ClassifyMethod method);

/// Class c holds the values in (upper_bounds[c-1], upper_bounds[c]]; the first is closed at `minimum`.
struct Classification {
    ClassifyMethod method = ClassifyMethod::Quantile;
    int requested = 0;                 ///< classes asked for
    double minimum = 0, maximum = 0;   ///< of the values
    std::vector<double> upper_bounds;  ///< ascending, full precision; the last is at least `maximum`
    std::vector<std::size_t>
        counts;  ///< values in each class; 0 is possible for Equal, Std, Box, Percentile, Custom
    std::vector<std::int32_t> class_of;  ///< per input value; kMissingClass for NaN
    std::size_t missing = 0;             ///< NaN: a class of its own, never coloured as a value
    /// 1 - within-class squares / total squares: 1 is perfect; NaN if all values are equal.
    double goodness_of_fit = 0;
};
inline constexpr std::int32_t kMissingClass = -1;

/// Cuts values into classes for a map.
///
/// Fewer classes than asked for (ties, few distinct values) come with a warning that says how many there are.
/// `classes` 1 .. 64; unused by Std, Box, Percentile and Custom. `custom_breaks`: cuts between classes,
/// strictly ascending (the top class takes what lies above the last). Quantiles average the two values about
/// an exact rank (definition 2 of Hyndman and Fan 1996). Refused: no value at all, infinite values, bad
/// `classes` or `custom_breaks`.
core::Result<Classification> classify(std::span<const double> values, ClassifyMethod method, int classes,
                                      std::span<const double> custom_breaks = {});

/// Several columns cut by one set of breaks, so that maps of them can be compared colour by colour.
struct PooledClassification {
    Classification all;  ///< of every value of every column; class_of runs through the columns in order
    std::vector<std::vector<std::int32_t>> class_of;  ///< per column, per value
    std::vector<std::vector<std::size_t>> counts;     ///< per column, per class
};

/// classify() of the values of all `columns` together. The columns may differ in length and must be in the
/// same unit. A column without any value is no error while another has one. Refused: no column, and as
/// classify().
core::Result<PooledClassification> classify_pooled(std::span<const std::span<const double>> columns,
                                                   ClassifyMethod method, int classes,
                                                   std::span<const double> custom_breaks = {});

}  // namespace safeground::stats
