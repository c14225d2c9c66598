#include <catch2/catch.hpp>
#include <limits>

#include "geo/shapes.hpp"
#include "geo/validity.hpp"

using namespace safeground;
using namespace safeground::tests;

TEST_CASE("valid rows keep their vertices bit for bit, turned the right way", "[geo][validity]") {
    const core::Polygons p = from_wkt({"POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,1 2,2 2,2 1,1 1))",
                                       "POLYGON((0 0,0 4,4 4,4 0,0 0),(1 1,2 1,2 2,1 2,1 1))", ""});
    const geo::Repaired r = geo::make_valid(p);
    CHECK(r.repairs.empty());
    REQUIRE(r.polygons.size() == 3);
    for (std::size_t row = 0; row < 2; ++row) {
        CHECK(core::signed_area2(r.polygons.ring(2 * row)) == 32);
        CHECK(core::signed_area2(r.polygons.ring(2 * row + 1)) == -2);
    }
    CHECK(r.polygons.row_begin == p.row_begin);
    CHECK(std::equal(p.vertices.begin(), p.vertices.begin() + 8, r.polygons.vertices.begin()));
}

TEST_CASE("each kind of broken polygon is repaired, reported and valid for GEOS", "[geo][validity]") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    core::Polygons p = from_wkt({
        "POLYGON((0 0,4 4,4 0,0 4,0 0))",                                 // bow tie: two triangles of 4
        "MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((2 2,6 2,6 6,2 6,2 2)))",  // overlapping parts: 28
        "POLYGON((0 0,4 0,4 4,0 4,0 0),(3 3,3 5,5 5,5 3,3 3))",           // a hole across the shell: 15
        "POLYGON((0 0,4 0,4 4,0 4,0 0),(4 1,3 1,3 3,4 3,4 1))",           // a hole along the shell: 14
        "POLYGON((0 0,2 0,2 2,4 2,4 4,2 4,2 2,0 2,0 0))",                 // the ring touches itself: 8
        "POLYGON((0 0,1 0,2 0,0 0))",                                     // no area
        "POLYGON((0 0,4 0,4 0,4 4,4 4,4 4,0 4,0 0))",  // doubled vertices: nothing to report
    });
    p.add_ring(std::vector<core::Point>{{0, 0}, {4, 0}, {nan, 7}, {4, 4}, {0, 4}});
    p.end_part();
    p.end_row();
    p.add_ring(std::vector<core::Point>{{0, 0}, {4, 0}});
    p.end_part();
    p.end_row();
    const geo::Repaired r = geo::make_valid(p, 3);
    const std::vector<double> areas{8, 28, 15, 14, 8, 0, 16, 16, 0};
    std::size_t next = 0;
    for (std::size_t row = 0; row < areas.size(); ++row) {
        INFO("row " << row);
        CHECK(core::area_m2(r.polygons, row) == Approx(areas[row]));
        if (areas[row] > 0) {
            GEOSGeometry* g = to_geos(r.polygons, row);
            CHECK(GEOSisValid_r(geos(), g) == 1);
            GEOSGeom_destroy_r(geos(), g);
        }
        for (std::size_t part = r.polygons.row_begin[row]; part < r.polygons.row_begin[row + 1]; ++part)
            for (std::size_t g = r.polygons.part_begin[part]; g < r.polygons.part_begin[part + 1]; ++g)
                CHECK((core::signed_area2(r.polygons.ring(g)) > 0) == (g == r.polygons.part_begin[part]));
        if (row == 6) continue;
        REQUIRE(next < r.repairs.size());
        CHECK(r.repairs[next].row == row);
        CHECK_FALSE(r.repairs[next].reason.empty());
        CHECK(r.repairs[next].lost == (areas[row] == 0));
        ++next;
    }
    CHECK(next == r.repairs.size());
    CHECK(r.repairs[0].reason == "Self-intersection at 2.00 2.00");
    CHECK(r.repairs[6].reason == "1 vertices have no position");
    CHECK(r.polygons.row_begin[6 + 1] - r.polygons.row_begin[6] == 1);
    CHECK(r.polygons.ring(r.polygons.part_begin[r.polygons.row_begin[6]]).size() == 4);
}

TEST_CASE("repairing is the same for any number of threads and a second time changes nothing",
          "[geo][validity]") {
    core::Polygons p;
    for (std::uint32_t i = 0; i < 700; ++i) {
        std::vector<core::Point> ring;
        for (std::uint64_t k = 0; k < 7; ++k)
            ring.push_back({100 * noise(i, 2 * k), 100 * noise(i, 2 * k + 1)});
        p.add_ring(ring);
        p.end_part();
        p.end_row();
    }
    const geo::Repaired one = geo::make_valid(p, 1), five = geo::make_valid(p, 5);
    CHECK(one.polygons == five.polygons);
    CHECK(one.repairs.size() == five.repairs.size());
    CHECK(one.repairs.size() > 100);
    const geo::Repaired again = geo::make_valid(one.polygons);
    CHECK(again.repairs.empty());
    CHECK(again.polygons == one.polygons);
    CHECK(geo::make_valid(core::Polygons{}).polygons.size() == 0);
}
