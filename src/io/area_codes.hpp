#pragma once

#include <string>
#include <string_view>

#include "core/table.hpp"

namespace safeground::io {

/// E01000001 and its like (any nation, any entity), or the demo borough's "LKM-L001".
bool official_code(std::string_view text);
/// LSOA codes only: E01, W01, or the demo's LKM-L.
bool lsoa_code(std::string_view text);

/// The column that holds official codes, where exactly one does in nearly every row, or exactly one of
/// several does so without repeating one. Empty: none or not clear.
std::string find_key(const core::Table& table);

/// From the key's name (LSOA11CD, LSOA21CD, "LSOA code (2021)"), from codes that only one vintage has, else
/// None.
core::Vintage find_vintage(const core::Table& table);
/// "LSOA 2021"; "" where there is none.
const char* vintage_name(core::Vintage vintage);

}  // namespace safeground::io
