#include "ops/suppressed.hpp"

#include <algorithm>

#include "core/random.hpp"

namespace safeground::ops {
namespace {

constexpr std::uint32_t kRandomFills = 8;

enum class Fill : std::uint8_t { Middle, Lowest, Highest, Random };

std::vector<double> filled(const Variable& variable, std::uint32_t at, Fill fill, std::uint64_t seed,
                           std::uint32_t replicate) {
    std::vector<double> values = variable.values;
    const core::Column& column = *variable.column;
    const auto low = static_cast<double>(column.suppressed_low),
               high = static_cast<double>(column.suppressed_high);
    for (std::uint32_t row = 0; row < values.size(); ++row) {
        if (column.state(row) != core::CellState::Suppressed) continue;
        switch (fill) {
            case Fill::Middle:
                values[row] = (low + high) / 2;
                break;
            case Fill::Lowest:
                values[row] = low;
                break;
            case Fill::Highest:
                values[row] = high;
                break;
            case Fill::Random: {
                const auto width =
                    static_cast<std::uint32_t>(column.suppressed_high - column.suppressed_low + 1);
                core::RandomStream random(seed, core::StreamId::SuppressedFill, row, replicate * 64 + at);
                values[row] = low + random.below(width);
                break;
            }
        }
    }
    return values;
}

}  // namespace

Parameter suppressed_parameter() {
    Parameter parameter;
    parameter.name = "suppressed";
    parameter.title = "Suppressed counts";
    parameter.help =
        "range, the default: a suppressed count is somewhere in its range, so an area is shown only if that "
        "holds "
        "wherever in their ranges the suppressed counts lie. exclude: areas with a suppressed count are left "
        "out, "
        "which takes out low counts only and so raises the mean.";
    parameter.kind = ParameterKind::Choice;
    parameter.choices = {"range", "exclude"};
    parameter.default_value = "range";
    parameter.detail = true;
    return parameter;
}

std::vector<std::vector<std::vector<double>>> suppressed_fills(const std::vector<Variable>& columns,
                                                               std::uint64_t seed) {
    const bool any = std::any_of(columns.begin(), columns.end(),
                                 [](const Variable& v) { return v.in_range && v.suppressed > 0; });
    const auto all = [&](Fill fill, std::uint32_t replicate) {
        std::vector<std::vector<double>> values;
        for (std::uint32_t c = 0; c < columns.size(); ++c)
            values.push_back(columns[c].in_range ? filled(columns[c], c, fill, seed, replicate)
                                                 : columns[c].values);
        return values;
    };
    std::vector<std::vector<std::vector<double>>> fills{all(Fill::Middle, 0)};
    if (!any) return fills;
    fills.push_back(all(Fill::Lowest, 0));
    fills.push_back(all(Fill::Highest, 0));
    for (std::uint32_t r = 0; r < kRandomFills; ++r) fills.push_back(all(Fill::Random, r));
    return fills;
}

}  // namespace safeground::ops
