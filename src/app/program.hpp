#pragma once

#include "app/options.hpp"

namespace safeground::app {

/// The window from start to end; the exit status.
int run_window(const Options& options);

}  // namespace safeground::app
