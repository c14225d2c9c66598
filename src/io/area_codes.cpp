#include "io/area_codes.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <unordered_set>

#include "core/value.hpp"
#include "io/cells.hpp"

namespace safeground::io {
namespace {

bool digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool demo_code(std::string_view text, std::string_view letters) {
    return text.size() > 5 && text.starts_with("LKM-") && letters.find(text[4]) != std::string_view::npos &&
           digits(text.substr(5));
}

/// E01033768 and later were made for 2021 (methods.md 21: 2011 ended at E01033768).
bool lsoa_of_2021_only(std::string_view code) { return code > "E01033768" && code < "E01999999"; }

}  // namespace

bool official_code(std::string_view text) {
    if (demo_code(text, "LWA")) return true;
    return text.size() == 9 && std::string_view("EWSNKJ").find(text[0]) != std::string_view::npos &&
           digits(text.substr(1));
}

bool lsoa_code(std::string_view text) {
    return demo_code(text, "L") ||
           (official_code(text) && (text.starts_with("E01") || text.starts_with("W01")));
}

std::string find_key(const core::Table& table) {
    std::vector<std::string> with_codes, without_repeats;
    for (const core::ColumnPtr& column : table.columns) {
        if (column->type() != core::ColumnType::Text && column->type() != core::ColumnType::Category)
            continue;
        std::size_t codes = 0, present = 0;
        std::unordered_set<std::string> seen;
        for (std::size_t row = 0; row < table.rows; ++row) {
            if (!column->present(row)) continue;
            ++present;
            std::string text = column->text(row);
            if (!official_code(text)) continue;
            ++codes;
            seen.insert(std::move(text));
        }
        if (present == 0 || codes * 20 < table.rows * 19) continue;
        with_codes.push_back(column->name);
        if (seen.size() == codes) without_repeats.push_back(column->name);
    }
    if (with_codes.size() == 1) return with_codes.front();
    return without_repeats.size() == 1 ? without_repeats.front() : std::string();
}

core::Vintage find_vintage(const core::Table& table) {
    const core::Column* key = table.key.empty() ? nullptr : table.find(table.key);
    if (key == nullptr) return core::Vintage::None;
    std::size_t lsoas = 0, demo = 0;
    bool only_2021 = false;
    for (std::size_t row = 0; row < table.rows; ++row) {
        const std::string code = key->text(row);
        if (demo_code(code, "LWA")) ++demo;
        if (!lsoa_code(code)) continue;
        ++lsoas;
        only_2021 = only_2021 || lsoa_of_2021_only(code);
    }
    if (demo > 0 && demo * 2 > table.rows) return core::Vintage::Demo;
    if (lsoas * 2 <= table.rows) return core::Vintage::None;
    std::string name;
    for (const char c : key->name)
        name.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
    for (const char* word : {"lsoa21", "2021"})
        if (name.find(word) != std::string::npos) return core::Vintage::Lsoa2021;
    for (const char* word : {"lsoa11", "2011"})
        if (name.find(word) != std::string::npos) return core::Vintage::Lsoa2011;
    return only_2021 ? core::Vintage::Lsoa2021 : core::Vintage::None;
}

const char* vintage_name(core::Vintage vintage) {
    switch (vintage) {
        case core::Vintage::Lsoa2011:
            return "LSOA 2011";
        case core::Vintage::Lsoa2021:
            return "LSOA 2021";
        case core::Vintage::Demo:
            return "demo borough";
        case core::Vintage::None:
            break;
    }
    return "";
}

}  // namespace safeground::io
