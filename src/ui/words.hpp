#pragma once

#include <string>

#include "core/geometry.hpp"
#include "core/table.hpp"

namespace safeground::ui {

/// A cell for people: "1,234", "0.38", "< 5" for a suppressed count of 1 to 4, "suppressed" for what is
/// derived from one, "no data" where missing. With the column's unit.
std::string cell_words(const core::Column& column, std::size_t row);
/// A number for people, rounded to what can be read: "1,234", "23.4", "0.0002".
std::string number_words(double number);
/// "524 881 E 182 106 N"; "" without position.
std::string bng_words(core::Point point);
/// "800 m", "1.5 km".
std::string length_words(double metres);
/// The longest of 1, 2 and 5 times a power of ten metres that fits into `metres`.
double round_length(double metres);

}  // namespace safeground::ui
