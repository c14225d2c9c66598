#include "stats/draw_lanes.hpp"

namespace safeground::stats {

#ifdef SAFEGROUND_AVX2
void draw_lanes_avx2(const LaneRow& row, std::uint32_t first, double* sums, std::uint32_t stride,
                     std::uint8_t* redo);
#endif

namespace {

/// Philox 4x32-10 of core/random.cpp across the lanes: counter {block, stream, item, first + lane}.
inline void random_words(const LaneRow& row, std::uint32_t first, std::uint32_t block,
                         std::uint32_t (&words)[4][kLanes]) {
    std::uint32_t c0[kLanes], c1[kLanes], c2[kLanes], c3[kLanes];
    for (std::uint32_t l = 0; l < kLanes; ++l) {
        c0[l] = block;
        c1[l] = row.stream;
        c2[l] = row.item;
        c3[l] = first + l;
    }
    std::uint32_t k0 = row.key[0], k1 = row.key[1];
    for (int round = 0; round < 10; ++round) {
        for (std::uint32_t l = 0; l < kLanes; ++l) {
            const std::uint64_t a = std::uint64_t{0xD2511F53} * c0[l];
            const std::uint64_t b = std::uint64_t{0xCD9E8D57} * c2[l];
            c0[l] = static_cast<std::uint32_t>(b >> 32) ^ c1[l] ^ k0;
            c1[l] = static_cast<std::uint32_t>(b);
            c2[l] = static_cast<std::uint32_t>(a >> 32) ^ c3[l] ^ k1;
            c3[l] = static_cast<std::uint32_t>(a);
        }
        k0 += 0x9E3779B9;
        k1 += 0xBB67AE85;
    }
    for (std::uint32_t l = 0; l < kLanes; ++l) {
        words[0][l] = c0[l];
        words[1][l] = c1[l];
        words[2][l] = c2[l];
        words[3][l] = c3[l];
    }
}

}  // namespace

void draw_lanes_plain(const LaneRow& row, std::uint32_t first, double* sums, std::uint32_t stride,
                      std::uint8_t* redo) {
    std::int32_t drawn[kMostLaneNeighbours][kLanes];
    std::uint32_t words[4][kLanes];
    std::uint32_t bad[kLanes] = {};
    const std::uint32_t threshold = (0U - row.others) % row.others;
    for (std::uint32_t j = 0; j < row.neighbours; ++j) {
        if (j % 4 == 0) random_words(row, first, j / 4, words);
        const std::uint32_t* word = words[j % 4];
        std::int32_t* now = drawn[j];
        std::uint32_t low[kLanes];
        for (std::uint32_t l = 0; l < kLanes; ++l) {
            const std::uint64_t product = std::uint64_t{word[l]} * row.others;
            low[l] = static_cast<std::uint32_t>(product);
            now[l] = static_cast<std::int32_t>(product >> 32);
        }
        for (std::uint32_t l = 0; l < kLanes; ++l) bad[l] |= low[l] < threshold ? 1U : 0U;
        for (std::uint32_t earlier = 0; earlier < j; ++earlier)
            for (std::uint32_t l = 0; l < kLanes; ++l) bad[l] |= drawn[earlier][l] == now[l] ? 1U : 0U;
    }
    for (std::uint32_t l = 0; l < kLanes; ++l) redo[l] = static_cast<std::uint8_t>(bad[l]);
    const auto left_out = static_cast<std::int32_t>(row.row);
    for (std::uint32_t j = 0; j < row.neighbours; ++j)
        for (std::uint32_t l = 0; l < kLanes; ++l) drawn[j][l] += drawn[j][l] >= left_out ? 1 : 0;
    for (std::uint32_t f = 0; f < row.feature_count; ++f) {
        const double* values = row.features[f];
        double total[kLanes] = {};
        for (std::uint32_t j = 0; j < row.neighbours; ++j) {
            const double weight = row.weights[j];
            for (std::uint32_t l = 0; l < kLanes; ++l) total[l] += weight * values[drawn[j][l]];
        }
        for (std::uint32_t l = 0; l < kLanes; ++l) sums[f * stride + l] = total[l];
    }
}

void draw_lanes(const LaneRow& row, std::uint32_t first, double* sums, std::uint32_t stride,
                std::uint8_t* redo) {
#ifdef SAFEGROUND_AVX2
    static const bool wide = __builtin_cpu_supports("avx2") != 0;
    if (wide) return draw_lanes_avx2(row, first, sums, stride, redo);
#endif
    draw_lanes_plain(row, first, sums, stride, redo);
}

}  // namespace safeground::stats
