#include "core/date.hpp"

#include <catch2/catch.hpp>

using namespace safeground::core;

namespace {
std::string read(std::string_view text) {
    const auto date = parse_date(text);
    return date ? to_string(*date) : "no date";
}
}  // namespace

TEST_CASE("date: the spellings that published files and spreadsheets use", "[core]") {
    CHECK(read("2025") == "2025");
    CHECK(read("2025-03") == "2025-03");
    CHECK(read("202503") == "2025-03");
    CHECK(read("Mar 2025") == "2025-03");
    CHECK(read("Mar-25") == "2025-03");
    CHECK(read("September 2025") == "2025-09");
    CHECK(read("Sept 2025") == "2025-09");
    CHECK(read("2025-03-07") == "2025-03-07");
    CHECK(read("20250307") == "2025-03-07");
    CHECK(read("07/03/2025") == "2025-03-07");
    CHECK(read("7/3/25") == "2025-03-07");
    CHECK(read("7 March 2025") == "2025-03-07");
    CHECK(read("7th March 2025") == "2025-03-07");
    CHECK(read("Fri 7 Mar 2025") == "2025-03-07");
    CHECK(read("07-Mar-2025") == "2025-03-07");
    CHECK(read("March 7, 2025") == "2025-03-07");
    CHECK(read("07/03/2025 15:20") == "2025-03-07 15:20");
    CHECK(read("07/03/2025 3:20 pm") == "2025-03-07 15:20");
    CHECK(read("2024-06-01T00:10:00+00:00") == "2024-06-01 00:10");
    CHECK(read("2024-06-01T00:10:00Z") == "2024-06-01 00:10");
    CHECK(read("2024-06-01 00:10:59.123") == "2024-06-01 00:10");
}

TEST_CASE("date: what is not a date is refused", "[core]") {
    for (const char* text : {"", " ", "abc", "31/02/2025", "2025-13", "2025-02-30", "12", "19-Nov", "0", "-5",
                             "7/3", "2025-03-07T25:00", "2025-03-07 12:61", "07/03/2025 15:20 tomorrow",
                             "E01004736", "1e9", "99999999999999999999", "////", "2025-03-07-09-11-13-15"})
        CHECK(read(text) == "no date");
}

TEST_CASE("date: random bytes never crash the reader", "[core]") {
    std::uint32_t state = 12345;
    for (int i = 0; i < 20000; ++i) {
        std::string text;
        for (int c = 0; c < 12; ++c) {
            state = state * 1664525u + 1013904223u;
            text += "0123456789/-: TMarpm.+z"[(state >> 16) % 23];
        }
        if (const auto date = parse_date(text)) CHECK(valid(*date));
    }
}

TEST_CASE("date: Excel serials", "[core]") {
    CHECK(to_string(*date_from_excel_serial(45723)) == "2025-03-07");  // as LibreOffice and Excel show 45723
    CHECK(to_string(*date_from_excel_serial(45723.5)) == "2025-03-07 12:00");
    CHECK_FALSE(date_from_excel_serial(12));
}

TEST_CASE("date: weekdays and day numbers", "[core]") {
    CHECK(weekday(*parse_date("1970-01-01")) == 3);
    CHECK(weekday(*parse_date("2026-11-21")) == 5);
    CHECK(day_number(*parse_date("2000-03-01")) == 11017);
    for (std::int64_t day = -40000; day < 60000; day += 37)
        CHECK(day_number(date_from_day_number(day)) == day);
}

TEST_CASE("date: a period in words", "[core]") {
    CHECK(to_string(Period{*parse_date("2023-03"), *parse_date("2026-02")}) == "Mar 2023 to Feb 2026");
    CHECK(to_string(Period{*parse_date("2025"), *parse_date("2025")}) == "2025");
    CHECK(to_string(Period{*parse_date("2025-03-07"), *parse_date("2025-03-09")}) ==
          "7 Mar 2025 to 9 Mar 2025");
}

TEST_CASE("calendar: school days, holidays, events, and years it does not know", "[core]") {
    Calendar calendar;
    calendar.terms = {{"autumn", *parse_date("2025-09-01"), *parse_date("2025-10-24")},
                      {"autumn 2", *parse_date("2025-11-03"), *parse_date("2025-12-19")}};
    calendar.bank_holidays = {{"odd", *parse_date("2025-09-08"), *parse_date("2025-09-08")}};
    calendar.events = {{"Carnival", *parse_date("2025-08-24"), *parse_date("2025-08-25")}};
    CHECK(calendar.school_day(*parse_date("2025-09-02")) == true);
    CHECK(calendar.school_day(*parse_date("2025-09-06")) == false);  // Saturday
    CHECK(calendar.school_day(*parse_date("2025-09-08")) == false);  // bank holiday
    CHECK(calendar.school_day(*parse_date("2025-10-29")) == false);  // half-term
    CHECK_FALSE(calendar.school_day(*parse_date("2026-01-06")).has_value());
    CHECK_FALSE(Calendar{}.school_day(*parse_date("2026-01-06")).has_value());
    CHECK(calendar.event_on(*parse_date("2025-08-25")) == "Carnival");
    CHECK_FALSE(calendar.event_on(*parse_date("2025-08-26")).has_value());
}
