#include "stats/distance_bands.hpp"

#include <catch2/catch.hpp>

#include "stats/fixtures.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::contiguity_orders;
using stats::distance_bands;
using stats::nearest_distances;

namespace {

using V = std::vector<double>;

struct Points {
    V x, y;
};
Points scattered(std::size_t n, std::uint32_t item, double scale = 1000) {
    core::RandomStream random(6, core::StreamId::Test, item);
    Points points;
    for (std::size_t i = 0; i < n; ++i) {
        points.x.push_back(530000 + scale * random.uniform());
        points.y.push_back(180000 + scale * random.uniform() * random.uniform());  // crowded below
    }
    return points;
}

double apart(const Points& p, std::size_t i, std::size_t j) {
    return std::sqrt((p.x[i] - p.x[j]) * (p.x[i] - p.x[j]) + (p.y[i] - p.y[j]) * (p.y[i] - p.y[j]));
}

/// Steps between all areas by Floyd and Warshall.
std::vector<std::vector<int>> steps(const core::Weights& weights) {
    const std::uint32_t n = weights.size();
    std::vector<std::vector<int>> d(n, std::vector<int>(n, 1'000'000));
    for (std::uint32_t i = 0; i < n; ++i) {
        d[i][i] = 0;
        for (const std::uint32_t j : weights.neighbours(i)) d[i][j] = 1;
    }
    for (std::uint32_t k = 0; k < n; ++k)
        for (std::uint32_t i = 0; i < n; ++i)
            for (std::uint32_t j = 0; j < n; ++j) d[i][j] = std::min(d[i][j], d[i][k] + d[k][j]);
    return d;
}

}  // namespace

TEST_CASE("Neighbours of higher order are those with that many steps between them") {
    Lists one_way{{1, 4}, {2}, {0, 3}, {}, {5}, {2}, {}};
    for (const core::Weights& weights : {lattice(5, 6), binary_weights(one_way)}) {
        const auto orders = contiguity_orders(weights, 6);
        REQUIRE(orders);
        const auto distance = steps(weights);
        for (int k = 1; k <= 6; ++k)
            for (std::uint32_t i = 0; i < weights.size(); ++i) {
                std::vector<std::uint32_t> expected;
                for (std::uint32_t j = 0; j < weights.size(); ++j)
                    if (distance[i][j] == k) expected.push_back(j);
                const auto found = (*orders)[static_cast<std::size_t>(k) - 1].neighbours(i);
                CHECK(std::vector<std::uint32_t>(found.begin(), found.end()) == expected);
            }
    }
}

TEST_CASE("Distance bands hold every pair once, in its band") {
    Points points = scattered(180, 1);
    points.x[17] = points.x[18];
    points.y[17] = points.y[18];  // in one place
    points.x[30] = kNaN;
    const double exact = apart(points, 3, 4);
    for (V edges : {V{0, 40, exact, 1.7 * exact + 100}, V{25, 60}, V{0, 5000}, V{0, 1e-3, 2}}) {
        std::sort(edges.begin(), edges.end());
        const auto bands = distance_bands(points.x, points.y, edges);
        REQUIRE(bands);
        REQUIRE(bands->size() == edges.size() - 1);
        for (std::size_t b = 0; b + 1 < edges.size(); ++b)
            for (std::uint32_t i = 0; i < 180; ++i) {
                std::vector<std::uint32_t> expected;
                for (std::uint32_t j = 0; j < 180; ++j) {
                    const double d = apart(points, i, j);
                    if (i != j && d <= edges[b + 1] && (d > edges[b] || (b == 0 && edges[0] == 0 && d == 0)))
                        expected.push_back(j);
                }
                const auto found = (*bands)[b].neighbours(i);
                REQUIRE(std::vector<std::uint32_t>(found.begin(), found.end()) == expected);
            }
    }
}

TEST_CASE("The nearest other point is found however points are spread") {
    for (const std::uint32_t item : {2U, 3U}) {
        Points points = scattered(150, item, item == 2 ? 1 : 1e6);
        points.x.push_back(9e5);  // far from all
        points.y.push_back(9e5);
        points.x.push_back(points.x[5]);
        points.y.push_back(points.y[5]);
        points.x.push_back(1);
        points.y.push_back(kNaN);
        const V nearest = nearest_distances(points.x, points.y);
        for (std::size_t i = 0; i < nearest.size(); ++i) {
            double best = HUGE_VAL;
            for (std::size_t j = 0; j < nearest.size(); ++j)
                if (i != j && apart(points, i, j) < best) best = apart(points, i, j);
            if (i + 1 == nearest.size()) CHECK(std::isnan(nearest[i]));
            else CHECK(nearest[i] == best);
        }
        CHECK(nearest[5] == 0);
    }
    CHECK(std::isnan(nearest_distances(V{1}, V{1})[0]));
    CHECK(nearest_distances(V{1, 1}, V{2, 2}) == V{0, 0});
    CHECK(nearest_distances(V{}, V{}).empty());
}

TEST_CASE("Distance bands refuse what would not fit, and stop when cancelled") {
    const Points crowd = scattered(8000, 4, 10);
    check_refused(distance_bands(crowd.x, crowd.y, V{0, 100}), "more than 50 million links");
    std::stop_source source;
    source.request_stop();
    const core::Progress stopped(source.get_token());
    CHECK(distance_bands(crowd.x, crowd.y, V{0, 100}, stopped).kind() == core::ErrorKind::Cancelled);
    CHECK(contiguity_orders(lattice(9, 9), 3, stopped).kind() == core::ErrorKind::Cancelled);
}
