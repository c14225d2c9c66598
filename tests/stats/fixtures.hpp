#pragma once

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "core/result.hpp"
#include "core/weights.hpp"

namespace safeground::tests {

inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Published numbers stand with about ten digits.
inline Approx published(double value) { return Approx(value).epsilon(1e-8).margin(1e-11); }

using Lists = std::vector<std::vector<std::uint32_t>>;

inline core::Weights binary_weights(const Lists& lists) {
    core::Weights weights;
    for (std::vector<std::uint32_t> row : lists) {
        std::sort(row.begin(), row.end());
        weights.neighbour.insert(weights.neighbour.end(), row.begin(), row.end());
        weights.row_begin.push_back(static_cast<std::uint32_t>(weights.neighbour.size()));
    }
    weights.weight.assign(weights.neighbour.size(), 1.0);
    return weights;
}

enum class Edge { Open, Torus };

/// Rook neighbours on a grid, numbered row by row.
inline core::Weights lattice(std::uint32_t rows, std::uint32_t columns, Edge edge = Edge::Open) {
    Lists lists(rows * columns);
    for (std::uint32_t r = 0; r < rows; ++r)
        for (std::uint32_t c = 0; c < columns; ++c) {
            auto& list = lists[r * columns + c];
            if (edge == Edge::Torus) {
                list = {((r + 1) % rows) * columns + c, ((r + rows - 1) % rows) * columns + c,
                        r * columns + (c + 1) % columns, r * columns + (c + columns - 1) % columns};
                continue;
            }
            if (r > 0) list.push_back((r - 1) * columns + c);
            if (r + 1 < rows) list.push_back((r + 1) * columns + c);
            if (c > 0) list.push_back(r * columns + c - 1);
            if (c + 1 < columns) list.push_back(r * columns + c + 1);
        }
    return binary_weights(lists);
}

/// Areas that touch at a corner are neighbours too.
inline core::Weights queen_lattice(std::uint32_t rows, std::uint32_t columns) {
    Lists lists(rows * columns);
    for (std::uint32_t r = 0; r < rows; ++r)
        for (std::uint32_t c = 0; c < columns; ++c)
            for (std::uint32_t y = r > 0 ? r - 1 : 0; y <= r + 1 && y < rows; ++y)
                for (std::uint32_t x = c > 0 ? c - 1 : 0; x <= c + 1 && x < columns; ++x)
                    if (y != r || x != c) lists[r * columns + c].push_back(y * columns + x);
    return binary_weights(lists);
}

/// Weights that fall with the distance between row and column numbers: unequal within a row.
inline core::Weights decaying(core::Weights weights) {
    for (std::uint32_t i = 0; i < weights.size(); ++i)
        for (std::uint32_t l = weights.row_begin[i]; l < weights.row_begin[i + 1]; ++l)
            weights.weight[l] = 1.0 / (1.0 + 0.1 * (weights.neighbour[l] % 7));
    return weights;
}

inline std::vector<double> noise(std::size_t n, std::uint32_t item = 0) {
    core::RandomStream random(20240229, core::StreamId::Test, item);
    std::vector<double> values(n);
    for (double& value : values) value = random.normal();
    return values;
}

/// Noise with a broad hill, so that there is something to find.
inline std::vector<double> hill(std::uint32_t rows, std::uint32_t columns) {
    std::vector<double> values = noise(std::size_t{rows} * columns);
    for (std::uint32_t i = 0; i < values.size(); ++i) {
        const double r = (i / columns) / static_cast<double>(rows) - 0.3;
        const double c = (i % columns) / static_cast<double>(columns) - 0.6;
        values[i] += 3 * std::exp(-20 * (r * r + c * c));
    }
    return values;
}

/// The same areas in another order: area i becomes order[i].
inline core::Weights relabelled(const core::Weights& weights, const std::vector<std::uint32_t>& order) {
    Lists lists(weights.size());
    for (std::uint32_t i = 0; i < weights.size(); ++i)
        for (const std::uint32_t j : weights.neighbours(i)) lists[order[i]].push_back(order[j]);
    return binary_weights(lists);
}

inline std::vector<std::uint32_t> shuffled_order(std::uint32_t n, std::uint32_t item = 1) {
    std::vector<std::uint32_t> order(n);
    std::iota(order.begin(), order.end(), 0U);
    core::RandomStream random(20240229, core::StreamId::Test, item);
    for (std::uint32_t left = n; left > 1; --left) std::swap(order[left - 1], order[random.below(left)]);
    return order;
}

/// The same bits, so that NaN equals NaN.
inline bool same_bytes(std::span<const double> a, std::span<const double> b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) {
        return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
    });
}

inline void check_first(std::span<const double> values, const std::vector<double>& expected) {
    REQUIRE(values.size() >= expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        INFO("position " << i);
        CHECK(values[i] == published(expected[i]));
    }
}

template <class T>
void check_refused(const core::Result<T>& result, const std::string& part_of_sentence,
                   core::ErrorKind kind = core::ErrorKind::Input) {
    REQUIRE_FALSE(result.has_value());
    CHECK(result.kind() == kind);
    CHECK_THAT(result.message(), Catch::Contains(part_of_sentence));
}

}  // namespace safeground::tests
