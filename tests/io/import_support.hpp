#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "io/import.hpp"

namespace safeground::tests {

/// A folder of its own for one test case, gone afterwards.
class ImportFolder {
public:
    explicit ImportFolder(const std::string& name)
        : m_path(std::filesystem::path(SAFEGROUND_BINARY_DIR) / ("test-import-" + name)) {
        std::filesystem::remove_all(m_path);
        std::filesystem::create_directories(m_path);
    }
    ~ImportFolder() {
        std::error_code error;
        std::filesystem::remove_all(m_path, error);
    }
    ImportFolder(const ImportFolder&) = delete;
    ImportFolder& operator=(const ImportFolder&) = delete;

    std::filesystem::path file(const std::string& name) const { return m_path / name; }
    std::filesystem::path write(const std::string& name, const std::string& bytes) const {
        std::ofstream out(file(name), std::ios::binary);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        return file(name);
    }

private:
    std::filesystem::path m_path;
};

inline std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline std::size_t rejected_in(const io::ImportReport& report) {
    std::size_t rows = 0;
    for (const io::Rejected& r : report.rejected) rows += r.rows;
    return rows;
}

/// The law of every import: nothing is lost without a reason, and the table is whole.
inline void check_adds_up(const io::Imported& imported) {
    INFO(imported.report.text());
    CHECK(imported.report.accepted + rejected_in(imported.report) == imported.report.rows);
    REQUIRE(imported.table != nullptr);
    CHECK(core::consistent(*imported.table));
    CHECK(imported.report.rows_out == imported.table->rows);
}

/// Imports and checks; a refusal fails the test with its sentence.
inline io::Imported imported(const std::filesystem::path& path, const io::ImportOptions& options = {}) {
    auto result = io::import_file(path, options);
    INFO(path.string());
    INFO(result.message());
    REQUIRE(result.has_value());
    check_adds_up(*result);
    return std::move(*result);
}

inline bool mentions(const std::vector<std::string>& sentences, const std::string& words) {
    for (const std::string& sentence : sentences)
        if (sentence.find(words) != std::string::npos) return true;
    return false;
}

inline double sum(const core::Table& table, const std::string& column) {
    const core::Column* c = table.find(column);
    REQUIRE(c != nullptr);
    double total = 0;
    for (std::size_t row = 0; row < table.rows; ++row)
        if (c->present(row)) total += c->number(row);
    return total;
}

inline double value(const core::Table& table, const std::string& key, const std::string& column) {
    for (std::size_t row = 0; row < table.rows; ++row)
        if (table.key_text(row) == key)
            return table.find(column) == nullptr ? -1 : table.find(column)->number(row);
    return -1;
}

}  // namespace safeground::tests
