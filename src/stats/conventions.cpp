#include "stats/conventions.hpp"

#include <cmath>
#include <limits>
#include <numbers>

namespace safeground::stats {

Tail effective_tail(Tail asked, Convention convention) {
    if (convention == Convention::Geoda && asked == Tail::TwoSided) return Tail::Folded;
    return asked;
}

std::string_view name(Convention convention) {
    switch (convention) {
        case Convention::Safeground:
            return "safeground";
        case Convention::Spdep:
            return "spdep";
        case Convention::Geoda:
            return "geoda";
        case Convention::Arcgis:
            return "arcgis";
    }
    return "";
}

std::string_view name(Tail tail) {
    switch (tail) {
        case Tail::TwoSided:
            return "two-sided";
        case Tail::Upper:
            return "upper";
        case Tail::Lower:
            return "lower";
        case Tail::Folded:
            return "folded";
    }
    return "";
}

double normal_p(double z, Tail tail) {
    // erfc keeps its precision far into the tail, where 1 - erf would round to 0.
    const auto above = [](double from) { return 0.5 * std::erfc(from / std::numbers::sqrt2); };
    switch (tail) {
        case Tail::TwoSided:
            return std::erfc(std::abs(z) / std::numbers::sqrt2);
        case Tail::Upper:
            return above(z);
        case Tail::Lower:
            return above(-z);
        case Tail::Folded:
            return above(std::abs(z));
    }
    return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace safeground::stats
