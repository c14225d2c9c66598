#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/table.hpp"
#include "disclosure/audience.hpp"

/// The cells of one table for one audience. Rules: see Gate.
namespace safeground::disclosure {

struct SuppressedTable {
    core::Table table;
    bool changed = false;           ///< false: `table` equals the input, which may be used itself
    std::size_t hidden_cells = 0;   ///< hidden here, counts and what was computed from them
    std::size_t hidden_counts = 0;  ///< cells of counts among them
    bool rounded = false;
    bool classes_shown = false;            ///< words of areas that rest on hidden counts stay
    std::set<std::string> hidden_columns;  ///< columns with a cell hidden here, or left out
    std::vector<std::string> sentences;
};

/// `sensitivity`: of the table and everything that it was made from.
SuppressedTable suppress(const core::Table& table, core::Sensitivity sensitivity, const Audience& audience);

/// Name of a known result whose every cell rests on the values of other rows ("lag", "z (2)").
bool mixes_rows(const std::string& column);

}  // namespace safeground::disclosure
