#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/table.hpp"

namespace safeground::ops {

/// The form of a condition, for help and errors.
inline constexpr const char* kConditionForms =
    "COLUMN=VALUE, COLUMN=ONE|OTHER, COLUMN|COLUMN=VALUE, COLUMN!=VALUE, COLUMN<=NUMBER or COLUMN>=NUMBER, "
    "joined by ;";

/// Rows for which every condition of `conditions` ("knife=true; victim age band!=25+") holds; all rows when
/// it is empty. A condition on several columns ("knife_present|knife_intimated=yes") holds where one of them
/// does. A cell that is missing or suppressed fulfils no condition; a warning says how many rows were left out
/// for that. Refused (Usage): an unknown column, a condition that is not understood, <= or >= on a
/// column that is not of numbers.
core::Result<std::vector<std::uint32_t>> matching_rows(const core::Table& table,
                                                       const std::string& conditions);
/// "knife is true and victim age band is not 25+".
std::string condition_words(const std::string& conditions);

}  // namespace safeground::ops
