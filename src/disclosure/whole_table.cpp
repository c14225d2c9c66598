#include "disclosure/whole_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace safeground::disclosure {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), digit);
}

std::string shown_name(const core::Table& table) {
    return table.info.name.empty() ? std::string("A table without a name") : "“" + table.info.name + "”";
}

const char* word(core::Sensitivity sensitivity) {
    switch (sensitivity) {
        case core::Sensitivity::Public:
            return "public";
        case core::Sensitivity::Partner:
            return "for partners only";
        case core::Sensitivity::Restricted:
            return "restricted";
    }
    return "restricted";
}

/// Why a table of residence is too fine, or nullopt. Never quotes a cell: it may be the address that must not
/// be shown.
std::optional<std::string> too_fine(const core::Table& table) {
    if (table.points() != nullptr || table.lines() != nullptr)
        return "it holds positions, and residence is only ever a count per area";
    const core::Column* key = table.find(table.key);
    if (table.key.empty() || key == nullptr) return "its rows have no area code";
    for (std::size_t row = 0; row < table.rows; ++row)
        if (!lsoa_or_coarser(key->text(row)))
            return fmt::format("row {} is not keyed by an LSOA or a larger area", row + 1);
    for (const core::ColumnPtr& column : table.columns) {
        if (column->type() == core::ColumnType::Text || column->type() == core::ColumnType::Category)
            for (std::size_t row = 0; row < table.rows; ++row)
                if (looks_like_postcode(column->text(row)))
                    return fmt::format("its column “{}” holds postcodes", column->name);
        if (column->type() == core::ColumnType::Category)
            for (const std::string& label : std::get<core::CategoryValues>(column->values).labels)
                if (looks_like_postcode(label))
                    return fmt::format("its column “{}” holds postcodes", column->name);
    }
    return std::nullopt;
}

}  // namespace

core::Sensitivity own_sensitivity(const core::Table& table) {
    return table.info.subject == core::Subject::Residence ? core::Sensitivity::Restricted
                                                          : table.info.sensitivity;
}

bool looks_like_postcode(const std::string& text) {
    std::string packed;
    for (const char c : text)
        if (c != ' ') packed += c;
    if (packed.size() < 5 || packed.size() > 7) return false;
    const std::size_t n = packed.size();
    if (!digit(packed[n - 3]) || !letter(packed[n - 2]) || !letter(packed[n - 1])) return false;
    // Outward code: A9, A99, AA9, AA99, A9A, AA9A.
    const std::string_view out(packed.data(), n - 3);
    std::string shape;
    for (const char c : out) shape += letter(c) ? 'A' : digit(c) ? '9' : '?';
    constexpr std::array<std::string_view, 6> kShapes{"A9", "A99", "AA9", "AA99", "A9A", "AA9A"};
    return std::find(kShapes.begin(), kShapes.end(), shape) != kShapes.end();
}

bool lsoa_or_coarser(const std::string& code) {
    if (code.size() == 9 && all_digits(std::string_view(code).substr(1))) {
        const std::string_view nation(code.data(), 1);
        const std::string_view kind(code.data() + 1, 2);
        if (nation == "E" || nation == "W" || nation == "S") return kind != "00";  // 00: output areas
        if (nation == "N") return kind != "00" && kind != "11";
        return nation == "K";
    }
    // Codes of the demonstration borough: LKM, LKM-L0001 (LSOA), LKM-W01 (ward).
    if (code == "LKM") return true;
    if (code.size() < 6 || code.compare(0, 4, "LKM-") != 0) return false;
    const char kind = code[4];
    return (kind == 'L' || kind == 'M' || kind == 'W' || kind == 'B') &&
           all_digits(std::string_view(code).substr(5));
}

std::optional<std::string> withheld_by_level(const core::Table& table, core::Sensitivity sensitivity,
                                             const Audience& audience) {
    if (sensitivity <= audience.may_see) return std::nullopt;
    const char* what =
        table.info.subject == core::Subject::Residence ? "residence is restricted" : word(sensitivity);
    if (table.info.subject == core::Subject::Residence)
        return fmt::format("{} is withheld from the audience “{}”: {}.", shown_name(table), audience.title,
                           what);
    return fmt::format("{} is withheld from the audience “{}”: it is {}.", shown_name(table), audience.title,
                       what);
}

std::optional<std::string> withheld_by_content(const core::Table& table, core::Sensitivity,
                                               const Audience& audience) {
    if (table.info.subject == core::Subject::Residence)
        if (const auto reason = too_fine(table))
            return fmt::format("{} is refused: {}. Import it again so that it is counted per LSOA.",
                               shown_name(table), *reason);
    if (table.info.subject == core::Subject::Events && !audience.event_points)
        return fmt::format(
            "{} is withheld from the audience “{}”: single events are not shown to it. Count them per area "
            "(count-events) and show the counts.",
            shown_name(table), audience.title);
    return std::nullopt;
}

}  // namespace safeground::disclosure
