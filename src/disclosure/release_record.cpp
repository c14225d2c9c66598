#include "disclosure/release_record.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace safeground::disclosure {
namespace {

/// Fields that hold values of single areas, words about them, or the hash of a file that could be guessed and
/// hashed again.
constexpr std::array<std::string_view, 7> kNeverGuarded{"breaks", "sentence", "sentences", "warnings",
                                                        "sha256", "minimum",  "maximum"};
/// Fields that the user gave: they are no result.
constexpr std::array<std::string_view, 2> kGiven{"parameters", "version"};

template <std::size_t N>
bool one_of(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

double two_digits(double v) { return std::strtod(fmt::format("{:.1e}", v).c_str(), nullptr); }

core::Value guarded_value(const core::Value& value, const RecordRules& rules) {
    if (const auto* number = std::get_if<double>(&value.data)) {
        const bool whole = *number == std::floor(*number) && std::abs(*number) < 1e15;
        if (whole && rules.exact_totals.count(static_cast<std::int64_t>(*number)) > 0) return {};
        return rules.withhold_numbers ? core::Value() : core::Value(two_digits(*number));
    }
    if (const auto* integer = std::get_if<std::int64_t>(&value.data))
        return rules.exact_totals.count(*integer) > 0 ? core::Value() : value;
    if (const auto* list = std::get_if<std::vector<core::Value>>(&value.data)) {
        std::vector<core::Value> out;
        for (const core::Value& each : *list) {
            const bool number = std::holds_alternative<double>(each.data);
            out.push_back(number ? core::Value() : guarded_value(each, rules));
        }
        return out;
    }
    if (const auto* record = std::get_if<core::Record>(&value.data)) return guarded(*record, rules);
    return value;
}

void collect(const core::Value& value, std::set<std::string>& into) {
    if (const auto* record = std::get_if<core::Record>(&value.data)) into.merge(variables_of(*record));
}

}  // namespace

core::Record guarded(const core::Record& record, const RecordRules& rules) {
    core::Record out;
    for (const auto& [name, value] : record.fields) {
        if (one_of(kGiven, name)) out.fields.emplace_back(name, value);
        else if (one_of(kNeverGuarded, name)) out.fields.emplace_back(name, core::Value());
        else out.fields.emplace_back(name, guarded_value(value, rules));
    }
    return out;
}

std::set<std::string> variables_of(const core::Record& record) {
    std::set<std::string> found;
    for (const auto& [name, value] : record.fields) {
        if (name == "variable" || name == "variable2" || name == "population") {
            if (const auto* text = std::get_if<std::string>(&value.data); text != nullptr && !text->empty())
                found.insert(*text);
        }
        collect(value, found);
    }
    return found;
}

}  // namespace safeground::disclosure
