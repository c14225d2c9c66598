#include "town.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace safeground::demo {

namespace {

using core::RandomStream;
using core::StreamId;

/// Of England's areas, the share that is less deprived than a place here: three poor quarters, two rich ones,
/// and estates.
double need_at(Vec p) {
    const auto bump = [&](double x, double y, double reach) {
        const double d = distance(p, {x, y}) / reach;
        return std::exp(-d * d / 2);
    };
    return 0.45 + 0.58 * bump(1250, 3950, 620) + 0.50 * bump(2350, 4350, 520) + 0.55 * bump(4850, 4250, 520) +
           0.52 * bump(4050, 1350, 480) + 0.20 * bump(3300, 3500, 420) - 0.52 * bump(2400, 2150, 800) -
           0.36 * bump(700, 2300, 620) - 0.30 * bump(3050, 5250, 480) - 0.40 * bump(5350, 1850, 520) -
           0.22 * bump(5900, 3300, 480) + 0.50 * bump(1500, 1480, 250) + 0.35 * bump(420, 2150, 230) -
           0.22 * bump(3900, 2700, 400);
}

void find_need(Town& town) {
    RandomStream random(town.seed, StreamId::DemoBorough, 4);
    for (const Area& area : town.regions.areas) {
        double value = need_at(area.centre) + 0.115 * random.normal();
        // Estates in rich quarters, new towers in poor ones: the sharp edges that the tool should find.
        const double other = random.uniform();
        if (other < 0.07) value += 0.42;
        if (other > 0.95) value -= 0.36;
        town.need.push_back(std::clamp(value, 0.03, 0.985));
    }
}

void find_fronts(Town& town) {
    RandomStream random(town.seed, StreamId::DemoBorough, 5);
    const Mesh& mesh = town.mesh;
    for (std::size_t s = 0; s < town.streets.list.size(); ++s) {
        const Street& street = town.streets.list[s];
        for (const int e : street.edges) {
            const Mesh::Edge& edge = mesh.edges[static_cast<std::size_t>(e)];
            const bool flip = random.below(2) == 1;
            if (mesh.edge_length(e) < 24) continue;
            const Vec a = mesh.nodes[static_cast<std::size_t>(edge.from)],
                      b = mesh.nodes[static_cast<std::size_t>(edge.to)];
            const Vec along = (1 / distance(a, b)) * (b - a);
            const Vec left{-along.y, along.x};
            for (const bool on_left : {flip, !flip}) {
                const int cell = on_left ? edge.left : edge.right;
                const int area = town.regions.area_of_cell[static_cast<std::size_t>(cell)];
                if (area < 0) continue;
                const Vec at = 0.5 * (a + b) + (on_left ? 7.0 : -7.0) * left;
                town.fronts.push_back({{std::round(at.x), std::round(at.y)},
                                       area,
                                       static_cast<int>(s),
                                       street.major,
                                       mesh.kind[static_cast<std::size_t>(cell)] == CellKind::Park});
                break;
            }
        }
    }
}

void settle_people(Town& town) {
    RandomStream random(town.seed, StreamId::DemoBorough, 6);
    const auto& areas = town.regions.areas;
    std::vector<double> all, young;
    for (std::size_t a = 0; a < areas.size(); ++a) {
        all.push_back(areas[a].residents);
        young.push_back(areas[a].residents * (0.145 + 0.115 * town.need[a]) * random.uniform(0.85, 1.15));
    }
    const std::vector<int> residents = apportion(all, kPopulation);
    const std::vector<int> children = apportion(young, 42783);  // domain.md 3.1: aged 0-19
    for (std::size_t a = 0; a < areas.size(); ++a) {
        const std::vector<int> bands =
            apportion({0.255 * random.uniform(0.9, 1.1), 0.25 * random.uniform(0.9, 1.1),
                       0.285 * random.uniform(0.9, 1.1), 0.09 * random.uniform(0.9, 1.1),
                       0.12 * random.uniform(0.85, 1.3)},
                      children[a]);
        const int adults = residents[a] - children[a];
        const std::vector<int> grown = apportion({0.098 * random.uniform(0.7, 1.5), 0.90}, adults);
        town.people.push_back({{"all", residents[a]},
                               {"0-4", bands[0]},
                               {"5-9", bands[1]},
                               {"10-15", bands[2]},
                               {"16-17", bands[3]},
                               {"18-19", bands[4]},
                               {"20-24", grown[0]},
                               {"25+", grown[1]}});
    }
}

/// Spread places: each next one where most of the weight is far from those before.
std::vector<std::size_t> spread_out(const Town& town, std::size_t count, double reach, RandomStream& random) {
    std::vector<double> weight;
    std::vector<int> fronts_of_area(town.regions.areas.size(), 0);
    for (const Frontage& f : town.fronts) ++fronts_of_area[static_cast<std::size_t>(f.area)];
    for (const Frontage& f : town.fronts) {
        const auto a = static_cast<std::size_t>(f.area);
        const double children = town.people[a].at("5-9") + town.people[a].at("10-15");
        weight.push_back(f.park || f.major ? 0 : children / fronts_of_area[a]);
    }
    std::vector<std::size_t> out;
    for (std::size_t k = 0; k < count; ++k) {
        const std::size_t pick = draw(random, weight);
        out.push_back(pick);
        for (std::size_t i = 0; i < weight.size(); ++i) {
            const double d = distance(town.fronts[i].at, town.fronts[pick].at) / reach;
            weight[i] *= 1 - std::exp(-d * d / 2);
        }
    }
    return out;
}

void build_schools(Town& town) {
    RandomStream random(town.seed, StreamId::DemoBorough, 7);
    constexpr std::array kSecondaries{"Larkmoor Academy",      "Gannet Park School",
                                      "Beacon Hill School",    "Curlew Road Academy",
                                      "Canalside High School", "Northgate Technical School",
                                      "Oystergate School",     "Skerry Girls' School",
                                      "Staithe Boys' School",  "St Wystan's RC School",
                                      "Ropewalk Academy",      "Westhaven School",
                                      "Ebbsfield High School", "Customs House Sixth Form and School"};
    constexpr std::size_t kPrimaries = 41;
    const auto first = spread_out(town, kPrimaries, 330, random);
    const auto second = spread_out(town, kSecondaries.size(), 620, random);
    for (std::size_t i = 0; i < kPrimaries + kSecondaries.size(); ++i) {
        const bool primary = i < kPrimaries;
        School school;
        school.frontage = primary ? first[i] : second[i - kPrimaries];
        school.id = fmt::format("LKM-S{:02}", i + 1);
        school.phase = primary ? "Primary" : "Secondary";
        const auto street = static_cast<std::size_t>(town.fronts[school.frontage].street);
        school.name =
            primary ? town.streets.list[street].name + (i % 6 == 2 ? " CE Primary School" : " Primary School")
                    : std::string(kSecondaries[i - kPrimaries]);
        school.safer_schools = !primary;
        town.schools.push_back(school);
    }
    // Exact totals: pupils 22,211, of them 13,473 residents; free meals for 36 % of primary pupils; plans
    // 899, support 2,631.
    std::vector<double> size, resident, meals, plans, support;
    for (const School& school : town.schools)
        size.push_back(school.phase == "Primary" ? random.uniform(150, 400) : random.uniform(620, 1180));
    const std::vector<int> rolls = apportion(size, 22211);
    int primary_pupils = 0;
    for (std::size_t i = 0; i < rolls.size(); ++i) {
        const double need = town.need[static_cast<std::size_t>(town.fronts[town.schools[i].frontage].area)];
        const bool primary = town.schools[i].phase == "Primary";
        town.schools[i].roll = rolls[i];
        if (primary) primary_pupils += rolls[i];
        resident.push_back(rolls[i] * (primary ? random.uniform(0.62, 0.82) : random.uniform(0.36, 0.60)));
        meals.push_back(rolls[i] * (0.14 + 0.45 * need) * random.uniform(0.85, 1.15));
        plans.push_back(rolls[i] * random.uniform(0.5, 1.6));
        support.push_back(rolls[i] * random.uniform(0.6, 1.4));
    }
    const auto residents = apportion(resident, 13473), ehcp = apportion(plans, 899),
               sen = apportion(support, 2631);
    const std::vector<double> primary_meals(meals.begin(), meals.begin() + kPrimaries);
    const auto fsm = apportion(primary_meals, static_cast<int>(std::lround(0.36 * primary_pupils)));
    for (std::size_t i = 0; i < town.schools.size(); ++i) {
        School& school = town.schools[i];
        school.resident = residents[i];
        school.ehcp = ehcp[i];
        school.sen_support = sen[i];
        school.fsm = i < kPrimaries ? fsm[i] : static_cast<int>(std::lround(0.9 * meals[i]));
    }
    // Pupil premium: 23 of 41 primaries (56 %) at 35 % or more, eight of them in the breakfast programme.
    std::vector<std::size_t> order(kPrimaries);
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return meals[a] / rolls[a] > meals[b] / rolls[b]; });
    for (std::size_t k = 0; k < kPrimaries; ++k) {
        School& school = town.schools[order[k]];
        school.pupil_premium_pct = k < 23 ? 35 + static_cast<int>(22 - k) + static_cast<int>(random.below(3))
                                          : 34 - static_cast<int>(k - 23) - static_cast<int>(random.below(3));
        school.magic_breakfast = k < 23 && k % 3 == 0;
    }
    for (std::size_t i = kPrimaries; i < town.schools.size(); ++i)
        town.schools[i].pupil_premium_pct = 22 + static_cast<int>(random.below(30));
}

/// Areas whose residence will not follow deprivation: three poor and quiet, three well off and not.
void choose_exceptions(Town& town) {
    std::vector<int> order(town.need.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int a, int b) {
        return town.need[static_cast<std::size_t>(a)] > town.need[static_cast<std::size_t>(b)];
    });
    town.quiet = {order[3], order[9], order[16]};
    town.loud = {order[order.size() - 6], order[order.size() - 14], order[order.size() - 23]};
}

}  // namespace

std::vector<int> apportion(const std::vector<double>& weights, int total) {
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::vector<int> out;
    std::vector<std::pair<double, std::size_t>> rest;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double exact = total * weights[i] / sum;
        out.push_back(static_cast<int>(exact));
        rest.push_back({exact - out.back(), i});
    }
    std::sort(rest.rbegin(), rest.rend());
    const int missing = total - std::accumulate(out.begin(), out.end(), 0);
    for (int k = 0; k < missing; ++k) ++out[rest[static_cast<std::size_t>(k)].second];
    return out;
}

std::size_t draw(RandomStream& random, const std::vector<double>& weights) {
    double pick = random.uniform() * std::accumulate(weights.begin(), weights.end(), 0.0);
    std::size_t last = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (weights[i] <= 0) continue;
        last = i;
        pick -= weights[i];
        if (pick < 0) break;
    }
    return last;
}

std::string sheet_place(Vec at) {
    return fmt::format("{:.0f},{:.0f}", kOriginEast + at.x, kOriginNorth + at.y);
}

Town make_town(std::uint64_t seed, core::Calendar calendar) {
    const Plan& plan = borough_plan();
    Town town;
    town.seed = seed;
    town.calendar = std::move(calendar);
    town.mesh = make_mesh(plan, seed);
    town.streets = make_streets(plan, town.mesh, seed);
    town.regions = make_regions(plan, town.mesh, town.streets, seed);
    find_need(town);
    find_fronts(town);
    settle_people(town);
    build_schools(town);
    choose_exceptions(town);
    return town;
}

std::vector<File> make_files(std::uint64_t seed, const core::Calendar& calendar) {
    const Town town = make_town(seed, calendar);
    std::vector<File> files = map_files(town);
    for (auto part : {people_files(town), provision_files(town)})
        std::move(part.begin(), part.end(), std::back_inserter(files));
    files.push_back(offences_file(town));
    files.push_back(outreach_file(town));
    std::string note =
        "# This folder is SYNTHETIC: a made-up borough, no real place and no real person. Made by "
        "`make-demo`.\n"
        "name = \"Borough of Larkmoor (fictional)\"\n"
        "synthetic = true\n"
        "licence = \"CC0-1.0\"\n";
    note += fmt::format("seed = {}\ncodes = \"LKM-\"\nboundaries = \"EPSG:27700, in the North Sea\"\n", seed);
    const auto list = [&](const char* name, const std::vector<int>& areas, const char* why) {
        note += fmt::format("# {}\n{} = [", why, name);
        for (std::size_t i = 0; i < areas.size(); ++i)
            note += fmt::format("{}\"{}\"", i == 0 ? "" : ", ",
                                town.regions.areas[static_cast<std::size_t>(areas[i])].code);
        note += "]\n";
    };
    list("quiet_exceptions", town.quiet,
         "Deprived areas where, on purpose, hardly anyone of the cohort lives.");
    list("loud_exceptions", town.loud,
         "Areas of little deprivation where, on purpose, many of the cohort live.");
    files.push_back({"SYNTHETIC.toml", note});
    return files;
}

}  // namespace safeground::demo
