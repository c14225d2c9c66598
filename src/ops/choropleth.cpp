#include "ops/choropleth.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace safeground::ops {

stats::ClassifyMethod classify_method(const std::string& word) {
    using stats::ClassifyMethod;
    for (const ClassifyMethod method :
         {ClassifyMethod::Quantile, ClassifyMethod::Equal, ClassifyMethod::Jenks, ClassifyMethod::Std,
          ClassifyMethod::Box, ClassifyMethod::HeadTail, ClassifyMethod::Percentile})
        if (stats::name(method) == word) return method;
    return ClassifyMethod::Custom;
}

std::vector<double> breaks_of(const stats::Classification& classification) {
    if (classification.upper_bounds.empty()) return {};
    // The lowest class of std and box may be empty, its bound below every value.
    std::vector<double> breaks = {std::min(classification.minimum, classification.upper_bounds.front())};
    breaks.insert(breaks.end(), classification.upper_bounds.begin(), classification.upper_bounds.end());
    return breaks;
}

core::Result<core::ChoroplethStyle> choropleth(const core::Table& table, const std::string& column,
                                               const std::string& method, int classes) {
    const core::Column* values = table.find(column);
    if (values == nullptr || !values->numeric())
        return core::fail(core::ErrorKind::Usage,
                          fmt::format("There is no column of numbers “{}” to colour by.", column))
            .in_file(table.info.path);
    const stats::ClassifyMethod known = classify_method(method);
    if (known == stats::ClassifyMethod::Custom)
        return core::fail(
            core::ErrorKind::Usage,
            fmt::format("“{}” is no method of classes; expected quantile, equal, jenks, std, box or "
                        "head-tail.",
                        method));
    core::Result<stats::Classification> made = stats::classify(values->numbers(), known, classes);
    if (!made) return made.failure();
    core::ChoroplethStyle style;
    style.column = column;
    style.method = method;
    style.classes = classes;
    style.breaks = breaks_of(*made);
    return {std::move(style), made.diagnostics()};
}

core::Result<core::Style> fill_breaks(const core::Style& style, const core::Table& released_table) {
    const auto* asked = std::get_if<core::ChoroplethStyle>(&style);
    if (asked == nullptr || asked->method == "custom") return style;
    core::Result<core::ChoroplethStyle> made =
        choropleth(released_table, asked->column, asked->method, asked->classes);
    if (!made) return made.failure();
    core::ChoroplethStyle filled = *asked;
    filled.breaks = made->breaks;
    return {core::Style(filled), made.diagnostics()};
}

}  // namespace safeground::ops
