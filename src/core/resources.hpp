#pragma once

#include <filesystem>
#include <string>

#include "core/result.hpp"

namespace safeground::core {

/// A file that ships with Safeground, by its path in geodata/ or shaders/: "audiences.toml", "demo/...".
/// Looked for in $SAFEGROUND_RESOURCES, in ../share/safeground beside the program, then in the source tree it
/// was built from.
Result<std::filesystem::path> resource(const std::string& relative);
/// The whole file as bytes; refuses what is not a regular file or is larger than `limit` bytes.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit = std::size_t{1} << 31);

}  // namespace safeground::core
