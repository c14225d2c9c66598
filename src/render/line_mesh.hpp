#pragma once

#include <vector>

#include "core/table.hpp"
#include "render/strokes.hpp"

namespace safeground::render {

/// Lines of a table as strokes whose `size` is the street's importance; `left` and `right` are the row.
struct LineMesh {
    core::Point origin{0, 0};
    bool classed = false;  ///< the table tells major streets from minor ones
    std::vector<Stroke> strokes;
    struct Band {
        float importance = 1;
        std::vector<StrokeTile> tiles;
    };
    std::vector<Band> bands;  ///< least important first, as they are drawn
};
LineMesh build_line_mesh(const core::Table& table);

/// The column that says what kind of street a row is (`highway`, `class`, `road_class`, `fclass`,
/// `function`); nullptr: none.
const core::Column* street_class(const core::Table& table);
/// Share of the style's width for a kind of street: motorway 2.2, primary 1.8, residential 0.7, footpath 0.4.
float importance_of(const std::string& kind);

}  // namespace safeground::render
