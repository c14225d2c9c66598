#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "core/weights.hpp"

namespace safeground::core {

/// The most links that weights are allowed to hold, about three gigabytes.
inline constexpr std::size_t kMostLinks = 250'000'000;

/// Areas reached from one area over 1, 2, ... links, each over as few as it takes; itself over none.
class Reach {
public:
    explicit Reach(const Weights& weights);
    /// Steps 0 to `order` from area i, until another call.
    void from(std::uint32_t i, int order);
    /// The areas at exactly that many steps, 0 to `order`.
    std::span<const std::uint32_t> at(int step) const {
        const auto s = static_cast<std::size_t>(step);
        return {m_areas.data() + m_begin[s], m_areas.data() + m_begin[s + 1]};
    }

private:
    const Weights& m_weights;
    std::vector<std::uint32_t> m_reached_for;  ///< the area whose search came by last, plus 1
    std::vector<std::uint32_t> m_areas;        ///< in the order of steps
    std::vector<std::size_t> m_begin;          ///< of each step in m_areas, and the end
};

/// Weights made of other weights. What is made here is binary: every link weighs 1 whatever it weighed
/// before, no row is standardised, nobody is their own neighbour. `description` is left empty and the policy
/// for islands is that of the (first) weights given. Links that go one way only, as nearest neighbours have
/// them, are kept as such.

/// Areas that are reached over `order` links and no fewer (the shortest path from i has exactly that many);
/// with `cumulative`, over 1 to `order` links. An area is never reached from itself. Order 1 gives the links
/// as they are. Refused: order below 1, more links than kMostLinks (Anselin and Smirnov 1996, Journal of
/// Regional Science 36, on why powers of the matrix are not enough).
Result<Weights> higher_order(const Weights& weights, int order, bool cumulative,
                             const Progress& progress = {});

/// Links of `a`, of `b`, or of both. Refused, as the next two, when the numbers of areas differ.
Result<Weights> union_of(const Weights& a, const Weights& b);
/// Links of both.
Result<Weights> intersection_of(const Weights& a, const Weights& b);
/// Links of `a` that `b` has not.
Result<Weights> difference_of(const Weights& a, const Weights& b);

/// The links for which keep[l] is not 0, one entry a link in the order of Weights::neighbour, with their
/// weights; rows are standardised again where they were. Description and policy stay.
Weights keep_links(const Weights& weights, const std::vector<std::uint8_t>& keep);

/// For each area the number of the connected part it is in, whichever way its links go: 1 for the largest,
/// then by size; of equal sizes the one with the lowest row comes first.
std::vector<std::uint32_t> components(const Weights& weights);

}  // namespace safeground::core
