#include "stats/jenks.hpp"

#include <catch2/catch.hpp>
#include <chrono>

#include "stats/fixtures.hpp"
#include "stats/moments.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::natural_breaks;

namespace {

double within(const std::vector<double>& sorted, const std::vector<double>& upper) {
    double total = 0;
    std::size_t first = 0;
    for (const double bound : upper) {
        std::size_t last = first;
        while (last < sorted.size() && sorted[last] <= bound) ++last;
        total += stats::moments(std::span(sorted).subspan(first, last - first)).squares;
        first = last;
    }
    REQUIRE(first == sorted.size());
    return total;
}

/// Least within-group squares over all ways to cut the distinct values.
double least(const std::vector<double>& sorted, std::vector<double> distinct, std::size_t groups) {
    double best = std::numeric_limits<double>::infinity();
    std::vector<bool> cut(distinct.size() - 1, false);
    std::fill(cut.end() - static_cast<std::ptrdiff_t>(groups - 1), cut.end(), true);
    do {
        std::vector<double> upper;
        for (std::size_t i = 0; i < cut.size(); ++i)
            if (cut[i]) upper.push_back(distinct[i]);
        upper.push_back(distinct.back());
        best = std::min(best, within(sorted, upper));
    } while (std::next_permutation(cut.begin(), cut.end()));
    return best;
}

}  // namespace

TEST_CASE("Natural breaks are the best of all cuts, ties included") {
    for (std::uint32_t item = 0; item < 60; ++item) {
        core::RandomStream random(3, core::StreamId::Test, item);
        std::vector<double> sorted;
        const std::uint32_t n = 4 + random.below(10);
        for (std::uint32_t i = 0; i < n; ++i)
            sorted.push_back(item % 2 == 0 ? random.normal() : static_cast<double>(random.below(8)));
        std::sort(sorted.begin(), sorted.end());
        std::vector<double> distinct = sorted;
        distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
        for (int classes = 1; classes <= 5; ++classes) {
            INFO("map " << item << ", classes " << classes);
            const std::vector<double> upper = natural_breaks(sorted, classes);
            const std::size_t groups = std::min(static_cast<std::size_t>(classes), distinct.size());
            REQUIRE(upper.size() == groups);
            CHECK(upper.back() == sorted.back());
            CHECK(std::is_sorted(upper.begin(), upper.end()));
            CHECK(within(sorted, upper) == Approx(least(sorted, distinct, groups)).margin(1e-12));
        }
    }
}

TEST_CASE("Natural breaks far from zero and of any size are as good") {
    const std::vector<double> plain{1, 2, 3, 10, 11, 12, 50, 51};
    const std::vector<double> expected{3, 12, 51};
    CHECK(natural_breaks(plain, 3) == expected);
    for (const double scale : {1e-200, 1e200, 1.0}) {
        std::vector<double> values;
        for (const double value : plain) values.push_back(scale * value);
        const std::vector<double> upper = natural_breaks(values, 3);
        REQUIRE(upper.size() == 3);
        CHECK(upper[0] == scale * 3);
        CHECK(upper[1] == scale * 12);
    }
    std::vector<double> shifted;
    for (const double value : plain) shifted.push_back(value + 1e9);
    CHECK(natural_breaks(shifted, 3) == std::vector<double>{1e9 + 3, 1e9 + 12, 1e9 + 51});
    CHECK(natural_breaks(std::vector<double>{-1e308, 0, 1e308}, 2).size() == 2);
    CHECK(natural_breaks(std::vector<double>{0, 0, 0}, 4) == std::vector<double>{0});
    CHECK(natural_breaks(std::vector<double>{7}, 1) == std::vector<double>{7});
}

TEST_CASE("Natural breaks of all England's areas take well under a second") {
    std::vector<double> values = noise(33'755, 21);
    std::sort(values.begin(), values.end());
    const auto start = std::chrono::steady_clock::now();
    CHECK(natural_breaks(values, 7).size() == 7);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    CHECK(seconds.count() < 2.0);  // a debug build with sanitizers included; quadratic would be minutes
}
