#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace safeground::report {

/// A PNG of RGB bytes, top row first. Its only words are the marking, as the text "Marking": no time,
/// program, user or path.
core::Result<std::string> png_bytes(int width, int height, const std::vector<std::uint8_t>& rgb,
                                    const std::string& marking);

/// Writes beside the target and renames, so that a full disk leaves no half file under the name.
core::Result<bool> write_bytes(const std::filesystem::path& path, std::string_view bytes);

}  // namespace safeground::report
