#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace safeground::core {

/// How much of a time is known. A statistic that needs hours refuses a month-only column.
enum class Precision : std::uint8_t { Year, Month, Day, Hour, Minute };

/// A local (UK) time with its precision; fields finer than the precision are at their lowest value.
struct Date {
    std::int16_t year = 0;
    std::int8_t month = 1, day = 1, hour = 0, minute = 0;
    Precision precision = Precision::Day;
    auto operator<=>(const Date&) const = default;
};

/// "2025", "2025-03", "2025-03-07", "2025-03-07 15h", "2025-03-07 15:20".
std::string to_string(const Date& date);
/// Reads 2025-03-07, 2025-03, 202503, 07/03/2025, 7 March 2025, 07-Mar-2025, Mar 2025,
/// 2025-03-07T15:20[:30][Z or +hh:mm], 07/03/2025 15:20 (day first, as in the UK). The clock time is kept as
/// written and an offset is ignored: UK data is local time. nullopt: not a date.
std::optional<Date> parse_date(std::string_view text);
/// Excel's day number (1900 system, 60 skipped), for cells that a spreadsheet spoiled. nullopt outside
/// 1954..2064.
std::optional<Date> date_from_excel_serial(double serial);

bool valid(const Date& date);
/// Days since 1970-01-01 of the date's day.
std::int64_t day_number(const Date& date);
Date date_from_day_number(std::int64_t days);
/// 0 Monday .. 6 Sunday.
int weekday(const Date& date);
/// Months since year 0, for month arithmetic.
inline int month_number(const Date& date) { return date.year * 12 + date.month - 1; }

/// From the start of `first` to the end of `last`, both included, each with its own precision.
struct Period {
    Date first, last;
    bool operator==(const Period&) const = default;
};
/// "Mar 2023 to Feb 2026", "7 Mar 2025", "2025".
std::string to_string(const Period& period);

/// School terms, holidays and named events, loaded from data.
struct Calendar {
    struct Span {
        std::string name;
        Date first, last;  ///< days, both included
    };
    std::vector<Span> terms;
    std::vector<Span> bank_holidays;
    std::vector<Span> events;  ///< "Carnival"
    /// True on a weekday inside a term that is no bank holiday; nullopt outside the years that the calendar
    /// covers.
    std::optional<bool> school_day(const Date& day) const;
    std::optional<std::string> event_on(const Date& day) const;
};

}  // namespace safeground::core
