#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/result.hpp"
#include "core/style.hpp"
#include "render/area_mesh.hpp"
#include "render/gl/program.hpp"
#include "render/map_renderer.hpp"
#include "render/symbols.hpp"
#include "render/view.hpp"

namespace safeground::render {

/// Strokes on the card, and where they lie.
struct GpuStrokes {
    gl::TexelBuffer texels;
    std::vector<StrokeTile> tiles;
    std::size_t set(std::span<const Stroke> strokes);  ///< bytes sent
};
/// One level of areas on the card. Sizes of borders stay here to find those wide enough to be seen.
struct GpuLevel {
    gl::VertexArray array;
    gl::Buffer vertices, indices;
    GpuStrokes borders;
    std::vector<float> border_sizes;
    std::size_t set(const AreaLevel& level);  ///< bytes sent
};

/// How strokes are drawn.
struct StrokeLook {
    core::Colour colour{0, 0, 0, 0};  ///< alpha 0: each stroke's own
    double pixels_per_size = 1;       ///< width of a stroke of size 1
    double least_px = 0, most_px = 1e4, added_px = 0;
    bool split = false;                     ///< between two colours: each on its own side, and wider
    double dots_px = 0;                     ///< 0: a full line
    double dashes_px = 0;                   ///< from dash to dash, where a stroke's own alpha is 254
    const gl::TexelBuffer* rows = nullptr;  ///< colours by the row in `left`
};
struct SymbolLook {
    bool square = false;
    core::Colour outline{0xFF, 0xFF, 0xFF, 0xFF}, inside{0xFF, 0xFF, 0xFF, 0xFF};
    double grown_px = 0;
};

/// The shaders, and one function for each thing drawn. Blending is premultiplied throughout.
class Drawing {
public:
    static core::Result<std::unique_ptr<Drawing>> create();

    void areas(const View& view, core::Point origin, const GpuLevel& level,
               const std::vector<AreaLevel::Tile>& tiles, const gl::TexelBuffer& colours);
    void strokes(const View& view, core::Point origin, const gl::TexelBuffer& texels,
                 const std::vector<StrokeTile>& tiles, const StrokeLook& look);
    /// Borders between areas, from the widest down to those that would be too thin to see.
    void borders(const View& view, core::Point origin, const GpuLevel& level,
                 const std::vector<AreaLevel::Tile>& tiles, const StrokeLook& look);
    void symbols(const View& view, core::Point origin, const gl::TexelBuffer& symbols, std::size_t count,
                 const gl::TexelBuffer& colours, const SymbolLook& look);
    /// Lays a texture of the framebuffer's size over it.
    void composite(unsigned texture, double opacity);

    void pick_areas(const View& view, core::Point origin, const GpuLevel& level,
                    const std::vector<AreaLevel::Tile>& tiles, const gl::TexelBuffer& colours,
                    std::uint32_t first);
    void pick_symbols(const View& view, core::Point origin, const gl::TexelBuffer& symbols, std::size_t count,
                      bool square, std::uint32_t first);

    FrameStats stats;  ///< counted since it was last reset

private:
    Drawing() = default;
    struct Range {
        std::uint32_t begin, end;
    };
    void triangles(const View& view, const GpuLevel& level, const std::vector<AreaLevel::Tile>& tiles);
    void quads(std::span<const Range> ranges);
    void stroke_uniforms(const View& view, core::Point origin, const gl::TexelBuffer& texels,
                         const StrokeLook& look);

    gl::Program m_area, m_area_pick, m_stroke, m_symbol, m_symbol_pick, m_composite;
    gl::VertexArray m_quad_array;
    gl::Buffer m_quad_indices;
    gl::TexelBuffer m_no_colours;  ///< bound where a program has a sampler that a call does not need
};

}  // namespace safeground::render
