#pragma once

#include <cstdint>

/// Sixteen replicates of one row's draws side by side, for processors that compute on many numbers at once.
/// The draws and the sums are those of core::RandomStream and a plain loop, to the last bit: lanes whose
/// draws need the slow path (a repeated area, a rejected number) are only marked.
namespace safeground::stats {

inline constexpr std::uint32_t kLanes = 16;
inline constexpr std::uint32_t kMostLaneNeighbours = 64;

struct LaneRow {
    std::uint32_t key[2];           ///< of the seed
    std::uint32_t stream, item;     ///< as RandomStream takes them
    std::uint32_t row;              ///< left out of the draws
    std::uint32_t others;           ///< areas to draw from, without `row`
    std::uint32_t neighbours;       ///< at most kMostLaneNeighbours
    const double* weights;          ///< of the neighbours, in order
    const double* const* features;  ///< `sums` of these are wanted
    std::uint32_t feature_count;
};

/// sums[f * stride + lane] = sum_j w_j v_f(draw j) of replicate first + lane; redo[lane] = 1: not to be used.
void draw_lanes(const LaneRow& row, std::uint32_t first, double* sums, std::uint32_t stride,
                std::uint8_t* redo);

/// The same in plain loops, which draw_lanes() takes where the processor has no better.
void draw_lanes_plain(const LaneRow& row, std::uint32_t first, double* sums, std::uint32_t stride,
                      std::uint8_t* redo);

}  // namespace safeground::stats
