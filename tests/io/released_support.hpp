#pragma once

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "disclosure/gate.hpp"

/// A folder that goes away, whole files, and tables released for an audience.
namespace io_test {

class TemporaryFolder {
public:
    TemporaryFolder() {
        static int counter = 0;
        m_path = std::filesystem::temp_directory_path() /
                 ("safeground-io-" + std::to_string(::getpid()) + "-" + std::to_string(counter++));
        std::filesystem::create_directories(m_path);
    }
    ~TemporaryFolder() {
        std::error_code error;
        std::filesystem::remove_all(m_path, error);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    std::filesystem::path operator/(const std::string& name) const { return m_path / name; }
    const std::filesystem::path& path() const { return m_path; }
    std::size_t files() const {
        std::size_t n = 0;
        for (const auto& entry : std::filesystem::directory_iterator(m_path)) n += !entry.path().empty();
        return n;
    }

private:
    std::filesystem::path m_path;
};

inline std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    REQUIRE(file);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline void put(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream file(path, std::ios::binary);
    file << bytes;
    REQUIRE(file.good());
}

inline safeground::disclosure::Released<safeground::core::TablePtr> released(
    safeground::core::Table table, const std::string& audience = "board") {
    auto gate = safeground::disclosure::Gate::standard();
    REQUIRE(gate);
    auto out = gate->release(std::make_shared<const safeground::core::Table>(std::move(table)), audience);
    INFO(out.message());
    REQUIRE(out);
    return *out;
}

}  // namespace io_test
