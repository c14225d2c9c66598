#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numbers>
#include <optional>

#include "core/link_sets.hpp"
#include "core/value.hpp"
#include "geo/build_weights.hpp"
#include "geo/nearest.hpp"
#include "geo/parallel.hpp"
#include "geo/predicates.hpp"

namespace safeground::geo {
namespace {

using Link = std::pair<std::uint32_t, double>;  ///< neighbour, weight

double distance(core::Point a, core::Point b) {
    const double dx = a.x - b.x, dy = a.y - b.y;
    return std::sqrt(dx * dx + dy * dy);
}

/// Weights of points; `make_worker()` is called once a thread and gives `find(row, links)`, which appends the
/// links of one row in any order.
template <class MakeWorker>
core::Result<core::Weights> weights_of_rows(std::span<const core::Point> points,
                                            const MakeWorker& make_worker, const core::Progress& progress) {
    constexpr std::size_t kChunk = 256;
    std::vector<std::vector<Link>> chunks((points.size() + kChunk - 1) / kChunk);
    core::Weights weights;
    weights.row_begin.assign(points.size() + 1, 0);
    std::atomic<std::size_t> links{0};
    for_chunks(points.size(), kChunk, 0, [&] {
        return [&, find = make_worker()](std::size_t chunk, std::size_t begin, std::size_t end) mutable {
            std::vector<Link> found;
            for (std::size_t row = begin; row < end; ++row) {
                const std::size_t before = found.size();
                if (finite(points[row]) && !progress.cancelled() && links <= core::kMostLinks)
                    find(static_cast<std::uint32_t>(row), found);
                std::sort(found.begin() + static_cast<std::ptrdiff_t>(before), found.end());
                weights.row_begin[row + 1] = static_cast<std::uint32_t>(found.size() - before);
                links += found.size() - before;
            }
            chunks[chunk] = std::move(found);
        };
    });
    if (progress.cancelled()) return core::cancelled();
    if (links > core::kMostLinks)
        return core::refuse(fmt::format("This makes more than {} links between {} points.",
                                        core::grouped(static_cast<double>(core::kMostLinks)),
                                        core::grouped(static_cast<double>(points.size()))))
            .remedy("Use a shorter distance, or the k nearest neighbours.");
    for (std::size_t row = 0; row < points.size(); ++row)
        weights.row_begin[row + 1] += weights.row_begin[row];
    weights.neighbour.reserve(links);
    weights.weight.reserve(links);
    for (std::vector<Link>& chunk : chunks) {
        for (const auto& [neighbour, weight] : chunk) {
            weights.neighbour.push_back(neighbour);
            weights.weight.push_back(weight);
        }
        chunk = {};
    }
    return weights;
}

core::Failure not_above_nought(const char* what, double given) {
    return core::fail(core::ErrorKind::Usage,
                      fmt::format("The {} must be a number of metres above 0, not {}.", what, given));
}

const char* name(Kernel kernel) {
    switch (kernel) {
        case Kernel::Uniform:
            return "uniform";
        case Kernel::Triangular:
            return "triangular";
        case Kernel::Epanechnikov:
            return "Epanechnikov";
        case Kernel::Quartic:
            return "quartic";
        case Kernel::Gaussian:
            return "Gaussian";
    }
    return "";
}

/// The links of one row by a kernel of this bandwidth.
void kernel_row(const NearestPoints& tree, std::span<const core::Point> points, std::uint32_t row,
                Kernel kernel, double bandwidth, std::vector<Link>& links) {
    tree.within(points[row], bandwidth, [&](std::uint32_t other) {
        const double weight = kernel_weight(kernel, distance(points[row], points[other]) / bandwidth);
        if (other != row && weight > 0) links.emplace_back(other, weight);
    });
}

}  // namespace

double kernel_weight(Kernel kernel, double u) {
    if (!(u <= 1)) return 0;
    const double rest = 1 - u * u;
    switch (kernel) {
        case Kernel::Uniform:
            return 0.5;
        case Kernel::Triangular:
            return 1 - u;
        case Kernel::Epanechnikov:
            return 0.75 * rest;
        case Kernel::Quartic:
            return 0.9375 * rest * rest;
        case Kernel::Gaussian:
            return std::exp(-u * u / 2) * (std::numbers::inv_sqrtpi / std::numbers::sqrt2);
    }
    return 0;
}

bool vanishes_at_bandwidth(Kernel kernel) { return kernel_weight(kernel, 1) == 0; }

core::Result<core::Weights> kernel_weights(std::span<const core::Point> points, Kernel kernel,
                                           double bandwidth_m, const core::Progress& progress) {
    if (!std::isfinite(bandwidth_m) || bandwidth_m <= 0) return not_above_nought("bandwidth", bandwidth_m);
    const NearestPoints tree(points);
    core::Result<core::Weights> weights = weights_of_rows(
        points,
        [&] {
            return [&](std::uint32_t row, std::vector<Link>& links) {
                kernel_row(tree, points, row, kernel, bandwidth_m, links);
            };
        },
        progress);
    if (weights)
        weights->description =
            fmt::format("{} kernel, bandwidth {} m", name(kernel), core::shortest(bandwidth_m));
    return weights;
}

core::Result<core::Weights> adaptive_kernel_weights(std::span<const core::Point> points, Kernel kernel, int k,
                                                    const core::Progress& progress) {
    const int fewest = vanishes_at_bandwidth(kernel) ? 2 : 1;
    if (k < fewest)
        return core::fail(core::ErrorKind::Usage,
                          fmt::format("The number of neighbours of a {} kernel must be {} or more, not {}.",
                                      name(kernel), fewest, k));
    const NearestPoints tree(points);
    const auto wanted = static_cast<std::size_t>(k);
    if (tree.size() <= wanted)
        return core::refuse(fmt::format("Only {} of {} rows have a position, too few for {} neighbours each.",
                                        tree.size(), points.size(), k))
            .remedy(tree.size() > 2 ? fmt::format("Ask for at most {} neighbours.", tree.size() - 1)
                                    : std::string("Choose a layer with positions."));
    std::mutex one_at_a_time;
    std::optional<std::uint32_t> crowded;  // the lowest row whose bandwidth is 0
    core::Result<core::Weights> weights = weights_of_rows(
        points,
        [&] {
            return [&, found = std::vector<NearestPoints::Found>()](std::uint32_t row,
                                                                    std::vector<Link>& links) mutable {
                tree.nearest(points[row], row, wanted, found);
                const double bandwidth = std::sqrt(found.back().first);
                if (bandwidth > 0) return kernel_row(tree, points, row, kernel, bandwidth, links);
                const std::lock_guard lock(one_at_a_time);
                crowded = std::min(row, crowded.value_or(row));
            };
        },
        progress);
    if (!weights) return weights;
    if (crowded)
        return core::refuse(
                   fmt::format("Row {} has {} others at its very place, so its bandwidth would be 0.",
                               *crowded + 1, k))
            .remedy("Ask for more neighbours, or use a bandwidth in metres.");
    weights->description = fmt::format("{} kernel, bandwidth to nearest number {}", name(kernel), k);
    return weights;
}

core::Result<core::Weights> inverse_distance_weights(std::span<const core::Point> points, double distance_m,
                                                     double power, const core::Progress& progress) {
    if (!std::isfinite(distance_m) || distance_m <= 0) return not_above_nought("distance", distance_m);
    if (!(power > 0 && power <= 10))
        return core::fail(
            core::ErrorKind::Usage,
            fmt::format("The power of an inverse distance must be above 0 and at most 10, not {}.", power));
    const NearestPoints tree(points);
    std::mutex one_at_a_time;
    std::optional<std::pair<std::uint32_t, std::uint32_t>> together;  // the first two rows at one place
    core::Result<core::Weights> weights = weights_of_rows(
        points,
        [&] {
            return [&](std::uint32_t row, std::vector<Link>& links) {
                tree.within(points[row], distance_m, [&](std::uint32_t other) {
                    if (other == row) return;
                    const double d = distance(points[row], points[other]);
                    const double weight = power == 1 ? 1 / d : std::pow(d, -power);
                    if (std::isfinite(weight)) {
                        if (weight > 0) links.emplace_back(other, weight);
                        return;
                    }
                    const std::pair pair{std::min(row, other), std::max(row, other)};
                    const std::lock_guard lock(one_at_a_time);
                    together = std::min(pair, together.value_or(pair));
                });
            };
        },
        progress);
    if (!weights) return weights;
    if (together)
        return core::refuse(
                   fmt::format("Rows {} and {} are at the same place, so the inverse of their distance "
                               "has no end.",
                               together->first + 1, together->second + 1))
            .remedy("Leave one of the two out, or use a kernel, which has a weight for no distance.");
    weights->description =
        fmt::format("inverse distance{} within {} m",
                    power == 1 ? "" : " to the power " + core::shortest(power), core::shortest(distance_m));
    return weights;
}

}  // namespace safeground::geo
