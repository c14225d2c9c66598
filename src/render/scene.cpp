#include "render/scene.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace safeground::render {

namespace {

bool is_symbols(const core::Layer& layer) {
    return std::holds_alternative<core::SymbolStyle>(layer.style) || layer.table->points() != nullptr;
}
/// Whether the picture of the two differs, names and provenance aside.
bool looks_the_same(const core::Layer& a, const core::Layer& b) {
    return a.id == b.id && a.table == b.table && a.visible == b.visible && a.opacity == b.opacity &&
           a.style == b.style;
}
bool is_shown(const core::Layer& layer) {
    return layer.visible && layer.opacity > 0 && layer.table != nullptr;
}

template <class Resource>
bool arrived(Resource& resource, bool wait) {
    if (resource.ready || !resource.pending.valid()) return false;
    if (!wait && resource.pending.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
        return false;
    resource.value = resource.pending.get();
    resource.ready = true;
    return true;
}

template <class Resource>
void forget_unused(std::map<const void*, std::shared_ptr<Resource>>& resources) {
    std::erase_if(resources, [](const auto& entry) { return entry.second.use_count() == 1; });
}

}  // namespace

bool SceneLayer::drawable() const {
    return shown && current && (areas == nullptr || areas->ready) && (lines == nullptr || lines->ready) &&
           (anchors == nullptr || anchors->ready);
}
bool SceneLayer::square() const {
    const auto* style = std::get_if<core::SymbolStyle>(&layer.style);
    return style != nullptr && style->shape == core::SymbolStyle::Shape::Square;
}
bool SceneLayer::pickable_areas() const {
    return drawable() && areas != nullptr && (paint.filled || paint.outlined) &&
           layer.table->info.subject != core::Subject::BaseMap;
}

void Scene::sync(const disclosure::Released<core::Project>& project, bool wait) {
    const bool same =
        std::equal(m_layers.begin(), m_layers.end(), project->layers.begin(), project->layers.end(),
                   [](const SceneLayer& a, const core::Layer& b) { return looks_the_same(a.layer, b); });
    if (!same) {
        std::vector<SceneLayer> next;
        for (const core::Layer& layer : project->layers) next.push_back(taken(layer));
        m_layers = std::move(next);
        ++m_revision;
    }
    for (SceneLayer& layer : m_layers)
        if (layer.shown) request(layer);
    forget_unused(m_areas);
    forget_unused(m_lines);
    forget_unused(m_anchors);
    receive(wait);
    for (SceneLayer& layer : m_layers)
        if (layer.shown && !layer.current) upload(layer);
}

bool Scene::preparing() const {
    return std::any_of(m_layers.begin(), m_layers.end(),
                       [](const SceneLayer& layer) { return layer.shown && !layer.drawable(); });
}

/// The layer as it is now, with what was already on the card for it.
SceneLayer Scene::taken(const core::Layer& layer) {
    const auto old = std::find_if(m_layers.begin(), m_layers.end(), [&](const SceneLayer& l) {
        return l.layer.id == layer.id && l.layer.table == layer.table && l.layer.style == layer.style;
    });
    const auto by_id = std::find_if(m_layers.begin(), m_layers.end(), [&](const SceneLayer& l) {
        return l.layer.id == layer.id && layer.id != 0;
    });
    SceneLayer out;
    if (old != m_layers.end()) {
        out = std::move(*old);
    } else if (by_id != m_layers.end()) {
        out = std::move(*by_id);
        out.current = false;
    }
    out.layer = layer;
    out.shown = is_shown(layer);
    return out;
}

void Scene::request(SceneLayer& layer) {
    const core::TablePtr& table = layer.layer.table;
    const bool symbols = is_symbols(layer.layer);
    const auto find_or_make = [&](auto& resources, auto& held, const std::shared_ptr<const void>& owner,
                                  auto job) {
        using Resource = std::remove_reference_t<decltype(*held)>;
        if (held != nullptr && held->owner == owner) return;
        std::shared_ptr<Resource>& entry = resources[owner.get()];
        if (entry == nullptr) {
            entry = std::make_shared<Resource>();
            entry->owner = owner;
            entry->pending = m_preparer.submit(std::move(job));
        }
        held = entry;
        layer.current = false;
    };
    if (table->polygons() != nullptr && !symbols)
        find_or_make(m_areas, layer.areas, table->geometry,
                     [geometry = table->geometry](const core::Progress& progress) {
                         return build_area_mesh(std::get<core::Polygons>(*geometry), progress);
                     });
    else layer.areas = nullptr;
    if (table->lines() != nullptr && !symbols)
        find_or_make(m_lines, layer.lines, table,
                     [table](const core::Progress&) { return build_line_mesh(*table); });
    else layer.lines = nullptr;
    if (symbols && row_count(*table->geometry) > 0)
        find_or_make(m_anchors, layer.anchors, table->geometry,
                     [table](const core::Progress&) { return anchors_of(*table); });
    else layer.anchors = nullptr;
}

void Scene::receive(bool wait) {
    for (auto& [key, resource] : m_areas) {
        if (!arrived(*resource, wait)) continue;
        for (AreaLevel& level : resource->value.levels) {
            m_uploaded += resource->levels.emplace_back().set(level);
            level.vertices = {};
            level.indices = {};
        }
        ++m_revision;
    }
    for (auto& [key, resource] : m_lines) {
        if (!arrived(*resource, wait)) continue;
        m_uploaded += resource->texels.set(GL_RGBA32UI, std::span<const Stroke>(resource->value.strokes));
        resource->value.strokes = {};
        ++m_revision;
    }
    for (auto& [key, resource] : m_anchors)
        if (arrived(*resource, wait)) ++m_revision;
}

/// Sends what depends on the table's values and the style, when the geometry is there.
void Scene::upload(SceneLayer& layer) {
    layer.current = true;
    if (!layer.drawable()) {
        layer.current = false;
        return;
    }
    Paint paint = paint_of(layer.layer);
    if (!layer.colours || paint.colours != layer.paint.colours)
        m_uploaded += layer.colours.set(GL_RGBA8, std::span<const std::uint32_t>(paint.colours));
    layer.paint = std::move(paint);
    if (layer.areas != nullptr) upload_strokes(layer);
    if (layer.anchors != nullptr) upload_symbols(layer);
    ++m_revision;
}

void Scene::upload_strokes(SceneLayer& layer) {
    layer.outlines.clear();
    layer.dots.clear();
    for (const AreaLevel& level : layer.areas->value.levels) {
        if (layer.paint.outlined) {
            GpuStrokes& outline = layer.outlines.emplace_back();
            m_uploaded += outline.set(outline_edges(level, layer.paint, outline.tiles));
        }
        if (layer.paint.missing) {
            GpuStrokes& dots = layer.dots.emplace_back();
            m_uploaded += dots.set(dotted_edges(level, layer.paint, dots.tiles));
        }
    }
}

void Scene::upload_symbols(SceneLayer& layer) {
    core::Box box;
    for (const core::Point& p : layer.anchors->value) box.add(p);
    layer.symbol_origin = box.empty() ? core::Point{0, 0}
                                      : core::Point{(box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2};
    layer.symbols = symbols_of(layer.layer, layer.anchors->value, layer.symbol_origin);
    if (!layer.symbols.empty())
        m_uploaded += layer.symbol_texels.set(GL_RGBA32UI, std::span<const SymbolTexel>(layer.symbols));
}

}  // namespace safeground::render
