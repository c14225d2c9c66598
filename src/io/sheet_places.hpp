#pragma once

#include "io/sheet.hpp"

namespace safeground::io {

/// The rows' places as points and the columns `lsoa` and `position`, for offences, sites and outreach.
void add_places(core::Table& table, const SheetPlaces& places, const std::vector<std::uint32_t>& rows);

}  // namespace safeground::io
