#include "stats/join_count.hpp"

#include <catch2/catch.hpp>

#include "stats/benchmark_files.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::GlobalOptions;
using stats::join_count;
using stats::JoinCount;
using stats::Tail;

namespace {

using V = std::vector<double>;
const GlobalOptions kAnalytic{.permutations = 0};

JoinCount require(core::Result<JoinCount> result) {
    INFO(result.message());
    REQUIRE(result);
    return *std::move(result);
}

V above(const V& values, double cut) {
    V out;
    for (const double value : values) out.push_back(value > cut);
    return out;
}

struct Slow {
    double bb = 0, ww = 0, bw = 0;
};
Slow slow(const V& x, const core::Weights& weights) {
    Slow joins;
    for (std::uint32_t i = 0; i < x.size(); ++i)
        for (std::size_t l = 0; l < weights.neighbours(i).size(); ++l) {
            const double w = weights.weights(i)[l] / 2, here = x[i], there = x[weights.neighbours(i)[l]];
            joins.bb += w * here * there;
            joins.ww += w * (1 - here) * (1 - there);
            joins.bw += w * (here - there) * (here - there);
        }
    return joins;
}

}  // namespace

TEST_CASE("Join counts of high and low Columbus crime agree with spdep") {
    const auto data = columbus();
    if (!data) return;
    V sorted = data->column("crime");
    std::sort(sorted.begin(), sorted.end());
    const JoinCount joins = require(join_count(above(data->column("crime"), sorted[24]), data->binary,
                                               {.permutations = 0, .tail = Tail::Upper}));
    CHECK(joins.ones == 24);
    CHECK(joins.ww.statistic == 35);
    CHECK(joins.ww.expected == published(30.10204082));
    CHECK(joins.ww.variance == published(19.2470779));
    CHECK(joins.ww.z == published(1.116433243));
    CHECK(joins.ww.p == published(0.1321183652));
    CHECK(joins.bb.statistic == 54);
    CHECK(joins.bb.expected == published(27.69387755));
    CHECK(joins.bb.variance == published(18.21935896));
    CHECK(joins.bb.z == published(6.16297337));
    CHECK(joins.bb.p == published(3.569575865e-10).epsilon(1e-7));
    CHECK(joins.bw.statistic == 29);
    CHECK(joins.bw.expected == published(60.20408163));
    CHECK(joins.bw.variance == published(26.63008321));
    CHECK(joins.bw.z == published(-6.046793585));
    CHECK(joins.bw.p < 1e-8);  // fewer joins of unlike areas is more alike
    CHECK(joins.total == 118);
    // The same cut as crime > 35.
    const JoinCount same = require(join_count(above(data->column("crime"), 35), data->binary, kAnalytic));
    CHECK(same.bb.statistic == 54);
    CHECK(same.ww.statistic == 35);
}

TEST_CASE("Join counts of a 4 by 4 lattice are those of esda") {
    V values(16, 0);
    std::fill(values.begin() + 8, values.end(), 1);
    const JoinCount joins = require(join_count(values, lattice(4, 4)));
    CHECK(joins.bb.statistic == 10);
    CHECK(joins.ww.statistic == 10);
    CHECK(joins.bw.statistic == 4);
    CHECK(joins.total == 24);
    CHECK(joins.chi_square == Approx(8.166666666666666).epsilon(1e-14));
    CHECK(joins.p_chi_square == Approx(0.004266724822176128).epsilon(1e-12));
    CHECK(std::isnan(require(join_count(values, core::row_standardise(lattice(4, 4)))).chi_square));
}

TEST_CASE("The moments of join counts are those of all ways to place the ones") {
    const core::Weights weights =
        decaying(binary_weights({{1, 2}, {0, 3, 6}, {0, 3, 5}, {1, 4}, {5}, {2, 4, 7}, {0, 7}, {5, 6}}));
    V x{1, 0, 1, 1, 0, 0, 0, 1};
    const JoinCount joins = require(join_count(x, weights, kAnalytic));
    const Slow observed = slow(x, weights);
    CHECK(joins.bb.statistic == published(observed.bb));
    CHECK(joins.ww.statistic == published(observed.ww));
    CHECK(joins.bw.statistic == published(observed.bw));
    for (std::size_t ones = 2; ones <= 6; ++ones) {
        V order(8, 0);
        std::fill(order.end() - static_cast<std::ptrdiff_t>(ones), order.end(), 1);
        const JoinCount moments = require(join_count(order, weights, kAnalytic));
        Slow sum, squares;
        int count = 0;
        do {
            const Slow here = slow(order, weights);
            sum.bb += here.bb;
            sum.ww += here.ww;
            sum.bw += here.bw;
            squares.bb += here.bb * here.bb;
            squares.ww += here.ww * here.ww;
            squares.bw += here.bw * here.bw;
            ++count;
        } while (std::next_permutation(order.begin(), order.end()));
        INFO(ones << " ones, " << count << " ways");
        CHECK(moments.bb.expected == published(sum.bb / count));
        CHECK(moments.ww.expected == published(sum.ww / count));
        CHECK(moments.bw.expected == published(sum.bw / count));
        const auto variance = [&](double total, double square) {
            return square / count - total / count * (total / count);
        };
        CHECK(moments.bb.variance == published(variance(sum.bb, squares.bb)));
        CHECK(moments.ww.variance == published(variance(sum.ww, squares.ww)));
        CHECK(moments.bw.variance == published(variance(sum.bw, squares.bw)));
    }
}

TEST_CASE("Join counts by permutation: every tail, any threads, colours exchanged") {
    const core::Weights weights = lattice(8, 8);
    const V x = above(hill(8, 8), 0.4);
    const JoinCount upper = require(join_count(x, weights, {.threads = 1, .tail = Tail::Upper}));
    const JoinCount lower = require(join_count(x, weights, {.tail = Tail::Lower}));
    CHECK(upper.bb.p < 0.05);
    CHECK(upper.bw.p < 0.05);
    CHECK(lower.bb.p > 0.95);
    CHECK(lower.bw.p > 0.95);
    CHECK(upper.bb.p == Approx(upper.bb.p_analytic).margin(0.03));
    for (const int threads : {2, 3, 7}) {
        const JoinCount other = require(join_count(x, weights, {.threads = threads, .tail = Tail::Upper}));
        CHECK(other.bb.p == upper.bb.p);
        CHECK(other.ww.p == upper.ww.p);
        CHECK(other.bw.p == upper.bw.p);
    }
    V exchanged;
    for (const double value : x) exchanged.push_back(1 - value);
    const JoinCount other = require(join_count(exchanged, weights, {.tail = Tail::Upper}));
    CHECK(other.ww.statistic == upper.bb.statistic);
    CHECK(other.ww.variance == published(upper.bb.variance));
    CHECK(other.ww.p == upper.bb.p);
    CHECK(other.bw.p == upper.bw.p);
    const auto order = shuffled_order(64);
    V moved(64);
    for (std::size_t i = 0; i < 64; ++i) moved[order[i]] = x[i];
    CHECK(require(join_count(moved, relabelled(weights, order), kAnalytic)).bb.z == published(upper.bb.z));
}

TEST_CASE("Join counts leave out areas without a value, keep islands by the policy and refuse nonsense") {
    const core::Weights weights = lattice(6, 6);
    V x = above(noise(36, 3), 0);
    V gaps = x, left = x;
    gaps[7] = kNaN;
    left.erase(left.begin() + 7);
    std::vector<bool> keep(36, true);
    keep[7] = false;
    const JoinCount with_gaps = require(join_count(gaps, weights));
    const JoinCount without = require(join_count(left, core::subset(weights, keep)));
    CHECK(with_gaps.bb.statistic == without.bb.statistic);
    CHECK(with_gaps.bb.p == without.bb.p);
    CHECK(with_gaps.undefined == 1);
    core::Weights path = binary_weights({{1}, {0, 2}, {1, 3}, {2, 4}, {3}, {}});
    const V six{1, 1, 0, 0, 1, 1};
    CHECK(require(join_count(six, path, kAnalytic)).n == 5);
    path.islands = core::IslandPolicy::Zero;
    CHECK(require(join_count(six, path, kAnalytic)).n == 6);
    // One area of 1 alone has no join with another: neither count nor variance.
    V single(36, 0);
    single[10] = 1;
    const JoinCount one = require(join_count(single, weights));
    CHECK(one.bb.statistic == 0);
    CHECK(one.bb.expected == 0);
    CHECK(std::isnan(one.bb.z));
    CHECK(one.bb.p == 1);

    check_refused(join_count(V(36, 1), weights), "All 36 areas have the same value (1)");
    check_refused(join_count(V(36, 3), weights), "A value is 3");
    check_refused(join_count(V{1, 0}, weights), "describe 36 areas");
    check_refused(join_count(x, core::with_self(weights)), "no area is its own neighbour");
    std::stop_source source;
    source.request_stop();
    CHECK(join_count(x, weights, {}, core::Progress(source.get_token())).kind() ==
          core::ErrorKind::Cancelled);
}
