#include "ops/sites.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "ops/words.hpp"

namespace safeground::ops {
namespace {

constexpr std::array<const char*, 7> kDays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

/// 0 Monday .. 6 Sunday by the first three letters; 7 for anything else, which is shown as it is.
std::size_t day_of(const std::string& text) {
    for (std::size_t day = 0; day < kDays.size(); ++day)
        if (text.compare(0, 3, kDays[day]) == 0) return day;
    return kDays.size();
}

std::string clock(double minute) {
    const int whole = static_cast<int>(minute);
    return fmt::format("{:02}:{:02}", whole / 60, whole % 60);
}

struct Session {
    std::size_t day = 0;
    std::string times;
};

/// Days with the same times share one entry: "Mon, Wed 15:30-18:00; Sat 10:00-12:00".
std::string hours_text(std::vector<Session> sessions) {
    std::stable_sort(sessions.begin(), sessions.end(),
                     [](const Session& a, const Session& b) { return a.day < b.day; });
    std::vector<std::pair<std::string, std::vector<std::size_t>>> by_times;
    for (const Session& session : sessions) {
        auto at = std::find_if(by_times.begin(), by_times.end(),
                               [&](const auto& one) { return one.first == session.times; });
        if (at == by_times.end()) at = by_times.insert(by_times.end(), {session.times, {}});
        if (at->second.empty() || at->second.back() != session.day) at->second.push_back(session.day);
    }
    std::string text;
    for (const auto& [times, days] : by_times) {
        text += text.empty() ? "" : "; ";
        for (std::size_t i = 0; i < days.size(); ++i)
            text +=
                (i == 0 ? "" : ", ") + std::string(days[i] < kDays.size() ? kDays[days[i]] : "day not known");
        text += " " + times;
    }
    return text;
}

}  // namespace

core::Result<SitesWithHours> add_hours(const core::TablePtr& sites, const core::TablePtr& sessions) {
    const core::Column* id = sessions->find("site_id");
    const core::Column* day = sessions->find("weekday");
    const core::Column* start = sessions->find("start_minute");
    const core::Column* end = sessions->find("end_minute");
    if (id == nullptr || day == nullptr || start == nullptr || end == nullptr)
        return core::refuse("The sessions need the columns site_id, weekday, start_minute and end_minute.")
            .in_file(sessions->info.path)
            .remedy("Import them as a sheet of weekly sessions.");
    if (sites->key.empty())
        return core::refuse("The sites have no column of ids to match sessions with.")
            .in_file(sites->info.path);

    std::unordered_map<std::string, std::vector<Session>> by_site;
    for (std::size_t row = 0; row < sessions->rows; ++row) {
        const std::string times = start->present(row) && end->present(row)
                                      ? clock(start->number(row)) + "-" + clock(end->number(row))
                                      : std::string("time not known");
        by_site[id->text(row)].push_back({day_of(day->text(row)), times});
    }
    SitesWithHours out;
    core::Table table = *sites;
    std::vector<std::int64_t> count(table.rows, 0);
    std::vector<std::string> hours(table.rows);
    std::vector<core::CellState> states(table.rows, core::CellState::Missing);
    std::size_t matched = 0;
    for (std::size_t row = 0; row < table.rows; ++row) {
        const auto at = by_site.find(table.key_text(row));
        if (at == by_site.end()) continue;
        ++matched;
        count[row] = static_cast<std::int64_t>(at->second.size());
        hours[row] = hours_text(at->second);
        states[row] = core::CellState::Present;
    }
    if (matched == 0)
        return core::refuse("No session belongs to any of the sites: the ids do not match.")
            .in_file(sessions->info.path);
    if (matched < by_site.size())
        out.warnings.push_back(fmt::format("{} in {} with sessions but no such site.",
                                           counted(by_site.size() - matched, "id is", "ids are"),
                                           sessions->info.path));
    core::Column sessions_column = core::integer_column("sessions", std::move(count));
    sessions_column.title = "Sessions a week";
    sessions_column.states = states;
    core::Column hours_column = core::text_column("hours", std::move(hours));
    hours_column.title = "Hours";
    hours_column.states = std::move(states);
    table.add(std::move(sessions_column));
    table.add(std::move(hours_column));
    table.info.synthetic = table.info.synthetic || sessions->info.synthetic;
    table.info.sensitivity = std::max(table.info.sensitivity, sessions->info.sensitivity);
    out.table = std::make_shared<const core::Table>(std::move(table));
    return out;
}

}  // namespace safeground::ops
