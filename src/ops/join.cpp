#include "ops/join.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/area_codes.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

/// " (E01004736 and E01004737)" of area codes; else " (first: row 3)" of the table: a key that is no official
/// code may be a name or a postcode, which no message repeats.
std::string some(const core::Table& table, const std::vector<std::string>& keys) {
    constexpr std::size_t kShown = 3;
    if (std::all_of(keys.begin(), keys.end(),
                    [](const std::string& key) { return io::official_code(key); })) {
        const auto end = keys.begin() + static_cast<std::ptrdiff_t>(std::min(keys.size(), kShown));
        return fmt::format(" ({}{})", keys.size() > kShown ? "such as " : "",
                           listed(std::vector<std::string>(keys.begin(), end)));
    }
    std::size_t row = 0;
    while (row < table.rows && table.key_text(row) != keys.front()) ++row;
    return row < table.rows ? fmt::format(" (first: row {})", row + 1) : std::string();
}

bool differ(const core::Table& left, const core::Table& right) {
    return left.info.vintage != core::Vintage::None && right.info.vintage != core::Vintage::None &&
           left.info.vintage != right.info.vintage;
}

}  // namespace

core::Result<Joined> join_attributes(const core::TablePtr& areas, const core::TablePtr& attributes,
                                     const std::string& key) {
    if (areas->key.empty())
        return core::refuse("The areas have no column of codes to join by.")
            .in_file(areas->info.path)
            .remedy("Name the column of codes with key.");
    core::Table right = *attributes;
    if (!key.empty()) right.key = key;
    if (right.key.empty())
        return core::refuse("It is not known which column of the table holds the area codes.")
            .in_file(right.info.path)
            .remedy("Name it with table-key.");
    if (right.find(right.key) == nullptr) {
        std::vector<std::string> names;
        for (const core::ColumnPtr& column : right.columns) names.push_back(column->name);
        return core::fail(core::ErrorKind::Usage, fmt::format("The table has no column “{}”.", right.key))
            .in_file(right.info.path)
            .remedy("Similar columns: " + listed(closest(right.key, names, 5)) + ".");
    }
    Joined out;
    core::Table joined = core::join(*areas, right, out.report);
    const core::JoinReport& report = out.report;
    if (report.matched == 0)
        return core::refuse(fmt::format("No code of the table{} is a code of the areas{}.",
                                        some(right, report.right_only), some(*areas, report.left_only)))
            .in_file(right.info.path)
            .in_column(right.key)
            .remedy(differ(*areas, right)
                        ? fmt::format("The areas are {}, the table is {}.",
                                      io::vintage_name(areas->info.vintage),
                                      io::vintage_name(right.info.vintage))
                        : std::string("Check that both use the same codes and the right column."));
    if (!report.left_only.empty())
        out.warnings.push_back(fmt::format(
            "{} no row in {}{}: no value there.", counted(report.left_only.size(), "area has", "areas have"),
            right.info.path.empty() ? right.info.name : right.info.path, some(*areas, report.left_only)));
    if (!report.right_only.empty())
        out.warnings.push_back(fmt::format("In {}, {} no area here{} and {} left out.",
                                           right.info.path.empty() ? right.info.name : right.info.path,
                                           counted(report.right_only.size(), "row has", "rows have"),
                                           some(right, report.right_only),
                                           report.right_only.size() == 1 ? "is" : "are"));
    if (!report.duplicate_right.empty())
        out.warnings.push_back(
            fmt::format("{} more than once in {}{}; the first row of each is used.",
                        counted(report.duplicate_right.size(), "code occurs", "codes occur"),
                        right.info.path.empty() ? right.info.name : right.info.path,
                        some(right, report.duplicate_right)));
    if (differ(*areas, right))
        out.warnings.push_back(
            fmt::format("The areas are {} and the table is {}: codes that were split or merged do "
                        "not match.",
                        io::vintage_name(areas->info.vintage), io::vintage_name(right.info.vintage)));
    out.table = std::make_shared<const core::Table>(std::move(joined));
    return out;
}

core::Provenance::Input source_of(const core::Table& table, const std::string& role) {
    return {role, table.info.path, table.info.sha256, table.rows, table.info.recipe};
}

}  // namespace safeground::ops
