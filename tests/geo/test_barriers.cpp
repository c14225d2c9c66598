#include "geo/barriers.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "geo/build_weights.hpp"
#include "geo/locate.hpp"
#include "geo/shapes.hpp"

using namespace safeground;
using namespace safeground::tests;

namespace {

core::Geometry line(const std::vector<core::Point>& points) {
    core::Lines lines;
    lines.add_line(points);
    lines.end_row();
    return lines;
}

/// Pairs of a 4 by 3 lattice of unit squares that lose their link.
std::size_t pairs_cut(const core::Geometry& barrier) {
    const core::Polygons p = squares(4, 3);
    const auto queen = geo::queen_weights(p);
    const geo::BarrierCut cut = geo::cut_by_barriers(*queen, geo::inside_points(p), barrier);
    CHECK(core::summarise(cut.weights).symmetric);
    CHECK(cut.weights.links() + cut.links_cut == queen->links());
    CHECK(cut.links_cut % 2 == 0);
    return cut.links_cut / 2;
}

/// Whether segments cross at inner points, by plain arithmetic; fit for random segments only.
bool cross(core::Point a, core::Point b, core::Point c, core::Point d) {
    const auto side = [](core::Point p, core::Point q, core::Point r) {
        return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x) > 0;
    };
    return side(a, b, c) != side(a, b, d) && side(c, d, a) != side(c, d, b);
}

}  // namespace

TEST_CASE("a barrier between two columns of a lattice cuts what can be counted by hand", "[geo][weights]") {
    // Three pairs side by side and four across corners.
    CHECK(pairs_cut(line({{2, 0}, {2, 3}})) == 7);
    // Two of each, and the two corner links that meet its end at (2, 2).
    CHECK(pairs_cut(line({{2, 0}, {2, 2}})) == 6);
    CHECK(pairs_cut(line({{2, 0}, {2, 1.9}})) == 4);
    // A bridge of the middle row: of the corner links only those at the ends of the gap are gone.
    core::Lines bridge;
    bridge.add_line(std::vector<core::Point>{{2, 0}, {2, 0.9}});
    bridge.add_line(std::vector<core::Point>{{2, 2.1}, {2, 3}});
    bridge.end_row();
    CHECK(pairs_cut(bridge) == 2);
    // Two tracks do not cancel each other.
    core::Lines tracks;
    tracks.add_line(std::vector<core::Point>{{1.95, 0}, {1.95, 3}});
    tracks.add_line(std::vector<core::Point>{{2.05, 0}, {2.05, 3}});
    tracks.end_row();
    CHECK(pairs_cut(tracks) == 7);
    // A river drawn by its banks.
    CHECK(pairs_cut(from_wkt({"POLYGON((1.9 -1,2.1 -1,2.1 4,1.9 4,1.9 -1))"})) == 7);
    // Round one square, between it and its inside point's neighbours: three links of a corner square.
    CHECK(pairs_cut(from_wkt({"POLYGON((0.1 0.1,0.9 0.1,0.9 0.9,0.1 0.9,0.1 0.1))"})) == 3);
    CHECK(pairs_cut(core::Lines{}) == 0);
    CHECK(pairs_cut(core::Geometry{}) == 0);
    CHECK(pairs_cut(line({{100, 0}, {100, 3}})) == 0);
    CHECK(pairs_cut(line({{2, 1}, {std::nan(""), 2}})) == 0);
}

TEST_CASE("cut links are those whose straight line meets a barrier, by a slow look at all",
          "[geo][weights]") {
    std::vector<core::Point> points(150);
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i] = {1000 * noise(31, 2 * i), 1000 * noise(31, 2 * i + 1)};
    points[9] = {};
    core::Lines lines;
    for (std::size_t l = 0; l < 40; ++l) {
        std::vector<core::Point> line;
        for (std::size_t v = 0; v < 5; ++v)
            line.push_back({1000 * noise(32, 10 * l) + 150 * noise(33, 10 * l + 2 * v),
                            1000 * noise(32, 10 * l + 1) + 150 * noise(33, 10 * l + 2 * v + 1)});
        lines.add_line(line);
        if (l % 3 == 0) lines.end_row();
    }
    lines.end_row();
    const auto weights = geo::knn_weights(points, 6);
    REQUIRE(weights);
    const geo::BarrierCut cut = geo::cut_by_barriers(*weights, points, lines);
    CHECK(cut.links_cut > 50);
    std::size_t gone = 0;
    for (std::uint32_t i = 0; i < points.size(); ++i) {
        std::vector<std::uint32_t> kept;
        for (const std::uint32_t j : weights->neighbours(i)) {
            bool crossed = false;
            for (std::size_t l = 0; l + 1 < lines.line_begin.size(); ++l)
                for (std::size_t v = 1; v < lines.line(l).size(); ++v)
                    crossed |= cross(points[i], points[j], lines.line(l)[v - 1], lines.line(l)[v]);
            if (!crossed) kept.push_back(j);
            gone += crossed;
        }
        const auto found = cut.weights.neighbours(i);
        REQUIRE(std::vector<std::uint32_t>(found.begin(), found.end()) == kept);
    }
    CHECK(cut.links_cut == gone);
    // Moved together, nothing changes.
    core::Lines far_lines = lines;
    auto far_points = points;
    for (core::Point& p : far_lines.vertices) p = {p.x + 524288, p.y + 131072};
    for (core::Point& p : far_points) p = {p.x + 524288, p.y + 131072};
    CHECK(geo::cut_by_barriers(*weights, far_points, far_lines).weights.neighbour == cut.weights.neighbour);
}

TEST_CASE("inside points lie inside bent areas, and rows without geometry keep their links",
          "[geo][weights]") {
    const core::Polygons p = from_wkt({"POLYGON((0 0,9 0,9 9,0 9,0 8,8 8,8 1,0 1,0 0))", ""});
    const std::vector<core::Point> inside = geo::inside_points(p);
    CHECK(geo::AreaLocator(p).locate(inside[0]) == 0);
    CHECK_FALSE(inside[1].valid());
    core::Weights w;
    w.row_begin = {0, 1, 2};
    w.neighbour = {1, 0};
    w.weight = {1, 1};
    CHECK(geo::cut_by_barriers(w, inside, line({{-99, 5}, {99, 5}})).links_cut == 0);
    CHECK(geo::inside_points(core::Points{{{1, 2}}}) == std::vector<core::Point>{{1, 2}});
    CHECK(geo::inside_points(core::Geometry{}).empty());
    const core::Polygons grid = squares(4, 3);
    const core::Weights standard = core::row_standardise(*geo::rook_weights(grid));
    const auto cut = geo::cut_by_barriers(standard, geo::inside_points(grid), line({{2, 0}, {2, 3}}));
    CHECK(core::summarise(cut.weights).s0 == Approx(12).epsilon(1e-14));
    CHECK(core::summarise(cut.weights).components == 2);
    std::stop_source stop;
    stop.request_stop();
    CHECK(geo::cut_by_barriers(standard, geo::inside_points(grid), core::Lines{},
                               core::Progress(stop.get_token()))
              .weights.size() == 0);
}
