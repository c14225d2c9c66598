#pragma once

#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/table.hpp"

namespace safeground::ops {

struct SitesWithHours {
    core::TablePtr table;
    std::vector<std::string> warnings;  ///< sessions of sites that are not in the table
};

/// Sites with two more columns from their weekly sessions (columns site_id, weekday, start_minute,
/// end_minute): `sessions`, how many a week, and `hours` ("Mon, Wed 15:30-18:00; Sat 10:00-12:00"). Both are
/// missing, not 0, for a site without any session on record: its hours are unknown. Refused: a table without
/// those columns, sites without a key, no session of any site.
core::Result<SitesWithHours> add_hours(const core::TablePtr& sites, const core::TablePtr& sessions);

}  // namespace safeground::ops
