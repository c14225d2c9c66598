#include "cli/keep_sources.hpp"

#include <filesystem>

namespace safeground::cli {

core::Result<bool> keep_sources(const std::string& output, const std::vector<std::string>& read) {
    std::error_code error;
    for (const std::string& path : read)
        if (!path.empty() && std::filesystem::equivalent(output, path, error) && !error)
            return core::fail(core::ErrorKind::Usage,
                              "The output would replace a file that it was made from.")
                .in_file(output)
                .remedy("Choose another name for the output.");
    return true;
}

std::vector<std::string> sources_of(const core::Project& project) {
    std::vector<std::string> paths;
    for (const core::Layer& layer : project.layers) {
        if (layer.table) paths.push_back(layer.table->info.path);
        if (layer.provenance)
            for (const core::Provenance::Input& input : layer.provenance->inputs) paths.push_back(input.path);
    }
    return paths;
}

}  // namespace safeground::cli
