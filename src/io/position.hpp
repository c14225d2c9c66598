#pragma once

#include <string>

#include "core/geometry.hpp"
#include "core/progress.hpp"
#include "core/result.hpp"
#include "io/import.hpp"
#include "io/raw_table.hpp"

namespace safeground::io {

/// Takes coordinates as found to EPSG:27700 in place, and says in the report what was found, assumed and
/// repaired: latitude and longitude swapped, metres declared as degrees, no CRS, coordinates that are not
/// numbers, positions outside Britain (which lose their position where others are inside; a file wholly
/// elsewhere keeps its own planar coordinates, with a warning). `crs`: definition, may be empty. `line`: of
/// each row.
core::Result<bool> to_national_grid(core::Geometry& geometry, const std::string& crs,
                                    const std::vector<std::int64_t>& line, ImportReport& report,
                                    const core::Progress& progress = {});

}  // namespace safeground::io
