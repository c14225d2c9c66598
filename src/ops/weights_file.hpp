#pragma once

#include <filesystem>
#include <string>

#include "core/result.hpp"
#include "core/table.hpp"
#include "core/weights.hpp"

namespace safeground::ops {

/// Neighbours as GeoDa and PySAL write them, over the rows of `areas`.
///
/// .gal: a header (`n`, or `0 n name field`), then for each area `id k` and a line of k neighbours. .gwt: the
/// same header, then `id neighbour distance` lines; the distance is not used as a weight, which a note says.
/// Ids are those of the header's field where the table has such a column, else the table's key, else row
/// numbers from 1. Binary. Refused, with the line: unknown or repeated ids, an area of the table that is
/// missing, counts that do not match, an area that is its own neighbour.
core::Result<core::Weights> read_weights_file(const std::filesystem::path& path, const core::Table& areas);

/// The same from text; `gwt`: which of the two formats. `file` is for messages.
core::Result<core::Weights> parse_weights_text(const std::string& text, bool gwt, const core::Table& areas,
                                               const std::string& file);

}  // namespace safeground::ops
