#pragma once

#include <filesystem>
#include <string>

#include "core/progress.hpp"
#include "core/result.hpp"
#include "io/raw_table.hpp"

namespace safeground::io {

/// Bytes of a text file as UTF-8. Knows UTF-8 and UTF-16 by byte order mark, UTF-16 without one by its zero
/// bytes, and takes what is not UTF-8 as Windows-1252 (Latin-1 with more); `encoding` says which.
struct DecodedText {
    std::string text;
    std::string encoding;  ///< "UTF-8", "UTF-8 with a byte order mark", "UTF-16 (little-endian)",
                           ///< "Windows-1252 (Latin-1)"
};
core::Result<DecodedText> decode_text(std::string bytes, const std::string& file);

/// Reads delimited text: delimiter (comma, semicolon, tab, bar), header, quotes with newlines and doubled
/// quotes, any line end. Rows with too few or too many cells, a cell over a million characters, a zero byte
/// or a quote that never ends are rejected with their line; everything else goes on.
core::Result<RawTable> parse_text_table(std::string bytes, const std::string& file,
                                        const core::Progress& progress = {});
core::Result<RawTable> read_text_table(const std::filesystem::path& path,
                                       const core::Progress& progress = {});

}  // namespace safeground::io
