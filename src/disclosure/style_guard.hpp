#pragma once

#include <set>
#include <string>

#include "core/style.hpp"
#include "core/table.hpp"

namespace safeground::disclosure {

/// A style that tells nothing of hidden cells: breaks over a column with hidden cells become values of
/// visible cells (the nearest below, the smallest for the first), and columns that were left out are no
/// longer named.
core::Style guarded(const core::Style& style, const core::Table& released,
                    const std::set<std::string>& hidden_columns);

}  // namespace safeground::disclosure
