#include "stats/correlogram.hpp"

#include <catch2/catch.hpp>

#include "stats/benchmark_files.hpp"
#include "stats/geary.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::contiguity_correlogram;
using stats::Correction;
using stats::Correlogram;
using stats::CorrelogramOptions;
using stats::distance_correlogram;
using stats::Incremental;
using stats::incremental_autocorrelation;
using stats::MapStatistic;
using stats::Tail;

namespace {

using V = std::vector<double>;
const CorrelogramOptions kAnalytic{.permutations = 0};

template <class T>
T require(core::Result<T> result) {
    INFO(result.message());
    REQUIRE(result);
    return *std::move(result);
}

struct Baltimore {
    V price, x, y;
};
std::optional<Baltimore> baltimore() {
    const auto path = shared_data("benchmarks/baltim/baltim.dbf");
    if (!path) return std::nullopt;
    return Baltimore{dbf_column(*path, "PRICE"), dbf_column(*path, "X"), dbf_column(*path, "Y")};
}

/// Centres of a lattice of squares of 100 m.
Baltimore squares(std::uint32_t rows, std::uint32_t columns) {
    Baltimore map;
    map.price = hill(rows, columns);
    for (std::uint32_t i = 0; i < rows * columns; ++i) {
        map.x.push_back(100.0 * (i % columns));
        map.y.push_back(100.0 * (i / columns));
    }
    return map;
}

}  // namespace

TEST_CASE("The correlogram of Columbus crime by contiguity agrees with spdep") {
    const auto data = columbus();
    if (!data) return;
    const Correlogram moran = require(contiguity_correlogram(data->column("crime"), data->row, 5, kAnalytic));
    const V i{0.5001885572, 0.1449343697, -0.152257156, -0.3153061489, -0.4561253459675};
    const V variance{0.008689289201, 0.005364365682, 0.004241654191, 0.003828903668, 0.00611689681766};
    for (std::size_t lag = 0; lag < 5; ++lag) {
        CHECK(moran.lags[lag].statistic == published(i[lag]));
        CHECK(moran.lags[lag].expected == published(-0.02083333333));
        CHECK(moran.lags[lag].variance == published(variance[lag]));
        CHECK(moran.lags[lag].without == 0);
        CHECK(moran.lags[lag].links == 2 * moran.lags[lag].pairs);
    }
    CHECK(moran.lags[0].links == 236);
    CHECK(moran.lags[1].links == 416);
    CHECK(moran.lags[0].z == published(5.589382675));
    CorrelogramOptions options = kAnalytic;
    options.statistic = MapStatistic::Geary;
    const Correlogram geary = require(contiguity_correlogram(data->column("crime"), data->row, 5, options));
    const V c{0.540528202703, 0.840134746352, 1.147744764534, 1.290746573080, 1.415826009314};
    const V c_variance{0.00938426377697, 0.00694450970508, 0.00692675818223, 0.00467087070553,
                       0.00968384213533};
    for (std::size_t lag = 0; lag < 5; ++lag) {
        CHECK(geary.lags[lag].statistic == published(c[lag]));
        CHECK(geary.lags[lag].variance == published(c_variance[lag]));
    }
}

TEST_CASE("The correlogram of Baltimore house prices by distance agrees with spdep") {
    const auto data = baltimore();
    if (!data) return;
    const V edges{0, 5, 10, 15, 20};
    const Correlogram moran = require(distance_correlogram(data->price, data->x, data->y, edges, kAnalytic));
    CorrelogramOptions options = kAnalytic;
    options.statistic = MapStatistic::Geary;
    const Correlogram geary = require(distance_correlogram(data->price, data->x, data->y, edges, options));
    struct Band {
        std::size_t links, without;
        double i, variance, z, c, c_variance, c_z;
    };
    const std::vector<Band> expected{
        {386, 20, 0.46020951010622, 0.00497927786172, 6.58935754501724, 0.41071743755492, 0.01604995877471,
         4.65143149737160},
        {1526, 2, 0.33619373842027, 0.00122100044666, 9.75753171333684, 0.46495125055889, 0.00629696946309,
         6.74260253832204},
        {2224, 2, 0.289319731078142, 0.000818278560686, 10.280572951295097, 0.634667275073430,
         0.006605096646451, 4.495199676761991},
        {2838, 1, 0.181603221091318, 0.000629027217468, 7.430703428171183, 0.775013460004543,
         0.006253808019455, 2.845013059835843},
    };
    REQUIRE(moran.lags.size() == 4);
    for (std::size_t b = 0; b < 4; ++b) {
        INFO("band " << b);
        CHECK(moran.lags[b].links == expected[b].links);
        CHECK(moran.lags[b].without == expected[b].without);
        CHECK(moran.lags[b].from == edges[b]);
        CHECK(moran.lags[b].to == edges[b + 1]);
        CHECK(moran.lags[b].statistic == published(expected[b].i));
        CHECK(moran.lags[b].expected == published(-1.0 / 210));
        CHECK(moran.lags[b].variance == published(expected[b].variance));
        CHECK(moran.lags[b].z == published(expected[b].z));
        CHECK(geary.lags[b].statistic == published(expected[b].c));
        CHECK(geary.lags[b].variance == published(expected[b].c_variance));
        CHECK(geary.lags[b].z == published(expected[b].c_z));
    }
}

TEST_CASE("Moran's z of Baltimore house prices at growing distances agrees with spdep, peak included") {
    const auto data = baltimore();
    if (!data) return;
    const Incremental found = require(incremental_autocorrelation(data->price, data->x, data->y));
    CHECK(found.start == published(21.3190056053));
    CHECK(found.increment == published(3.4824405362));
    const V z{18.49086981040, 18.256390243, 18.387087112, 19.376798819, 20.169560211,
              19.4324210093,  18.211384877, 16.437832409, 13.390552561, 10.613999620};
    const std::vector<std::size_t> links{7874, 10206, 12836, 15492, 18290, 21012, 23692, 26232, 28700, 30956};
    REQUIRE(found.steps.size() == 10);
    for (std::size_t s = 0; s < 10; ++s) {
        CHECK(found.steps[s].links == links[s]);
        CHECK(found.steps[s].z == published(z[s]));
        CHECK(found.steps[s].islands == 0);
    }
    CHECK(found.first_peak == published(35.248767750));
    CHECK(found.highest_peak == found.first_peak);
    const Incremental given = require(incremental_autocorrelation(
        data->price, data->x, data->y, {.steps = 3, .start = 10, .increment = 2.5}));
    CHECK(given.steps[2].distance == 15);
    CHECK(given.steps[0].islands > 0);
    const Incremental binary = require(incremental_autocorrelation(
        data->price, data->x, data->y, {.steps = 3, .start = 5, .increment = 5, .row_standardise = false}));
    const Correlogram first =
        require(distance_correlogram(data->price, data->x, data->y, V{0, 5}, kAnalytic));
    CHECK(binary.steps[0].z == published(first.lags[0].z));
    CHECK(binary.steps[0].links == first.lags[0].links);
}

TEST_CASE("The highest of several peaks is told from the first") {
    // Stripes: values repeat every 8 columns, so z rises and falls with the distance.
    Baltimore map = squares(6, 60);
    for (std::size_t i = 0; i < map.price.size(); ++i)
        map.price[i] = std::cos(map.x[i] / 100 * 2 * 3.141592653589793 / 8) + 0.3 * map.price[i];
    const Incremental found =
        require(incremental_autocorrelation(map.price, map.x, map.y, {.steps = 14, .increment = 100}));
    std::vector<std::pair<double, double>> peaks;
    for (std::size_t s = 1; s + 1 < found.steps.size(); ++s)
        if (found.steps[s].z > found.steps[s - 1].z && found.steps[s].z > found.steps[s + 1].z)
            peaks.emplace_back(found.steps[s].z, found.steps[s].distance);
    REQUIRE(peaks.size() >= 2);
    CHECK(found.first_peak == peaks.front().second);
    CHECK(found.highest_peak == std::max_element(peaks.begin(), peaks.end())->second);
    // A slope without end: z only falls.
    for (std::size_t i = 0; i < map.price.size(); ++i) map.price[i] = map.x[i];
    const Incremental slope =
        require(incremental_autocorrelation(map.price, map.x, map.y, {.steps = 4, .increment = 600}));
    CHECK(slope.steps[0].z > 3);
    CHECK((std::isnan(slope.first_peak) == std::isnan(slope.highest_peak)));
}

TEST_CASE("A correlogram by permutation: the same on any threads, corrected over its lags") {
    const core::Weights weights = core::row_standardise(lattice(12, 12));
    const V x = hill(12, 12);
    const Correlogram one = require(contiguity_correlogram(x, weights, 6, {.threads = 1}));
    for (const int threads : {2, 3, 7}) {
        const Correlogram other = require(contiguity_correlogram(x, weights, 6, {.threads = threads}));
        for (std::size_t k = 0; k < 6; ++k) CHECK(other.lags[k].p == one.lags[k].p);
    }
    V p;
    for (const auto& lag : one.lags) {
        p.push_back(lag.p);
        CHECK(lag.p == lag.p_permutation);
        CHECK(lag.p == Approx(lag.p_analytic).margin(0.09));
    }
    const auto adjusted = stats::adjust(p, Correction::BenjaminiHochberg, 0.05);
    for (std::size_t k = 0; k < 6; ++k) {
        CHECK(one.lags[k].p_adjusted == adjusted.p_adjusted[k]);
        CHECK(one.lags[k].significant == adjusted.significant[k]);
    }
    CHECK(one.lags[0].significant);
    const Correlogram bonferroni =
        require(contiguity_correlogram(x, weights, 6, {.correction = Correction::Bonferroni}));
    CHECK(bonferroni.lags[0].p_adjusted == Approx(6 * bonferroni.lags[0].p));
    // Upper is "more alike" for both statistics.
    for (const MapStatistic statistic : {MapStatistic::Moran, MapStatistic::Geary}) {
        const Correlogram upper =
            require(contiguity_correlogram(x, weights, 2, {.statistic = statistic, .tail = Tail::Upper}));
        CHECK(upper.lags[0].p == Approx(0.001));
        CHECK(upper.lags[0].z > 0);
    }
}

TEST_CASE("The first lag of a correlogram is the statistic itself") {
    const core::Weights weights = core::row_standardise(lattice(8, 9));
    const V x = noise(72, 3);
    const Correlogram moran = require(contiguity_correlogram(x, weights, 1, kAnalytic));
    CHECK(moran.lags[0].z == require(stats::global_moran(x, weights, {.permutations = 0})).z);
    // Rook neighbours of squares of 100 m are 100 m apart, those at the corners 141 m.
    const Baltimore map = squares(8, 9);
    const Correlogram distance =
        require(distance_correlogram(map.price, map.x, map.y, V{0, 120, 150, 190}, kAnalytic));
    const auto rook = require(stats::global_moran(map.price, lattice(8, 9), {.permutations = 0}));
    CHECK(distance.lags[0].statistic == published(rook.statistic));
    CHECK(distance.lags[0].z == published(rook.z));
    CHECK(distance.lags[1].pairs == 2 * 7 * 8);
    CHECK(distance.lags[2].pairs == 0);  // nothing is between 150 and 190 m apart
    CHECK(std::isnan(distance.lags[2].statistic));
    CHECK(std::isnan(distance.lags[2].p));
    CHECK(std::isnan(distance.lags[2].p_adjusted));
    CHECK_FALSE(distance.lags[2].significant);
    CHECK(distance.lags[2].without == 72);
}

TEST_CASE("Correlograms do not change with the unit of the values or the order of the areas") {
    const Baltimore map = squares(9, 9);
    const V edges{0, 150, 300, 450};
    const Correlogram plain = require(distance_correlogram(map.price, map.x, map.y, edges));
    Baltimore moved = map;
    V scaled;
    const auto order = shuffled_order(81);
    for (std::size_t i = 0; i < 81; ++i) {
        scaled.push_back(7 - 0.3 * map.price[i]);
        moved.price[order[i]] = map.price[i];
        moved.x[order[i]] = map.x[i] + 530000;
        moved.y[order[i]] = map.y[i] + 180000;
    }
    const Correlogram unit = require(distance_correlogram(scaled, map.x, map.y, edges));
    const Correlogram other = require(distance_correlogram(moved.price, moved.x, moved.y, edges, kAnalytic));
    const core::Weights weights = lattice(9, 9);
    const Correlogram steps = require(contiguity_correlogram(map.price, weights, 3, kAnalytic));
    const Correlogram other_steps =
        require(contiguity_correlogram(moved.price, relabelled(weights, order), 3, kAnalytic));
    for (std::size_t k = 0; k < 3; ++k) {
        CHECK(unit.lags[k].statistic == published(plain.lags[k].statistic));
        CHECK(unit.lags[k].p == plain.lags[k].p);
        CHECK(other.lags[k].z == published(plain.lags[k].z));
        CHECK(other_steps.lags[k].z == published(steps.lags[k].z));
    }
}

TEST_CASE("Correlograms leave out areas without a value but still step through them") {
    V x = noise(36, 9);
    const core::Weights weights = lattice(1, 36);  // a row of areas
    x[10] = kNaN;
    const Correlogram gaps = require(contiguity_correlogram(x, weights, 3, kAnalytic));
    CHECK(gaps.n == 35);
    CHECK(gaps.undefined == 1);
    CHECK(gaps.lags[0].pairs == 33);
    CHECK(gaps.lags[1].pairs == 32);  // 9 and 11 are two steps apart, through the area without a value
    Baltimore map = squares(1, 36);
    map.price = x;
    map.x[20] = kNaN;
    const Correlogram distance =
        require(distance_correlogram(map.price, map.x, map.y, V{0, 110, 210}, kAnalytic));
    CHECK(distance.n == 34);
    CHECK(distance.undefined == 2);
    CHECK(distance.lags[0].pairs == 31);
    const Incremental steps = require(incremental_autocorrelation(map.price, map.x, map.y));
    CHECK(steps.n == 34);
    CHECK(steps.start == 100);

    core::Weights island = binary_weights({{1}, {0, 2}, {1, 3}, {2, 4}, {3}, {}});
    const V six{1, 2, 4, 5, 7, 30};
    const Correlogram excluded = require(contiguity_correlogram(six, island, 5, kAnalytic));
    CHECK(excluded.n == 5);
    CHECK(excluded.islands == 1);
    CHECK(excluded.lags[3].without == 3);
    CHECK(excluded.lags[4].pairs == 0);
    island.islands = core::IslandPolicy::Zero;
    CHECK(require(contiguity_correlogram(six, island, 2, kAnalytic)).n == 6);
}

TEST_CASE("Correlograms refuse nonsense, in a sentence") {
    const core::Weights weights = lattice(6, 6);
    const V x = noise(36, 3);
    check_refused(contiguity_correlogram(x, weights, 0), "number of lags is 0", core::ErrorKind::Usage);
    check_refused(contiguity_correlogram(x, weights, 51), "number of lags is 51", core::ErrorKind::Usage);
    check_refused(contiguity_correlogram(V(36, 4), weights, 3), "same value (4)");
    check_refused(contiguity_correlogram(V{1, 2}, weights, 3), "describe 36 areas");
    check_refused(contiguity_correlogram(x, core::with_self(weights), 3), "no area is its own neighbour");
    const Baltimore map = squares(6, 6);
    for (const V& edges : {V{}, V{5}, V{0, 5, 5}, V{-1, 5}, V{0, HUGE_VAL}, V{5, 2}})
        check_refused(distance_correlogram(map.price, map.x, map.y, edges), "edges of distance bands",
                      core::ErrorKind::Usage);
    check_refused(distance_correlogram(map.price, map.x, V{1}, V{0, 5}), "36 values, but 36 and 1");
    check_refused(distance_correlogram(V(36, 4), map.x, map.y, V{0, 5}), "same value (4)");
    check_refused(distance_correlogram(map.price, V(36, kNaN), map.y, V{0, 5}), "at least 4 areas");
    check_refused(incremental_autocorrelation(map.price, map.x, map.y, {.steps = 2}), "distances is 2",
                  core::ErrorKind::Usage);
    check_refused(incremental_autocorrelation(map.price, map.x, map.y, {.start = -1}), "A distance is -1",
                  core::ErrorKind::Usage);
    check_refused(incremental_autocorrelation(map.price, V(36, 1), V(36, 1)), "lie in one place");
    check_refused(incremental_autocorrelation(V(36, 4), map.x, map.y), "same value (4)");
    std::stop_source source;
    source.request_stop();
    const core::Progress stopped(source.get_token());
    CHECK(contiguity_correlogram(x, weights, 3, {}, stopped).kind() == core::ErrorKind::Cancelled);
    CHECK(distance_correlogram(map.price, map.x, map.y, V{0, 150}, {}, stopped).kind() ==
          core::ErrorKind::Cancelled);
    CHECK(incremental_autocorrelation(map.price, map.x, map.y, {}, stopped).kind() ==
          core::ErrorKind::Cancelled);
}
