#include "core/link_sets.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

using namespace safeground::core;

namespace {

using Pairs = std::set<std::pair<std::uint32_t, std::uint32_t>>;

Weights from(std::uint32_t n, const Pairs& pairs) {
    Weights w;
    std::vector<std::uint32_t> begin(n + 1, 0);
    for (const auto& [i, j] : pairs) {
        ++begin[i + 1];
        w.neighbour.push_back(j);
        w.weight.push_back(1);
    }
    for (std::uint32_t i = 0; i < n; ++i) begin[i + 1] += begin[i];
    w.row_begin = begin;
    return w;
}

Pairs pairs_of(const Weights& w) {
    Pairs out;
    for (std::uint32_t i = 0; i < w.size(); ++i)
        for (const std::uint32_t j : w.neighbours(i)) out.insert({i, j});
    return out;
}

Weights both_ways(std::uint32_t n, Pairs pairs) {
    for (const auto& [i, j] : Pairs(pairs)) pairs.insert({j, i});
    return from(n, pairs);
}

/// Links that a simple generator draws; one way, so that directions are put to the test.
Weights random_links(std::uint32_t seed, std::uint32_t n, std::uint32_t links) {
    std::uint64_t state = seed;
    const auto next = [&] {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::uint32_t>((state >> 33) % n);
    };
    Pairs pairs;
    for (std::uint32_t l = 0; l < links; ++l) {
        const std::uint32_t i = next(), j = next();
        if (i != j) pairs.insert({i, j});
    }
    return from(n, pairs);
}

}  // namespace

TEST_CASE("orders of neighbours along a line, by hand", "[core][weights]") {
    const Weights line = both_ways(5, {{0, 1}, {1, 2}, {2, 3}, {3, 4}});
    CHECK(pairs_of(*higher_order(line, 2, false)) == Pairs{{0, 2}, {1, 3}, {2, 0}, {2, 4}, {3, 1}, {4, 2}});
    CHECK(pairs_of(*higher_order(line, 4, false)) == Pairs{{0, 4}, {4, 0}});
    CHECK(higher_order(line, 5, false)->links() == 0);
    CHECK(higher_order(line, 4, true)->links() == 20);
    CHECK(higher_order(line, 1, false)->neighbour == line.neighbour);
    CHECK_FALSE(higher_order(line, 0, false));
    std::stop_source stop;
    stop.request_stop();
    CHECK(higher_order(line, 2, false, Progress(stop.get_token())).kind() == ErrorKind::Cancelled);
}

TEST_CASE("orders of neighbours equal the shortest paths of Floyd and Warshall", "[core][weights]") {
    for (const std::uint32_t seed : {1U, 2U, 3U}) {
        const std::uint32_t n = 40;
        const Weights w = random_links(seed, n, 70);
        std::vector<std::vector<int>> steps(n, std::vector<int>(n, 1000));
        for (const auto& [i, j] : pairs_of(w)) steps[i][j] = 1;
        for (std::uint32_t k = 0; k < n; ++k)
            for (std::uint32_t i = 0; i < n; ++i)
                for (std::uint32_t j = 0; j < n; ++j)
                    steps[i][j] = std::min(steps[i][j], steps[i][k] + steps[k][j]);
        for (const int order : {1, 2, 3, 7}) {
            Pairs exact, up_to;
            for (std::uint32_t i = 0; i < n; ++i)
                for (std::uint32_t j = 0; j < n; ++j) {
                    if (i == j) continue;
                    if (steps[i][j] == order) exact.insert({i, j});
                    if (steps[i][j] <= order) up_to.insert({i, j});
                }
            const auto one = higher_order(w, order, false), all = higher_order(w, order, true);
            REQUIRE(pairs_of(*one) == exact);
            REQUIRE(pairs_of(*all) == up_to);
            CHECK(all->weight == std::vector<double>(up_to.size(), 1.0));
        }
    }
}

TEST_CASE("sets of links equal sets of pairs, and weigh 1", "[core][weights]") {
    Weights a = random_links(5, 30, 120);
    const Weights b = random_links(6, 30, 120);
    for (double& weight : a.weight) weight = 0.25;
    const Pairs x = pairs_of(a), y = pairs_of(b);
    Pairs either = x, both, only;
    either.insert(y.begin(), y.end());
    for (const auto& pair : x) (y.count(pair) != 0 ? both : only).insert(pair);
    REQUIRE_FALSE(both.empty());
    CHECK(pairs_of(*union_of(a, b)) == either);
    CHECK(pairs_of(*intersection_of(a, b)) == both);
    CHECK(pairs_of(*difference_of(a, b)) == only);
    CHECK(union_of(a, b)->weight == std::vector<double>(either.size(), 1.0));
    CHECK(union_of(a, a)->neighbour == a.neighbour);
    CHECK(difference_of(a, a)->links() == 0);
    CHECK(difference_of(a, a)->size() == 30);
    const auto wrong = union_of(a, from(29, {}));
    REQUIRE_FALSE(wrong);
    CHECK(wrong.message() ==
          "Neighbours can be combined only over the same areas: one list has 30 and the other 29.");
}

TEST_CASE("parts are numbered by size, then by their lowest row", "[core][weights]") {
    const Weights w = both_ways(8, {{1, 2}, {4, 5}, {5, 7}});
    CHECK(components(w) == std::vector<std::uint32_t>{3, 2, 2, 4, 1, 1, 5, 1});
    CHECK(components(from(3, {{2, 0}})) == std::vector<std::uint32_t>{1, 2, 1});
    CHECK(components(Weights{}).empty());
    // As many as summarise() counts.
    for (const std::uint32_t seed : {1U, 2U, 3U, 4U}) {
        const Weights random = random_links(seed, 60, 40);
        const std::vector<std::uint32_t> part = components(random);
        CHECK(*std::max_element(part.begin(), part.end()) == summarise(random).components);
    }
}

TEST_CASE("links that are kept keep their weights, and standardised rows are so again", "[core][weights]") {
    Weights w = both_ways(3, {{0, 1}, {0, 2}, {1, 2}});
    w.weight = {1, 3, 2, 2, 5, 5};
    CHECK(keep_links(w, {0, 1, 1, 1, 1, 0}).weight == std::vector<double>{3, 2, 2, 5});
    const Weights standard = row_standardise(w);
    const Weights kept = keep_links(standard, {0, 1, 1, 1, 0, 0});
    CHECK(kept.row_begin == std::vector<std::uint32_t>{0, 1, 3, 3});
    CHECK(kept.weight == std::vector<double>{1, 0.5, 0.5});
    CHECK(kept.row_standardised);
    CHECK(kept.description == standard.description);
}

TEST_CASE("a summary says whether links have their way back, and what share of pairs they are",
          "[core][weights]") {
    const WeightsSummary there_and_back = summarise(both_ways(4, {{0, 1}, {2, 3}}));
    CHECK(there_and_back.symmetric);
    CHECK(there_and_back.share_nonzero == 4.0 / 16);
    CHECK_FALSE(summarise(from(4, {{0, 1}, {1, 0}, {2, 3}})).symmetric);
    CHECK(summarise(row_standardise(both_ways(3, {{0, 1}, {1, 2}}))).symmetric);
    CHECK(summarise(Weights{}).share_nonzero == 0);
}
