#pragma once

#include <cstdint>
#include <vector>

#include "core/table.hpp"

/// Physical removal: what is hidden is not in the released bytes.
namespace safeground::disclosure {

/// What happens to one column on its way out.
struct Edit {
    std::vector<bool> hide;  ///< empty: no cell
    std::size_t hidden = 0;  ///< how many are true
    bool leave_out = false;
    bool is_count = false;  ///< a count with a threshold: its range is set from `range_low` and `range_high`
    std::int64_t range_low = 1, range_high = 1;  ///< of what is hidden here
    std::int64_t rounding_base = 0;
    bool two_digits = false;  ///< numbers to two significant digits
    bool drop_unused_labels = false;
};

/// The column with every cell that is not present emptied (NaN, 0, ""), those of `edit.hide` Suppressed, and,
/// where asked, labels that no present cell has dropped. The same pointer when that changes nothing. The
/// range of suppressed cells never becomes narrower than a published one; of computed columns it says
/// anything.
core::ColumnPtr erase(const core::ColumnPtr& column, const Edit& edit);

}  // namespace safeground::disclosure
