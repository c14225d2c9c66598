#include "core/value.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace safeground::core {

const Value* Record::find(std::string_view name) const {
    for (const auto& [key, value] : fields)
        if (key == name) return &value;
    return nullptr;
}

void Record::set(std::string name, Value value) {
    for (auto& [key, old] : fields)
        if (key == name) {
            old = std::move(value);
            return;
        }
    fields.emplace_back(std::move(name), std::move(value));
}

Value::Value(double v) {
    if (!std::isnan(v)) data = v;
}

double Value::number() const {
    if (const auto* b = std::get_if<bool>(&data)) return *b ? 1 : 0;
    if (const auto* i = std::get_if<std::int64_t>(&data)) return static_cast<double>(*i);
    if (const auto* d = std::get_if<double>(&data)) return *d;
    return std::numeric_limits<double>::quiet_NaN();
}

std::string Value::text() const {
    if (const auto* b = std::get_if<bool>(&data)) return *b ? "true" : "false";
    if (const auto* i = std::get_if<std::int64_t>(&data)) return std::to_string(*i);
    if (const auto* d = std::get_if<double>(&data)) return shortest(*d);
    if (const auto* s = std::get_if<std::string>(&data)) return *s;
    return {};
}

std::string shortest(double number) {
    if (std::isnan(number)) return {};
    if (number == 0) return "0";  // also for -0
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    return {buffer.data(), end.ptr};
}

std::string grouped(double number, int decimals) {
    if (std::isnan(number)) return {};
    std::array<char, 400> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                   std::chars_format::fixed, decimals);
    std::string text(buffer.data(), end.ptr);
    if (text.find_first_not_of("-0.") == std::string::npos && text[0] == '-') text.erase(0, 1);
    const std::size_t first = text[0] == '-' ? 1 : 0;
    std::size_t at = text.find('.');
    if (at == std::string::npos) at = text.size();
    while (at > first + 3) {
        at -= 3;
        text.insert(at, ",");
    }
    return text;
}

}  // namespace safeground::core
