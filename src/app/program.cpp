#include "app/program.hpp"

#include <fmt/core.h>
#include <imgui.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <limits>

#include "app/announcer.hpp"
#include "app/map_hands.hpp"
#include "app/session.hpp"
#include "app/window.hpp"
#include "render/map_renderer.hpp"

namespace safeground::app {

namespace {

using Clock = std::chrono::steady_clock;
double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// One window with its renderer and its session.
struct Program {
    const Options& options;
    Window& window;
    Session& session;
    render::MapRenderer& renderer;
    Announcer announcer;
    ui::Theme theme = {};
    ui::Rects rects = {};
    MapHands hands = {};
    Clock::time_point start = Clock::now();
    int opened = 0;        ///< of the session, when the camera was last put there
    int frames_left = 3;   ///< ImGui needs a few frames to settle after an event
    int quiet_frames = 0;  ///< drawn since everything was loaded
    std::vector<std::string> events = {};

    void look() {
        theme.tokens = session.workspace().dark ? ui::dark_tokens() : ui::light_tokens();
        ui::apply(theme);
    }

    /// How long nothing needs to be drawn unless somebody does something.
    double patience() const {
        if (frames_left > 0 || options.frames > 0) return 0;
        if (renderer.preparing()) return 0.016;
        if (ImGui::GetIO().WantTextInput) return 0.4;  // the caret blinks
        // A running job wakes the window itself.
        return std::max(0.001, session.workspace().toasts.next_change_s() - seconds_since(start));
    }

    void wishes_of_the_window(const ui::Intents& intents) {
        for (const ui::Request& request : intents.requests) {
            if (const auto* dark = std::get_if<ui::UseDark>(&request)) {
                session.workspace().dark = dark->dark;
                look();
            }
        }
    }

    /// Draws one frame; true when the camera moved in it.
    bool frame(const std::string& screenshot, std::string& error) {
        const double now = seconds_since(start), ratio = window.pixels_per_unit();
        const ui::Layout at =
            ui::layout(static_cast<float>(window.width()), static_cast<float>(window.height()), theme);
        hands.resize(static_cast<int>(at.map.x1 - at.map.x0), static_cast<int>(at.map.y1 - at.map.y0));
        if (opened != session.opened()) {
            opened = session.opened();
            hands.picked.reset();
            hands.hovered.reset();
            hands.show(core::extent(*session.released()));
        }
        const render::Camera before = hands.camera();
        // The texture has the size of this frame before its name goes into the draw list.
        renderer.sync(session.released(), false);
        draw_map(ratio);
        window.begin_frame();
        ui::Screen screen{theme,
                          rects,
                          session.project(),
                          session.released(),
                          session.prepared(),
                          session.audiences(),
                          session.history().undo_name(),
                          session.history().redo_name(),
                          session.job(),
                          {reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(renderer.texture())),
                           before.centre, before.metres_per_pixel, renderer.preparing()},
                          hands.hovered,
                          hands.picked,
                          window.take_keys(),
                          session.saved_words(),
                          now};
        const ui::Intents intents = ui::draw(session.workspace(), screen, static_cast<float>(window.width()),
                                             static_cast<float>(window.height()));
        hands.handle(intents, *session.released(), renderer, ratio, events);
        session.handle(intents, now);
        wishes_of_the_window(intents);
        if (session.quitting()) window.close();
        if (!intents.requests.empty() || !intents.commands.empty() || !intents.previews.empty())
            frames_left = 3;
        const bool moved = !(before == hands.camera());
        renderer.sync(session.released(), false);
        draw_map(ratio);
        window.end_frame(theme, screenshot, error);
        return moved;
    }

    void draw_map(double ratio) {
        auto row = [](const std::optional<ui::RowRef>& at) -> std::optional<render::Picked> {
            if (!at) return std::nullopt;
            return render::Picked{at->layer, at->row};
        };
        renderer.draw(hands.camera_px(ratio), {row(hands.hovered), row(hands.picked)});
    }

    int loop() {
        std::string error;
        int drawn = 0;
        while (true) {
            // The window's own button asks as the menu does: unsaved work is not thrown away by it.
            if (window.closing() && !session.quitting()) {
                session.ask_to_quit();
                if (!session.quitting()) window.stay();
            }
            if (window.closing() || session.quitting()) break;
            const bool event = window.wait(patience());
            for (const std::filesystem::path& path : window.take_dropped()) session.open_file(path);
            const bool finished = session.poll(seconds_since(start));
            if (event || finished) frames_left = 3;
            const bool loaded = !session.busy() && !renderer.preparing();
            const bool last = options.frames > 0 && loaded && drawn + 1 >= options.frames;
            const Clock::time_point began = Clock::now();
            const bool moved = frame(last ? options.screenshot : std::string(), error);
            if (moved) announcer.moved(seconds_since(began) * 1000);
            if (frames_left > 0) --frames_left;
            for (std::string& line : session.take_events()) events.push_back(std::move(line));
            announcer.frame(rects, events, loaded);
            events.clear();
            if (loaded) ++drawn;
            if (last) break;
        }
        announcer.summary();
        if (!error.empty()) fmt::print(stderr, "{}\n", error);
        return error.empty() ? 0 : 3;
    }
};

int refused(const std::string& words) {
    fmt::print(stderr, "{}\n", words);
    return 3;
}

}  // namespace

int run_window(const Options& options) {
    const auto window = Window::create(options.width, options.height, "Safeground");
    if (!window) return refused(window.message());
    const auto renderer = render::MapRenderer::create();
    if (!renderer) return refused(renderer.message());
    const auto session = Session::create(&Window::wake);
    if (!session) return refused(session.message());
    Program program{options, **window, **session, **renderer, Announcer(options.announce)};
    program.theme.scale = options.scale > 0 ? static_cast<float>(options.scale) : (*window)->content_scale();
    std::vector<std::string> warnings;
    program.theme.fonts = ui::load_fonts(*ImGui::GetIO().Fonts, program.theme.scale, warnings);
    program.look();
    for (std::string& warning : warnings) (*session)->say(std::move(warning), ui::Toasts::Tone::Warning);
    if (options.demo) (*session)->open_demo();
    for (const std::string& file : options.files) (*session)->open_file(file);
    return program.loop();
}

}  // namespace safeground::app
