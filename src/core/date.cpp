#include "core/date.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cmath>

namespace safeground::core {

namespace {

constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string padded(int number, std::size_t width) {
    std::string text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

std::chrono::year_month_day ymd(const Date& d) {
    return std::chrono::year{d.year} / std::chrono::month{static_cast<unsigned>(d.month)} /
           std::chrono::day{static_cast<unsigned>(d.day)};
}

/// Splits into runs of digits and runs of letters; everything else separates. `signs` keeps separators in
/// order.
struct Pieces {
    std::vector<std::string> part;
    std::string separators;  ///< the first separator character before part i (part 0: none, ' ')
};
Pieces split(std::string_view text) {
    Pieces pieces;
    std::size_t i = 0;
    char separator = ' ';
    while (i < text.size()) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (!std::isalnum(c)) {
            if (separator == '\0' || separator == ' ') separator = static_cast<char>(c);
            ++i;
            continue;
        }
        const bool digits = std::isdigit(c) != 0;
        std::string run;
        while (i < text.size()) {
            const auto next = static_cast<unsigned char>(text[i]);
            if (!std::isalnum(next) || (std::isdigit(next) != 0) != digits) break;
            run += static_cast<char>(std::tolower(next));
            ++i;
        }
        pieces.part.push_back(run);
        pieces.separators += separator == '\0' ? '.' : separator;
        separator = '\0';
    }
    return pieces;
}

bool is_number(const std::string& part) {
    return !part.empty() && std::isdigit(static_cast<unsigned char>(part[0]));
}

std::optional<int> month_from_name(const std::string& part) {
    static constexpr std::array<std::string_view, 12> kFull{"january",   "february", "march",    "april",
                                                            "may",       "june",     "july",     "august",
                                                            "september", "october",  "november", "december"};
    for (std::size_t m = 0; m < kFull.size(); ++m)
        if (part == kFull[m] ||
            (part.size() >= 3 && part == kFull[m].substr(0, part.size()) && part.size() <= 4))
            return static_cast<int>(m) + 1;
    return std::nullopt;
}

std::optional<Date> make(int year, int month, int day, Precision precision) {
    if (year < 1000 || year > 9999) return std::nullopt;
    Date date;
    date.year = static_cast<std::int16_t>(year);
    if (month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
    date.month = static_cast<std::int8_t>(month);
    date.day = static_cast<std::int8_t>(day);
    date.precision = precision;
    return valid(date) ? std::optional<Date>(date) : std::nullopt;
}

/// Two-digit years as Excel reads them: 00-29 are 2000s.
int full_year(const std::string& part) {
    const int number = std::stoi(part);
    return part.size() == 2 ? number + (number < 30 ? 2000 : 1900) : number;
}

/// Adds hh:mm from the pieces after the date. False: something is there that is no time.
bool add_time(Date& date, const Pieces& p, std::size_t first) {
    if (p.part.size() <= first) return true;
    std::size_t i = first;
    if (p.part[i] == "t") ++i;
    if (i >= p.part.size() || !is_number(p.part[i]) || p.part[i].size() > 2) return false;
    int hour = std::stoi(p.part[i++]);
    int minute = 0;
    bool minutes = false;
    if (i < p.part.size() && is_number(p.part[i]) && p.part[i].size() == 2 && p.separators[i] == ':') {
        minute = std::stoi(p.part[i++]);
        minutes = true;
        if (i < p.part.size() && is_number(p.part[i]) && p.separators[i] == ':') {
            if (p.part[i].size() != 2 || std::stoi(p.part[i]) > 60) return false;
            ++i;
            if (i < p.part.size() && is_number(p.part[i]) && p.separators[i] == '.')
                ++i;  // fractions of a second
        }
    }
    if (i < p.part.size() && (p.part[i] == "am" || p.part[i] == "pm")) {
        if (hour < 1 || hour > 12) return false;
        hour = hour % 12 + (p.part[i] == "pm" ? 12 : 0);
        ++i;
    }
    if (i < p.part.size() && p.part[i] == "h" && !minutes) ++i;
    if (i < p.part.size() && (p.part[i] == "z" || p.part[i] == "utc" || p.part[i] == "gmt")) ++i;
    if (i < p.part.size() && minutes && (p.separators[i] == '+' || p.separators[i] == '-')) {
        if (!is_number(p.part[i])) return false;
        i += i + 1 < p.part.size() ? 2u : 1u;  // an offset: the clock time as written is kept
    }
    if (i < p.part.size() || hour > 23 || minute > 59) return false;
    date.hour = static_cast<std::int8_t>(hour);
    date.minute = static_cast<std::int8_t>(minute);
    date.precision = minutes ? Precision::Minute : Precision::Hour;
    return true;
}

}  // namespace

std::string to_string(const Date& d) {
    std::string text = padded(d.year, 4);
    if (d.precision == Precision::Year) return text;
    text += "-" + padded(d.month, 2);
    if (d.precision == Precision::Month) return text;
    text += "-" + padded(d.day, 2);
    if (d.precision == Precision::Day) return text;
    text += " " + padded(d.hour, 2);
    return d.precision == Precision::Hour ? text + "h" : text + ":" + padded(d.minute, 2);
}

bool valid(const Date& d) {
    return d.month >= 1 && d.month <= 12 && d.day >= 1 && ymd(d).ok() && d.hour >= 0 && d.hour <= 23 &&
           d.minute >= 0 && d.minute <= 59;
}

std::optional<Date> parse_date(std::string_view text) {
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
    if (text.empty() || text.size() > 40 || text.front() == '-') return std::nullopt;
    const Pieces p = split(text);
    const auto& part = p.part;
    if (part.empty() ||
        std::any_of(part.begin(), part.end(), [](const std::string& s) { return s.size() > 14; }))
        return std::nullopt;

    std::optional<Date> date;
    std::size_t used = 0;
    const bool n0 = is_number(part[0]);
    if (part.size() == 1) {
        if (n0 && part[0].size() == 4) return make(std::stoi(part[0]), 1, 1, Precision::Year);
        if (n0 && part[0].size() == 6)
            return make(std::stoi(part[0].substr(0, 4)), std::stoi(part[0].substr(4)), 1, Precision::Month);
        if (n0 && part[0].size() == 8)
            return make(std::stoi(part[0].substr(0, 4)), std::stoi(part[0].substr(4, 2)),
                        std::stoi(part[0].substr(6)), Precision::Day);
        return std::nullopt;
    }
    const bool n1 = is_number(part[1]);
    if (n0 && part[0].size() == 4) {  // 2025-03, 2025-03-07, 2025/03/07, 2025 Mar
        const std::optional<int> month =
            n1 ? std::optional<int>(part[1].size() <= 2 ? std::stoi(part[1]) : 0) : month_from_name(part[1]);
        if (!month) return std::nullopt;
        if (part.size() == 2) return make(std::stoi(part[0]), *month, 1, Precision::Month);
        if (!is_number(part[2]) || part[2].size() > 2) return std::nullopt;
        date = make(std::stoi(part[0]), *month, std::stoi(part[2]), Precision::Day);
        used = 3;
    } else if (!n0) {  // Mar 2025, Friday 7 March 2025, March 7 2025
        const std::optional<int> month = month_from_name(part[0]);
        if (!month) {
            static constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu",
                                                                   "fri", "sat", "sun"};
            const bool weekday_name = std::any_of(
                kDays.begin(), kDays.end(), [&](std::string_view d) { return part[0].substr(0, 3) == d; });
            const std::size_t skip = text.find_first_of("0123456789");
            return weekday_name && skip != std::string_view::npos ? parse_date(text.substr(skip))
                                                                  : std::nullopt;
        }
        if (!n1) return std::nullopt;
        if (part.size() == 2 && (part[1].size() == 4 || part[1].size() == 2))
            return make(full_year(part[1]), *month, 1, Precision::Month);
        if (part.size() < 3 || !is_number(part[2]) || part[2].size() != 4 || part[1].size() > 2)
            return std::nullopt;
        date = make(std::stoi(part[2]), *month, std::stoi(part[1]), Precision::Day);
        used = 3;
    } else {  // 07/03/2025, 7 March 2025, 07-Mar-25
        std::size_t year_at = 2;
        std::size_t month_at = 1;
        if (part.size() > 2 && (part[1] == "st" || part[1] == "nd" || part[1] == "rd" || part[1] == "th")) {
            month_at = 2;
            year_at = 3;
        }
        if (part[0].size() > 2 || part.size() <= year_at || !is_number(part[year_at])) return std::nullopt;
        if (part[year_at].size() != 4 && part[year_at].size() != 2) return std::nullopt;
        const bool numeric = is_number(part[month_at]);
        const std::optional<int> month =
            numeric ? std::optional<int>(part[month_at].size() <= 2 ? std::stoi(part[month_at]) : 0)
                    : month_from_name(part[month_at]);
        if (!month) return std::nullopt;
        date = make(full_year(part[year_at]), *month, std::stoi(part[0]), Precision::Day);
        used = year_at + 1;
    }
    if (!date || !add_time(*date, p, used)) return std::nullopt;
    return date;
}

std::optional<Date> date_from_excel_serial(double serial) {
    // 1899-12-30 + serial is right for every day after the 29 February 1900 that never was.
    if (!(serial >= 20000 && serial < 60000)) return std::nullopt;
    Date epoch;
    epoch.year = 1899;
    epoch.month = 12;
    epoch.day = 30;
    const double days = std::floor(serial);
    Date date = date_from_day_number(day_number(epoch) + static_cast<std::int64_t>(days));
    const double minutes = std::round((serial - days) * 1440);
    if (minutes > 0 && minutes < 1440) {
        date.hour = static_cast<std::int8_t>(minutes / 60);
        date.minute = static_cast<std::int8_t>(static_cast<int>(minutes) % 60);
        date.precision = Precision::Minute;
    }
    return date;
}

std::int64_t day_number(const Date& d) { return std::chrono::sys_days(ymd(d)).time_since_epoch().count(); }

Date date_from_day_number(std::int64_t days) {
    const std::chrono::year_month_day day{std::chrono::sys_days(std::chrono::days(days))};
    Date date;
    date.year = static_cast<std::int16_t>(static_cast<int>(day.year()));
    date.month = static_cast<std::int8_t>(static_cast<unsigned>(day.month()));
    date.day = static_cast<std::int8_t>(static_cast<unsigned>(day.day()));
    return date;
}

int weekday(const Date& d) {
    const std::int64_t days = day_number(d) + 3;  // 1970-01-01 was a Thursday
    return static_cast<int>((days % 7 + 7) % 7);
}

namespace {

std::string for_people(const Date& d) {
    std::string text = std::to_string(d.year);
    if (d.precision == Precision::Year) return text;
    text = std::string(kMonths[static_cast<std::size_t>(d.month - 1)]) + " " + text;
    return d.precision == Precision::Month ? text : std::to_string(d.day) + " " + text;
}

}  // namespace

std::string to_string(const Period& period) {
    const std::string first = for_people(period.first), last = for_people(period.last);
    return first == last ? first : first + " to " + last;
}

namespace {

const Calendar::Span* span_at(const std::vector<Calendar::Span>& spans, std::int64_t day) {
    for (const Calendar::Span& span : spans)
        if (day >= day_number(span.first) && day <= day_number(span.last)) return &span;
    return nullptr;
}

}  // namespace

std::optional<bool> Calendar::school_day(const Date& day) const {
    if (terms.empty()) return std::nullopt;
    const auto by_first = [](const Span& a, const Span& b) {
        return day_number(a.first) < day_number(b.first);
    };
    const auto by_last = [](const Span& a, const Span& b) { return day_number(a.last) < day_number(b.last); };
    const std::int64_t number = day_number(day);
    if (number < day_number(std::min_element(terms.begin(), terms.end(), by_first)->first) ||
        number > day_number(std::max_element(terms.begin(), terms.end(), by_last)->last))
        return std::nullopt;
    return weekday(day) < 5 && span_at(terms, number) != nullptr && span_at(bank_holidays, number) == nullptr;
}

std::optional<std::string> Calendar::event_on(const Date& day) const {
    const Span* span = span_at(events, day_number(day));
    return span == nullptr ? std::nullopt : std::optional<std::string>(span->name);
}

}  // namespace safeground::core
