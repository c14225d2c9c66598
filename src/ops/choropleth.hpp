#pragma once

#include <string>
#include <vector>

#include "core/project.hpp"
#include "core/result.hpp"
#include "core/style.hpp"
#include "core/table.hpp"
#include "stats/classify.hpp"

namespace safeground::ops {

/// A choropleth of `column` with its breaks. Pass the table as it was released to the audience, so that the
/// breaks tell nothing that is hidden. Fewer classes than asked for come with a warning. Refused: no such
/// column, one without numbers or values, an unknown method.
core::Result<core::ChoroplethStyle> choropleth(const core::Table& released_table, const std::string& column,
                                               const std::string& method, int classes);
/// The same style with its breaks taken afresh from `released_table`; other styles, and method "custom", come
/// back as they are.
core::Result<core::Style> fill_breaks(const core::Style& style, const core::Table& released_table);

/// "quantile", "equal", "jenks", "std", "box", "head-tail", "percentile"; Custom for any other word.
stats::ClassifyMethod classify_method(const std::string& word);
/// Lowest value and upper bounds: classes + 1 numbers, ascending.
std::vector<double> breaks_of(const stats::Classification& classification);

}  // namespace safeground::ops
