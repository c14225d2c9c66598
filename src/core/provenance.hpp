#pragma once

#include <string>
#include <vector>

#include "core/value.hpp"

namespace safeground::core {

/// Enough to run a result again and compare. Holds no clock: the same run gives the same bytes.
struct Provenance {
    struct Input {
        std::string role;  ///< "areas", "table", "events"
        std::string path;
        std::string sha256;  ///< hex; empty for a layer that was itself computed
        std::size_t rows = 0;
        std::string recipe;
        bool operator==(const Input&) const = default;
    };
    std::string operation;  ///< "local-moran"
    std::string version;    ///< of Safeground
    std::vector<Input> inputs;
    Record parameters;  ///< every parameter with the value used, defaults too
    std::vector<std::string> warnings;
    bool operator==(const Provenance&) const = default;
};

/// "0.1.0"
const char* version();

}  // namespace safeground::core
