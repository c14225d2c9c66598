#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <span>
#include <string>

namespace safeground::tests {

/// Differences of p-values of the same areas, over their standard errors.
struct DrawDifferences {
    std::size_t compared = 0, undefined = 0;
    double mean = 0, mean_square = 0, largest = 0;
};

/// One-sided pseudo p-values from two sets of draws, each of `permutations`.
inline DrawDifferences draw_differences(std::span<const double> a, std::span<const double> b,
                                        int permutations) {
    REQUIRE(a.size() == b.size());
    DrawDifferences out;
    for (std::size_t i = 0; i < a.size(); ++i) {
        REQUIRE(std::isnan(a[i]) == std::isnan(b[i]));
        out.undefined += std::isnan(a[i]);
        const double m = permutations;
        const double in_a = std::round(a[i] * (m + 1)) - 1, in_b = std::round(b[i] * (m + 1)) - 1;
        const double share = (in_a + in_b) / (2 * m);
        if (!(share > 0 && share < 1)) continue;  // undefined, or both say never, or always
        const double z = (in_a - in_b) / std::sqrt(2 * m * share * (1 - share));
        out.mean += z;
        out.mean_square += z * z;
        out.largest = std::max(out.largest, std::abs(z));
        ++out.compared;
    }
    out.mean /= static_cast<double>(out.compared);
    out.mean_square /= static_cast<double>(out.compared);
    return out;
}

/// Differences must be those of chance: their squares are 1 on average, and none is large. Errors of shared
/// draws go together between areas, so these averages vary more than those of independent areas would.
inline void check_same_p(std::span<const double> a, std::span<const double> b, int permutations,
                         const std::string& name) {
    const DrawDifferences of = draw_differences(a, b, permutations);
    INFO(name << ": " << of.compared << " compared, " << of.undefined << " undefined, mean " << of.mean
              << ", mean square " << of.mean_square << ", largest " << of.largest);
    CHECK(of.compared > a.size() * 9 / 10);
    CHECK(of.mean_square == Approx(1).margin(0.5));
    CHECK(std::abs(of.mean) < 1.5);
    CHECK(of.largest < 5);
}

}  // namespace safeground::tests
