#include <catch2/catch.hpp>
#include <cmath>
#include <ctime>
#include <limits>

#include "geo/shapes.hpp"
#include "geo/triangulate.hpp"

using namespace safeground;
using namespace safeground::tests;

namespace {

double triangle_area(const core::Polygons& p, const geo::Triangulation& t, std::size_t triangle) {
    const core::Point a = p.vertices[t.vertex[3 * triangle]], b = p.vertices[t.vertex[3 * triangle + 1]],
                      c = p.vertices[t.vertex[3 * triangle + 2]];
    return ((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) / 2;
}

double row_area(const core::Polygons& p, const geo::Triangulation& t, std::size_t row) {
    double sum = 0;
    for (std::size_t i = t.row_begin[row]; i < t.row_begin[row + 1]; ++i) {
        const double area = triangle_area(p, t, i);
        CHECK(area > 0);
        sum += area;
    }
    return sum;
}

/// All triangles lie in the polygon and do not overlap: their areas add up, and so does the area of their
/// union.
void check_against_geos(const core::Polygons& p, const geo::Triangulation& t, std::size_t row) {
    GEOSGeometry* polygon = to_geos(p, row);
    REQUIRE(GEOSisValid_r(geos(), polygon) == 1);
    double area = 0;
    GEOSArea_r(geos(), polygon, &area);
    CHECK(row_area(p, t, row) == Approx(area).epsilon(1e-9));
    for (std::size_t i = t.row_begin[row]; i < t.row_begin[row + 1]; ++i) {
        GEOSCoordSequence* s = GEOSCoordSeq_create_r(geos(), 4, 2);
        for (unsigned k = 0; k < 4; ++k) {
            const core::Point v = p.vertices[t.vertex[3 * i + k % 3]];
            GEOSCoordSeq_setXY_r(geos(), s, k, v.x, v.y);
        }
        GEOSGeometry* triangle =
            GEOSGeom_createPolygon_r(geos(), GEOSGeom_createLinearRing_r(geos(), s), nullptr, 0);
        GEOSGeometry* beyond = GEOSDifference_r(geos(), triangle, polygon);
        double out = 0;
        GEOSArea_r(geos(), beyond, &out);
        CHECK(out <= 1e-9 * area);
        GEOSGeom_destroy_r(geos(), beyond);
        GEOSGeom_destroy_r(geos(), triangle);
    }
    GEOSGeom_destroy_r(geos(), polygon);
}

}  // namespace

TEST_CASE("triangles cover polygons with holes exactly", "[geo][triangulate]") {
    const std::vector<std::string> shapes{
        "POLYGON((0 0,4 0,4 4,0 4,0 0))",
        "POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,2 4,4 4,4 2,2 2),(6 6,6 8,8 8,8 6,6 6))",
        // two holes on one level line and one right above them, all leftmost ties
        "POLYGON((0 0,20 0,20 20,0 20,0 0),(2 2,2 4,4 4,4 2,2 2),(2 6,2 8,4 8,4 6,2 6),(6 2,6 4,8 4,8 2,6 "
        "2))",
        // a hole that touches the shell at a vertex, and one that touches an edge of it
        "POLYGON((0 0,10 0,10 10,0 10,0 0),(0 0,2 4,4 2,0 0))",
        "POLYGON((0 0,10 0,10 10,0 10,0 0),(0 5,3 6,3 4,0 5))",
        "POLYGON((0 0,10 0,10 10,0 10,0 0),(10 5,7 4,7 6,10 5))",
        "POLYGON((0 0,10 0,10 10,0 10,0 0),(5 10,6 7,4 7,5 10))",
        "POLYGON((0 0,10 0,12 5,10 10,0 10,0 0),(12 5,7 4,7 6,12 5))",
        "POLYGON((0 0,10 0,7 5,10 10,0 10,0 0),(7 5,3 4,3 6,7 5))",
        "POLYGON((0 0,5 -2,10 0,10 10,0 10,0 0),(5 -2,2 3,4 6,8 5,5 -2))",
        // holes that touch each other at a vertex, and along a chain
        "POLYGON((0 0,12 0,12 12,0 12,0 0),(2 5,4 7,6 5,4 3,2 5),(6 5,8 7,10 5,8 3,6 5))",
        "POLYGON((0 0,12 0,12 12,0 12,0 0),(4 3,2 5,4 7,4 3),(4 7,6 9,8 7,4 7),(8 7,10 5,8 3,8 7))",
        // an isthmus: the shell touches itself through its hole at both sides
        "POLYGON((0 0,10 0,10 10,0 10,0 0),(5 0,4 5,5 9,6 5,5 0))",
        // many vertices on straight borders
        "POLYGON((0 0,1 0,2 0,3 0,4 0,4 1,4 2,4 3,4 4,3 4,2 4,1 4,0 4,0 3,0 2,0 1,0 0))",
        // comb
        "POLYGON((0 0,9 0,9 5,8 5,8 1,7 1,7 5,6 5,6 1,5 1,5 5,4 5,4 1,3 1,3 5,2 5,2 1,1 1,1 5,0 5,0 0))",
        "MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((1 1,2 1,2 2,1 2,1 1)),((5 5,9 5,9 9,5 9,5 5),(6 6,6 8,8 8,8 "
        "6,6 6)))",
    };
    for (const double offset : {0.0, 530000.0, 1e7}) {
        const core::Polygons p = moved(from_wkt(shapes), offset, offset / 3);
        const geo::Triangulation t = geo::triangulate(p, 1);
        REQUIRE(t.row_begin.size() == shapes.size() + 1);
        for (std::size_t row = 0; row < shapes.size(); ++row) {
            INFO(shapes[row] << " at " << offset);
            check_against_geos(p, t, row);
        }
    }
}

TEST_CASE("a simple ring of n vertices in general position makes n - 2 triangles, a hole of m adds m + 2",
          "[geo][triangulate]") {
    core::Polygons p;
    p.add_ring(star(3, 200, {0, 0}, 50, 100));
    p.add_ring(star(4, 60, {5, 5}, 10, 20));
    p.add_ring(star(5, 7, {-25, -20}, 3, 9));
    p.end_part();
    p.end_row();
    const geo::Triangulation t = geo::triangulate(p, 1);
    CHECK(t.triangles() == 200 - 2 + 60 + 2 + 7 + 2);
    check_against_geos(p, t, 0);
}

TEST_CASE("random stars with random holes are covered whatever the winding, the offset and the threads",
          "[geo][triangulate]") {
    core::Polygons p;
    double expected = 0;
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        const core::Point centre{530000 + 300.0 * (seed % 20), 180000 + 300.0 * (seed / 20)};
        auto shell = star(seed, 5 + seed % 97, centre, 60, 140);
        expected += std::abs(core::signed_area2(shell)) / 2;
        if (seed % 2 == 1) std::reverse(shell.begin(), shell.end());
        p.add_ring(shell);
        for (std::uint32_t h = 0; h < seed % 6 && shell.size() > 30; ++h) {
            const double angle = 1.0 + h;
            auto hole = star(1000 * seed + h, 3 + (seed + h) % 40,
                             {centre.x + 30 * std::cos(angle), centre.y + 30 * std::sin(angle)}, 4, 12);
            expected -= std::abs(core::signed_area2(hole)) / 2;
            if (seed % 3 == 1) std::reverse(hole.begin(), hole.end());
            p.add_ring(hole);
        }
        p.end_part();
        p.end_row();
    }
    const geo::Triangulation one = geo::triangulate(p, 1), seven = geo::triangulate(p, 7);
    CHECK(one.vertex == seven.vertex);
    CHECK(one.row_begin == seven.row_begin);
    double sum = 0;
    for (std::size_t row = 0; row < p.size(); ++row) sum += row_area(p, one, row);
    CHECK(sum == Approx(expected).epsilon(1e-12));
}

TEST_CASE("a hole that touches any vertex of its shell is left out whole", "[geo][triangulate]") {
    int checked = 0;
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        const auto shell = star(seed, 40, {0, 0}, 60, 100);
        const core::Point tip = shell[seed % shell.size()];
        auto hole = star(seed + 100, 12, {0, 0}, 10, 25);
        // Its vertex nearest in direction to the tip is moved there: the star stays simple, for the angle
        // hardly changes.
        std::size_t best = 0;
        for (std::size_t i = 0; i < hole.size(); ++i)
            if (hole[i].x * tip.x + hole[i].y * tip.y > hole[best].x * tip.x + hole[best].y * tip.y) best = i;
        hole[best] = tip;
        core::Polygons p;
        p.add_ring(shell);
        p.add_ring(hole);
        p.end_part();
        p.end_row();
        GEOSGeometry* g = to_geos(p, 0);
        const bool valid = GEOSisValid_r(geos(), g) == 1;
        GEOSGeom_destroy_r(geos(), g);
        if (!valid) continue;
        INFO("seed " << seed);
        check_against_geos(p, geo::triangulate(p, 1), 0);
        ++checked;
    }
    CHECK(checked > 20);
}

TEST_CASE("holes on a grid that touch at their corners are all left out", "[geo][triangulate]") {
    // A chessboard of holes: every black square touches four others at its corners, so the inside falls into
    // separate squares.
    core::Polygons p;
    const int n = 12;
    p.add_ring(std::vector<core::Point>{{-1, -1}, {n + 1.0, -1}, {n + 1.0, n + 1.0}, {-1, n + 1.0}});
    for (int i = 0; i < n; ++i)
        for (int j = 0; j < n; ++j)
            if ((i + j) % 2 == 0)
                p.add_ring(std::vector<core::Point>{
                    {i * 1.0, j * 1.0}, {i * 1.0, j + 1.0}, {i + 1.0, j + 1.0}, {i + 1.0, j * 1.0}});
    p.end_part();
    p.end_row();
    const geo::Triangulation t = geo::triangulate(p, 1);
    CHECK(row_area(p, t, 0) == Approx((n + 2) * (n + 2) - n * n / 2.0).epsilon(1e-12));
}

TEST_CASE("broken polygons give what triangles they can and never a crash", "[geo][triangulate]") {
    const double nan = std::numeric_limits<double>::quiet_NaN(),
                 inf = std::numeric_limits<double>::infinity();
    core::Polygons p;
    p.end_row();  // nothing
    p.add_ring({});
    p.end_part();
    p.end_row();
    p.add_ring(std::vector<core::Point>{{1, 1}, {2, 2}});
    p.end_part();
    p.end_row();
    p.add_ring(std::vector<core::Point>{{1, 1}, {1, 1}, {1, 1}, {1, 1}});
    p.end_part();
    p.end_row();
    p.add_ring(std::vector<core::Point>{{0, 0}, {5, 0}, {9, 0}, {3, 0}});  // no area
    p.end_part();
    p.end_row();
    p.add_ring(std::vector<core::Point>{{0, 0}, {4, 0}, {nan, nan}, {4, 4}, {inf, 2}, {0, 4}});
    p.end_part();
    p.end_row();
    p.add_ring(std::vector<core::Point>{{0, 0}, {4, 4}, {4, 0}, {0, 4}});  // bow tie
    p.end_part();
    p.end_row();
    p.add_ring(std::vector<core::Point>{{0, 0}, {4, 0}, {4, 4}, {0, 4}});  // hole beside the shell
    p.add_ring(std::vector<core::Point>{{-9, 0}, {-9, 1}, {-8, 1}});
    p.end_part();
    p.end_row();
    p.add_ring(std::vector<core::Point>{{1e300, 1e300}, {-1e300, 1e300}, {0, -1e300}});
    p.end_part();
    p.end_row();
    p.add_ring(std::vector<core::Point>{{0, 0}, {4, 0}, {8, 0}, {4, 0}, {4, 4}});  // spike
    p.end_part();
    p.end_row();
    std::vector<core::Point> tangle(5000);
    for (std::size_t i = 0; i < tangle.size(); ++i) tangle[i] = {noise(1, i) * 100, noise(2, i) * 100};
    p.add_ring(tangle);
    p.end_part();
    p.end_row();
    const geo::Triangulation t = geo::triangulate(p, 2);
    REQUIRE(t.row_begin.size() == p.size() + 1);
    for (std::size_t row = 0; row < 5; ++row) CHECK(t.row_begin[row + 1] == t.row_begin[row]);
    CHECK(row_area(p, t, 5) == 16);
    CHECK(row_area(p, t, 7) == 16);
    CHECK(row_area(p, t, 9) == 8);
    CHECK(t.row_begin[11] > t.row_begin[10]);
    for (const std::uint32_t v : t.vertex) CHECK(v < p.vertices.size());
}

TEST_CASE("cancelled triangulation leaves rows empty", "[geo][triangulate]") {
    std::stop_source stop;
    stop.request_stop();
    const geo::Triangulation t = geo::triangulate(squares(3, 3), 1, core::Progress(stop.get_token()));
    CHECK(t.row_begin.size() == 10);
    CHECK(t.triangles() == 0);
}

TEST_CASE("a ring of a million vertices is triangulated in seconds", "[geo][triangulate][slow]") {
    core::Polygons p;
    p.add_ring(star(9, 1'000'000, {530000, 180000}, 9000, 10000));
    p.end_part();
    p.end_row();
    const std::clock_t before = std::clock();
    const geo::Triangulation t = geo::triangulate(p, 1);
    const double took = static_cast<double>(std::clock() - before) /
                        CLOCKS_PER_SEC;  // of the processor: the machine may be busy
    WARN("a million vertices took " << took << " s");
    CHECK(t.triangles() == 999'998);
    double sum = 0;
    for (std::size_t i = 0; i < t.triangles(); ++i) sum += triangle_area(p, t, i);
    CHECK(sum == Approx(core::area_m2(p, 0)).epsilon(1e-9));
    CHECK(took < 300);  // a few seconds in a Release build; a quadratic search would need hours
}
