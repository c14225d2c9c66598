#include "stats/lee.hpp"

#include <catch2/catch.hpp>

#include "stats/benchmark_files.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::global_lee;
using stats::GlobalLee;
using stats::GlobalOptions;
using stats::Tail;

namespace {

using V = std::vector<double>;
const GlobalOptions kAnalytic{.permutations = 0};
const GlobalOptions kSpdep{.permutations = 0, .convention = stats::Convention::Spdep};

GlobalLee require(core::Result<GlobalLee> result) {
    INFO(result.message());
    REQUIRE(result);
    return *std::move(result);
}

double slow(const V& x, const V& y, const core::Weights& weights) {
    const auto n = static_cast<double>(x.size());
    const double mx = std::accumulate(x.begin(), x.end(), 0.0) / n;
    const double my = std::accumulate(y.begin(), y.end(), 0.0) / n;
    double xx = 0, yy = 0, cross = 0, rows = 0;
    for (std::uint32_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        double lx = 0, ly = 0, w = 0;
        for (std::size_t l = 0; l < weights.neighbours(i).size(); ++l) {
            lx += weights.weights(i)[l] * (x[weights.neighbours(i)[l]] - mx);
            ly += weights.weights(i)[l] * (y[weights.neighbours(i)[l]] - my);
            w += weights.weights(i)[l];
        }
        cross += lx * ly;
        rows += w * w;
    }
    return n / rows * cross / std::sqrt(xx * yy);
}

}  // namespace

TEST_CASE("Lee's L of Columbus agrees with spdep and esda") {
    const auto data = columbus();
    if (!data) return;
    const V crime = data->column("crime"), income = data->column("inc"), value = data->column("hoval");
    const GlobalLee lee = require(global_lee(crime, income, data->row, kSpdep));
    CHECK(lee.statistic == published(-0.4703061343));
    CHECK(lee.expected == published(-0.1614301928));
    CHECK(lee.variance == published(0.003200884128));
    CHECK(lee.z == published(-5.459452677));
    CHECK(lee.p == published(4.776046137e-08).epsilon(1e-7));
    // The variance of all permutations: R 4.2.2 found 0.0024726 over 100,000 shuffles of the pairs.
    CHECK(require(global_lee(crime, income, data->row, kAnalytic)).variance ==
          Approx(0.0024726).epsilon(0.015));
    // esda's matrix of HOVAL and CRIME
    CHECK(require(global_lee(value, value, data->row, kSpdep)).statistic == Approx(0.30136527).margin(6e-9));
    CHECK(require(global_lee(crime, crime, data->row, kSpdep)).statistic == Approx(0.53512008).margin(6e-9));
    const GlobalLee both = require(global_lee(value, crime, data->row, kSpdep));
    CHECK(both.statistic == Approx(-0.23625603).margin(6e-9));
    // spdep 1.2-7 lee.test: without self, with self, binary
    CHECK(both.expected == published(-0.13332499972708));
    CHECK(both.variance == published(0.00319019560691));
    const GlobalLee with_self =
        require(global_lee(value, crime, core::row_standardise(core::with_self(data->binary)), kSpdep));
    CHECK(with_self.statistic == published(-0.23811480746875));
    CHECK(with_self.expected == published(-0.10108654227150));
    CHECK(with_self.variance == published(0.00308905670272));
    const GlobalLee binary = require(global_lee(value, crime, data->binary, kSpdep));
    CHECK(binary.statistic == published(-0.24619842040693));
    CHECK(binary.expected == published(-0.09240817178362));
    CHECK(binary.variance == published(0.00169848368753));
}

TEST_CASE("The moments of Lee's L are those of all orders of six pairs") {
    core::Weights weights = decaying(binary_weights({{1, 2}, {0, 3}, {0, 3, 5}, {1, 4}, {5}, {2, 4}}));
    const V x{1, 7, 2, 11, 3.5, 4}, y{2, 3, 8, 1, 1, 0.5};
    for (const bool self : {false, true}) {
        if (self) weights = core::with_self(weights, 0.7);
        std::vector<std::size_t> order{0, 1, 2, 3, 4, 5};
        double sum = 0, squares = 0;
        int count = 0;
        do {
            V px, py;
            for (const std::size_t at : order) {
                px.push_back(x[at]);
                py.push_back(y[at]);
            }
            const double l = slow(px, py, weights);
            sum += l;
            squares += l * l;
            ++count;
        } while (std::next_permutation(order.begin(), order.end()));
        REQUIRE(count == 720);
        const GlobalLee lee = require(global_lee(x, y, weights, kAnalytic));
        const double mean = sum / count;
        CHECK(lee.statistic == published(slow(x, y, weights)));
        CHECK(lee.expected == published(mean));
        CHECK(lee.variance == published(squares / count - mean * mean));
    }
}

TEST_CASE("Lee's L does not change with the units, the order of the variables or areas, or the threads") {
    const core::Weights weights = core::row_standardise(lattice(9, 9));
    const V x = hill(9, 9), y = noise(81, 6);
    const GlobalLee plain = require(global_lee(x, y, weights, {.threads = 1}));
    V scaled, mirrored;
    for (const double value : x) {
        scaled.push_back(3 + 0.2 * value);
        mirrored.push_back(-value);
    }
    const GlobalLee unit = require(global_lee(scaled, y, weights));
    CHECK(unit.statistic == published(plain.statistic));
    CHECK(unit.variance == published(plain.variance));
    CHECK(unit.p == plain.p);
    const GlobalLee mirror = require(global_lee(mirrored, y, weights));
    CHECK(mirror.statistic == published(-plain.statistic));
    CHECK(mirror.z == published(-plain.z));
    CHECK(mirror.p == plain.p);
    CHECK(require(global_lee(y, x, weights)).p == plain.p);
    for (const int threads : {2, 3, 7})
        CHECK(require(global_lee(x, y, weights, {.threads = threads})).p == plain.p);
    CHECK(plain.p == Approx(plain.p_analytic).margin(0.08));
    const auto order = shuffled_order(81);
    V mx(81), my(81);
    for (std::size_t i = 0; i < 81; ++i) {
        mx[order[i]] = x[i];
        my[order[i]] = y[i];
    }
    const core::Weights moved = core::row_standardise(relabelled(lattice(9, 9), order));
    CHECK(require(global_lee(mx, my, moved, kAnalytic)).z == published(plain.z));
    // Smooth and correlated: more than the correlation scattered over the map would give.
    const GlobalLee same = require(global_lee(x, x, weights, {.tail = Tail::Upper}));
    CHECK(same.correlation == published(1));
    CHECK(same.p < 0.05);
    CHECK(require(global_lee(x, x, weights, {.tail = Tail::Lower})).p > 0.95);
}

TEST_CASE(
    "Lee's L leaves out areas that lack either value, keeps islands by the policy and refuses nonsense") {
    const core::Weights weights = lattice(6, 6);
    const V x = noise(36, 3), y = noise(36, 4);
    V gap_x = x, gap_y = y, left_x = x, left_y = y;
    gap_x[7] = kNaN;
    gap_y[20] = kNaN;
    std::vector<bool> keep(36, true);
    for (const std::ptrdiff_t gone : {20, 7}) {
        left_x.erase(left_x.begin() + gone);
        left_y.erase(left_y.begin() + gone);
        keep[static_cast<std::size_t>(gone)] = false;
    }
    const GlobalLee gaps = require(global_lee(gap_x, gap_y, weights));
    const GlobalLee without = require(global_lee(left_x, left_y, core::subset(weights, keep)));
    CHECK(gaps.statistic == without.statistic);
    CHECK(gaps.p == without.p);
    CHECK(gaps.n == 34);
    CHECK(gaps.undefined == 2);
    core::Weights path = binary_weights({{1}, {0, 2}, {1, 3}, {2, 4}, {3}, {}});
    const V six{1, 2, 4, 5, 7, 30}, other{4, 4, 1, 2, 9, 1};
    CHECK(require(global_lee(six, other, path, kAnalytic)).n == 5);
    path.islands = core::IslandPolicy::Zero;
    CHECK(require(global_lee(six, other, path, kAnalytic)).statistic == published(slow(six, other, path)));

    check_refused(global_lee(V(36, 1), y, weights), "All 36 areas have the same value (1)");
    check_refused(global_lee(x, V(36, 2), weights), "same value (2)");
    check_refused(global_lee(x, V(35, 2), weights), "36 values of the first variable and 35");
    check_refused(global_lee(V{1, 2}, V{1, 2}, weights), "describe 36 areas");
    std::stop_source source;
    source.request_stop();
    CHECK(global_lee(x, y, weights, {}, core::Progress(source.get_token())).kind() ==
          core::ErrorKind::Cancelled);
}
