#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "io/raw_table.hpp"

namespace safeground::io {

enum class FileKind : std::uint8_t { Text, Vector, Spreadsheet, Zip, OldExcel, Unknown };

/// Refuses what is no readable regular file with something in it (folders, pipes, sockets, devices, empty
/// files).
core::Result<bool> check_input_file(const std::filesystem::path& path);
/// By the first bytes and the extension.
FileKind file_kind(const std::filesystem::path& path);

/// Reads one layer of a GeoPackage, shapefile, zipped shapefile, GeoJSON, FlatGeobuf, OSM (pbf or xml) or
/// spreadsheet, with geometry as found. Only regular files on this machine are opened, only these drivers are
/// allowed, and what GDAL says goes into warnings. `layer` empty: the first that a recipe knows, else the
/// largest; said in the notes.
core::Result<RawTable> read_vector(const std::filesystem::path& path, const std::string& layer,
                                   const std::string& where, const core::Progress& progress = {});

/// Keeps rows for which an OGR SQL expression holds. Columns count as numbers where all their cells are.
core::Result<bool> filter_rows(RawTable& table, const std::string& where);

}  // namespace safeground::io
