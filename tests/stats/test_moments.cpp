#include "stats/moments.hpp"

#include <catch2/catch.hpp>

#include "stats/conventions.hpp"
#include "stats/fixtures.hpp"

using namespace safeground;
using namespace safeground::tests;

TEST_CASE("A compensated sum keeps what a plain sum loses") {
    CHECK(stats::sum(std::vector<double>{1.0, 1e100, 1.0, -1e100}) == 2.0);
    CHECK(stats::sum(std::vector<double>(10, 0.1)) == 1.0);
    CHECK(stats::sum({}) == 0.0);
}

TEST_CASE("Moments far from zero keep their digits") {
    std::vector<double> values{4, 7, 13, 16};
    for (double& value : values) value += 1e9;
    const stats::Moments moments = stats::moments(values);
    CHECK(moments.mean == 1e9 + 10);
    CHECK(moments.squares == 90);
    CHECK(moments.fourths == 2 * 1296 + 2 * 81);
    CHECK_FALSE(moments.constant);
}

TEST_CASE("Values that differ only by rounding count as constant") {
    CHECK(stats::moments(std::vector<double>{0.3, 0.1 + 0.2}).constant);
    CHECK(stats::moments(std::vector<double>(5, 0.1)).constant);
    CHECK(stats::moments(std::vector<double>{0.0, 0.0}).constant);
    CHECK(stats::moments(std::vector<double>{0.0, 1e-300}).constant);  // its square is no number
    CHECK_FALSE(stats::moments(std::vector<double>{1.0, 1.0 + 1e-12}).constant);
    CHECK(stats::moments({}).constant);
}

TEST_CASE("Normal p-values are right far into every tail") {
    CHECK(stats::normal_p(1.959963984540054, stats::Tail::TwoSided) == Approx(0.05).epsilon(1e-12));
    CHECK(stats::normal_p(10, stats::Tail::Upper) == Approx(7.619853024160527e-24).epsilon(1e-10));
    CHECK(stats::normal_p(10, stats::Tail::Lower) == 1.0);
    CHECK(stats::normal_p(-1.6448536269514722, stats::Tail::Lower) == Approx(0.05).epsilon(1e-12));
    CHECK(stats::normal_p(-1.6448536269514722, stats::Tail::Folded) == Approx(0.05).epsilon(1e-12));
    CHECK(std::isnan(stats::normal_p(kNaN, stats::Tail::TwoSided)));
}

TEST_CASE("Only GeoDa's convention folds the two-sided tail") {
    using stats::Convention;
    using stats::Tail;
    CHECK(stats::effective_tail(Tail::TwoSided, Convention::Geoda) == Tail::Folded);
    CHECK(stats::effective_tail(Tail::Upper, Convention::Geoda) == Tail::Upper);
    for (const Convention convention : {Convention::Safeground, Convention::Spdep, Convention::Arcgis})
        CHECK(stats::effective_tail(Tail::TwoSided, convention) == Tail::TwoSided);
}
