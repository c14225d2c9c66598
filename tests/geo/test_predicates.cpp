#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "geo/predicates.hpp"

using namespace safeground;

TEST_CASE("orientation is exact where rounding would decide", "[geo][predicates]") {
    // 64 steps of one unit in the last place about a line through the points: the exact sign is known by
    // construction.
    const core::Point a{12, 12}, b{24, 24};
    const double ulp = std::ldexp(1.0, -53);
    for (int i = 0; i < 64; ++i)
        for (int j = 0; j < 64; ++j) {
            const core::Point p{0.5 + i * ulp, 0.5 + j * ulp};
            const int expected = p.x == p.y ? 0 : p.y > p.x ? 1 : -1;
            REQUIRE(geo::orientation(a, b, p) == expected);
            REQUIRE(geo::orientation(b, p, a) == expected);
            REQUIRE(geo::orientation(b, a, p) == -expected);
        }
}

TEST_CASE("orientation of points without position or too far away is 0, not a crash", "[geo][predicates]") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(geo::orientation({nan, 0}, {1, 1}, {2, 0}) == 0);
    CHECK(geo::orientation({1e300, 1e300}, {-1e300, 1e300}, {0, -1e300}) == 0);
    CHECK(geo::orientation({0, 0}, {1, 0}, {0, 1}) == 1);
}

TEST_CASE("a point on a segment is told from one beside it and one beyond it", "[geo][predicates]") {
    CHECK(geo::on_segment({1, 1}, {0, 0}, {3, 3}));
    CHECK(geo::on_segment({3, 3}, {0, 0}, {3, 3}));
    CHECK_FALSE(geo::on_segment({4, 4}, {0, 0}, {3, 3}));
    CHECK_FALSE(geo::on_segment({1, std::nextafter(1.0, 2.0)}, {0, 0}, {3, 3}));
    CHECK(geo::on_segment({2, 2}, {2, 2}, {2, 2}));
}
