#include "geo/contiguity.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

#include "geo/lower_rows.hpp"
#include "geo/parallel.hpp"
#include "geo/predicates.hpp"

namespace safeground::geo {
namespace {

constexpr std::uint32_t kNoRow = 0xFFFFFFFF;

std::pair<std::uint32_t, std::uint32_t> vertices_of(const core::Polygons& polygons, std::size_t row) {
    const auto ring = [&](std::size_t part) { return polygons.ring_begin[polygons.part_begin[part]]; };
    return {ring(polygons.row_begin[row]), ring(polygons.row_begin[row + 1])};
}

/// Vertices in buckets of the cells of a grid. Different cells may share a bucket, which costs a comparison
/// and no more: two vertices match by their distance.
class VertexHash {
public:
    struct Entry {
        std::uint32_t vertex, row;
    };

    VertexHash(const core::Polygons& polygons, double snap_m)
        : m_snap(snap_m), m_reach(snap_m * (1 + 1e-12)) {
        m_per_metre = 1 / std::max({2 * snap_m, short_edge(polygons), 1e-300});
        const std::size_t vertices = polygons.vertices.size();
        const std::size_t buckets = std::bit_ceil(std::max<std::size_t>(16, vertices));
        m_mask = buckets - 1;
        m_home.resize(vertices);
        for_chunks(vertices, 16384, 0, [&] {
            return [&](std::size_t, std::size_t begin, std::size_t end) {
                for (std::size_t v = begin; v < end; ++v) {
                    const core::Point p = polygons.vertices[v];
                    m_home[v] = finite(p) ? bucket_of(cell_of(p.x), cell_of(p.y)) : kNowhere;
                }
            };
        });
        // Counted, summed and filled from the last vertex backwards: m_begin ends as the begins.
        m_begin.assign(buckets + 1, 0);
        for (const std::uint32_t bucket : m_home)
            if (bucket != kNowhere) ++m_begin[bucket];
        std::uint32_t sum = 0;
        for (std::uint32_t& begin : m_begin) begin = sum += begin;
        m_entries.resize(sum);
        for (std::size_t row = polygons.size(); row-- > 0;) {
            const auto [from, to] = vertices_of(polygons, row);
            for (std::uint32_t v = to; v-- > from;)
                if (m_home[v] != kNowhere)
                    m_entries[--m_begin[m_home[v]]] = {v, static_cast<std::uint32_t>(row)};
        }
    }

    bool match(core::Point a, core::Point b) const {
        const double dx = a.x - b.x, dy = a.y - b.y;
        return dx * dx + dy * dy <= m_snap * m_snap;
    }

    /// Asks for the memory that matches() will read for a vertex a little later.
    void prefetch(std::size_t vertex) const {
        if (vertex + 16 < m_home.size()) __builtin_prefetch(&m_begin[m_home[vertex + 16] & m_mask]);
        if (vertex + 8 < m_home.size())
            __builtin_prefetch(m_entries.data() + m_begin[m_home[vertex + 8] & m_mask]);
    }

    /// Calls found(entry) for vertices of rows below `row` at most the snap distance from p, and for some
    /// that are farther.
    template <class Found>
    void near(core::Point p, std::uint32_t row, const Found& found) const {
        // A hair wider, so that rounding never hides a cell.
        const double rx = m_reach + std::abs(p.x) * 1e-15, ry = m_reach + std::abs(p.y) * 1e-15;
        const std::int64_t x_end = cell_of(p.x + rx), y_end = cell_of(p.y + ry);
        for (std::int64_t y = cell_of(p.y - ry); y <= y_end; ++y)
            for (std::int64_t x = cell_of(p.x - rx); x <= x_end; ++x) {
                const std::uint32_t bucket = bucket_of(x, y);
                for (std::uint32_t i = m_begin[bucket]; i < m_begin[bucket + 1]; ++i) {
                    if (m_entries[i].row >= row) break;  // entries are in the order of rows
                    found(m_entries[i]);
                }
            }
    }

private:
    static constexpr std::uint32_t kNowhere = 0xFFFFFFFF;

    /// A length that most edges exceed, from a sample: cells of it hold few vertices that are not the same
    /// place, and few vertices lie within the snap distance of a cell's border. Never so short, beside the
    /// coordinates, that cells could not be numbered.
    static double short_edge(const core::Polygons& polygons) {
        constexpr std::size_t kSample = 1024;
        std::vector<double> lengths, sizes;
        const std::size_t step = std::max<std::size_t>(1, polygons.vertices.size() / kSample);
        for (std::size_t i = 1; i < polygons.vertices.size(); i += step) {
            const core::Point a = polygons.vertices[i - 1], b = polygons.vertices[i];
            const double length = std::hypot(a.x - b.x, a.y - b.y);
            if (!std::isfinite(length) || length == 0) continue;
            lengths.push_back(length);
            sizes.push_back(std::abs(a.x) + std::abs(a.y));
        }
        if (lengths.empty()) return 1;
        return std::max(smallest(lengths, lengths.size() / 10), 1e-9 * smallest(sizes, sizes.size() / 2));
    }
    static double smallest(std::vector<double>& values, std::size_t place) {
        const auto at = values.begin() + static_cast<std::ptrdiff_t>(place);
        std::nth_element(values.begin(), at, values.end());
        return *at;
    }

    std::int64_t cell_of(double value) const {
        const double scaled = value * m_per_metre;
        if (!(std::abs(scaled) < 1e15)) return scaled > 0 ? kFarCell : -kFarCell;
        const auto cell = static_cast<std::int64_t>(scaled);
        return cell - (static_cast<double>(cell) > scaled ? 1 : 0);
    }
    std::uint32_t bucket_of(std::int64_t x, std::int64_t y) const {
        const std::uint64_t key =
            static_cast<std::uint64_t>(x) + static_cast<std::uint64_t>(y) * 0x9E3779B97F4A7C15ULL;
        return static_cast<std::uint32_t>(key & m_mask);
    }

    static constexpr std::int64_t kFarCell = 2'000'000'000'000'000;
    double m_snap, m_reach, m_per_metre = 1;
    std::size_t m_mask = 0;
    std::vector<std::uint32_t> m_home;  ///< bucket of every vertex
    std::vector<std::uint32_t> m_begin;
    std::vector<Entry> m_entries;
};

/// The next vertex of the same ring that is farther than the snap distance: what lies between is the same
/// point.
class RingWalk {
public:
    RingWalk(const core::Polygons& polygons, const VertexHash& hash) : m_polygons(polygons), m_hash(hash) {
        m_ring_of.resize(polygons.vertices.size());
        for (std::size_t ring = 0; ring < polygons.rings(); ++ring)
            for (std::uint32_t v = polygons.ring_begin[ring]; v < polygons.ring_begin[ring + 1]; ++v)
                m_ring_of[v] = static_cast<std::uint32_t>(ring);
    }
    std::optional<core::Point> next(std::uint32_t vertex, bool forward) const {
        const std::uint32_t begin = m_polygons.ring_begin[m_ring_of[vertex]];
        const std::uint32_t end = m_polygons.ring_begin[m_ring_of[vertex] + 1];
        const core::Point from = m_polygons.vertices[vertex];
        std::uint32_t at = vertex;
        do {
            at = forward ? (at + 1 == end ? begin : at + 1) : (at == begin ? end : at) - 1;
            const core::Point p = m_polygons.vertices[at];
            if (finite(p) && !m_hash.match(p, from)) return p;
        } while (at != vertex);
        return std::nullopt;
    }

private:
    const core::Polygons& m_polygons;
    const VertexHash& m_hash;
    std::vector<std::uint32_t> m_ring_of;
};

}  // namespace

LowerRows touching_lower_rows(const core::Polygons& polygons, double snap_m, bool edges,
                              const core::Progress& progress) {
    const std::size_t rows = polygons.size();
    const VertexHash hash(polygons, snap_m);
    std::optional<RingWalk> walk;
    if (edges) walk.emplace(polygons, hash);
    progress.report(0.4, "Matching borders");
    LowerRows lower = find_lower_rows(rows, 512, [&] {
        return [&, linked = std::vector<std::uint32_t>(rows, kNoRow)](
                   std::size_t r, std::vector<std::uint32_t>& found) mutable {
            if (progress.cancelled()) return;
            const auto row = static_cast<std::uint32_t>(r);
            const auto [from, to] = vertices_of(polygons, r);
            for (std::uint32_t v = from; v < to; ++v) {
                const core::Point p = polygons.vertices[v];
                hash.prefetch(v);
                if (!finite(p)) continue;
                std::optional<core::Point> far_end;
                if (walk) {
                    far_end = walk->next(v, true);
                    if (!far_end) continue;
                }
                hash.near(p, row, [&](const VertexHash::Entry& other) {
                    if (linked[other.row] == row || !hash.match(p, polygons.vertices[other.vertex])) return;
                    if (walk) {
                        const auto forward = walk->next(other.vertex, true);
                        const auto back = walk->next(other.vertex, false);
                        if (!(forward && hash.match(*forward, *far_end)) &&
                            !(back && hash.match(*back, *far_end)))
                            return;
                    }
                    linked[other.row] = row;
                    found.push_back(other.row);
                });
            }
        };
    });
    if (progress.cancelled()) return {};
    progress.report(1.0);
    return lower;
}

}  // namespace safeground::geo
