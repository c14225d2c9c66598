#pragma once

#include "core/result.hpp"
#include "core/style.hpp"
#include "disclosure/gate.hpp"

namespace safeground::app {

/// How a file that was just added is drawn, by what it is about: areas by their first score or count, sites as squares, events as
/// circles, streets and base map as lines. Class breaks come from what the audience may see.
core::Style default_style(const core::TablePtr& table, disclosure::Gate& gate, const std::string& audience);

}  // namespace safeground::app
