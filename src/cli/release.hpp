#pragma once

#include <string>
#include <vector>

#include "cli/console.hpp"
#include "core/project.hpp"
#include "core/result.hpp"
#include "core/value.hpp"
#include "disclosure/gate.hpp"
#include "ops/operation.hpp"

/// How a project or a result leaves through the gate: the only file of this room that knows it.
namespace safeground::cli {

/// The project as `audience` may see it (empty: as the project says), with the breaks of choropleths taken
/// from what is released. The gate keeps what it released as long as it lives.
core::Result<disclosure::Released<core::Project>> release_project(disclosure::Gate& gate,
                                                                  core::Project project,
                                                                  const std::string& audience,
                                                                  std::vector<core::Diagnostic>& warnings);

/// All that an operation says beside its table, as the contract names it; to be released before it is shown.
core::Record answer_of(const ops::Output& output);

/// The warnings of a released answer on standard error; one sentence where there were some and the gate cut
/// them.
void say_warnings(const disclosure::Released<core::Record>& answer, bool there_were, Console& console);

/// "marking", "audience" and "disclosure" (what was hidden, in words), for JSON.
void add_note(core::Record& record, const disclosure::ReleaseNote& note);

/// Prints a whole text; the place of every result.
void print(const std::string& text);

/// The first `most` rows of a released table, columns side by side.
std::string table_text(const core::Table& table, std::size_t most);

}  // namespace safeground::cli
