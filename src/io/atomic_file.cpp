#include "io/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace safeground::io {
namespace {

/// A file descriptor that closes itself.
struct Descriptor {
    int fd = -1;
    ~Descriptor() {
        if (fd >= 0) ::close(fd);
    }
};

bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace

core::Result<AtomicFile> AtomicFile::beside(const std::filesystem::path& path) {
    std::error_code error;
    const std::filesystem::path folder =
        path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    if (path.filename().empty() || std::filesystem::is_directory(path, error))
        return core::refuse("This is a folder; a file name is needed.").in_file(path.string());
    if (!std::filesystem::is_directory(folder, error))
        return core::refuse("The folder of this file does not exist.")
            .in_file(path.string())
            .remedy("Make the folder first.");
    if (std::filesystem::exists(path, error) && !std::filesystem::is_regular_file(path, error))
        return core::refuse("Something that is not a file is in its place.").in_file(path.string());
    static std::atomic<unsigned> counter{0};
    AtomicFile file;
    file.m_path = path;
    file.m_temporary = folder / fmt::format(".{}.{}-{}{}", path.stem().string(), ::getpid(), counter++,
                                            path.extension().string());
    return file;
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_temporary(std::move(other.m_temporary)) {
    other.m_temporary.clear();
}

AtomicFile::~AtomicFile() {
    std::error_code error;
    if (!m_temporary.empty()) std::filesystem::remove(m_temporary, error);
}

core::Failure AtomicFile::failure(const std::string& what) const {
    return core::refuse(fmt::format("{}: {}.", what, std::strerror(errno))).in_file(m_path.string());
}

core::Result<bool> AtomicFile::write(std::string_view bytes, mode_t mode) {
    const Descriptor file{::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)};
    if (file.fd < 0) return failure("The file cannot be written");
    if (!write_all(file.fd, bytes)) return failure("The file could not be written to its end");
    return true;
}

core::Result<bool> AtomicFile::commit() {
    {
        const Descriptor file{::open(m_temporary.c_str(), O_RDONLY | O_CLOEXEC)};
        if (file.fd < 0 || ::fsync(file.fd) != 0) return failure("The file could not be flushed to the disk");
    }
    if (::rename(m_temporary.c_str(), m_path.c_str()) != 0)
        return failure("The file cannot be put in its place");
    m_temporary.clear();
    const std::filesystem::path folder =
        m_path.has_parent_path() ? m_path.parent_path() : std::filesystem::path(".");
    // The name itself is only safe once its folder is; a file system that cannot say so is no reason to fail.
    const Descriptor at{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (at.fd >= 0) ::fsync(at.fd);
    return true;
}

core::Result<bool> write_file_atomically(const std::filesystem::path& path, std::string_view bytes,
                                         mode_t mode) {
    auto file = AtomicFile::beside(path);
    if (!file) return file.failure();
    if (auto written = file->write(bytes, mode); !written) return written.failure();
    return file->commit();
}

}  // namespace safeground::io
