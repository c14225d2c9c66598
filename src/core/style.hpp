#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace safeground::core {

/// sRGB with alpha, 0..255.
struct Colour {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    bool operator==(const Colour&) const = default;
};
/// "#1D70B8" or "#1D70B880"; a wrong text gives magenta, so that it is seen.
Colour colour(const char* hex);

/// Named colour ramps: colour-blind-safe, light to dark (or low, middle, high for diverging ones).
struct Ramp {
    std::string name;
    std::vector<Colour> stops;  ///< at least 2; interpolated in Oklab
    bool diverging = false;
};
const std::vector<Ramp>& ramps();
/// The ramp of that name; the first ramp when unknown.
const Ramp& ramp(const std::string& name);
/// `classes` colours spread over the ramp.
std::vector<Colour> ramp_colours(const Ramp& ramp, int classes);

/// Areas filled by class of a column. Intervals are (lo, hi], the first closed (methods.md 22).
struct ChoroplethStyle {
    std::string column;
    std::string method = "quantile";  ///< as `classify` knows it; "custom" uses `breaks` as given
    int classes = 5;
    std::vector<double> breaks;  ///< classes + 1 values, lowest and highest included; full precision
    std::string ramp = "warm";
    bool reversed = false;
    bool operator==(const ChoroplethStyle&) const = default;
};

/// Areas or points drawn as circles, area proportional to a column (proportional symbols), or one size when
/// `column` is empty.
struct SymbolStyle {
    enum class Shape : std::uint8_t { Circle, Square };
    std::string column;
    Colour fill{0x1F, 0x3A, 0x5F, 0x8C};
    Colour outline{0xFF, 0xFF, 0xFF, 0xFF};
    Shape shape = Shape::Circle;
    double max_radius_px = 18;  ///< radius of the largest value, or of every symbol when `column` is empty
    std::string hollow_column;  ///< category or text column; rows whose cell is missing or equals
                                ///< `hollow_value` are drawn hollow
    std::string hollow_value;
    bool operator==(const SymbolStyle&) const = default;
};

/// Result of a local statistic: areas outlined by what they are where significant. Reads columns `quadrant`
/// (or `category`, see legend.cpp for its words) and `significant`.
struct ClusterStyle {
    bool fill = false;  ///< false: outlines, so that the layer beneath stays readable
    bool operator==(const ClusterStyle&) const = default;
};

/// Result of getis-ord: hot and cold outlined. Reads column `class` (hot, cold, none, undefined).
struct HotspotStyle {
    bool fill = false;
    bool operator==(const HotspotStyle&) const = default;
};

/// Lines and plain areas: streets, water, green, outlines.
struct PlainStyle {
    Colour fill{0, 0, 0, 0};
    Colour stroke{0x9A, 0xA3, 0xAD, 0xFF};
    double width_px = 1;
    bool operator==(const PlainStyle&) const = default;
};

using Style = std::variant<PlainStyle, ChoroplethStyle, SymbolStyle, ClusterStyle, HotspotStyle>;

}  // namespace safeground::core
