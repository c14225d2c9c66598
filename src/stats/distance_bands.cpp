#include "stats/distance_bands.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/link_sets.hpp"

namespace safeground::stats {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostLinks = 50'000'000;
constexpr double kMostCells = 1024;  // along one side

/// Points in square cells, to find those nearby.
class PointGrid {
public:
    PointGrid(std::span<const double> x, std::span<const double> y, double cell) : m_x(x), m_y(y) {
        double right = -HUGE_VAL, top = -HUGE_VAL;
        m_left = m_low = HUGE_VAL;
        for (std::uint32_t i = 0; i < x.size(); ++i) {
            if (!placed(i)) continue;
            m_left = std::min(m_left, x[i]);
            m_low = std::min(m_low, y[i]);
            right = std::max(right, x[i]);
            top = std::max(top, y[i]);
        }
        if (!(right >= m_left)) return;
        const double extent = std::max(right - m_left, top - m_low);
        m_cell = std::max({cell, extent / kMostCells, std::numeric_limits<double>::min()});
        m_columns = column(right) + 1;
        m_rows = row(top) + 1;
        m_begin.assign(static_cast<std::size_t>(m_columns * m_rows) + 1, 0);
        for (std::uint32_t i = 0; i < x.size(); ++i)
            if (placed(i)) ++m_begin[cell_of(i) + 1];
        for (std::size_t c = 1; c < m_begin.size(); ++c) m_begin[c] += m_begin[c - 1];
        m_points.resize(m_begin.back());
        std::vector<std::uint32_t> next(m_begin.begin(), m_begin.end() - 1);
        for (std::uint32_t i = 0; i < x.size(); ++i)
            if (placed(i)) m_points[next[cell_of(i)]++] = i;
    }

    bool placed(std::uint32_t i) const { return std::isfinite(m_x[i]) && std::isfinite(m_y[i]); }
    double distance(std::uint32_t i, std::uint32_t j) const {
        const double dx = m_x[i] - m_x[j], dy = m_y[i] - m_y[j];
        return std::sqrt(dx * dx + dy * dy);
    }

    /// Calls visit(j) for every other point in the cells at most `rings` cells from that of point i.
    template <class Visit>
    void around(std::uint32_t i, std::int64_t rings, Visit visit) const {
        const std::int64_t c = column(m_x[i]), r = row(m_y[i]);
        for (std::int64_t at = std::max<std::int64_t>(0, r - rings); at <= std::min(m_rows - 1, r + rings);
             ++at) {
            const auto first =
                static_cast<std::size_t>(at * m_columns + std::max<std::int64_t>(0, c - rings));
            const auto last = static_cast<std::size_t>(at * m_columns + std::min(m_columns - 1, c + rings));
            for (std::uint32_t p = m_begin[first]; p < m_begin[last + 1]; ++p)
                if (m_points[p] != i) visit(m_points[p]);
        }
    }

    double cell() const { return m_cell; }
    /// Rings that reach every cell from any other.
    std::int64_t all_rings() const { return std::max(m_columns, m_rows); }

private:
    std::int64_t column(double x) const { return static_cast<std::int64_t>((x - m_left) / m_cell); }
    std::int64_t row(double y) const { return static_cast<std::int64_t>((y - m_low) / m_cell); }
    std::size_t cell_of(std::uint32_t i) const {
        return static_cast<std::size_t>(row(m_y[i]) * m_columns + column(m_x[i]));
    }

    std::span<const double> m_x, m_y;
    double m_left = 0, m_low = 0, m_cell = 1;
    std::int64_t m_columns = 0, m_rows = 0;
    std::vector<std::uint32_t> m_begin;
    std::vector<std::uint32_t> m_points;
};

void end_row(core::Weights& weights, std::vector<std::uint32_t>& neighbours) {
    std::sort(neighbours.begin(), neighbours.end());
    weights.neighbour.insert(weights.neighbour.end(), neighbours.begin(), neighbours.end());
    weights.row_begin.push_back(static_cast<std::uint32_t>(weights.neighbour.size()));
    neighbours.clear();
}

void finish(std::vector<core::Weights>& all) {
    for (core::Weights& weights : all) {
        weights.weight.assign(weights.links(), 1.0);
        weights.islands = core::IslandPolicy::Zero;
    }
}

core::Failure too_many() {
    return core::refuse("There are more than 50 million links, too many for a correlogram.")
        .remedy("Use a shorter distance, fewer lags, or larger areas.");
}

}  // namespace

core::Result<std::vector<core::Weights>> contiguity_orders(const core::Weights& weights, int orders,
                                                           const core::Progress& progress) {
    std::vector<core::Weights> all(static_cast<std::size_t>(orders));
    core::Reach reach(weights);
    std::vector<std::uint32_t> row;
    std::size_t links = 0;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        if (i % 256 == 0 && progress.cancelled()) return core::cancelled();
        reach.from(i, orders);
        for (int order = 1; order <= orders; ++order) {
            const auto areas = reach.at(order);
            row.assign(areas.begin(), areas.end());
            links += row.size();
            end_row(all[static_cast<std::size_t>(order - 1)], row);
        }
        if (links > kMostLinks) return too_many();
    }
    finish(all);
    return all;
}

core::Result<std::vector<core::Weights>> distance_bands(std::span<const double> x, std::span<const double> y,
                                                        std::span<const double> edges,
                                                        const core::Progress& progress) {
    const PointGrid grid(x, y, edges.back());
    std::vector<core::Weights> all(edges.size() - 1);
    std::vector<std::vector<std::uint32_t>> rows(all.size());
    std::size_t links = 0;
    for (std::uint32_t i = 0; i < x.size(); ++i) {
        if (i % 256 == 0 && progress.cancelled()) return core::cancelled();
        if (grid.placed(i))
            grid.around(i, 1, [&](std::uint32_t j) {
                const double d = grid.distance(i, j);
                if (d < edges.front() || d > edges.back()) return;
                const auto above = std::lower_bound(edges.begin() + 1, edges.end(), d);
                if (d == edges.front() && edges.front() > 0) return;  // (from, to], but the first from 0 on
                rows[static_cast<std::size_t>(above - edges.begin() - 1)].push_back(j);
                ++links;
            });
        for (std::size_t b = 0; b < all.size(); ++b) end_row(all[b], rows[b]);
        if (links > kMostLinks) return too_many();
    }
    finish(all);
    return all;
}

std::vector<double> nearest_distances(std::span<const double> x, std::span<const double> y) {
    std::vector<double> nearest(x.size(), kNaN);
    double left = HUGE_VAL, right = -HUGE_VAL, low = HUGE_VAL, top = -HUGE_VAL;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!std::isfinite(x[i]) || !std::isfinite(y[i])) continue;
        left = std::min(left, x[i]);
        right = std::max(right, x[i]);
        low = std::min(low, y[i]);
        top = std::max(top, y[i]);
    }
    // About one point a cell.
    const double cell = std::max(right - left, top - low) / std::sqrt(static_cast<double>(x.size()) + 1);
    const PointGrid grid(x, y, cell);
    for (std::uint32_t i = 0; i < x.size(); ++i) {
        if (!grid.placed(i)) continue;
        double best = HUGE_VAL;
        for (std::int64_t rings = 1; rings <= 2 * grid.all_rings(); rings *= 2) {
            grid.around(i, rings, [&](std::uint32_t j) { best = std::min(best, grid.distance(i, j)); });
            if (best <= static_cast<double>(rings) * grid.cell()) break;  // nothing outside is nearer
        }
        if (std::isfinite(best)) nearest[i] = best;
    }
    return nearest;
}

}  // namespace safeground::stats
