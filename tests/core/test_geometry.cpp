#include "core/geometry.hpp"

#include <catch2/catch.hpp>

using namespace safeground::core;

namespace {
/// Row 0: a 10 x 10 square with a 2 x 2 hole; row 1: nothing; row 2: two unit squares.
Polygons sample() {
    Polygons p;
    const std::vector<Point> shell{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}};
    const std::vector<Point> hole{{1, 1}, {1, 3}, {3, 3}, {3, 1}};
    p.add_ring(shell);
    p.add_ring(hole);
    p.end_part();
    p.end_row();
    p.end_row();
    for (double x : {20.0, 30.0}) {
        const std::vector<Point> unit{{x, 0}, {x + 1, 0}, {x + 1, 1}, {x, 1}};
        p.add_ring(unit);
        p.end_part();
    }
    p.end_row();
    return p;
}
}  // namespace

TEST_CASE("geometry: a repeated closing vertex is dropped", "[core]") { CHECK(sample().ring(0).size() == 4); }

TEST_CASE("geometry: areas and centroids take holes and parts into account", "[core]") {
    const Polygons p = sample();
    CHECK(area_m2(p, 0) == 96);
    CHECK(area_m2(p, 1) == 0);
    CHECK(area_m2(p, 2) == 2);
    // (100 * 5 - 4 * 2) / 96, by hand
    CHECK(centroid(p, 0).x == Approx(492.0 / 96).epsilon(1e-14));
    CHECK_FALSE(centroid(p, 1).valid());
    CHECK(centroid(p, 2).x == Approx(25.5).epsilon(1e-14));
}

TEST_CASE("geometry: far from the origin the area keeps its digits", "[core]") {
    Polygons p;
    const std::vector<Point> unit{{5e5, 1.8e5}, {5e5 + 1, 1.8e5}, {5e5 + 1, 1.8e5 + 1}, {5e5, 1.8e5 + 1}};
    p.add_ring(unit);
    p.end_part();
    p.end_row();
    CHECK(area_m2(p, 0) == 1);
}

TEST_CASE("geometry: bounds ignore points without position", "[core]") {
    const Geometry g = Points{{{1, 2}, {}, {-3, 7}}};
    const Box box = bounds(g);
    CHECK(box.min_x == -3);
    CHECK(box.max_y == 7);
    CHECK(bounds(Geometry{}).empty());
    CHECK(bounds(sample(), 1).empty());
}

TEST_CASE("geometry: selected rows are the rows, in the order asked", "[core]") {
    const Geometry picked = select_rows(Geometry{sample()}, std::vector<std::uint32_t>{2, 0, 2});
    const auto& p = std::get<Polygons>(picked);
    REQUIRE(p.size() == 3);
    CHECK(area_m2(p, 0) == 2);
    CHECK(area_m2(p, 1) == 96);
    CHECK(area_m2(p, 2) == 2);
}

TEST_CASE("geometry: line lengths", "[core]") {
    Lines lines;
    lines.add_line(std::vector<Point>{{0, 0}, {3, 4}, {3, 5}});
    lines.end_row();
    lines.end_row();
    CHECK(length_m(lines, 0) == 6);
    CHECK(length_m(lines, 1) == 0);
}
