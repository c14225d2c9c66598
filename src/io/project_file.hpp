#pragma once

#include <filesystem>

#include "core/project.hpp"
#include "core/result.hpp"

namespace safeground::io {

/// One portable file with everything: layers, styles, tables (column by column, shared columns once),
/// provenance, SHA-256 of each source. The user's own working file, not an output: it holds unsuppressed data
/// and is written with mode 0600.
core::Result<bool> save_project(const core::Project& project, const std::filesystem::path& path);
/// Refuses with a sentence what is no project, is newer than this version, is damaged or truncated.
core::Result<core::Project> load_project(const std::filesystem::path& path);

/// Whether each source is still the file that was read: missing, changed, same; relative paths are tried
/// beside the project.
struct SourceCheck {
    std::string layer, path, verdict;  ///< "same", "changed", "missing", "computed"
};
std::vector<SourceCheck> verify_sources(const core::Project& project,
                                        const std::filesystem::path& project_path);

/// Lower-case hex of the SHA-256 of a file's bytes.
core::Result<std::string> sha256_file(const std::filesystem::path& path);
std::string sha256(const std::string& bytes);

}  // namespace safeground::io
