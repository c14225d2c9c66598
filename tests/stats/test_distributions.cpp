#include "stats/distributions.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

using namespace safeground;
using stats::chi_square_lower;
using stats::chi_square_upper;
using stats::hypergeometric_at_least;
using stats::poisson_at_least;
using stats::poisson_at_most;

namespace {

/// To this share of the number itself, however small it is.
void check_relative(double value, long double expected, double tolerance = 1e-12) {
    INFO(value << " against " << static_cast<double>(expected));
    CHECK(std::abs(static_cast<long double>(value) - expected) <= tolerance * expected);
}

/// One probability as a product of fractions, in extended precision: C(k, x) K..(K-x+1) (N-K)..  / N..
long double slow_hypergeometric(std::uint64_t x, std::uint64_t N, std::uint64_t K, std::uint64_t k) {
    if (x > K || x > k || k - x > N - K) return 0;
    long double p = 1;
    for (std::uint64_t i = 0; i < k; ++i) {
        const bool marked = i < x;
        const auto left =
            marked ? static_cast<long double>(K - i) : static_cast<long double>(N - K - (i - x));
        p *= left / static_cast<long double>(N - i);
        if (marked) p *= static_cast<long double>(k - i) / static_cast<long double>(x - i);
    }
    return p;
}

}  // namespace

TEST_CASE("Hypergeometric tails agree with the sum of products in extended precision") {
    struct Urn {
        std::uint64_t population, marked, drawn;
    };
    for (const Urn& urn : {Urn{48, 20, 5}, Urn{9, 9, 4}, Urn{9, 0, 4}, Urn{10, 7, 6}, Urn{100, 40, 60},
                           Urn{4993, 617, 14}, Urn{33754, 5000, 40}, Urn{300, 3, 299}, Urn{5, 3, 0}})
        for (std::uint64_t x = 0; x <= urn.drawn + 1; ++x) {
            INFO(urn.population << " " << urn.marked << " " << urn.drawn << " at least " << x);
            long double sum = 0;
            for (std::uint64_t above = urn.drawn + 1; above-- > x;)
                sum += slow_hypergeometric(above, urn.population, urn.marked, urn.drawn);
            check_relative(hypergeometric_at_least(x, urn.population, urn.marked, urn.drawn), sum);
        }
    // R 4.2.2: phyper(x, K, N - K, k, lower = FALSE)
    check_relative(hypergeometric_at_least(4, 100, 40, 8), 4.034192959052685e-01L);
    check_relative(hypergeometric_at_least(1, 49, 3, 5), 2.811550151975685e-01L);
    check_relative(hypergeometric_at_least(10, 33754, 500, 12), 2.990143502481979e-17L);
}

TEST_CASE("Poisson tails agree with sums of their terms") {
    for (const double mean : {1e-4, 0.3, 2.0, 17.5, 150.0, 900.0}) {
        long double term = std::exp(-static_cast<long double>(mean));
        long double below = 0;
        std::vector<long double> terms;
        for (int n = 0; n < 2500; ++n) {
            terms.push_back(term);
            term *= static_cast<long double>(mean) / (n + 1);
        }
        for (const std::uint64_t count : {0U, 1U, 2U, 5U, 17U, 18U, 150U, 160U, 880U, 1000U}) {
            INFO("mean " << mean << " count " << count);
            below = 0;
            for (std::uint64_t n = 0; n <= count; ++n) below += terms[n];
            long double above = 0;
            for (std::size_t n = terms.size(); n-- > count;) above += terms[n];
            if (below > 1e-290L) check_relative(poisson_at_most(count, mean), below, 2e-12);
            if (above > 1e-290L) check_relative(poisson_at_least(count, mean), above, 2e-12);
        }
    }
    CHECK(poisson_at_least(0, 0) == 1);
    CHECK(poisson_at_least(3, 0) == 0);
    CHECK(poisson_at_most(0, 0) == 1);
    CHECK(std::isnan(poisson_at_most(1, std::nan(""))));
}

TEST_CASE("Chi-square tails agree with R, with erfc, and for even degrees with Poisson sums") {
    // R 4.2.2: pchisq(x, degrees, lower = FALSE)
    check_relative(chi_square_upper(0.1, 0.28), 3.021736993969628e-01L);
    check_relative(chi_square_upper(2.5, 3.7), 5.972996774625583e-01L);
    check_relative(chi_square_upper(40, 3.7), 2.898834634155391e-08L);
    check_relative(chi_square_upper(900, 1000.5), 9.896007252261911e-01L);
    check_relative(chi_square_upper(1200, 1000.5), 1.285898480497701e-05L);
    check_relative(chi_square_lower(1e-3, 3.7), 4.467548037833699e-07L);
    check_relative(chi_square_lower(700, 1000.5), 2.640008801513803e-14L);
    for (const double x : {0.01, 0.5, 3.84, 30.0, 300.0})
        check_relative(chi_square_upper(x, 1), std::erfc(std::sqrt(static_cast<long double>(x) / 2)), 1e-12);
    for (const double x : {0.2, 5.0, 44.0}) {
        check_relative(chi_square_upper(x, 8), poisson_at_most(3, x / 2));
        CHECK(chi_square_upper(x, 2.6) + chi_square_lower(x, 2.6) == Approx(1).epsilon(1e-13));
    }
    CHECK(chi_square_upper(0, 3) == 1);
    CHECK(chi_square_upper(HUGE_VAL, 3) == 0);
    CHECK(std::isnan(chi_square_upper(1, 0)));
    CHECK(std::isnan(chi_square_upper(-1, 3)));
}
