#pragma once

#include <string>

#include "render/image.hpp"

namespace safeground::tests {

bool write_png(const std::string& path, const render::Image& image);
/// An empty image when the file cannot be read.
render::Image read_png(const std::string& path);

struct GoldenResult {
    bool same = false;
    bool skipped = false;     ///< recorded with another renderer
    std::string explanation;  ///< files to look at
};
/// Compares with tests/golden/<name>.png: a channel may differ by 2, and 0.1 % of the pixels by more. A
/// missing picture fails and is written; SAFEGROUND_UPDATE_GOLDEN=1 writes anew and still fails. On failure
/// actual, expected and difference are in <build>/golden.
GoldenResult golden(const std::string& name, const render::Image& actual, const std::string& renderer);

}  // namespace safeground::tests
