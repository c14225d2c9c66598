#include "stats/general_g.hpp"

#include <catch2/catch.hpp>

#include "stats/benchmark_files.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::general_g;
using stats::GlobalOptions;
using stats::Tail;

namespace {

using V = std::vector<double>;
const GlobalOptions kAnalytic{.permutations = 0};

double slow(const V& x, const core::Weights& weights) {
    double near = 0, all = 0;
    for (std::uint32_t i = 0; i < x.size(); ++i) {
        for (std::size_t l = 0; l < weights.neighbours(i).size(); ++l)
            near += weights.weights(i)[l] * x[i] * x[weights.neighbours(i)[l]];
        for (std::uint32_t j = 0; j < x.size(); ++j) all += i == j ? 0 : x[i] * x[j];
    }
    return near / all;
}

}  // namespace

TEST_CASE("General G agrees with spdep and esda") {
    if (const auto data = columbus()) {
        const auto g = general_g(data->column("crime"), data->binary, kAnalytic);
        REQUIRE(g);
        CHECK(g->statistic == published(0.1278074574));
        CHECK(g->expected == published(0.1003401361));
        CHECK(g->variance == published(3.507057304e-05));
        CHECK(g->z == published(4.638150932));
        CHECK(g->p == published(3.515400395e-06).epsilon(1e-7));
    }
    if (const auto data = guerry()) {
        const auto g = general_g(data->column("Crm_prp"), data->binary, kAnalytic);
        REQUIRE(g);
        CHECK(g->statistic == published(0.06478035845));
        CHECK(g->expected == published(1.0 / 17));
        CHECK(g->z == published(3.702524604));
    }
    // esda: points (10,10) (20,10) (40,10) (15,20) (30,20) (30,30) within 15 of each other.
    const core::Weights points = binary_weights({{1, 3}, {0, 3, 4}, {4}, {0, 1, 4}, {1, 2, 3, 5}, {4}});
    const auto six = general_g(V{2, 3, 3.2, 5, 8, 7}, points, {.permutations = 0, .tail = Tail::Upper});
    REQUIRE(six);
    CHECK(six->statistic == Approx(0.55709779).margin(6e-9));
    CHECK(six->p == Approx(0.172936).margin(6e-7));
}

TEST_CASE("The moments of General G are those of all orders of six values") {
    const core::Weights weights = decaying(binary_weights({{1, 2}, {0, 3}, {0, 3, 5}, {1, 4}, {5}, {2, 4}}));
    const V x{1, 7, 0, 11, 3.5, 4};
    V order = x;
    std::sort(order.begin(), order.end());
    double sum = 0, squares = 0;
    int count = 0;
    do {
        const double g = slow(order, weights);
        sum += g;
        squares += g * g;
        ++count;
    } while (std::next_permutation(order.begin(), order.end()));
    REQUIRE(count == 720);
    const auto g = general_g(x, weights, kAnalytic);
    REQUIRE(g);
    const double mean = sum / count;
    CHECK(g->statistic == published(slow(x, weights)));
    CHECK(g->expected == published(mean));
    CHECK(g->variance == published(squares / count - mean * mean));
}

TEST_CASE("General G tells high values side by side from low ones, by every tail and on any threads") {
    const core::Weights weights = lattice(10, 10);
    V high(100, 1), low(100, 20);
    for (const std::size_t i : {11U, 12U, 13U, 21U, 22U, 23U, 31U, 32U, 33U}) {
        high[i] = 30;
        low[i] = 1;
    }
    V lonely;  // no two high values are neighbours
    for (int i = 0; i < 100; ++i) lonely.push_back((i / 10 + i % 10) % 2 == 0 ? 30 + 0.01 * i : 1);
    const auto p = [&](const V& x, Tail tail) {
        const auto g = general_g(x, weights, {.tail = tail});
        REQUIRE(g);
        return g->p;
    };
    CHECK(p(high, Tail::Upper) == Approx(0.001));
    CHECK(p(high, Tail::Lower) == Approx(1));
    CHECK(p(lonely, Tail::Lower) == Approx(0.001));
    CHECK(general_g(high, weights)->z > 3);
    CHECK(general_g(lonely, weights)->z < 0);

    V x = hill(10, 10);
    for (double& value : x) value = std::exp(value);
    const auto one = general_g(x, weights, {.threads = 1});
    REQUIRE(one);
    for (const int threads : {2, 3, 7}) CHECK(general_g(x, weights, {.threads = threads})->p == one->p);
    V scaled;
    for (const double value : x) scaled.push_back(250 * value);
    const auto unit = general_g(scaled, weights);
    REQUIRE(unit);
    CHECK(unit->statistic == published(one->statistic));
    CHECK(unit->variance == published(one->variance).epsilon(1e-7));
    CHECK(unit->p == one->p);
    const auto order = shuffled_order(100);
    V moved(100);
    for (std::size_t i = 0; i < 100; ++i) moved[order[i]] = x[i];
    CHECK(general_g(moved, relabelled(weights, order), kAnalytic)->statistic == published(one->statistic));
}

TEST_CASE("General G leaves out areas without a value, keeps islands by the policy and refuses nonsense") {
    const core::Weights weights = lattice(6, 6);
    V x;
    for (const double value : noise(36, 3)) x.push_back(std::exp(value));
    V gaps = x;
    gaps[7] = kNaN;
    std::vector<bool> keep(36, true);
    keep[7] = false;
    V left = x;
    left.erase(left.begin() + 7);
    const auto with_gaps = general_g(gaps, weights), without = general_g(left, core::subset(weights, keep));
    REQUIRE((with_gaps && without));
    CHECK(with_gaps->statistic == without->statistic);
    CHECK(with_gaps->p == without->p);
    CHECK(with_gaps->undefined == 1);

    core::Weights path = binary_weights({{1}, {0, 2}, {1, 3}, {2, 4}, {3}, {}});
    const V six{1, 2, 4, 5, 7, 30};
    CHECK(general_g(six, path, kAnalytic)->n == 5);
    path.islands = core::IslandPolicy::Zero;
    CHECK(general_g(six, path, kAnalytic)->statistic == published(slow(six, path)));

    check_refused(general_g(V{1, 2, -3, 4}, lattice(2, 2)), "line 3: A value is -3");
    check_refused(general_g(V{0, 0, 9, 0}, lattice(2, 2)), "Only one area has a value above 0");
    check_refused(general_g(V(4, 7), lattice(2, 2)), "same value (7)");
    check_refused(general_g(V{1, 2}, weights), "describe 36 areas");
    check_refused(general_g(x, core::with_self(weights)), "no area is its own neighbour");
    std::stop_source source;
    source.request_stop();
    CHECK(general_g(x, weights, {}, core::Progress(source.get_token())).kind() == core::ErrorKind::Cancelled);
}
