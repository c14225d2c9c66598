#include "stats/binary_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace safeground::stats {

std::optional<core::Failure> refuse_unless_binary(std::span<const double> values) {
    const auto bad = std::find_if(values.begin(), values.end(),
                                  [](double v) { return !std::isnan(v) && v != 0 && v != 1; });
    if (bad == values.end()) return std::nullopt;
    return core::refuse(
               fmt::format("A value is {}, but joins are counted between areas that are 0 or 1.", *bad))
        .at_line(bad - values.begin() + 1)
        .remedy("Use a column of 0 and 1, such as: 1 where a rate is above the median, 0 elsewhere.");
}

std::optional<std::uint32_t> first_unequal_row(const core::Weights& weights) {
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        const auto row = weights.weights(i);
        if (row.empty()) continue;
        const auto [low, high] = std::minmax_element(row.begin(), row.end());
        if (!(*low > 0) || *high - *low > 1e-12 * *high) return i;
    }
    return std::nullopt;
}

}  // namespace safeground::stats
