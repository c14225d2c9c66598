#include "cli/picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include "core/project.hpp"
#include "render/camera.hpp"
#include "render/map_renderer.hpp"
#include "report/map_page.hpp"

namespace safeground::cli {

std::vector<std::string> credits(const core::Project& released) {
    std::vector<std::string> out;
    const auto add = [&](const std::string& line) {
        if (!line.empty() && std::find(out.begin(), out.end(), line) == out.end()) out.push_back(line);
    };
    for (auto layer = released.layers.rbegin(); layer != released.layers.rend(); ++layer) {
        if (!layer->visible || !layer->table) continue;
        const core::TableInfo& info = layer->table->info;
        std::string line = info.source;
        if (!info.licence.empty()) line += (line.empty() ? "" : ", ") + info.licence;
        if (info.period) line += (line.empty() ? "" : ", ") + core::to_string(*info.period);
        if (!info.definition.empty()) line += (line.empty() ? "" : ". ") + info.definition;
        if (!line.empty()) add(layer->name + ": " + line);
    }
    return out;
}

core::Result<core::Box> parse_extent(const std::string& text) {
    std::vector<double> numbers;
    const char* at = text.data();
    const char* const end = text.data() + text.size();
    while (at <= end) {
        double value = 0;
        const auto [next, error] = std::from_chars(at, end, value);
        if (error != std::errc{} || !std::isfinite(value)) break;
        numbers.push_back(value);
        at = next + 1;
        if (next == end || *next != ',') {
            at = next;
            break;
        }
    }
    core::Box box;
    if (numbers.size() == 4 && at == end) box = {numbers[0], numbers[1], numbers[2], numbers[3]};
    if (box.empty() || !(box.width() > 0 && box.height() > 0))
        return core::fail(
            core::ErrorKind::Usage,
            fmt::format("--extent {}: expected MINX,MINY,MAXX,MAXY in metres of the National Grid.", text));
    return box;
}

core::Result<bool> write_picture(const disclosure::Released<core::Project>& project,
                                 const PictureRequest& request, const std::filesystem::path& path) {
    core::Result<std::unique_ptr<render::HeadlessContext>> context = render::HeadlessContext::create();
    if (!context) return context.failure();
    core::Result<std::unique_ptr<render::MapRenderer>> renderer = render::MapRenderer::create();
    if (!renderer) return renderer.failure();

    report::MapPage page;
    page.width = request.width;
    page.height = request.height;
    page.scale = request.scale;
    page.title = request.title.empty() ? project->name : request.title;
    for (const core::Layer& layer : project->layers)
        if (layer.visible && !layer.sentence.empty()) page.sentences.push_back(layer.sentence);
    page.sources = credits(*project);
    const report::Rectangle place = report::map_rectangle(page);

    const core::Box box = request.extent ? *request.extent : core::extent(*project);
    const render::Camera camera = render::fit(box, place.width, place.height);
    (*renderer)->sync(project, true);
    (*renderer)->draw(camera);
    render::Image image = (*renderer)->read_pixels();
    page.map = {image.width, image.height, std::move(image.rgba)};
    page.metres_per_pixel = camera.metres_per_pixel;
    return report::write_map_png(project, page, path);
}

}  // namespace safeground::cli
