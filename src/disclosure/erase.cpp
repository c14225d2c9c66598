#include "disclosure/erase.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <type_traits>

namespace safeground::disclosure {
namespace {

using core::CategoryValues;
using core::CellState;
using core::Column;

constexpr double kEmpty = std::numeric_limits<double>::quiet_NaN();

/// A NaN can carry 51 bits of message; only the plain one leaves.
bool plain_nan(double v) { return std::bit_cast<std::uint64_t>(v) == std::bit_cast<std::uint64_t>(kEmpty); }

bool empty_cell(double v) { return plain_nan(v); }
bool empty_cell(std::int64_t v) { return v == 0; }
bool empty_cell(const std::string& v) { return v.empty(); }
bool empty_cell(const core::Date& v) { return v == core::Date{}; }

template <class T>
T empty_value() {
    if constexpr (std::is_same_v<T, double>) return kEmpty;
    else return T{};
}

bool changes(const Column& column, const Edit& edit) {
    if (edit.hidden > 0 || edit.rounding_base > 1 || edit.two_digits) return true;
    const bool suppressed =
        std::find(column.states.begin(), column.states.end(), CellState::Suppressed) != column.states.end();
    if (suppressed && edit.is_count &&
        (column.suppressed_low > edit.range_low || column.suppressed_high < edit.range_high))
        return true;
    return std::visit(
        [&](const auto& values) {
            if constexpr (std::is_same_v<std::decay_t<decltype(values)>, CategoryValues>) {
                std::vector<bool> used(values.labels.size(), false);
                for (std::size_t row = 0; row < values.code.size(); ++row) {
                    if (column.present(row)) used[values.code[row]] = true;
                    else if (values.code[row] != 0) return true;
                }
                return edit.drop_unused_labels && std::find(used.begin(), used.end(), false) != used.end();
            } else {
                for (std::size_t row = 0; row < values.size(); ++row) {
                    if (!column.present(row) && !empty_cell(values[row])) return true;
                    if constexpr (std::is_same_v<std::decay_t<decltype(values[row])>, double>)
                        if (column.present(row) && std::isnan(values[row])) return true;
                }
                return false;
            }
        },
        column.values);
}

void set_state(Column& column, std::size_t row, CellState state) {
    if (column.states.empty()) column.states.resize(column.size(), CellState::Present);
    column.states[row] = state;
}

void empty_cells(Column& column) {
    std::visit(
        [&](auto& values) {
            if constexpr (std::is_same_v<std::decay_t<decltype(values)>, CategoryValues>) {
                for (std::size_t row = 0; row < values.code.size(); ++row)
                    if (!column.present(row)) values.code[row] = 0;
            } else {
                using Cell = typename std::decay_t<decltype(values)>::value_type;
                for (std::size_t row = 0; row < values.size(); ++row) {
                    if constexpr (std::is_same_v<Cell, double>)
                        if (column.present(row) && std::isnan(values[row]))
                            set_state(column, row, CellState::Missing);
                    if (!column.present(row)) values[row] = empty_value<Cell>();
                }
                // A moved-from or resized text may keep its bytes in the buffer; a fresh copy does not.
                values = std::decay_t<decltype(values)>(values.begin(), values.end());
            }
        },
        column.values);
}

void drop_unused(Column& column) {
    auto* category = std::get_if<CategoryValues>(&column.values);
    if (category == nullptr) return;
    std::vector<bool> used(category->labels.size(), false);
    for (std::size_t row = 0; row < category->code.size(); ++row)
        if (column.present(row)) used[category->code[row]] = true;
    std::vector<std::uint32_t> renamed(category->labels.size(), 0);
    std::vector<std::string> labels;
    for (std::size_t l = 0; l < used.size(); ++l)
        if (used[l]) {
            renamed[l] = static_cast<std::uint32_t>(labels.size());
            labels.push_back(category->labels[l]);
        }
    for (std::size_t row = 0; row < category->code.size(); ++row)
        category->code[row] = column.present(row) ? renamed[category->code[row]] : 0;
    if (labels.empty()) labels.emplace_back();  // code 0 stays a valid index
    category->labels = std::move(labels);
}

void round_to(Column& column, std::int64_t base) {
    const auto rounded = [base](double v) {
        const double step = static_cast<double>(base);
        // What is there never becomes "nobody".
        return v > 0 ? std::max(step, step * std::floor(v / step + 0.5)) : v;
    };
    if (auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
        for (double& v : *numbers) v = rounded(v);
    } else if (auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
        for (std::int64_t& v : *integers) v = static_cast<std::int64_t>(rounded(static_cast<double>(v)));
    }
}

void round_to_two_digits(Column& column) {
    auto* numbers = std::get_if<std::vector<double>>(&column.values);
    if (numbers == nullptr) return;
    for (double& v : *numbers)
        if (std::isfinite(v)) v = std::strtod(fmt::format("{:.1e}", v).c_str(), nullptr);
}

}  // namespace

core::ColumnPtr erase(const core::ColumnPtr& column, const Edit& edit) {
    if (!changes(*column, edit)) return column;
    auto out = std::make_shared<Column>(*column);
    const bool published = std::find(column->states.begin(), column->states.end(), CellState::Suppressed) !=
                           column->states.end();
    for (std::size_t row = 0; row < edit.hide.size(); ++row)
        if (edit.hide[row]) set_state(*out, row, CellState::Suppressed);
    empty_cells(*out);
    if (edit.rounding_base > 1) round_to(*out, edit.rounding_base);
    if (edit.two_digits) round_to_two_digits(*out);
    if (edit.drop_unused_labels) drop_unused(*out);
    if (edit.is_count) {
        out->suppressed_low = published ? std::min(column->suppressed_low, edit.range_low) : edit.range_low;
        out->suppressed_high =
            published ? std::max(column->suppressed_high, edit.range_high) : edit.range_high;
    } else if (edit.hidden > 0) {
        out->suppressed_low = std::numeric_limits<std::int64_t>::min();
        out->suppressed_high = std::numeric_limits<std::int64_t>::max();
    }
    return out;
}

}  // namespace safeground::disclosure
