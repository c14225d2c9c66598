#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/result.hpp"
#include "core/table.hpp"
#include "core/weights.hpp"

namespace safeground::ops {

/// Neighbours from a file, over the rows of `areas`: .gal, .gwt and .kwt as GeoDa and PySAL write them, and
/// .csv.
///
/// .gal: a header (`n`, or `0 n name field`), then for each area `id k` and a line of k neighbours. Binary.
/// .gwt: the same header, then `id neighbour distance` lines. Binary: the distance is not used as a weight,
/// which a note says.
/// .kwt: as .gwt, but the third entry is the weight (GeoDa's kernels).
/// .csv: a header that names, in any order and case, the area (`id`, `from`, `origin`, `objectid` or a
/// column of the table), its neighbour (`neighbour`, `neighbor`, `nid`, `to`) and, where links do not all
/// weigh 1, their weight (`weight`, `w`), as the spatial weights of ArcGIS are written to a table. An area
/// with an empty neighbour has none.
///
/// Weights must be numbers from 0 and are kept as given; links of weight 0 are left out, with a note. In .kwt
/// and .csv, areas that are their own neighbour are left out too, with a note: what needs the area itself
/// (Gi*) adds it. Ids are those of the header's field where the table has such a column, else the table's
/// key, else row numbers from 1. Refused, with the line: unknown or repeated ids, in .gal an area of the
/// table that is missing, counts that do not match, in .gal and .gwt an area that is its own neighbour.
core::Result<core::Weights> read_weights_file(const std::filesystem::path& path, const core::Table& areas);

enum class WeightsFormat : std::uint8_t { Gal, Gwt, Kwt, Csv };

/// The same from text. `file` is for messages.
core::Result<core::Weights> parse_weights_text(const std::string& text, WeightsFormat format,
                                               const core::Table& areas, const std::string& file);

}  // namespace safeground::ops
