#include "render/row_tiles.hpp"

#include <algorithm>

namespace safeground::render {

namespace {

using Rows = std::vector<std::uint32_t>;

void split(const std::vector<core::Box>& boxes, Rows::iterator begin, Rows::iterator end, std::size_t limit,
           std::vector<RowTile>& tiles) {
    core::Box box, centres;
    const auto middle_of = [&](std::uint32_t row) {
        return core::Point{boxes[row].min_x + boxes[row].max_x, boxes[row].min_y + boxes[row].max_y};
    };
    for (auto row = begin; row != end; ++row) {
        box.add(boxes[*row]);
        centres.add(middle_of(*row));
    }
    const auto count = static_cast<std::size_t>(end - begin);
    if (count <= limit) {
        tiles.push_back({box, Rows(begin, end)});
        return;
    }
    const bool wide = centres.width() >= centres.height();
    const auto half = begin + static_cast<std::ptrdiff_t>(count / 2);
    std::nth_element(begin, half, end, [&](std::uint32_t a, std::uint32_t b) {
        const core::Point p = middle_of(a), q = middle_of(b);
        const double u = wide ? p.x : p.y, v = wide ? q.x : q.y;
        return u != v ? u < v : a < b;
    });
    split(boxes, begin, half, limit, tiles);
    split(boxes, half, end, limit, tiles);
}

}  // namespace

std::vector<RowTile> tile_rows(const std::vector<core::Box>& boxes, std::size_t limit) {
    Rows rows;
    for (std::uint32_t row = 0; row < boxes.size(); ++row)
        if (!boxes[row].empty()) rows.push_back(row);
    std::vector<RowTile> tiles;
    if (!rows.empty()) split(boxes, rows.begin(), rows.end(), std::max<std::size_t>(limit, 1), tiles);
    for (RowTile& tile : tiles) std::sort(tile.rows.begin(), tile.rows.end());
    return tiles;
}

}  // namespace safeground::render
