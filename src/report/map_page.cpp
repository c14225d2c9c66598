#include "report/map_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/value.hpp"
#include "report/legend_block.hpp"
#include "report/page_layout.hpp"
#include "report/png_file.hpp"

namespace safeground::report {
namespace {

constexpr int kMostPixels = 16384;
constexpr core::Colour kVeil{0xFF, 0xFF, 0xFF, 0xE0};  // behind furniture on the map

/// The marking, whole, on one line or else two; none when it does not fit so.
std::optional<TextStyle> marking_style(Canvas& canvas, const std::string& marking, double width,
                                       const PageLayout& l) {
    for (const double size : {12.0, 11.0, 10.0, 9.0, 8.0}) {
        TextStyle style{
            .size = size * l.unit, .weight = 600, .colour = ink::kMarking, .align = Align::Centre};
        style.width = width - 2 * l.margin;
        if (canvas.measure(marking, style).height <= l.band - 2 * l.unit) return style;
    }
    return std::nullopt;
}

void draw_marking(Canvas& canvas, const std::string& marking, const TextStyle& style, double y, double width,
                  const PageLayout& l) {
    canvas.fill(0, y, width, l.band, ink::kMarkingBand);
    const double height = canvas.measure(marking, style).height;
    canvas.text(marking, l.margin, y + (l.band - height) / 2, style);
}

void draw_scale_bar(Canvas& canvas, const Rectangle& map, double metres_per_pixel, double unit) {
    const double most = std::min(160 * unit, map.width / 3.0) * metres_per_pixel;
    double metres = std::pow(10, std::floor(std::log10(most)));
    if (metres * 5 <= most) metres *= 5;
    else if (metres * 2 <= most) metres *= 2;
    const double length = metres / metres_per_pixel;
    const std::string words =
        metres >= 1000 ? core::shortest(metres / 1000) + " km" : core::shortest(metres) + " m";
    const TextStyle style{.size = 11 * unit, .weight = 500, .colour = ink::kSecond, .tabular = true};
    const Size label = canvas.measure(words, style), zero = canvas.measure("0", style);
    const double inset = 10 * unit, tick = 6 * unit;
    const double width = length + inset * 2 + label.width / 2 + zero.width / 2,
                 height = inset * 1.4 + tick + label.height;
    const double x = map.x + 12 * unit, y = map.y + map.height - 12 * unit - height;
    canvas.fill(x, y, width, height, kVeil, 6 * unit);
    const double left = x + inset + zero.width / 2, base = y + inset * 0.7 + tick;
    const double thick = std::max(1.0, 1.5 * unit);
    canvas.line(left, base, left + length, base, ink::kText, thick);
    for (const double at : {0.0, 0.5, 1.0})
        canvas.line(left + at * length, base - (at == 0.5 ? tick * 0.6 : tick), left + at * length,
                    base + thick / 2, ink::kText, thick);
    canvas.text("0", left - zero.width / 2, base + 3 * unit, style);
    canvas.text(words, left + length - label.width / 2, base + 3 * unit, style);
}

void draw_north(Canvas& canvas, const Rectangle& map, double unit) {
    const double width = 30 * unit, height = 44 * unit;
    const double x = map.x + map.width - 12 * unit - width, y = map.y + 12 * unit, centre = x + width / 2;
    canvas.fill(x, y, width, height, kVeil, 6 * unit);
    const double tip = y + 6 * unit, foot = y + 25 * unit;
    canvas.polygon({{centre, tip}, {centre - 7 * unit, foot}, {centre, foot - 5 * unit}}, ink::kText);
    canvas.polygon({{centre, tip}, {centre + 7 * unit, foot}, {centre, foot - 5 * unit}}, ink::kCaption);
    canvas.text("N", x, y + 26 * unit,
                {.size = 12 * unit, .weight = 600, .width = width, .lines = 1, .align = Align::Centre});
}

core::Failure usage(std::string message) { return core::fail(core::ErrorKind::Usage, std::move(message)); }

}  // namespace

Rectangle map_rectangle(const MapPage& page) {
    if (!(page.scale > 0) || !std::isfinite(page.scale)) return {0, 0, 1, 1};
    Canvas measuring(1, 1);
    const Rectangle map = layout(measuring, page).map;
    return {map.x, map.y, std::max(1, map.width), std::max(1, map.height)};
}

core::Result<bool> write_map_png(const disclosure::Released<core::Project>& project, const MapPage& page,
                                 const std::filesystem::path& path) {
    if (path.extension() != ".png")
        return usage("A picture of a map is a PNG file: its name must end in .png.");
    if (!(page.scale >= 0.25 && page.scale <= 8))
        return usage("The scale of a page must be between 0.25 and 8.");
    if (page.width < 1 || page.height < 1 || page.width > kMostPixels || page.height > kMostPixels)
        return usage(fmt::format("A page of {} x {} pixels cannot be made.", page.width, page.height))
            .remedy(fmt::format("Use at most {} pixels a side.", core::grouped(kMostPixels)));
    if (!(page.metres_per_pixel > 0) || !std::isfinite(page.metres_per_pixel))
        return usage("The map has no scale: metres per pixel must be above 0.");
    Canvas canvas(page.width, page.height);
    if (!canvas.usable())
        return usage(
            fmt::format("There is no memory for a page of {} x {} pixels.", page.width, page.height));
    const PageLayout l = layout(canvas, page);
    if (!l.fits)
        return usage(fmt::format("A page of {} x {} pixels is too small for a map with a legend at scale {}.",
                                 page.width, page.height, core::shortest(page.scale)))
            .remedy(fmt::format("Use at least {:.0f} x {:.0f} pixels, fewer words or a smaller scale.",
                                640 * page.scale, 480 * page.scale));
    const std::size_t bytes =
        4 * static_cast<std::size_t>(l.map.width) * static_cast<std::size_t>(l.map.height);
    if (page.map.width != l.map.width || page.map.height != l.map.height || page.map.rgba.size() != bytes)
        return usage(fmt::format("The map is {} x {} pixels, but its place on the page is {} x {}.",
                                 page.map.width, page.map.height, l.map.width, l.map.height));

    const double u = l.unit;
    const std::string& marking = project.note().marking;
    const std::optional<TextStyle> marked = marking_style(canvas, marking, page.width, l);
    if (!marked)
        return usage(fmt::format("The marking “{}” is too long for a page {} pixels wide.", marking,
                                 page.width))
            .remedy("Use a wider page, or shorten the audience's marking.");
    draw_marking(canvas, marking, *marked, 0, page.width, l);
    draw_marking(canvas, marking, *marked, page.height - l.band, page.width, l);
    if (!page.title.empty()) canvas.text(page.title, l.margin, l.title_y, l.title);
    if (!page.subtitle.empty()) canvas.text(page.subtitle, l.margin, l.subtitle_y, l.subtitle);
    draw(canvas, l.sentences, l.margin, l.sentences_y);
    canvas.fill(l.map.x, l.map.y, l.map.width, l.map.height, ink::kCanvas);
    canvas.image(l.map.x, l.map.y, page.map.width, page.map.height, page.map.rgba);
    const double border = std::max(1.0, std::floor(u));
    canvas.stroke(l.map.x - border, l.map.y - border, l.map.width + 2 * border, l.map.height + 2 * border,
                  ink::kLine, border);
    draw_scale_bar(canvas, l.map, page.metres_per_pixel, u);
    draw_north(canvas, l.map, u);
    draw_legend(canvas, core::legend(*project), project.note().sentences, l.legend, u, page.symbol_scale);
    draw(canvas, l.sources, l.margin, l.sources_y);

    auto png = png_bytes(page.width, page.height, canvas.rgb(), marking);
    if (!png) return png.failure();
    return write_bytes(path, *png);
}

}  // namespace safeground::report
