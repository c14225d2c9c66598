#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace safeground::stats {

/// Own value and neighbours' values against the mean. An area or lag exactly at the mean lies on the axis:
/// Undefined.
enum class Quadrant : std::uint8_t { Undefined, HighHigh, LowLow, LowHigh, HighLow };

/// "undefined", "high-high", ...
std::string_view name(Quadrant quadrant);

/// Of deviations from the mean; up to `axis` and `axis_lag` they lie on the axis.
Quadrant quadrant_of(double deviation, double lag, double axis, double axis_lag);

}  // namespace safeground::stats
