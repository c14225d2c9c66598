#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "io/export.hpp"
#include "io/json_text.hpp"

namespace safeground::io {
namespace {

/// Deeper nesting is no record of ours.
constexpr int kDeepest = 100;

/// Length of the UTF-8 sequence at the start of `text`; 0: none.
std::size_t utf8_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t n = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < n) return 0;
    for (std::size_t i = 1; i < n; ++i)
        if ((byte(i) & 0xC0) != 0x80) return 0;
    if ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F) ||
        (first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F))
        return 0;
    return n;
}

void append_record(std::string& out, const core::Record& record, int indent);

void append_value(std::string& out, const core::Value& value, int indent) {
    const auto line = [&](int depth) { out += "\n" + std::string(static_cast<std::size_t>(depth) * 2, ' '); };
    if (value.undefined()) {
        out += "null";
    } else if (const auto* flag = std::get_if<bool>(&value.data)) {
        out += *flag ? "true" : "false";
    } else if (const auto* integer = std::get_if<std::int64_t>(&value.data)) {
        out += std::to_string(*integer);
    } else if (const auto* number = std::get_if<double>(&value.data)) {
        out += json_number(*number);
    } else if (const auto* text = std::get_if<std::string>(&value.data)) {
        append_json_text(out, *text);
    } else if (const auto* list = std::get_if<std::vector<core::Value>>(&value.data)) {
        out += "[";
        const bool flat = std::all_of(list->begin(), list->end(),
                                      [](const core::Value& each) { return each.data.index() <= 4; });
        for (std::size_t i = 0; i < list->size(); ++i) {
            if (i > 0) out += flat ? ", " : ",";
            if (!flat) line(indent + 1);
            append_value(out, (*list)[i], indent + 1);
        }
        if (!flat) line(indent);
        out += "]";
    } else {
        append_record(out, std::get<core::Record>(value.data), indent);
    }
}

void append_record(std::string& out, const core::Record& record, int indent) {
    if (record.fields.empty()) {
        out += "{}";
        return;
    }
    const std::string inner(static_cast<std::size_t>(indent + 1) * 2, ' ');
    out += "{";
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
        out += i == 0 ? "\n" : ",\n";
        out += inner;
        append_json_text(out, record.fields[i].first);
        out += ": ";
        append_value(out, record.fields[i].second, indent + 1);
    }
    out += "\n" + std::string(static_cast<std::size_t>(indent) * 2, ' ') + "}";
}

/// Builds values as the parser goes, so that depth is checked before anything deep exists.
class Builder : public nlohmann::json_sax<nlohmann::json> {
public:
    std::string problem;
    std::size_t position = 0;

    bool null() override { return put({}); }
    bool boolean(bool v) override { return put(v); }
    bool number_integer(number_integer_t v) override { return put(static_cast<std::int64_t>(v)); }
    bool number_unsigned(number_unsigned_t v) override {
        if (v > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max()))
            return put(static_cast<double>(v));
        return put(static_cast<std::int64_t>(v));
    }
    bool number_float(number_float_t v, const string_t&) override { return put(v); }
    bool string(string_t& v) override { return put(std::move(v)); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(core::Value(core::Record())); }
    bool start_array(std::size_t) override { return open(core::Value(std::vector<core::Value>())); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        const auto& fields = std::get<core::Record>(m_open.back().value.data).fields;
        if (std::any_of(fields.begin(), fields.end(),
                        [&](const auto& field) { return field.first == name; })) {
            problem = fmt::format("The name “{}” occurs twice in one object", name);
            return false;
        }
        m_open.back().key = std::move(name);
        return true;
    }
    bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception&) override {
        problem = "This is not valid JSON";
        position = at;
        return false;
    }
    core::Value take() { return std::move(m_done); }

private:
    struct Open {
        core::Value value;
        std::string key;
    };
    bool open(core::Value value) {
        if (m_open.size() >= static_cast<std::size_t>(kDeepest)) {
            problem = fmt::format("The values are nested more than {} deep", kDeepest);
            return false;
        }
        m_open.push_back({std::move(value), {}});
        return true;
    }
    bool close() {
        core::Value value = std::move(m_open.back().value);
        m_open.pop_back();
        return put(std::move(value));
    }
    bool put(core::Value value) {
        if (m_open.empty()) {
            m_done = std::move(value);
        } else if (auto* list = std::get_if<std::vector<core::Value>>(&m_open.back().value.data)) {
            list->push_back(std::move(value));
        } else {
            std::get<core::Record>(m_open.back().value.data)
                .fields.emplace_back(std::move(m_open.back().key), std::move(value));
        }
        return true;
    }
    std::vector<Open> m_open;
    core::Value m_done;
};

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
    out += '"';
    for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        const std::size_t n = utf8_length(text.substr(i));
        if (n == 0) out += "\xEF\xBF\xBD";
        else if (c == '"') out += "\\\"";
        else if (c == '\\') out += "\\\\";
        else if (c == '\n') out += "\\n";
        else if (c == '\r') out += "\\r";
        else if (c == '\t') out += "\\t";
        else if (c < 0x20 || c == 0x7F) out += fmt::format("\\u{:04x}", c);
        else out += text.substr(i, n);
        i += std::max<std::size_t>(n, 1);
    }
    out += '"';
}

std::string json_text(std::string_view text) {
    std::string out;
    append_json_text(out, text);
    return out;
}

std::string json_number(double number) { return std::isfinite(number) ? core::shortest(number) : "null"; }

std::string json(const core::Record& record) {
    std::string out;
    append_record(out, record, 0);
    return out + "\n";
}

core::Result<core::Record> parse_json(const std::string& text, const std::string& file) {
    Builder builder;
    if (!nlohmann::json::sax_parse(text, &builder)) {
        const std::size_t at = std::min(builder.position, text.size());
        const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
        auto failure =
            core::refuse((builder.problem.empty() ? "This is not valid JSON" : builder.problem) + ".")
                .in_file(file);
        return builder.position > 0 ? std::move(failure).at_line(line) : failure;
    }
    core::Value value = builder.take();
    if (auto* record = std::get_if<core::Record>(&value.data)) return std::move(*record);
    return core::refuse("The JSON text is not one object.").in_file(file);
}

}  // namespace safeground::io
