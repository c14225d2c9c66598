#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/provenance.hpp"
#include "core/style.hpp"
#include "core/table.hpp"

namespace safeground::core {

using LayerId = std::uint32_t;  ///< unique within a project and its history; 0: none

/// A table, how it is drawn, and how it came to be. Sensitivity, period and source are the table's.
struct Layer {
    LayerId id = 0;
    std::string name;
    TablePtr table;
    Style style;
    bool visible = true;
    double opacity = 1.0;                  ///< 0 .. 1
    std::optional<Provenance> provenance;  ///< of a computed layer
    std::string sentence;                  ///< of a computed layer: the result in words
    bool operator==(const Layer&) const = default;
};

/// Everything the user has: one immutable snapshot. Layers are in drawing order: the first is at the bottom.
struct Project {
    std::string name = "Untitled";
    std::string audience = "analyst";  ///< name of the audience that the screen and outputs are for
    std::vector<Layer> layers;
    LayerId next_id = 1;

    const Layer* find(LayerId id) const;
    const Layer* find(const std::string& name) const;  ///< first layer of that name
    bool synthetic() const;                            ///< any layer is
    bool operator==(const Project&) const = default;
};
using ProjectPtr = std::shared_ptr<const Project>;

/// What a map of the project shows at first: its areas; else all layers that are not base map; else everything.
Box extent(const Project& project);

}  // namespace safeground::core
