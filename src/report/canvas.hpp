#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/style.hpp"

namespace safeground::report {

/// The colours of ui.md that a page uses.
namespace ink {
inline constexpr core::Colour kText{0x1B, 0x1F, 0x24, 0xFF}, kSecond{0x4A, 0x50, 0x59, 0xFF},
    kCaption{0x6B, 0x72, 0x7B, 0xFF};
inline constexpr core::Colour kSurface{0xFF, 0xFF, 0xFF, 0xFF}, kCanvas{0xF4, 0xF5, 0xF7, 0xFF},
    kLine{0xDF, 0xE3, 0xE8, 0xFF};
inline constexpr core::Colour kHatch{0x9A, 0xA3, 0xAD, 0xFF};
inline constexpr core::Colour kMarking{0x6B, 0x4B, 0x00, 0xFF}, kMarkingBand{0xFF, 0xF4, 0xD6, 0xFF};
}  // namespace ink

enum class Align : std::uint8_t { Left, Centre, Right };

/// How a piece of text is set. Sizes in pixels.
struct TextStyle {
    double size = 13;
    int weight = 400;  ///< 400, 500, 600
    core::Colour colour = ink::kText;
    double width = 0;  ///< wrapped at this width; 0: one line, as long as it is
    int lines = 0;     ///< at most so many, the last ends in "…"; 0: any number
    Align align = Align::Left;
    bool tabular = false;  ///< figures of one width
};
struct Size {
    double width = 0, height = 0;
};

/// An opaque picture to draw on with Cairo and Pango, in Inter. Text is made valid UTF-8 first. One thread.
class Canvas {
public:
    Canvas(int width, int height);
    ~Canvas();
    Canvas(const Canvas&) = delete;
    Canvas& operator=(const Canvas&) = delete;

    bool usable() const;  ///< false when the picture is larger than Cairo can make
    Size measure(std::string_view text, const TextStyle& style);
    /// Draws with the upper left corner of the text box at x, y (the box is style.width wide when that is
    /// set).
    Size text(std::string_view text, double x, double y, const TextStyle& style);

    void fill(double x, double y, double width, double height, core::Colour colour, double radius = 0);
    void stroke(double x, double y, double width, double height, core::Colour colour, double thickness,
                bool dotted = false);
    void line(double x0, double y0, double x1, double y1, core::Colour colour, double thickness);
    void disc(double x, double y, double radius, core::Colour fill, core::Colour stroke, double thickness);
    void polygon(const std::vector<std::pair<double, double>>& corners, core::Colour colour);
    void hatch(double x, double y, double width, double height, core::Colour colour, double period);
    /// Straight-alpha RGBA, top row first, over what is there, pixel by pixel.
    void image(int x, int y, int width, int height, const std::vector<std::uint8_t>& rgba);

    /// RGB bytes, top row first.
    std::vector<std::uint8_t> rgb() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace safeground::report
