#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>

#include "geo/build_weights.hpp"
#include "geo/shapes.hpp"

using namespace safeground;
using namespace safeground::tests;

namespace {

std::vector<std::uint32_t> list(const core::Weights& w, std::uint32_t row) {
    const auto n = w.neighbours(row);
    return {n.begin(), n.end()};
}

bool symmetric(const core::Weights& w) {
    for (std::uint32_t i = 0; i < w.size(); ++i)
        for (const std::uint32_t j : w.neighbours(i)) {
            const auto back = w.neighbours(j);
            if (i == j || !std::binary_search(back.begin(), back.end(), i)) return false;
        }
    return true;
}

std::vector<core::Point> random_points(std::uint32_t seed, std::size_t n) {
    std::vector<core::Point> points(n);
    for (std::size_t i = 0; i < n; ++i) points[i] = {1000 * noise(seed, 2 * i), 700 * noise(seed, 2 * i + 1)};
    return points;
}

}  // namespace

TEST_CASE("queen and rook on a lattice have the links that can be counted by hand", "[geo][weights]") {
    const core::Polygons p = squares(4, 3);
    const auto queen = geo::queen_weights(p), rook = geo::rook_weights(p);
    REQUIRE(queen);
    REQUIRE(rook);
    CHECK(rook->links() == 2 * (3 * 3 + 4 * 2));
    CHECK(queen->links() == 2 * (3 * 3 + 4 * 2) + 4 * 3 * 2);
    CHECK(list(*queen, 0) == std::vector<std::uint32_t>{1, 4, 5});
    CHECK(list(*rook, 5) == std::vector<std::uint32_t>{1, 4, 6, 9});
    CHECK(symmetric(*queen));
    CHECK(symmetric(*rook));
    CHECK(queen->description == "queen contiguity, snap 0.01 m");
    CHECK(std::all_of(queen->weight.begin(), queen->weight.end(), [](double w) { return w == 1.0; }));
}

TEST_CASE("vertices match within the snap distance wherever they lie on the plane", "[geo][weights]") {
    // Two squares a gap apart; moved over many offsets so that the pair falls on every side of any grid's
    // cell borders.
    for (int step = 0; step < 400; ++step) {
        const double x = 530000 + step * 0.0131, y = 180000 + step * 0.0077;
        core::Polygons p = squares(1, 1, 10, x, y);
        const core::Polygons right = squares(1, 1, 10, x + 10.008, y + 0.004);  // 0.00894 m away
        p.add_ring(right.ring(0));
        p.end_part();
        p.end_row();
        const auto near = geo::queen_weights(p, {.snap_m = 0.00895}),
                   far = geo::queen_weights(p, {.snap_m = 0.00893});
        const auto rook = geo::rook_weights(p, {.snap_m = 0.00895});
        REQUIRE(near->links() == 2);
        REQUIRE(rook->links() == 2);
        REQUIRE(far->links() == 0);
        REQUIRE(geo::queen_weights(p, {.snap_m = 0})->links() == 0);
    }
}

TEST_CASE("a chain of close vertices does not join what is far apart", "[geo][weights]") {
    const core::Polygons p = from_wkt(
        {"POLYGON((0 0,1 0,0 1,0 0))", "POLYGON((1.5 0,1.5 9,3 9,1.5 0))", "POLYGON((2 0,5 0,5 -1,2 0))"});
    const auto w = geo::queen_weights(p, {.snap_m = 0.6});
    CHECK(list(*w, 0) == std::vector<std::uint32_t>{1});
    CHECK(list(*w, 1) == std::vector<std::uint32_t>{0, 2});
}

TEST_CASE("queen equals a slow comparison of all vertices on random triangles", "[geo][weights]") {
    core::Polygons p;
    for (std::uint64_t i = 0; i < 150; ++i) {
        std::vector<core::Point> ring;
        for (std::uint64_t k = 0; k < 3; ++k)
            ring.push_back({std::round(40 * noise(7, 6 * i + 2 * k)) / 4,
                            std::round(40 * noise(7, 6 * i + 2 * k + 1)) / 4});
        p.add_ring(ring);
        p.end_part();
        p.end_row();
    }
    for (const double snap : {0.0, 0.25, 0.6, 3.0}) {
        const auto w = geo::queen_weights(p, {.snap_m = snap});
        for (std::uint32_t a = 0; a < p.size(); ++a) {
            std::vector<std::uint32_t> expected;
            for (std::uint32_t b = 0; b < p.size(); ++b) {
                bool touch = false;
                for (const core::Point& u : p.ring(a))
                    for (const core::Point& v : p.ring(b)) touch |= std::hypot(u.x - v.x, u.y - v.y) <= snap;
                if (a != b && touch) expected.push_back(b);
            }
            REQUIRE(list(*w, a) == expected);
        }
    }
}

TEST_CASE("rook needs a whole edge, in either direction, and passes by doubled vertices", "[geo][weights]") {
    const core::Polygons p = from_wkt({
        "POLYGON((0 0,2 0,2 2,0 2,0 0))",
        "POLYGON((2 2,2 0,4 0,4 2,2 2))",          // shares 2 0 - 2 2 the other way round
        "POLYGON((2 2,2 2,4 2,4 2,4 4,2 4,2 2))",  // above 1, corner of 0, with doubled vertices
        "POLYGON((0 2,1 2,2 2,2 4,0 4,0 2))",      // above 0 with a vertex in the middle: a T-junction
        "POLYGON((2 0,2 2,3 1,2 0))",  // same direction as 0's edge: an overlap, but the edge is shared
    });
    const auto rook = geo::rook_weights(p, {.snap_m = 0}), snapped = geo::rook_weights(p, {.snap_m = 0.01});
    CHECK(list(*rook, 0) == std::vector<std::uint32_t>{1, 4});
    CHECK(list(*rook, 2) == std::vector<std::uint32_t>{1, 3});
    CHECK(snapped->neighbour == rook->neighbour);
    const auto queen = geo::queen_weights(p, {.snap_m = 0});
    CHECK(list(*queen, 0) == std::vector<std::uint32_t>{1, 2, 3, 4});
    CHECK(list(*queen, 3) == std::vector<std::uint32_t>{0, 1, 2, 4});
}

TEST_CASE("moving the map or renumbering its areas only moves and renumbers the weights", "[geo][weights]") {
    const core::Polygons p = squares(7, 6, 16);
    const auto plain = geo::queen_weights(p, {.snap_m = 0.5});
    const auto moved_weights = geo::queen_weights(moved(p, 524288, -131072), {.snap_m = 0.5});
    CHECK(plain->neighbour == moved_weights->neighbour);
    std::vector<std::uint32_t> order(p.size());
    std::iota(order.begin(), order.end(), 0U);
    for (std::size_t i = order.size() - 1; i > 0; --i)
        std::swap(order[i], order[static_cast<std::size_t>(noise(3, i) * static_cast<double>(i + 1))]);
    const auto other = geo::rook_weights(reordered(p, order));
    const auto rook = geo::rook_weights(p);
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        std::vector<std::uint32_t> mapped;
        for (const std::uint32_t j : other->neighbours(i)) mapped.push_back(order[j]);
        std::sort(mapped.begin(), mapped.end());
        CHECK(mapped == list(*rook, order[i]));
    }
}

TEST_CASE("empty, broken and huge geometry makes islands, not crashes", "[geo][weights]") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    core::Polygons p = squares(2, 1);
    p.end_row();
    p.add_ring(std::vector<core::Point>{{nan, nan}, {1, 1}, {nan, 0}});
    p.end_part();
    p.end_row();
    p.add_ring(std::vector<core::Point>{{1e300, 1e300}, {-1e300, 1e300}, {0, -1e300}});
    p.end_part();
    p.end_row();
    p.add_ring(std::vector<core::Point>{{1, 1}, {1, 1}});
    p.end_part();
    p.end_row();
    const auto queen = geo::queen_weights(p), rook = geo::rook_weights(p);
    REQUIRE(queen);
    CHECK(list(*queen, 0) == std::vector<std::uint32_t>{1, 3, 5});
    CHECK(queen->cardinality(2) == 0);
    CHECK(queen->cardinality(4) == 0);
    CHECK(rook->links() == 2);
    CHECK(geo::queen_weights(core::Polygons{})->size() == 0);
    CHECK_FALSE(geo::queen_weights(p, {.snap_m = -1}));
    CHECK_FALSE(geo::rook_weights(p, {.snap_m = nan}));
    CHECK(geo::queen_weights(p, {.snap_m = -1}).kind() == core::ErrorKind::Usage);
    std::stop_source stop;
    stop.request_stop();
    const auto cancelled = geo::queen_weights(p, {}, core::Progress(stop.get_token()));
    CHECK_FALSE(cancelled);
    CHECK(cancelled.kind() == core::ErrorKind::Cancelled);
}

TEST_CASE("many tiny edges far from the origin do not make contiguity slow or wrong", "[geo][weights]") {
    // Each square has ten vertices within a nanometre of its corner, so most edges are far shorter than cells
    // can be numbered at. Did cells follow them, every vertex would be in one cell and this take minutes.
    core::Polygons p;
    for (int row = 0; row < 150; ++row)
        for (int column = 0; column < 150; ++column) {
            const double x = 530000 + 10.0 * column, y = 180000 + 10.0 * row;
            std::vector<core::Point> ring;
            for (int k = 10; k > 0; --k) ring.push_back({x + k * 1.2e-10, y});
            ring.insert(ring.end(), {{x, y}, {x + 10, y}, {x + 10, y + 10}, {x, y + 10}});
            p.add_ring(ring);
            p.end_part();
            p.end_row();
        }
    const auto before = std::chrono::steady_clock::now();
    const auto queen = geo::queen_weights(p, {.snap_m = 0});
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - before;
    CHECK(took.count() < 10);
    CHECK(queen->links() == 2 * (2 * 149 * 150 + 2 * 149 * 149));
    CHECK(queen->neighbour == geo::queen_weights(squares(150, 150, 10, 530000, 180000))->neighbour);
}

TEST_CASE("nearest joins islands to the area with the nearest centroid, both ways", "[geo][weights]") {
    core::Polygons p = squares(2, 1);
    for (const double x : {5.0, 30.0, 33.0}) {
        const core::Polygons one = squares(1, 1, 1, x, 0);
        p.add_ring(one.ring(0));
        p.end_part();
        p.end_row();
    }
    p.end_row();  // without geometry
    const auto excluded = geo::queen_weights(p),
               nearest = geo::queen_weights(p, {.islands = core::IslandPolicy::Nearest});
    CHECK(excluded->links() == 2);
    CHECK(list(*nearest, 2) == std::vector<std::uint32_t>{1});
    CHECK(list(*nearest, 1) == std::vector<std::uint32_t>{0, 2});
    CHECK(list(*nearest, 3) == std::vector<std::uint32_t>{4});
    CHECK(list(*nearest, 4) == std::vector<std::uint32_t>{3});
    CHECK(nearest->cardinality(5) == 0);
    CHECK(symmetric(*nearest));
    CHECK(nearest->islands == core::IslandPolicy::Nearest);
    CHECK(nearest->description ==
          "queen contiguity, snap 0.01 m, 3 islands joined to the area with the nearest centroid");
}

TEST_CASE("k nearest equals a slow search, ties to the lower row", "[geo][weights]") {
    auto points = random_points(1, 400);
    for (std::size_t i = 0; i < 60; ++i)
        points[i] = {std::floor(points[i].x / 250) * 250, std::floor(points[i].y / 250) * 250};
    points[17] = {};
    for (const int k : {1, 4, 30, 398}) {
        const auto w = geo::knn_weights(points, k);
        REQUIRE(w);
        for (std::uint32_t i = 0; i < points.size(); ++i) {
            std::vector<std::pair<double, std::uint32_t>> all;
            for (std::uint32_t j = 0; j < points.size(); ++j) {
                const double dx = points[i].x - points[j].x, dy = points[i].y - points[j].y;
                if (i != j && points[j].valid()) all.emplace_back(dx * dx + dy * dy, j);
            }
            std::sort(all.begin(), all.end());
            std::vector<std::uint32_t> expected;
            for (std::size_t n = 0; i != 17 && n < static_cast<std::size_t>(k); ++n)
                expected.push_back(all[n].second);
            std::sort(expected.begin(), expected.end());
            REQUIRE(list(*w, i) == expected);
        }
    }
    CHECK_FALSE(geo::knn_weights(points, 399));
    CHECK_FALSE(geo::knn_weights(points, 0));
    CHECK_FALSE(geo::knn_weights({}, 1));
    CHECK(geo::knn_weights(points, 399).message().find("Only 399 of 400 rows have a position") !=
          std::string::npos);
}

TEST_CASE(
    "a distance band takes what is exactly at its distance, and the full connection distance leaves nobody "
    "alone",
    "[geo][weights]") {
    const auto points = random_points(2, 500);
    for (const double distance : {0.0, 35.0, 120.0}) {
        const auto w = geo::distance_weights(points, distance);
        CHECK(symmetric(*w));
        std::size_t expected = 0;
        for (std::size_t i = 0; i < points.size(); ++i)
            for (std::size_t j = 0; j < points.size(); ++j)
                if (i != j && std::hypot(points[i].x - points[j].x, points[i].y - points[j].y) <= distance)
                    ++expected;
        CHECK(w->links() == expected);
    }
    const double full = geo::full_connection_distance_m(points);
    CHECK(core::summarise(*geo::distance_weights(points, full)).islands == 0);
    CHECK(core::summarise(*geo::distance_weights(points, std::nextafter(full, 0.0))).islands > 0);
    const std::vector<core::Point> row{{0, 0}, {15, 0}, {30, 0}, {100, 0}, {}};
    CHECK(geo::distance_weights(row, 15)->links() == 4);
    const auto nearest = geo::distance_weights(row, 15, core::IslandPolicy::Nearest);
    CHECK(list(*nearest, 3) == std::vector<std::uint32_t>{2});
    CHECK(nearest->cardinality(4) == 0);
    CHECK(std::isnan(geo::full_connection_distance_m({})));
    CHECK_FALSE(geo::distance_weights(row, -1));
}

TEST_CASE("pointpats' six points have the links of its test at distance 15", "[geo][weights]") {
    // (10,10) (20,10) (40,10) (15,20) (30,20) (30,30): REFERENCE-VALUES A4; links from the distances by hand.
    const std::vector<core::Point> points{{10, 10}, {20, 10}, {40, 10}, {15, 20}, {30, 20}, {30, 30}};
    const auto w = geo::distance_weights(points, 15);
    CHECK(list(*w, 0) == std::vector<std::uint32_t>{1, 3});
    CHECK(list(*w, 1) == std::vector<std::uint32_t>{0, 3, 4});
    CHECK(list(*w, 2) == std::vector<std::uint32_t>{4});
    CHECK(list(*w, 3) == std::vector<std::uint32_t>{0, 1, 4});
    CHECK(list(*w, 4) == std::vector<std::uint32_t>{1, 2, 3, 5});
}

TEST_CASE("too many links are refused with a way out", "[geo][weights][slow]") {
    const auto points = random_points(5, 20'000);
    const auto w = geo::distance_weights(points, 5000);
    REQUIRE_FALSE(w);
    CHECK(w.message().find("250,000,000") != std::string::npos);
}
