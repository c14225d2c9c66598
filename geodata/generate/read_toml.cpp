#include "read_toml.hpp"

#include <fstream>

namespace safeground::demo {

namespace {

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

core::Failure at(const std::filesystem::path& path, int line, const char* message) {
    return core::refuse(message).in_file(path.string()).at_line(line);
}

}  // namespace

core::Result<std::vector<TomlBlock>> read_toml(const std::filesystem::path& path) {
    std::ifstream in(path);
    if (!in) return core::refuse("This file cannot be read.").in_file(path.string());
    std::vector<TomlBlock> blocks;
    std::string text;
    for (int line = 1; std::getline(in, text); ++line) {
        text = trimmed(text);
        if (text.empty() || text[0] == '#') continue;
        if (text.starts_with("[[") && text.ends_with("]]")) {
            blocks.push_back({text.substr(2, text.size() - 4), line, {}});
            continue;
        }
        const auto equals = text.find('=');
        if (equals == std::string::npos)
            return at(path, line, "This line is neither [[block]] nor key = value.");
        if (blocks.empty()) return at(path, line, "A value stands before the first [[block]].");
        std::string value = trimmed(text.substr(equals + 1));
        if (value.starts_with('"')) {
            const auto end = value.find('"', 1);
            if (end == std::string::npos)
                return at(path, line, "A text is not closed with a quotation mark.");
            value = value.substr(1, end - 1);
        } else {
            value = trimmed(value.substr(0, value.find('#')));
        }
        blocks.back().values[trimmed(text.substr(0, equals))] = value;
    }
    return blocks;
}

core::Result<core::Calendar> read_calendar(const std::filesystem::path& path) {
    auto blocks = read_toml(path);
    if (!blocks) return blocks.failure();
    core::Calendar calendar;
    for (TomlBlock& block : *blocks) {
        auto& v = block.values;
        const auto first = core::parse_date(v[block.name == "bank_holiday" ? "date" : "first"]);
        const auto last = block.name == "bank_holiday" ? first : core::parse_date(v["last"]);
        if (!first || !last) return at(path, block.line, "This block needs its dates, as 2025-08-25.");
        core::Calendar::Span span{v["name"], *first, *last};
        if (block.name == "term") calendar.terms.push_back(span);
        else if (block.name == "bank_holiday") calendar.bank_holidays.push_back(span);
        else if (block.name == "event") calendar.events.push_back(span);
        else return at(path, block.line, "A block is a term, a bank_holiday or an event.");
    }
    return calendar;
}

}  // namespace safeground::demo
