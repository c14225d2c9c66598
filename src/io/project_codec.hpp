#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/project.hpp"

namespace safeground::io {

/// The project as bytes (docs/project-file.md). Columns, geometries and tables that are shared are written
/// once.
std::string encode_project(const core::Project& project);
/// nullopt: the bytes are no project of this version, or one that could not be (rows that do not agree, codes
/// without a label).
std::optional<core::Project> decode_project(std::string_view bytes);

}  // namespace safeground::io
