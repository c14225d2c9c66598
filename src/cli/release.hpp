#pragma once

#include <string>
#include <vector>

#include "core/project.hpp"
#include "core/result.hpp"
#include "core/value.hpp"
#include "disclosure/gate.hpp"

/// How a project or a result leaves through the gate: the only file of this room that knows it.
namespace safeground::cli {

/// The project as `audience` may see it (empty: as the project says), with the breaks of choropleths taken
/// from what is released. The gate keeps what it released as long as it lives.
core::Result<disclosure::Released<core::Project>> release_project(disclosure::Gate& gate,
                                                                  core::Project project,
                                                                  const std::string& audience,
                                                                  std::vector<core::Diagnostic>& warnings);

/// "marking", "audience" and "disclosure" (what was hidden, in words), for JSON.
void add_note(core::Record& record, const disclosure::ReleaseNote& note);

/// Prints a whole text; the place of every result.
void print(const std::string& text);

/// The first `most` rows of a released table, columns side by side.
std::string table_text(const core::Table& table, std::size_t most);

}  // namespace safeground::cli
