#pragma once

#include <span>

namespace safeground::stats {

/// Neumaier's compensated sum in a fixed order: the same bytes on every machine, error about one unit in the
/// last place.
class CompensatedSum {
public:
    void add(double term);
    double total() const { return m_sum + m_correction; }

private:
    double m_sum = 0.0;
    double m_correction = 0.0;
};

double sum(std::span<const double> values);

/// Moments of finite values about their mean.
struct Moments {
    double mean = 0;
    double squares = 0;  ///< sum (x - mean)^2
    double fourths = 0;  ///< sum (x - mean)^4
    double minimum = 0, maximum = 0;
    bool constant = true;  ///< no variation beyond rounding
};
/// All zero and constant for an empty span.
Moments moments(std::span<const double> values);

}  // namespace safeground::stats
