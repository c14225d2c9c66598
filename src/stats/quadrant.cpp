#include "stats/quadrant.hpp"

#include <cmath>

namespace safeground::stats {

std::string_view name(Quadrant quadrant) {
    switch (quadrant) {
        case Quadrant::Undefined:
            return "undefined";
        case Quadrant::HighHigh:
            return "high-high";
        case Quadrant::LowLow:
            return "low-low";
        case Quadrant::LowHigh:
            return "low-high";
        case Quadrant::HighLow:
            return "high-low";
    }
    return "";
}

Quadrant quadrant_of(double deviation, double lag, double axis, double axis_lag) {
    if (std::abs(deviation) <= axis || std::abs(lag) <= axis_lag) return Quadrant::Undefined;
    if (deviation > 0) return lag > 0 ? Quadrant::HighHigh : Quadrant::HighLow;
    return lag > 0 ? Quadrant::LowHigh : Quadrant::LowLow;
}

}  // namespace safeground::stats
