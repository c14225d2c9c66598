#include "geo/locate.hpp"

#include <algorithm>
#include <cmath>

#include "geo/parallel.hpp"
#include "geo/predicates.hpp"

namespace safeground::geo {
namespace {

enum class Side : std::uint8_t { Outside, Border, Inside };

struct Edge {
    core::Point a, b;
};

/// Number of the step of a scale from `low`, kept within 0 .. steps - 1. Never decreases as `value` grows.
std::uint32_t step_of(double value, double low, double steps_per_unit, std::uint32_t steps) {
    const double step = (value - low) * steps_per_unit;
    return step > 0 ? static_cast<std::uint32_t>(std::min(step, static_cast<double>(steps - 1))) : 0;
}

}  // namespace

struct AreaLocator::Grid {
    /// The edges of an area by slabs of y, so that a test reads only those that a level line can meet.
    struct Area {
        core::Box box;
        std::uint32_t slab_begin = 0, slabs = 0;
        double slabs_per_y = 0;
    };
    std::vector<Area> areas;
    std::vector<std::uint32_t> slab_begin{0};
    std::vector<Edge> edges;

    core::Box box;
    std::uint32_t columns = 1, lines = 1;
    double columns_per_x = 0, lines_per_y = 0;
    std::vector<std::uint32_t> cell_begin;
    std::vector<std::uint32_t>
        entries;  ///< 2 row + 1 where the whole cell is in the area, 2 row where its border passes

    std::uint32_t column(double x) const { return step_of(x, box.min_x, columns_per_x, columns); }
    std::uint32_t line(double y) const { return step_of(y, box.min_y, lines_per_y, lines); }

    void add_area(const std::vector<Edge>& own);
    void choose_size(std::size_t vertices);
    void fill(const std::vector<std::vector<Edge>>& by_area);
    Side side(std::uint32_t row, core::Point p) const;
    std::uint32_t locate(core::Point p, bool& ambiguous) const;
};

void AreaLocator::Grid::add_area(const std::vector<Edge>& own) {
    Area area;
    for (const Edge& e : own) area.box.add(e.a);
    area.slab_begin = static_cast<std::uint32_t>(slab_begin.size() - 1);
    area.slabs = static_cast<std::uint32_t>(std::clamp<std::size_t>(own.size() / 4, 1, 1024));
    const double height = area.box.height();
    const auto slab_of = [&](double y) { return step_of(y, area.box.min_y, area.slabs_per_y, area.slabs); };
    for (;; area.slabs = (area.slabs + 1) / 2) {
        area.slabs_per_y = height > 0 && std::isfinite(height) ? area.slabs / height : 0;
        std::size_t copies = 0;
        for (const Edge& e : own)
            copies += slab_of(std::max(e.a.y, e.b.y)) - slab_of(std::min(e.a.y, e.b.y)) + 1;
        if (area.slabs == 1 || copies <= 4 * own.size()) break;
    }
    std::vector<std::uint32_t> count(area.slabs + 1, 0);
    const auto each = [&](const auto& visit) {
        for (const Edge& e : own)
            for (std::uint32_t s = slab_of(std::min(e.a.y, e.b.y)); s <= slab_of(std::max(e.a.y, e.b.y)); ++s)
                visit(s, e);
    };
    each([&](std::uint32_t s, const Edge&) { ++count[s + 1]; });
    for (std::uint32_t s = 0; s < area.slabs; ++s) count[s + 1] += count[s];
    const std::uint32_t base = slab_begin.back();
    edges.resize(base + count.back());
    for (std::uint32_t s = 1; s <= area.slabs; ++s) slab_begin.push_back(base + count[s]);
    each([&](std::uint32_t s, const Edge& e) { edges[base + count[s]++] = e; });
    areas.push_back(area);
    box.add(area.box);
}

Side AreaLocator::Grid::side(std::uint32_t row, core::Point p) const {
    const Area& area = areas[row];
    if (!area.box.contains(p)) return Side::Outside;
    const std::uint32_t slab = area.slab_begin + step_of(p.y, area.box.min_y, area.slabs_per_y, area.slabs);
    bool inside = false;
    for (std::uint32_t i = slab_begin[slab]; i < slab_begin[slab + 1]; ++i) {
        const Edge& e = edges[i];
        if (on_segment(p, e.a, e.b)) return Side::Border;
        if ((e.a.y > p.y) == (e.b.y > p.y)) continue;
        const int turn = orientation(e.a, e.b, p);
        if (e.b.y > e.a.y ? turn > 0 : turn < 0) inside = !inside;
    }
    return inside ? Side::Inside : Side::Outside;
}

/// About two cells a vertex, fewer where the boxes of the areas overlap so much that the lists would grow
/// without end.
void AreaLocator::Grid::choose_size(std::size_t vertices) {
    constexpr double kMostCells = 1 << 22, kMostListed = 6e7;
    const double width = box.width(), height = box.height();
    if (!(width > 0) || !(height > 0) || !std::isfinite(width) || !std::isfinite(height)) return;
    double cells = std::clamp(2.0 * static_cast<double>(vertices), 16.0, kMostCells);
    for (;; cells /= 4) {
        const double across = std::clamp(std::sqrt(cells * width / height), 1.0, 16384.0);
        columns = static_cast<std::uint32_t>(across);
        lines = static_cast<std::uint32_t>(std::clamp(cells / across, 1.0, 16384.0));
        columns_per_x = columns / width;
        lines_per_y = lines / height;
        double listed = 0;
        for (const Area& a : areas)
            if (!a.box.empty())
                listed += (1.0 + column(a.box.max_x) - column(a.box.min_x)) *
                          (1.0 + line(a.box.max_y) - line(a.box.min_y));
        if (listed <= kMostListed || cells <= 16) return;
    }
}

void AreaLocator::Grid::fill(const std::vector<std::vector<Edge>>& by_area) {
    struct Listed {
        std::uint32_t cell, entry;
    };
    std::vector<Listed> listed;
    std::vector<std::uint8_t> border;
    const double cell_width = box.width() / columns, cell_height = box.height() / lines;
    for (std::uint32_t row = 0; row < areas.size(); ++row) {
        const core::Box& own = areas[row].box;
        if (own.empty()) continue;
        const std::uint32_t x0 = column(own.min_x), x1 = column(own.max_x), y0 = line(own.min_y),
                            y1 = line(own.max_y);
        const std::size_t across = x1 - x0 + 1;
        border.assign(across * (y1 - y0 + 1), 0);
        for (const Edge& e : by_area[row]) {
            const core::Point low = e.a.y <= e.b.y ? e.a : e.b, high = e.a.y <= e.b.y ? e.b : e.a;
            // A hair wider than the edge, so that rounding never leaves out a cell that it only touches.
            const double hair_y = 1e-9 * cell_height, hair_x = 1e-9 * cell_width;
            const double slope = high.y > low.y ? (high.x - low.x) / (high.y - low.y) : 0;
            const std::uint32_t l0 = std::max(y0, line(low.y - hair_y)),
                                l1 = std::min(y1, line(high.y + hair_y));
            for (std::uint32_t l = l0; l <= l1; ++l) {
                double from = low.x, to = high.x;
                if (l1 > l0 && high.y > low.y) {
                    const double bottom = box.min_y + l * cell_height - hair_y,
                                 top = box.min_y + (l + 1) * cell_height + hair_y;
                    if (bottom > low.y)
                        from = low.x + std::min(1.0 * (bottom - low.y), high.y - low.y) * slope;
                    if (top < high.y) to = low.x + std::max(0.0, top - low.y) * slope;
                }
                const std::uint32_t c0 = std::max(x0, column(std::min(from, to) - hair_x));
                const std::uint32_t c1 = std::min(x1, column(std::max(from, to) + hair_x));
                for (std::uint32_t c = c0; c <= c1; ++c) border[(l - y0) * across + (c - x0)] = 1;
            }
        }
        for (std::uint32_t l = y0; l <= y1; ++l) {
            bool known = false, whole = false;  // of the run of cells without border that we are in
            for (std::uint32_t c = x0; c <= x1; ++c) {
                const std::uint32_t cell = l * columns + c;
                if (border[(l - y0) * across + (c - x0)] != 0) {
                    listed.push_back({cell, 2 * row});
                    known = false;
                    continue;
                }
                if (!known)
                    whole = side(row, {box.min_x + (c + 0.5) * cell_width,
                                       box.min_y + (l + 0.5) * cell_height}) == Side::Inside;
                known = true;
                if (whole) listed.push_back({cell, 2 * row + 1});
            }
        }
    }
    cell_begin.assign(static_cast<std::size_t>(columns) * lines + 1, 0);
    for (const Listed& l : listed) ++cell_begin[l.cell + 1];
    for (std::size_t i = 1; i < cell_begin.size(); ++i) cell_begin[i] += cell_begin[i - 1];
    entries.resize(listed.size());
    std::vector<std::uint32_t> at(cell_begin.begin(), cell_begin.end() - 1);
    for (const Listed& l : listed) entries[at[l.cell]++] = l.entry;
}

std::uint32_t AreaLocator::Grid::locate(core::Point p, bool& ambiguous) const {
    ambiguous = false;
    if (!finite(p) || !box.contains(p)) return kOutside;
    std::uint32_t found = kOutside;
    const std::size_t cell = static_cast<std::size_t>(line(p.y)) * columns + column(p.x);
    for (std::uint32_t i = cell_begin[cell]; i < cell_begin[cell + 1]; ++i) {
        const std::uint32_t row = entries[i] / 2;
        const Side where = entries[i] % 2 == 1 ? Side::Inside : side(row, p);
        if (where == Side::Outside) continue;
        if (where == Side::Border || found != kOutside) ambiguous = true;
        if (found == kOutside) found = row;
    }
    return found;
}

AreaLocator::AreaLocator(const core::Polygons& polygons) {
    auto grid = std::make_unique<Grid>();
    std::vector<std::vector<Edge>> by_area(polygons.size());
    for (std::size_t row = 0; row < polygons.size(); ++row) {
        for (std::size_t part = polygons.row_begin[row]; part < polygons.row_begin[row + 1]; ++part)
            for (std::size_t g = polygons.part_begin[part]; g < polygons.part_begin[part + 1]; ++g) {
                const auto ring = polygons.ring(g);
                if (ring.size() < 3 || !std::all_of(ring.begin(), ring.end(), finite)) continue;
                for (std::size_t i = 0; i < ring.size(); ++i)
                    by_area[row].push_back({ring[i], ring[i + 1 == ring.size() ? 0 : i + 1]});
            }
        grid->add_area(by_area[row]);
    }
    grid->choose_size(polygons.vertices.size());
    grid->fill(by_area);
    m_grid = std::move(grid);
}

AreaLocator::~AreaLocator() = default;
AreaLocator::AreaLocator(AreaLocator&&) noexcept = default;
AreaLocator& AreaLocator::operator=(AreaLocator&&) noexcept = default;

std::uint32_t AreaLocator::locate(core::Point p, bool* ambiguous) const {
    bool unsure = false;
    const std::uint32_t row = m_grid->locate(p, unsure);
    if (ambiguous != nullptr) *ambiguous = unsure;
    return row;
}

AreaLocator::Located AreaLocator::locate(std::span<const core::Point> points, int threads,
                                         const core::Progress& progress) const {
    constexpr std::size_t kChunk = 16384;
    Located all;
    all.row.assign(points.size(), kOutside);
    std::atomic<std::size_t> ambiguous{0}, without_position{0}, outside{0};
    for_chunks(points.size(), kChunk, threads, [&] {
        return [&](std::size_t, std::size_t begin, std::size_t end) {
            if (progress.cancelled()) return;
            std::size_t unsure_here = 0, nowhere = 0, beyond = 0;
            for (std::size_t i = begin; i < end; ++i) {
                bool unsure = false;
                all.row[i] = m_grid->locate(points[i], unsure);
                if (unsure) ++unsure_here;
                if (!finite(points[i])) ++nowhere;
                else if (all.row[i] == kOutside) ++beyond;
            }
            ambiguous += unsure_here;
            without_position += nowhere;
            outside += beyond;
        };
    });
    if (progress.cancelled()) return {};
    all.ambiguous = ambiguous;
    all.without_position = without_position;
    all.outside = outside;
    return all;
}

}  // namespace safeground::geo
