#include "io/synthetic.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <optional>
#include <string>

#include "core/resources.hpp"

namespace safeground::io {
namespace {

bool says_yes(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text == "yes" || text == "true" || text == "1" || text == "y";
}

bool column_says_so(const core::Table& table) {
    for (const core::ColumnPtr& column : table.columns) {
        if (column->name != "synthetic" && column->name != "Synthetic") continue;
        for (std::size_t row = 0; row < table.rows; ++row)
            if (says_yes(column->text(row))) return true;
    }
    return false;
}

/// Whose data the folder says it is; nullopt when there is no marker. A marker that cannot be read still
/// marks.
struct Marker {
    std::string name, licence;
};
std::optional<Marker> folder_marker(const std::filesystem::path& path) {
    const auto text = core::read_file(path.parent_path() / "SYNTHETIC.toml", std::size_t{1} << 20);
    if (!text) return std::nullopt;
    Marker marker;
    try {
        const toml::table read = toml::parse(*text);
        marker.name = read["name"].value_or(std::string());
        marker.licence = read["licence"].value_or(std::string());
    } catch (const toml::parse_error&) {
        return marker;
    }
    return marker;
}

}  // namespace

void mark_synthetic(core::Table& table, const std::filesystem::path& path) {
    const std::optional<Marker> marker = folder_marker(path);
    if (!marker && !table.info.synthetic && table.info.vintage != core::Vintage::Demo &&
        !column_says_so(table))
        return;
    table.info.synthetic = true;
    table.info.source =
        "Made-up data" + (marker && !marker->name.empty() ? ": " + marker->name : std::string());
    table.info.licence = marker ? marker->licence : std::string();
}

}  // namespace safeground::io
