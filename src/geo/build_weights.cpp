#include "geo/build_weights.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/link_sets.hpp"
#include "core/value.hpp"
#include "geo/contiguity.hpp"
#include "geo/lower_rows.hpp"
#include "geo/nearest.hpp"
#include "geo/parallel.hpp"
#include "geo/predicates.hpp"

namespace safeground::geo {
namespace {

/// Each row without neighbour is linked with its nearest by `points`; says how many were.
std::size_t join_islands(LowerRows& lower, std::span<const core::Point> points) {
    std::vector<bool> has_neighbour(lower.size(), false);
    for (std::size_t i = 0; i < lower.size(); ++i)
        for (const std::uint32_t j : lower.of(i)) has_neighbour[i] = has_neighbour[j] = true;
    std::optional<NearestPoints> tree;
    std::vector<NearestPoints::Found> found;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> links;  // higher row, lower row
    std::size_t joined = 0;
    for (std::size_t i = 0; i < lower.size(); ++i) {
        if (has_neighbour[i] || !finite(points[i])) continue;
        if (!tree) tree.emplace(points);
        tree->nearest(points[i], static_cast<std::uint32_t>(i), 1, found);
        if (found.empty()) continue;
        const auto a = static_cast<std::uint32_t>(i), b = found.front().second;
        links.emplace_back(std::max(a, b), std::min(a, b));
        ++joined;
    }
    if (links.empty()) return 0;
    for (std::size_t i = 0; i < lower.size(); ++i)
        for (const std::uint32_t j : lower.of(i)) links.emplace_back(static_cast<std::uint32_t>(i), j);
    std::sort(links.begin(), links.end());
    links.erase(std::unique(links.begin(), links.end()), links.end());
    std::fill(lower.begin.begin(), lower.begin.end(), 0U);
    lower.rows.clear();
    for (const auto& [high, low] : links) {
        ++lower.begin[high + 1];
        lower.rows.push_back(low);
    }
    for (std::size_t i = 0; i < lower.size(); ++i) lower.begin[i + 1] += lower.begin[i];
    return joined;
}

core::Weights symmetric(const LowerRows& lower) {
    core::Weights weights;
    const std::size_t n = lower.size();
    weights.row_begin.assign(n + 1, 0);
    for (std::size_t i = 0; i < n; ++i) weights.row_begin[i + 1] = lower.begin[i + 1] - lower.begin[i];
    for (const std::uint32_t j : lower.rows) ++weights.row_begin[j + 1];
    for (std::size_t i = 0; i < n; ++i) weights.row_begin[i + 1] += weights.row_begin[i];
    weights.neighbour.resize(weights.row_begin.back());
    weights.weight.assign(weights.neighbour.size(), 1.0);
    std::vector<std::uint32_t> at(weights.row_begin.begin(), weights.row_begin.end() - 1);
    // A row's lower neighbours come before any higher row adds itself: each list is ascending.
    for (std::size_t i = 0; i < n; ++i)
        for (const std::uint32_t j : lower.of(i)) {
            weights.neighbour[at[i]++] = j;
            weights.neighbour[at[j]++] = static_cast<std::uint32_t>(i);
        }
    return weights;
}

core::Result<core::Weights> contiguity(const core::Polygons& polygons, const ContiguityOptions& options,
                                       bool edges, const core::Progress& progress) {
    if (!std::isfinite(options.snap_m) || options.snap_m < 0)
        return core::fail(core::ErrorKind::Usage,
                          fmt::format("The snap distance must be 0 or a number of metres above 0, not {}.",
                                      options.snap_m))
            .remedy("Use 0.01, the default, or 1 for coarsely drawn borders.");
    LowerRows lower = touching_lower_rows(polygons, options.snap_m, edges, progress);
    if (progress.cancelled()) return core::cancelled();
    std::string islands;
    if (options.islands == core::IslandPolicy::Nearest) {
        std::vector<core::Point> centres(polygons.size());
        for (std::size_t row = 0; row < polygons.size(); ++row) centres[row] = core::centroid(polygons, row);
        const std::size_t joined = join_islands(lower, centres);
        islands = fmt::format(", {} {} joined to the area with the nearest centroid", joined,
                              joined == 1 ? "island" : "islands");
    }
    core::Weights weights = symmetric(lower);
    weights.islands = options.islands;
    weights.description =
        fmt::format("{} contiguity, {}{}", edges ? "rook" : "queen",
                    options.snap_m > 0 ? fmt::format("snap {} m", core::shortest(options.snap_m))
                                       : "vertices must be identical",
                    islands);
    return weights;
}

}  // namespace

core::Result<core::Weights> queen_weights(const core::Polygons& polygons, const ContiguityOptions& options,
                                          const core::Progress& progress) {
    return contiguity(polygons, options, false, progress);
}

core::Result<core::Weights> rook_weights(const core::Polygons& polygons, const ContiguityOptions& options,
                                         const core::Progress& progress) {
    return contiguity(polygons, options, true, progress);
}

core::Result<core::Weights> knn_weights(std::span<const core::Point> points, int k,
                                        const core::Progress& progress) {
    if (k < 1)
        return core::fail(core::ErrorKind::Usage,
                          fmt::format("The number of neighbours must be 1 or more, not {}.", k));
    const NearestPoints tree(points);
    const auto wanted = static_cast<std::size_t>(k);
    if (tree.size() <= wanted)
        return core::refuse(fmt::format("Only {} of {} rows have a position, too few for {} neighbours each.",
                                        tree.size(), points.size(), k))
            .remedy(tree.size() > 1 ? fmt::format("Ask for at most {} neighbours.", tree.size() - 1)
                                    : std::string("Choose a layer with positions."));
    if (tree.size() * wanted > std::numeric_limits<std::uint32_t>::max())
        return core::refuse(fmt::format("{} neighbours each would make more links than can be held.", k));
    core::Weights weights;
    weights.row_begin.resize(points.size() + 1);
    for (std::size_t i = 0; i < points.size(); ++i)
        weights.row_begin[i + 1] =
            weights.row_begin[i] + (finite(points[i]) ? static_cast<std::uint32_t>(k) : 0U);
    weights.neighbour.resize(weights.row_begin.back());
    weights.weight.assign(weights.neighbour.size(), 1.0);
    for_chunks(points.size(), 1024, 0, [&] {
        return [&, found = std::vector<NearestPoints::Found>()](std::size_t, std::size_t begin,
                                                                std::size_t end) mutable {
            for (std::size_t i = begin; i < end && !progress.cancelled(); ++i) {
                if (!finite(points[i])) continue;
                tree.nearest(points[i], static_cast<std::uint32_t>(i), wanted, found);
                const auto row = weights.neighbour.begin() + weights.row_begin[i];
                std::transform(found.begin(), found.end(), row, [](const auto& f) { return f.second; });
                std::sort(row, row + static_cast<std::ptrdiff_t>(found.size()));
            }
        };
    });
    if (progress.cancelled()) return core::cancelled();
    weights.description = fmt::format("{} nearest neighbours", k);
    return weights;
}

core::Result<core::Weights> distance_weights(std::span<const core::Point> points, double distance_m,
                                             core::IslandPolicy islands, const core::Progress& progress) {
    using core::kMostLinks;
    if (!std::isfinite(distance_m) || distance_m < 0)
        return core::fail(
            core::ErrorKind::Usage,
            fmt::format("The distance must be 0 or a number of metres above 0, not {}.", distance_m));
    const NearestPoints tree(points);
    std::atomic<std::size_t> links{0};
    LowerRows lower = find_lower_rows(points.size(), 256, [&] {
        return [&](std::size_t i, std::vector<std::uint32_t>& found) {
            if (!finite(points[i]) || progress.cancelled() || links > kMostLinks / 2) return;
            const std::size_t before = found.size();
            tree.within(points[i], distance_m, [&](std::uint32_t j) {
                if (j < i) found.push_back(j);
            });
            links += found.size() - before;
        };
    });
    if (progress.cancelled()) return core::cancelled();
    if (links > kMostLinks / 2)
        return core::refuse(fmt::format("A distance of {} m makes more than {} links between {} points.",
                                        core::shortest(distance_m),
                                        core::grouped(static_cast<double>(kMostLinks)),
                                        core::grouped(static_cast<double>(points.size()))))
            .remedy("Use a shorter distance, or the k nearest neighbours.");
    std::string joined_islands;
    if (islands == core::IslandPolicy::Nearest) {
        const std::size_t joined = join_islands(lower, points);
        joined_islands =
            fmt::format(", {} {} joined to the nearest point", joined, joined == 1 ? "island" : "islands");
    }
    core::Weights weights = symmetric(lower);
    weights.islands = islands;
    weights.description = fmt::format("within {} m{}", core::shortest(distance_m), joined_islands);
    return weights;
}

double full_connection_distance_m(std::span<const core::Point> points) {
    const NearestPoints tree(points);
    if (tree.size() < 2) return std::numeric_limits<double>::quiet_NaN();
    std::vector<NearestPoints::Found> found;
    double farthest = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!finite(points[i])) continue;
        tree.nearest(points[i], static_cast<std::uint32_t>(i), 1, found);
        farthest = std::max(farthest, found.front().first);
    }
    return std::sqrt(farthest);
}

}  // namespace safeground::geo
