#include "stats/local_join_count.hpp"

#include <catch2/catch.hpp>

#include "stats/benchmark_files.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::JoinKind;
using stats::local_join_count;
using stats::LocalJoinCount;

namespace {

using V = std::vector<double>;

LocalJoinCount require(core::Result<LocalJoinCount> result) {
    INFO(result.message());
    REQUIRE(result);
    return *std::move(result);
}

V coin(std::size_t n, double share, std::uint32_t item) {
    core::RandomStream random(5, core::StreamId::Test, item);
    V values(n);
    for (double& value : values) value = random.uniform() < share ? 1 : 0;
    return values;
}

/// The share of all ways to hand the others' values round that give at least `count` marked neighbours.
double by_shuffling(const V& marked, const core::Weights& weights, std::uint32_t i, double count) {
    constexpr int kDraws = 20000;
    std::vector<std::uint32_t> others;
    for (std::uint32_t j = 0; j < marked.size(); ++j)
        if (j != i) others.push_back(j);
    int at_least = 0;
    for (int r = 0; r < kDraws; ++r) {
        core::RandomStream random(9, core::StreamId::Test, i, static_cast<std::uint32_t>(r));
        for (auto left = static_cast<std::uint32_t>(others.size()); left > 1; --left)
            std::swap(others[left - 1], others[random.below(left)]);
        double sum = 0;
        for (std::uint32_t k = 0; k < weights.cardinality(i); ++k) sum += marked[others[k]];
        at_least += sum >= count;
    }
    return static_cast<double>(at_least) / kDraws;
}

}  // namespace

TEST_CASE("Local join counts of the Columbus neighbourhoods agree with GeoDa") {
    const auto data = columbus();
    if (!data) return;
    const V nsa = data->column("nsa");
    const LocalJoinCount joins = require(local_join_count(nsa, data->binary));
    const V counts{2, 3, 4};
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(joins.statistic[i] == counts[i]);
        CHECK(joins.neighbours[i] == counts[i]);
    }
    // R 4.2.2: phyper(count - 1, 23, 25, neighbours, lower = FALSE). GeoDa's 999 permutations give 0.213,
    // 0.070, 0.017 for the first three from one table of draws that all areas share: within sampling error at
    // the first, 3 and 4 standard errors too low at the others.
    const V exact{0.2242908, 0.1023936, 0.04550827};
    for (std::size_t i = 0; i < 3; ++i) CHECK(joins.p[i] == Approx(exact[i]).epsilon(1e-6));
    CHECK(joins.p[7] == Approx(0.008226126).epsilon(1e-6));
    CHECK(joins.p[8] == Approx(0.01754142).epsilon(1e-6));
    CHECK(std::abs(joins.p[0] - 0.213) < 3 * std::sqrt(0.2243 * 0.7757 / 999));

    V other(nsa.size());
    for (std::size_t i = 0; i < nsa.size(); ++i) other[i] = 1 - nsa[i];
    const LocalJoinCount apart = require(local_join_count(nsa, other, data->binary, JoinKind::NoColocation));
    CHECK(apart.colocated == 0);
    CHECK(apart.statistic[7] == 0);
    CHECK(apart.statistic[8] == 1);
    CHECK(apart.statistic[9] == 1);
    CHECK(std::isnan(apart.p[7]));
    // Fewer than expected. GeoDa reports the smaller tail of every count: 0.002 and 0.034 are 1 - p of ours.
    CHECK(apart.p[8] == Approx(0.9987006).epsilon(1e-6));
    CHECK(apart.p[9] == Approx(0.9544917).epsilon(1e-6));
    CHECK(std::abs(1 - apart.p[9] - 0.034) < 3 * std::sqrt(0.0455 * 0.9545 / 999));
    const LocalJoinCount rows = require(local_join_count(nsa, data->row));
    CHECK(same_bytes(rows.statistic, joins.statistic));
    CHECK(same_bytes(rows.p, joins.p));
}

TEST_CASE("Local join counts of a 4 by 4 lattice are those of esda") {
    V values(16, 0);
    std::fill(values.begin() + 8, values.end(), 1);
    const LocalJoinCount joins = require(local_join_count(values, lattice(4, 4)));
    CHECK(joins.statistic == V{0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 3, 2, 2, 3, 3, 2});
    CHECK(joins.evaluated == 8);
    CHECK(joins.joined == 8);
    CHECK(joins.undefined == 8);
    for (std::size_t i = 0; i < 8; ++i) CHECK(std::isnan(joins.p[i]));
    // Corner 12: both neighbours ones. 15 others, 7 ones: 7/15 * 6/14.
    CHECK(joins.p[12] == Approx(0.2).epsilon(1e-14));
    CHECK(joins.expected[12] == Approx(14.0 / 15).epsilon(1e-14));
}

TEST_CASE("The exact p-value of a local join count is the share of shuffles that reach it") {
    const core::Weights weights = lattice(7, 8);
    const V x = coin(56, 0.4, 1), z = coin(56, 0.3, 2);
    V both(56), exclusive = z;
    for (std::size_t i = 0; i < 56; ++i) both[i] = x[i] * z[i];
    const LocalJoinCount alone = require(local_join_count(x, weights));
    const LocalJoinCount apart = require(local_join_count(x, z, weights, JoinKind::NoColocation));
    const LocalJoinCount together = require(local_join_count(x, z, weights, JoinKind::Colocation));
    CHECK(together.colocated == static_cast<std::size_t>(std::accumulate(both.begin(), both.end(), 0.0)));
    std::size_t checked = 0;
    for (std::uint32_t i = 0; i < 56; ++i) {
        const auto agrees = [&](const LocalJoinCount& joins, const V& marked, bool asked) {
            double slow = 0;
            for (const std::uint32_t j : weights.neighbours(i)) slow += marked[j];
            CHECK(joins.statistic[i] == (asked ? slow : 0));
            if (!asked || slow == 0) {
                CHECK(std::isnan(joins.p[i]));
                return;
            }
            const double p = by_shuffling(marked, weights, i, slow);
            CHECK(std::abs(joins.p[i] - p) < 5 * std::sqrt(p * (1 - p) / 20000) + 1e-4);
            ++checked;
        };
        agrees(alone, x, x[i] == 1);
        agrees(apart, exclusive, x[i] == 1 && z[i] == 0);
        agrees(together, both, both[i] == 1);
    }
    CHECK(checked > 25);
    // Co-location is the join count of the product, and x with itself is the join count of x.
    CHECK(same_bytes(together.p, require(local_join_count(both, weights)).p));
    CHECK(same_bytes(require(local_join_count(x, x, weights, JoinKind::Colocation)).p, alone.p));
}

TEST_CASE("Local join counts do not depend on the order of the areas") {
    const core::Weights weights = lattice(6, 9);
    const V x = coin(54, 0.5, 3);
    const auto order = shuffled_order(54);
    V moved(54);
    for (std::size_t i = 0; i < 54; ++i) moved[order[i]] = x[i];
    const LocalJoinCount plain = require(local_join_count(x, weights));
    const LocalJoinCount other = require(local_join_count(moved, relabelled(weights, order)));
    V back(54);
    for (std::size_t i = 0; i < 54; ++i) back[i] = other.p[order[i]];
    CHECK(same_bytes(back, plain.p));
}

TEST_CASE(
    "Local join counts leave out areas without a value, keep islands by the policy, and bear equal values") {
    const core::Weights weights = lattice(5, 5);
    V x = coin(25, 0.5, 4);
    x[12] = kNaN;
    std::vector<bool> keep(25, true);
    keep[12] = false;
    V left;
    for (const double value : x)
        if (!std::isnan(value)) left.push_back(value);
    const LocalJoinCount gaps = require(local_join_count(x, weights));
    const LocalJoinCount without = require(local_join_count(left, core::subset(weights, keep)));
    V used = gaps.p;
    used.erase(used.begin() + 12);
    CHECK(same_bytes(used, without.p));
    CHECK(std::isnan(gaps.statistic[12]));
    CHECK(gaps.n == 24);
    const LocalJoinCount pairs = require(local_join_count(V(25, 1), x, weights, JoinKind::Colocation));
    CHECK(same_bytes(pairs.p, gaps.p));

    core::Weights path = binary_weights({{1}, {0, 2}, {1, 3}, {2}, {}});
    const V ones(5, 1);
    const LocalJoinCount excluded = require(local_join_count(ones, path));
    CHECK(excluded.n == 4);
    CHECK(excluded.islands == 1);
    CHECK(std::isnan(excluded.statistic[4]));
    CHECK(excluded.p[0] == 1);  // nothing else could be there
    path.islands = core::IslandPolicy::Zero;
    const LocalJoinCount kept = require(local_join_count(ones, path));
    CHECK(kept.n == 5);
    CHECK(kept.statistic[4] == 0);
    CHECK(std::isnan(kept.p[4]));
    const LocalJoinCount none = require(local_join_count(V(5, 0), path));
    CHECK(none.evaluated == 0);
    CHECK(none.undefined == 5);
}

TEST_CASE("Local join counts refuse what cannot be counted, in a sentence") {
    const core::Weights weights = lattice(3, 3);
    V x = coin(9, 0.5, 5);
    check_refused(local_join_count(V(9, 0.5), weights), "A value is 0.5");
    check_refused(local_join_count(x, decaying(weights)), "have different weights");
    check_refused(local_join_count(x, V(8, 1), weights, JoinKind::Colocation), "9 values of the first");
    check_refused(local_join_count(x, V(9, 2), weights, JoinKind::Colocation), "A value is 2");
    check_refused(local_join_count(V(8, 1), weights), "describe 9 areas");
    check_refused(local_join_count(x, core::with_self(weights)), "no area is its own neighbour");
    check_refused(local_join_count(V{1, 0, 1}, lattice(3, 1)), "at least 4 areas");
}
