#pragma once

#include <string>
#include <vector>

#include "core/project.hpp"
#include "core/result.hpp"

namespace safeground::cli {

/// Refuses (Usage) an output that is one of the files that were read: a result never replaces a source.
core::Result<bool> keep_sources(const std::string& output, const std::vector<std::string>& read);
/// The files behind a project's layers, where they can be found by their path.
std::vector<std::string> sources_of(const core::Project& project);

}  // namespace safeground::cli
