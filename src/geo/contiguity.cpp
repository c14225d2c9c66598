#include "geo/contiguity.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <optional>

#include "geo/parallel.hpp"
#include "geo/predicates.hpp"

namespace safeground::geo {
namespace {

constexpr std::uint32_t kNoRow = 0xFFFFFFFF;

/// Vertices in buckets of the cells of a grid. Different cells may share a bucket, which costs a comparison
/// and no more: two vertices match by their distance.
class VertexHash {
public:
    struct Entry {
        core::Point at;
        std::uint32_t vertex, row;
    };

    VertexHash(const core::Polygons& polygons, double snap_m) : m_snap(snap_m) {
        m_cell = std::max({snap_m, typical_edge(polygons), 1e-300});
        const std::size_t vertices = polygons.vertices.size();
        const std::size_t buckets = std::bit_ceil(std::max<std::size_t>(16, vertices));
        m_mask = buckets - 1;
        m_begin.assign(buckets + 1, 0);
        for_each(polygons, [&](std::size_t bucket, std::uint32_t, std::uint32_t) { ++m_begin[bucket + 1]; });
        for (std::size_t b = 1; b <= buckets; ++b) m_begin[b] += m_begin[b - 1];
        m_entries.resize(m_begin.back());
        std::vector<std::uint32_t> at(m_begin.begin(), m_begin.end() - 1);
        for_each(polygons, [&](std::size_t bucket, std::uint32_t vertex, std::uint32_t row) {
            m_entries[at[bucket]++] = {polygons.vertices[vertex], vertex, row};
        });
    }

    bool match(core::Point a, core::Point b) const {
        const double dx = a.x - b.x, dy = a.y - b.y;
        return dx * dx + dy * dy <= m_snap * m_snap;
    }

    /// Calls found(entry) for vertices of rows below `row` at most the snap distance from p; it says whether
    /// to go on.
    template <class Found>
    void matches(core::Point p, std::uint32_t row, const Found& found) const {
        std::array<std::uint64_t, 3> xs{}, ys{};
        const std::size_t nx = cells_near(p.x, xs), ny = cells_near(p.y, ys);
        for (std::size_t iy = 0; iy < ny; ++iy)
            for (std::size_t ix = 0; ix < nx; ++ix) {
                const std::size_t bucket = bucket_of(xs[ix], ys[iy]);
                for (std::uint32_t i = m_begin[bucket]; i < m_begin[bucket + 1]; ++i) {
                    if (m_entries[i].row >= row) break;  // entries are in the order of rows
                    found(m_entries[i]);
                }
            }
    }

private:
    /// Median length of a sample of edges: about one vertex a cell where borders run.
    static double typical_edge(const core::Polygons& polygons) {
        constexpr std::size_t kSample = 4096;
        std::vector<double> lengths;
        const std::size_t step = std::max<std::size_t>(1, polygons.vertices.size() / kSample);
        for (std::size_t i = 1; i < polygons.vertices.size(); i += step) {
            const core::Point a = polygons.vertices[i - 1], b = polygons.vertices[i];
            const double length = std::hypot(a.x - b.x, a.y - b.y);
            if (std::isfinite(length) && length > 0) lengths.push_back(length);
        }
        if (lengths.empty()) return 1;
        const auto middle = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
        std::nth_element(lengths.begin(), middle, lengths.end());
        return *middle;
    }

    std::uint64_t cell_of(double value) const {
        const double cell = std::floor(value / m_cell);
        if (std::abs(cell) < 4e18) return static_cast<std::uint64_t>(static_cast<std::int64_t>(cell));
        return std::bit_cast<std::uint64_t>(cell);
    }
    std::size_t cells_near(double value, std::array<std::uint64_t, 3>& cells) const {
        std::size_t n = 0;
        for (const double near : {value - m_snap, value, value + m_snap}) {
            const std::uint64_t cell = cell_of(near);
            if (n == 0 || cells[n - 1] != cell) cells[n++] = cell;
        }
        return n;
    }
    std::size_t bucket_of(std::uint64_t x, std::uint64_t y) const {
        return static_cast<std::size_t>(x + y * 0x9E3779B97F4A7C15ULL) & m_mask;
    }

    template <class Visit>
    void for_each(const core::Polygons& polygons, const Visit& visit) const {
        for (std::size_t row = 0; row < polygons.size(); ++row) {
            const auto [from, to] = vertices_of(polygons, row);
            for (std::uint32_t v = from; v < to; ++v) {
                const core::Point p = polygons.vertices[v];
                if (finite(p))
                    visit(bucket_of(cell_of(p.x), cell_of(p.y)), v, static_cast<std::uint32_t>(row));
            }
        }
    }

public:
    static std::pair<std::uint32_t, std::uint32_t> vertices_of(const core::Polygons& polygons,
                                                               std::size_t row) {
        const auto ring = [&](std::size_t part) { return polygons.ring_begin[polygons.part_begin[part]]; };
        return {ring(polygons.row_begin[row]), ring(polygons.row_begin[row + 1])};
    }

private:
    double m_snap, m_cell = 1;
    std::size_t m_mask = 0;
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

std::vector<std::vector<std::uint32_t>> touching_lower_rows(const core::Polygons& polygons, double snap_m,
                                                            bool edges, const core::Progress& progress) {
    const std::size_t rows = polygons.size();
    const VertexHash hash(polygons, snap_m);
    std::optional<RingWalk> walk;
    if (edges) walk.emplace(polygons, hash);
    progress.report(0.4, "Matching borders");
    std::vector<std::vector<std::uint32_t>> lower(rows);
    for_chunks(rows, 512, 0, [&] {
        return [&, linked = std::vector<std::uint32_t>(rows, kNoRow)](std::size_t, std::size_t begin,
                                                                      std::size_t end) mutable {
            for (std::size_t r = begin; r < end && !progress.cancelled(); ++r) {
                const auto row = static_cast<std::uint32_t>(r);
                const auto [from, to] = VertexHash::vertices_of(polygons, r);
                for (std::uint32_t v = from; v < to; ++v) {
                    const core::Point p = polygons.vertices[v];
                    if (!finite(p)) continue;
                    std::optional<core::Point> far_end;
                    if (walk) {
                        far_end = walk->next(v, true);
                        if (!far_end) continue;
                    }
                    hash.matches(p, row, [&](const VertexHash::Entry& other) {
                        if (linked[other.row] == row || !hash.match(p, other.at)) return;
                        if (walk) {
                            const auto forward = walk->next(other.vertex, true);
                            const auto back = walk->next(other.vertex, false);
                            if (!(forward && hash.match(*forward, *far_end)) &&
                                !(back && hash.match(*back, *far_end)))
                                return;
                        }
                        linked[other.row] = row;
                        lower[r].push_back(other.row);
                    });
                }
                std::sort(lower[r].begin(), lower[r].end());
            }
        };
    });
    if (progress.cancelled()) return {};
    progress.report(1.0);
    return lower;
}

}  // namespace safeground::geo
