#pragma once

#include <algorithm>

#include "ops/local_statistic.hpp"
#include "stats/local_moran.hpp"

/// One function a local statistic, each in the file of its name. A new one is added here and to
/// local_statistics(), and is then an operation too.
namespace safeground::ops {

LocalStatistic getis_ord_statistic();
LocalStatistic local_moran_statistic();
LocalStatistic eb_local_moran_statistic();
LocalStatistic partial_local_moran_statistic();
LocalStatistic bivariate_local_moran_statistic();
LocalStatistic local_lee_statistic();
LocalStatistic local_geary_statistic();
LocalStatistic local_join_count_statistic();
LocalStatistic losh_statistic();

/// The finding of a result of stats, its diagnostics kept; `kinds` turns the result into kinds.
template <class Local, class Kinds>
core::Result<LocalFinding> found(core::Result<Local> local, const Kinds& kinds) {
    if (!local) return local.failure();
    LocalFinding finding;
    finding.kind = kinds(*local);
    finding.result = std::move(static_cast<stats::LocalResult&>(*local));
    return core::Result<LocalFinding>(std::move(finding), local.diagnostics());
}

/// high-high, low-low, low-high, high-low: in the order of stats::Quadrant, so that a quadrant is its kind.
inline std::vector<LocalKind> quadrant_kinds() {
    return {{"high-high", "high among high"},
            {"low-low", "low among low"},
            {"low-high", "low among high"},
            {"high-low", "high among low"}};
}
inline std::vector<Kind> quadrant_kinds(const std::vector<stats::Quadrant>& quadrants) {
    std::vector<Kind> kinds(quadrants.size());
    std::transform(quadrants.begin(), quadrants.end(), kinds.begin(),
                   [](stats::Quadrant q) { return static_cast<Kind>(q); });
    return kinds;
}

}  // namespace safeground::ops
