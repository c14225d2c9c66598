#include "render/corner_index.hpp"

#include <bit>
#include <cmath>

namespace safeground::render {

namespace {

std::uint64_t mixed(std::uint64_t key) {
    key = (key ^ (key >> 31)) * 0x9E3779B97F4A7C15ULL;
    key = (key ^ (key >> 29)) * 0xBF58476D1CE4E5B9ULL;
    return key ^ (key >> 32);
}
std::uint64_t cell_hash(std::int64_t cx, std::int64_t cy) {
    return mixed(static_cast<std::uint64_t>(cx) * 0x100000001B3ULL + static_cast<std::uint64_t>(cy));
}
/// A cell far off for coordinates that no map has, instead of undefined behaviour.
std::int64_t cell_of(double v) { return std::abs(v) < 9e15 ? static_cast<std::int64_t>(std::floor(v)) : 0; }

}  // namespace

CornerIndex::CornerIndex(std::size_t expected, double tolerance_m)
    : m_tolerance(tolerance_m), m_cell(tolerance_m * 32), m_slots(std::bit_ceil(expected * 2 + 2), 0) {}

std::uint32_t CornerIndex::find(std::int64_t cx, std::int64_t cy, core::Point p) const {
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t slot = cell_hash(cx, cy) & mask; m_slots[slot] != 0; slot = (slot + 1) & mask) {
        const core::Point& q = m_corners[m_slots[slot] - 1];
        if (std::abs(q.x - p.x) <= m_tolerance && std::abs(q.y - p.y) <= m_tolerance) return m_slots[slot];
    }
    return 0;
}

std::uint32_t CornerIndex::number(core::Point p) {
    const double fx = p.x / m_cell, fy = p.y / m_cell, near = m_tolerance / m_cell;
    const std::int64_t cx = cell_of(fx), cy = cell_of(fy);
    const double in_x = fx - std::floor(fx), in_y = fy - std::floor(fy);
    const std::int64_t from_x = cx - (in_x < near), to_x = cx + (in_x > 1 - near);
    const std::int64_t from_y = cy - (in_y < near), to_y = cy + (in_y > 1 - near);
    if (const std::uint32_t found = find(cx, cy, p)) return found - 1;
    for (std::int64_t x = from_x; x <= to_x; ++x)
        for (std::int64_t y = from_y; y <= to_y; ++y)
            if (x != cx || y != cy)
                if (const std::uint32_t found = find(x, y, p)) return found - 1;
    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = cell_hash(cx, cy) & mask;
    while (m_slots[slot] != 0) slot = (slot + 1) & mask;
    m_corners.push_back(p);
    m_slots[slot] = static_cast<std::uint32_t>(m_corners.size());
    return m_slots[slot] - 1;
}

KeyIndex::KeyIndex(std::size_t expected) : m_slots(std::bit_ceil(expected * 2 + 2), 0) {}

std::uint32_t KeyIndex::number(std::uint64_t key, bool& fresh) {
    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = mixed(key) & mask;
    for (; m_slots[slot] != 0; slot = (slot + 1) & mask)
        if (m_keys[m_slots[slot] - 1] == key) {
            fresh = false;
            return m_slots[slot] - 1;
        }
    fresh = true;
    m_keys.push_back(key);
    m_slots[slot] = static_cast<std::uint32_t>(m_keys.size());
    return m_slots[slot] - 1;
}

}  // namespace safeground::render
