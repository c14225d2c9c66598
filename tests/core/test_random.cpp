#include "core/random.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

using namespace safeground::core;

// Known-answer vectors of Philox4x32-10 as published with Random123 (kat_vectors, Salmon et al. 2011).
TEST_CASE("philox: published known-answer vectors", "[core]") {
    using Block = std::array<std::uint32_t, 4>;
    CHECK(philox4x32({0, 0, 0, 0}, {0, 0}) == Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    CHECK(philox4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
          Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
          Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("random stream: the same key gives the same numbers, another key others", "[core]") {
    RandomStream a(7, StreamId::Test, 3, 4), b(7, StreamId::Test, 3, 4), c(7, StreamId::Test, 3, 5);
    int equal = 0;
    for (int i = 0; i < 100; ++i) {
        const std::uint32_t x = a.next_u32();
        CHECK(x == b.next_u32());
        equal += x == c.next_u32();
    }
    CHECK(equal <= 1);
}

TEST_CASE("random stream: below(n) is uniform, ends included", "[core]") {
    RandomStream stream(1, StreamId::Test);
    std::array<int, 7> seen{};
    const int draws = 70000;
    for (int i = 0; i < draws; ++i) ++seen[stream.below(7)];
    double chi2 = 0;
    for (int count : seen) chi2 += std::pow(count - draws / 7.0, 2) / (draws / 7.0);
    CHECK(chi2 < 22.46);  // chi-square, 6 degrees of freedom, p = 0.001
    CHECK(RandomStream(1, StreamId::Test).below(1) == 0);
}

TEST_CASE("random stream: normal and Poisson have their moments", "[core]") {
    RandomStream stream(2, StreamId::Test);
    const int n = 200000;
    double sum = 0, squares = 0;
    for (int i = 0; i < n; ++i) {
        const double z = stream.normal();
        sum += z;
        squares += z * z;
    }
    CHECK(std::fabs(sum / n) < 4 / std::sqrt(n));  // four standard errors
    CHECK(std::fabs(squares / n - 1) < 4 * std::sqrt(2.0 / n));
    for (const double mean : {0.3, 4.0, 29.0, 31.0, 250.0}) {
        double total = 0, total2 = 0;
        const int m = 50000;
        for (int i = 0; i < m; ++i) {
            const double k = stream.poisson(mean);
            total += k;
            total2 += k * k;
        }
        const double average = total / m, variance = total2 / m - average * average;
        INFO("mean " << mean);
        CHECK(std::fabs(average - mean) < 4 * std::sqrt(mean / m));
        CHECK(std::fabs(variance / mean - 1) < 0.05);
    }
    CHECK(stream.poisson(0) == 0);
}
