#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "core/date.hpp"
#include "io/cells.hpp"
#include "io/sheet.hpp"

namespace safeground::io {
namespace {

constexpr int kDay = 1440;
constexpr int kOldest = 120;

bool digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), digit);
}

std::string lower(std::string_view text) {
    std::string out(trimmed(text));
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

template <std::size_t N>
bool one_of(const std::string& word, const std::array<const char*, N>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// Removes `end` where the text ends in it.
bool strip(std::string& text, std::string_view end) {
    if (!text.ends_with(end)) return false;
    text.resize(text.size() - end.size());
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return true;
}

int month_of(std::string_view text) {
    constexpr std::array kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                 "jul", "aug", "sep", "oct", "nov", "dec"};
    for (std::size_t m = 0; m < kMonths.size(); ++m)
        if (text == kMonths[m]) return static_cast<int>(m) + 1;
    return 0;
}

std::optional<int> small_number(std::string_view text) {
    if (!all_digits(text) || text.size() > 4) return std::nullopt;
    return std::stoi(std::string(text));
}

int day_of(std::string_view word) {
    constexpr std::array kDays{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    if (word.size() < 3) return -1;
    if (word.size() > 4 && word.back() == 's') word.remove_suffix(1);  // "Mondays"
    for (std::size_t d = 0; d < kDays.size(); ++d)
        if (std::string_view(kDays[d]).starts_with(word)) return static_cast<int>(d);
    return -1;
}

}  // namespace

std::string plain_word(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (std::isalnum(static_cast<unsigned char>(c)) != 0)
            out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

Saying saying(std::string_view text, bool number) {
    const std::string word = lower(text);
    constexpr std::array kUnknown{"",   "unknown", "not known", "n/k",  "nk",          "n/a",
                                  "na", "-",       "?",         "null", "not recorded"};
    if (one_of(word, kUnknown)) return {Said::Unknown};
    if (word == "*" || word == "**") return {Said::Suppressed};
    if (!number) return {};
    if (word == "c" || word == "x") return {Said::Suppressed};
    std::string rest = word;
    for (const char* less : {"fewer than", "less than", "under", "<"})
        if (rest.starts_with(less)) {
            const bool included = rest.size() > 1 && rest[0] == '<' && rest[1] == '=';
            rest = lower(std::string_view(rest).substr(included ? 2 : std::string_view(less).size()));
            if (const auto limit = small_number(rest); limit && *limit >= 1)
                return {Said::Suppressed, 1, std::max(1, included ? *limit : *limit - 1)};
            break;
        }
    const std::size_t dash = word.find('-', 1);
    if (dash != std::string::npos) {
        const auto low = small_number(lower(std::string_view(word).substr(0, dash)));
        const auto high = small_number(lower(std::string_view(word).substr(dash + 1)));
        if (low && high && *low < *high) return {Said::Suppressed, *low, *high};
    }
    return {};
}

std::optional<bool> parse_yes_no(std::string_view text) {
    const std::string word = lower(text);
    constexpr std::array kYes{"yes", "y", "true", "t", "1", "x"};
    constexpr std::array kNo{"no", "n", "false", "f", "0", "none"};
    if (one_of(word, kYes)) return true;
    if (one_of(word, kNo)) return false;
    return std::nullopt;
}

std::optional<int> parse_minutes(std::string_view text) {
    std::string word = lower(text);
    if (word == "noon" || word == "midday") return kDay / 2;
    if (word == "midnight") return kDay;
    const bool pm = strip(word, "pm") || strip(word, "p.m.");
    const bool am = !pm && (strip(word, "am") || strip(word, "a.m."));
    if (word.size() > 4 && word.starts_with("0.") &&
        word.find_first_not_of("0123456789.") == std::string::npos) {
        const auto fraction = parse_number(word);
        return fraction ? std::optional<int>(static_cast<int>(std::lround(*fraction * kDay))) : std::nullopt;
    }
    if (const std::size_t seconds = word.rfind(":00");
        seconds != std::string::npos && std::count(word.begin(), word.end(), ':') == 2)
        word.resize(seconds);
    std::optional<int> hour, minute = 0;
    const std::size_t mark = word.find_first_of(":.h");
    if (mark != std::string::npos) {
        hour = small_number(std::string_view(word).substr(0, mark));
        const std::string_view rest = std::string_view(word).substr(mark + 1);
        minute = rest.empty() && word[mark] == 'h' ? 0 : rest.size() == 2 ? small_number(rest) : std::nullopt;
    } else if (word.size() >= 3) {
        if (const auto both = small_number(word)) hour = *both / 100, minute = *both % 100;
    } else {
        hour = small_number(word);
    }
    if (!hour || !minute || *minute > 59 || *hour > 24 || (*hour == 24 && *minute > 0)) return std::nullopt;
    if (pm || am) {
        if (*hour < 1 || *hour > 12) return std::nullopt;
        hour = *hour % 12 + (pm ? 12 : 0);
    }
    return *hour * 60 + *minute;
}

std::optional<std::string> parse_age_band(std::string_view text) {
    std::string word = lower(text);
    strip(word, "years old") || strip(word, "years") || strip(word, "yrs");
    for (const char* from : {"ages ", "aged ", "age "})
        if (word.starts_with(from)) word.erase(0, std::string_view(from).size());
    if (const auto age = small_number(word))
        return *age <= kOldest ? std::optional(std::to_string(*age)) : std::nullopt;
    for (const char* under : {"under ", "<"})
        if (word.starts_with(under)) {
            const auto limit =
                small_number(lower(std::string_view(word).substr(std::string_view(under).size())));
            return limit && *limit > 0 ? std::optional(fmt::format("0-{}", *limit - 1)) : std::nullopt;
        }
    std::string open = word;
    if (strip(open, "+") || strip(open, "and over") || strip(open, "and above")) {
        const auto from = small_number(open);
        return from ? std::optional(fmt::format("{}+", *from)) : std::nullopt;
    }
    // A spreadsheet that made a date of a band may have written it out as a date, too.
    const auto band = [](int a, int b) -> std::optional<std::string> {
        if (a > b) std::swap(a, b);
        return b <= kOldest ? std::optional(fmt::format("{}-{}", a, b)) : std::nullopt;
    };
    for (const char* dash : {"\xE2\x80\x93", " to ", "/"})
        if (const std::size_t at = word.find(dash); at != std::string::npos)
            word.replace(at, std::string_view(dash).size(), "-");
    const std::size_t dash = word.find('-');
    if (dash == std::string::npos) return std::nullopt;
    const std::string left = lower(std::string_view(word).substr(0, dash)),
                      right = lower(std::string_view(word).substr(dash + 1));
    const auto a = small_number(left), b = small_number(right);
    if (a && b) return band(*a, *b);
    if (a && month_of(right) > 0) return band(*a, month_of(right));
    if (b && month_of(left) > 0) return band(month_of(left), *b);
    if (const auto date = core::parse_date(word); date && date->precision == core::Precision::Day)
        return band(date->month, date->day);
    return std::nullopt;
}

std::optional<double> parse_money(std::string_view text) {
    const std::string word = lower(text);
    if (word == "free" || word == "none" || word == "nil") return 0.0;
    return parse_number(word);
}

std::optional<std::vector<int>> parse_weekdays(std::string_view text) {
    std::string word = lower(text);
    if (word == "daily" || word == "every day" || word == "all week")
        return std::vector<int>{0, 1, 2, 3, 4, 5, 6};
    if (word == "weekdays" || word == "weekday") return std::vector<int>{0, 1, 2, 3, 4};
    if (word == "weekends" || word == "weekend") return std::vector<int>{5, 6};
    for (const char* mark : {" and ", "&", ";", "/", "+"})
        for (std::size_t at = word.find(mark); at != std::string::npos; at = word.find(mark))
            word.replace(at, std::string_view(mark).size(), ",");
    std::array<bool, 7> on{};
    std::size_t from = 0;
    while (from <= word.size()) {
        const std::size_t comma = std::min(word.find(',', from), word.size());
        std::string part = lower(std::string_view(word).substr(from, comma - from));
        from = comma + 1;
        for (const char* dash : {"\xE2\x80\x93", " to "})
            if (const std::size_t at = part.find(dash); at != std::string::npos)
                part.replace(at, std::string_view(dash).size(), "-");
        const std::size_t dash = part.find('-');
        const int first = day_of(lower(std::string_view(part).substr(0, dash)));
        const int last =
            dash == std::string::npos ? first : day_of(lower(std::string_view(part).substr(dash + 1)));
        if (first < 0 || last < 0) return std::nullopt;
        for (int d = first;; d = (d + 1) % 7) {
            on[static_cast<std::size_t>(d)] = true;
            if (d == last) break;
        }
    }
    std::vector<int> days;
    for (int d = 0; d < 7; ++d)
        if (on[static_cast<std::size_t>(d)]) days.push_back(d);
    return days;
}

std::optional<core::Period> parse_period(std::string_view text) {
    const std::string word = lower(text);
    // A financial year: "2023/24", "2023-24", "2023/2024".
    if (word.size() >= 7 && (word[4] == '/' || word[4] == '-')) {
        const auto first = small_number(std::string_view(word).substr(0, 4));
        const auto last = small_number(std::string_view(word).substr(5));
        const bool follows =
            first && last && (*last == *first + 1 || (word.size() == 7 && *last == (*first + 1) % 100));
        if (follows && *first >= 1950 && *first <= 2100)
            return core::Period{{static_cast<std::int16_t>(*first), 4, 1, 0, 0, core::Precision::Month},
                                {static_cast<std::int16_t>(*first + 1), 3, 1, 0, 0, core::Precision::Month}};
    }
    auto date = core::parse_date(word);
    if (!date) {
        const auto serial = parse_number(word);
        if (serial) date = core::date_from_excel_serial(*serial);
    }
    if (!date || !core::valid(*date)) return std::nullopt;
    return core::Period{*date, *date};
}

}  // namespace safeground::io
