#include "report/canvas.hpp"

#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>

namespace safeground::report {

struct Canvas::Impl {
    cairo_surface_t* surface = nullptr;
    cairo_t* cairo = nullptr;
    int width = 0, height = 0;

    void set(core::Colour c) const {
        cairo_set_source_rgba(cairo, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
    }

    PangoLayout* layout(std::string_view text, const TextStyle& style) const {
        PangoLayout* made = pango_cairo_create_layout(cairo);
        char* valid = g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()));
        pango_layout_set_text(made, valid, -1);
        g_free(valid);
        PangoFontDescription* font = pango_font_description_new();
        pango_font_description_set_family(font, "Inter, Noto Sans, DejaVu Sans, sans-serif");
        pango_font_description_set_weight(font, static_cast<PangoWeight>(style.weight));
        pango_font_description_set_absolute_size(font, std::round(style.size * PANGO_SCALE));
        pango_layout_set_font_description(made, font);
        pango_font_description_free(font);
        if (style.tabular) {
            PangoAttrList* attributes = pango_attr_list_new();
            pango_attr_list_insert(attributes, pango_attr_font_features_new("tnum 1"));
            pango_layout_set_attributes(made, attributes);
            pango_attr_list_unref(attributes);
        }
        if (style.width > 0) {
            pango_layout_set_width(made, static_cast<int>(style.width * PANGO_SCALE));
            pango_layout_set_wrap(made, PANGO_WRAP_WORD_CHAR);
        }
        if (style.lines > 0) {
            pango_layout_set_height(made, -style.lines);
            pango_layout_set_ellipsize(made, PANGO_ELLIPSIZE_END);
        }
        pango_layout_set_alignment(made, style.align == Align::Left     ? PANGO_ALIGN_LEFT
                                         : style.align == Align::Centre ? PANGO_ALIGN_CENTER
                                                                        : PANGO_ALIGN_RIGHT);
        pango_layout_set_line_spacing(made, 1.15F);
        return made;
    }
    static Size size_of(PangoLayout* layout) {
        int width = 0, height = 0;
        pango_layout_get_size(layout, &width, &height);
        return {static_cast<double>(width) / PANGO_SCALE, static_cast<double>(height) / PANGO_SCALE};
    }
};

Canvas::Canvas(int width, int height) : m_impl(std::make_unique<Impl>()) {
    m_impl->width = width;
    m_impl->height = height;
    m_impl->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    m_impl->cairo = cairo_create(m_impl->surface);
    // Grey smoothing and no hinting: the same shapes whatever the desktop's settings, and widths that scale.
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_set_font_options(m_impl->cairo, options);
    cairo_font_options_destroy(options);
    fill(0, 0, width, height, ink::kSurface);
}

Canvas::~Canvas() {
    cairo_destroy(m_impl->cairo);
    cairo_surface_destroy(m_impl->surface);
}

bool Canvas::usable() const { return cairo_status(m_impl->cairo) == CAIRO_STATUS_SUCCESS; }

Size Canvas::measure(std::string_view text, const TextStyle& style) {
    PangoLayout* layout = m_impl->layout(text, style);
    const Size size = Impl::size_of(layout);
    g_object_unref(layout);
    return size;
}

Size Canvas::text(std::string_view text, double x, double y, const TextStyle& style) {
    PangoLayout* layout = m_impl->layout(text, style);
    const Size size = Impl::size_of(layout);
    m_impl->set(style.colour);
    cairo_move_to(m_impl->cairo, x, y);
    pango_cairo_show_layout(m_impl->cairo, layout);
    g_object_unref(layout);
    return size;
}

void Canvas::fill(double x, double y, double width, double height, core::Colour colour, double radius) {
    cairo_t* c = m_impl->cairo;
    m_impl->set(colour);
    cairo_new_path(c);
    if (radius > 0) {
        constexpr double kQuarter = 1.5707963267948966;
        cairo_arc(c, x + width - radius, y + radius, radius, -kQuarter, 0);
        cairo_arc(c, x + width - radius, y + height - radius, radius, 0, kQuarter);
        cairo_arc(c, x + radius, y + height - radius, radius, kQuarter, 2 * kQuarter);
        cairo_arc(c, x + radius, y + radius, radius, 2 * kQuarter, 3 * kQuarter);
        cairo_close_path(c);
    } else {
        cairo_rectangle(c, x, y, width, height);
    }
    cairo_fill(c);
}

void Canvas::stroke(double x, double y, double width, double height, core::Colour colour, double thickness,
                    bool dotted) {
    cairo_t* c = m_impl->cairo;
    m_impl->set(colour);
    cairo_set_line_width(c, thickness);
    const double dash[] = {thickness * 1.5, thickness * 1.5};
    if (dotted) cairo_set_dash(c, dash, 2, 0);
    cairo_rectangle(c, x + thickness / 2, y + thickness / 2, width - thickness, height - thickness);
    cairo_stroke(c);
    cairo_set_dash(c, nullptr, 0, 0);
}

void Canvas::line(double x0, double y0, double x1, double y1, core::Colour colour, double thickness) {
    m_impl->set(colour);
    cairo_set_line_width(m_impl->cairo, thickness);
    cairo_move_to(m_impl->cairo, x0, y0);
    cairo_line_to(m_impl->cairo, x1, y1);
    cairo_stroke(m_impl->cairo);
}

void Canvas::disc(double x, double y, double radius, core::Colour fill_colour, core::Colour stroke_colour,
                  double thickness) {
    cairo_t* c = m_impl->cairo;
    cairo_new_path(c);
    cairo_arc(c, x, y, radius, 0, 6.283185307179586);
    m_impl->set(fill_colour);
    cairo_fill_preserve(c);
    m_impl->set(stroke_colour);
    cairo_set_line_width(c, thickness);
    cairo_stroke(c);
}

void Canvas::polygon(const std::vector<std::pair<double, double>>& corners, core::Colour colour) {
    m_impl->set(colour);
    cairo_new_path(m_impl->cairo);
    for (const auto& [x, y] : corners) cairo_line_to(m_impl->cairo, x, y);
    cairo_close_path(m_impl->cairo);
    cairo_fill(m_impl->cairo);
}

void Canvas::hatch(double x, double y, double width, double height, core::Colour colour, double period) {
    cairo_t* c = m_impl->cairo;
    cairo_save(c);
    cairo_rectangle(c, x, y, width, height);
    cairo_clip(c);
    for (double at = -height; at < width; at += period)
        line(x + at, y + height, x + at + height, y, colour, std::max(1.0, period / 5));
    cairo_restore(c);
}

void Canvas::image(int x, int y, int width, int height, const std::vector<std::uint8_t>& rgba) {
    cairo_surface_flush(m_impl->surface);
    unsigned char* data = cairo_image_surface_get_data(m_impl->surface);
    const int stride = cairo_image_surface_get_stride(m_impl->surface);
    for (int row = std::max(0, -y); row < height && y + row < m_impl->height; ++row)
        for (int column = std::max(0, -x); column < width && x + column < m_impl->width; ++column) {
            const std::uint8_t* from =
                &rgba[4 * (static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                           static_cast<std::size_t>(column))];
            auto* to =
                reinterpret_cast<std::uint32_t*>(data + static_cast<std::ptrdiff_t>(y + row) * stride) + x +
                column;
            const std::uint32_t alpha = from[3];
            std::uint32_t mixed = 0;
            for (int channel = 0; channel < 3; ++channel) {
                const std::uint32_t below = (*to >> (16 - 8 * channel)) & 0xFF;
                const std::uint32_t value = (from[channel] * alpha + below * (255 - alpha) + 127) / 255;
                mixed |= value << (16 - 8 * channel);
            }
            *to = mixed;
        }
    cairo_surface_mark_dirty(m_impl->surface);
}

std::vector<std::uint8_t> Canvas::rgb() const {
    cairo_surface_flush(m_impl->surface);
    const unsigned char* data = cairo_image_surface_get_data(m_impl->surface);
    const int stride = cairo_image_surface_get_stride(m_impl->surface);
    std::vector<std::uint8_t> bytes;
    bytes.reserve(3 * static_cast<std::size_t>(m_impl->width) * static_cast<std::size_t>(m_impl->height));
    for (int row = 0; row < m_impl->height; ++row) {
        const auto* pixel =
            reinterpret_cast<const std::uint32_t*>(data + static_cast<std::ptrdiff_t>(row) * stride);
        for (int column = 0; column < m_impl->width; ++column)
            for (const int shift : {16, 8, 0})
                bytes.push_back(static_cast<std::uint8_t>((pixel[column] >> shift) & 0xFF));
    }
    return bytes;
}

}  // namespace safeground::report
