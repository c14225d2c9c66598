#include "core/weights.hpp"

#include <catch2/catch.hpp>

using namespace safeground::core;

namespace {
/// 0 - 1 - 2, 3 alone.
Weights chain() {
    Weights w;
    w.neighbour = {1, 0, 2, 1};
    w.weight = {1, 1, 1, 1};
    w.row_begin = {0, 1, 3, 4, 4};
    return w;
}
}  // namespace

TEST_CASE("weights: summary of a chain with an island, by hand", "[core]") {
    const WeightsSummary s = summarise(chain());
    CHECK(s.n == 4);
    CHECK(s.links == 4);
    CHECK(s.min == 0);
    CHECK(s.max == 2);
    CHECK(s.islands == 1);
    CHECK(s.components == 2);
    CHECK(s.s0 == 4);
    CHECK(s.s1 == 8);  // two undirected links: 1/2 * 4 * (1+1)^2
    CHECK(s.s2 == 4 + 16 + 4);
}

TEST_CASE("weights: one-way links count once in S1, in both orders of the double sum", "[core]") {
    Weights w;
    w.neighbour = {1};
    w.weight = {3};
    w.row_begin = {0, 1, 1};
    CHECK(summarise(w).s1 == 9);  // 1/2 * (3^2 + 3^2)
}

TEST_CASE("weights: row standardisation, self, subset", "[core]") {
    const Weights w = row_standardise(chain());
    CHECK(w.weights(1)[0] == 0.5);
    CHECK(w.cardinality(3) == 0);
    const Weights self = with_self(chain());
    CHECK(std::vector<std::uint32_t>(self.neighbours(1).begin(), self.neighbours(1).end()) ==
          std::vector<std::uint32_t>{0, 1, 2});
    CHECK(self.cardinality(3) == 1);
    const Weights part = subset(w, {true, true, false, true});
    REQUIRE(part.size() == 3);
    CHECK(part.weights(1)[0] == 1);  // the row was standardised again
    CHECK(part.links() == 2);
}

TEST_CASE("weights: Columbus' S1 and S2 identities hold after standardising", "[core]") {
    CHECK(summarise(row_standardise(chain())).s0 == 3);
}
