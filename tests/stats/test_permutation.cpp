#include "stats/permutation.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <mutex>
#include <stop_token>

#include "stats/draw_lanes.hpp"
#include "stats/fixtures.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::Draws;
using stats::PermutationOptions;
using stats::permute_lags;
using stats::pseudo_p;
using stats::Tail;
using stats::TailCounts;

namespace {

std::vector<TailCounts> counts_of(const std::vector<double>& values, const core::Weights& weights,
                                  const PermutationOptions& options) {
    const auto counts = permute_lags(values, weights, options);
    REQUIRE(counts);
    return *counts;
}

/// Exact shares of all ordered samples of k of the others whose lag is at least, at most, the observed one.
struct Exact {
    double at_least = 0, at_most = 0;
};
Exact exact_shares(const std::vector<double>& values, const core::Weights& weights, std::uint32_t row) {
    const auto neighbours = weights.neighbours(row);
    const auto w = weights.weights(row);
    double observed = 0;
    for (std::size_t j = 0; j < neighbours.size(); ++j) observed += w[j] * values[neighbours[j]];
    double total = 0;
    Exact exact;
    std::vector<bool> taken(values.size(), false);
    taken[row] = true;
    const auto visit = [&](const auto& self, std::size_t depth, double lag) -> void {
        if (depth == w.size()) {
            ++total;
            exact.at_least += lag >= observed - 1e-9;
            exact.at_most += lag <= observed + 1e-9;
            return;
        }
        for (std::size_t j = 0; j < values.size(); ++j) {
            if (taken[j]) continue;
            taken[j] = true;
            self(self, depth + 1, lag + w[depth] * values[j]);
            taken[j] = false;
        }
    };
    visit(visit, 0, 0.0);
    exact.at_least /= total;
    exact.at_most /= total;
    return exact;
}

/// Every area within four standard errors of the exact share.
void check_against_exact(const std::vector<double>& values, const core::Weights& weights, Draws draws,
                         std::uint32_t permutations = 20'000) {
    const PermutationOptions options{.permutations = static_cast<int>(permutations), .draws = draws};
    const auto counts = counts_of(values, weights, options);
    for (std::uint32_t row = 0; row < weights.size(); ++row) {
        INFO("row " << row);
        const Exact exact = exact_shares(values, weights, row);
        CHECK(counts[row].total == permutations);
        const auto near = [&](double share) {
            return Approx(share).margin(4.5 * std::sqrt(share * (1 - share) / permutations) + 1e-12);
        };
        CHECK(counts[row].at_least / static_cast<double>(permutations) == near(exact.at_least));
        CHECK(counts[row].at_most / static_cast<double>(permutations) == near(exact.at_most));
    }
}

}  // namespace

TEST_CASE("Shared subsets and own draws both reach the exact distribution of the lag") {
    // Twenty areas in a ring with shortcuts: 2, 3 and 4 neighbours, all few enough to enumerate.
    Lists lists(20);
    for (std::uint32_t i = 0; i < 20; ++i) lists[i] = {(i + 1) % 20, (i + 19) % 20};
    for (const auto& [a, b] : {std::pair{0U, 10U}, std::pair{3U, 14U}, std::pair{0U, 6U}}) {
        lists[a].push_back(b);
        lists[b].push_back(a);
    }
    const core::Weights weights = binary_weights(lists);
    std::vector<double> values = noise(20, 12);
    check_against_exact(values, weights, Draws::Auto);
    check_against_exact(values, weights, Draws::PerArea);
    check_against_exact(values, weights, Draws::Auto,
                        400'000);  // many blocks, which must not repeat each other
    check_against_exact(values, decaying(weights), Draws::Auto);
    for (double& value : values) value = std::round(value);  // many ties
    check_against_exact(values, weights, Draws::Auto);
    check_against_exact(values, decaying(weights), Draws::Auto);
}

TEST_CASE("Rows with most of the map as neighbours reach the exact distribution") {
    Lists lists(8);
    for (std::uint32_t i = 0; i < 8; ++i)
        for (std::uint32_t step = 1; step <= 3 + i % 3; ++step) lists[i].push_back((i + step) % 8);
    check_against_exact(noise(8, 13), binary_weights(lists), Draws::Auto);
}

TEST_CASE("Shared subsets agree with own draws on a map of many numbers of neighbours") {
    const core::Weights weights = core::row_standardise(lattice(15, 15));
    const std::vector<double> values = hill(15, 15);
    const auto shared = counts_of(values, weights, {.permutations = 9'999});
    const auto own = counts_of(values, weights, {.permutations = 9'999, .draws = Draws::PerArea});
    double largest = 0;
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double p = (shared[i].at_least + own[i].at_least + 1.0) / (2 * 9'999.0 + 1);
        const double z = (static_cast<double>(shared[i].at_least) - own[i].at_least) /
                         std::sqrt(2 * 9'999.0 * p * (1 - p) + 1);
        largest = std::max(largest, std::abs(z));
        sum += z * z;
    }
    CHECK(largest < 4.5);  // of 225
    CHECK(sum / 225 == Approx(1).margin(0.6));
}

TEST_CASE("Every area gets exactly the permutations asked for, small maps and odd numbers included") {
    for (const int permutations : {1, 2, 99, 999, 20'000}) {
        for (const std::uint32_t side : {3U, 4U, 30U}) {
            const core::Weights weights = lattice(side, side);
            const auto counts = counts_of(noise(side * side), weights, {.permutations = permutations});
            for (const TailCounts& count : counts) {
                REQUIRE(count.total == static_cast<std::uint32_t>(permutations));
                REQUIRE(count.at_least <= count.total);
                REQUIRE(count.at_most <= count.total);
                REQUIRE(count.at_least + count.at_most >= count.total);
            }
        }
    }
}

TEST_CASE("Ties count in both tails, also when sums differ in the last bit") {
    const std::vector<double> values(36, 0.1);  // every subset has the same sum but for rounding
    for (const core::Weights& weights : {core::row_standardise(lattice(6, 6)), decaying(lattice(6, 6))})
        for (const TailCounts& count : counts_of(values, weights, {.permutations = 99})) {
            REQUIRE(count.at_least == 99);
            REQUIRE(count.at_most == 99);
        }
}

TEST_CASE("Permuted lags have identical bytes for 1, 2 and 7 threads and depend on seed and statistic") {
    const std::vector<double> values = hill(18, 18);
    for (const core::Weights& weights : {lattice(18, 18), decaying(lattice(18, 18))}) {
        const auto flat = [&](const PermutationOptions& options) {
            std::vector<std::uint32_t> all;
            for (const TailCounts& count : counts_of(values, weights, options)) {
                all.push_back(count.at_least);
                all.push_back(count.at_most);
            }
            return all;
        };
        // More than one block of replicates, so that their order matters too.
        const PermutationOptions one{.permutations = 1'999, .threads = 1};
        const auto expected = flat(one);
        for (const int threads : {2, 7}) {
            PermutationOptions more = one;
            more.threads = threads;
            CHECK(flat(more) == expected);
        }
        PermutationOptions other_seed = one;
        other_seed.seed = 2;
        CHECK(flat(other_seed) != expected);
        PermutationOptions other_statistic = one;
        other_statistic.stream = core::StreamId::GetisOrd;
        CHECK(flat(other_statistic) != expected);
    }
    const PermutationOptions blocks{.permutations = 40'000, .threads = 1};
    const core::Weights weights = lattice(18, 18);
    const auto one = counts_of(values, weights, blocks);
    PermutationOptions seven = blocks;
    seven.threads = 7;
    const auto many = counts_of(values, weights, seven);
    for (std::size_t i = 0; i < one.size(); ++i) REQUIRE(one[i].at_least == many[i].at_least);
}

TEST_CASE("An area keeps its own draws when other areas are left out") {
    const std::vector<double> values = noise(30, 14);
    Lists lists(30);
    for (std::uint32_t i = 0; i < 30; ++i) lists[i] = {(i + 1) % 30, (i + 2) % 30};
    const core::Weights weights = binary_weights(lists);
    const PermutationOptions own{.permutations = 500, .draws = Draws::PerArea};
    std::vector<std::uint32_t> item(30);
    std::iota(item.begin(), item.end(), 100U);
    const auto moved = permute_lags(values, weights, own, item);
    REQUIRE(moved);
    const auto plain = counts_of(values, weights, own);
    std::size_t different = 0;
    for (std::size_t i = 0; i < 30; ++i) different += (*moved)[i].at_least != plain[i].at_least;
    CHECK(different > 10);
}

TEST_CASE("Areas without neighbours have nothing to permute") {
    const auto counts = counts_of({1, 2, 3, 4}, binary_weights({{1}, {0}, {}, {}}), {.permutations = 99});
    CHECK(counts[2].total == 0);
    CHECK(std::isnan(pseudo_p(counts[2], Tail::TwoSided)));
    CHECK(counts[0].total == 99);
}

TEST_CASE("The pseudo p-value of each tail") {
    const TailCounts counts{.at_least = 9, .at_most = 992, .total = 999};
    CHECK(pseudo_p(counts, Tail::Upper) == Approx(0.010));
    CHECK(pseudo_p(counts, Tail::Lower) == Approx(0.993));
    CHECK(pseudo_p(counts, Tail::TwoSided) == Approx(0.020));
    CHECK(pseudo_p(counts, Tail::Folded) == Approx(0.010));
    CHECK(pseudo_p({.at_least = 999, .at_most = 999, .total = 999}, Tail::TwoSided) == 1.0);
    CHECK(pseudo_p({.at_least = 0, .at_most = 999, .total = 999}, Tail::Upper) == Approx(0.001));
}

TEST_CASE("Permuting stops when cancelled, and reports its progress") {
    for (const Draws draws : {Draws::Auto, Draws::PerArea}) {
        const PermutationOptions options{.permutations = 99, .draws = draws};
        std::stop_source source;
        double last = 0;
        std::mutex mutex;
        const core::Progress progress(source.get_token(), [&](double fraction, std::string_view) {
            const std::lock_guard lock(mutex);
            last = std::max(last, fraction);
        });
        CHECK(permute_lags(noise(400), lattice(20, 20), options, {}, progress));
        CHECK(last == Approx(1.0).margin(0.05));
        source.request_stop();
        const auto stopped = permute_lags(noise(400), lattice(20, 20), options, {}, progress);
        REQUIRE_FALSE(stopped);
        CHECK(stopped.kind() == core::ErrorKind::Cancelled);
    }
}

TEST_CASE("Sixteen lanes draw what the random stream draws, to the last bit") {
    const std::vector<double> first = noise(500, 21), second = noise(500, 22);
    const std::vector<const double*> features{first.data(), second.data()};
    std::vector<double> weights(stats::kMostLaneNeighbours);
    for (std::size_t j = 0; j < weights.size(); ++j) weights[j] = 1 / (1.0 + static_cast<double>(j));
    const std::uint64_t seed = 0x123456789ABCDEFULL;
    for (const std::uint32_t k : {1U, 2U, 5U, 8U, 20U, 64U})
        for (const std::uint32_t row : {0U, 1U, 250U, 499U}) {
            const stats::LaneRow lanes{
                {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
                static_cast<std::uint32_t>(core::StreamId::Test),
                row,
                row,
                499,
                k,
                weights.data(),
                features.data(),
                2};
            std::array<double, 2 * stats::kLanes> fast{}, plain{};
            std::array<std::uint8_t, stats::kLanes> redo_fast{}, redo_plain{};
            stats::draw_lanes(lanes, 32, fast.data(), stats::kLanes, redo_fast.data());
            stats::draw_lanes_plain(lanes, 32, plain.data(), stats::kLanes, redo_plain.data());
            CHECK(redo_fast == redo_plain);
            for (std::uint32_t lane = 0; lane < stats::kLanes; ++lane) {
                core::RandomStream random(seed, core::StreamId::Test, row, 32 + lane);
                std::vector<std::uint32_t> drawn;
                bool repeated = false;
                double one = 0, two = 0;
                for (std::uint32_t j = 0; j < k; ++j) {
                    std::uint32_t area = random.below(499);
                    area += area >= row;
                    repeated = repeated || std::find(drawn.begin(), drawn.end(), area) != drawn.end();
                    drawn.push_back(area);
                    one += weights[j] * first[area];
                    two += weights[j] * second[area];
                }
                CHECK((redo_fast[lane] != 0) == repeated);
                if (repeated) continue;
                CHECK(fast[lane] == one);
                CHECK(fast[stats::kLanes + lane] == two);
                CHECK(plain[lane] == one);
            }
        }
}

TEST_CASE("A statistic of several sums agrees with the lag where it is the lag") {
    const std::vector<double> values = hill(18, 18);
    const std::vector<stats::Feature> features{values};
    for (const core::Weights& weights : {core::row_standardise(lattice(18, 18)), decaying(lattice(18, 18))}) {
        stats::RowStatistic lag;
        lag.evaluate = [](std::uint32_t, std::span<const double* const> sums, double scale,
                          std::span<double> out) {
            for (std::size_t r = 0; r < out.size(); ++r) out[r] = scale * sums[0][r];
        };
        lag.tolerance.assign(weights.size(), 1e-12);
        const PermutationOptions options{.permutations = 9'999};
        const auto direct = counts_of(values, weights, options);
        const auto general = stats::permute_sums(features, weights, lag, options);
        REQUIRE(general);
        for (std::size_t i = 0; i < values.size(); ++i) {
            CHECK((*general)[i].at_least == direct[i].at_least);
            CHECK((*general)[i].at_most == direct[i].at_most);
            CHECK((*general)[i].total == direct[i].total);
        }
    }
}

TEST_CASE("Rows that stop early stop at the very replicate that fills the smaller tail") {
    const std::vector<double> values = hill(18, 18);
    const std::vector<stats::Feature> features{values};
    const core::Weights equal = core::row_standardise(lattice(18, 18));
    const core::Weights unequal = decaying(lattice(18, 18));
    const PermutationOptions all{.permutations = 20'000};
    PermutationOptions stopping = all;
    stopping.stop_after = 50;
    stats::RowStatistic lag;
    lag.evaluate = [](std::uint32_t, std::span<const double* const> sums, double scale,
                      std::span<double> out) {
        for (std::size_t r = 0; r < out.size(); ++r) out[r] = scale * sums[0][r];
    };
    lag.tolerance.assign(equal.size(), 1e-12);
    const auto check = [&](const std::vector<TailCounts>& full, const std::vector<TailCounts>& stopped) {
        std::size_t early = 0;
        for (std::size_t i = 0; i < full.size(); ++i) {
            const double p = pseudo_p(full[i], Tail::TwoSided), q = pseudo_p(stopped[i], Tail::TwoSided);
            if (stopped[i].total == full[i].total) {
                CHECK(p == q);
                continue;
            }
            ++early;
            CHECK(std::min(stopped[i].at_least, stopped[i].at_most) == 50);
            CHECK(q == Approx(p).epsilon(0.8).margin(0.02));  // 50 exceedances: a relative error of 14 %
        }
        CHECK(early > full.size() / 2);
    };
    const auto full_sums = stats::permute_sums(features, equal, lag, all);
    const auto stopped_sums = stats::permute_sums(features, equal, lag, stopping);
    REQUIRE(full_sums);
    REQUIRE(stopped_sums);
    check(*full_sums, *stopped_sums);
    check(counts_of(values, unequal, all), counts_of(values, unequal, stopping));
}
