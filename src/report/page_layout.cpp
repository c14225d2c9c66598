#include "report/page_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace safeground::report {
namespace {

double height_of(Canvas& canvas, const std::vector<std::string>& paragraphs, std::size_t count,
                 const TextStyle& style, double gap) {
    double height = 0;
    for (std::size_t i = 0; i < count; ++i)
        height += canvas.measure(paragraphs[i], style).height + (i > 0 ? gap : 0);
    return height;
}

}  // namespace

FittedText fit_paragraphs(Canvas& canvas, const std::vector<std::string>& paragraphs, const TextStyle& style,
                          double most_height, double gap, std::size_t sizes) {
    FittedText fitted{paragraphs, style, 0, gap};
    for (std::size_t step = 0; step < sizes; ++step) {
        fitted.style.size = style.size * (1 - 0.08 * static_cast<double>(step));
        fitted.height = height_of(canvas, paragraphs, paragraphs.size(), fitted.style, gap);
        if (fitted.height <= most_height) return fitted;
    }
    const double line = canvas.measure("X", fitted.style).height;
    std::size_t shown = 0;
    double height = 0;
    while (shown < paragraphs.size()) {
        const double next = height + canvas.measure(paragraphs[shown], fitted.style).height + gap;
        if (next + line > most_height) break;
        height = next;
        ++shown;
    }
    fitted.paragraphs.resize(shown);
    const std::size_t left = paragraphs.size() - shown;
    if (shown == 0 && most_height >= 2 * line) {  // one paragraph longer than the room: its beginning
        fitted.paragraphs.push_back(paragraphs[0]);
        fitted.style.lines = static_cast<int>(most_height / line) - (left > 1 ? 1 : 0);
        height = fitted.style.lines * line + gap;
        if (left > 1) fitted.paragraphs.push_back(fmt::format("… and {} more", left - 1));
    } else {
        fitted.paragraphs.push_back(fmt::format("… and {} more", left));
    }
    fitted.height = height + line;
    return fitted;
}

void draw(Canvas& canvas, const FittedText& text, double x, double y) {
    for (const std::string& paragraph : text.paragraphs)
        y += canvas.text(paragraph, x, y, text.style).height + text.gap;
}

PageLayout layout(Canvas& canvas, const MapPage& page) {
    PageLayout l;
    const double u = l.unit = page.scale;
    const double width = page.width, height = page.height;
    l.margin = (width < 1000 * u ? 16 : 24) * u;
    l.band = 26 * u;
    const double text_width = width - 2 * l.margin;
    double y = l.band + 14 * u;

    l.title = {.size = 24 * u, .weight = 600, .width = text_width, .lines = 2};
    l.subtitle = {.size = 13 * u, .colour = ink::kSecond, .width = text_width, .lines = 2};
    if (text_width <= 0) return l;
    l.title_y = y;
    if (!page.title.empty()) y += canvas.measure(page.title, l.title).height + 2 * u;
    l.subtitle_y = y;
    if (!page.subtitle.empty()) y += canvas.measure(page.subtitle, l.subtitle).height + 2 * u;
    l.sentences_y = y + 8 * u;
    const TextStyle sentence{.size = 14 * u, .width = std::min(text_width, 1100 * u)};
    if (!page.sentences.empty()) {
        l.sentences = fit_paragraphs(canvas, page.sentences, sentence, 0.2 * height, 4 * u);
        y = l.sentences_y + l.sentences.height;
    }
    const double top = y + 14 * u;

    double bottom = height - l.band - 10 * u;
    if (!page.sources.empty()) {
        std::vector<std::string> flowing{"Sources and method: "};
        for (const std::string& source : page.sources)
            flowing[0] += (&source == &page.sources[0] ? "" : "  ·  ") + source;
        l.sources =
            fit_paragraphs(canvas, flowing, {.size = 11 * u, .colour = ink::kCaption, .width = text_width},
                           0.18 * height, 0);
        l.sources_y = bottom - l.sources.height;
        bottom = l.sources_y - 10 * u;
    }

    const double legend_width = std::clamp(0.22 * width, 220 * u, 300 * u);
    const double legend_x = width - l.margin - legend_width;
    const auto rectangle = [](double x0, double y0, double x1, double y1) {
        const int x = static_cast<int>(std::ceil(x0)), top_y = static_cast<int>(std::ceil(y0));
        return Rectangle{x, top_y, std::max(1, static_cast<int>(std::floor(x1)) - x),
                         std::max(1, static_cast<int>(std::floor(y1)) - top_y)};
    };
    l.map = rectangle(l.margin, top, legend_x - l.margin, bottom);
    l.legend = rectangle(legend_x, top, legend_x + legend_width, bottom);
    l.fits = l.map.width >= 240 * u && l.map.height >= 200 * u;
    return l;
}

}  // namespace safeground::report
