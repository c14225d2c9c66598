// bench_render FILE [PNG]: how long the areas of a boundary file take to prepare, to draw, to recolour and to
// pick.

#include <epoxy/gl.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>

#include "geo/triangulate.hpp"
#include "render/area_mesh.hpp"
#include "render/golden.hpp"
#include "render/rig.hpp"

using namespace safeground;
using namespace safeground::tests;
using render::Camera;
using render::Quality;

namespace {

struct Clock {
    std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
    double ms() const {
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    }
};

double memory_mb() {
    std::ifstream file("/proc/self/statm");
    double total = 0, resident = 0;
    file >> total >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

void add_ring(core::Polygons& out, const OGRLinearRing& ring, bool shell) {
    std::vector<core::Point> points;
    for (int i = 0; i < ring.getNumPoints(); ++i) points.push_back({ring.getX(i), ring.getY(i)});
    if (points.size() > 1 && points.front() == points.back()) points.pop_back();
    if ((core::signed_area2(points) > 0) != shell) std::reverse(points.begin(), points.end());
    out.add_ring(points);
}

void add_polygon(core::Polygons& out, const OGRPolygon& polygon) {
    if (polygon.getExteriorRing() == nullptr) return;
    add_ring(out, *polygon.getExteriorRing(), true);
    for (int i = 0; i < polygon.getNumInteriorRings(); ++i) add_ring(out, *polygon.getInteriorRing(i), false);
    out.end_part();
}

core::Polygons read(const std::string& path) {
    GDALAllRegister();
    const std::string name = path.ends_with(".zip") ? "/vsizip/" + path : path;
    const GDALDatasetUniquePtr data(GDALDataset::Open(name.c_str(), GDAL_OF_VECTOR));
    core::Polygons out;
    if (data == nullptr) return out;
    OGRSpatialReference grid;
    grid.importFromEPSG(27700);
    grid.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    std::unique_ptr<OGRCoordinateTransformation> to_grid;
    const OGRSpatialReference* frame = data->GetLayer(0)->GetSpatialRef();
    if (frame != nullptr && frame->IsGeographic() != 0)
        to_grid.reset(OGRCreateCoordinateTransformation(frame, &grid));
    for (const auto& feature : data->GetLayer(0)) {
        OGRGeometry* geometry = feature->GetGeometryRef();
        if (geometry != nullptr && to_grid != nullptr && geometry->transform(to_grid.get()) != OGRERR_NONE)
            return {};
        if (geometry != nullptr && wkbFlatten(geometry->getGeometryType()) == wkbPolygon)
            add_polygon(out, *geometry->toPolygon());
        if (geometry != nullptr && wkbFlatten(geometry->getGeometryType()) == wkbMultiPolygon)
            for (const OGRPolygon* polygon : *geometry->toMultiPolygon()) add_polygon(out, *polygon);
        out.end_row();
    }
    return out;
}

/// Processor time of all threads: says more than the clock where other work runs.
double cpu_ms() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto ms = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
    };
    return ms(usage.ru_utime) + ms(usage.ru_stime);
}

/// Median and longest of the frames of one movement.
void frames(Rig& rig, const char* what, Camera camera, int count, Quality quality,
            Camera (*next)(const Camera&)) {
    rig.renderer->draw(camera, {}, quality);
    glFinish();
    std::vector<double> times;
    std::size_t triangles = 0;
    const double cpu = cpu_ms();
    for (int i = 0; i < count; ++i) {
        camera = next(camera);
        const Clock clock;
        triangles = std::max(triangles, rig.renderer->draw(camera, {}, quality).triangles);
        glFinish();
        times.push_back(clock.ms());
    }
    std::sort(times.begin(), times.end());
    std::printf(
        "%-20s median %7.1f ms, longest %7.1f ms, processor %6.1f ms a frame, at most %zu triangles\n", what,
        times[times.size() / 2], times.back(), (cpu_ms() - cpu) / count, triangles);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    Clock clock;
    core::Polygons polygons = read(argv[1]);
    std::printf("%zu areas, %zu vertices, read in %.0f ms, memory %.0f MB\n", polygons.size(),
                polygons.vertices.size(), clock.ms(), memory_mb());
    clock = {};
    const std::size_t count = geo::triangulate(polygons).triangles();
    std::printf("triangulate: %zu triangles in %.0f ms\n", count, clock.ms());
    clock = {};
    {
        const render::AreaMesh mesh = render::build_area_mesh(polygons);
        std::printf("mesh with %zu levels (triangulation included): %.0f ms\n", mesh.levels.size(),
                    clock.ms());
        for (const render::AreaLevel& level : mesh.levels)
            std::printf("  grid %4.0f m: %8zu triangles, %8zu borders, %4zu tiles\n", level.grid_m,
                        level.indices.size() / 3, level.borders.size(), level.tiles.size());
    }
    std::vector<double> values;
    for (std::size_t r = 0; r < polygons.size(); ++r)
        values.push_back(static_cast<double>((r * 2654435761U) % 1000) / 200);
    const core::TablePtr table = area_table(std::move(polygons), std::move(values));
    core::Project project;
    project.audience = "analyst";
    project.layers.push_back(layer(1, table, fifths()));
    const double before = memory_mb();

    Rig rig;
    std::printf("renderer: %s\n", rig.context->renderer().c_str());
    const Camera whole = render::fit(core::bounds(*table->geometry), 1280, 800);
    clock = {};
    rig.show(project);
    std::printf("prepare and upload: %.0f ms\n", clock.ms());
    clock = {};
    const double cpu = cpu_ms();
    const render::FrameStats first = rig.renderer->draw(whole);
    const render::Image image = rig.renderer->read_pixels();
    std::printf("first frame: %.0f ms (processor %.0f), %zu triangles, %.1f MB uploaded; memory +%.0f MB\n",
                clock.ms(), cpu_ms() - cpu, first.triangles, static_cast<double>(first.uploaded_bytes) / 1e6,
                memory_mb() - before);
    if (argc > 2) write_png(argv[2], image);

    const auto right = [](const Camera& c) { return c.panned(-16, 4); };
    const auto in = [](const Camera& c) { return c.zoomed_at(700, 300, 1.15); };
    const auto out = [](const Camera& c) { return c.zoomed_at(700, 300, 1 / 1.15); };
    for (const double scale : {whole.metres_per_pixel, 150.0, 40.0, 10.0}) {
        Camera camera = whole;
        camera.metres_per_pixel = scale;
        if (scale < 200) camera.centre = {530'000, 180'000};
        std::printf("%.0f m a pixel\n", scale);
        frames(rig, "  pan", camera, 40, Quality::Full, right);
        frames(rig, "  zoom in, quick", camera, 12, Quality::Quick, in);
        frames(rig, "  zoom in, full", camera, 12, Quality::Full, in);
        if (scale < 200) frames(rig, "  zoom out, quick", camera, 12, Quality::Quick, out);
    }
    rig.renderer->draw(whole);
    std::vector<double> times;
    for (int i = 0; i < 6; ++i) {
        core::ChoroplethStyle style = fifths();
        style.ramp = i % 2 == 0 ? "blue" : "warm";
        project.layers[0].style = style;
        clock = {};
        rig.show(project);
        times.push_back(clock.ms());
        const std::size_t bytes = rig.renderer->draw(whole).uploaded_bytes;
        glFinish();
        std::printf("recolour: sync %.1f ms, %zu bytes; with the frame %.1f ms\n", times.back(), bytes,
                    clock.ms());
    }
    std::vector<double> picks;
    for (int i = 0; i < 200; ++i) {
        clock = {};
        rig.renderer->pick(300 + i * 3 % 600, 100 + i * 7 % 600);
        picks.push_back(clock.ms());
    }
    std::sort(picks.begin(), picks.end());
    std::printf("pick: median %.2f ms, longest %.2f ms\n", picks[picks.size() / 2], picks.back());
    clock = {};
    rig.renderer->draw(whole, {render::Picked{1, 5000}, std::nullopt});
    glFinish();
    std::printf("hover: %.1f ms\n", clock.ms());
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("memory at most %.0f MB\n", static_cast<double>(usage.ru_maxrss) / 1e3);
    return 0;
}
