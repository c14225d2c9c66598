#pragma once

#include <string>

#include "core/result.hpp"

namespace safeground::app {

/// The current framebuffer's back picture as PNG.
core::Result<bool> write_screenshot(int width, int height, const std::string& path);

}  // namespace safeground::app
