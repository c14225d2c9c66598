#pragma once

#include <string>

#include "cli/command_line.hpp"
#include "core/result.hpp"
#include "core/style.hpp"
#include "core/table.hpp"

namespace safeground::cli {

/// The style that the flags of `project add` describe, for `table`: plain,
/// choropleth:COLUMN[:METHOD[:CLASSES]], symbols[:COLUMN], squares[:COLUMN]; a colon in a column's name is
/// written "\:". Columns are found whatever the case. Refused (Usage): words that are not understood, columns
/// that the table does not have (with those closest), colours that are none.
core::Result<core::Style> style_of(const ProjectAdd& request, const core::Table& table);

}  // namespace safeground::cli
