#include "stats/map_sums.hpp"

namespace safeground::stats {

double cross_product(const core::Weights& weights, std::span<const double> z) {
    double total = 0.0;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        const auto neighbours = weights.neighbours(i);
        const auto row = weights.weights(i);
        double lag = 0.0;
        for (std::size_t j = 0; j < neighbours.size(); ++j) lag += row[j] * z[neighbours[j]];
        total += z[i] * lag;
    }
    return total;
}

double squared_differences(const core::Weights& weights, std::span<const double> z) {
    double total = 0.0;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        const auto neighbours = weights.neighbours(i);
        const auto row = weights.weights(i);
        double here = 0.0;
        for (std::size_t j = 0; j < neighbours.size(); ++j) {
            const double difference = z[i] - z[neighbours[j]];
            here += row[j] * difference * difference;
        }
        total += here;
    }
    return total;
}

}  // namespace safeground::stats
