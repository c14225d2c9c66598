#define SAFEGROUND_LANES lanes_any
#include "stats/draw_lanes_code.hpp"

namespace safeground::stats {

#ifdef SAFEGROUND_AVX2
namespace lanes_avx2 {
void draw_lanes(const LaneRow& row, std::uint32_t first, double* sums, std::uint32_t stride,
                std::uint8_t* redo);
}
#endif

void draw_lanes(const LaneRow& row, std::uint32_t first, double* sums, std::uint32_t stride,
                std::uint8_t* redo) {
#ifdef SAFEGROUND_AVX2
    static const bool wide = __builtin_cpu_supports("avx2") != 0;
    if (wide) return lanes_avx2::draw_lanes(row, first, sums, stride, redo);
#endif
    lanes_any::draw_lanes(row, first, sums, stride, redo);
}

}  // namespace safeground::stats
