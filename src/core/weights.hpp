#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace safeground::core {

enum class IslandPolicy : std::uint8_t {
    Exclude,  ///< areas without neighbours leave the statistic, its mean, variance and n
    Zero,     ///< they stay, with a lag of 0
    Nearest   ///< they were joined to their nearest area when the weights were built
};

/// Who is whose neighbour and how much: compressed sparse rows, immutable once built.
///
/// Row i has the neighbours neighbour[row_begin[i]] .. neighbour[row_begin[i+1]-1], ascending, never i itself
/// unless `includes_self`. Const access from any threads.
struct Weights {
    std::vector<std::uint32_t> row_begin{0};  ///< n + 1 entries
    std::vector<std::uint32_t> neighbour;
    std::vector<double> weight;     ///< as long as neighbour; all 1 for binary weights
    bool row_standardised = false;  ///< every non-empty row sums to 1
    bool includes_self = false;
    IslandPolicy islands = IslandPolicy::Exclude;
    std::string description;  ///< how it was made: "queen contiguity, snap 0.01 m, row-standardised"

    std::uint32_t size() const { return static_cast<std::uint32_t>(row_begin.size() - 1); }
    std::size_t links() const { return neighbour.size(); }
    std::span<const std::uint32_t> neighbours(std::uint32_t i) const {
        return {neighbour.data() + row_begin[i], neighbour.data() + row_begin[i + 1]};
    }
    std::span<const double> weights(std::uint32_t i) const {
        return {weight.data() + row_begin[i], weight.data() + row_begin[i + 1]};
    }
    std::uint32_t cardinality(std::uint32_t i) const { return row_begin[i + 1] - row_begin[i]; }
};

/// Connectivity figures. s0 = sum w, s1 = 1/2 sum (w_ij + w_ji)^2, s2 = sum_i (w_i. + w_.i)^2 (Cliff and Ord
/// 1981).
struct WeightsSummary {
    std::size_t n = 0, links = 0;
    std::uint32_t min = 0, max = 0;
    double mean = 0;
    std::uint32_t islands = 0, components = 0;
    double s0 = 0, s1 = 0, s2 = 0;
    bool symmetric = true;     ///< every link has its way back; their weights may differ
    double share_nonzero = 0;  ///< links / n^2, what GeoDa calls sparsity; 0 without areas
};
WeightsSummary summarise(const Weights& weights);

/// Each row divided by its sum; empty rows stay empty. Idempotent.
Weights row_standardise(Weights weights);
/// Weight 1 on every link.
Weights binary(Weights weights);
/// A copy in which every area is its own neighbour (self weight 1), as Gi* needs; add it before
/// standardising.
Weights with_self(const Weights& weights, double self_weight = 1.0);
/// Weights among the rows for which keep[i] is true, renumbered; links to dropped rows vanish,
/// standardisation is redone.
Weights subset(const Weights& weights, const std::vector<bool>& keep);

}  // namespace safeground::core
