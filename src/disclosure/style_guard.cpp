#include "disclosure/style_guard.hpp"

#include <algorithm>
#include <vector>

namespace safeground::disclosure {
namespace {

core::ChoroplethStyle guarded(core::ChoroplethStyle style, const core::Table& released) {
    const core::Column* column = released.find(style.column);
    std::vector<double> visible;
    if (column != nullptr)
        for (const double v : column->numbers())
            if (v == v) visible.push_back(v);
    std::sort(visible.begin(), visible.end());
    std::vector<double> breaks;
    for (const double wanted : style.breaks) {
        if (visible.empty()) break;
        const auto above = std::upper_bound(visible.begin(), visible.end(), wanted);
        const double snapped = above == visible.begin() ? visible.front() : *(above - 1);
        if (breaks.empty() || snapped > breaks.back()) breaks.push_back(snapped);
    }
    if (breaks.size() == 1) breaks.push_back(breaks.front());  // one visible value: one class
    style.breaks = std::move(breaks);
    if (style.breaks.size() > 1) style.classes = static_cast<int>(style.breaks.size() - 1);
    return style;
}

}  // namespace

core::Style guarded(const core::Style& style, const core::Table& released,
                    const std::set<std::string>& hidden_columns) {
    if (const auto* choropleth = std::get_if<core::ChoroplethStyle>(&style)) {
        if (hidden_columns.count(choropleth->column) == 0) return style;
        return guarded(*choropleth, released);
    }
    if (const auto* symbol = std::get_if<core::SymbolStyle>(&style)) {
        core::SymbolStyle out = *symbol;
        if (!out.hollow_column.empty() && released.find(out.hollow_column) == nullptr) {
            out.hollow_column.clear();
            out.hollow_value.clear();
        }
        return out;
    }
    return style;
}

}  // namespace safeground::disclosure
