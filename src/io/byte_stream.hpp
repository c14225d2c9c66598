#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace safeground::io {

static_assert(std::endian::native == std::endian::little,
              "the project file is little-endian; add swaps for this machine");

/// Plain values one after the other, little-endian; texts and vectors with their length (u64) in front.
class ByteWriter {
public:
    template <class T>
    void put(T value) {
        static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>);
        append(&value, sizeof value);
    }
    void text(std::string_view value) {
        put(static_cast<std::uint64_t>(value.size()));
        append(value.data(), value.size());
    }
    template <class T>
    void vector(const std::vector<T>& values) {
        static_assert(std::has_unique_object_representations_v<T> || std::is_floating_point_v<T>);
        put(static_cast<std::uint64_t>(values.size()));
        append(values.data(), values.size() * sizeof(T));
    }
    const std::string& bytes() const { return m_bytes; }

private:
    void append(const void* data, std::size_t size) {
        if (size > 0) m_bytes.append(static_cast<const char*>(data), size);
    }
    std::string m_bytes;
};

/// Reads what ByteWriter wrote. Never beyond the end: after the first value that is not there or not
/// possible, `good()` is false and everything reads as nothing. No length is believed that the bytes left
/// could not hold.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : m_rest(bytes) {}

    bool good() const { return m_good; }
    bool at_end() const { return m_good && m_rest.empty(); }
    void fail() {
        m_good = false;
        m_rest = {};
    }
    template <class T>
    T get() {
        static_assert(std::is_arithmetic_v<T> && !std::is_same_v<T, bool>);
        T value{};
        take(&value, sizeof value);
        return value;
    }
    bool flag() {
        const auto value = get<std::uint8_t>();
        if (value > 1) fail();
        return value == 1;
    }
    /// An enumerator up to `last`.
    template <class T>
    T enumerator(T last) {
        const auto value = get<std::uint8_t>();
        if (value > static_cast<std::uint8_t>(last)) fail();
        return m_good ? static_cast<T>(value) : T{};
    }
    std::string text() {
        const std::size_t size = length(1);
        std::string value(m_rest.substr(0, size));
        m_rest.remove_prefix(size);
        return value;
    }
    template <class T>
    std::vector<T> vector() {
        std::vector<T> values(length(sizeof(T)));
        take(values.data(), values.size() * sizeof(T));
        return values;
    }
    /// A number of things of at least `smallest` bytes each; 0 where the bytes left could not hold them.
    std::size_t length(std::size_t smallest) {
        const auto n = get<std::uint64_t>();
        if (n > m_rest.size() / smallest) {
            fail();
            return 0;
        }
        return static_cast<std::size_t>(n);
    }

private:
    void take(void* into, std::size_t size) {
        if (size > m_rest.size()) return fail();
        if (size > 0) std::memcpy(into, m_rest.data(), size);
        m_rest.remove_prefix(size);
    }
    std::string_view m_rest;
    bool m_good = true;
};

}  // namespace safeground::io
