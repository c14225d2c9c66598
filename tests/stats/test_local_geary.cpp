#include "stats/local_geary.hpp"

#include <catch2/catch.hpp>

#include "stats/benchmark_files.hpp"
#include "stats/moments.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::GearyKind;
using stats::local_geary;
using stats::LocalGeary;
using stats::LocalGearyOptions;
using stats::Tail;

namespace {

const LocalGearyOptions kAnalytic{.permutations = 0};

LocalGeary of(const std::vector<std::vector<double>>& variables, const core::Weights& weights,
              const LocalGearyOptions& options = kAnalytic) {
    const std::vector<std::span<const double>> spans(variables.begin(), variables.end());
    auto result = local_geary(spans, weights, options);
    INFO(result.message());
    REQUIRE(result);
    return *std::move(result);
}

/// Mean and variance of c_i when its neighbours are any k of the others, by visiting all ordered choices.
struct Enumerated {
    double mean = 0, variance = 0;
};
Enumerated enumerated(const std::vector<std::vector<double>>& z, const core::Weights& weights,
                      std::uint32_t row) {
    const auto w = weights.weights(row);
    std::vector<bool> taken(z[0].size(), false);
    taken[row] = true;
    double count = 0, sum = 0, squares = 0;
    const auto visit = [&](const auto& self, std::size_t depth, double c) -> void {
        if (depth == w.size()) {
            ++count;
            sum += c;
            squares += c * c;
            return;
        }
        for (std::size_t j = 0; j < taken.size(); ++j) {
            if (taken[j]) continue;
            taken[j] = true;
            double distance = 0;
            for (const auto& variable : z)
                distance += (variable[row] - variable[j]) * (variable[row] - variable[j]);
            self(self, depth + 1, c + w[depth] * distance / static_cast<double>(z.size()));
            taken[j] = false;
        }
    };
    visit(visit, 0, 0.0);
    return {sum / count, squares / count - (sum / count) * (sum / count)};
}

std::vector<double> standardised(std::vector<double> values) {
    const stats::Moments moments = stats::moments(values);
    const double sd = std::sqrt(moments.squares / static_cast<double>(values.size() - 1));
    for (double& value : values) value = (value - moments.mean) / sd;
    return values;
}

}  // namespace

TEST_CASE("Local Geary of Columbus agrees with spdep's localC, one variable and two") {
    const auto data = columbus();
    if (!data) return;
    const LocalGeary one = of({data->column("crime")}, data->row);
    check_first(one.statistic, {0.4134373722, 0.3975183872, 0.6868466263, 0.500630964, 0.9214990919});
    CHECK(stats::sum(one.statistic) == published(52.97176386));
    CHECK(*std::min_element(one.statistic.begin(), one.statistic.end()) == published(0.02064044686));
    CHECK(*std::max_element(one.statistic.begin(), one.statistic.end()) == published(8.983535121));
    const LocalGeary two = of({data->column("crime"), data->column("inc")}, data->row);
    check_first(two.statistic, {0.3271823996, 1.794587445, 1.090889877, 2.192678933, 0.7688594153});
    CHECK(stats::sum(two.statistic) == published(59.60408154));
}

TEST_CASE("Local Geary of Guerry agrees with GeoDa, statistics exactly and p within Monte Carlo error") {
    const auto data = guerry();
    if (!data) return;
    const LocalGearyOptions geoda{.permutations = 99'999, .convention = stats::Convention::Geoda};
    const LocalGeary one = of({data->column("Crm_prp")}, data->row, geoda);
    check_first(one.statistic, {7.3980833011783602, 0.28361195650519017, 3.6988922226329906});
    const LocalGeary two = of({data->column("Crm_prp"), data->column("Crm_prs")}, data->row, geoda);
    check_first(two.statistic, {4.192904310228536, 0.560978550546873, 2.200847073745350});
    // GeoDa's p from 999 permutations of its own random numbers.
    const auto near = [](double p) { return Approx(p).margin(4 * std::sqrt(p * (1 - p) / 999) + 0.002); };
    CHECK(one.p[0] == near(0.398));
    CHECK(one.p[1] == near(0.027));
    CHECK(one.p[2] == near(0.025));
    CHECK(two.p[0] == near(0.226));
    CHECK(two.p[1] == near(0.015));
    CHECK(two.p[2] == near(0.111));
}

TEST_CASE("Local Geary of St Louis agrees with esda, which standardises by n where we take n - 1") {
    const auto data = st_louis();
    if (!data) return;
    const LocalGeary one = of({data->column("HR8893")}, data->row);
    const double by_n = 78.0 / 77;
    CHECK(one.statistic[0] * by_n == Approx(0.696703432).epsilon(1e-8));
    const LocalGeary two = of({data->column("HR8893"), data->column("HC8488")}, data->row);
    CHECK(two.statistic[0] * by_n == Approx(0.4096931479581422).epsilon(1e-8));
}

TEST_CASE("Expectation and variance of local Geary are those of all possible neighbours") {
    const core::Weights lattice_weights = lattice(3, 4);
    const std::vector<double> a = noise(12, 31), b = noise(12, 32);
    for (const core::Weights& weights : {core::row_standardise(lattice_weights), decaying(lattice_weights)}) {
        const LocalGeary one = of({a}, weights);
        const LocalGeary two = of({a, b}, weights);
        for (std::uint32_t row = 0; row < 12; ++row) {
            const Enumerated by_hand = enumerated({standardised(a)}, weights, row);
            CHECK(one.expected[row] == Approx(by_hand.mean).epsilon(1e-10));
            CHECK(one.variance[row] == Approx(by_hand.variance).epsilon(1e-9));
            const Enumerated both = enumerated({standardised(a), standardised(b)}, weights, row);
            CHECK(two.expected[row] == Approx(both.mean).epsilon(1e-10));
            CHECK(two.variance[row] == Approx(both.variance).epsilon(1e-9));
        }
    }
}

TEST_CASE("Permutation p of local Geary agrees with its own draws, shared subsets and plain counting") {
    const std::vector<double> a = hill(12, 12), b = noise(144, 33);
    const core::Weights weights = core::row_standardise(lattice(12, 12));
    const LocalGeary shared = of({a, b}, weights, {.permutations = 19'999});
    const LocalGeary own = of({a, b}, weights, {.permutations = 19'999, .draws = stats::Draws::PerArea});
    const std::vector<double> za = standardised(a), zb = standardised(b);
    double worst = 0;
    for (std::uint32_t row = 0; row < 144; ++row) {
        const double p = (shared.p[row] + own.p[row]) / 2;
        worst = std::max(worst, std::abs(shared.p[row] - own.p[row]) /
                                    (std::sqrt(2 * p * (1 - p / 2) * 2 / 19'999) + 1e-4));
    }
    CHECK(worst < 4.5);
    // By the book for a few rows: neighbours drawn again and again, c computed from scratch.
    for (const std::uint32_t row : {0U, 17U, 80U}) {
        const auto k = weights.cardinality(row);
        core::RandomStream random(9, core::StreamId::Test, row);
        std::size_t smaller = 0;
        const std::size_t draws = 40'000;
        for (std::size_t r = 0; r < draws; ++r) {
            std::set<std::uint32_t> drawn;
            while (drawn.size() < k) {
                const std::uint32_t j = random.below(144);
                if (j != row) drawn.insert(j);
            }
            double c = 0;
            for (const std::uint32_t j : drawn)
                c +=
                    ((za[row] - za[j]) * (za[row] - za[j]) + (zb[row] - zb[j]) * (zb[row] - zb[j])) / (2 * k);
            smaller += c <= shared.statistic[row] + 1e-9;
        }
        const double lower = static_cast<double>(smaller) / static_cast<double>(draws);
        const LocalGeary alike = of({a, b}, weights, {.permutations = 19'999, .tail = Tail::Upper});
        CHECK(alike.p[row] == Approx(lower).margin(4 * std::sqrt(lower * (1 - lower) / 15'000) + 1e-4));
    }
}

TEST_CASE("Local Geary: kinds, missing values, islands, scale and names of areas") {
    const std::vector<double> values = hill(10, 10);
    const core::Weights weights = core::row_standardise(lattice(10, 10));
    const LocalGeary plain = of({values}, weights, {.permutations = 999});
    std::vector<double> scaled = values;
    for (double& v : scaled) v = -3 * v + 7;
    const LocalGeary turned = of({scaled}, weights, {.permutations = 999});
    for (std::size_t i = 0; i < values.size(); ++i) {
        CHECK(turned.statistic[i] == Approx(plain.statistic[i]).epsilon(1e-10));
        CHECK(turned.p[i] == plain.p[i]);
        if (plain.kind[i] == GearyKind::HighHigh) CHECK(turned.kind[i] == GearyKind::LowLow);
        if (plain.kind[i] == GearyKind::LowLow) CHECK(turned.kind[i] == GearyKind::HighHigh);
        if (plain.kind[i] == GearyKind::Negative) CHECK(turned.kind[i] == GearyKind::Negative);
        CHECK((plain.kind[i] == GearyKind::Negative) == (plain.statistic[i] > plain.expected[i]));
    }
    // A block of equal highs in noise is alike and high.
    std::vector<double> block = noise(100, 34);
    for (const std::size_t i : {33U, 34U, 35U, 43U, 44U, 45U, 53U, 54U, 55U}) block[i] = 6;
    const LocalGeary found = of({block}, weights, {.permutations = 9'999});
    CHECK(found.kind[44] == GearyKind::HighHigh);
    CHECK(found.p[44] < 0.01);
    // A single high among lows is unlike them.
    block.assign(100, 0.0);
    for (std::size_t i = 0; i < 100; ++i) block[i] = 0.01 * static_cast<double>(i % 3);
    block[44] = 9;
    CHECK(of({block}, weights).kind[44] == GearyKind::Negative);

    std::vector<double> gaps = values;
    gaps[0] = gaps[57] = kNaN;
    const LocalGeary missing = of({values, gaps}, weights, {.permutations = 99});
    CHECK(missing.n == 98);
    CHECK(std::isnan(missing.statistic[57]));
    CHECK(std::isnan(missing.p[0]));
    CHECK(missing.undefined == 2);

    Lists lists(6);
    for (std::uint32_t i = 0; i < 4; ++i) lists[i] = {(i + 1) % 5, (i + 4) % 5};
    lists[4] = {3, 0};
    core::Weights island = binary_weights(lists);
    const std::vector<double> six{1, 5, 2, 7, 3, 40};
    CHECK(of({six}, island).n == 5);
    island.islands = core::IslandPolicy::Zero;
    const LocalGeary kept = of({six}, island, {.permutations = 99});
    CHECK(kept.n == 6);
    CHECK(kept.statistic[5] == 0);
    CHECK(std::isnan(kept.p[5]));
}

TEST_CASE("Local Geary has identical bytes for 1, 2, 3 and 7 threads") {
    const std::vector<double> a = hill(15, 15), b = noise(225, 35);
    for (const core::Weights& weights : {core::row_standardise(lattice(15, 15)), decaying(lattice(15, 15))})
        for (const int stop : {0, 20}) {
            const LocalGeary one =
                of({a, b}, weights, {.permutations = 9'999, .threads = 1, .stop_after = stop});
            for (const int threads : {2, 3, 7}) {
                const LocalGeary more =
                    of({a, b}, weights, {.permutations = 9'999, .threads = threads, .stop_after = stop});
                CHECK(same_bytes(one.p, more.p));
                CHECK(same_bytes(one.statistic, more.statistic));
            }
        }
}

TEST_CASE("Local Geary refuses what it cannot measure, in a sentence") {
    const core::Weights weights = lattice(2, 3);
    const std::vector<double> good{1, 2, 3, 4, 5, 6}, flat(6, 2.0), five(5, 1.0),
        infinite{1, 2, HUGE_VAL, 4, 5, 6};
    const auto message = [&](std::vector<std::span<const double>> variables) {
        const auto result = local_geary(variables, weights, kAnalytic);
        REQUIRE(!result);
        return result.message();
    };
    CHECK(message({}).find("needs a variable") != std::string::npos);
    CHECK(message({good, flat}).find("Variable 2 has the same value in all 6 areas") != std::string::npos);
    CHECK(message({good, five}).find("6 values and another 5") != std::string::npos);
    CHECK(message({infinite}).find("line 3: A value is infinite") != std::string::npos);
}
