#pragma once

#include <stop_token>

#include "core/random.hpp"
#include "io/export.hpp"
#include "ops/local_statistic.hpp"
#include "ops/tables.hpp"

/// Maps with a planted cluster and maps of noise, for explain, noise-check and stability.
namespace safeground::tests {

/// rows x columns values from 3 to 7, and 20 more in the block x block corner of the south-west.
inline std::vector<double> planted(int rows, int columns, int block, double more = 17) {
    std::vector<double> x(static_cast<std::size_t>(rows * columns));
    for (std::size_t i = 0; i < x.size(); ++i) {
        const auto r = static_cast<int>(i) / columns, c = static_cast<int>(i) % columns;
        x[i] = (r < block && c < block ? 3 + more : 3) + std::fmod(static_cast<double>(i) * 7, 5);
    }
    return x;
}

inline std::vector<double> noise(std::size_t n, std::uint32_t item) {
    core::RandomStream random(7, core::StreamId::Test, item);
    std::vector<double> x(n);
    for (double& v : x) v = random.normal();
    return x;
}

inline ops::Inputs of_grid(int rows, int columns, std::vector<double> x,
                           core::Measure measure = core::Measure::Score) {
    ops::Inputs inputs;
    inputs.areas = shared(grid_table(rows, columns, std::move(x), measure));
    return inputs;
}

inline std::string text(const ops::Output& output, const std::string& name) {
    const core::Value* value = output.result.find(name);
    return value == nullptr ? "(none)" : value->text();
}

inline std::string all_of(const ops::Output& output) {
    std::string all = io::json(output.result) + output.sentence + io::json(output.provenance.parameters);
    for (const std::string& warning : output.warnings) all += warning;
    if (output.table)
        for (std::size_t row = 0; row < output.table->rows; ++row)
            for (const core::ColumnPtr& column : output.table->columns) all += column->text(row) + ",";
    return all;
}

/// The rows with which row `at` shares a corner on a grid.
inline std::vector<std::size_t> queen_neighbours(int rows, int columns, std::size_t at) {
    std::vector<std::size_t> out;
    const int r = static_cast<int>(at) / columns, c = static_cast<int>(at) % columns;
    for (int y = r - 1; y <= r + 1; ++y)
        for (int x = c - 1; x <= c + 1; ++x)
            if (y >= 0 && y < rows && x >= 0 && x < columns && (y != r || x != c))
                out.push_back(static_cast<std::size_t>(y * columns + x));
    return out;
}

/// Gi* of one area over these members (itself among them), all with the same weight: Ord and Getis 1995,
/// written out.
inline double gi_star(const std::vector<double>& x, const std::vector<std::size_t>& members) {
    const auto n = static_cast<double>(x.size()), k = static_cast<double>(members.size());
    double mean = 0, squares = 0, lag = 0;
    for (const double v : x) mean += v / n;
    for (const double v : x) squares += v * v;
    const double s = std::sqrt(squares / n - mean * mean);
    for (const std::size_t j : members) lag += x[j];
    return (lag - k * mean) / (s * std::sqrt((n * k - k * k) / (n - 1)));
}

/// Asks to stop as soon as a share of the work is reported as done.
struct StopAfter {
    std::stop_source source;
    double share;
    core::Progress progress() {
        return core::Progress(source.get_token(), [this](double fraction, std::string_view) {
            if (fraction >= share) source.request_stop();
        });
    }
};

}  // namespace safeground::tests
