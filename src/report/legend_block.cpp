#include "report/legend_block.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/value.hpp"
#include "report/page_layout.hpp"

namespace safeground::report {
namespace {

using Kind = core::LegendRow::Kind;

bool is_symbol(Kind kind) {
    return kind == Kind::Circle || kind == Kind::HollowCircle || kind == Kind::Square ||
           kind == Kind::HollowSquare;
}

/// Draws the entries from the top down, or only measures them: the same steps, so that they cannot disagree.
class LegendBlock {
public:
    LegendBlock(Canvas& canvas, const Rectangle& place, double unit, double shrink, double symbol_scale)
        : m_canvas(canvas),
          m_place(place),
          m_unit(unit * shrink),
          m_air(shrink > 0.75 ? m_unit : 0.5 * m_unit),
          m_symbol_scale(symbol_scale) {}

    double measure(const std::vector<core::LegendEntry>& entries) {
        m_drawing = false;
        m_bottom = 1e9;
        return run(entries);
    }
    void draw(const std::vector<core::LegendEntry>& entries, double bottom) {
        m_drawing = true;
        m_bottom = bottom;
        run(entries);
    }

private:
    double run(const std::vector<core::LegendEntry>& entries) {
        double y = heading("LEGEND", m_place.y);
        std::size_t left = 0;
        for (const core::LegendEntry& entry : entries) left += std::max<std::size_t>(1, entry.rows.size());
        const double last_line = 20 * m_unit;
        for (std::size_t e = 0; e < entries.size(); ++e) {
            const core::LegendEntry& entry = entries[e];
            if (e > 0) y += 10 * m_air;
            const double symbols = symbol_column(entry);
            if (!stands_alone(entry)) {
                const double needed = text(entry.title, y, title_style(), false) + 2 * last_line;
                if (y + needed > m_bottom) return more(left, y);
                y += text(entry.title, y, title_style(), m_drawing) + 2 * m_unit;
                if (!entry.subtitle.empty())
                    y += text(entry.subtitle, y, subtitle_style(), m_drawing) + 2 * m_unit;
                y += 3 * m_air;
            }
            if (entry.rows.empty()) --left;
            for (const core::LegendRow& row : entry.rows) {
                const double height = row_height(row, symbols);
                const bool last = left == 1;
                if (y + height + (last ? 0 : last_line) > m_bottom) return more(left, y);
                if (m_drawing) draw_row(row, y, height, symbols);
                y += height;
                --left;
            }
        }
        return y;
    }

    double heading(const char* words, double y) {
        const TextStyle style{.size = 11 * m_unit,
                              .weight = 600,
                              .colour = ink::kCaption,
                              .width = 1.0 * m_place.width,
                              .lines = 1};
        return y + text(words, y, style, m_drawing) + 6 * m_unit;
    }
    double more(std::size_t left, double y) {
        const TextStyle style{
            .size = 11 * m_unit, .colour = ink::kCaption, .width = 1.0 * m_place.width, .lines = 1};
        return y + text(fmt::format("… and {} more rows", left), y, style, m_drawing);
    }
    double text(std::string_view words, double y, const TextStyle& style, bool drawing) {
        return drawing ? m_canvas.text(words, m_place.x, y, style).height
                       : m_canvas.measure(words, style).height;
    }
    TextStyle title_style() const {
        return {.size = 13 * m_unit, .weight = 600, .width = 1.0 * m_place.width, .lines = 3};
    }
    TextStyle subtitle_style() const {
        return {.size = 11 * m_unit, .colour = ink::kCaption, .width = 1.0 * m_place.width, .lines = 3};
    }
    TextStyle count_style() const { return {.size = 12 * m_unit, .colour = ink::kCaption, .tabular = true}; }

    /// A plain layer has one row that says what the title says.
    static bool stands_alone(const core::LegendEntry& entry) {
        return entry.rows.size() == 1 && entry.rows[0].label == entry.title && entry.subtitle.empty();
    }
    double radius(const core::LegendRow& row) const {
        return std::clamp(row.size_px * m_symbol_scale, 2.0, 0.2 * m_place.width);
    }
    double symbol_column(const core::LegendEntry& entry) const {
        double width = 24 * m_unit;
        for (const core::LegendRow& row : entry.rows)
            if (is_symbol(row.kind)) width = std::max(width, 2 * radius(row) + 4);
        return width;
    }
    double label_width(const core::LegendRow& row, double symbols) {
        const double count =
            row.count ? m_canvas.measure(count_text(row), count_style()).width + 8 * m_unit : 0;
        return m_place.width - symbols - 10 * m_unit - count;
    }
    static std::string count_text(const core::LegendRow& row) {
        return core::grouped(static_cast<double>(*row.count));
    }
    TextStyle label_style(const core::LegendRow& row, double symbols) {
        return {.size = 13 * m_unit,
                .width = std::max(20.0, label_width(row, symbols)),
                .lines = 3,
                .tabular = true};
    }
    double row_height(const core::LegendRow& row, double symbols) {
        const double label = m_canvas.measure(row.label, label_style(row, symbols)).height;
        return std::max(label, is_symbol(row.kind) ? 2 * radius(row) : 14 * m_unit) + 5 * m_air;
    }

    void draw_row(const core::LegendRow& row, double y, double height, double symbols) {
        draw_symbol(row, m_place.x, y + height / 2, symbols);
        const TextStyle style = label_style(row, symbols);
        const double label = m_canvas.measure(row.label, style).height;
        m_canvas.text(row.label, m_place.x + symbols + 10 * m_unit, y + (height - label) / 2, style);
        if (!row.count) return;
        TextStyle count = count_style();
        const Size size = m_canvas.measure(count_text(row), count);
        m_canvas.text(count_text(row), m_place.x + m_place.width - size.width, y + (height - size.height) / 2,
                      count);
    }

    void draw_symbol(const core::LegendRow& row, double x, double middle, double column) {
        const double u = m_unit, width = 24 * u, height = 13 * u, left = x, top = middle - height / 2,
                     centre = x + column / 2;
        const double r = radius(row);
        switch (row.kind) {
            case Kind::Fill:
                m_canvas.fill(left, top, width, height, row.colour);
                m_canvas.stroke(left, top, width, height, ink::kLine, std::max(1.0, u));
                break;
            case Kind::Hatch:
                m_canvas.fill(left, top, width, height, ink::kCanvas);
                m_canvas.hatch(left, top, width, height, ink::kHatch, 5 * u);
                break;
            case Kind::Dotted:
                m_canvas.fill(left, top, width, height, ink::kCanvas);
                m_canvas.stroke(left, top, width, height, ink::kCaption, std::max(1.0, u), true);
                break;
            case Kind::Outline:
                m_canvas.stroke(left, top, width, height, row.colour, 2 * u, row.dashed);
                break;
            case Kind::Circle:
                m_canvas.disc(centre, middle, r, row.colour, row.stroke, std::max(1.0, u));
                break;
            case Kind::HollowCircle:
                m_canvas.disc(centre, middle, r - 0.75, ink::kSurface, row.stroke, 1.5 * std::max(1.0, u));
                break;
            case Kind::Square:
                m_canvas.fill(centre - r, middle - r, 2 * r, 2 * r, row.colour, std::min(2.0, r / 3));
                break;
            case Kind::HollowSquare:
                m_canvas.fill(centre - r, middle - r, 2 * r, 2 * r, ink::kSurface);
                m_canvas.stroke(centre - r, middle - r, 2 * r, 2 * r, row.stroke, 1.5 * std::max(1.0, u));
                break;
            case Kind::Line:
                m_canvas.line(left, middle, left + width, middle, row.colour,
                              std::clamp(row.size_px * m_symbol_scale, 1.0, height));
                break;
        }
    }

    Canvas& m_canvas;
    Rectangle m_place;
    double m_unit;
    double m_air;  ///< unit of the space between rows
    double m_symbol_scale;
    bool m_drawing = false;
    double m_bottom = 0;
};

}  // namespace

void draw_legend(Canvas& canvas, const std::vector<core::LegendEntry>& entries,
                 const std::vector<std::string>& hidden, const Rectangle& place, double unit,
                 double symbol_scale) {
    const double bottom = place.y + place.height;
    FittedText notes;
    double notes_height = 0;
    for (const double shrink : {1.0, 0.92, 0.85, 0.78, 0.7, 0.62}) {
        if (!hidden.empty()) {
            const TextStyle style{.size = 11 * unit * std::max(shrink, 0.8),
                                  .colour = ink::kSecond,
                                  .width = 1.0 * place.width};
            notes = fit_paragraphs(canvas, hidden, style, 0.35 * place.height, 4 * unit);
            notes_height = notes.height + 34 * unit;
        }
        LegendBlock block(canvas, place, unit, shrink, symbol_scale);
        if (shrink > 0.65 && block.measure(entries) > bottom - notes_height) continue;
        block.draw(entries, bottom - notes_height);
        break;
    }
    if (hidden.empty()) return;
    const double top = bottom - notes_height + 12 * unit;
    canvas.line(place.x, top, place.x + place.width, top, ink::kLine, std::max(1.0, unit));
    canvas.text(
        "WHAT IS HIDDEN", place.x, top + 6 * unit,
        {.size = 11 * unit, .weight = 600, .colour = ink::kCaption, .width = 1.0 * place.width, .lines = 1});
    draw(canvas, notes, place.x, bottom - notes.height);
}

}  // namespace safeground::report
