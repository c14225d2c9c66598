#include "app/screenshot.hpp"

#include <epoxy/gl.h>
#include <png.h>

#include <cstring>
#include <vector>

namespace safeground::app {

core::Result<bool> write_screenshot(int width, int height, const std::string& path) {
    std::vector<unsigned char> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, pixels.data());
    png_image image;
    std::memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = PNG_FORMAT_RGB;
    // GL's first row is the lowest one: a negative stride turns the picture round.
    if (png_image_write_to_file(&image, path.c_str(), 0, pixels.data(), -width * 3, nullptr) == 0)
        return core::refuse("The screenshot could not be written: " + std::string(image.message) + ".")
            .in_file(path);
    return true;
}

}  // namespace safeground::app
