#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace safeground::io {

/// A file that is either wholly there or not at all: written beside its place, flushed to the disk, then
/// renamed. What was there before stays until then, and stays when anything fails.
class AtomicFile {
public:
    /// Refuses a folder, a place whose folder is not there, and what exists and is not a regular file.
    static core::Result<AtomicFile> beside(const std::filesystem::path& path);
    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&&) = delete;
    ~AtomicFile();  ///< removes the temporary file where commit was not reached

    /// Where to write; has the extension of the final path.
    const std::filesystem::path& temporary() const { return m_temporary; }
    /// Writes all bytes to the temporary file with these permissions.
    core::Result<bool> write(std::string_view bytes, mode_t mode = 0644);
    /// Flushes the temporary file and puts it in its place.
    core::Result<bool> commit();

private:
    AtomicFile() = default;
    core::Failure failure(const std::string& what) const;
    std::filesystem::path m_path, m_temporary;
};

/// beside, write and commit.
core::Result<bool> write_file_atomically(const std::filesystem::path& path, std::string_view bytes,
                                         mode_t mode = 0644);

}  // namespace safeground::io
