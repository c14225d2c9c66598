#include "io/project_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <system_error>

#include "core/provenance.hpp"
#include "core/resources.hpp"
#include "io/atomic_file.hpp"
#include "io/byte_stream.hpp"
#include "io/import.hpp"
#include "io/project_codec.hpp"

namespace safeground::io {
namespace {

constexpr std::string_view kMagic = "Safeground project\n";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kDigest = 64;  // hexadecimal digits of a SHA-256
constexpr const char* kRemedy = "Open an earlier copy of the project, or make it again from its sources.";

core::Failure refused(const std::filesystem::path& path, std::string sentence) {
    return core::refuse(std::move(sentence)).in_file(path.string()).remedy(kRemedy);
}

/// Where the source of a layer may be now.
std::vector<std::filesystem::path> candidates(const std::string& source,
                                              const std::filesystem::path& project_path) {
    const std::filesystem::path path = split_layer(source).first;
    const std::filesystem::path folder = project_path.parent_path();
    std::vector<std::filesystem::path> all{path};
    if (path.is_relative()) all.insert(all.begin(), folder / path);
    all.push_back(folder / path.filename());
    return all;
}

}  // namespace

core::Result<bool> save_project(const core::Project& project, const std::filesystem::path& path) {
    for (const core::Layer& layer : project.layers)  // what reading would refuse must not be written
        if (!layer.table || !(layer.opacity >= 0 && layer.opacity <= 1))
            return core::fail(
                       core::ErrorKind::Usage,
                       fmt::format("The layer “{}” {} and cannot be saved.", layer.name,
                                   layer.table ? "has an opacity that is not from 0 to 1" : "has no table"))
                .in_file(path.string());
    const std::string payload = encode_project(project);
    ByteWriter header;
    header.put(kVersion);
    header.text(core::version());
    header.put(static_cast<std::uint64_t>(payload.size()));
    const std::string bytes = std::string(kMagic) + header.bytes() + payload;
    return write_file_atomically(path, bytes + sha256(bytes), 0600);
}

core::Result<core::Project> load_project(const std::filesystem::path& path) {
    auto bytes = core::read_file(path, std::size_t{1} << 33);
    if (!bytes) return bytes.failure();
    const std::string_view all = *bytes;
    if (all.substr(0, kMagic.size()) != kMagic) {
        if (kMagic.substr(0, all.size()) == all && !all.empty())
            return refused(path, "The project file ends too early: it is damaged.");
        return core::refuse(all.empty() ? "The file is empty." : "This is not a Safeground project.")
            .in_file(path.string());
    }
    ByteReader header(all.substr(kMagic.size()));
    const auto version = header.get<std::uint32_t>();
    const std::string writer = header.text();
    const auto size = header.get<std::uint64_t>();
    if (!header.good()) return refused(path, "The project file ends too early: it is damaged.");
    if (version > kVersion && version < 1000 && writer.size() < 40)
        return core::refuse(
                   fmt::format(
                       "The project was written by Safeground {}, which is newer than this version ({}).",
                       writer, core::version()))
            .in_file(path.string())
            .remedy("Install the newer version.");
    const std::size_t begin =
        kMagic.size() + sizeof version + sizeof(std::uint64_t) + writer.size() + sizeof size;
    if (size > all.size() || all.size() < begin + kDigest || all.size() - begin - kDigest < size)
        return refused(path, "The project file ends too early: it is damaged.");
    const std::string signed_part(all.substr(0, all.size() - kDigest));
    if (all.size() != begin + size + kDigest || sha256(signed_part) != all.substr(all.size() - kDigest))
        return refused(path, "The project file is damaged: its checksum does not agree with its content.");
    if (version != kVersion)
        return refused(path, fmt::format("The project file has the unknown version {}.", version));
    auto project = decode_project(all.substr(begin, static_cast<std::size_t>(size)));
    if (!project) return refused(path, "The project file contradicts itself: it is damaged.");
    return std::move(*project);
}

std::vector<SourceCheck> verify_sources(const core::Project& project,
                                        const std::filesystem::path& project_path) {
    std::map<std::filesystem::path, std::string> hashes;
    const auto hash_of = [&](const std::filesystem::path& path) {
        const auto known = hashes.find(path);
        if (known != hashes.end()) return known->second;
        auto hash = sha256_file(path);
        return hashes[path] = hash ? *hash : std::string();
    };
    std::vector<SourceCheck> checks;
    const auto verdict_of = [&](const std::string& source, const std::string& sha256) -> std::string {
        std::string verdict = "missing";
        for (const std::filesystem::path& path : candidates(source, project_path)) {
            const std::string hash = hash_of(path);
            // A file of the same name elsewhere that differs does not hide one that is still the same.
            if (hash == sha256) return "same";
            if (!hash.empty()) verdict = "changed";
        }
        return verdict;
    };
    for (const core::Layer& layer : project.layers) {
        std::vector<std::pair<std::string, std::string>> sources;  // path, sha256
        if (layer.table && !layer.table->info.sha256.empty())
            sources.emplace_back(layer.table->info.path, layer.table->info.sha256);
        // What was joined, or computed from, counts as much as the file that the rows are from.
        if (layer.provenance)
            for (const core::Provenance::Input& input : layer.provenance->inputs)
                if (const std::pair source{input.path, input.sha256};
                    !input.sha256.empty() &&
                    std::find(sources.begin(), sources.end(), source) == sources.end())
                    sources.push_back(source);
        if (sources.empty())
            checks.push_back({layer.name, layer.table ? layer.table->info.path : std::string(), "computed"});
        for (const auto& [path, sha256] : sources)
            checks.push_back({layer.name, path, verdict_of(path, sha256)});
    }
    return checks;
}

}  // namespace safeground::io
