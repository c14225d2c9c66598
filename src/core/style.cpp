#include "core/style.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace safeground::core {

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// Oklab (Ottosson 2020): steps in it look even, so classes are told apart across the whole ramp.
struct Oklab {
    double l, a, b;
};

double linear_from_srgb(double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); }
double srgb_from_linear(double c) {
    return c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
}

Oklab oklab_from(Colour colour) {
    const double r = linear_from_srgb(colour.r / 255.0), g = linear_from_srgb(colour.g / 255.0),
                 b = linear_from_srgb(colour.b / 255.0);
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

Colour colour_from(Oklab lab) {
    const double l = lab.l + 0.3963377774 * lab.a + 0.2158037573 * lab.b;
    const double m = lab.l - 0.1055613458 * lab.a - 0.0638541728 * lab.b;
    const double s = lab.l - 0.0894841775 * lab.a - 1.2914855480 * lab.b;
    const double l3 = l * l * l, m3 = m * m * m, s3 = s * s * s;
    const auto byte = [](double linear) {
        const double c = srgb_from_linear(std::clamp(linear, 0.0, 1.0));
        return static_cast<std::uint8_t>(std::lround(std::clamp(c, 0.0, 1.0) * 255));
    };
    return {byte(4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3),
            byte(-1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3),
            byte(-0.0041960863 * l3 - 0.7034186147 * m3 + 1.7076147010 * s3), 255};
}

std::vector<Colour> stops(std::initializer_list<const char*> hexes) {
    std::vector<Colour> colours;
    for (const char* hex : hexes) colours.push_back(colour(hex));
    return colours;
}

}  // namespace

Colour colour(const char* hex) {
    const std::string_view text(hex);
    if ((text.size() != 7 && text.size() != 9) || text[0] != '#') return {255, 0, 255, 255};
    std::uint8_t channel[4] = {0, 0, 0, 255};
    for (std::size_t i = 1; i + 1 < text.size(); i += 2) {
        const int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
        if (high < 0 || low < 0) return {255, 0, 255, 255};
        channel[i / 2] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return {channel[0], channel[1], channel[2], channel[3]};
}

// A new ramp is one line here. Sequential ramps run from light to dark and are safe for the three common
// kinds of colour blindness, because lightness falls all the way; diverging ones have their lightest colour
// in the middle.
const std::vector<Ramp>& ramps() {
    static const std::vector<Ramp> all = {
        {"warm", stops({"#F4EFE6", "#E2D5BF", "#CDA884", "#AC7653", "#7A4634"}), false},
        {"blue", stops({"#EFF4FA", "#BFD4EA", "#82AED6", "#3F7FB8", "#174A7C"}), false},
        {"purple", stops({"#F3F1F8", "#D5CFE6", "#AFA3CF", "#8572AE", "#57438A"}), false},
        {"green", stops({"#EFF6F0", "#C6E2CB", "#8DC49A", "#4D9A65", "#1B633A"}), false},
        {"grey", stops({"#F5F6F7", "#D5D9DE", "#A9B0B8", "#767F8A", "#454C55"}), false},
        {"viridis", stops({"#FDE725", "#5EC962", "#21918C", "#3B528B", "#440154"}), false},
        {"blue-red", stops({"#2166AC", "#92C5DE", "#F7F7F7", "#F4A582", "#B2182B"}), true},
        {"purple-green", stops({"#762A83", "#C2A5CF", "#F7F7F7", "#A6DBA0", "#1B7837"}), true},
    };
    return all;
}

const Ramp& ramp(const std::string& name) {
    for (const Ramp& r : ramps())
        if (r.name == name) return r;
    return ramps().front();
}

std::vector<Colour> ramp_colours(const Ramp& ramp, int classes) {
    std::vector<Colour> colours;
    const double last = static_cast<double>(ramp.stops.size() - 1);
    for (int c = 0; c < classes; ++c) {
        const double at = classes == 1 ? last / 2 : last * c / (classes - 1);
        const auto low = std::min(static_cast<std::size_t>(at), ramp.stops.size() - 2);
        const double t = at - static_cast<double>(low);
        if (t == 0 || t == 1) {
            colours.push_back(ramp.stops[t == 0 ? low : low + 1]);
            continue;
        }
        const Oklab a = oklab_from(ramp.stops[low]), b = oklab_from(ramp.stops[low + 1]);
        colours.push_back(colour_from({a.l + (b.l - a.l) * t, a.a + (b.a - a.a) * t, a.b + (b.b - a.b) * t}));
    }
    return colours;
}

}  // namespace safeground::core
