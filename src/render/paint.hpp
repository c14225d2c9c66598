#pragma once

#include <cstdint>
#include <vector>

#include "core/project.hpp"
#include "render/area_mesh.hpp"

namespace safeground::render {

/// Colours of the picture that are no layer's own (ui.md, tokens).
constexpr core::Colour kCanvas{0xE9, 0xED, 0xF0, 0xFF};  ///< as in the mock: the lightest class stands off it
constexpr core::Colour kBorder{0xFF, 0xFF, 0xFF, 0xD9};  ///< between areas
constexpr core::Colour kHatch{0x9A, 0xA3, 0xAD, 0xFF};
constexpr core::Colour kDots{0x6B, 0x72, 0x7B, 0xFF};
/// Picked and hovered: ink, since the accent is next to the blue of cold spots.
constexpr core::Colour kPicked{0x1B, 0x1F, 0x24, 0xFF};

constexpr std::uint32_t packed(core::Colour c) {
    return std::uint32_t{c.r} | std::uint32_t{c.g} << 8 | std::uint32_t{c.b} << 16 | std::uint32_t{c.a} << 24;
}
/// Texels whose alpha is 0, 1 or 2 mean a look, not a colour; real alphas start at 3.
constexpr std::uint32_t kNothing = 0;
constexpr std::uint32_t kSuppressed = packed({0, 0, 0, 1});
constexpr std::uint32_t kMissing = packed({0, 0, 0, 2});

/// How the rows of a layer look; everything that a change of style or values changes for areas.
struct Paint {
    std::vector<std::uint32_t> colours;  ///< a texel a row
    bool filled = false;                 ///< areas are filled with `colours`
    bool opaque = true;                  ///< nothing shows through the fill, so it needs no blending
    bool bordered = false;               ///< thin borders between areas, in `border`
    core::Colour border = kBorder;
    double border_px = 1.2;  ///< at most; thinner where areas are small
    bool missing = false;    ///< some row is kMissing: dotted edges
    bool outlined = false;   ///< rows are outlined in `colours` (clusters, hot spots)
    bool operator==(const Paint&) const = default;
};
Paint paint_of(const core::Layer& layer);

/// Dotted edges round rows that are kMissing.
std::vector<Stroke> dotted_edges(const AreaLevel& level, const Paint& paint, std::vector<StrokeTile>& tiles);
/// Edges where the outline colour of the two sides differs, so that neighbours of one class do not double.
/// Their colours have alpha 255, or 254 where they are dashed.
std::vector<Stroke> outline_edges(const AreaLevel& level, const Paint& paint, std::vector<StrokeTile>& tiles);

}  // namespace safeground::render
