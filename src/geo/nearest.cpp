#include "geo/nearest.hpp"

#include <algorithm>

#include "geo/predicates.hpp"

namespace safeground::geo {

NearestPoints::NearestPoints(std::span<const core::Point> points) {
    for (std::size_t row = 0; row < points.size(); ++row)
        if (finite(points[row])) m_points.push_back({points[row], static_cast<std::uint32_t>(row), false});
    build(0, m_points.size());
}

void NearestPoints::build(std::size_t begin, std::size_t end) {
    while (end - begin > kLeaf) {
        core::Box box;
        for (std::size_t i = begin; i < end; ++i) box.add(m_points[i].at);
        const bool by_y = box.height() > box.width();
        const std::size_t middle = begin + (end - begin) / 2;
        const auto at = [&](std::size_t i) { return m_points.begin() + static_cast<std::ptrdiff_t>(i); };
        std::nth_element(at(begin), at(middle), at(end), [&](const Entry& a, const Entry& b) {
            const double va = by_y ? a.at.y : a.at.x, vb = by_y ? b.at.y : b.at.x;
            return va < vb || (va == vb && a.row < b.row);
        });
        m_points[middle].by_y = by_y;
        build(begin, middle);
        begin = middle + 1;
    }
}

void NearestPoints::nearest(core::Point from, std::uint32_t except, std::size_t k,
                            std::vector<Found>& found) const {
    found.clear();
    if (k == 0) return;
    nearest(from, except, k, found, 0, m_points.size());
    std::sort_heap(found.begin(), found.end());
}

void NearestPoints::nearest(core::Point from, std::uint32_t except, std::size_t k, std::vector<Found>& heap,
                            std::size_t begin, std::size_t end) const {
    const auto consider = [&](const Entry& entry) {
        if (entry.row == except) return;
        const double dx = entry.at.x - from.x, dy = entry.at.y - from.y;
        const Found candidate{dx * dx + dy * dy, entry.row};
        if (heap.size() == k) {
            if (!(candidate < heap.front())) return;
            std::pop_heap(heap.begin(), heap.end());
            heap.pop_back();
        }
        heap.push_back(candidate);
        std::push_heap(heap.begin(), heap.end());
    };
    if (end - begin <= kLeaf) {
        for (std::size_t i = begin; i < end; ++i) consider(m_points[i]);
        return;
    }
    const std::size_t middle = begin + (end - begin) / 2;
    const Entry& split = m_points[middle];
    const double to_plane = split.by_y ? from.y - split.at.y : from.x - split.at.x;
    consider(split);
    const bool lower_first = to_plane < 0;
    nearest(from, except, k, heap, lower_first ? begin : middle + 1, lower_first ? middle : end);
    if (heap.size() < k || to_plane * to_plane <= heap.front().first)
        nearest(from, except, k, heap, lower_first ? middle + 1 : begin, lower_first ? end : middle);
}

}  // namespace safeground::geo
