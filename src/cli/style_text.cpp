#include "cli/style_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <vector>

#include "ops/choropleth.hpp"
#include "ops/words.hpp"

namespace safeground::cli {
namespace {

core::Failure usage(std::string message) { return core::fail(core::ErrorKind::Usage, std::move(message)); }

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == ':') parts.back() += text[++i];
        else if (text[i] == ':') parts.emplace_back();
        else parts.back() += text[i];
    }
    return parts;
}

bool alike(const std::string& a, const std::string& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

core::Result<std::string> column_of(const core::Table& table, const std::string& name) {
    std::vector<std::string> names, same;
    for (const core::ColumnPtr& column : table.columns) {
        if (column->name == name) return name;
        if (alike(column->name, name)) same.push_back(column->name);
        names.push_back(column->name);
    }
    if (same.size() == 1) return same.front();
    return usage(fmt::format("--style: there is no column “{}”.", name))
        .in_file(table.info.path)
        .remedy("Similar: " + ops::listed(ops::closest(name, names, 5)) + ".");
}

core::Result<core::Colour> colour_of(const std::string& flag, const std::string& text) {
    const bool hex =
        !text.empty() && text[0] == '#' && (text.size() == 7 || text.size() == 9) &&
        std::all_of(text.begin() + 1, text.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
    if (!hex) return usage(fmt::format("{} {}: expected #RRGGBB or #RRGGBBAA.", flag, text));
    return core::colour(text.c_str());
}

core::Result<core::Style> plain(const ProjectAdd& request) {
    core::PlainStyle style;
    style.width_px = request.width;
    return core::Style(style);
}

core::Result<core::Style> choropleth(const ProjectAdd& request, const core::Table& table,
                                     const std::vector<std::string>& parts) {
    if (parts.size() < 2 || parts.size() > 4)
        return usage(fmt::format("--style {}: expected choropleth:COLUMN:METHOD:CLASSES.", request.style));
    core::Result<std::string> column = column_of(table, parts[1]);
    if (!column) return column.failure();
    const std::string method = parts.size() > 2 ? parts[2] : "quantile";
    int classes = 5;
    if (parts.size() > 3) {
        const auto [end, error] =
            std::from_chars(parts[3].data(), parts[3].data() + parts[3].size(), classes);
        if (error != std::errc{} || end != parts[3].data() + parts[3].size() || classes < 2 || classes > 12)
            return usage(fmt::format("--style {}: classes are a whole number from 2 to 12.", request.style));
    }
    core::Result<core::ChoroplethStyle> made = ops::choropleth(table, *column, method, classes);
    if (!made) return made.failure();
    made->breaks.clear();  // taken from what each audience may see
    if (!request.ramp.empty()) {
        std::vector<std::string> names;
        for (const core::Ramp& ramp : core::ramps()) names.push_back(ramp.name);
        if (std::find(names.begin(), names.end(), request.ramp) == names.end())
            return usage(fmt::format("--ramp {}: expected one of {}.", request.ramp, fmt::join(names, ", ")));
        made->ramp = request.ramp;
    }
    made->reversed = request.reversed;
    return {core::Style(*made), made.diagnostics()};
}

core::Result<core::Style> symbols(const ProjectAdd& request, const core::Table& table,
                                  const std::vector<std::string>& parts) {
    core::SymbolStyle style;
    style.shape = parts[0] == "squares" ? core::SymbolStyle::Shape::Square : core::SymbolStyle::Shape::Circle;
    if (parts.size() > 2)
        return usage(fmt::format("--style {}: expected {}:COLUMN.", request.style, parts[0]));
    if (parts.size() == 2) {
        core::Result<std::string> column = column_of(table, parts[1]);
        if (!column) return column.failure();
        if (!table.find(*column)->numeric())
            return usage(fmt::format("--style {}: “{}” holds no numbers.", request.style, *column));
        style.column = *column;
    } else {
        style.max_radius_px = 5;
    }
    if (request.size > 0) style.max_radius_px = request.size;
    if (!request.hollow.empty()) {
        const std::size_t at = request.hollow.find('=');
        core::Result<std::string> column = column_of(table, request.hollow.substr(0, at));
        if (!column) return column.failure();
        style.hollow_column = *column;
        if (at != std::string::npos) style.hollow_value = request.hollow.substr(at + 1);
    }
    return core::Style(style);
}

void paint(core::Style& style, const std::optional<core::Colour>& fill,
           const std::optional<core::Colour>& stroke) {
    if (auto* plain = std::get_if<core::PlainStyle>(&style)) {
        if (fill) plain->fill = *fill;
        if (stroke) plain->stroke = *stroke;
    } else if (auto* symbols = std::get_if<core::SymbolStyle>(&style)) {
        if (fill) symbols->fill = *fill;
        if (stroke) symbols->outline = *stroke;
    }
}

}  // namespace

core::Result<core::Style> style_of(const ProjectAdd& request, const core::Table& table) {
    const std::vector<std::string> parts = split(request.style);
    core::Result<core::Style> style =
        parts[0] == "plain" && parts.size() == 1 ? plain(request)
        : parts[0] == "choropleth"               ? choropleth(request, table, parts)
        : parts[0] == "symbols" || parts[0] == "squares"
            ? symbols(request, table, parts)
            : core::Result<core::Style>(
                  usage(fmt::format("--style {}: expected plain, choropleth:COLUMN:METHOD:CLASSES, "
                                    "symbols:COLUMN or squares:COLUMN.",
                                    request.style)));
    if (!style) return style;
    std::optional<core::Colour> fill, stroke;
    if (!request.colour.empty()) {
        core::Result<core::Colour> colour = colour_of("--colour", request.colour);
        if (!colour) return colour.failure();
        fill = *colour;
    }
    if (!request.stroke.empty()) {
        core::Result<core::Colour> colour = colour_of("--stroke", request.stroke);
        if (!colour) return colour.failure();
        stroke = *colour;
    }
    paint(*style, fill, stroke);
    return style;
}

}  // namespace safeground::cli
