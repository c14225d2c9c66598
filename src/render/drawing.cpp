#include "render/drawing.hpp"

#include <algorithm>
#include <cstddef>

#include "render/paint.hpp"

namespace safeground::render {

namespace {

constexpr std::uint32_t kQuadsPerDraw = 16'384;  // so that quad indices fit 16 bits
constexpr double kThinnest = 0.12;               // pixels: a border below this is not seen
constexpr double kHatchPeriod = 7;               // as in area.frag

void set_colour(const gl::Program& program, std::string_view name, core::Colour c) {
    program.set(name, static_cast<float>(c.r) / 255, static_cast<float>(c.g) / 255,
                static_cast<float>(c.b) / 255, static_cast<float>(c.a) / 255);
}
const void* offset(std::size_t bytes) { return reinterpret_cast<const void*>(bytes); }

}  // namespace

std::size_t GpuStrokes::set(std::span<const Stroke> strokes) { return texels.set(GL_RGBA32UI, strokes); }

std::size_t GpuLevel::set(const AreaLevel& level) {
    array = gl::VertexArray::make();
    vertices = gl::Buffer::make();
    indices = gl::Buffer::make();
    glBindVertexArray(array.name());
    glBindBuffer(GL_ARRAY_BUFFER, vertices.name());
    std::size_t bytes = gl::upload(GL_ARRAY_BUFFER, std::span<const AreaVertex>(level.vertices));
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices.name());
    bytes += gl::upload(GL_ELEMENT_ARRAY_BUFFER, std::span<const std::uint32_t>(level.indices));
    glEnableVertexAttribArray(0);
    glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, sizeof(AreaVertex), offset(0));
    glEnableVertexAttribArray(1);
    glVertexAttribIPointer(1, 1, GL_UNSIGNED_INT, sizeof(AreaVertex), offset(offsetof(AreaVertex, row)));
    glBindVertexArray(0);
    border_sizes.clear();
    for (const Stroke& border : level.borders) border_sizes.push_back(border.size);
    return bytes + borders.set(level.borders);
}

core::Result<std::unique_ptr<Drawing>> Drawing::create() {
    std::unique_ptr<Drawing> out(new Drawing);
    struct Wanted {
        gl::Program* program;
        const char *vertex, *fragment;
    };
    for (const Wanted& w : {Wanted{&out->m_area, "area.vert", "area.frag"},
                            Wanted{&out->m_area_pick, "area.vert", "area_pick.frag"},
                            Wanted{&out->m_stroke, "stroke.vert", "stroke.frag"},
                            Wanted{&out->m_symbol, "symbol.vert", "symbol.frag"},
                            Wanted{&out->m_symbol_pick, "symbol.vert", "symbol_pick.frag"},
                            Wanted{&out->m_composite, "composite.vert", "composite.frag"}}) {
        core::Result<gl::Program> linked = gl::Program::link(w.vertex, w.fragment);
        if (!linked) return linked.failure();
        *w.program = std::move(*linked);
    }
    std::vector<std::uint16_t> indices;
    for (std::uint32_t quad = 0; quad < kQuadsPerDraw; ++quad)
        for (const std::uint32_t corner : {0U, 1U, 2U, 2U, 1U, 3U})
            indices.push_back(static_cast<std::uint16_t>(quad * 4 + corner));
    out->m_quad_array = gl::VertexArray::make();
    out->m_quad_indices = gl::Buffer::make();
    glBindVertexArray(out->m_quad_array.name());
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, out->m_quad_indices.name());
    gl::upload(GL_ELEMENT_ARRAY_BUFFER, std::span<const std::uint16_t>(indices));
    glBindVertexArray(0);
    const std::uint32_t none = 0;
    out->m_no_colours.set(GL_RGBA8, std::span<const std::uint32_t>(&none, 1));
    return out;
}

void Drawing::quads(std::span<const Range> ranges) {
    glBindVertexArray(m_quad_array.name());
    std::vector<GLsizei> counts;
    std::vector<const void*> offsets;
    std::vector<GLint> first;
    for (const Range& range : ranges) {
        for (std::uint32_t at = range.begin; at < range.end; at += kQuadsPerDraw) {
            counts.push_back(static_cast<GLsizei>(std::min(kQuadsPerDraw, range.end - at) * 6));
            offsets.push_back(offset(0));
            first.push_back(static_cast<GLint>(at * 4));
            stats.triangles += static_cast<std::size_t>(counts.back()) / 3;
        }
    }
    if (counts.empty()) return;
    glMultiDrawElementsBaseVertex(GL_TRIANGLES, counts.data(), GL_UNSIGNED_SHORT, offsets.data(),
                                  static_cast<GLsizei>(counts.size()), first.data());
    ++stats.draw_calls;
}

void Drawing::triangles(const View& view, const GpuLevel& level, const std::vector<AreaLevel::Tile>& tiles) {
    const core::Box box = view.box(2);
    std::vector<Range> ranges;
    for (const AreaLevel::Tile& tile : tiles) {
        if (tile.index_begin == tile.index_end || !tile.box.intersects(box)) continue;
        if (!ranges.empty() && ranges.back().end == tile.index_begin) ranges.back().end = tile.index_end;
        else ranges.push_back({tile.index_begin, tile.index_end});
    }
    if (ranges.empty()) return;
    std::vector<GLsizei> counts;
    std::vector<const void*> offsets;
    for (const Range& range : ranges) {
        counts.push_back(static_cast<GLsizei>(range.end - range.begin));
        offsets.push_back(offset(std::size_t{range.begin} * sizeof(std::uint32_t)));
        stats.triangles += (range.end - range.begin) / 3;
    }
    glBindVertexArray(level.array.name());
    glMultiDrawElements(GL_TRIANGLES, counts.data(), GL_UNSIGNED_INT, offsets.data(),
                        static_cast<GLsizei>(counts.size()));
    ++stats.draw_calls;
}

void Drawing::areas(const View& view, core::Point origin, const GpuLevel& level,
                    const std::vector<AreaLevel::Tile>& tiles, const gl::TexelBuffer& colours) {
    view.use(m_area, origin);
    m_area.set("u_colours", 0);
    set_colour(m_area, "u_canvas", kCanvas);
    set_colour(m_area, "u_hatch", kHatch);
    m_area.set("u_hatch_phase", view.pattern_phase(kHatchPeriod));
    colours.bind(0);
    triangles(view, level, tiles);
}

void Drawing::stroke_uniforms(const View& view, core::Point origin, const gl::TexelBuffer& texels,
                              const StrokeLook& look) {
    view.use(m_stroke, origin);
    m_stroke.set("u_strokes", 0);
    m_stroke.set("u_colours", 1);
    m_stroke.set("u_width", static_cast<float>(look.pixels_per_size), static_cast<float>(look.least_px),
                 static_cast<float>(look.most_px), static_cast<float>(look.added_px));
    set_colour(m_stroke, "u_colour", look.colour);
    m_stroke.set("u_by_row", look.rows != nullptr ? 1 : 0);
    m_stroke.set("u_split", look.split ? 1 : 0);
    m_stroke.set("u_dots", static_cast<float>(look.dots_px));
    m_stroke.set("u_dashes", static_cast<float>(look.dashes_px));
    texels.bind(0);
    (look.rows != nullptr ? *look.rows : m_no_colours).bind(1);
}

void Drawing::strokes(const View& view, core::Point origin, const gl::TexelBuffer& texels,
                      const std::vector<StrokeTile>& tiles, const StrokeLook& look) {
    const core::Box box = view.box(24);
    std::vector<Range> ranges;
    for (const StrokeTile& tile : tiles) {
        if (tile.begin == tile.end || !tile.box.intersects(box)) continue;
        if (!ranges.empty() && ranges.back().end == tile.begin) ranges.back().end = tile.end;
        else ranges.push_back({tile.begin, tile.end});
    }
    if (ranges.empty()) return;
    stroke_uniforms(view, origin, texels, look);
    quads(ranges);
}

void Drawing::borders(const View& view, core::Point origin, const GpuLevel& level,
                      const std::vector<AreaLevel::Tile>& tiles, const StrokeLook& look) {
    const core::Box box = view.box(8);
    const auto least_size = static_cast<float>(kThinnest / look.pixels_per_size);
    std::vector<Range> ranges;
    for (const AreaLevel::Tile& tile : tiles) {
        if (tile.border_begin == tile.border_end || !tile.box.intersects(box)) continue;
        const auto begin = level.border_sizes.begin() + tile.border_begin;
        const auto seen = std::partition_point(begin, level.border_sizes.begin() + tile.border_end,
                                               [&](float size) { return size >= least_size; });
        const std::uint32_t end = tile.border_begin + static_cast<std::uint32_t>(seen - begin);
        if (end > tile.border_begin) ranges.push_back({tile.border_begin, end});
    }
    if (ranges.empty()) return;
    stroke_uniforms(view, origin, level.borders.texels, look);
    quads(ranges);
}

void Drawing::symbols(const View& view, core::Point origin, const gl::TexelBuffer& symbols, std::size_t count,
                      const gl::TexelBuffer& colours, const SymbolLook& look) {
    view.use(m_symbol, origin);
    m_symbol.set("u_symbols", 0);
    m_symbol.set("u_colours", 1);
    m_symbol.set("u_grown", static_cast<float>(look.grown_px));
    m_symbol.set("u_square", look.square ? 1 : 0);
    set_colour(m_symbol, "u_outline", look.outline);
    set_colour(m_symbol, "u_inside", look.inside);
    symbols.bind(0);
    colours.bind(1);
    const Range all{0, static_cast<std::uint32_t>(count)};
    quads({&all, 1});
}

void Drawing::composite(unsigned texture, double opacity) {
    m_composite.use();
    m_composite.set("u_layer", 0);
    m_composite.set("u_opacity", static_cast<float>(opacity));
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, texture);
    glBindVertexArray(m_quad_array.name());
    glDrawArrays(GL_TRIANGLES, 0, 3);
    ++stats.draw_calls;
    ++stats.triangles;
}

void Drawing::pick_areas(const View& view, core::Point origin, const GpuLevel& level,
                         const std::vector<AreaLevel::Tile>& tiles, const gl::TexelBuffer& colours,
                         std::uint32_t first) {
    view.use(m_area_pick, origin);
    m_area_pick.set("u_colours", 0);
    m_area_pick.set("u_first", first);
    colours.bind(0);
    triangles(view, level, tiles);
}

void Drawing::pick_symbols(const View& view, core::Point origin, const gl::TexelBuffer& symbols,
                           std::size_t count, bool square, std::uint32_t first) {
    view.use(m_symbol_pick, origin);
    m_symbol_pick.set("u_symbols", 0);
    m_symbol_pick.set("u_grown", 0.0F);
    m_symbol_pick.set("u_square", square ? 1 : 0);
    m_symbol_pick.set("u_first", first);
    symbols.bind(0);
    const Range all{0, static_cast<std::uint32_t>(count)};
    quads({&all, 1});
}

}  // namespace safeground::render
