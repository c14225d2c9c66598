#include "app/options.hpp"

#include <charconv>

namespace safeground::app {

namespace {

template <class Number>
bool read(const std::string& text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

bool read_size(const std::string& text, int& width, int& height) {
    const std::size_t cross = text.find('x');
    return cross != std::string::npos && read(text.substr(0, cross), width) &&
           read(text.substr(cross + 1), height) && width >= 640 && height >= 480 && width <= 16384 &&
           height <= 16384;
}

core::Failure wrong(const std::string& message) {
    return core::fail(core::ErrorKind::Usage, message).remedy("Say safeground --help for what there is.");
}

}  // namespace

const char* usage() {
    return "safeground [PROJECT|FILE...] [--demo] [--scale 2] [--size 1440x900]\n"
           "           [--frames N] [--screenshot out.png] [--announce]\n\n"
           "Opens a project, or the files named, in a window; without any, the built-in demo borough.\n\n"
           "  --demo             the built-in, fictional borough\n"
           "  --scale S          size of everything, 0.75 to 4 (default: what the display says)\n"
           "  --size WxH         size of the window in pixels (default 1440x900)\n"
           "  --frames N         draw N frames, when everything is loaded, and end\n"
           "  --screenshot FILE  with --frames: write the last frame as PNG\n"
           "  --announce         say on standard output where widgets are and what happens, for tests\n"
           "  --version, --help\n";
}

core::Result<Options> parse_options(const std::vector<std::string>& words) {
    Options options;
    for (std::size_t w = 0; w < words.size(); ++w) {
        const std::string& word = words[w];
        if (word == "--demo") options.demo = true;
        else if (word == "--announce") options.announce = true;
        else if (word == "--help" || word == "-h") options.help = true;
        else if (word == "--version") options.version = true;
        else if (word == "--scale" || word == "--size" || word == "--frames" || word == "--screenshot") {
            if (w + 1 == words.size()) return wrong(word + " needs a value.");
            const std::string& value = words[++w];
            if (word == "--scale" &&
                (!read(value, options.scale) || !(options.scale >= 0.75 && options.scale <= 4)))
                return wrong("--scale " + value + ": expected a number from 0.75 to 4.");
            if (word == "--size" && !read_size(value, options.width, options.height))
                return wrong("--size " + value + ": expected WIDTHxHEIGHT, from 640x480 to 16384x16384.");
            if (word == "--frames" && (!read(value, options.frames) || options.frames < 1))
                return wrong("--frames " + value + ": expected a whole number from 1.");
            if (word == "--screenshot") options.screenshot = value;
        } else if (word.size() > 1 && word.front() == '-') {
            return wrong("“" + word + "” is not understood.");
        } else {
            options.files.push_back(word);
        }
    }
    if (!options.screenshot.empty() && options.frames == 0) options.frames = 3;
    if (options.files.empty()) options.demo = true;
    return options;
}

}  // namespace safeground::app
