#pragma once

#include <cstdint>
#include <vector>

#include "core/geometry.hpp"

namespace safeground::render {

/// Numbers points so that those within `tolerance_m` of an earlier one get its number: neighbours digitised
/// with tiny differences still share their border. Numbers follow first occurrence.
class CornerIndex {
public:
    explicit CornerIndex(std::size_t expected, double tolerance_m = 0.02);
    std::uint32_t number(core::Point p);
    const std::vector<core::Point>& corners() const { return m_corners; }

private:
    std::uint32_t find(std::int64_t cx, std::int64_t cy, core::Point p) const;
    double m_tolerance, m_cell;
    std::vector<std::uint32_t> m_slots;  ///< corner + 1, by hash of its cell; 0: free
    std::vector<core::Point> m_corners;
};

/// Table from 64-bit keys to numbers in order of first occurrence.
class KeyIndex {
public:
    explicit KeyIndex(std::size_t expected);
    /// Number of the key; `fresh`: it was not there before.
    std::uint32_t number(std::uint64_t key, bool& fresh);
    std::size_t size() const { return m_keys.size(); }

private:
    std::vector<std::uint32_t> m_slots;
    std::vector<std::uint64_t> m_keys;
};

}  // namespace safeground::render
