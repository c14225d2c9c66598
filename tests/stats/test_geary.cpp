#include "stats/geary.hpp"

#include <catch2/catch.hpp>

#include "stats/benchmark_files.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::global_geary;
using stats::GlobalGearyOptions;
using stats::Tail;
using stats::VarianceAssumption;

namespace {

using V = std::vector<double>;
const GlobalGearyOptions kAnalytic{.permutations = 0};

/// Straight from the definition.
double slow(const V& x, const core::Weights& weights) {
    const auto n = static_cast<double>(x.size());
    const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
    double squares = 0, differences = 0, s0 = 0;
    for (std::uint32_t i = 0; i < x.size(); ++i) {
        squares += (x[i] - mean) * (x[i] - mean);
        for (std::size_t l = 0; l < weights.neighbours(i).size(); ++l) {
            const double d = x[i] - x[weights.neighbours(i)[l]];
            differences += weights.weights(i)[l] * d * d;
            s0 += weights.weights(i)[l];
        }
    }
    return (n - 1) * differences / (2 * s0 * squares);
}

}  // namespace

TEST_CASE("Geary's c of Columbus crime agrees with spdep") {
    const auto data = columbus();
    if (!data) return;
    const auto geary = global_geary(data->column("crime"), data->row, kAnalytic);
    REQUIRE(geary);
    CHECK(geary->statistic == published(0.5405282027));
    CHECK(geary->expected == 1);
    CHECK(geary->variance == published(0.009384263777));
    CHECK(geary->variance_normality == published(0.009821535434));
    CHECK(geary->z == published(4.743061501));
    CHECK(geary->p == published(2.105123257e-06).epsilon(1e-7));
    const auto normal = global_geary(data->column("crime"), data->row,
                                     {.permutations = 0, .assumption = VarianceAssumption::Normality});
    REQUIRE(normal);
    CHECK(normal->z == published(4.636274756));
    CHECK(normal->p == published(3.547443636e-06).epsilon(1e-7));
}

TEST_CASE("Geary's c of Guerry's France and North Carolina agrees with spdep") {
    if (const auto data = guerry())
        for (const auto& [column, statistic] :
             {std::pair{"Crm_prs", 0.5645906934}, {"Crm_prp", 0.6778380961}, {"Litercy", 0.2502018204}}) {
            const auto geary = global_geary(data->column(column), data->row, kAnalytic);
            REQUIRE(geary);
            CHECK(geary->statistic == published(statistic));
        }
    if (const auto data = sids()) {
        const auto geary = global_geary(data->column("SIDR74"), data->row, kAnalytic);
        REQUIRE(geary);
        CHECK(geary->statistic == published(0.7252784369));
    }
}

TEST_CASE("The moments of Geary's c are those of all orders of six values") {
    const core::Weights weights = decaying(binary_weights({{1, 2}, {0, 3}, {0, 3, 5}, {1, 4}, {5}, {2, 4}}));
    const V x{1, 7, 2, 11, 3.5, 4};
    V order = x;
    std::sort(order.begin(), order.end());
    double sum = 0, squares = 0;
    int count = 0;
    do {
        const double c = slow(order, weights);
        sum += c;
        squares += c * c;
        ++count;
    } while (std::next_permutation(order.begin(), order.end()));
    REQUIRE(count == 720);
    const auto geary = global_geary(x, weights, kAnalytic);
    REQUIRE(geary);
    CHECK(geary->statistic == published(slow(x, weights)));
    CHECK(sum / count == published(1));
    CHECK(geary->variance == published(squares / count - 1));
}

TEST_CASE("Upper asks of Geary's c whether neighbours are more alike than chance") {
    const core::Weights weights = lattice(10, 10);
    const V alike = hill(10, 10);
    V checkerboard;
    for (int i = 0; i < 100; ++i) checkerboard.push_back((i / 10 + i % 10) % 2 + 0.001 * i);
    for (const int permutations : {0, 999}) {
        const auto p = [&](const V& values, Tail tail) {
            const auto geary = global_geary(values, weights, {.permutations = permutations, .tail = tail});
            REQUIRE(geary);
            return geary->p;
        };
        CHECK(p(alike, Tail::Upper) <= 0.001);
        CHECK(p(alike, Tail::Lower) > 0.99);
        CHECK(p(checkerboard, Tail::Lower) <= 0.001);
        CHECK(p(checkerboard, Tail::Upper) > 0.99);
    }
    const auto below = global_geary(alike, weights), above = global_geary(checkerboard, weights);
    REQUIRE((below && above));
    CHECK(below->statistic < 1);
    CHECK(below->z > 0);
    CHECK(below->p == Approx(0.002));
    CHECK(above->statistic > 1);
    CHECK(above->z < 0);
}

TEST_CASE("Geary's c does not change with the unit, the order of the areas or the threads") {
    const core::Weights weights = lattice(9, 11);
    const V values = hill(9, 11);
    const auto plain = global_geary(values, weights, {.threads = 1});
    REQUIRE(plain);
    V scaled;
    for (const double value : values) scaled.push_back(5 - 3.7 * value);
    const auto unit = global_geary(scaled, weights);
    REQUIRE(unit);
    CHECK(unit->statistic == published(plain->statistic));
    CHECK(unit->variance == published(plain->variance));
    CHECK(unit->p == plain->p);
    const auto order = shuffled_order(weights.size());
    V moved(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) moved[order[i]] = values[i];
    const auto other = global_geary(moved, relabelled(weights, order), kAnalytic);
    REQUIRE(other);
    CHECK(other->statistic == published(plain->statistic));
    const V flat = noise(99, 4);
    const auto one = global_geary(flat, weights, {.threads = 1});
    REQUIRE(one);
    for (const int threads : {2, 3, 7}) CHECK(global_geary(flat, weights, {.threads = threads})->p == one->p);
    CHECK(global_geary(flat, weights, {.seed = 2})->p != one->p);
    CHECK(one->p == Approx(one->p_analytic).margin(0.08));
}

TEST_CASE("Geary's c leaves out areas without a value, keeps islands by the policy and refuses nonsense") {
    const core::Weights weights = core::row_standardise(lattice(6, 6));
    V values = noise(36, 2);
    std::vector<bool> keep(36, true);
    values[7] = kNaN;
    keep[7] = false;
    V left;
    for (const double value : values)
        if (!std::isnan(value)) left.push_back(value);
    const auto gaps = global_geary(values, weights);
    const auto without = global_geary(left, core::subset(weights, keep));
    REQUIRE((gaps && without));
    CHECK(gaps->undefined == 1);
    CHECK(gaps->statistic == without->statistic);
    CHECK(gaps->p == without->p);

    core::Weights path = binary_weights({{1}, {0, 2}, {1, 3}, {2, 4}, {3}, {}});
    const V six{1, 2, 4, 5, 7, 30};
    const auto excluded = global_geary(six, path, kAnalytic);
    REQUIRE(excluded);
    CHECK(excluded->n == 5);
    path.islands = core::IslandPolicy::Zero;
    const auto kept = global_geary(six, path, kAnalytic);
    REQUIRE(kept);
    CHECK(kept->n == 6);
    CHECK(kept->islands == 1);
    CHECK(kept->statistic == published(slow(six, path)));

    check_refused(global_geary(V(36, 2.5), weights), "All 36 areas have the same value (2.5)");
    check_refused(global_geary(V{1, 2}, weights), "describe 36 areas");
    check_refused(global_geary(V{1, 2, 3, HUGE_VAL}, lattice(2, 2)), "infinite");
    check_refused(global_geary(noise(36), core::with_self(weights)), "no area is its own neighbour");
    core::Weights alone = binary_weights({{}, {}, {}, {}});
    alone.islands = core::IslandPolicy::Zero;
    check_refused(global_geary(V{1, 2, 3, 4}, alone), "No area has a neighbour");
    std::stop_source source;
    source.request_stop();
    const auto stopped = global_geary(noise(400), lattice(20, 20), {}, core::Progress(source.get_token()));
    REQUIRE_FALSE(stopped);
    CHECK(stopped.kind() == core::ErrorKind::Cancelled);
}
