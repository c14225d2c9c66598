#pragma once

#include <filesystem>
#include <string>

#include "core/result.hpp"
#include "core/value.hpp"
#include "disclosure/released.hpp"

namespace safeground::io {

/// By extension: .csv, .geojson, .gpkg. One row a row of the table in its order, the key column first.
/// Missing is empty in CSV and null elsewhere; suppressed is "*" in CSV and null with a `<column>_suppressed`
/// flag elsewhere; never 0. CSV begins with the header row; marking, period, source and method go to a `.txt`
/// beside it with the same stem, in GeoJSON to the member "safeground", in GeoPackage to the layer's
/// description.
///
/// CSV: quotes as in RFC 4180, UTF-8, line feeds. A text cell or heading that a spreadsheet would run as a
/// formula (it begins with = + - @, tab or return and is no number) gets an apostrophe in front; the .txt
/// says so. GeoJSON: longitude and latitude (EPSG:4326, RFC 7946) to seven decimals, about a centimetre.
/// GeoPackage: EPSG:27700. Numbers in shortest exact form; the same table gives the same bytes. Writes to a
/// temporary file first, then renames.
///
/// .gal, .gwt, .kwt: a list of neighbours (ops::weights_table) as GeoDa and PySAL read it, .gwt with distances
/// and .kwt with weights, each in shortest exact form; marking and source go to a `.txt` beside it. Refused:
/// any other table, and ids with blanks, which these formats cannot hold.
core::Result<bool> write_table(const disclosure::Released<core::TablePtr>& table,
                               const std::filesystem::path& path);

/// JSON text, two spaces, fields in their order, shortest exact numbers, undefined as null.
std::string json(const core::Record& record);
/// Refuses what is no object, names that occur twice and nesting over 100 deep. A number without fraction
/// comes back as an integer.
core::Result<core::Record> parse_json(const std::string& text, const std::string& file);

}  // namespace safeground::io
