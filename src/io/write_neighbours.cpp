#include <fmt/format.h>

#include <algorithm>

#include "core/value.hpp"
#include "io/atomic_file.hpp"
#include "io/export_formats.hpp"

namespace safeground::io {
namespace {

/// A word of a header, which blanks would break.
std::string one_word(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](unsigned char c) { return c <= ' '; }, '_');
    return text.empty() ? "unnamed" : text;
}

/// Rows of the links of one area, which follow each other.
std::size_t end_of_area(const core::Table& table, const core::Column& id, std::size_t begin) {
    const std::string text = id.text(begin);
    std::size_t end = begin;
    while (end < table.rows && id.text(end) == text) ++end;
    return end;
}

}  // namespace

core::Result<bool> write_neighbours(const ReleasedTable& released, const std::filesystem::path& path) {
    const core::Table& table = **released;
    const core::Column *id = table.find("id"), *neighbour = table.find("neighbour");
    const core::Column *weight = table.find("weight"), *distance = table.find("distance");
    if (id == nullptr || neighbour == nullptr || weight == nullptr || distance == nullptr)
        return core::fail(core::ErrorKind::Usage, "Only a list of neighbours can be written in this format.")
            .in_file(path.string())
            .remedy("Use .csv, .geojson or .gpkg.");
    const bool gal = path.extension() == ".gal" || path.extension() == ".GAL";
    const bool kwt = path.extension() == ".kwt" || path.extension() == ".KWT";
    std::size_t areas = 0;
    std::string lines;
    for (std::size_t begin = 0, end = 0; begin < table.rows; begin = end, ++areas) {
        end = end_of_area(table, *id, begin);
        const std::string area = id->text(begin);
        if (area.empty() || std::any_of(area.begin(), area.end(), [](unsigned char c) { return c <= ' '; }))
            return core::refuse(
                       fmt::format("The id “{}” is empty or has a blank, which this format cannot hold.",
                                   area))
                .in_file(path.string())
                .remedy("Write .weights.csv, or name another column as the key.");
        const bool island = !neighbour->present(begin);
        if (gal) lines += fmt::format("{} {}\n", area, island ? 0 : end - begin);
        for (std::size_t row = begin; row < end && !island; ++row) {
            if (gal) lines += (row > begin ? " " : "") + neighbour->text(row);
            else
                lines += fmt::format("{} {} {}\n", area, neighbour->text(row),
                                     core::shortest(kwt ? weight->number(row) : distance->number(row)));
        }
        if (gal) lines += '\n';
    }
    const std::string head =
        fmt::format("0 {} {} {}\n", areas, one_word(table.info.name), one_word(id->shown_title()));
    std::filesystem::path beside = path;
    beside.replace_extension(".txt");
    if (auto written = write_file_atomically(beside, about_text(released, {})); !written)
        return written.failure();
    return write_file_atomically(path, head + lines);
}

}  // namespace safeground::io
