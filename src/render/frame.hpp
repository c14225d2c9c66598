#pragma once

#include <optional>
#include <vector>

#include "render/gl/target.hpp"
#include "render/scene.hpp"

namespace safeground::render {

/// Draws a scene: keeps the last picture, moves it when the camera pans by whole pixels, and draws only what
/// is new.
class Frame {
public:
    explicit Frame(Drawing& drawing) : m_drawing(drawing) {}
    /// False: what is in `texture()` was still good.
    bool draw(const Scene& scene, const Camera& camera, const Emphasis& emphasis, Quality quality);
    const gl::Target& picture() const { return m_emphasised ? m_final : m_base[m_front]; }
    std::optional<Picked> pick(const Scene& scene, int px, int py);
    std::size_t take_uploaded() { return std::exchange(m_uploaded, 0); }

private:
    bool move_picture(const Scene& scene, const Camera& camera, Quality quality);
    void draw_region(const Scene& scene, const gl::Region& region);
    void draw_layer(const View& view, const SceneLayer& layer, const gl::Target& target);
    void draw_areas(const View& view, const SceneLayer& layer);
    void draw_lines(const View& view, const SceneLayer& layer);
    void draw_contents(const View& view, const SceneLayer& layer);
    void draw_emphasis(const Scene& scene, const Picked& what, bool picked);

    Drawing& m_drawing;
    Camera m_camera{{0, 0}, 0, 0, 0};
    std::uint64_t m_revision = 0;
    Quality m_quality = Quality::Quick;
    Emphasis m_emphasis;
    bool m_emphasised = false;
    int m_samples = 0;
    gl::Target m_base[2], m_final, m_many, m_layer_many, m_layer, m_ids;
    int m_front = 0;
    std::size_t m_uploaded = 0;
};

}  // namespace safeground::render
