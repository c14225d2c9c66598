#include "stats/distributions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace safeground::stats {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// ln(a!) minus Stirling's formula for it.
double stirling_error(double a) {
    if (a <= 15)
        return std::lgamma(a + 1) - (a + 0.5) * std::log(a) + a - 0.5 * std::log(2 * std::numbers::pi);
    const double square = a * a;
    return (1.0 / 12 -
            (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / square) / square) / square) / square) /
           a;
}

/// a ln(a / x) + x - a, without the cancellation near a = x (Loader 2000).
double deviance(double a, double x) {
    if (std::abs(a - x) > 0.1 * (a + x)) return a * std::log(a / x) + x - a;
    const double v = (a - x) / (a + x);
    double sum = (a - x) * v;
    double power = 2 * a * v;
    for (int j = 1; j < 1000; ++j) {
        power *= v * v;
        const double next = sum + power / (2 * j + 1);
        if (next == sum) break;
        sum = next;
    }
    return sum;
}

/// x^a e^-x / Gamma(a + 1), a > 0, x > 0.
double poisson_density(double a, double x) {
    return std::exp(-stirling_error(a) - deviance(a, x)) / std::sqrt(2 * std::numbers::pi * a);
}

/// Sum of x^n / ((a+1) ... (a+n)): the lower incomplete gamma function over its density. For x < a + 1.
double lower_series(double a, double x) {
    double term = 1.0;
    double sum = 1.0;
    for (double n = 1; term > 1e-17 * sum; ++n) {
        term *= x / (a + n);
        sum += term;
    }
    return sum;
}

/// Upper incomplete gamma function times e^x x^-a (Legendre's continued fraction, Lentz's evaluation). For
/// x >= a + 1.
double upper_fraction(double a, double x) {
    constexpr double kTiny = 1e-300;
    double b = x + 1 - a;
    double c = 1 / kTiny;
    double d = 1 / b;
    double h = d;
    for (double i = 1; i < 1e7; ++i) {
        const double an = -i * (i - a);
        b += 2;
        d = an * d + b;
        if (std::abs(d) < kTiny) d = kTiny;
        c = b + an / c;
        if (std::abs(c) < kTiny) c = kTiny;
        d = 1 / d;
        const double factor = d * c;
        h *= factor;
        if (std::abs(factor - 1) < 1e-16) break;
    }
    return h;
}

struct Gamma {
    double lower, upper;
};

/// The regularised incomplete gamma functions P(a, x) and Q(a, x).
Gamma incomplete_gamma(double a, double x) {
    if (std::isnan(a) || std::isnan(x) || !(a > 0) || x < 0) return {kNaN, kNaN};
    if (x == 0) return {0, 1};
    if (std::isinf(x)) return {1, 0};
    const double density = poisson_density(a, x);
    if (x < a + 1) {
        const double lower = std::min(1.0, density * lower_series(a, x));
        return {lower, 1 - lower};
    }
    const double upper = std::min(1.0, density * a * upper_fraction(a, x));
    return {1 - upper, upper};
}

}  // namespace

double hypergeometric_at_least(std::uint64_t successes, std::uint64_t population, std::uint64_t marked,
                               std::uint64_t drawn) {
    const std::uint64_t least = marked + drawn > population ? marked + drawn - population : 0;
    const std::uint64_t most = std::min(marked, drawn);
    if (successes <= least) return 1.0;
    if (successes > most) return 0.0;
    // Ratios of neighbouring probabilities from the mode outwards: only positive terms, no factorials.
    const auto N = static_cast<double>(population);
    const auto K = static_cast<double>(marked);
    const auto k = static_cast<double>(drawn);
    const auto mode = std::clamp(static_cast<std::uint64_t>((k + 1) * (K + 1) / (N + 2)), least, most);
    double all = 0.0;
    double tail = 0.0;
    const auto take = [&](std::uint64_t x, double term) {
        all += term;
        if (x >= successes) tail += term;
    };
    double term = 1.0;
    for (std::uint64_t x = mode;; ++x) {
        take(x, term);
        if (x == most || (x >= successes && term < 1e-20 * tail)) break;
        const auto at = static_cast<double>(x);
        term *= (K - at) * (k - at) / ((at + 1) * (N - K - k + at + 1));
    }
    term = 1.0;
    for (std::uint64_t x = mode; x > least; --x) {
        const auto at = static_cast<double>(x);
        term *= at * (N - K - k + at) / ((K - at + 1) * (k - at + 1));
        if (x <= successes && term < 1e-20 * all) break;
        take(x - 1, term);
    }
    return std::min(1.0, tail / all);
}

double poisson_at_most(std::uint64_t count, double mean) {
    return incomplete_gamma(static_cast<double>(count) + 1, mean).upper;
}

double poisson_at_least(std::uint64_t count, double mean) {
    if (count == 0) return std::isnan(mean) ? kNaN : 1.0;
    return incomplete_gamma(static_cast<double>(count), mean).lower;
}

double chi_square_lower(double x, double degrees) { return incomplete_gamma(degrees / 2, x / 2).lower; }
double chi_square_upper(double x, double degrees) { return incomplete_gamma(degrees / 2, x / 2).upper; }

}  // namespace safeground::stats
