#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "ops/local_statistic.hpp"

/// What would have to be different for one area to come out differently. Everything is found by running the
/// whole analysis again, permutations and correction included, with the same seed.
namespace safeground::ops {

/// The largest p with which the area would be significant, all other areas' p as they are; 0 when none would.
/// By bisection of the correction itself, so it holds for every correction and convention.
double level_needed(const LocalAnswer& answer, std::size_t area);

/// Areas with a value and the weights among them, as the statistic uses them for one area: neighbours without
/// a value left out, and the rest standardised again.
struct Link {
    std::uint32_t row = 0;
    double weight = 0;
};
std::vector<Link> links_of(const core::Weights& weights, const std::vector<double>& used, std::uint32_t area);
/// `weights` without the link from `area` to `neighbour`; the row is standardised again if it was.
core::Weights without_link(const core::Weights& weights, std::uint32_t area, std::uint32_t neighbour);

/// A change of values after which the area is shown as something else than now.
struct Change {
    double by = 0;  ///< of the value, or of the neighbours' total
    double from = 0, to = 0;
    Kind becomes = 0;  ///< what it is shown as then; 0: not significant
};

/// What is changed: the values of `rows` in column `column` of the statistic. One row: that value. Several:
/// their total, in proportion to what they have (in equal parts where some are below 0 or all are 0).
struct WhatIf {
    std::size_t column = 0;
    std::vector<std::uint32_t> rows;
};

/// The smallest such change: whole numbers where the column holds whole numbers, else to a four-thousandth of
/// the range that is searched. Values stay between the smallest value on the map (0 where none is below) and
/// the largest plus the range. nullopt: no change in there does it, or the statistic refuses such values.
/// Fails when cancelled.
core::Result<std::optional<Change>> smallest_change(const LocalReady& ready, const LocalAnswer& answer,
                                                    std::uint32_t area, const WhatIf& what,
                                                    const core::Progress& progress);

}  // namespace safeground::ops
