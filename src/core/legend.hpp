#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/project.hpp"

namespace safeground::core {

/// How a layer is explained: computed from the same table and style that are drawn. Outputs call this with a
/// released project.
struct LegendRow {
    enum class Kind : std::uint8_t {
        Fill,
        Hatch,
        Dotted,
        Outline,
        Circle,
        HollowCircle,
        Square,
        HollowSquare,
        Line
    };
    Kind kind = Kind::Fill;
    Colour colour;
    Colour stroke;
    double size_px = 0;                ///< radius of symbols, width of lines
    std::string label;                 ///< "3.1 – 11.9", "suppressed (1 to 4)", "no data"
    std::optional<std::size_t> count;  ///< rows in the class
    bool dashed = false;               ///< Outline
    bool operator==(const LegendRow&) const = default;
};
struct LegendEntry {
    LayerId layer = 0;
    std::string title, subtitle;  ///< layer name; what is shown, unit, period
    std::vector<LegendRow> rows;
    bool operator==(const LegendEntry&) const = default;
};
/// Visible layers from the top down.
std::vector<LegendEntry> legend(const Project& project);
LegendEntry legend(const Layer& layer);

/// Class of a value: 0 .. classes-1 for (lo, hi] with the first class closed; values beyond the ends fall
/// into the end classes; -1 for NaN or without breaks. `breaks` has classes + 1 ascending entries.
int class_of(double value, const std::vector<double>& breaks);
/// Colours of a choropleth's classes, low to high.
std::vector<Colour> class_colours(const ChoroplethStyle& style);
/// "3.1 – 11.9" for each class, rounded just enough that neighbouring labels differ; "3 – 5" for (2, 5] of
/// whole numbers.
std::vector<std::string> class_labels(const std::vector<double>& breaks, bool whole_numbers);

/// What a row of a symbol layer looks like.
struct Symbol {
    double radius_px = 0;  ///< 0: not drawn (zero or missing value); suppressed: one small hollow symbol
    bool hollow = false;
};
/// Area proportional to the value, the largest present value having `max_radius_px`.
Symbol symbol_of(const SymbolStyle& style, const Table& table, std::size_t row, double largest);
double largest_value(const SymbolStyle& style, const Table& table);

/// Outline of an area in ClusterStyle and HotspotStyle layers; nullopt: not emphasised. Areas unlike their
/// neighbours are dashed, so that colour alone never tells them from those that are alike.
struct Emphasised {
    Colour colour;
    bool dashed = false;
    bool operator==(const Emphasised&) const = default;
};
std::optional<Emphasised> emphasis_of(const Style& style, const Table& table, std::size_t row);
/// The same in words: "high among high", "mixed neighbourhood"; empty: not emphasised.
std::string emphasis_words(const Style& style, const Table& table, std::size_t row);

}  // namespace safeground::core
