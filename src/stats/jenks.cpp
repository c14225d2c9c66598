#include "stats/jenks.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace safeground::stats {
namespace {

/// Distinct values with running totals, for the within-group squares of any run of them.
class RunCosts {
public:
    explicit RunCosts(std::span<const double> sorted) : m_weight{0}, m_sum{0}, m_squares{0} {
        // Scaled, so that squares cannot overflow, and centred, so that they do not swallow the differences
        // that matter.
        const double largest = std::max(std::abs(sorted.front()), std::abs(sorted.back()));
        const double scale = largest > 0 ? largest : 1.0;
        const double centre = sorted[sorted.size() / 2] / scale;
        for (std::size_t i = 0; i < sorted.size();) {
            std::size_t next = i;
            while (next < sorted.size() && sorted[next] == sorted[i]) ++next;
            const auto count = static_cast<double>(next - i);
            const double x = sorted[i] / scale - centre;
            m_values.push_back(sorted[i]);
            m_weight.push_back(m_weight.back() + count);
            m_sum.push_back(m_sum.back() + count * x);
            m_squares.push_back(m_squares.back() + count * x * x);
            i = next;
        }
    }

    const std::vector<double>& values() const { return m_values; }
    /// Sum of squares about the mean of distinct values first .. last - 1.
    double cost(std::size_t first, std::size_t last) const {
        const double total = m_sum[last] - m_sum[first];
        return std::max(
            0.0, m_squares[last] - m_squares[first] - total * total / (m_weight[last] - m_weight[first]));
    }

private:
    std::vector<double> m_values;
    std::vector<double> m_weight, m_sum, m_squares;
};

/// One more group: best[j] of j leading values in `groups` groups, from the same for one group fewer.
struct Layer {
    const RunCosts& costs;
    std::size_t groups;
    const std::vector<double>& previous;
    std::vector<double>& best;
    std::vector<std::uint32_t>& start;  ///< where the last group starts

    void solve(std::size_t low, std::size_t high, std::size_t start_low, std::size_t start_high) {
        if (low > high) return;
        const std::size_t middle = low + (high - low) / 2;
        best[middle] = std::numeric_limits<double>::infinity();
        for (std::size_t s = std::max(start_low, groups - 1); s <= std::min(start_high, middle - 1); ++s) {
            const double cost = previous[s] + costs.cost(s, middle);
            if (cost < best[middle]) {
                best[middle] = cost;
                start[middle] = static_cast<std::uint32_t>(s);
            }
        }
        if (middle > low) solve(low, middle - 1, start_low, start[middle]);
        solve(middle + 1, high, start[middle], start_high);
    }
};

}  // namespace

std::vector<double> natural_breaks(std::span<const double> sorted, int classes) {
    assert(!sorted.empty() && classes >= 1);
    const RunCosts costs(sorted);
    const std::size_t m = costs.values().size();
    const std::size_t groups = std::min(static_cast<std::size_t>(classes), m);
    std::vector<double> previous(m + 1);
    std::vector<double> best(m + 1);
    for (std::size_t j = 1; j <= m; ++j) previous[j] = costs.cost(0, j);
    std::vector<std::vector<std::uint32_t>> start(groups + 1, std::vector<std::uint32_t>(m + 1, 0));
    for (std::size_t g = 2; g <= groups; ++g) {
        Layer{costs, g, previous, best, start[g]}.solve(g, m, g - 1, m - 1);
        std::swap(previous, best);
    }
    std::vector<double> upper(groups);
    std::size_t end = m;
    for (std::size_t g = groups; g >= 1; --g) {
        upper[g - 1] = costs.values()[end - 1];
        end = start[g][end];
    }
    return upper;
}

}  // namespace safeground::stats
