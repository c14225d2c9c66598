#define SAFEGROUND_LANES lanes_avx2
#include "stats/draw_lanes_code.hpp"
