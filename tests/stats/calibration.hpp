#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "stats/fixtures.hpp"

/// What share of a map without pattern a test flags.
namespace safeground::tests {

inline constexpr std::uint32_t kMaps = 200;

/// Skewed like counts of crime: the hard case for anything that leans on the normal distribution.
inline std::vector<double> shuffled_map(std::uint32_t map, std::size_t n) {
    core::RandomStream random(77, core::StreamId::Test, map);
    std::vector<double> values(n);
    for (double& value : values) value = std::exp(random.normal());
    return values;
}

/// Share of areas flagged at five per cent: mean and standard error over maps, since areas of one map are
/// correlated.
struct Shares {
    std::vector<double> shares;

    /// Undefined p-values flag nothing; `tested` areas count.
    void add(std::span<const double> p, std::size_t tested) {
        // 1e-12: 2 * 25 / 1000 is 5 % whatever its last bit.
        const auto flagged =
            std::count_if(p.begin(), p.end(), [](double v) { return v <= 0.05 * (1 + 1e-12); });
        shares.push_back(static_cast<double>(flagged) / static_cast<double>(tested));
    }
    void add(std::span<const double> p) { add(p, p.size()); }

    double mean() const {
        return std::accumulate(shares.begin(), shares.end(), 0.0) / static_cast<double>(shares.size());
    }
    double error() const {
        double squares = 0;
        for (const double share : shares) squares += (share - mean()) * (share - mean());
        const auto n = static_cast<double>(shares.size());
        return std::sqrt(squares / (n - 1) / n);
    }
};

inline void check_share(const Shares& shares, double expected, const std::string& what) {
    INFO(what << ": " << 100 * shares.mean() << " % +- " << 100 * shares.error() << ", expected "
              << 100 * expected);
    CHECK(std::abs(shares.mean() - expected) <= 3 * shares.error());
    CHECK(shares.error() < 0.08 * expected);  // a test that cannot see is none
}

/// For p-values that may be larger than they need to be, never smaller.
inline void check_at_most(const Shares& shares, double bound, const std::string& what) {
    INFO(what << ": " << 100 * shares.mean() << " % +- " << 100 * shares.error() << ", at most "
              << 100 * bound);
    CHECK(shares.mean() <= bound + 3 * shares.error());
    CHECK(shares.error() < 0.08 * bound);
}

}  // namespace safeground::tests
