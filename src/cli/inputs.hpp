#pragma once

#include <string>

#include "core/project.hpp"
#include "core/result.hpp"
#include "ops/operation.hpp"

namespace safeground::cli {

/// A layer of a project by its name. Refused (Usage) with the names that there are.
core::Result<const core::Layer*> find_layer(const core::Project& project, const std::string& name);

/// Inputs of an operation from layers of a project; `events` may be empty.
core::Result<ops::Inputs> inputs_from(const core::Project& project, const std::string& areas,
                                      const std::string& events);

}  // namespace safeground::cli
