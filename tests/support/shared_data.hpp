#pragma once

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>

namespace safeground::tests {

/// A file of the real open data beside the checkout (../shared/data). Absent: nullopt and a loud line, so
/// that a test can return early; under CI an absent file is an error, since there those tests must run.
inline std::optional<std::filesystem::path> shared_data(const std::string& relative) {
    const char* set = std::getenv("SAFEGROUND_SHARED_DATA");
    const std::filesystem::path root =
        set != nullptr ? std::filesystem::path(set)
                       : std::filesystem::path(SAFEGROUND_SOURCE_DIR).parent_path() / "shared" / "data";
    std::filesystem::path path = root / relative;
    if (std::filesystem::exists(path)) return path;
    if (std::getenv("CI") != nullptr)
        throw std::runtime_error("CI must have the real data: " + path.string());
    std::cerr << "\n*** SKIPPED: " << path << " is not on this machine ***\n";
    return std::nullopt;
}

}  // namespace safeground::tests
