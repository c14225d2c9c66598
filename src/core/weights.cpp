#include "core/weights.hpp"

#include <algorithm>
#include <numeric>

namespace safeground::core {

namespace {

std::uint32_t root_of(std::vector<std::uint32_t>& parent, std::uint32_t i) {
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

/// w_ji for rows i that are asked for in ascending order; 0 when j does not have i. Rows are ascending, so
/// each is read once.
class WayBack {
public:
    explicit WayBack(const Weights& weights)
        : m_weights(weights), m_at(weights.row_begin.begin(), weights.row_begin.end() - 1) {}

    double weight(std::uint32_t i, std::uint32_t j) {
        const std::uint32_t end = m_weights.row_begin[j + 1];
        std::uint32_t& at = m_at[j];
        while (at < end && m_weights.neighbour[at] < i) ++at;
        return at < end && m_weights.neighbour[at] == i ? m_weights.weight[at] : 0;
    }

private:
    const Weights& m_weights;
    std::vector<std::uint32_t> m_at;  ///< of each row, the first link that may still be asked for
};

}  // namespace

WeightsSummary summarise(const Weights& w) {
    WeightsSummary s;
    s.n = w.size();
    s.links = w.links();
    s.min = s.n == 0 ? 0 : w.cardinality(0);
    std::vector<std::uint32_t> parent(s.n);
    std::iota(parent.begin(), parent.end(), 0u);
    std::vector<double> column_sum(s.n, 0.0);
    WayBack way_back(w);
    for (std::uint32_t i = 0; i < s.n; ++i) {
        const std::uint32_t k = w.cardinality(i);
        s.min = std::min(s.min, k);
        s.max = std::max(s.max, k);
        if (k == 0) ++s.islands;
        for (std::size_t l = w.row_begin[i]; l < w.row_begin[i + 1]; ++l) {
            const std::uint32_t j = w.neighbour[l];
            const double weight = w.weight[l], back = way_back.weight(i, j);
            column_sum[j] += weight;
            s.symmetric = s.symmetric && back != 0;
            s.s0 += weight;
            // A one-way link appears once in this loop but twice in the double sum of S1.
            s.s1 += back != 0 ? 0.5 * (weight + back) * (weight + back) : weight * weight;
            parent[root_of(parent, i)] = root_of(parent, j);
        }
    }
    for (std::uint32_t i = 0; i < s.n; ++i) {
        double row_sum = 0;
        for (double weight : w.weights(i)) row_sum += weight;
        s.s2 += (row_sum + column_sum[i]) * (row_sum + column_sum[i]);
        if (root_of(parent, i) == i) ++s.components;
    }
    if (s.n == 0) return s;
    s.mean = static_cast<double>(s.links) / static_cast<double>(s.n);
    s.share_nonzero = s.mean / static_cast<double>(s.n);
    return s;
}

Weights row_standardise(Weights w) {
    for (std::uint32_t i = 0; i < w.size(); ++i) {
        double sum = 0;
        for (double weight : w.weights(i)) sum += weight;
        if (sum == 0) continue;
        for (std::size_t l = w.row_begin[i]; l < w.row_begin[i + 1]; ++l) w.weight[l] /= sum;
    }
    if (!w.row_standardised) w.description += ", row-standardised";
    w.row_standardised = true;
    return w;
}

Weights binary(Weights w) {
    std::fill(w.weight.begin(), w.weight.end(), 1.0);
    w.row_standardised = false;
    return w;
}

Weights with_self(const Weights& w, double self_weight) {
    if (w.includes_self) return w;
    Weights out = w;
    out.row_begin.assign(1, 0);
    out.neighbour.clear();
    out.weight.clear();
    for (std::uint32_t i = 0; i < w.size(); ++i) {
        bool placed = false;
        for (std::size_t l = w.row_begin[i]; l < w.row_begin[i + 1]; ++l) {
            if (!placed && w.neighbour[l] > i) {
                out.neighbour.push_back(i);
                out.weight.push_back(self_weight);
                placed = true;
            }
            out.neighbour.push_back(w.neighbour[l]);
            out.weight.push_back(w.weight[l]);
        }
        if (!placed) {
            out.neighbour.push_back(i);
            out.weight.push_back(self_weight);
        }
        out.row_begin.push_back(static_cast<std::uint32_t>(out.neighbour.size()));
    }
    out.includes_self = true;
    out.description += ", self included";
    return out;
}

Weights subset(const Weights& w, const std::vector<bool>& keep) {
    std::vector<std::uint32_t> renumbered(w.size(), 0);
    std::uint32_t kept = 0;
    for (std::uint32_t i = 0; i < w.size(); ++i)
        if (keep[i]) renumbered[i] = kept++;
    Weights out = w;
    out.row_begin.assign(1, 0);
    out.neighbour.clear();
    out.weight.clear();
    for (std::uint32_t i = 0; i < w.size(); ++i) {
        if (!keep[i]) continue;
        const std::size_t first = out.weight.size();
        double sum = 0;
        for (std::size_t l = w.row_begin[i]; l < w.row_begin[i + 1]; ++l) {
            if (!keep[w.neighbour[l]]) continue;
            out.neighbour.push_back(renumbered[w.neighbour[l]]);
            out.weight.push_back(w.weight[l]);
            sum += w.weight[l];
        }
        const bool row_changed = out.weight.size() - first != w.cardinality(i);
        if (w.row_standardised && row_changed && sum != 0)
            for (std::size_t l = first; l < out.weight.size(); ++l) out.weight[l] /= sum;
        out.row_begin.push_back(static_cast<std::uint32_t>(out.neighbour.size()));
    }
    return out;
}

}  // namespace safeground::core
