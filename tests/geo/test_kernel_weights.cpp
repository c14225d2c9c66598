#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <map>

#include "geo/build_weights.hpp"
#include "geo/shapes.hpp"

using namespace safeground;
using namespace safeground::tests;
using geo::Kernel;

namespace {

constexpr std::array kKernels{Kernel::Uniform, Kernel::Triangular, Kernel::Epanechnikov, Kernel::Quartic,
                              Kernel::Gaussian};

std::vector<core::Point> random_points(std::uint32_t seed, std::size_t n) {
    std::vector<core::Point> points(n);
    for (std::size_t i = 0; i < n; ++i) points[i] = {1000 * noise(seed, 2 * i), 700 * noise(seed, 2 * i + 1)};
    return points;
}

std::map<std::uint32_t, double> row(const core::Weights& w, std::uint32_t i) {
    std::map<std::uint32_t, double> out;
    for (std::size_t l = 0; l < w.cardinality(i); ++l) out[w.neighbours(i)[l]] = w.weights(i)[l];
    return out;
}

double apart(core::Point a, core::Point b) {
    const double dx = a.x - b.x, dy = a.y - b.y;
    return std::sqrt(dx * dx + dy * dy);
}

// The six points of libpysal's documentation of kernel weights.
const std::vector<core::Point> kSix{{10, 10}, {20, 10}, {40, 10}, {15, 20}, {30, 20}, {30, 30}};

}  // namespace

TEST_CASE("kernels have the values of their formulas", "[geo][weights]") {
    const double gauss = 1 / std::sqrt(2 * std::acos(-1.0));
    for (const double u : {0.0, 0.25, 0.5, 0.9, 1.0}) {
        CHECK(geo::kernel_weight(Kernel::Uniform, u) == 0.5);
        CHECK(geo::kernel_weight(Kernel::Triangular, u) == Approx(1 - u).margin(1e-15));
        CHECK(geo::kernel_weight(Kernel::Epanechnikov, u) == Approx(3 * (1 - u * u) / 4).margin(1e-15));
        CHECK(geo::kernel_weight(Kernel::Quartic, u) ==
              Approx(15 * std::pow(1 - u * u, 2) / 16).margin(1e-15));
        CHECK(geo::kernel_weight(Kernel::Gaussian, u) == Approx(gauss * std::exp(-u * u / 2)).epsilon(1e-14));
    }
    for (const Kernel kernel : kKernels) {
        CHECK(geo::kernel_weight(kernel, std::nextafter(1.0, 2.0)) == 0);
        CHECK(geo::kernel_weight(kernel, std::nan("")) == 0);
    }
    CHECK_FALSE(geo::vanishes_at_bandwidth(Kernel::Uniform));
    CHECK_FALSE(geo::vanishes_at_bandwidth(Kernel::Gaussian));
    CHECK(geo::vanishes_at_bandwidth(Kernel::Triangular));
    CHECK(geo::vanishes_at_bandwidth(Kernel::Epanechnikov));
    CHECK(geo::vanishes_at_bandwidth(Kernel::Quartic));
}

TEST_CASE("kernel weights of six points are those of libpysal's documentation", "[geo][weights]") {
    // Kernel(points, bandwidth=15.0), fixed 20.000002, and the adaptive ones with k = 2, whose bandwidth
    // libpysal makes a ten-millionth wider; its own diagonal is left out here.
    const auto near = [](double x) { return Approx(x).margin(2e-7); };
    const auto fifteen = geo::kernel_weights(kSix, Kernel::Triangular, 15);
    REQUIRE(fifteen);
    auto first = row(*fifteen, 0);
    REQUIRE(first.size() == 2);
    CHECK(first[1] == Approx(0.33333333333333337).epsilon(1e-14));
    CHECK(first[3] == Approx(0.2546440075000701).epsilon(1e-13));
    first = row(*geo::kernel_weights(kSix, Kernel::Triangular, 20.000002), 0);
    REQUIRE(first.size() == 2);
    CHECK(first[1] == Approx(0.500000049999995).epsilon(1e-13));
    CHECK(first[3] == Approx(0.4409830615267465).epsilon(1e-13));
    first = row(*geo::adaptive_kernel_weights(kSix, Kernel::Triangular, 2), 0);
    CHECK(first.size() == 1);  // the second nearest is at the bandwidth
    CHECK(first[1] == near(0.10557289844279438));
    first = row(*geo::adaptive_kernel_weights(kSix, Kernel::Gaussian, 2), 0);
    CHECK(first.size() == 2);
    CHECK(first[1] == near(0.2674190291577696));
    CHECK(first[3] == near(0.2419707487162134));
}

TEST_CASE("kernel and inverse weights equal a slow look at all pairs", "[geo][weights]") {
    auto points = random_points(11, 300);
    points[17] = {};
    points[40] = points[41];
    for (const Kernel kernel : kKernels) {
        const auto fixed = geo::kernel_weights(points, kernel, 90);
        const auto adaptive = geo::adaptive_kernel_weights(points, kernel, 9);
        REQUIRE(fixed);
        REQUIRE(adaptive);
        CHECK(core::summarise(*fixed).symmetric);
        for (std::uint32_t i = 0; i < points.size(); ++i) {
            std::vector<double> distances;
            for (std::uint32_t j = 0; j < points.size(); ++j)
                if (j != i && points[j].valid()) distances.push_back(apart(points[i], points[j]));
            std::sort(distances.begin(), distances.end());
            std::map<std::uint32_t, double> in_band, in_own;
            for (std::uint32_t j = 0; j < points.size(); ++j) {
                if (j == i || !points[i].valid() || !points[j].valid()) continue;
                const double d = apart(points[i], points[j]);
                if (const double w = geo::kernel_weight(kernel, d / 90); w > 0) in_band[j] = w;
                if (const double w = geo::kernel_weight(kernel, d / distances[8]); w > 0) in_own[j] = w;
            }
            REQUIRE(row(*fixed, i) == in_band);
            REQUIRE(row(*adaptive, i) == in_own);
            if (points[i].valid() && distances[7] < distances[8] && distances[8] < distances[9])
                CHECK(in_own.size() == (geo::vanishes_at_bandwidth(kernel) ? 8U : 9U));
        }
    }
    points[40] = {1, 1};
    for (const double power : {1.0, 2.0, 0.5}) {
        const auto inverse = geo::inverse_distance_weights(points, 90, power);
        REQUIRE(inverse);
        for (std::uint32_t i = 0; i < points.size(); ++i) {
            std::map<std::uint32_t, double> expected;
            for (std::uint32_t j = 0; j < points.size(); ++j)
                if (i != j && points[i].valid() && points[j].valid() && apart(points[i], points[j]) <= 90)
                    expected[j] = std::pow(apart(points[i], points[j]), -power);
            const auto found = row(*inverse, i);
            REQUIRE(found.size() == expected.size());
            for (const auto& [j, weight] : expected) CHECK(found.at(j) == Approx(weight).epsilon(1e-14));
        }
    }
}

TEST_CASE("moving, turning and renumbering points changes no weight", "[geo][weights]") {
    const auto points = random_points(21, 120);
    std::vector<core::Point> turned, reversed(points.rbegin(), points.rend());
    for (const core::Point p : points)
        turned.push_back({530000 + 0.6 * p.x - 0.8 * p.y, 180000 + 0.8 * p.x + 0.6 * p.y});
    const auto check = [&](const auto& build) {
        const core::Result<core::Weights> plain = build(points), other = build(turned),
                                          back = build(reversed);
        REQUIRE(other->neighbour == plain->neighbour);
        for (std::size_t l = 0; l < plain->links(); ++l)
            CHECK(other->weight[l] == Approx(plain->weight[l]).epsilon(1e-6).margin(1e-9));
        const auto last = static_cast<std::uint32_t>(points.size() - 1);
        for (std::uint32_t i = 0; i <= last; ++i) {
            std::map<std::uint32_t, double> renumbered;
            for (const auto& [j, w] : row(*back, last - i)) renumbered[last - j] = w;
            CHECK(renumbered == row(*plain, i));
        }
    };
    check([](const auto& p) { return geo::kernel_weights(p, Kernel::Quartic, 150); });
    check([](const auto& p) { return geo::adaptive_kernel_weights(p, Kernel::Gaussian, 6); });
    check([](const auto& p) { return geo::inverse_distance_weights(p, 150, 2); });
}

TEST_CASE("weights that cannot be are refused in words", "[geo][weights]") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const double wrong : {0.0, -1.0, nan, std::numeric_limits<double>::infinity()}) {
        CHECK(geo::kernel_weights(kSix, Kernel::Uniform, wrong).kind() == core::ErrorKind::Usage);
        CHECK(geo::inverse_distance_weights(kSix, wrong).kind() == core::ErrorKind::Usage);
        CHECK(geo::inverse_distance_weights(kSix, 10, wrong).kind() == core::ErrorKind::Usage);
    }
    CHECK_FALSE(geo::adaptive_kernel_weights(kSix, Kernel::Triangular, 1));
    CHECK(geo::adaptive_kernel_weights(kSix, Kernel::Uniform, 1));
    CHECK_FALSE(geo::adaptive_kernel_weights(kSix, Kernel::Uniform, 0));
    CHECK(geo::adaptive_kernel_weights(kSix, Kernel::Uniform, 6).message().find("Only 6 of 6 rows") == 0);
    auto doubled = kSix;
    doubled.push_back(kSix[3]);
    doubled.push_back(kSix[3]);
    const auto inverse = geo::inverse_distance_weights(doubled, 15);
    REQUIRE_FALSE(inverse);
    CHECK(inverse.message().find("Rows 4 and 7 are at the same place") == 0);
    CHECK(geo::kernel_weights(doubled, Kernel::Triangular, 15)->weights(3)[2] == 1);
    const auto crowded = geo::adaptive_kernel_weights(doubled, Kernel::Gaussian, 2);
    REQUIRE_FALSE(crowded);
    CHECK(crowded.message().find("Row 4 has 2 others at its very place") == 0);
    CHECK(geo::kernel_weights({}, Kernel::Gaussian, 5)->size() == 0);
    std::stop_source stop;
    stop.request_stop();
    CHECK(geo::kernel_weights(kSix, Kernel::Gaussian, 50, core::Progress(stop.get_token())).kind() ==
          core::ErrorKind::Cancelled);
}
