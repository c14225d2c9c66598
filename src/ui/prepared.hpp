#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/legend.hpp"
#include "core/project.hpp"
#include "disclosure/released.hpp"

namespace safeground::ui {

/// One row of one layer.
struct RowRef {
    core::LayerId layer = 0;
    std::uint32_t row = 0;
    bool operator==(const RowRef&) const = default;
};

/// What takes time in proportion to a layer's rows, computed when the layer changes and drawn from here.
struct PreparedLayer {
    core::LayerId id = 0;
    std::string name;
    core::TablePtr table;  ///< released
    core::Style style;
    core::LegendEntry legend;
    std::string second_line;  ///< under the name in the list: "412 sites · open Tue", "queen · 999
                              ///< permutations · BH 5 %"
    std::unordered_map<std::string, std::uint32_t>
        row_of_key;  ///< first row of each key; empty for layers without areas
};
using PreparedLayerPtr = std::shared_ptr<const PreparedLayer>;

struct Prepared {
    std::vector<PreparedLayerPtr> layers;  ///< in the project's order: the first is at the bottom
    const PreparedLayer* find(core::LayerId id) const;
};

/// Layers whose table, style and name are the same as before are taken over, so that dragging an opacity
/// costs nothing.
Prepared prepare(const disclosure::Released<core::Project>& project, const Prepared& before);

/// The picked area, in the words of the card and of the tooltip. Only from released tables.
struct CardRow {
    enum class Tone : std::uint8_t { Plain, Muted, Hot, Cold };
    std::string label, value;
    Tone tone = Tone::Plain;
    bool operator==(const CardRow&) const = default;
};
struct Card {
    std::string title;          ///< name of the area or site
    std::string code;           ///< its key; empty when it is the title already
    std::string layer;          ///< name of the layer that was hit
    std::vector<CardRow> rows;  ///< values of visible layers there, from the top layer down
};
/// Empty title: the row is not there (any more).
Card card_of(const disclosure::Released<core::Project>& project, const Prepared& prepared, RowRef at);

}  // namespace safeground::ui
