#include <array>
#include <cstdint>

#include "io/text_table.hpp"

namespace safeground::io {
namespace {

void append_utf8(std::string& out, std::uint32_t code) {
    const auto byte = [&](std::uint32_t value) {
        out.push_back(static_cast<char>(static_cast<unsigned char>(value)));
    };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0 | (code >> 6));
        byte(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        byte(0xE0 | (code >> 12));
        byte(0x80 | ((code >> 6) & 0x3F));
        byte(0x80 | (code & 0x3F));
    } else {
        byte(0xF0 | (code >> 18));
        byte(0x80 | ((code >> 12) & 0x3F));
        byte(0x80 | ((code >> 6) & 0x3F));
        byte(0x80 | (code & 0x3F));
    }
}

/// Unpaired surrogates become U+FFFD.
std::string from_utf16(std::string_view bytes, bool little) {
    std::string out;
    out.reserve(bytes.size() / 2 + bytes.size() / 8);
    const auto unit = [&](std::size_t i) {
        const auto a = static_cast<unsigned char>(bytes[i]), b = static_cast<unsigned char>(bytes[i + 1]);
        return static_cast<std::uint32_t>(little ? a | (b << 8) : b | (a << 8));
    };
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        std::uint32_t code = unit(i);
        if (code >= 0xD800 && code < 0xDC00 && i + 3 < bytes.size()) {
            const std::uint32_t low = unit(i + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        append_utf8(out, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
    }
    return out;
}

bool valid_utf8(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (std::size_t i = 0; i < text.size();) {
        const unsigned char c = byte(i);
        if (c < 0x80) {
            ++i;
            continue;
        }
        const std::size_t more = c >= 0xC2 && c < 0xE0   ? 1
                                 : c >= 0xE0 && c < 0xF0 ? 2
                                 : c >= 0xF0 && c < 0xF5 ? 3
                                                         : 0;
        if (more == 0 || i + more >= text.size()) return false;
        for (std::size_t k = 1; k <= more; ++k)
            if ((byte(i + k) & 0xC0) != 0x80) return false;
        // Overlong forms, surrogates and code points over U+10FFFF.
        if ((c == 0xE0 && byte(i + 1) < 0xA0) || (c == 0xED && byte(i + 1) > 0x9F) ||
            (c == 0xF0 && byte(i + 1) < 0x90) || (c == 0xF4 && byte(i + 1) > 0x8F))
            return false;
        i += more + 1;
    }
    return true;
}

std::string from_windows_1252(std::string_view bytes) {
    static constexpr std::array<std::uint16_t, 32> kHigh{
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 16);
    for (const char c : bytes) {
        const auto value = static_cast<unsigned char>(c);
        append_utf8(out, value >= 0x80 && value < 0xA0 ? kHigh[value - 0x80U] : value);
    }
    return out;
}

/// UTF-16 without a mark: ASCII text leaves a zero in every other byte.
char utf16_by_zeros(std::string_view bytes) {
    constexpr std::size_t kLooked = 4096;
    const std::size_t n = std::min(bytes.size(), kLooked) & ~std::size_t{1};
    if (n < 4) return 0;
    std::size_t even = 0, odd = 0;
    for (std::size_t i = 0; i < n; i += 2) {
        even += bytes[i] == '\0';
        odd += bytes[i + 1] == '\0';
    }
    if (odd * 10 > n / 2 * 8 && even * 20 < n / 2) return 'l';
    if (even * 10 > n / 2 * 8 && odd * 20 < n / 2) return 'b';
    return 0;
}

bool mostly_control(std::string_view bytes) {
    constexpr std::size_t kLooked = 4096;
    const std::size_t n = std::min(bytes.size(), kLooked);
    std::size_t control = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const auto c = static_cast<unsigned char>(bytes[i]);
        control += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f';
    }
    constexpr std::size_t kStrays = 3;  // a few stray bytes cost their rows, not the file
    return control > kStrays && control * 20 > n;
}

}  // namespace

core::Result<DecodedText> decode_text(std::string bytes, const std::string& file) {
    const std::string_view all = bytes;
    if (all.starts_with("\xFF\xFE"))
        return DecodedText{from_utf16(all.substr(2), true), "UTF-16 (little-endian)"};
    if (all.starts_with("\xFE\xFF"))
        return DecodedText{from_utf16(all.substr(2), false), "UTF-16 (big-endian)"};
    if (const char order = utf16_by_zeros(all); order != 0)
        return DecodedText{from_utf16(all, order == 'l'), "UTF-16 without a byte order mark"};
    const bool mark = all.starts_with("\xEF\xBB\xBF");
    if (mostly_control(all))
        return core::refuse("The file does not hold text: its first bytes are not letters, digits or signs.")
            .in_file(file)
            .remedy("Save the table as CSV (UTF-8) and try again.");
    if (mark) bytes.erase(0, 3);
    if (valid_utf8(bytes))
        return DecodedText{std::move(bytes), mark ? "UTF-8 with a byte order mark" : "UTF-8"};
    return DecodedText{from_windows_1252(bytes), "Windows-1252 (Latin-1)"};
}

}  // namespace safeground::io
