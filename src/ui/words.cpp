#include "ui/words.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/value.hpp"

namespace safeground::ui {

namespace {

std::string suppressed_words(const core::Column& column) {
    if (column.measure == core::Measure::Derived) return "suppressed";
    if (column.suppressed_low <= 1) return fmt::format("< {}", column.suppressed_high + 1);
    return fmt::format("{} to {}", column.suppressed_low, column.suppressed_high);
}

std::string thousands(std::int64_t number) {
    std::string digits = std::to_string(number < 0 ? -number : number);
    for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, " ");
    return (number < 0 ? "-" : "") + digits;
}

}  // namespace

std::string number_words(double number) {
    if (std::isnan(number)) return "no data";
    const double size = std::abs(number);
    if (number == std::floor(number) && size < 1e15) return core::grouped(number, 0);
    if (size >= 100) return core::grouped(number, 0);
    if (size >= 10) return core::grouped(number, 1);
    if (size >= 1) return core::grouped(number, 2);
    if (size >= 0.001) return core::grouped(number, 3);
    return fmt::format("{:.1g}", number);
}

std::string cell_words(const core::Column& column, std::size_t row) {
    if (row >= column.size() || column.state(row) == core::CellState::Missing) return "no data";
    if (column.state(row) == core::CellState::Suppressed) return suppressed_words(column);
    if (!column.numeric()) return column.text(row);
    std::string text = number_words(column.number(row));
    if (!column.unit.empty()) text += " " + column.unit;
    return text;
}

std::string bng_words(core::Point point) {
    if (!point.valid()) return {};
    return fmt::format("{} E {} N", thousands(std::llround(point.x)), thousands(std::llround(point.y)));
}

std::string length_words(double metres) {
    if (metres < 1000) return fmt::format("{:g} m", metres);
    return fmt::format("{:g} km", metres / 1000);
}

double round_length(double metres) {
    if (!(metres > 0)) return 1;
    const double power = std::pow(10, std::floor(std::log10(metres)));
    for (const double step : {5.0, 2.0})
        if (step * power <= metres) return step * power;
    return power;
}

}  // namespace safeground::ui
