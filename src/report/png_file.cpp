#include "report/png_file.hpp"

#include <fmt/format.h>
#include <png.h>

#include <array>
#include <cstring>
#include <fstream>
#include <optional>
#include <system_error>

namespace safeground::report {
namespace {

std::string big_endian(std::uint32_t value) {
    std::string bytes(4, '\0');
    for (unsigned i = 0; i < 4; ++i) bytes[i] = static_cast<char>((value >> (24 - 8 * i)) & 0xFF);
    return bytes;
}

/// CRC-32 of ISO 3309, as PNG chunks carry it.
std::uint32_t crc(std::string_view bytes) {
    std::uint32_t value = 0xFFFFFFFF;
    for (const char byte : bytes) {
        value ^= static_cast<std::uint8_t>(byte);
        for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0xEDB88320U : 0U);
    }
    return ~value;
}

std::string chunk(std::string_view type, std::string_view data) {
    const std::string body = std::string(type) + std::string(data);
    return big_endian(static_cast<std::uint32_t>(data.size())) + body + big_endian(crc(body));
}

/// Latin-1, which a tEXt chunk must be; nothing when a character is not in it.
std::optional<std::string> latin1(const std::string& utf8) {
    std::string text;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<std::uint8_t>(utf8[i]);
        if (byte < 0x80) {
            text += utf8[i];
        } else if ((byte == 0xC2 || byte == 0xC3) && i + 1 < utf8.size()) {
            const auto next = static_cast<std::uint8_t>(utf8[++i]);
            text += static_cast<char>(((byte & 0x03) << 6) | (next & 0x3F));
        } else {
            return std::nullopt;
        }
    }
    return text;
}

std::string marking_chunk(const std::string& marking) {
    using namespace std::string_literals;
    if (const auto text = latin1(marking)) return chunk("tEXt", "Marking\0"s + *text);
    return chunk("iTXt", "Marking\0\0\0\0\0"s + marking);
}

}  // namespace

core::Result<std::string> png_bytes(int width, int height, const std::vector<std::uint8_t>& rgb,
                                    const std::string& marking) {
    png_image image;
    std::memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = PNG_FORMAT_RGB;
    png_alloc_size_t size = 0;
    const auto failed = [&] {
        return core::refuse(fmt::format("The picture could not be encoded as PNG: {}.", image.message));
    };
    if (png_image_write_get_memory_size(image, size, 0, rgb.data(), 0, nullptr) == 0) return failed();
    std::string bytes(size, '\0');
    if (png_image_write_to_memory(&image, bytes.data(), &size, 0, rgb.data(), 0, nullptr) == 0)
        return failed();
    bytes.resize(size);
    constexpr std::size_t kAfterHeader = 8 + 12 + 13;  // signature, chunk frame, IHDR
    bytes.insert(kAfterHeader, marking_chunk(marking));
    return bytes;
}

core::Result<bool> write_bytes(const std::filesystem::path& path, std::string_view bytes) {
    const auto refuse = [&](const std::string& why) {
        return core::refuse("The file could not be written: " + why + ".")
            .in_file(path.string())
            .remedy("Choose a folder that exists and where you may write, with enough room.");
    };
    std::error_code error;
    if (path.filename().empty() || std::filesystem::is_directory(path, error)) return refuse("it is a folder");
    if (std::filesystem::exists(path, error) && !std::filesystem::is_regular_file(path, error))
        return refuse("a device or a pipe is in its place");
    std::filesystem::path part = path;
    part += ".part";
    {
        std::ofstream file(part, std::ios::binary | std::ios::trunc);
        if (!file) return refuse("the folder is missing or closed to you");
        file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        file.close();
        if (!file) {
            std::filesystem::remove(part, error);
            return refuse("the disk took only a part of it");
        }
    }
    std::filesystem::rename(part, path, error);
    if (!error) return true;
    const std::string why = error.message();
    std::filesystem::remove(part, error);
    return refuse(why);
}

}  // namespace safeground::report
