#pragma once

#include <filesystem>

#include "core/result.hpp"
#include "core/table.hpp"
#include "core/weights.hpp"

namespace safeground::ops {

/// Whether a result of this name is a list of neighbours: .gal, .gwt, .kwt or .weights.csv.
bool is_weights_file(const std::filesystem::path& path);

/// A list of neighbours to be released and written (io::write_table): a row a link with `id`, `neighbour`,
/// `weight` and `distance` (metres between centroids), areas without neighbours once with the last three
/// missing. `areas`: the table of the operation "weights", whose key the ids are and whose sensitivity the
/// list has. Refused: ids that occur twice, and tables of single events, residence or sessions, whose
/// neighbours would tell positions.
core::Result<core::TablePtr> weights_table(const core::Table& areas, const core::Weights& weights);

}  // namespace safeground::ops
