#include "stats/local_result.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace safeground::stats {

void start(LocalResult& result, const Prepared& used, Tail tail) {
    for (auto* column : {&result.value, &result.lag, &result.statistic, &result.expected, &result.variance,
                         &result.z, &result.p, &result.p_analytic, &result.p_permutation})
        column->assign(used.input_size, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < used.values.size(); ++i) result.value[used.area[i]] = used.values[i];
    result.tail = tail;
    result.mean = used.moments.mean;
    result.links = used.weights.links();
    result.n = used.values.size();
    result.islands = used.islands;
    result.undefined = used.input_size;
}

std::vector<core::Diagnostic> note_stop(LocalResult& result,
                                        const core::Result<std::vector<TailCounts>>& counts) {
    if (counts.diagnostics().empty()) return {};
    std::uint32_t fewest = std::numeric_limits<std::uint32_t>::max();
    for (const TailCounts& count : *counts)
        if (count.total > 0) fewest = std::min(fewest, count.total);
    result.stopped_at = static_cast<int>(fewest);
    return counts.diagnostics();
}

void finish(LocalResult& result, bool permuted) {
    result.p = permuted ? result.p_permutation : result.p_analytic;
    result.undefined = static_cast<std::size_t>(
        std::count_if(result.p.begin(), result.p.end(), [](double p) { return std::isnan(p); }));
}

}  // namespace safeground::stats
