#pragma once

#include <cstdint>
#include <set>

#include "core/value.hpp"

/// What may be said about the whole when some cells of it are hidden.
namespace safeground::disclosure {

struct RecordRules {
    bool withhold_numbers = false;        ///< too few hidden cells carry them: the numbers could be searched
    std::set<std::int64_t> exact_totals;  ///< totals of columns with hidden cells; such a number is left out
};

/// Numbers that are not whole are rounded to two significant digits or left out; breaks, sentences, warnings,
/// hashes and exact totals are left out (undefined, so that the field says so). Everything else stays in its
/// order.
core::Record guarded(const core::Record& record, const RecordRules& rules);

/// The texts of fields `variable`, `variable2`, `population`, wherever they are.
std::set<std::string> variables_of(const core::Record& record);

}  // namespace safeground::disclosure
