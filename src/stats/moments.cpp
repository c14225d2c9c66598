#include "stats/moments.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace safeground::stats {

void CompensatedSum::add(double term) {
    const double next = m_sum + term;
    // Whichever of the two is larger has lost nothing; what the other lost is recovered exactly.
    m_correction += std::abs(m_sum) >= std::abs(term) ? (m_sum - next) + term : (term - next) + m_sum;
    m_sum = next;
}

double sum(std::span<const double> values) {
    CompensatedSum total;
    for (const double value : values) total.add(value);
    return total.total();
}

Moments moments(std::span<const double> values) {
    Moments result;
    if (values.empty()) return result;
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    result.minimum = *low;
    result.maximum = *high;
    result.mean = sum(values) / static_cast<double>(values.size());
    CompensatedSum squares;
    CompensatedSum fourths;
    for (const double value : values) {
        const double square = (value - result.mean) * (value - result.mean);
        squares.add(square);
        fourths.add(square * square);
    }
    result.squares = squares.total();
    result.fourths = fourths.total();
    // A spread of a few units in the last place is what computing equal values leaves behind, not variation.
    const double noise =
        8 * std::numeric_limits<double>::epsilon() * std::max(std::abs(*low), std::abs(*high));
    result.constant = !(*high - *low > noise) || !(result.squares > 0);
    return result;
}

}  // namespace safeground::stats
