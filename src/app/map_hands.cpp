#include "app/map_hands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace safeground::app {

namespace {

constexpr double kNearest = 0.02, kFurthest = 20000;  // metres per pixel: a doorstep, the country twice over

struct Handle {
    render::Camera& camera;
    MapHands& hands;
    const core::Project& project;
    render::MapRenderer& renderer;
    double pixels_per_unit;
    std::vector<std::string>& events;

    std::optional<ui::RowRef> at(double x, double y) const {
        const auto found = renderer.pick(static_cast<int>(std::floor(x * pixels_per_unit)),
                                         static_cast<int>(std::floor(y * pixels_per_unit)));
        if (!found) return std::nullopt;
        return ui::RowRef{found->layer, found->row};
    }
    void operator()(const ui::ZoomAt& wish) const {
        const double factor =
            std::clamp(wish.factor, camera.metres_per_pixel / kFurthest, camera.metres_per_pixel / kNearest);
        camera = camera.zoomed_at(wish.x, wish.y, factor);
        events.push_back(fmt::format("zoom {:.4f}", camera.metres_per_pixel));
    }
    void operator()(const ui::Pan& wish) const {
        camera = camera.panned(wish.dx, wish.dy);
        events.push_back(fmt::format("pan {:.1f} {:.1f}", camera.centre.x, camera.centre.y));
    }
    void operator()(const ui::Home&) const {
        hands.show(core::extent(project));
        events.push_back(fmt::format("home {:.4f}", camera.metres_per_pixel));
    }
    void operator()(const ui::ZoomToLayer& wish) const {
        if (const core::Layer* layer = project.find(wish.layer))
            hands.show(core::bounds(*layer->table->geometry));
        events.push_back(fmt::format("zoom {:.4f}", camera.metres_per_pixel));
    }
    void operator()(const ui::HoverAt& wish) const { hands.hovered = at(wish.x, wish.y); }
    void operator()(const ui::HoverNothing&) const { hands.hovered.reset(); }
    void operator()(const ui::PickAt& wish) const {
        hands.picked = at(wish.x, wish.y);
        const core::Layer* layer = hands.picked ? project.find(hands.picked->layer) : nullptr;
        events.push_back(layer == nullptr ? "pick nothing"
                                          : "pick " + layer->table->key_text(hands.picked->row));
    }
    void operator()(const ui::LetGo&) const {
        hands.picked.reset();
        events.emplace_back("let go");
    }
    template <class Other>
    void operator()(const Other&) const {}
};

}  // namespace

void MapHands::handle(const ui::Intents& intents, const core::Project& project, render::MapRenderer& renderer,
                      double pixels_per_unit, std::vector<std::string>& events) {
    for (const ui::Request& request : intents.requests)
        std::visit(Handle{m_camera, *this, project, renderer, pixels_per_unit, events}, request);
}

void MapHands::resize(int width, int height) {
    m_camera.width = std::max(width, 1);
    m_camera.height = std::max(height, 1);
}

void MapHands::show(const core::Box& box) { m_camera = render::fit(box, m_camera.width, m_camera.height); }

render::Camera MapHands::camera_px(double pixels_per_unit) const {
    render::Camera px = m_camera;
    px.width = static_cast<int>(std::lround(m_camera.width * pixels_per_unit));
    px.height = static_cast<int>(std::lround(m_camera.height * pixels_per_unit));
    px.metres_per_pixel = m_camera.metres_per_pixel / pixels_per_unit;
    return px;
}

}  // namespace safeground::app
