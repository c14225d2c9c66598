#include "render/golden.hpp"

#include <png.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace safeground::tests {

namespace {

constexpr int kChannelTolerance = 2;
constexpr double kShareOutside = 0.001;
const std::string kFolder = std::string(SAFEGROUND_SOURCE_DIR) + "/tests/golden/";

std::string recorded_renderer() {
    std::ifstream file(kFolder + "RENDERER");
    std::string line;
    std::getline(file, line);
    return line;
}

bool wants_update() {
    const char* set = std::getenv("SAFEGROUND_UPDATE_GOLDEN");
    return set != nullptr && std::string(set) == "1";
}

GoldenResult written(const std::string& path, const render::Image& actual, const std::string& renderer,
                     const std::string& why) {
    const bool good = write_png(path, actual);
    std::ofstream(kFolder + "RENDERER") << renderer << '\n';
    return {false, false, why + (good ? "; written to " : "; could not be written to ") + path};
}

}  // namespace

bool write_png(const std::string& path, const render::Image& image) {
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    png.width = static_cast<png_uint_32>(image.width);
    png.height = static_cast<png_uint_32>(image.height);
    png.format = PNG_FORMAT_RGBA;
    return png_image_write_to_file(&png, path.c_str(), 0, image.rgba.data(), 0, nullptr) != 0;
}

render::Image read_png(const std::string& path) {
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    render::Image image;
    if (png_image_begin_read_from_file(&png, path.c_str()) == 0) return image;
    png.format = PNG_FORMAT_RGBA;
    image.rgba.resize(PNG_IMAGE_SIZE(png));
    if (png_image_finish_read(&png, nullptr, image.rgba.data(), 0, nullptr) == 0) return {};
    image.width = static_cast<int>(png.width);
    image.height = static_cast<int>(png.height);
    return image;
}

GoldenResult golden(const std::string& name, const render::Image& actual, const std::string& renderer) {
    const std::string path = kFolder + name + ".png";
    if (wants_update()) return written(path, actual, renderer, "golden rewritten as asked");
    if (!std::filesystem::exists(path)) return written(path, actual, renderer, "there was no golden");
    if (recorded_renderer() != renderer)
        return {true, true, "goldens were drawn by " + recorded_renderer() + ", this is " + renderer};
    const render::Image expected = read_png(path);
    if (expected.width != actual.width || expected.height != actual.height)
        return {false, false, "another size than " + path};
    render::Image difference = actual;
    std::size_t outside = 0;
    for (std::size_t i = 0; i < actual.rgba.size(); i += 4) {
        int most = 0;
        for (std::size_t c = i; c < i + 4; ++c)
            most = std::max(most, std::abs(actual.rgba[c] - expected.rgba[c]));
        outside += most > kChannelTolerance;
        for (std::size_t c = i; c < i + 3; ++c) difference.rgba[c] = most > kChannelTolerance ? 0 : 255;
        difference.rgba[i + 3] = 255;
    }
    const auto allowed =
        static_cast<std::size_t>(kShareOutside * static_cast<double>(actual.rgba.size() / 4));
    if (outside <= allowed) return {true, false, {}};
    const std::string folder = std::string(SAFEGROUND_BINARY_DIR) + "/golden/";
    std::filesystem::create_directories(folder);
    write_png(folder + name + ".actual.png", actual);
    write_png(folder + name + ".expected.png", expected);
    write_png(folder + name + ".diff.png", difference);
    return {false, false,
            std::to_string(outside) + " pixels differ; see " + folder + name + ".{actual,expected,diff}.png"};
}

}  // namespace safeground::tests
