#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/table.hpp"

namespace safeground::disclosure {

/// What one audience may see, as data (geodata/audiences.toml).
struct Audience {
    std::string name;                                       ///< "board"
    std::string title;                                      ///< "Board and partners"
    std::string marking;                                    ///< "OFFICIAL-SENSITIVE"
    core::Sensitivity may_see = core::Sensitivity::Public;  ///< layers above this are withheld whole
    std::int64_t threshold_public =
        0;  ///< counts from 1 to threshold-1 are hidden, by sensitivity of the table
    std::int64_t threshold_partner = 5;
    std::int64_t threshold_restricted = 5;  ///< also of every count of people
    bool hide_zero = false;                 ///< "nobody" is sensitive too
    std::int64_t rounding_base = 0;         ///< 0: none; counts are shown to the nearest multiple
    bool event_points = false;              ///< single events as points; else only counts per area
    bool event_text = false;                ///< references and free text of single events and sessions
    bool classes_over_hidden =
        false;  ///< classes of a statistic that used hidden counts, and smoothed rates to two digits
    double smallest_denominator = 10;  ///< rates over fewer people are hidden

    std::int64_t threshold(core::Sensitivity sensitivity) const;
    /// Of a column of a table of that sensitivity; 0: nothing is hidden.
    std::int64_t threshold(core::Measure measure, core::Sensitivity sensitivity) const;
};

/// From TOML text: `[audience.<name>]` tables. An unknown key is an error, so that a slip of the pen hides no
/// less than was meant.
core::Result<std::vector<Audience>> parse_audiences(const std::string& text, const std::string& file);

}  // namespace safeground::disclosure
