#include "stats/losh.hpp"

#include <catch2/catch.hpp>

#include "stats/benchmark_files.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::losh;
using stats::Losh;
using stats::LoshOptions;
using stats::Tail;

namespace {

using V = std::vector<double>;
const LoshOptions kAnalytic{.permutations = 0, .tail = Tail::Upper};

Losh require(core::Result<Losh> result) {
    INFO(result.message());
    REQUIRE(result);
    return *std::move(result);
}

/// Straight from the definition.
V slow(const V& x, const core::Weights& weights, double exponent) {
    const std::size_t n = x.size();
    V power(n), h(n);
    const auto mean_around = [&](std::uint32_t i, const V& v) {
        double sum = 0, w = 0;
        for (std::size_t l = 0; l < weights.neighbours(i).size(); ++l) {
            sum += weights.weights(i)[l] * v[weights.neighbours(i)[l]];
            w += weights.weights(i)[l];
        }
        return sum / w;
    };
    for (std::uint32_t i = 0; i < n; ++i) power[i] = std::pow(std::abs(x[i] - mean_around(i, x)), exponent);
    const double h1 = std::accumulate(power.begin(), power.end(), 0.0) / static_cast<double>(n);
    for (std::uint32_t i = 0; i < n; ++i) h[i] = mean_around(i, power) / h1;
    return h;
}

}  // namespace

TEST_CASE("LOSH of St Louis homicides and Columbus crime agrees with esda and spdep") {
    if (const auto data = st_louis()) {
        const Losh result = require(losh(data->column("HR8893"), data->row, kAnalytic));
        CHECK(result.statistic[0] == published(0.77613471));
        CHECK(result.p[0] == Approx(0.22802201).margin(6e-9));
        check_first(result.statistic, {0.7761347098009, 0.1738500634575, 0.3059521276575});
        check_first(result.variance, {7.10779615306, 7.10779615306, 7.10779615306, 5.25976915327});
        for (std::size_t i = 0; i < 3; ++i)
            CHECK(std::abs(result.residual[i]) ==
                  published(V{3.89089266667, 0.39182800000, 1.91151100000}[i]));
        check_first(result.p_analytic, {0.228022006147, 0.368161068312, 0.317408264050, 0.388126006507});
        const Losh absolute =
            require(losh(data->column("HR8893"), data->binary, {.exponent = 1, .permutations = 0}));
        check_first(absolute.statistic, {1.363970100963, 0.636451108869, 0.849365659170});
        check_first(absolute.variance, {0.702024620627});
    }
    if (const auto data = columbus()) {
        const Losh result = require(losh(data->column("crime"), data->row, kAnalytic));
        check_first(result.statistic,
                    {0.194014571200, 0.198580895206, 0.420576207370, 0.292774791856, 0.368158938901});
        check_first(result.p, {0.543752857256, 0.647263084205, 0.571820529494});
        CHECK(std::accumulate(result.statistic.begin(), result.statistic.end(), 0.0) ==
              published(52.5602271122));
        CHECK(std::accumulate(result.p.begin(), result.p.end(), 0.0) == published(22.2790279693));
    }
}

TEST_CASE("LOSH is what its definition says, for any weights and exponent") {
    const V x = hill(8, 7);
    const core::Weights plain = lattice(8, 7);
    for (const core::Weights& weights : {plain, core::row_standardise(plain), decaying(plain)})
        for (const double exponent : {1.0, 2.0, 2.5}) {
            const Losh result = require(losh(x, weights, {.exponent = exponent, .permutations = 0}));
            const V expected = slow(x, weights, exponent);
            for (std::size_t i = 0; i < x.size(); ++i) CHECK(result.statistic[i] == published(expected[i]));
        }
}

TEST_CASE("LOSH does not change with the unit of the values, the order of the areas or the threads") {
    const core::Weights weights = core::row_standardise(lattice(9, 9));
    const V x = hill(9, 9);
    const Losh plain = require(losh(x, weights, {.threads = 1}));
    V scaled;
    for (const double value : x) scaled.push_back(40 - 2.5 * value);
    const Losh other_unit = require(losh(scaled, weights));
    for (std::size_t i = 0; i < x.size(); ++i) {
        CHECK(other_unit.statistic[i] == published(plain.statistic[i]));
        CHECK(other_unit.p[i] == plain.p[i]);
    }
    for (const int threads : {2, 3, 7})
        CHECK(same_bytes(require(losh(x, weights, {.threads = threads})).p, plain.p));
    CHECK_FALSE(same_bytes(require(losh(x, weights, {.seed = 2})).p, plain.p));

    const auto order = shuffled_order(81);
    V moved(81);
    for (std::size_t i = 0; i < 81; ++i) moved[order[i]] = x[i];
    const Losh other_order =
        require(losh(moved, core::row_standardise(relabelled(lattice(9, 9), order)), {.permutations = 0}));
    for (std::size_t i = 0; i < 81; ++i)
        CHECK(other_order.p_analytic[order[i]] == published(plain.p_analytic[i]));
}

TEST_CASE("LOSH finds the mixed part of a map by every tail") {
    // Left half smooth, right half a checkerboard of large steps.
    V x(200);
    for (std::size_t i = 0; i < 200; ++i) {
        const std::size_t r = i / 20, c = i % 20;
        x[i] = 0.01 * static_cast<double>((r * 7 + c * 3) % 5) + (c >= 10 && (r + c) % 2 == 1 ? 10.0 : 0.0);
    }
    const core::Weights weights = core::row_standardise(lattice(10, 20));
    const Losh upper = require(losh(x, weights, {.tail = Tail::Upper}));
    const Losh lower = require(losh(x, weights, {.tail = Tail::Lower}));
    const Losh both = require(losh(x, weights));
    const std::size_t mixed = 5 * 20 + 15, smooth = 5 * 20 + 4;
    CHECK(upper.p[mixed] < 0.1);
    CHECK(lower.p[smooth] < 0.1);
    CHECK(upper.p[smooth] > 0.9);
    for (std::size_t i = 0; i < 200; ++i)
        CHECK(both.p[i] == Approx(std::min(1.0, 2 * std::min(upper.p[i], lower.p[i]))));
}

TEST_CASE("LOSH leaves out areas without a value or a neighbour, and says when nothing varies") {
    V x = noise(36, 8);
    const core::Weights weights = lattice(6, 6);
    x[14] = kNaN;
    std::vector<bool> keep(36, true);
    keep[14] = false;
    V left;
    for (const double value : x)
        if (!std::isnan(value)) left.push_back(value);
    V used = require(losh(x, weights, {.permutations = 0})).statistic;
    CHECK(std::isnan(used[14]));
    used.erase(used.begin() + 14);
    CHECK(same_bytes(used, require(losh(left, core::subset(weights, keep), {.permutations = 0})).statistic));

    core::Weights path = binary_weights({{1}, {0, 2}, {1, 3}, {2, 4}, {3}, {}});
    path.islands = core::IslandPolicy::Zero;  // an island has no local mean to differ from
    const Losh result = require(losh(V{1, 2, 4, 5, 9, 1000}, path, {.permutations = 0}));
    CHECK(result.n == 5);
    CHECK(result.islands == 1);
    CHECK(std::isnan(result.statistic[5]));

    const auto flat = losh(V(36, 3.3), weights);
    REQUIRE(flat);
    CHECK(flat->undefined == 36);
    REQUIRE(flat.diagnostics().size() == 1);
    CHECK_THAT(flat.diagnostics()[0].message, Catch::Contains("no local variation"));

    check_refused(losh(x, weights, {.exponent = 0}), "exponent is 0", core::ErrorKind::Usage);
    check_refused(losh(V{1, 2}, weights), "describe 36 areas");
    check_refused(losh(x, core::with_self(weights)), "no area is its own neighbour");
    std::stop_source source;
    source.request_stop();
    const auto stopped = losh(x, weights, {}, core::Progress(source.get_token()));
    REQUIRE_FALSE(stopped);
    CHECK(stopped.kind() == core::ErrorKind::Cancelled);
}
