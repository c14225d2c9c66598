#include "io/cells.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

namespace safeground::io {
namespace {

bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }
bool digit(char c) { return c >= '0' && c <= '9'; }

/// "1,234,567.5" without its commas; nullopt where commas do not stand before groups of three.
std::optional<std::string> without_thousands(std::string_view text) {
    std::string plain;
    std::size_t group = 0;
    bool grouped = false, fraction = false;
    for (const char c : text) {
        if (c == ',') {
            if (fraction || group == 0 || (grouped ? group != 3 : group > 3)) return std::nullopt;
            grouped = true;
            group = 0;
            continue;
        }
        if (c == '.') {
            if (grouped && group != 3) return std::nullopt;
            fraction = true;
        } else if (digit(c)) {
            ++group;
        } else if (!(plain.empty() && c == '-')) {
            return std::nullopt;
        }
        plain.push_back(c);
    }
    if (grouped && !fraction && group != 3) return std::nullopt;
    return plain;
}

std::optional<double> plain_number(std::string_view text) {
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    if (text.empty() || !(digit(text.front()) || text.front() == '-' || text.front() == '.'))
        return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    const auto is_nbsp_front = [&] { return text.size() >= 2 && text[0] == '\xC2' && text[1] == '\xA0'; };
    const auto is_nbsp_back = [&] {
        return text.size() >= 2 && text[text.size() - 2] == '\xC2' && text[text.size() - 1] == '\xA0';
    };
    while (true) {
        if (!text.empty() && blank(text.front())) text.remove_prefix(1);
        else if (is_nbsp_front()) text.remove_prefix(2);
        else break;
    }
    while (true) {
        if (!text.empty() && blank(text.back())) text.remove_suffix(1);
        else if (is_nbsp_back()) text.remove_suffix(2);
        else break;
    }
    return text;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<double> parse_number(std::string_view text) {
    text = trimmed(text);
    if (const auto value = plain_number(text)) return value;
    if (text.starts_with("\xC2\xA3")) text.remove_prefix(2);  // pound sign
    if (text.find(',') == std::string_view::npos) return plain_number(text);
    const auto plain = without_thousands(text);
    return plain ? plain_number(*plain) : std::nullopt;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    text = trimmed(text);
    std::int64_t whole = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
    if (error == std::errc() && end == text.data() + text.size()) return whole;
    const auto value = parse_number(text);
    constexpr double kExact = 9007199254740992.0;  // 2^53: beyond it a double is no longer every whole number
    if (!value || std::fabs(*value) > kExact || *value != std::floor(*value)) return std::nullopt;
    return static_cast<std::int64_t>(*value);
}

CellMeaning meaning(std::string_view text, const std::vector<std::string>& missing,
                    const std::vector<std::string>& suppressed) {
    using core::CellState;
    text = trimmed(text);
    if (text.empty()) return {CellState::Missing};
    if (text.front() == '<') {
        std::string_view rest = text.substr(1);
        const bool included = !rest.empty() && rest.front() == '=';
        if (included) rest.remove_prefix(1);
        if (const auto limit = parse_integer(rest); limit && *limit >= 1)
            return {CellState::Suppressed, 1, std::max<std::int64_t>(1, included ? *limit : *limit - 1)};
    }
    for (const std::string& marker : suppressed)
        if (text == marker) return {CellState::Suppressed};
    for (const std::string& marker : missing)
        if (text == marker) return {CellState::Missing};
    return {};
}

std::optional<core::Date> parse_cell_date(const RawColumn& column, std::size_t row) {
    if (column.null(row)) return std::nullopt;
    const std::string text = column.text(row);
    // A year or a yearmonth stands as a bare number too; only what is no date can be a spreadsheet's day
    // number.
    if (auto date = core::parse_date(text)) return date;
    const auto serial = parse_number(text);
    return serial ? core::date_from_excel_serial(*serial) : std::nullopt;
}

bool personal_details(std::string_view column_name) {
    std::string name = " ";
    for (const char c : column_name) {
        const char plain = std::isalnum(static_cast<unsigned char>(c)) != 0 ? lower(c) : ' ';
        if (!(plain == ' ' && name.back() == ' ')) name.push_back(plain);
    }
    if (name.back() != ' ') name.push_back(' ');
    static constexpr std::array kWords{" surname ",
                                       " forename ",
                                       " forenames ",
                                       " firstname ",
                                       " lastname ",
                                       " first name ",
                                       " last name ",
                                       " middle name ",
                                       " given name ",
                                       " family name ",
                                       " full name ",
                                       " fullname ",
                                       " maiden name ",
                                       " child name ",
                                       " childs name ",
                                       " client name ",
                                       " person name ",
                                       " pupil name ",
                                       " student name ",
                                       " young person name ",
                                       " parent name ",
                                       " carer name ",
                                       " mother name ",
                                       " father name ",
                                       " offender name ",
                                       " victim name ",
                                       " nickname ",
                                       " dob ",
                                       " d o b ",
                                       " date of birth ",
                                       " birth date ",
                                       " birthdate ",
                                       " birthday ",
                                       " dateofbirth ",
                                       " address ",
                                       " home address ",
                                       " address line ",
                                       " addressline ",
                                       " address1 ",
                                       " address2 ",
                                       " address3 ",
                                       " addr ",
                                       " phone ",
                                       " telephone ",
                                       " mobile phone ",
                                       " mobile number ",
                                       " mobile no ",
                                       " tel ",
                                       " telnum ",
                                       " phone number ",
                                       " email ",
                                       " e mail ",
                                       " nhs number ",
                                       " nhs no ",
                                       " nhsnumber ",
                                       " nhs num ",
                                       " upn ",
                                       " unique pupil number ",
                                       " national insurance ",
                                       " ni number ",
                                       " nino ",
                                       " pnc id ",
                                       " passport "};
    if (name == " mobile ") return true;  // alone it is a number, in "mobile library" it is not
    return std::any_of(kWords.begin(), kWords.end(),
                       [&](const char* word) { return name.find(word) != std::string::npos; });
}

}  // namespace safeground::io
