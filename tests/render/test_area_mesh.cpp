#include <catch2/catch.hpp>
#include <cmath>

#include "core/geometry.hpp"
#include "render/area_mesh.hpp"
#include "render/paint.hpp"
#include "render/rig.hpp"

using namespace safeground;
using namespace safeground::render;

namespace {

double mesh_area(const AreaLevel& level, std::uint32_t row) {
    double sum = 0;
    for (std::size_t i = 0; i < level.indices.size(); i += 3) {
        const AreaVertex &a = level.vertices[level.indices[i]], &b = level.vertices[level.indices[i + 1]],
                         &c = level.vertices[level.indices[i + 2]];
        if (a.row != row) continue;
        sum += std::abs(double(b.x - a.x) * double(c.y - a.y) - double(c.x - a.x) * double(b.y - a.y)) / 2;
    }
    return sum;
}

/// Neighbouring bands whose shared border wobbles with `steps` corners.
core::Polygons wobbling_bands(int count, int steps) {
    core::Polygons out;
    const auto border = [&](int band, int step) {
        return core::Point{step * 10.0, band * 2000.0 + 300 * std::sin(step * 0.7 + band)};
    };
    for (int band = 0; band < count; ++band) {
        std::vector<core::Point> ring;
        for (int s = 0; s <= steps; ++s) ring.push_back(border(band, s));
        for (int s = steps; s >= 0; --s) ring.push_back(border(band + 1, s));
        out.add_ring(ring);
        out.end_part();
        out.end_row();
    }
    return out;
}

}  // namespace

TEST_CASE("The mesh of each area has the area's size, and each shared border occurs once") {
    const core::Polygons polygons = tests::squares(3, 2, 100);
    const AreaMesh mesh = build_area_mesh(polygons);
    REQUIRE(mesh.levels.size() == 1);
    for (std::uint32_t row = 0; row < 6; ++row) CHECK(mesh_area(mesh.levels[0], row) == Approx(10'000));
    // 3 x 2 squares: 4 x 2 upright and 3 x 3 level borders.
    CHECK(mesh.levels[0].borders.size() == 17);
    std::size_t shared = 0;
    for (const Stroke& border : mesh.levels[0].borders)
        shared += border.left != kNoRow && border.right != kNoRow;
    CHECK(shared == 7);
}

TEST_CASE("Borders digitised a millimetre apart are still one border") {
    core::Polygons polygons = tests::squares(2, 1, 100);
    for (std::size_t v = 4; v < 8; ++v) polygons.vertices[v].x += 0.001;
    CHECK(build_area_mesh(polygons).levels[0].borders.size() == 7);
}

TEST_CASE("Coarser levels have fewer triangles, keep shared borders shared and lose no ground") {
    const core::Polygons polygons = wobbling_bands(20, 1500);
    const AreaMesh mesh = build_area_mesh(polygons);
    REQUIRE(mesh.levels.size() >= 2);
    for (std::size_t l = 1; l < mesh.levels.size(); ++l) {
        CHECK(mesh.levels[l].indices.size() < mesh.levels[l - 1].indices.size());
        CHECK(mesh.levels[l].grid_m > mesh.levels[l - 1].grid_m);
        for (const Stroke& border : mesh.levels[l].borders)
            REQUIRE((border.left != kNoRow || border.right != kNoRow));
    }
    const AreaLevel& coarse = mesh.levels.back();
    for (std::uint32_t row = 0; row < 20; ++row)
        CHECK(mesh_area(coarse, row) == Approx(core::area_m2(polygons, row)).epsilon(0.15));
    CHECK(mesh.level_for(1) == 0);
    CHECK(mesh.level_for(1e5) == mesh.levels.size() - 1);
}

TEST_CASE("Tiles hold every triangle and every border once, inside their boxes") {
    const AreaMesh mesh = build_area_mesh(tests::squares(40, 40, 100));
    const AreaLevel& level = mesh.levels[0];
    REQUIRE(level.tiles.size() > 4);
    std::uint32_t index = 0;
    std::size_t borders = 0;
    for (const AreaLevel::Tile& tile : level.tiles) {
        CHECK(tile.index_begin == index);
        index = tile.index_end;
        borders += tile.border_end - tile.border_begin;
        for (std::uint32_t i = tile.index_begin; i < tile.index_end; ++i) {
            const AreaVertex& v = level.vertices[level.indices[i]];
            REQUIRE(tile.box.contains({double(v.x) + mesh.origin.x, double(v.y) + mesh.origin.y}));
        }
    }
    CHECK(index == level.indices.size());
    CHECK(borders == level.borders.size());
}

TEST_CASE("Outlines run only where the class of two neighbours differs") {
    const AreaMesh mesh = build_area_mesh(tests::squares(3, 1, 100));
    Paint paint;
    paint.colours = {5 | 0xFF000000U, 5 | 0xFF000000U, 0};
    std::vector<StrokeTile> tiles;
    // Two squares of one class: the six sides round both, not the one between them.
    CHECK(outline_edges(mesh.levels[0], paint, tiles).size() == 6);
    paint.colours = {0, kMissing, 0};
    CHECK(dotted_edges(mesh.levels[0], paint, tiles).size() == 4);
}

TEST_CASE("Rows without geometry leave the mesh as it is") {
    core::Polygons polygons = tests::squares(1, 1, 100);
    polygons.end_row();
    const AreaMesh mesh = build_area_mesh(polygons);
    CHECK(mesh.levels[0].indices.size() == 6);
    CHECK(mesh.levels[0].borders.size() == 4);
    CHECK(build_area_mesh(core::Polygons{}).levels.at(0).indices.empty());
}
