#pragma once

#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/project.hpp"
#include "disclosure/released.hpp"
#include "render/drawing.hpp"
#include "render/line_mesh.hpp"
#include "render/paint.hpp"
#include "render/preparer.hpp"

namespace safeground::render {

/// Something made on the worker from `owner` and shared by the layers that show it. `owner` keeps the address
/// from being used again while it is the key.
template <class Value>
struct Prepared {
    std::shared_ptr<const void> owner;
    std::future<Value> pending;
    Value value;
    bool ready = false;
};
struct AreaResource : Prepared<AreaMesh> {
    std::vector<GpuLevel> levels;
};
struct LineResource : Prepared<LineMesh> {
    gl::TexelBuffer texels;
};
struct AnchorResource : Prepared<std::vector<core::Point>> {};

/// A layer with what is on the card for it.
struct SceneLayer {
    core::Layer layer;
    bool shown = false;    ///< visible, and not wholly transparent
    bool current = false;  ///< what is on the card belongs to this table and style
    Paint paint;
    std::shared_ptr<AreaResource> areas;
    std::shared_ptr<LineResource> lines;
    std::shared_ptr<AnchorResource> anchors;
    gl::TexelBuffer colours;
    std::vector<GpuStrokes> outlines, dots;  ///< one a level of `areas`
    gl::TexelBuffer symbol_texels;
    std::vector<SymbolTexel> symbols;
    core::Point symbol_origin{0, 0};

    /// In the picture: everything it needs has arrived.
    bool drawable() const;
    bool square() const;
    bool pickable_areas() const;
    bool pickable_symbols() const { return drawable() && anchors != nullptr && !symbols.empty(); }
};

/// The layers of a project on the graphics card, kept up to date by comparing pointers and styles.
class Scene {
public:
    void sync(const disclosure::Released<core::Project>& project, bool wait);
    bool preparing() const;
    const std::vector<SceneLayer>& layers() const { return m_layers; }  ///< bottom first
    std::uint64_t revision() const { return m_revision; }  ///< changes whenever the picture would
    std::size_t take_uploaded() { return std::exchange(m_uploaded, 0); }

private:
    SceneLayer taken(const core::Layer& layer);
    void request(SceneLayer& layer);
    void receive(bool wait);
    void upload(SceneLayer& layer);
    void upload_strokes(SceneLayer& layer);
    void upload_symbols(SceneLayer& layer);

    std::vector<SceneLayer> m_layers;
    std::map<const void*, std::shared_ptr<AreaResource>> m_areas;
    std::map<const void*, std::shared_ptr<LineResource>> m_lines;
    std::map<const void*, std::shared_ptr<AnchorResource>> m_anchors;
    std::uint64_t m_revision = 1;
    std::size_t m_uploaded = 0;
    Preparer m_preparer;  // last: its jobs end before what they fill goes
};

}  // namespace safeground::render
