#include "geo/predicates.hpp"

#include <array>
#include <cstddef>

namespace safeground::geo {
namespace {

/// A sum of doubles kept without rounding: components of growing size that do not overlap.
class Expansion {
public:
    void add(double value) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < m_size; ++i) {
            const double sum = value + m_part[i];
            const double of_part = sum - value;
            const double error = (value - (sum - of_part)) + (m_part[i] - of_part);
            if (error != 0) m_part[kept++] = error;
            value = sum;
        }
        if (value != 0) m_part[kept++] = value;
        m_size = kept;
    }
    void add_product(double a, double b) {
        const double product = a * b;
        add(std::fma(a, b, -product));
        add(product);
    }
    int sign() const {
        if (m_size == 0) return 0;
        const double largest = m_part[m_size - 1];
        return largest > 0 ? 1 : largest < 0 ? -1 : 0;
    }

private:
    std::array<double, 16> m_part{};
    std::size_t m_size = 0;
};

}  // namespace

int exact_orientation(core::Point a, core::Point b, core::Point c) {
    // NaN and overflow would fill the expansion with parts that never cancel.
    const double bound =
        (std::abs(a.x) + std::abs(b.x) + std::abs(c.x)) * (std::abs(a.y) + std::abs(b.y) + std::abs(c.y));
    if (!(bound < 1e300)) return 0;
    Expansion sum;
    sum.add_product(a.x, b.y);
    sum.add_product(-a.x, c.y);
    sum.add_product(-c.x, b.y);
    sum.add_product(-a.y, b.x);
    sum.add_product(a.y, c.x);
    sum.add_product(c.y, b.x);
    return sum.sign();
}

}  // namespace safeground::geo
