#pragma once

#include "core/progress.hpp"
#include "core/project.hpp"
#include "core/result.hpp"

namespace safeground::ops {

/// The built-in fictional borough as a project, read from geodata/demo by the same recipes and operations as
/// anybody's files: base map, deprivation, offender residence (hidden), hot spots of knife crime, knife crime
/// with injury, provision. Everything in it is marked synthetic. Takes well under a second.
core::Result<core::Project> demo_project(const core::Progress& progress = {});

}  // namespace safeground::ops
