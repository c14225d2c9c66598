#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "town.hpp"

namespace safeground::demo {

namespace {

using core::RandomStream;
using core::StreamId;

constexpr const char* kSiteColumns =
    "site_id,name,kind,easting,northing,ward,provider,operator_kind,programme,host_school,age_min,age_max,"
    "eligibility,places,"
    "attendance,price_min,price_max,price,price_basis,free,fsm_free,food_included,magic_breakfast,pupil_"
    "premium_pct,"
    "ofsted_registered,status,close_date,as_of,response_status,marking,synthetic";

/// Empty text: unknown.
struct Site {
    std::string name, kind;
    std::size_t front = 0;
    std::string provider{}, operator_kind{}, programme{}, host_school{}, ages = ",", eligibility = "open",
                                                                         places{};
    std::string attendance{}, price_min{}, price_max{}, price{}, basis{}, free{}, fsm_free{}, food{}, magic{},
        premium{};
    std::string ofsted{}, status = "operating", close{}, response = "answered";
};

struct Session {
    std::size_t site;
    std::string weekday, start, end, season, places, price, activity;
    std::string ages = ",", from{}, to{}, attendance{};
};

struct Offer {
    std::vector<Site> sites;
    std::vector<Session> sessions;
    std::size_t add(Site site) {
        sites.push_back(std::move(site));
        return sites.size() - 1;
    }
};

std::string money(int pence) { return fmt::format("{}.{:02}", pence / 100, pence % 100); }

/// Pence that sum to `total`, the first at `low`, the last at `high`, the others between.
std::vector<int> prices(std::size_t count, int low, int high, int total, RandomStream& random) {
    std::vector<int> out{low, high};
    std::vector<double> share;
    for (std::size_t i = 2; i < count; ++i) share.push_back(random.uniform(0.72, 1.28));
    for (const int p : apportion(share, total - low - high)) out.push_back(p);
    return out;
}

std::size_t near(const Town& town, Vec at) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < town.fronts.size(); ++i)
        if (!town.fronts[i].park && distance(town.fronts[i].at, at) < distance(town.fronts[best].at, at))
            best = i;
    return best;
}

/// Breakfast and after-school clubs: places 1,551 and 2,124; prices of 18, 2 and 20 answering schools
/// (domain.md 3.12).
void wraparound(const Town& town, Offer& offer, RandomStream& random) {
    struct Club {
        std::size_t school, site;
    };
    std::vector<Club> breakfast, after;
    std::vector<double> breakfast_size, after_size;
    for (std::size_t i = 0; i < town.schools.size(); ++i) {
        const School& school = town.schools[i];
        const bool primary = school.phase == "Primary";
        const auto premium = std::to_string(school.pupil_premium_pct);
        const auto base = [&](const char* kind, const char* suffix) {
            Site site{school.name + suffix, kind, school.frontage};
            site.host_school = school.name;
            site.ages = primary ? "4,11" : "11,16";
            site.premium = premium;
            site.operator_kind = random.below(3) == 0 ? "external" : "school";
            site.provider = site.operator_kind == "external" ? "Lantern Wraparound CIC" : school.name;
            site.ofsted = random.below(5) == 0 ? "yes" : "not required";
            site.response = "no answer";
            return site;
        };
        if (primary ? i != 7 && i != 29 : i % 5 == 1) {  // in almost all primaries (001:1927)
            Site site = base("breakfast", " breakfast club");
            site.food = "yes";
            site.magic = school.magic_breakfast ? "yes" : "no";
            breakfast.push_back({i, offer.add(site)});
            breakfast_size.push_back(school.roll * random.uniform(0.7, 1.3));
        }
        if (primary ? i != 7 && i != 18 : i % 3 != 0) {
            Site site = base("after school", primary ? " after-school club" : " activity club");
            site.fsm_free = random.below(3) == 0 ? "yes" : "no";
            after.push_back({i, offer.add(site)});
            if (primary) after_size.push_back(school.roll * random.uniform(0.7, 1.3));
        }
    }
    // Every seventh school did not say how many places it has: unknown, not none.
    const auto known = [](std::size_t k) { return k % 7 != 4; };
    const auto fill = [&](const std::vector<Club>& clubs, const std::vector<double>& size, int total) {
        std::vector<double> weights;
        for (std::size_t k = 0; k < size.size(); ++k) weights.push_back(known(k) ? size[k] : 0);
        const std::vector<int> places = apportion(weights, total);
        for (std::size_t k = 0; k < size.size(); ++k)
            if (known(k)) {
                Site& site = offer.sites[clubs[k].site];
                site.places = std::to_string(places[k]);
                site.attendance =
                    std::to_string(static_cast<int>(std::lround(places[k] * random.uniform(0.45, 0.95))));
            }
    };
    fill(breakfast, breakfast_size, 1551);
    fill(after, after_size, 2124);

    const auto price = [&](const std::vector<Club>& clubs, const char* phase, std::size_t count,
                           const std::vector<int>& low, const std::vector<int>& high) {
        std::vector<std::size_t> askable;
        for (const Club& club : clubs)
            if (town.schools[club.school].phase == phase) askable.push_back(club.site);
        for (std::size_t k = 0; k < count; ++k) {
            Site& site =
                offer.sites[askable[(k * 5 + 3) % askable.size()]];  // 5 is prime to the number of clubs
            site.price_min = money(low[k]);
            site.price_max = money(high[k]);
            site.price = money((low[k] + high[k]) / 2);
            constexpr std::array kBasis{"per session", "estimated from week", "estimated from term"};
            site.basis = kBasis[k % 3];
            site.free = high[k] == 0 ? "yes" : "no";
            site.response = "answered";
        }
    };
    const auto primary_breakfast = prices(18, 0, 685, 6012, random);  // mean 3.34
    price(breakfast, "Primary", 18, primary_breakfast, primary_breakfast);
    price(breakfast, "Secondary", 2, {0, 100}, {0, 100});
    // Lowest and highest price of a session: means 5.95 and 9.84; over all from 0 to 15.
    std::vector<int> low = prices(20, 0, 820, 11900, random), high = prices(20, 0, 1500, 19680, random);
    std::sort(low.begin(), low.end());
    std::sort(high.begin(), high.end());
    price(after, "Primary", 20, low, high);
    for (const Club& club : after)
        if (town.schools[club.school].phase == "Secondary")
            offer.sites[club.site].response = "insufficient data";

    for (const Club& club : breakfast) {
        const Site& site = offer.sites[club.site];
        offer.sessions.push_back({club.site, "Mon-Fri", random.below(2) == 0 ? "07:45" : "08:00", "08:45",
                                  "term", site.places, site.price, "breakfast"});
    }
    for (const Club& club : after) {
        const Site& site = offer.sites[club.site];
        if (site.response == "no answer" && random.below(3) == 0) continue;  // hours unknown
        const bool primary = town.schools[club.school].phase == "Primary";
        // Demand is for three days a week (001:1893): Friday is often not offered.
        const char* days = primary ? (random.below(3) == 0   ? "Mon-Fri"
                                      : random.below(2) == 0 ? "Mon, Tue, Wed, Thu"
                                                             : "Tue, Wed, Thu")
                                   : (random.below(2) == 0 ? "Tue, Thu" : "Mon, Wed");
        offer.sessions.push_back(
            {club.site, days, "15:30", primary ? (random.below(2) == 0 ? "17:30" : "18:00") : "16:30", "term",
             site.places, site.price, primary ? "play and homework" : "sport and activities"});
    }
}

/// Holiday food and activities: 3,200 spaces, four hours on four days in four weeks; and 2,700 more from 44
/// organisations, of which 11 also do the first (domain.md 3.12).
void holidays(const Town& town, Offer& offer, RandomStream& random) {
    constexpr std::size_t kProviders = 22, kExtra = 44, kBoth = 11;
    constexpr std::array kWhat{"Youth Trust",      "Sports",           "Arts",
                               "Community Centre", "Play Association", "Settlement"};
    std::vector<std::string> names;
    while (names.size() < kProviders + kExtra - kBoth) {
        const Frontage& at = town.fronts[random.below(static_cast<std::uint32_t>(town.fronts.size()))];
        std::string name =
            town.streets.list[static_cast<std::size_t>(at.street)].name + " " + kWhat[random.below(6)];
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    std::vector<double> at_weight;
    for (const Frontage& f : town.fronts)
        at_weight.push_back(f.park || f.major ? 0 : 0.2 + town.need[static_cast<std::size_t>(f.area)]);
    const auto programme = [&](const char* title, std::size_t first, std::size_t count, int spaces,
                               bool haf) {
        std::vector<double> size(count);
        for (double& s : size) s = random.uniform(0.4, 1.8);
        const auto places = apportion(size, spaces);
        for (std::size_t k = 0; k < count; ++k) {
            Site site{names[first + k] + (haf ? " summer club" : " extra summer offer"), "holiday",
                      draw(random, at_weight)};
            site.provider = names[first + k];
            site.operator_kind = "voluntary";
            site.programme = title;
            site.places = std::to_string(places[k]);
            site.price_min = site.price_max = site.price = "0.00";
            site.basis = "per session";
            site.free = site.food = "yes";
            site.eligibility = haf ? "fsm" : "near-fsm";
            site.ages = haf ? (k % 3 == 0 ? "11,16" : "5,11")
                            : (k % 4 == 0   ? "0,4"
                               : k % 4 == 1 ? "16,18"
                                            : "5,16");
            const std::size_t at = offer.add(site);
            const bool late = k % 2 == 1;
            offer.sessions.push_back({at, haf ? "Mon-Thu" : (k % 3 == 0 ? "Fri" : "Tue, Thu"),
                                      late ? "11:00" : "10:00", haf ? (late ? "15:00" : "14:00") : "13:30",
                                      "holiday", site.places, "0.00", "food and activities", ",",
                                      "2025-07-28", "2025-08-21"});
        }
    };
    programme("Holiday activities and food, summer", 0, kProviders, 3200, true);
    programme("Additional holiday offer, summer", kProviders - kBoth, kExtra, 2700, false);
}

void all_year(const Town& town, Offer& offer, RandomStream& random) {
    const auto site = [&](std::string name, const char* kind, Vec at, const char* operator_kind,
                          const char* ages) {
        Site s{std::move(name), kind, near(town, at)};
        s.operator_kind = operator_kind;
        s.provider = std::string(operator_kind) == "council" ? "Larkmoor Council" : s.name;
        s.ages = ages;
        return s;
    };
    const auto session = [&](std::size_t at, const char* days, const char* start, const char* end,
                             const char* season, const char* activity, const char* people = "") {
        offer.sessions.push_back(
            {at, days, start, end, season, offer.sites[at].places, "", activity, ",", "", "", people});
    };
    const std::array<std::pair<const char*, Vec>, 5> hubs{{{"Cutside Youth Hub", {2950, 4250}},
                                                           {"Curlew Road Youth Hub", {1150, 3760}},
                                                           {"Oystergate Youth Hub", {5050, 4150}},
                                                           {"Customs House Youth Hub", {3900, 1650}},
                                                           {"Ropewalk Youth Hub", {1850, 1520}}}};
    for (std::size_t k = 0; k < hubs.size(); ++k) {
        Site s = site(hubs[k].first, "youth hub", hubs[k].second, "voluntary", "10,19");
        s.free = "yes";
        s.price = "0.00";
        s.places = k == 3 ? "" : std::to_string(40 + 10 * k);
        const auto at = offer.add(s);
        session(at, k == 1 ? "Mon, Wed, Thu" : "Mon-Fri", "15:30", k % 2 == 0 ? "20:00" : "19:00", "term",
                "open access");
        session(at, "Mon-Fri", "11:00", "17:00", "holiday", "holiday programme");
    }
    const std::array<std::pair<const char*, Vec>, 11> clubs{{{"The Boathouse", {1600, 1250}},
                                                             {"Dunlin Boxing Club", {2200, 4500}},
                                                             {"Beacon Hill Scouts Hall", {3050, 4750}},
                                                             {"Northgate Detached Base", {4700, 4800}},
                                                             {"Tidewell Estate Club", {1750, 5150}},
                                                             {"Staithe Music Studio", {4550, 3350}},
                                                             {"St Wystan's Hall", {3350, 3450}},
                                                             {"Plover Street Girls' Project", {2250, 3520}},
                                                             {"Skerry Adventure Playground", {5650, 3150}},
                                                             {"Westhaven Sports Club", {700, 2450}},
                                                             {"Ebbsfield Rowing Club", {5300, 1450}}}};
    for (std::size_t k = 0; k < clubs.size(); ++k) {
        Site s = site(clubs[k].first, "youth club", clubs[k].second, "voluntary", k == 8 ? "5,15" : "11,18");
        if (k % 4 == 3) s.response = "no answer";  // a known club of which nothing else is known
        else {
            s.places = std::to_string(20 + random.below(30));
            s.price = k % 3 == 0 ? "0.00" : "1.50";
            s.free = k % 3 == 0 ? "yes" : "no";
        }
        if (k == 4) s.status = "at risk";
        const auto at = offer.add(s);
        if (k % 4 != 3)
            session(at, k % 2 == 0 ? "Tue, Thu" : "Mon, Wed, Fri", "17:00", "20:30", "term", "club night");
        if (k == 1 || k == 5) session(at, "Sat", "11:00", "15:00", "all year", "workshops");
    }
    Site thursdays = site("Warm Cup Thursdays", "youth club", {3980, 1480}, "voluntary", ",");
    thursdays.free = thursdays.food = "yes";
    thursdays.price = "0.00";
    thursdays.attendance = "255";
    session(offer.add(thursdays), "Thu", "15:30", "17:30", "term", "hot chocolate on the estate", "255");
    const std::array<std::pair<const char*, Vec>, 3> families{{{"North Family Hub", {2700, 4700}},
                                                               {"East Family Hub", {4950, 3700}},
                                                               {"South Family Hub", {2900, 1650}}}};
    for (const auto& [name, at] : families) {
        Site s = site(name, "family hub", at, "council", "0,19");
        s.free = "yes";
        session(offer.add(s), "Mon-Fri", "09:00", "17:00", "all year", "advice and groups");
    }
    const std::array<std::pair<const char*, Vec>, 8> libraries{{{"Larkmoor Central Library", {3620, 3000}},
                                                                {"Cutside Library", {3150, 4150}},
                                                                {"Curlew Road Library", {900, 3620}},
                                                                {"Beacon Hill Library", {3500, 5000}},
                                                                {"Oystergate Library", {5300, 4300}},
                                                                {"Ropewalk Library", {2000, 1420}},
                                                                {"Ebbsfield Library", {4900, 1750}},
                                                                {"Westhaven Library", {800, 2650}}}};
    for (std::size_t k = 0; k < libraries.size(); ++k) {
        Site s = site(libraries[k].first, "library", libraries[k].second, "council", "0,19");
        s.free = "yes";
        s.price = "0.00";
        if (k == 5) {
            s.status = "closing";
            s.close = "2026-06-30";
        }
        const auto at = offer.add(s);
        session(at, "Mon-Fri", "10:00", k % 3 == 0 ? "19:00" : "17:30", "all year", "open");
        session(at, k % 2 == 0 ? "Tue, Thu" : "Wed", "15:30", "17:00", "term",
                k % 2 == 0 ? "homework club" : "coding and chess");
        if (k < 5) session(at, "Sat", "10:00", "16:00", "all year", "Lego and craft");
    }
    const std::array<std::pair<const char*, Vec>, 4> leisure{{{"Larkmoor Baths", {3300, 3600}},
                                                              {"Skerry Leisure Centre", {5450, 3600}},
                                                              {"Saltings Leisure Centre", {5000, 1350}},
                                                              {"Mere Boating Base", {2420, 2050}}}};
    for (std::size_t k = 0; k < leisure.size(); ++k) {
        Site s = site(leisure[k].first, "leisure", leisure[k].second, "external", "5,99");
        s.price_min = "2.40";
        s.price_max = "6.50";
        s.price = "4.45";
        s.basis = "per session";
        s.free = "no";
        if (k == 0) s.status = "at risk";
        session(offer.add(s), "daily", "07:00", "21:00", "all year", "open");
    }
    for (int k = 0; k < 6; ++k) {
        const double turn = k * 1.0472;
        Site s = site(fmt::format("Safe haven {}", k + 1), "safe haven",
                      borough_plan().night_quarter + Vec{520 * std::cos(turn), 420 * std::sin(turn)},
                      "external", "10,25");
        s.free = "yes";
        offer.add(s);  // opening hours not known
    }
}

std::string schools_csv(const Town& town) {
    std::string text =
        "school_id,school,phase,easting,northing,LSOA21CD,age_min,age_max,roll,resident_pupils,resident_pct,"
        "fsm_pupils,"
        "pupil_premium_pct,ehcp,sen_support,magic_breakfast,safer_schools,synthetic\n";
    for (const School& s : town.schools) {
        const Frontage& at = town.fronts[s.frontage];
        const bool primary = s.phase == "Primary";
        text += fmt::format("{},{},{},{},{},{},{},{},{:.1f},{},{},{},{},{},{},yes\n", s.id, s.name, s.phase,
                            sheet_place(at.at), town.regions.areas[static_cast<std::size_t>(at.area)].code,
                            primary ? "4,11" : "11,18", s.roll, s.resident, 100.0 * s.resident / s.roll,
                            s.fsm, s.pupil_premium_pct, s.ehcp, s.sen_support,
                            s.magic_breakfast ? "yes" : "no", s.safer_schools ? "yes" : "no");
    }
    return text;
}

}  // namespace

std::vector<File> provision_files(const Town& town) {
    RandomStream random(town.seed, StreamId::DemoBorough, 14);
    Offer offer;
    wraparound(town, offer, random);
    holidays(town, offer, random);
    all_year(town, offer, random);
    const auto id = [](std::size_t i) { return fmt::format("LKM-P{:03}", i + 1); };
    const auto cell = [](const std::string& text) {
        return text.find(',') == std::string::npos ? text : "\"" + text + "\"";
    };
    std::string sites = std::string(kSiteColumns) + "\n";
    for (std::size_t i = 0; i < offer.sites.size(); ++i) {
        const Site& s = offer.sites[i];
        const Frontage& at = town.fronts[s.front];
        const auto ward =
            static_cast<std::size_t>(town.regions.areas[static_cast<std::size_t>(at.area)].ward);
        std::string row = fmt::format("{},{},{},{},{}", id(i), cell(s.name), s.kind, sheet_place(at.at),
                                      cell(borough_plan().wards[ward].name));
        for (const std::string& text : {s.provider, s.operator_kind, s.programme, s.host_school})
            row += "," + cell(text);
        row += "," + s.ages;  // two cells
        for (const std::string& text :
             {s.eligibility, s.places, s.attendance, s.price_min, s.price_max, s.price, s.basis, s.free,
              s.fsm_free, s.food, s.magic, s.premium, s.ofsted, s.status, s.close})
            row += "," + text;
        sites += row + ",2026-02-28," + s.response + ",public,yes\n";
    }
    std::string sessions =
        "site_id,weekday,start,end,season,places,price,activity,age_min,age_max,date_from,date_to,attendance,"
        "marking,synthetic\n";
    for (const Session& s : offer.sessions) {
        sessions += fmt::format("{},{},{},{},{},{},{},{},", id(s.site), cell(s.weekday), s.start, s.end,
                                s.season, s.places, s.price, s.activity);
        sessions += (s.ages == "," ? offer.sites[s.site].ages : s.ages) +
                    fmt::format(",{},{},{},public,yes\n", s.from, s.to, s.attendance);
    }
    return {{"sites.csv", sites}, {"sessions.csv", sessions}, {"schools.csv", schools_csv(town)}};
}

}  // namespace safeground::demo
