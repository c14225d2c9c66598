#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "stats/fixtures.hpp"
#include "support/shared_data.hpp"

/// Readers for the small published data sets, just enough for the tests of statistics, which see no files
/// themselves.
namespace safeground::tests {

inline std::vector<char> read_bytes(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

template <class T>
T read_at(const std::vector<char>& bytes, std::size_t offset) {
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

/// A numeric column of a dBase file.
inline std::vector<double> dbf_column(const std::filesystem::path& path, const std::string& name) {
    const std::vector<char> bytes = read_bytes(path);
    const auto rows = read_at<std::uint32_t>(bytes, 4);
    const auto header = read_at<std::uint16_t>(bytes, 8);
    const auto record = read_at<std::uint16_t>(bytes, 10);
    std::size_t offset = 1;  // a record starts with its deletion mark
    for (std::size_t field = 32; bytes[field] != '\r'; field += 32) {
        const auto length = static_cast<unsigned char>(bytes[field + 16]);
        if (name != bytes.data() + field) {
            offset += length;
            continue;
        }
        std::vector<double> column;
        for (std::uint32_t row = 0; row < rows; ++row)
            column.push_back(std::stod(std::string(bytes.data() + header + row * record + offset, length)));
        return column;
    }
    throw std::runtime_error("no column " + name + " in " + path.string());
}

/// A numeric column of a comma-separated file without quoted cells.
inline std::vector<double> csv_column(const std::filesystem::path& path, const std::string& name) {
    std::ifstream stream(path);
    const auto cells = [&] {
        std::vector<std::string> row;
        std::string line, cell;
        std::getline(stream, line);
        for (std::istringstream in(line); std::getline(in, cell, ',');) row.push_back(cell);
        return row;
    };
    const std::vector<std::string> header = cells();
    const auto at = static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
    if (at == header.size()) throw std::runtime_error("no column " + name + " in " + path.string());
    std::vector<double> column;
    for (auto row = cells(); row.size() == header.size(); row = cells()) column.push_back(std::stod(row[at]));
    return column;
}

/// Binary weights of a GAL file whose areas are called `ids`, in the order of `ids`.
inline core::Weights gal_weights(const std::filesystem::path& path, const std::vector<double>& ids) {
    std::map<long, std::uint32_t> index;
    for (std::uint32_t i = 0; i < ids.size(); ++i) index[static_cast<long>(ids[i])] = i;
    std::ifstream stream(path);
    std::string header;
    std::getline(stream, header);
    Lists lists(ids.size());
    long id = 0;
    for (long count = 0; stream >> id >> count;)
        for (long neighbour = 0; count > 0 && stream >> neighbour; --count)
            lists[index.at(id)].push_back(index.at(neighbour));
    return binary_weights(lists);
}

inline std::vector<double> one_to(std::size_t n) {
    std::vector<double> ids(n);
    std::iota(ids.begin(), ids.end(), 1.0);
    return ids;
}

/// Queen contiguity of a polygon shapefile whose shared borders have identical vertices.
inline core::Weights queen_weights(const std::filesystem::path& path) {
    const std::vector<char> bytes = read_bytes(path);
    std::map<std::pair<double, double>, std::set<std::uint32_t>> areas_at;
    std::uint32_t area = 0;
    for (std::size_t record = 100; record + 8 < bytes.size(); ++area) {
        const std::size_t body = record + 8;
        const auto parts = read_at<std::uint32_t>(bytes, body + 36);
        const auto points = read_at<std::uint32_t>(bytes, body + 40);
        const std::size_t first = body + 44 + 4 * std::size_t{parts};
        for (std::uint32_t p = 0; p < points; ++p)
            areas_at[{read_at<double>(bytes, first + 16 * p), read_at<double>(bytes, first + 16 * p + 8)}]
                .insert(area);
        record = first + 16 * std::size_t{points};
    }
    std::vector<std::set<std::uint32_t>> neighbours(area);
    for (const auto& [vertex, areas] : areas_at)
        for (const std::uint32_t a : areas)
            for (const std::uint32_t b : areas)
                if (a != b) neighbours[a].insert(b);
    Lists lists;
    for (const auto& set : neighbours) lists.emplace_back(set.begin(), set.end());
    return binary_weights(lists);
}

struct Benchmark {
    std::filesystem::path dbf;
    core::Weights binary;
    core::Weights row;

    std::vector<double> column(const std::string& name) const { return dbf_column(dbf, name); }
};

inline std::optional<Benchmark> benchmark(const std::string& dbf, const std::string& weights,
                                          const std::string& id_column = "") {
    const auto dbf_path = shared_data("benchmarks/" + dbf);
    const auto weights_path = shared_data("benchmarks/" + weights);
    if (!dbf_path || !weights_path) return std::nullopt;
    Benchmark data;
    data.dbf = *dbf_path;
    if (weights_path->extension() == ".shp") {
        data.binary = queen_weights(*weights_path);
    } else {
        const auto rows = read_at<std::uint32_t>(read_bytes(*dbf_path), 4);
        data.binary = gal_weights(*weights_path, id_column.empty() ? one_to(rows) : data.column(id_column));
    }
    data.row = core::row_standardise(data.binary);
    return data;
}

inline std::optional<Benchmark> columbus() {
    return benchmark("columbus/columbus.dbf", "columbus/columbus.gal");
}
inline std::optional<Benchmark> guerry() { return benchmark("guerry/Guerry.dbf", "guerry/Guerry.shp"); }
inline std::optional<Benchmark> sids() { return benchmark("sids2/sids2.dbf", "sids2/sids2.gal", "FIPSNO"); }
inline std::optional<Benchmark> st_louis() {
    return benchmark("stl/stl_hom.dbf", "stl/stl.gal", "POLY_ID_OG");
}

}  // namespace safeground::tests
