#pragma once

#include <string_view>

namespace safeground::render::gl {

/// Text of a file of shaders/ as it was at build time; empty for an unknown name.
std::string_view shader_source(std::string_view name);

}  // namespace safeground::render::gl
