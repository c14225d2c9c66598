#include <algorithm>
#include <cctype>
#include <fstream>
#include <system_error>

#include "io/vector_source.hpp"

namespace safeground::io {
namespace fs = std::filesystem;

core::Result<bool> check_input_file(const fs::path& path) {
    const std::string file = path.string();
    if (file.find('\0') != std::string::npos) return core::refuse("The file name holds a zero byte.");
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    const auto no = [&](const char* sentence, const char* remedy) {
        return core::refuse(sentence).in_file(file).remedy(remedy);
    };
    switch (status.type()) {
        case fs::file_type::regular:
            break;
        case fs::file_type::not_found:
            return no("There is no such file.", "Check the name and the folder.");
        case fs::file_type::directory:
            return no("This is a folder, not a file.", "Name the file in it, for example the .shp or .gpkg.");
        case fs::file_type::fifo:
            return no("This is a pipe, not a file.", "Save the data to a file and name that.");
        case fs::file_type::socket:
            return no("This is a socket, not a file.", "Save the data to a file and name that.");
        case fs::file_type::block:
        case fs::file_type::character:
            return no("This is a device, not a file.", "Save the data to a file and name that.");
        default:
            return no("The file cannot be reached.", "Check that you may read it and its folder.");
    }
    const auto size = fs::file_size(path, error);
    if (error) return no("The size of the file cannot be read.", "Check that you may read it.");
    if (size == 0) return no("The file is empty.", "Download or export it again.");
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return no("The file cannot be opened.", "Check that you may read it.");
    return true;
}

FileKind file_kind(const fs::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    std::string head(4096, '\0');
    std::ifstream stream(path, std::ios::binary);
    stream.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(stream.gcount()));

    if (head.starts_with("SQLite format 3")) return FileKind::Vector;
    if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) {
        if (extension == ".xlsx" || extension == ".ods" || extension == ".xlsm") return FileKind::Spreadsheet;
        // A workbook under another name: its first entries give it away.
        if (head.find("[Content_Types].xml") != std::string::npos || head.find("xl/") != std::string::npos)
            return FileKind::Spreadsheet;
        return FileKind::Zip;
    }
    if (head.starts_with("\xD0\xCF\x11\xE0")) return FileKind::OldExcel;
    for (const char* known : {".gpkg", ".shp", ".shx", ".dbf", ".geojson", ".json", ".pbf", ".osm", ".fgb"})
        if (extension == known) return FileKind::Vector;
    for (const char* known : {".xlsx", ".ods", ".xlsm"})
        if (extension == known) return FileKind::Spreadsheet;
    if (extension == ".zip") return FileKind::Zip;
    for (const char* known : {".csv", ".txt", ".tsv", ".tab", ".psv"})
        if (extension == known) return FileKind::Text;
    const std::size_t first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first != std::string::npos && head[first] == '{') return FileKind::Vector;
    return FileKind::Unknown;
}

}  // namespace safeground::io
