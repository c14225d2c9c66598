#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "read_toml.hpp"
#include "town.hpp"

/// make-demo SEED CALENDAR FOLDER: writes the demonstration borough's files into the folder.
int main(int argc, char** argv) {
    using namespace safeground;
    if (argc != 4) {
        fmt::print(stderr,
                   "make-demo SEED CALENDAR FOLDER: writes the demonstration borough. Usual: make-demo 1 "
                   "geodata/calendar.toml "
                   "geodata/demo\n");
        return 2;
    }
    char* end = nullptr;
    const std::uint64_t seed = std::strtoull(argv[1], &end, 10);
    if (end == argv[1] || *end != '\0') {
        fmt::print(stderr, "\"{}\" is no seed: a whole number is needed.\n", argv[1]);
        return 2;
    }
    const auto calendar = demo::read_calendar(argv[2]);
    if (!calendar) {
        fmt::print(stderr, "{}\n", calendar.message());
        return 3;
    }
    const std::filesystem::path folder = argv[3];
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    for (const demo::File& file : demo::make_files(seed, *calendar)) {
        std::ofstream out(folder / file.name, std::ios::binary);
        out << file.text;
        out.close();
        if (!out) {
            fmt::print(stderr, "{} cannot be written.\n", (folder / file.name).string());
            return 3;
        }
        fmt::print("{:8} bytes  {}\n", file.text.size(), (folder / file.name).string());
    }
    return 0;
}
