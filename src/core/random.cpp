#include "core/random.hpp"

#include <cmath>

namespace safeground::core {

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> c, std::array<std::uint32_t, 2> k) {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t a = std::uint64_t{0xD2511F53} * c[0];
        const std::uint64_t b = std::uint64_t{0xCD9E8D57} * c[2];
        c = {static_cast<std::uint32_t>(b >> 32) ^ c[1] ^ k[0], static_cast<std::uint32_t>(b),
             static_cast<std::uint32_t>(a >> 32) ^ c[3] ^ k[1], static_cast<std::uint32_t>(a)};
        k[0] += 0x9E3779B9;
        k[1] += 0xBB67AE85;
    }
    return c;
}

RandomStream::RandomStream(std::uint64_t seed, StreamId stream, std::uint32_t item, std::uint32_t replicate)
    : m_counter{0, static_cast<std::uint32_t>(stream), item, replicate},
      m_key{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)} {}

std::uint32_t RandomStream::next_u32() {
    if (m_used == 4) {
        m_block = philox4x32(m_counter, m_key);
        ++m_counter[0];
        m_used = 0;
    }
    return m_block[m_used++];
}

std::uint64_t RandomStream::next_u64() {
    const std::uint64_t high = next_u32();
    return high << 32 | next_u32();
}

std::uint32_t RandomStream::below(std::uint32_t n) {
    // Lemire 2019: multiply, and reject the few draws that would favour small results.
    std::uint64_t product = std::uint64_t{next_u32()} * n;
    auto low = static_cast<std::uint32_t>(product);
    if (low < n) {
        const std::uint32_t threshold = (0u - n) % n;
        while (low < threshold) {
            product = std::uint64_t{next_u32()} * n;
            low = static_cast<std::uint32_t>(product);
        }
    }
    return static_cast<std::uint32_t>(product >> 32);
}

double RandomStream::uniform() { return static_cast<double>(next_u64() >> 11) * 0x1.0p-53; }

double RandomStream::normal() {
    while (true) {
        const double u = 2 * uniform() - 1, v = 2 * uniform() - 1;
        const double s = u * u + v * v;
        if (s > 0 && s < 1) return u * std::sqrt(-2 * std::log(s) / s);
    }
}

std::uint32_t RandomStream::poisson(double mean) {
    if (!(mean > 0)) return 0;
    if (mean < 30) {
        const double limit = std::exp(-mean);
        double product = uniform();
        std::uint32_t count = 0;
        while (product > limit) {
            product *= uniform();
            ++count;
        }
        return count;
    }
    // PTRS: transformed rejection with squeeze (Hormann 1993).
    const double root = std::sqrt(mean), log_mean = std::log(mean);
    const double b = 0.931 + 2.53 * root, a = -0.059 + 0.02483 * b;
    const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4), v_r = 0.9277 - 3.6224 / (b - 2);
    while (true) {
        const double u = uniform() - 0.5, v = uniform();
        const double us = 0.5 - std::fabs(u);
        const double k = std::floor((2 * a / us + b) * u + mean + 0.43);
        if (us >= 0.07 && v <= v_r) return static_cast<std::uint32_t>(k);
        if (k < 0 || (us < 0.013 && v > us)) continue;
        if (std::log(v) + std::log(inverse_alpha) - std::log(a / (us * us) + b) <=
            k * log_mean - mean - std::lgamma(k + 1))
            return static_cast<std::uint32_t>(k);
    }
}

}  // namespace safeground::core
