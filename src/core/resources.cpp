#include "core/resources.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/provenance.hpp"

namespace safeground::core {

namespace fs = std::filesystem;

const char* version() { return SAFEGROUND_VERSION; }

Result<fs::path> resource(const std::string& relative) {
    std::vector<fs::path> roots;
    if (const char* set = std::getenv("SAFEGROUND_RESOURCES")) roots.emplace_back(set);
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (!error) roots.push_back(program.parent_path().parent_path() / "share" / "safeground");
    roots.push_back(fs::path(SAFEGROUND_SOURCE_ROOT) / "geodata");
    roots.emplace_back(SAFEGROUND_SOURCE_ROOT);
    std::string tried;
    for (const fs::path& root : roots) {
        fs::path path = root / relative;
        if (fs::exists(path, error)) return path;
        tried += (tried.empty() ? "" : ", ") + root.string();
    }
    return refuse("A file that ships with Safeground is missing: " + relative + " (looked in " + tried + ").")
        .remedy("Set SAFEGROUND_RESOURCES to the folder that holds it, or install again.");
}

Result<std::string> read_file(const fs::path& path, std::size_t limit) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status))
        return refuse("There is no such file.")
            .in_file(path.string())
            .remedy("Check the spelling of the path.");
    if (fs::is_directory(status)) return refuse("This is a folder, not a file.").in_file(path.string());
    if (!fs::is_regular_file(status))
        return refuse("This is a pipe or a device, not a regular file.")
            .in_file(path.string())
            .remedy("Save it as a file first.");
    const auto size = fs::file_size(path, error);
    if (!error && size > limit)
        return refuse("The file is too large to be read whole.").in_file(path.string());
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return refuse("The file cannot be opened for reading.")
            .in_file(path.string())
            .remedy("Check its permissions.");
    std::ostringstream bytes;
    bytes << in.rdbuf();
    if (in.bad()) return refuse("The file could not be read to its end.").in_file(path.string());
    return std::move(bytes).str();
}

}  // namespace safeground::core
