#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "geo/locate.hpp"
#include "geo/shapes.hpp"

using namespace safeground;
using namespace safeground::tests;

namespace {

bool geos_covers(const core::Polygons& p, std::size_t row, core::Point at) {
    GEOSGeometry* polygon = to_geos(p, row);
    GEOSGeometry* point = GEOSGeom_createPointFromXY_r(geos(), at.x, at.y);
    const bool covers = GEOSIntersects_r(geos(), polygon, point) == 1;
    GEOSGeom_destroy_r(geos(), point);
    GEOSGeom_destroy_r(geos(), polygon);
    return covers;
}

}  // namespace

TEST_CASE("points are located as GEOS locates them, borders and holes included", "[geo][locate]") {
    core::Polygons p;
    for (std::uint32_t seed = 0; seed < 40; ++seed) {
        const core::Point centre{530000 + 90.0 * (seed % 8), 180000 + 90.0 * (seed / 8)};
        p.add_ring(star(seed, 5 + seed * 3, centre, 30, 70));  // neighbours overlap
        if (seed % 3 == 0) p.add_ring(star(seed + 500, 9, centre, 5, 20));
        p.end_part();
        p.end_row();
    }
    const geo::AreaLocator locator(p);
    std::vector<core::Point> points;
    for (std::uint64_t i = 0; i < 1500; ++i)
        points.push_back({529900 + 900 * noise(1, i), 179900 + 600 * noise(2, i)});
    for (std::size_t i = 0; i < p.vertices.size(); i += 7) points.push_back(p.vertices[i]);  // on borders
    points.push_back({});
    std::size_t ambiguous = 0, outside = 0;
    const auto all = locator.locate(points, 2);
    for (std::size_t i = 0; i < points.size(); ++i) {
        std::uint32_t first = geo::AreaLocator::kOutside;
        std::size_t covering = 0;
        for (std::uint32_t row = 0; points[i].valid() && row < p.size(); ++row)
            if (geos_covers(p, row, points[i])) {
                if (covering++ == 0) first = row;
            }
        bool unsure = false;
        INFO("point " << i << " at " << points[i].x << " " << points[i].y);
        REQUIRE(locator.locate(points[i], &unsure) == first);
        REQUIRE(all.row[i] == first);
        if (covering > 1) CHECK(unsure);
        ambiguous += unsure;
        outside += points[i].valid() && covering == 0;
    }
    CHECK(all.ambiguous == ambiguous);
    CHECK(all.outside == outside);
    CHECK(all.without_position == 1);
    CHECK(locator.locate(points, 1).row == locator.locate(points, 5).row);
}

TEST_CASE("a point on a shared border belongs to the lower row and is ambiguous", "[geo][locate]") {
    const core::Polygons p = squares(3, 3);
    const geo::AreaLocator locator(p);
    bool ambiguous = false;
    CHECK(locator.locate({1, 0.5}, &ambiguous) == 0);
    CHECK(ambiguous);
    CHECK(locator.locate({2, 2}, &ambiguous) == 4);
    CHECK(ambiguous);
    CHECK(locator.locate({2.5, 1.5}, &ambiguous) == 5);
    CHECK_FALSE(ambiguous);
    CHECK(locator.locate({3, 3}, &ambiguous) == 8);
    CHECK(ambiguous);
    CHECK(locator.locate({3.0000001, 3}) == geo::AreaLocator::kOutside);
    CHECK(locator.locate({std::nan(""), 1}) == geo::AreaLocator::kOutside);
}

TEST_CASE("locating works without areas, with broken ones, and at any distance from the origin",
          "[geo][locate]") {
    CHECK(geo::AreaLocator(core::Polygons{}).locate({0, 0}) == geo::AreaLocator::kOutside);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    core::Polygons p;
    p.end_row();
    p.add_ring(std::vector<core::Point>{{0, 0}, {nan, 1}, {1, 1}});
    p.end_part();
    p.end_row();
    p.add_ring(std::vector<core::Point>{{0, 0}, {1, 0}});
    p.end_part();
    p.end_row();
    p.add_ring(std::vector<core::Point>{{0, 0}, {2, 0}, {1, 0}});  // no area: all border
    p.end_part();
    p.end_row();
    bool ambiguous = false;
    const geo::AreaLocator broken(p);
    CHECK(broken.locate({0.5, 0}, &ambiguous) == 3);
    CHECK(ambiguous);
    CHECK(broken.locate({0.5, 0.1}) == geo::AreaLocator::kOutside);
    for (const double far : {1e-7, 1e9, 1e15}) {
        core::Polygons q = squares(2, 2, far);
        q.add_ring(std::vector<core::Point>{{-1e300, -1e300}, {-9e299, -1e300}, {-9e299, -9e299}});
        q.end_part();
        q.end_row();
        const geo::AreaLocator locator(q);
        CHECK(locator.locate({far * 1.5, far * 0.5}) == 1);
        CHECK(locator.locate({far * 2.5, far * 0.5}) == geo::AreaLocator::kOutside);
    }
}

TEST_CASE("many areas on top of each other do not exhaust memory", "[geo][locate]") {
    core::Polygons p;
    for (std::uint32_t i = 0; i < 3000; ++i) {
        p.add_ring(star(i, 40, {0, 0}, 90, 100));
        p.end_part();
        p.end_row();
    }
    const geo::AreaLocator locator(p);
    bool ambiguous = false;
    CHECK(locator.locate({0, 0}, &ambiguous) == 0);
    CHECK(ambiguous);
}

TEST_CASE("a label point lies inside the largest part, away from its edge", "[geo][locate]") {
    const core::Polygons p = from_wkt({
        "POLYGON((0 0,10 0,10 10,0 10,0 0))",
        "POLYGON((0 0,10 0,10 1,1 1,1 9,10 9,10 10,0 10,0 0))",  // C: the centroid lies outside
        "POLYGON((0 0,10 0,10 10,0 10,0 0),(1 1,1 9,9 9,9 1,1 1))",
        "MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((20 20,26 20,26 26,20 26,20 20)))",
        "POLYGON((0 0,1000 0,1000 0.01,0 0.01,0 0))",
        "",
    });
    const core::Point centre = geo::label_point(p, 0);
    CHECK(centre.x == Approx(5).margin(0.2));
    CHECK(centre.y == Approx(5).margin(0.2));
    for (const std::uint32_t row : {1U, 2U, 4U}) {
        INFO("row " << row);
        std::vector<std::uint32_t> one{row};
        CHECK(geo::AreaLocator(reordered(p, one)).locate(geo::label_point(p, row)) == 0);
    }
    CHECK(geo::label_point(p, 3).x == Approx(23).margin(0.2));
    CHECK_FALSE(geo::label_point(p, 5).valid());
    core::Polygons flat;
    flat.add_ring(std::vector<core::Point>{{3, 4}, {5, 4}, {7, 4}});
    flat.end_part();
    flat.end_row();
    CHECK(geo::label_point(flat, 0) == core::Point{3, 4});
}
