#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <span>
#include <string>

namespace safeground::tests {

/// One-sided pseudo p-values of the same areas from two sets of draws, each of `permutations`: differences
/// must be those of chance. Standardised, their squares are 1 on average and none is large.
inline void check_same_p(std::span<const double> a, std::span<const double> b, int permutations,
                         const std::string& name) {
    REQUIRE(a.size() == b.size());
    double squares = 0, largest = 0, bias = 0;
    std::size_t compared = 0, undefined = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::isnan(a[i]) || std::isnan(b[i])) {
            CHECK((std::isnan(a[i]) && std::isnan(b[i])));
            ++undefined;
            continue;
        }
        const double m = permutations;
        const double in_a = std::round(a[i] * (m + 1)) - 1, in_b = std::round(b[i] * (m + 1)) - 1;
        const double share = (in_a + in_b) / (2 * m);
        if (share <= 0 || share >= 1) continue;  // both say never, or always
        const double z = (in_a - in_b) / std::sqrt(2 * m * share * (1 - share));
        squares += z * z;
        bias += z;
        largest = std::max(largest, std::abs(z));
        ++compared;
    }
    const auto n = static_cast<double>(compared);
    INFO(name << ": " << compared << " areas compared, " << undefined << " undefined, mean of z " << bias / n
              << ", of z squared " << squares / n << ", largest |z| " << largest);
    CHECK(compared > a.size() * 9 / 10);
    // Errors of shared draws go together between areas, so these averages vary more than those of
    // independent areas would.
    CHECK(squares / n == Approx(1).margin(0.5));
    CHECK(std::abs(bias / n) < 1.5);
    CHECK(largest < 5);
}

}  // namespace safeground::tests
