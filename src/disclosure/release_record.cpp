#include "disclosure/release_record.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace safeground::disclosure {
namespace {

/// Fields that hold values of single areas, words about them, the hash of a file that could be guessed and
/// hashed again, or so many statistics of the same values that hidden ones could be solved for.
constexpr std::array<std::string_view, 8> kNeverGuarded{"breaks",  "counts", "sha256",    "minimum",
                                                        "maximum", "lags",   "distances", "undefined"};
/// Whole numbers that tell nothing of any value.
constexpr std::array<std::string_view, 5> kShape{"n", "links", "islands", "rows", "components"};
/// Fields of a record of classes.
constexpr std::array<std::string_view, 3> kClasses{"hot", "high_high", "mixed"};
/// Fields that the user gave: they are no result.
constexpr std::array<std::string_view, 2> kGiven{"parameters", "version"};

/// Counts of single events beside the areas, and what is made of them.
constexpr std::array<std::string_view, 4> kEventCounts{"inside", "outside", "without_position", "ambiguous"};
constexpr std::array<std::string_view, 3> kWords{"sentence", "sentences", "warnings"};

/// Parameters that name columns, one or several with commas between.
constexpr std::array<std::string_view, 5> kColumns{"variable", "variable2", "population", "with", "adjust"};

template <std::size_t N>
bool one_of(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 2> kThresholds{"above", "above2"};
constexpr std::array<std::string_view, 4> kSecondColumns{"variable2", "population", "with", "adjust"};
constexpr std::array<double, 4> kLevels{0.1, 0.05, 0.01, 0.001};

core::Value guarded_value(const core::Value& value, const RecordRules& rules) {
    if (std::holds_alternative<double>(value.data)) return {};
    if (const auto* integer = std::get_if<std::int64_t>(&value.data))
        return rules.exact_totals.count(*integer) > 0 ? core::Value() : value;
    if (const auto* list = std::get_if<std::vector<core::Value>>(&value.data)) {
        std::vector<core::Value> out;
        for (const core::Value& each : *list) {
            const bool number =
                std::holds_alternative<double>(each.data) || std::holds_alternative<std::int64_t>(each.data);
            out.push_back(number ? core::Value() : guarded_value(each, rules));
        }
        return out;
    }
    if (const auto* record = std::get_if<core::Record>(&value.data)) return guarded(*record, rules);
    return value;
}

/// "A, B": the names between the commas.
void insert_listed(const std::string& names, std::set<std::string>& into) {
    for (std::size_t at = 0; at < names.size();) {
        const std::size_t end = std::min(names.find(',', at), names.size());
        const std::size_t first = names.find_first_not_of(' ', at);
        const std::size_t last = end == 0 ? std::string::npos : names.find_last_not_of(' ', end - 1);
        if (first < end && last != std::string::npos) into.insert(names.substr(first, last - first + 1));
        at = end + 1;
    }
}

void collect(const std::string& name, const core::Value& value, std::set<std::string>& into) {
    if (const auto* list = std::get_if<std::vector<core::Value>>(&value.data); list && name == "rests_on")
        for (const core::Value& column : *list)
            if (!column.text().empty()) into.insert(column.text());
    if (const auto* record = std::get_if<core::Record>(&value.data)) into.merge(variables_of(*record));
}

bool tells_classes(const core::Record& record) {
    for (const auto& [name, value] : record.fields) {
        if (one_of(kClasses, name)) return true;
        if (one_of(kGiven, name)) continue;
        if (const auto* inner = std::get_if<core::Record>(&value.data);
            inner != nullptr && tells_classes(*inner))
            return true;
    }
    return false;
}

bool small(const core::Value& value, std::int64_t threshold) {
    const auto* count = std::get_if<std::int64_t>(&value.data);
    return count != nullptr && *count >= 1 && *count < threshold;
}

bool words_tell(const core::Value& value, std::int64_t threshold) {
    if (const auto* words = std::get_if<std::string>(&value.data))
        return tells_small_count(*words, threshold);
    const auto* list = std::get_if<std::vector<core::Value>>(&value.data);
    return list != nullptr && std::any_of(list->begin(), list->end(), [&](const core::Value& each) {
               return words_tell(each, threshold);
           });
}

/// Each record of the tree, those in lists too; not what the user gave.
void each_record(core::Record& record, const std::function<void(core::Record&)>& visit) {
    visit(record);
    for (auto& [name, value] : record.fields) {
        if (one_of(kGiven, name)) continue;
        if (auto* inner = std::get_if<core::Record>(&value.data)) each_record(*inner, visit);
        if (auto* list = std::get_if<std::vector<core::Value>>(&value.data))
            for (core::Value& each : *list)
                if (auto* inner = std::get_if<core::Record>(&each.data)) each_record(*inner, visit);
    }
}

}  // namespace

bool tells_small_count(const std::string& words, std::int64_t threshold) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (!digit(words[at])) continue;
        const std::size_t start = at;
        // "1,204" and "2.5" are one number each; the stop that ends a sentence is none of it.
        while (at + 1 < words.size() &&
               (digit(words[at + 1]) || ((words[at + 1] == ',' || words[at + 1] == '.') &&
                                         at + 2 < words.size() && digit(words[at + 2]))))
            ++at;
        const bool in_a_name =
            (start > 0 && letter(words[start - 1])) || (at + 1 < words.size() && letter(words[at + 1]));
        const std::string number = words.substr(start, at - start + 1);
        if (in_a_name || number.find_first_of(",.") != std::string::npos || number.size() > 9) continue;
        const std::int64_t count = std::atoll(number.c_str());
        if (count >= 1 && count < threshold) return true;
    }
    return false;
}

bool hide_small_counts(core::Record& record, std::int64_t threshold) {
    bool counts = false, words = false;
    each_record(record, [&](core::Record& at) {
        for (auto& [name, value] : at.fields) {
            if (one_of(kEventCounts, name) && small(value, threshold)) {
                value = core::Value();
                counts = true;
            } else if (one_of(kWords, name) && words_tell(value, threshold)) {
                value = core::Value();
                words = true;
            }
        }
    });
    if (!counts) return words;
    each_record(record, [](core::Record& at) {
        const core::Value* role = at.find("role");
        if (role != nullptr && role->text() == "events" && at.find("rows") != nullptr)
            at.set("rows", core::Value());
    });
    return true;
}

void hide_origins(core::Record& record, const std::function<bool(const std::string& sha256)>& keeps) {
    each_record(record, [&](core::Record& at) {
        const core::Value* hash = at.find("sha256");
        if (hash == nullptr || keeps(hash->text())) return;
        at.set("sha256", core::Value());
        if (const core::Value* path = at.find("path"); path != nullptr && !path->undefined())
            at.set("path", std::filesystem::path(path->text()).filename().string());
    });
}

core::Record guarded(const core::Record& record, const RecordRules& rules) {
    const bool words = !rules.withhold_classes && tells_classes(record);
    core::Record out;
    for (const auto& [name, value] : record.fields) {
        const bool whole = std::holds_alternative<std::int64_t>(value.data);
        if (one_of(kGiven, name)) out.fields.emplace_back(name, value);
        else if (one_of(kNeverGuarded, name)) out.fields.emplace_back(name, core::Value());
        else if (one_of(kWords, name)) out.fields.emplace_back(name, words ? value : core::Value());
        else if (whole && rules.withhold_classes && !one_of(kShape, name))
            out.fields.emplace_back(name, core::Value());
        else out.fields.emplace_back(name, guarded_value(value, rules));
    }
    return out;
}

bool about_one_area(const core::Record& parameters) {
    const core::Value* area = parameters.find("area");
    return area != nullptr && !area->text().empty();
}

bool steered(const core::Record& parameters) {
    for (const auto& [name, value] : parameters.fields) {
        const std::string text = value.undefined() ? std::string() : value.text();
        if (one_of(kThresholds, name) && !text.empty() && text != "none") return true;
        if (one_of(kSecondColumns, name) && !text.empty()) return true;
        if (name == "weights" && text.find("file:") != std::string::npos) return true;
        if (name == "alpha" && !value.undefined() &&
            std::find(kLevels.begin(), kLevels.end(), value.number()) == kLevels.end())
            return true;
    }
    return false;
}

core::Record without_answer(const core::Record& record) {
    core::Record out = record;
    for (auto& [name, value] : out.fields) {
        if (name == "result") value = core::Record();
        else if (one_of(kWords, name)) value = core::Value();
    }
    return out;
}

std::set<std::string> variables_of(const core::Record& record) {
    std::set<std::string> found;
    for (const auto& [name, value] : record.fields) {
        if (one_of(kColumns, name))
            if (const auto* text = std::get_if<std::string>(&value.data); text != nullptr && !text->empty()) {
                found.insert(*text);
                insert_listed(*text, found);
            }
        collect(name, value, found);
    }
    return found;
}

}  // namespace safeground::disclosure
