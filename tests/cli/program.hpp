#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace safeground::tests {

/// A folder that goes away with the test.
class Folder {
public:
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "safeground-cli-XXXXXX").string();
        m_path = mkdtemp(pattern.data());
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string operator/(const std::string& name) const { return (m_path / name).string(); }
    std::string write(const std::string& name, const std::string& bytes) const {
        std::ofstream(m_path / name, std::ios::binary) << bytes;
        return *this / name;
    }

private:
    std::filesystem::path m_path;
};

inline std::string slurp(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

struct Ran {
    int status = -1;  ///< -1: ended by a signal, which is a crash
    std::string out, err;
};

inline std::string quoted(const std::string& word) {
    std::string out = "'";
    for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

inline std::string program() { return std::string(SAFEGROUND_BINARY_DIR) + "/bin/safeground-cli"; }

/// `before`: a command that runs the program, such as "timeout 5".
inline Ran run(const std::vector<std::string>& words, const std::string& before = {}) {
    const Folder folder;
    std::string line = before + " " + quoted(program());
    for (const std::string& word : words) line += " " + quoted(word);
    line += " > " + quoted(folder / "out") + " 2> " + quoted(folder / "err") + " < /dev/null";
    const int code = std::system(line.c_str());
    Ran ran;
    ran.status = WIFEXITED(code) && WEXITSTATUS(code) < 128 ? WEXITSTATUS(code) : -1;
    ran.out = slurp(folder / "out");
    ran.err = slurp(folder / "err");
    return ran;
}

inline std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        out.push_back(line);
    }
    return out;
}

/// Cells of a CSV line without quotes.
inline std::vector<std::string> cells(const std::string& line) {
    std::vector<std::string> out(1);
    for (const char c : line)
        if (c == ',') out.emplace_back();
        else out.back() += c;
    return out;
}

/// Four squares in a row in EPSG:27700 with codes of no official kind; the third has no value, the last
/// touches none.
inline std::string squares_geojson() {
    std::string out =
        R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"features":[)";
    const char* values[] = {"1", "2", "null", "8", "16"};
    for (int i = 0; i < 5; ++i) {
        const int x = 530000 + 100 * i + (i == 4 ? 500 : 0);
        const auto corner = [&](int dx, int dy) {
            return "[" + std::to_string(x + dx) + "," + std::to_string(180000 + dy) + "]";
        };
        out += std::string(i == 0 ? "" : ",") + R"({"type":"Feature","properties":{"code":"A)" +
               std::to_string(5 - i) + R"(","name":"Area )" + std::to_string(i) + R"(","x":)" + values[i] +
               R"(},"geometry":{"type":"Polygon","coordinates":[[)" + corner(0, 0) + "," + corner(100, 0) +
               "," + corner(100, 100) + "," + corner(0, 100) + "," + corner(0, 0) + "]]}}";
    }
    return out + "]}";
}

}  // namespace safeground::tests
