#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "town.hpp"

namespace safeground::demo {

/// A year of the detached team, three or four evenings a week; contacts are per session and are not people
/// (T13).
File outreach_file(const Town& town) {
    core::RandomStream random(town.seed, core::StreamId::DemoBorough, 15);
    struct Patch {
        const char* name;
        Vec at;
        double weight;
    };
    const std::array<Patch, 9> patches{{{"Dunlin Dock estate", {2150, 4380}, 2.2},
                                        {"Curlew Road parade", {1050, 3800}, 2},
                                        {"Canalside towpath", {3300, 4020}, 1.5},
                                        {"Lantern Quarter square", {4050, 2680}, 1.6},
                                        {"Northgate flats", {4800, 4350}, 1.4},
                                        {"Customs House quay", {4000, 1450}, 1.4},
                                        {"Gannet Park gates", {2700, 3000}, 1},
                                        {"Staithe bus station", {4600, 3300}, 1.2},
                                        {"Ropewalk courts", {1800, 1560}, 0.6}}};
    std::vector<double> weights;
    for (const Patch& patch : patches) weights.push_back(patch.weight);
    std::string text =
        "session_id,date,start,end,easting,northing,place_name,ward,workers,reason,contacts,mode,age_band,"
        "themes,"
        "concern_raised,unrecorded_by_police,referrals,marking,synthetic\n";
    constexpr std::array kReasons{"stakeholder request", "safer space",    "police",
                                  "asb report",          "school day end", "routine"};
    constexpr std::array kThemes{"exploitation", "education",        "substance",
                                 "tensions",     "serious violence", "employment"};
    constexpr std::array kBands{"13-15", "15-18", "11-13", "18-24"};
    const std::int64_t first = core::day_number({2025, 3, 1}), last = core::day_number({2026, 2, 28});
    int number = 0;
    for (std::int64_t day = first; day <= last; ++day) {
        const core::Date date = core::date_from_day_number(day);
        const int weekday = core::weekday(date);
        const double chance = weekday == 4 ? 0.75 : weekday >= 5 ? 0.3 : 0.45;
        if (random.uniform() >= chance) continue;
        const Patch& patch = patches[draw(random, weights)];
        const Vec at = patch.at + Vec{random.uniform(-90, 90), random.uniform(-90, 90)};
        const Frontage* front = &town.fronts[0];
        for (const Frontage& f : town.fronts)
            if (distance(f.at, at) < distance(front->at, at)) front = &f;
        const bool school = town.calendar.school_day(date).value_or(false);
        const int start = school && random.uniform() < 0.7 ? 15 : 17 + static_cast<int>(random.below(3));
        const auto contacts = random.below(9) == 0 ? 0U : 1U + random.below(7);
        const auto ward =
            static_cast<std::size_t>(town.regions.areas[static_cast<std::size_t>(front->area)].ward);
        const bool concern = random.uniform() < 0.22;
        // Some shifts were written up without a head count: unknown, not 0.
        const std::string seen = random.uniform() < 0.05 ? "" : std::to_string(contacts);
        const unsigned workers = 2 + random.below(2);
        const auto reason =
            start == 15 ? kReasons[4] : kReasons[random.below(static_cast<std::uint32_t>(kReasons.size()))];
        const char* mode = random.below(3) == 0 ? "one-to-one" : "group";
        const auto band = kBands[random.below(4)];
        const auto theme = kThemes[random.below(6)];
        const bool unrecorded = concern && random.uniform() < 0.6;
        const unsigned referrals = concern ? random.below(2) : 0;
        text += fmt::format(
            "LKM-O{:03},{:04}-{:02}-{:02},{:02}:30,{:02}:00,{},{},{},{},{},{},{},{},{},{},{},{},partner,"
            "yes\n",
            ++number, date.year, date.month, date.day, start, start + 3, sheet_place(front->at), patch.name,
            borough_plan().wards[ward].name, workers, reason, seen, mode, band, theme, concern ? "yes" : "no",
            unrecorded ? "yes" : "no", referrals);
    }
    return {"outreach.csv", text};
}

}  // namespace safeground::demo
