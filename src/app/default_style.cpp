#include "app/default_style.hpp"

#include <initializer_list>

namespace safeground::app {

namespace {

using core::Measure;
using core::Subject;

const core::Column* shown_column(const core::Table& table) {
    // A score says more about an area at a glance than a count, and a count more than a bare number.
    for (const Measure wanted : {Measure::Score, Measure::Derived, Measure::PersonCount, Measure::EventCount,
                                 Measure::Population, Measure::Plain})
        for (const core::ColumnPtr& column : table.columns) {
            if (!column->numeric() || column->measure != wanted) continue;
            for (std::size_t r = 0; r < column->size(); ++r)
                if (column->present(r)) return column.get();
        }
    return nullptr;
}

core::Style area_style(const core::Table& table) {
    if (table.info.subject == Subject::BaseMap)
        return core::PlainStyle{core::colour("#D9E6DA"), core::colour("#C2D3C4"), 1};
    const core::Column* column = shown_column(table);
    if (column == nullptr) return core::PlainStyle{core::Colour{0, 0, 0, 0}, core::colour("#6B727B"), 1};
    core::ChoroplethStyle style;
    style.column = column->name;
    const bool count = column->measure == Measure::PersonCount || column->measure == Measure::EventCount;
    style.ramp = table.info.subject == Subject::Residence ? "purple" : count ? "blue" : "warm";
    return style;
}

}  // namespace

core::Style default_style(const core::Table& table) {
    if (table.polygons() != nullptr) return area_style(table);
    if (table.lines() != nullptr)
        return core::PlainStyle{core::Colour{0, 0, 0, 0}, core::colour("#9AA3AD"), 1};
    core::SymbolStyle style;
    style.max_radius_px = 5;
    if (table.info.subject == Subject::Sites) {
        style.shape = core::SymbolStyle::Shape::Square;
        style.fill = core::colour("#00703C");
    }
    return style;
}

}  // namespace safeground::app
