#include "geo/barriers.hpp"

#include <algorithm>
#include <limits>

#include "core/link_sets.hpp"
#include "geo/locate.hpp"
#include "geo/parallel.hpp"
#include "geo/predicates.hpp"

namespace safeground::geo {
namespace {

struct Segment {
    core::Point a, b;
};

core::Box box_of(const Segment& segment) {
    core::Box box;
    box.add(segment.a);
    box.add(segment.b);
    return box;
}

/// Whether two closed segments have a point in common, exactly.
bool meet(const Segment& s, const Segment& t) {
    const int sa = orientation(t.a, t.b, s.a), sb = orientation(t.a, t.b, s.b);
    const int ta = orientation(s.a, s.b, t.a), tb = orientation(s.a, s.b, t.b);
    if (sa * sb < 0 && ta * tb < 0) return true;
    return on_segment(s.a, t.a, t.b) || on_segment(s.b, t.a, t.b) || on_segment(t.a, s.a, s.b) ||
           on_segment(t.b, s.a, s.b);
}

std::vector<Segment> segments_of(const core::Geometry& geometry) {
    std::vector<Segment> segments;
    const auto add = [&](core::Point a, core::Point b) {
        if (finite(a) && finite(b)) segments.push_back({a, b});
    };
    if (const auto* lines = std::get_if<core::Lines>(&geometry))
        for (std::size_t l = 0; l + 1 < lines->line_begin.size(); ++l) {
            const auto line = lines->line(l);
            for (std::size_t i = 1; i < line.size(); ++i) add(line[i - 1], line[i]);
        }
    if (const auto* polygons = std::get_if<core::Polygons>(&geometry))
        for (std::size_t g = 0; g < polygons->rings(); ++g) {
            const auto ring = polygons->ring(g);
            for (std::size_t i = 0; i < ring.size(); ++i) add(ring[i], ring[(i + 1) % ring.size()]);
        }
    return segments;
}

/// Segments in a tree of boxes, halved by their middles.
class SegmentTree {
public:
    explicit SegmentTree(std::vector<Segment> segments) : m_segments(std::move(segments)) {
        if (!m_segments.empty()) build(0, m_segments.size());
    }
    bool meets(const Segment& one) const { return !m_nodes.empty() && meets(one, box_of(one), 0); }

private:
    static constexpr std::size_t kLeaf = 8;
    struct Node {
        core::Box box;
        std::size_t begin, end;
        std::size_t right = 0;  ///< of the two halves; the left one follows its parent. 0: a leaf
    };

    std::size_t build(std::size_t begin, std::size_t end) {
        const std::size_t node = m_nodes.size();
        m_nodes.push_back({core::Box{}, begin, end});
        core::Box box;
        for (std::size_t i = begin; i < end; ++i) box.add(box_of(m_segments[i]));
        m_nodes[node].box = box;
        if (end - begin <= kLeaf) return node;
        const bool by_y = box.height() > box.width();
        const auto at = [&](std::size_t i) { return m_segments.begin() + static_cast<std::ptrdiff_t>(i); };
        const std::size_t middle = begin + (end - begin) / 2;
        std::nth_element(at(begin), at(middle), at(end), [by_y](const Segment& s, const Segment& t) {
            return by_y ? s.a.y + s.b.y < t.a.y + t.b.y : s.a.x + s.b.x < t.a.x + t.b.x;
        });
        build(begin, middle);
        const std::size_t right = build(middle, end);
        m_nodes[node].right = right;
        return node;
    }
    bool meets(const Segment& one, const core::Box& box, std::size_t at) const {
        const Node& node = m_nodes[at];
        if (!node.box.intersects(box)) return false;
        if (node.right != 0) return meets(one, box, at + 1) || meets(one, box, node.right);
        for (std::size_t i = node.begin; i < node.end; ++i)
            if (box_of(m_segments[i]).intersects(box) && meet(m_segments[i], one)) return true;
        return false;
    }

    std::vector<Segment> m_segments;
    std::vector<Node> m_nodes;
};

}  // namespace

std::vector<core::Point> inside_points(const core::Geometry& geometry, const core::Progress& progress) {
    if (const auto* points = std::get_if<core::Points>(&geometry)) return points->at;
    std::vector<core::Point> inside(core::row_count(geometry));
    if (const auto* polygons = std::get_if<core::Polygons>(&geometry))
        for_chunks(inside.size(), 256, 0, [&] {
            return [&](std::size_t, std::size_t begin, std::size_t end) {
                for (std::size_t row = begin; row < end && !progress.cancelled(); ++row)
                    inside[row] = label_point(*polygons, row);
            };
        });
    return inside;
}

BarrierCut cut_by_barriers(const core::Weights& weights, std::span<const core::Point> inside,
                           const core::Geometry& barriers, const core::Progress& progress) {
    const SegmentTree tree(segments_of(barriers));
    std::vector<std::uint8_t> keep(weights.links(), 1);
    for_chunks(weights.size(), 512, 0, [&] {
        return [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end && !progress.cancelled(); ++i)
                for (std::size_t l = weights.row_begin[i]; l < weights.row_begin[i + 1]; ++l) {
                    // From the lower row, so that the way back is the same question.
                    const std::size_t j = weights.neighbour[l];
                    const Segment link{inside[std::min(i, j)], inside[std::max(i, j)]};
                    if (finite(link.a) && finite(link.b) && tree.meets(link)) keep[l] = 0;
                }
        };
    });
    if (progress.cancelled()) return {};
    BarrierCut cut;
    cut.links_cut = static_cast<std::size_t>(std::count(keep.begin(), keep.end(), std::uint8_t{0}));
    cut.weights = core::keep_links(weights, keep);
    return cut;
}

}  // namespace safeground::geo
