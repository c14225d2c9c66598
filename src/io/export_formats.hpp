#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/table.hpp"
#include "disclosure/released.hpp"

/// The writers behind write_table, and what they share.
namespace safeground::io {

using ReleasedTable = disclosure::Released<core::TablePtr>;

/// Columns in the order of an output: the key first.
std::vector<const core::Column*> output_columns(const core::Table& table);
/// For each output column a name for its flag of suppressed cells that no column has; "" where it has no such
/// cell.
std::vector<std::string> suppressed_flags(const core::Table& table,
                                          const std::vector<const core::Column*>& columns);

/// What every output says of itself, one "name: value" a line.
std::string about_text(const ReleasedTable& table, const std::vector<std::string>& more);

core::Result<bool> write_csv(const ReleasedTable& table, const std::filesystem::path& path);
core::Result<bool> write_geojson(const ReleasedTable& table, const std::filesystem::path& path);
/// .gal, .gwt or .kwt by the extension.
core::Result<bool> write_neighbours(const ReleasedTable& table, const std::filesystem::path& path);
core::Result<bool> write_gpkg(const ReleasedTable& table, const std::filesystem::path& path);

/// A cell of CSV: quoted where needed.
std::string csv_cell(std::string_view text);
/// Text made harmless for spreadsheets; sets `guarded` where it had to be.
std::string formula_safe(const std::string& text, bool& guarded);

}  // namespace safeground::io
