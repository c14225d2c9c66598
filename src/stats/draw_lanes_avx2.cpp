// draw_lanes() with the 256-bit instructions of x86 processors, eight lanes a register. Compiled with -mavx2
// and called only where the processor has it; nothing of the standard library here, whose inline functions
// the linker would share with code for every processor.

#include <immintrin.h>

#include "stats/draw_lanes.hpp"

namespace safeground::stats {

void draw_lanes_avx2(const LaneRow& row, std::uint32_t first, double* sums, std::uint32_t stride,
                     std::uint8_t* redo);

namespace {

constexpr std::uint32_t kHalves = kLanes / 8;

struct Wide {
    __m256i high, low;  ///< of the 64-bit products
};

inline Wide multiply(__m256i a, __m256i by) {
    const __m256i even = _mm256_mul_epu32(a, by);
    const __m256i odd = _mm256_mul_epu32(_mm256_srli_epi64(a, 32), by);
    return {_mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xAA),
            _mm256_blend_epi32(even, _mm256_slli_epi64(odd, 32), 0xAA)};
}

inline __m256i all(std::uint32_t value) { return _mm256_set1_epi32(static_cast<int>(value)); }

/// values[index]; with a source of zeros, since g++ 12 takes the plain form's undefined one for a mistake.
inline __m256d pick(const double* values, __m128i index) {
    const __m256d everywhere = _mm256_castsi256_pd(_mm256_set1_epi32(-1));
    return _mm256_mask_i32gather_pd(_mm256_setzero_pd(), values, index, everywhere, 8);
}

/// Philox 4x32-10 of core/random.cpp: counter {block, stream, item, replicate}.
inline void random_words(const LaneRow& row, std::uint32_t block, const __m256i (&replicate)[kHalves],
                         __m256i (&words)[4][kHalves]) {
    const __m256i first_multiplier = all(0xD2511F53), second_multiplier = all(0xCD9E8D57);
    for (std::uint32_t h = 0; h < kHalves; ++h) {
        words[0][h] = all(block);
        words[1][h] = all(row.stream);
        words[2][h] = all(row.item);
        words[3][h] = replicate[h];
    }
    std::uint32_t k0 = row.key[0], k1 = row.key[1];
    for (int round = 0; round < 10; ++round) {
        const __m256i key0 = all(k0), key1 = all(k1);
        for (std::uint32_t h = 0; h < kHalves; ++h) {
            const Wide a = multiply(words[0][h], first_multiplier);
            const Wide b = multiply(words[2][h], second_multiplier);
            words[0][h] = _mm256_xor_si256(_mm256_xor_si256(b.high, words[1][h]), key0);
            words[1][h] = b.low;
            words[2][h] = _mm256_xor_si256(_mm256_xor_si256(a.high, words[3][h]), key1);
            words[3][h] = a.low;
        }
        k0 += 0x9E3779B9;
        k1 += 0xBB67AE85;
    }
}

}  // namespace

void draw_lanes_avx2(const LaneRow& row, std::uint32_t first, double* sums, std::uint32_t stride,
                     std::uint8_t* redo) {
    constexpr std::uint32_t kHalfRange = 0x80000000U;  // moves unsigned numbers to where signed ones compare
    const __m256i others = all(row.others);
    const __m256i limit = all(((0U - row.others) % row.others) ^ kHalfRange);
    const __m256i half_range = all(kHalfRange);
    const __m256i left_out = all(row.row - 1);  // draws above it move up by one
    __m256i replicate[kHalves], words[4][kHalves], bad[kHalves];
    __m256i drawn[kMostLaneNeighbours][kHalves];
    for (std::uint32_t h = 0; h < kHalves; ++h) {
        replicate[h] = _mm256_add_epi32(all(first + 8 * h), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
        bad[h] = _mm256_setzero_si256();
    }
    for (std::uint32_t j = 0; j < row.neighbours; ++j) {
        if (j % 4 == 0) random_words(row, j / 4, replicate, words);
        for (std::uint32_t h = 0; h < kHalves; ++h) {
            const Wide product = multiply(words[j % 4][h], others);
            bad[h] =
                _mm256_or_si256(bad[h], _mm256_cmpgt_epi32(limit, _mm256_xor_si256(product.low, half_range)));
            for (std::uint32_t earlier = 0; earlier < j; ++earlier)
                bad[h] = _mm256_or_si256(bad[h], _mm256_cmpeq_epi32(drawn[earlier][h], product.high));
            drawn[j][h] = product.high;
        }
    }
    for (std::uint32_t h = 0; h < kHalves; ++h) {
        const auto lanes = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(bad[h])));
        for (std::uint32_t l = 0; l < 8; ++l) redo[8 * h + l] = static_cast<std::uint8_t>((lanes >> l) & 1U);
    }
    for (std::uint32_t j = 0; j < row.neighbours; ++j)
        for (std::uint32_t h = 0; h < kHalves; ++h)
            drawn[j][h] = _mm256_sub_epi32(drawn[j][h], _mm256_cmpgt_epi32(drawn[j][h], left_out));
    for (std::uint32_t f = 0; f < row.feature_count; ++f) {
        const double* values = row.features[f];
        __m256d total[2 * kHalves];
        for (auto& four : total) four = _mm256_setzero_pd();
        for (std::uint32_t j = 0; j < row.neighbours; ++j) {
            const __m256d weight = _mm256_set1_pd(row.weights[j]);
            for (std::uint32_t h = 0; h < kHalves; ++h) {
                const __m128i low = _mm256_castsi256_si128(drawn[j][h]);
                const __m128i high = _mm256_extracti128_si256(drawn[j][h], 1);
                total[2 * h] = _mm256_add_pd(total[2 * h], _mm256_mul_pd(weight, pick(values, low)));
                total[2 * h + 1] = _mm256_add_pd(total[2 * h + 1], _mm256_mul_pd(weight, pick(values, high)));
            }
        }
        for (std::uint32_t q = 0; q < 2 * kHalves; ++q) _mm256_storeu_pd(sums + f * stride + 4 * q, total[q]);
    }
}

}  // namespace safeground::stats
