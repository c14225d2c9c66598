#include "ops/what_if.hpp"

#include <algorithm>
#include <cmath>

namespace safeground::ops {
namespace {

constexpr int kProbes = 8;
constexpr int kSteps = 9;  // halvings where values are not whole: to a four-thousandth of the range

struct Range {
    double low = 0, high = 0;
    bool whole = true, negative = false;
};

Range range_of(const std::vector<double>& values) {
    Range range{INFINITY, -INFINITY, true, false};
    for (const double v : values) {
        if (std::isnan(v)) continue;
        range.low = std::min(range.low, v);
        range.high = std::max(range.high, v);
        range.whole = range.whole && v == std::floor(v);
    }
    const bool zero_or_one = range.whole && range.low >= 0 && range.high <= 1;
    range.negative = range.low < 0;
    if (!range.negative) range.low = 0;
    if (!zero_or_one) range.high += range.high - range.low;
    return range;
}

class Search {
public:
    Search(const LocalReady& ready, const LocalAnswer& answer, std::uint32_t area, const WhatIf& what,
           const core::Progress& progress)
        : m_ready(ready),
          m_area(area),
          m_now(answer.shown[area]),
          m_rows(what.rows),
          m_column(what.column),
          m_progress(progress),
          m_values(ready.columns[what.column].values),
          m_range(range_of(m_values)) {
        m_ready.inference = answer.inference;  // as many permutations as the answer had
        m_ready.inference.automatic = false;
        for (const std::uint32_t row : m_rows) m_total += m_values[row];
        m_equal_parts = m_range.negative || !(m_total > 0);
    }

    core::Result<std::optional<Change>> run() {
        const auto k = static_cast<double>(m_rows.size());
        const double down = m_total - k * m_range.low, up = k * m_range.high - m_total;
        std::optional<Change> best;
        for (const double sign : {1.0, -1.0}) {
            double reach = sign > 0 ? up : down;
            if (best) reach = std::min(reach, std::abs(best->by));
            if (!(reach > 0)) continue;
            std::optional<Change> found = nearest(sign, reach);
            if (m_progress.cancelled()) return core::cancelled();
            if (found && (!best || std::abs(found->by) < std::abs(best->by))) best = found;
        }
        return best;
    }

private:
    /// The first of eight steps at which the area is shown as something else, then halving back to the edge:
    /// the far end alone will not do, where a hot area first stops being hot and then turns cold.
    std::optional<Change> nearest(double sign, double reach) {
        double same = 0, other = 0;
        std::optional<Kind> becomes;
        for (int probe = 1; probe <= kProbes && !becomes; ++probe) {
            const double to = reach * probe / kProbes;
            const double by = m_range.whole ? std::ceil(to) : to;
            if (by <= same || by > reach) continue;
            const std::optional<Kind> kind = kind_at(sign * by);
            if (!kind) return std::nullopt;
            if (*kind == m_now) {
                same = by;
            } else {
                other = by;
                becomes = kind;
            }
        }
        if (!becomes) return std::nullopt;
        for (int step = 0; m_range.whole ? other - same > 1 : step < kSteps; ++step) {
            double middle = same + (other - same) / 2;
            if (m_range.whole) middle = std::floor(middle);
            const std::optional<Kind> kind = kind_at(sign * middle);
            if (!kind) return std::nullopt;
            if (*kind == m_now) {
                same = middle;
            } else {
                other = middle;
                becomes = kind;
            }
        }
        return Change{sign * other, m_total, m_total + sign * other, *becomes};
    }

    /// What the area is shown as when the total changes by that; nullopt: cancelled or refused.
    std::optional<Kind> kind_at(double change) {
        std::vector<double>& values = m_ready.columns[m_column].values;
        for (const std::uint32_t row : m_rows)
            values[row] = m_equal_parts ? m_values[row] + change / static_cast<double>(m_rows.size())
                                        : m_values[row] * ((m_total + change) / m_total);
        if (m_rows.size() == 1) values[m_rows.front()] = m_total + change;  // a whole number stays one
        m_progress.report(0.9 * (1 - std::pow(0.93, ++m_runs)), "what would change it");
        const core::Result<LocalAnswer> again = answer(m_ready, m_progress.part(1, 1));
        if (!again) return std::nullopt;
        return again->shown[m_area];
    }

    LocalReady m_ready;
    std::uint32_t m_area;
    Kind m_now;
    std::vector<std::uint32_t> m_rows;
    std::size_t m_column;
    const core::Progress& m_progress;
    std::vector<double> m_values;
    Range m_range;
    double m_total = 0;
    bool m_equal_parts = false;
    int m_runs = 0;
};

}  // namespace

double level_needed(const LocalAnswer& answer, std::size_t area) {
    std::vector<double> p = answer.finding.result.p;
    if (std::isnan(p[area])) return 0;
    const auto passes = [&](double level) {
        p[area] = level;
        return bool(
            stats::adjust(p, answer.inference.correction, answer.inference.alpha, answer.inference.convention)
                .significant[area]);
    };
    double low = 0, high = 1;
    if (!passes(low)) return 0;
    for (int step = 0; step < 60; ++step) {
        const double middle = low + (high - low) / 2;
        if (passes(middle)) low = middle;
        else high = middle;
    }
    return low;
}

std::vector<Link> links_of(const core::Weights& weights, const std::vector<double>& used,
                           std::uint32_t area) {
    std::vector<Link> links;
    double sum = 0;
    for (std::size_t j = 0; j < weights.cardinality(area); ++j) {
        const std::uint32_t row = weights.neighbours(area)[j];
        if (std::isnan(used[row])) continue;
        links.push_back({row, weights.weights(area)[j]});
        sum += links.back().weight;
    }
    if (weights.row_standardised && sum > 0)
        for (Link& link : links) link.weight /= sum;
    return links;
}

core::Weights without_link(const core::Weights& weights, std::uint32_t area, std::uint32_t neighbour) {
    core::Weights out = weights;
    for (std::uint32_t at = weights.row_begin[area]; at < weights.row_begin[area + 1]; ++at) {
        if (weights.neighbour[at] != neighbour) continue;
        out.neighbour.erase(out.neighbour.begin() + at);
        out.weight.erase(out.weight.begin() + at);
        for (std::size_t row = area + 1; row < out.row_begin.size(); ++row) --out.row_begin[row];
        break;
    }
    if (!out.row_standardised) return out;
    double sum = 0;
    const std::uint32_t begin = out.row_begin[area], end = out.row_begin[area + 1];
    for (std::uint32_t at = begin; at < end; ++at) sum += out.weight[at];
    for (std::uint32_t at = begin; at < end && sum > 0; ++at) out.weight[at] /= sum;
    return out;
}

core::Result<std::optional<Change>> smallest_change(const LocalReady& ready, const LocalAnswer& answer,
                                                    std::uint32_t area, const WhatIf& what,
                                                    const core::Progress& progress) {
    if (what.rows.empty()) return std::optional<Change>();
    return Search(ready, answer, area, what, progress).run();
}

}  // namespace safeground::ops
