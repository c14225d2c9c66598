#include "core/link_sets.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "core/value.hpp"

namespace safeground::core {
namespace {

Failure different_areas(const Weights& a, const Weights& b) {
    return refuse("Neighbours can be combined only over the same areas: one list has " +
                  grouped(static_cast<double>(a.size())) + " and the other " +
                  grouped(static_cast<double>(b.size())) + ".");
}

void end_row(Weights& weights) {
    weights.row_begin.push_back(static_cast<std::uint32_t>(weights.neighbour.size()));
}

/// `combine` merges two ascending rows into the third argument.
template <class Combine>
Result<Weights> combined(const Weights& a, const Weights& b, const Combine& combine) {
    if (a.size() != b.size()) return different_areas(a, b);
    Weights out;
    out.islands = a.islands;
    std::vector<std::uint32_t> row;
    for (std::uint32_t i = 0; i < a.size(); ++i) {
        row.clear();
        combine(a.neighbours(i), b.neighbours(i), row);
        for (const std::uint32_t j : row)
            if (j != i) out.neighbour.push_back(j);
        if (out.neighbour.size() > kMostLinks)
            return refuse("The two lists of neighbours together make more links than can be held.");
        end_row(out);
    }
    out.weight.assign(out.neighbour.size(), 1.0);
    return out;
}

}  // namespace

Reach::Reach(const Weights& weights) : m_weights(weights), m_reached_for(weights.size(), 0) {}

void Reach::from(std::uint32_t i, int order) {
    m_areas.assign(1, i);
    m_begin.assign({0, 1});
    m_reached_for[i] = i + 1;
    for (int step = 0; step < order; ++step) {
        const std::size_t end = m_areas.size();
        for (std::size_t at = m_begin[m_begin.size() - 2]; at < end; ++at)
            for (const std::uint32_t j : m_weights.neighbours(m_areas[at])) {
                if (m_reached_for[j] == i + 1) continue;
                m_reached_for[j] = i + 1;
                m_areas.push_back(j);
            }
        m_begin.push_back(m_areas.size());
    }
}

Result<Weights> higher_order(const Weights& w, int order, bool cumulative, const Progress& progress) {
    if (order < 1)
        return fail(ErrorKind::Usage,
                    "The order of neighbours must be 1 or more, not " + std::to_string(order) + ".");
    Weights out;
    out.islands = w.islands;
    Reach reach(w);
    for (std::uint32_t i = 0; i < w.size(); ++i) {
        if (i % 256 == 0 && progress.cancelled()) return cancelled();
        reach.from(i, order);
        const std::size_t first = out.neighbour.size();
        for (int step = cumulative ? 1 : order; step <= order; ++step) {
            const auto areas = reach.at(step);
            out.neighbour.insert(out.neighbour.end(), areas.begin(), areas.end());
        }
        std::sort(out.neighbour.begin() + static_cast<std::ptrdiff_t>(first), out.neighbour.end());
        if (out.neighbour.size() > kMostLinks)
            return refuse("Neighbours of order " + std::to_string(order) +
                          " make more links than can be held.")
                .remedy("Use a lower order.");
        end_row(out);
    }
    out.weight.assign(out.neighbour.size(), 1.0);
    return out;
}

Result<Weights> union_of(const Weights& a, const Weights& b) {
    return combined(a, b, [](auto x, auto y, std::vector<std::uint32_t>& row) {
        std::set_union(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(row));
    });
}

Result<Weights> intersection_of(const Weights& a, const Weights& b) {
    return combined(a, b, [](auto x, auto y, std::vector<std::uint32_t>& row) {
        std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(row));
    });
}

Result<Weights> difference_of(const Weights& a, const Weights& b) {
    return combined(a, b, [](auto x, auto y, std::vector<std::uint32_t>& row) {
        std::set_difference(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(row));
    });
}

Weights keep_links(const Weights& w, const std::vector<std::uint8_t>& keep) {
    Weights out;
    out.row_standardised = w.row_standardised;
    out.includes_self = w.includes_self;
    out.islands = w.islands;
    out.description = w.description;
    for (std::uint32_t i = 0; i < w.size(); ++i) {
        const std::size_t first = out.weight.size();
        double sum = 0;
        for (std::size_t l = w.row_begin[i]; l < w.row_begin[i + 1]; ++l) {
            if (keep[l] == 0) continue;
            out.neighbour.push_back(w.neighbour[l]);
            out.weight.push_back(w.weight[l]);
            sum += w.weight[l];
        }
        if (w.row_standardised && out.weight.size() - first != w.cardinality(i) && sum != 0)
            for (std::size_t l = first; l < out.weight.size(); ++l) out.weight[l] /= sum;
        end_row(out);
    }
    return out;
}

std::vector<std::uint32_t> components(const Weights& w) {
    const std::uint32_t n = w.size();
    std::vector<std::uint32_t> parent(n);
    std::iota(parent.begin(), parent.end(), 0U);
    const auto root = [&](std::uint32_t i) {
        while (parent[i] != i) i = parent[i] = parent[parent[i]];
        return i;
    };
    // The lower of two roots stays, so that a part's root is its lowest row.
    for (std::uint32_t i = 0; i < n; ++i)
        for (const std::uint32_t j : w.neighbours(i)) {
            const std::uint32_t a = root(i), b = root(j);
            parent[std::max(a, b)] = std::min(a, b);
        }
    std::vector<std::uint32_t> size(n, 0), roots, number(n);
    for (std::uint32_t i = 0; i < n; ++i) {
        const std::uint32_t r = root(i);
        if (size[r]++ == 0) roots.push_back(r);
    }
    std::stable_sort(roots.begin(), roots.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return size[a] > size[b]; });
    for (std::uint32_t k = 0; k < roots.size(); ++k) number[roots[k]] = k + 1;
    std::vector<std::uint32_t> out(n);
    for (std::uint32_t i = 0; i < n; ++i) out[i] = number[root(i)];
    return out;
}

}  // namespace safeground::core
