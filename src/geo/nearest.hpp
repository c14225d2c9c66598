#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/geometry.hpp"

namespace safeground::geo {

/// A balanced k-d tree over points; those without position are left out. Const access from any threads. Many
/// thousand points at one place make a search read all of them, because ties go to the lower row.
class NearestPoints {
public:
    using Found = std::pair<double, std::uint32_t>;  ///< squared distance, row

    explicit NearestPoints(std::span<const core::Point> points);
    std::size_t size() const { return m_points.size(); }

    /// The k points nearest to `from` but for row `except`, nearest first, then lower row first. Fewer when
    /// there are no more.
    void nearest(core::Point from, std::uint32_t except, std::size_t k, std::vector<Found>& found) const;
    /// Calls visit(row) for every point at most `distance` from `from`, in no particular order.
    template <class Visit>
    void within(core::Point from, double distance, const Visit& visit) const {
        within(from, distance, visit, 0, m_points.size());
    }

private:
    static constexpr std::size_t kLeaf = 12;
    struct Entry {
        core::Point at;
        std::uint32_t row;
        bool by_y;  ///< of the middle of a range: how the range was split
    };
    void build(std::size_t begin, std::size_t end);
    void nearest(core::Point from, std::uint32_t except, std::size_t k, std::vector<Found>& heap,
                 std::size_t begin, std::size_t end) const;

    template <class Visit>
    void within(core::Point from, double distance, const Visit& visit, std::size_t begin,
                std::size_t end) const {
        const auto test = [&](const Entry& entry) {
            const double dx = entry.at.x - from.x, dy = entry.at.y - from.y;
            if (std::sqrt(dx * dx + dy * dy) <= distance) visit(entry.row);
        };
        while (end - begin > kLeaf) {
            const std::size_t middle = begin + (end - begin) / 2;
            const Entry& split = m_points[middle];
            const double to_plane = split.by_y ? from.y - split.at.y : from.x - split.at.x;
            const double reach =
                distance * (1 + 1e-12);  // a hair wider: the exact test is the one on the point
            if (std::abs(to_plane) <= reach) test(split);
            if (to_plane <= reach) within(from, distance, visit, begin, middle);
            if (to_plane < -reach) return;
            begin = middle + 1;
        }
        for (std::size_t i = begin; i < end; ++i) test(m_points[i]);
    }

    std::vector<Entry> m_points;
};

}  // namespace safeground::geo
