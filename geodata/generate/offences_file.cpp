#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "town.hpp"

namespace safeground::demo {

namespace {

using core::Date;
using core::RandomStream;
using core::StreamId;

/// Where and when offences of one sort happen. Volumes and mixes are assumptions; the README says so.
enum Setting : std::size_t { Night, Centre, SchoolRun, Home, Carnival, kSettings };

struct Series {
    const char* category;
    int count;
    std::array<double, kSettings> mix;
    bool knife, possession, robbery, domestic;
    double intimated;               ///< share of knives threatened with but not seen
    double injury;                  ///< share with injury
    std::array<double, 4> victims;  ///< 10-17, 18-24, 25-34, 35+; all 0: no victim
    int gravity;
    double trend;  ///< growth a year
};

constexpr std::array<double, 4> kNobody{0, 0, 0, 0};

/// Knife crime is 1,200 of which 480, 40 %, with robbery (domain.md 3.9). Simple possession is another series
/// (T4).
// clang-format off: a table
constexpr std::array<Series, 18> kSeries{{
    // category, count, {night, centre, school run, home, carnival}, knife, possession, robbery, domestic,
    // intimated, injury,
    //     victims by age, gravity, trend
    {"Robbery",
     480,
     {0.42, 0.27, 0.17, 0.14, 0},
     true,
     false,
     true,
     false,
     0.3,
     0.06,
     {0.34, 0.30, 0.20, 0.16},
     6,
     0.07},
    {"Violence Against the Person",
     150,
     {0.07, 0.05, 0.10, 0.78, 0},
     true,
     false,
     false,
     false,
     0,
     1,
     {0.42, 0.58, 0, 0},
     6,
     0.06},
    {"Violence Against the Person",
     90,
     {0.45, 0.10, 0, 0.45, 0},
     true,
     false,
     false,
     false,
     0,
     1,
     {0, 0, 0.5, 0.5},
     6,
     0.05},
    {"Violence Against the Person",
     80,
     {0, 0, 0, 1, 0},
     true,
     false,
     false,
     true,
     0.4,
     0.4,
     {0, 0.2, 0.4, 0.4},
     6,
     0.02},
    {"Violence Against the Person",
     250,
     {0.44, 0.24, 0.10, 0.22, 0},
     true,
     false,
     false,
     false,
     0.55,
     0,
     {0.25, 0.3, 0.25, 0.2},
     4,
     0.05},
    {"Public Order",
     150,
     {0.52, 0.26, 0.06, 0.16, 0},
     true,
     false,
     false,
     false,
     0.7,
     0,
     {0.2, 0.3, 0.3, 0.2},
     3,
     0.04},
    {"Violence Against the Person",
     240,
     {0.46, 0.24, 0.10, 0.20, 0},
     true,
     true,
     false,
     false,
     0,
     0,
     kNobody,
     4,
     0.04},
    {"Violence Against the Person", 84, {0, 0, 0, 0, 1}, true, true, false, false, 0, 0, kNobody, 4, 0},
    {"Violence Against the Person",
     1500,
     {0.36, 0.20, 0.10, 0.34, 0},
     false,
     false,
     false,
     false,
     0,
     0.36,
     {0.16, 0.24, 0.3, 0.3},
     3,
     0.01},
    {"Violence Against the Person",
     460,
     {0, 0, 0, 1, 0},
     false,
     false,
     false,
     true,
     0,
     0.3,
     {0.02, 0.2, 0.38, 0.4},
     3,
     0},
    {"Theft and Handling",
     1700,
     {0.30, 0.60, 0.03, 0.07, 0},
     false,
     false,
     false,
     false,
     0,
     0,
     {0.06, 0.26, 0.36, 0.32},
     3,
     0.02},
    {"Robbery",
     420,
     {0.36, 0.30, 0.20, 0.14, 0},
     false,
     false,
     true,
     false,
     0,
     0.15,
     {0.36, 0.28, 0.2, 0.16},
     6,
     0.03},
    {"Drugs", 620, {0.40, 0.18, 0.04, 0.36, 0.02}, false, false, false, false, 0, 0, kNobody, 2, 0},
    {"Criminal Damage", 380, {0.2, 0.15, 0.1, 0.55, 0}, false, false, false, false, 0, 0, kNobody, 2, -0.02},
    {"Public Order",
     400,
     {0.55, 0.25, 0.05, 0.15, 0},
     false,
     false,
     false,
     false,
     0,
     0,
     {0.1, 0.25, 0.35, 0.3},
     2,
     0.01},
    {"Sexual Offences",
     110,
     {0.5, 0.15, 0.1, 0.25, 0},
     false,
     false,
     false,
     false,
     0,
     0,
     {0.25, 0.35, 0.25, 0.15},
     7,
     0},
    {"Vehicle Theft",
     130,
     {0.2, 0.2, 0, 0.6, 0},
     false,
     false,
     false,
     false,
     0,
     0,
     {0, 0.1, 0.4, 0.5},
     4,
     0.03},
    {"Other", 60, {0.3, 0.3, 0.1, 0.3, 0}, false, false, false, false, 0, 0, kNobody, 2, 0},
}};
// clang-format on

/// Offenders whose home is known and in the borough, by setting; then scaled so that the whole is 35 %
/// (domain.md 3.10).
constexpr std::array<double, kSettings> kResident{0.11, 0.22, 0.58, 0.66, 0.15};
constexpr double kHomeKnown = 0.56;
constexpr double kResidentShare = 0.35;

constexpr std::array<std::array<double, 24>, kSettings> kHours{{
    {5.5, 4.6, 3.4, 2.2, 0.8, 0.3, 0,   0,   0,   0,   0,   0,
     0.2, 0.2, 0.2, 0.3, 0.5, 0.7, 1.2, 1.6, 2.4, 3.4, 4.8, 5.8},
    {0.2, 0.1, 0,   0,   0,   0,   0.1, 0.3, 0.6, 1,   1.6, 2.2,
     2.6, 2.6, 2.6, 2.8, 3.0, 3.2, 3.0, 2.4, 1.6, 1.0, 0.6, 0.3},
    {0, 0, 0, 0, 0, 0, 0, 0.5, 1.3, 0, 0, 0, 0.6, 0.3, 0.6, 5.4, 5.0, 3.0, 1.2, 0, 0, 0, 0, 0},
    {1.4, 1.0, 0.6, 0.4, 0.3, 0.3, 0.4, 0.6, 0.8, 0.8, 0.9, 1.0,
     1.2, 1.2, 1.3, 1.7, 2.0, 2.4, 2.8, 3.0, 3.0, 2.8, 2.6, 2.0},
    {0.3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.4, 1, 1.6, 2, 2.6, 3, 3.4, 3.6, 3.4, 2.6, 1.6, 0.8, 0.5},
}};
constexpr std::array<std::array<double, 7>, kSettings> kWeekdays{{
    {0.6, 0.6, 0.7, 1.1, 2.0, 2.4, 0.9},
    {1, 1, 1, 1.05, 1.2, 1.5, 0.9},
    {1, 1, 1, 1, 1.15, 0, 0},
    {1, 1, 1, 1, 1.1, 1.15, 1.1},
    {1, 1, 1, 1, 1, 1, 1},
}};

struct Offence {
    Date date;
    int hour;  ///< -1: not known
    std::size_t series, front;
    Setting setting;
    bool intimated, injury;
    int victim;    ///< band, -1: none or not known
    int resident;  ///< 1, 0; -1: not known
    std::uint64_t tie;
};

std::array<std::vector<double>, kSettings> place_weights(const Town& town, RandomStream& random) {
    const Plan& plan = borough_plan();
    const Vec centre{3780, 2920};
    std::vector<int> fronts_of_area(town.need.size(), 0);
    for (const Frontage& f : town.fronts) ++fronts_of_area[static_cast<std::size_t>(f.area)];
    const auto bump = [](double d, double reach) { return std::exp(-d * d / (2 * reach * reach)); };
    std::array<std::vector<double>, kSettings> out;
    for (const Frontage& f : town.fronts) {
        const auto a = static_cast<std::size_t>(f.area);
        const double own = std::exp(0.95 * random.normal());  // a corner shop, an underpass: places differ
        double school = 0;
        for (const School& s : town.schools)
            school +=
                (s.phase == "Secondary" ? 1.0 : 0.12) * bump(distance(f.at, town.fronts[s.frontage].at), 170);
        const double people = town.people[a].at("all") / static_cast<double>(fronts_of_area[a]);
        const double need = town.need[a];
        out[Night].push_back(own *
                             (bump(distance(f.at, plan.night_quarter), 230) * (f.major ? 1.6 : 1) + 0.006));
        out[Centre].push_back(
            own * ((f.major ? 3.0 : 0.6) * bump(distance(f.at, centre), 420) + (f.major ? 0.16 : 0.006)));
        out[SchoolRun].push_back(f.park ? 0 : own * school);
        out[Home].push_back(f.park ? 0 : own * people * (0.04 + need * need * need * need));
        out[Carnival].push_back(own * bump(distance(f.at, plan.carnival), 260));
    }
    return out;
}

Date pick_date(const Town& town, const Series& series, Setting setting, RandomStream& random) {
    static const std::int64_t first = core::day_number({2023, 3, 1}), last = core::day_number({2026, 2, 28});
    if (setting == Carnival) {
        const auto& events = town.calendar.events;
        const auto& event = events[random.below(static_cast<std::uint32_t>(events.size()))];
        const std::int64_t days = core::day_number(event.last) - core::day_number(event.first) + 1;
        return core::date_from_day_number(core::day_number(event.first) +
                                          random.below(static_cast<std::uint32_t>(days)));
    }
    while (true) {
        const std::int64_t day = first + random.below(static_cast<std::uint32_t>(last - first + 1));
        const Date date = core::date_from_day_number(day);
        const double years = static_cast<double>(day - first) / 365.25;
        const double summer = 1 + 0.10 * std::sin((date.month - 3.5) / 12.0 * 6.283185307);
        const double weight = kWeekdays[setting][static_cast<std::size_t>(core::weekday(date))] *
                              (1 + series.trend * years) * summer;
        const bool away = setting == SchoolRun && !town.calendar.school_day(date).value_or(false);
        if (random.uniform() * 3.5 < weight && !away) return date;
    }
}

/// Exactly the wanted share of the rows whose offender's home is known.
void settle_residents(const Town& town, std::vector<Offence>& offences) {
    RandomStream random(town.seed, StreamId::DemoBorough, 13);
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t i = 0; i < offences.size(); ++i) {
        const bool known = random.uniform() < kHomeKnown;
        const double p = kSeries[offences[i].series].domestic ? 0.9 : kResident[offences[i].setting];
        const double key = std::log(std::max(random.uniform(), 1e-12)) * (1 - p) / p;
        if (known) order.push_back({key, i});
    }
    std::sort(order.rbegin(), order.rend());
    const auto residents =
        static_cast<std::size_t>(std::llround(kResidentShare * static_cast<double>(order.size())));
    for (std::size_t k = 0; k < order.size(); ++k) offences[order[k].second].resident = k < residents ? 1 : 0;
}

}  // namespace

File offences_file(const Town& town) {
    RandomStream random(town.seed, StreamId::DemoBorough, 12);
    const auto weights = place_weights(town, random);
    std::vector<Offence> offences;
    for (std::size_t s = 0; s < kSeries.size(); ++s) {
        const Series& series = kSeries[s];
        for (int i = 0; i < series.count; ++i) {
            Offence o{};
            o.series = s;
            o.setting = static_cast<Setting>(draw(random, {series.mix.begin(), series.mix.end()}));
            o.date = pick_date(town, series, o.setting, random);
            o.hour = static_cast<int>(draw(random, {kHours[o.setting].begin(), kHours[o.setting].end()}));
            // A Friday night goes on after midnight.
            if (o.setting == Night && o.hour < 6) {
                const std::int64_t next = core::day_number(o.date) + 1;
                if (next <= core::day_number({2026, 2, 28})) o.date = core::date_from_day_number(next);
            }
            if (random.uniform() < 0.03) o.hour = -1;
            o.front = draw(random, weights[o.setting]);
            o.intimated = random.uniform() < series.intimated;
            o.injury = random.uniform() < series.injury;
            const bool somebody =
                series.victims[0] + series.victims[1] + series.victims[2] + series.victims[3] > 0;
            o.victim = somebody
                           ? static_cast<int>(draw(random, {series.victims.begin(), series.victims.end()}))
                           : -1;
            if (series.category[0] != 'V' && random.uniform() < 0.06) o.victim = -1;
            o.resident = -1;
            o.tie = random.next_u64();
            offences.push_back(o);
        }
    }
    settle_residents(town, offences);
    std::sort(offences.begin(), offences.end(), [](const Offence& a, const Offence& b) {
        return std::pair{core::day_number(a.date), a.tie} < std::pair{core::day_number(b.date), b.tie};
    });

    std::string text =
        "ref,easting,northing,date,hour,category,knife_present,knife_intimated,possession_only,injury,"
        "domestic_abuse,"
        "robbery_linked,victim_age_band,offender_resident,gravity,synthetic\n";
    constexpr std::array kBands{"10-17", "18-24", "25-34", "35+"};
    const auto yes = [](bool flag) { return flag ? "yes" : "no"; };
    for (std::size_t i = 0; i < offences.size(); ++i) {
        const Offence& o = offences[i];
        const Series& series = kSeries[o.series];
        text += fmt::format("D{:05},{},{:04}-{:02}-{:02},{},{},{},{},{},{},{},{},{},{},{},yes\n", i + 1,
                            sheet_place(town.fronts[o.front].at), o.date.year, o.date.month, o.date.day,
                            o.hour < 0 ? "" : std::to_string(o.hour), series.category,
                            yes(series.knife && !o.intimated), yes(series.knife && o.intimated),
                            yes(series.possession), yes(o.injury), yes(series.domestic), yes(series.robbery),
                            o.victim < 0 ? "" : kBands[static_cast<std::size_t>(o.victim)],
                            o.resident < 0 ? "" : yes(o.resident == 1), series.gravity);
    }
    return {"offences.csv", text};
}

}  // namespace safeground::demo
