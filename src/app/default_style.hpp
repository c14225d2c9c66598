#pragma once

#include "core/style.hpp"
#include "core/table.hpp"

namespace safeground::app {

/// How a file that was just added is drawn, by what it is about: areas by their first score or count, sites
/// as squares, events as circles, streets and base map as lines. Choropleths have no breaks yet: the session
/// takes them from what the audience may see.
core::Style default_style(const core::Table& table);

}  // namespace safeground::app
