#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace safeground::core {

struct Value;

/// Named values in a fixed order: what an operation says beside its table, and what JSON is written from.
struct Record {
    std::vector<std::pair<std::string, Value>> fields;

    const Value* find(std::string_view name) const;  ///< nullptr when absent
    void set(std::string name, Value value);         ///< replaces or appends
    bool operator==(const Record&) const;
};

/// One value; monostate is "undefined" (null in JSON, never 0).
struct Value {
    using Variant =
        std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<Value>, Record>;
    Variant data;

    Value() = default;
    Value(bool v) : data(v) {}                            // NOLINT: implicit on purpose, as the rest
    Value(double v);                                      // NOLINT: NaN becomes undefined
    Value(std::int64_t v) : data(v) {}                    // NOLINT
    Value(int v) : data(static_cast<std::int64_t>(v)) {}  // NOLINT
    Value(std::uint32_t v) : data(static_cast<std::int64_t>(v)) {}  // NOLINT
    Value(std::uint64_t v) : data(static_cast<std::int64_t>(v)) {}  // NOLINT
    Value(const char* v) : data(std::string(v)) {}                  // NOLINT
    Value(std::string v) : data(std::move(v)) {}                    // NOLINT
    Value(std::vector<Value> v) : data(std::move(v)) {}             // NOLINT
    Value(Record v) : data(std::move(v)) {}                         // NOLINT

    bool undefined() const { return data.index() == 0; }
    /// bool as 0/1, integers and numbers; NaN for the rest.
    double number() const;
    /// Text of any scalar: strings as they are, numbers in shortest exact form, "" when undefined.
    std::string text() const;
    bool operator==(const Value&) const;
};

inline bool Record::operator==(const Record& other) const { return fields == other.fields; }
inline bool Value::operator==(const Value& other) const { return data == other.data; }

/// Shortest text that reads back as the same double ("0.1", "1e+22"); "" for NaN. The same on every machine.
std::string shortest(double number);
/// 12345.6 with 1 decimal -> "12,345.6"; for people.
std::string grouped(double number, int decimals = 0);

}  // namespace safeground::core
