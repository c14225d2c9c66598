#pragma once

#include <optional>
#include <string>

#include "core/table.hpp"
#include "disclosure/audience.hpp"

/// Whether a table may be shown at all, before any cell is looked at.
namespace safeground::disclosure {

/// Restricted for residence whatever the file says; else what the table says.
core::Sensitivity own_sensitivity(const core::Table& table);

/// Why the audience may not see anything of the table, as a sentence; nullopt: it may.
std::optional<std::string> withheld_by_level(const core::Table& table, core::Sensitivity sensitivity,
                                             const Audience& audience);
/// As above for what the table holds: residence below LSOA, single events.
std::optional<std::string> withheld_by_content(const core::Table& table, core::Sensitivity sensitivity,
                                               const Audience& audience);

/// An official code of an LSOA (data zone, super output area) or of something larger, or a code of the
/// demonstration borough.
bool lsoa_or_coarser(const std::string& code);
/// A whole UK postcode ("W9 3RQ"), which stands for about fifteen households.
bool looks_like_postcode(const std::string& text);

}  // namespace safeground::disclosure
