#include "render/frame.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace safeground::render {

namespace {

constexpr int kSamples = 4;
constexpr double kBorderShare = 0.045;  // width of a border as a share of the size of the smaller area
constexpr double kOutlineShare = 0.12, kOutlineLeast = 0.9, kOutlineMost = 2.2;
constexpr double kDotWidth = 1.3, kDotPeriod = 4;
constexpr double kDashPeriod = 9;
constexpr double kStreetScale = 10;  // metres a pixel at which streets have the width that the style names
constexpr double kCasedFrom = 3;     // pixels

void clear(const gl::Region& region, core::Colour c) {
    glEnable(GL_SCISSOR_TEST);
    glScissor(region.x, region.y, region.width, region.height);
    const float a = static_cast<float>(c.a) / 255;
    glClearColor(static_cast<float>(c.r) / 255 * a, static_cast<float>(c.g) / 255 * a,
                 static_cast<float>(c.b) / 255 * a, a);
    glClear(GL_COLOR_BUFFER_BIT);
}

void blend() {
    glEnable(GL_BLEND);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glDisable(GL_DEPTH_TEST);
    glDisable(GL_CULL_FACE);
}

core::Colour towards_white(core::Colour c, double share) {
    const auto part = [share](std::uint8_t v) { return static_cast<std::uint8_t>(v + (255 - v) * share); };
    return {part(c.r), part(c.g), part(c.b), c.a};
}

/// Brings the GL state back to what a neighbour such as Dear ImGui may expect.
struct StateGuard {
    GLint framebuffer = 0;
    GLint viewport[4] = {0, 0, 0, 0};
    StateGuard() {
        glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &framebuffer);
        glGetIntegerv(GL_VIEWPORT, viewport);
    }
    ~StateGuard() {
        glBindFramebuffer(GL_FRAMEBUFFER, static_cast<GLuint>(framebuffer));
        glViewport(viewport[0], viewport[1], viewport[2], viewport[3]);
        glDisable(GL_SCISSOR_TEST);
        glDisable(GL_BLEND);
        glBindVertexArray(0);
        glUseProgram(0);
        glActiveTexture(GL_TEXTURE0);
    }
    StateGuard(const StateGuard&) = delete;
    StateGuard& operator=(const StateGuard&) = delete;
};

void need(bool good) {
    if (!good) throw std::runtime_error("the graphics driver refuses a picture of this size");
}

}  // namespace

bool Frame::draw(const Scene& scene, const Camera& camera, const Emphasis& emphasis, Quality quality) {
    const bool good = camera == m_camera && scene.revision() == m_revision &&
                      (m_quality == quality || m_quality == Quality::Full);
    if (good && emphasis == m_emphasis) return false;
    const StateGuard guard;
    const gl::Region whole{0, 0, camera.width, camera.height};
    if (!good && !move_picture(scene, camera, quality)) {
        need(m_base[m_front].resize(GL_RGBA8, camera.width, camera.height, 0));
        m_samples = 0;
        if (quality == Quality::Full && m_many.resize(GL_RGBA8, camera.width, camera.height, kSamples))
            m_samples = kSamples;
        m_camera = camera;
        m_quality = quality;
        draw_region(scene, whole);
    }
    m_revision = scene.revision();
    m_emphasis = emphasis;
    m_emphasised = emphasis.hover.has_value() || emphasis.picked.has_value();
    if (m_emphasised) {
        need(m_final.resize(GL_RGBA8, camera.width, camera.height, 0));
        glDisable(GL_SCISSOR_TEST);
        m_base[m_front].copy(whole, m_final, 0, 0);
        m_final.bind();
        glViewport(0, 0, camera.width, camera.height);
        blend();
        if (emphasis.hover && emphasis.hover != emphasis.picked) draw_emphasis(scene, *emphasis.hover, false);
        if (emphasis.picked) draw_emphasis(scene, *emphasis.picked, true);
    }
    return true;
}

/// When only whole pixels of panning lie between the last picture and this one: copies it and draws the new
/// strips.
bool Frame::move_picture(const Scene& scene, const Camera& camera, Quality quality) {
    Camera same_place = camera;
    same_place.centre = m_camera.centre;
    if (!(same_place == m_camera) || quality != m_quality || scene.revision() != m_revision) return false;
    const double dx = (m_camera.centre.x - camera.centre.x) / camera.metres_per_pixel;
    const double dy = (m_camera.centre.y - camera.centre.y) / camera.metres_per_pixel;
    if (!(std::abs(dx) < camera.width && std::abs(dy) < camera.height)) return false;
    const int ix = static_cast<int>(std::lround(dx)), iy = static_cast<int>(std::lround(dy));
    constexpr double kUnseen = 0.02;  // pixels
    if (std::abs(dx - ix) > kUnseen || std::abs(dy - iy) > kUnseen) return false;
    const int w = camera.width, h = camera.height;
    gl::Target& back = m_base[1 - m_front];
    need(back.resize(GL_RGBA8, w, h, 0));
    glDisable(GL_SCISSOR_TEST);
    const gl::Region kept{std::max(0, -ix), std::max(0, -iy), w - std::abs(ix), h - std::abs(iy)};
    m_base[m_front].copy(kept, back, std::max(0, ix), std::max(0, iy));
    m_front = 1 - m_front;
    m_camera = camera;
    if (ix != 0) draw_region(scene, {ix > 0 ? 0 : w + ix, 0, std::abs(ix), h});
    if (iy != 0) draw_region(scene, {0, iy > 0 ? 0 : h + iy, w, std::abs(iy)});
    return true;
}

void Frame::draw_region(const Scene& scene, const gl::Region& region) {
    const View view(m_camera, region);
    const gl::Target& target = m_samples > 0 ? m_many : m_base[m_front];
    target.bind();
    glViewport(0, 0, m_camera.width, m_camera.height);
    clear(region, kCanvas);
    blend();
    for (const SceneLayer& layer : scene.layers())
        if (layer.drawable()) draw_layer(view, layer, target);
    if (m_samples > 0) m_many.copy(region, m_base[m_front], region.x, region.y);
    glDisable(GL_SCISSOR_TEST);
}

/// A layer that is not opaque is drawn aside and laid over as one, so that its own parts do not shine through
/// each other.
void Frame::draw_layer(const View& view, const SceneLayer& layer, const gl::Target& target) {
    if (layer.layer.opacity >= 1) {
        draw_contents(view, layer);
        return;
    }
    need(m_layer.resize(GL_RGBA8, m_camera.width, m_camera.height, 0));
    const bool many = m_samples > 0;
    if (many) need(m_layer_many.resize(GL_RGBA8, m_camera.width, m_camera.height, m_samples));
    (many ? m_layer_many : m_layer).bind();
    clear(view.region(), {0, 0, 0, 0});
    draw_contents(view, layer);
    if (many) m_layer_many.copy(view.region(), m_layer, view.region().x, view.region().y);
    target.bind();
    m_drawing.composite(m_layer.texture(), std::clamp(layer.layer.opacity, 0.0, 1.0));
}

void Frame::draw_contents(const View& view, const SceneLayer& layer) {
    if (layer.areas != nullptr && !layer.areas->levels.empty()) draw_areas(view, layer);
    if (layer.lines != nullptr) draw_lines(view, layer);
    if (layer.anchors != nullptr && !layer.symbols.empty()) {
        SymbolLook look;
        look.square = layer.square();
        if (const auto* style = std::get_if<core::SymbolStyle>(&layer.layer.style))
            look.outline = style->outline;
        m_drawing.symbols(view, layer.symbol_origin, layer.symbol_texels, layer.symbols.size(), layer.colours,
                          look);
    }
}

void Frame::draw_areas(const View& view, const SceneLayer& layer) {
    const AreaMesh& mesh = layer.areas->value;
    const std::size_t number = mesh.level_for(m_camera.metres_per_pixel);
    const GpuLevel& level = layer.areas->levels[number];
    const std::vector<AreaLevel::Tile>& tiles = mesh.levels[number].tiles;
    const double scale = view.pixels_per_metre();
    if (layer.paint.filled) {
        if (layer.paint.opaque) glDisable(GL_BLEND);
        m_drawing.areas(view, mesh.origin, level, tiles, layer.colours);
        glEnable(GL_BLEND);
    }
    if (layer.paint.bordered) {
        StrokeLook look;
        look.colour = layer.paint.border;
        look.pixels_per_size = kBorderShare * scale * std::max(1.0, layer.paint.border_px);
        look.most_px = layer.paint.border_px;
        m_drawing.borders(view, mesh.origin, level, tiles, look);
    }
    if (layer.paint.missing) {
        StrokeLook look;
        look.pixels_per_size = 2 * kBorderShare * scale;
        look.most_px = kDotWidth;
        look.dots_px = kDotPeriod;
        m_drawing.strokes(view, mesh.origin, layer.dots[number].texels, layer.dots[number].tiles, look);
    }
    if (layer.paint.outlined) {
        StrokeLook look;
        look.pixels_per_size = kOutlineShare * scale;
        look.least_px = kOutlineLeast;
        look.most_px = kOutlineMost;
        look.split = true;
        look.dashes_px = kDashPeriod;
        m_drawing.strokes(view, mesh.origin, layer.outlines[number].texels, layer.outlines[number].tiles,
                          look);
    }
}

/// Streets that are told apart get wider as one comes nearer, with a casing once there is room for it; other
/// lines keep the width that the style names.
void Frame::draw_lines(const View& view, const SceneLayer& layer) {
    const LineMesh& mesh = layer.lines->value;
    const auto* plain = std::get_if<core::PlainStyle>(&layer.layer.style);
    const double named = plain != nullptr ? plain->width_px : 2;
    const double zoom =
        mesh.classed ? std::clamp(std::sqrt(kStreetScale * view.pixels_per_metre()), 0.3, 5.0) : 1.0;
    StrokeLook look;
    look.rows = &layer.colours;
    look.pixels_per_size = named * zoom;
    for (const bool casing : {true, false}) {
        for (const LineMesh::Band& band : mesh.bands) {
            const double width = look.pixels_per_size * static_cast<double>(band.importance);
            const bool cased = mesh.classed && plain != nullptr && width >= kCasedFrom;
            if (width < 0.15 || (casing && !cased)) continue;
            StrokeLook keep = look;
            if (cased) {
                look.colour = casing ? plain->stroke : towards_white(plain->stroke, 0.8);
                look.added_px = casing ? 0 : -1.4;
            }
            m_drawing.strokes(view, mesh.origin, layer.lines->texels, band.tiles, look);
            look = keep;
        }
    }
}

void Frame::draw_emphasis(const Scene& scene, const Picked& what, bool picked) {
    const auto found = std::find_if(scene.layers().begin(), scene.layers().end(),
                                    [&](const SceneLayer& l) { return l.layer.id == what.layer; });
    if (found == scene.layers().end() || !found->drawable() || what.row >= found->layer.table->rows) return;
    const View view(m_camera, {0, 0, m_camera.width, m_camera.height});
    if (found->anchors != nullptr) {
        const auto symbol =
            std::find_if(found->symbols.begin(), found->symbols.end(),
                         [&](const SymbolTexel& s) { return (s.row & ~kHollow) == what.row; });
        if (symbol == found->symbols.end()) return;
        SymbolTexel ring = *symbol;
        ring.row = kHollow;
        gl::TexelBuffer ring_texel, ring_colour;
        const std::uint32_t accent = packed(kPicked);
        m_uploaded += ring_texel.set(GL_RGBA32UI, std::span<const SymbolTexel>(&ring, 1));
        m_uploaded += ring_colour.set(GL_RGBA8, std::span<const std::uint32_t>(&accent, 1));
        SymbolLook look;
        look.square = found->square();
        look.inside = {0, 0, 0, 0};
        look.grown_px = picked ? 4 : 3;
        m_drawing.symbols(view, found->symbol_origin, ring_texel, 1, ring_colour, look);
        return;
    }
    const core::Polygons* polygons = found->layer.table->polygons();
    if (polygons == nullptr) return;
    const core::Box box = core::bounds(*polygons, what.row);
    if (box.empty()) return;
    const core::Point origin{(box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2};
    const std::vector<Stroke> ring = ring_strokes(*polygons, what.row, origin);
    GpuStrokes outline;
    m_uploaded += outline.set(ring);
    outline.tiles.push_back({box, 0, static_cast<std::uint32_t>(ring.size())});
    StrokeLook look;
    look.colour = {0xFF, 0xFF, 0xFF, 0xFF};
    look.pixels_per_size = picked ? 5 : 3.6;
    m_drawing.strokes(view, origin, outline.texels, outline.tiles, look);
    look.colour = kPicked;
    look.pixels_per_size = picked ? 2.8 : 1.6;
    m_drawing.strokes(view, origin, outline.texels, outline.tiles, look);
}

std::optional<Picked> Frame::pick(const Scene& scene, int px, int py) {
    if (px < 0 || py < 0 || px >= m_camera.width || py >= m_camera.height) return std::nullopt;
    const StateGuard guard;
    need(m_ids.resize(GL_R32UI, 1, 1, 0));
    m_ids.bind();
    const int row = m_camera.height - 1 - py;
    // The framebuffer is the one pixel: the picture is shifted so that it falls there.
    glViewport(-px, -row, m_camera.width, m_camera.height);
    glDisable(GL_BLEND);
    glDisable(GL_SCISSOR_TEST);
    const GLuint none[4] = {0, 0, 0, 0};
    glClearBufferuiv(GL_COLOR, 0, none);
    const View view(m_camera, {px, row, 1, 1});
    std::vector<std::pair<std::uint32_t, const SceneLayer*>> numbers;  // first id of each layer
    std::uint32_t next = 1;
    const auto take = [&](const SceneLayer& layer) {
        const std::uint32_t first = next;
        numbers.emplace_back(first, &layer);
        next += static_cast<std::uint32_t>(layer.layer.table->rows);
        return first;
    };
    for (const SceneLayer& layer : scene.layers()) {
        if (!layer.pickable_areas() || layer.areas->levels.empty()) continue;
        const AreaMesh& mesh = layer.areas->value;
        const std::size_t number = mesh.level_for(m_camera.metres_per_pixel);
        m_drawing.pick_areas(view, mesh.origin, layer.areas->levels[number], mesh.levels[number].tiles,
                             layer.colours, take(layer));
    }
    for (const SceneLayer& layer : scene.layers())
        if (layer.pickable_symbols())
            m_drawing.pick_symbols(view, layer.symbol_origin, layer.symbol_texels, layer.symbols.size(),
                                   layer.square(), take(layer));
    GLuint id = 0;
    glReadPixels(0, 0, 1, 1, GL_RED_INTEGER, GL_UNSIGNED_INT, &id);
    if (id == 0) return std::nullopt;
    const auto owner = std::prev(
        std::upper_bound(numbers.begin(), numbers.end(), id,
                         [](std::uint32_t value, const auto& entry) { return value < entry.first; }));
    return Picked{owner->second->layer.id, id - owner->first};
}

}  // namespace safeground::render
