#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <iostream>
#include <numeric>
#include <set>

#include "core/date.hpp"
#include "demo_files.hpp"
#include "read_toml.hpp"

// Every target of geodata/calibration.toml, recomputed from the committed files alone.

using namespace safeground;
using namespace safeground::tests;

namespace {

using Test = std::function<bool(const Row&)>;
using Table = std::vector<Row>;

bool yes(const Row& row, const char* column) { return row.at(column) == "yes"; }
double number(const Row& row, const char* column) { return std::stod(row.at(column)); }
Test is(const char* column, std::string value) {
    return [=](const Row& row) { return row.at(column) == value; };
}
Test both(Test a, Test b) {
    return [=](const Row& row) { return a(row) && b(row); };
}

Table where(const Table& table, const Test& test) {
    Table out;
    std::copy_if(table.begin(), table.end(), std::back_inserter(out), test);
    return out;
}
double count(const Table& table, const Test& test) {
    return static_cast<double>(std::count_if(table.begin(), table.end(), test));
}
/// Sum of the cells that are not blank.
double sum(const Table& table, const char* column) {
    double total = 0;
    for (const Row& row : table)
        if (!row.at(column).empty()) total += number(row, column);
    return total;
}
double per_cent(double part, double whole) { return 100 * part / whole; }

std::vector<double> values(const Table& table, const char* column) {
    std::vector<double> out;
    for (const Row& row : table)
        if (!row.at(column).empty()) out.push_back(number(row, column));
    return out;
}
double mean(const std::vector<double>& v) {
    return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
}
double lowest(const std::vector<double>& v) { return *std::min_element(v.begin(), v.end()); }
double highest(const std::vector<double>& v) { return *std::max_element(v.begin(), v.end()); }

std::vector<double> ranks(const std::vector<double>& v) {
    std::vector<double> out;
    for (const double x : v) {
        double below = 0, same = 0;
        for (const double y : v) {
            below += y < x;
            same += y == x;
        }
        out.push_back(below + (same + 1) / 2);
    }
    return out;
}
double spearman(const std::vector<double>& a, const std::vector<double>& b) {
    const auto x = ranks(a), y = ranks(b);
    const double mx = mean(x), my = mean(y);
    double xy = 0, xx = 0, yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - mx) * (y[i] - my);
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
    }
    return xy / std::sqrt(xx * yy);
}

struct Demo {
    Table people = demo_csv("population.csv"), deprivation = demo_csv("deprivation.csv"),
          schools = demo_csv("schools.csv");
    Table sites = demo_csv("sites.csv"), sessions = demo_csv("sessions.csv"),
          offences = demo_csv("offences.csv");
    Table cohort = demo_csv("cohort_youth_justice.csv"), unit = demo_csv("cohort_exploitation_unit.csv");
    Table youth = demo_csv("youth_justice_summary.csv"), survey = demo_csv("survey.csv"),
          outreach = demo_csv("outreach.csv");
    std::map<std::string, double> score, decile;
    std::map<std::string, std::string> ward;
    std::map<std::string, std::set<std::string>> exceptions;
    core::Calendar calendar;
    std::string night_ward;
    Table knife, injury;

    Demo() {
        for (const Row& row : deprivation) {
            score[row.at("LSOA code (2021)")] = number(row, "Index of Multiple Deprivation (IMD) Score");
            decile[row.at("LSOA code (2021)")] = number(
                row, "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)");
        }
        for (const Shape& shape : demo_shapes("lsoa.geojson")) {
            ward[shape.properties.at("LSOA21CD")] = shape.properties.at("WD25CD");
            if (shape.properties.at("WD25NM") == "Lantern Quarter")
                night_ward = shape.properties.at("WD25CD");
        }
        calendar = *demo::read_calendar(SAFEGROUND_SOURCE_DIR "/geodata/calendar.toml");
        const std::string note = whole_file(demo_path("SYNTHETIC.toml"));
        for (const std::string name : {"quiet", "loud"}) {
            const auto from = note.find(name + "_exceptions = [");
            const std::string list = note.substr(from, note.find(']', from) - from);
            for (auto at = list.find("LKM-L"); at != std::string::npos; at = list.find("LKM-L", at + 1))
                exceptions[name].insert(list.substr(at, 8));
        }
        for (Row& row : offences) row["area"] = area_at(place(row));
        // Knife crime: seen or threatened with; simple possession is another series (T4).
        knife = where(offences, [](const Row& r) {
            return (yes(r, "knife_present") || yes(r, "knife_intimated")) && !yes(r, "possession_only");
        });
        injury = where(knife, [](const Row& r) {
            const std::string& age = r.at("victim_age_band");
            return yes(r, "injury") && !yes(r, "domestic_abuse") && (age == "10-17" || age == "18-24");
        });
    }

    std::vector<double> by_area(const Table& table, const char* column) const {
        std::map<std::string, double> counts;
        for (const auto& [code, s] : score) counts[code] = 0;
        for (const Row& row : table) ++counts.at(row.at(column));
        std::vector<double> out;
        for (const auto& [code, n] : counts) out.push_back(n);
        return out;
    }
    std::vector<double> scores() const {
        std::vector<double> out;
        for (const auto& [code, s] : score) out.push_back(s);
        return out;
    }
    std::map<std::string, double> by_ward(const Table& table) const {
        std::map<std::string, double> counts;
        for (const Row& row : table) ++counts[ward.at(row.at("area"))];
        return counts;
    }
    std::string peak_ward(const Table& table) const {
        const auto counts = by_ward(table);
        return std::max_element(counts.begin(), counts.end(),
                                [](auto& a, auto& b) { return a.second < b.second; })
            ->first;
    }
    double in_most_deprived_fifth(const Table& table) const {
        std::vector<double> sorted = scores();
        std::sort(sorted.rbegin(), sorted.rend());
        const double edge = sorted[sorted.size() / 5 - 1];
        return count(table, [&](const Row& r) { return score.at(r.at("area")) >= edge; }) /
               static_cast<double>(table.size());
    }
    double ward_score_rank(const std::string& wanted) const {
        std::map<std::string, std::pair<double, double>> sums;
        for (const auto& [code, w] : ward) {
            sums[w].first += score.at(code);
            sums[w].second += 1;
        }
        double above = 0;
        for (const auto& [w, s] : sums)
            above += s.first / s.second > sums[wanted].first / sums[wanted].second;
        return above + 1;
    }
    Table clubs(const char* kind, const char* phase) const {
        std::set<std::string> names;
        for (const Row& s : schools)
            if (s.at("phase") == phase) names.insert(s.at("school"));
        return where(sites, [&, kind](const Row& r) {
            return r.at("kind") == kind && names.contains(r.at("host_school"));
        });
    }
    double youth_count(const char* year, const char* measure, const char* category) const {
        return sum(where(youth,
                         [=](const Row& r) {
                             return r.at("period") == year && r.at("measure") == measure &&
                                    (category == nullptr || r.at("category") == category);
                         }),
                   "count");
    }
    /// People of the cohort in each of the named exceptions.
    std::vector<double> cohort_in(const char* name) const {
        std::vector<double> out;
        for (const std::string& code : exceptions.at(name)) out.push_back(count(cohort, is("lsoa", code)));
        return out;
    }
    std::vector<double> deciles_of(const char* name) const {
        std::vector<double> out;
        for (const std::string& code : exceptions.at(name)) out.push_back(decile.at(code));
        return out;
    }
    /// One value for all holiday sessions of the programme, or -1.
    double haf(const std::function<double(const Row&)>& measure) const {
        std::set<std::string> ids;
        for (const Row& s : where(sites, is("programme", "Holiday activities and food, summer")))
            ids.insert(s.at("site_id"));
        std::set<double> found;
        for (const Row& s : sessions)
            if (ids.contains(s.at("site_id"))) found.insert(measure(s));
        return found.size() == 1 ? *found.begin() : -1;
    }
    double possession_ratio(bool with_carnival) const {
        std::map<int, double> months;
        for (int m = 2023 * 12 + 2; m <= 2026 * 12 + 1; ++m) months[m] = 0;
        for (const Row& r : where(offences, is("possession_only", "yes"))) {
            const core::Date day = *core::parse_date(r.at("date"));
            if (with_carnival || !calendar.event_on(day)) ++months.at(core::month_number(day));
        }
        std::vector<double> august, others;
        for (const auto& [m, n] : months) (m % 12 == 7 ? august : others).push_back(n);
        return mean(august) / mean(others);
    }
    double after_school_ratio() const {
        const Table young = where(offences, [this](const Row& r) {
            return r.at("victim_age_band") == "10-17" && !r.at("hour").empty() &&
                   calendar.school_day(*core::parse_date(r.at("date"))).value_or(false);
        });
        const double after =
            count(young, [](const Row& r) { return number(r, "hour") >= 15 && number(r, "hour") < 18; });
        return after / static_cast<double>(young.size()) / (3.0 / 24);
    }
    double resident_pct(const Table& table) const {
        return per_cent(count(table, is("offender_resident", "yes")),
                        count(table, [](const Row& r) { return !r.at("offender_resident").empty(); }));
    }
};

double minutes(const std::string& time) {
    return std::stod(time.substr(0, 2)) * 60 + std::stod(time.substr(3, 2));
}

std::map<std::string, std::function<double()>> recomputations(const Demo& d) {
    const Table primary = where(d.schools, is("phase", "Primary"));
    const Table breakfast = d.clubs("breakfast", "Primary"),
                late_breakfast = d.clubs("breakfast", "Secondary");
    const Table after = d.clubs("after school", "Primary"), late_after = d.clubs("after school", "Secondary");
    const Table haf = where(d.sites, is("programme", "Holiday activities and food, summer"));
    const Table extra = where(d.sites, is("programme", "Additional holiday offer, summer"));
    const auto providers = [](const Table& table) {
        std::set<std::string> out;
        for (const Row& r : table) out.insert(r.at("provider"));
        return out;
    };
    const auto size = [](std::size_t n) { return static_cast<double>(n); };
    std::map<std::string, std::function<double()>> m;
    m["residents"] = [&] { return sum(d.people, "all_ages"); };
    m["children_0_19"] = [&] {
        double total = 0;
        for (const char* band : {"age_0_4", "age_5_9", "age_10_15", "age_16_17", "age_18_19"})
            total += sum(d.people, band);
        return total;
    };
    m["pupils"] = [&] { return sum(d.schools, "roll"); };
    m["pupils_resident"] = [&] { return sum(d.schools, "resident_pupils"); };
    m["pupils_resident_pct"] = [&] {
        return per_cent(sum(d.schools, "resident_pupils"), sum(d.schools, "roll"));
    };
    m["primary_schools"] = [=] { return size(primary.size()); };
    m["safer_schools"] = [&] {
        return count(d.schools, both(is("phase", "Secondary"), is("safer_schools", "yes")));
    };
    m["primary_fsm_pct"] = [=] { return per_cent(sum(primary, "fsm_pupils"), sum(primary, "roll")); };
    m["ehcp"] = [&] { return sum(d.schools, "ehcp"); };
    m["sen_support"] = [&] { return sum(d.schools, "sen_support"); };
    m["special_needs_pct"] = [&] {
        return per_cent(sum(d.schools, "ehcp") + sum(d.schools, "sen_support"), sum(d.schools, "roll"));
    };
    m["pupil_premium_eligible_pct"] = [=] {
        return per_cent(count(primary, [](const Row& r) { return number(r, "pupil_premium_pct") >= 35; }),
                        size(primary.size()));
    };
    m["magic_breakfast_schools"] = [&] { return count(d.schools, is("magic_breakfast", "yes")); };

    constexpr const char *kFirst = "2023-24", *kSecond = "2024-25", *kThird = "2025-26";
    const auto youth = [&d](const char* year, const char* measure, const char* category) {
        return [&d, year, measure, category] { return d.youth_count(year, measure, category); };
    };
    m["young_people_male_year_1"] = youth(kFirst, "young people", "male");
    m["young_people_female_year_1"] = youth(kFirst, "young people", "female");
    m["young_people_male_year_2"] = youth(kSecond, "young people", "male");
    m["young_people_female_year_2"] = youth(kSecond, "young people", "female");
    m["youth_offences_year_1"] = youth(kFirst, "offences", nullptr);
    m["youth_offences_year_2"] = youth(kSecond, "offences", nullptr);
    m["youth_offences_year_3"] = youth(kThird, "offences", nullptr);
    m["youth_drugs_year_1"] = youth(kFirst, "offences", "Drugs");
    m["youth_drugs_year_2"] = youth(kSecond, "offences", "Drugs");
    m["youth_drugs_year_3"] = youth(kThird, "offences", "Drugs");
    m["youth_violence_year_1"] = youth(kFirst, "offences", "Violence Against the Person");
    m["youth_violence_year_2"] = youth(kSecond, "offences", "Violence Against the Person");
    m["youth_violence_year_3"] = youth(kThird, "offences", "Violence Against the Person");
    m["youth_possession_year_1"] = youth(kFirst, "of which possession of a weapon", nullptr);
    m["youth_possession_year_2"] = youth(kSecond, "of which possession of a weapon", nullptr);
    m["youth_robbery_year_1"] = youth(kFirst, "offences", "Robbery");
    m["youth_robbery_year_3"] = youth(kThird, "offences", "Robbery");
    m["cohort_year_1"] = [&] { return count(d.cohort, is("period", kFirst)); };
    m["cohort_year_2"] = [&] { return count(d.cohort, is("period", kSecond)); };
    m["cohort_15_17_pct"] = [&] {
        return per_cent(count(d.cohort, is("age_band", "15-17")), size(d.cohort.size()));
    };
    m["unit_age_mode"] = [&] {
        std::map<double, int> ages;
        for (const double age : values(d.unit, "age_band")) ++ages[age];
        return std::max_element(ages.begin(), ages.end(),
                                [](auto& a, auto& b) { return a.second < b.second; })
            ->first;
    };
    m["unit_age_min"] = [&] { return lowest(values(d.unit, "age_band")); };
    m["unit_age_max"] = [&] { return highest(values(d.unit, "age_band")); };

    m["robbery_linked_pct"] = [&] {
        return per_cent(count(d.knife, is("robbery_linked", "yes")), size(d.knife.size()));
    };
    m["resident_offences_pct"] = [&] { return d.resident_pct(d.offences); };
    m["survey_high_pct"] = [&] { return highest(values(d.survey, "agree_pct")); };
    m["survey_low_pct"] = [&] { return lowest(values(d.survey, "agree_pct")); };

    m["breakfast_places"] = [&] { return sum(where(d.sites, is("kind", "breakfast")), "places"); };
    m["after_school_places"] = [&] { return sum(where(d.sites, is("kind", "after school")), "places"); };
    const auto prices = [&m, size](const std::string& name, const Table& table) {
        m[name + "_answers"] = [=] { return size(values(table, "price").size()); };
        m[name + "_min"] = [=] { return lowest(values(table, "price_min")); };
        m[name + "_max"] = [=] { return highest(values(table, "price_max")); };
        m[name + "_mid"] = [=] { return mean(values(table, "price")); };
    };
    prices("breakfast_primary", breakfast);
    prices("breakfast_secondary", late_breakfast);
    prices("after_school", after);
    m["after_school_mean_low"] = [=] { return mean(values(after, "price_min")); };
    m["after_school_mean_high"] = [=] { return mean(values(after, "price_max")); };
    m["after_school_secondary_answers"] = [=] { return size(values(late_after, "price").size()); };
    m["prices_unknown"] = [=] {
        double blank = 0;
        for (const Table* table : {&breakfast, &late_breakfast, &after, &late_after})
            blank += count(*table, is("price", ""));
        return blank;
    };
    m["haf_spaces"] = [=] { return sum(haf, "places"); };
    m["haf_hours_a_day"] = [&] {
        return d.haf([](const Row& s) { return (minutes(s.at("end")) - minutes(s.at("start"))) / 60; });
    };
    m["haf_days_a_week"] = [&] {
        return d.haf([](const Row& s) { return s.at("weekday") == "Mon-Thu" ? 4.0 : 0.0; });
    };
    m["haf_weeks"] = [&] {
        return d.haf([](const Row& s) {
            const auto days = core::day_number(*core::parse_date(s.at("date_to"))) -
                              core::day_number(*core::parse_date(s.at("date_from")));
            return std::ceil(static_cast<double>(days) / 7);
        });
    };
    m["extra_spaces"] = [=] { return sum(extra, "places"); };
    m["extra_organisations"] = [=] { return size(providers(extra).size()); };
    m["extra_also_haf"] = [=] {
        double n = 0;
        for (const std::string& p : providers(extra)) n += providers(haf).contains(p);
        return n;
    };
    m["family_hubs"] = [&] { return count(d.sites, is("kind", "family hub")); };
    m["youth_hubs"] = [&] { return count(d.sites, is("kind", "youth hub")); };
    m["thursday_attendance"] = [&] {
        return sum(where(d.sites, is("name", "Warm Cup Thursdays")), "attendance");
    };
    m["outreach_contacts"] = [&] { return sum(d.outreach, "contacts"); };

    m["residence_deprivation"] = [&] { return spearman(d.by_area(d.cohort, "lsoa"), d.scores()); };
    m["unit_residence_deprivation"] = [&] { return spearman(d.by_area(d.unit, "lsoa"), d.scores()); };
    m["quiet_exceptions"] = [&] { return highest(d.cohort_in("quiet")); };
    m["quiet_exceptions_decile"] = [&] { return highest(d.deciles_of("quiet")); };
    m["loud_exceptions"] = [&] { return lowest(d.cohort_in("loud")); };
    m["loud_exceptions_decile"] = [&] { return lowest(d.deciles_of("loud")); };
    m["night_quarter_knife_pct"] = [&] {
        if (d.peak_ward(d.knife) != d.night_ward) return 0.0;
        return per_cent(d.by_ward(d.knife).at(d.night_ward), size(d.knife.size()));
    };
    m["knife_residence"] = [&] {
        return std::abs(spearman(d.by_area(d.knife, "area"), d.by_area(d.cohort, "lsoa")));
    };
    m["injury_deprivation_shift"] = [&] {
        return d.in_most_deprived_fifth(d.injury) / d.in_most_deprived_fifth(d.knife);
    };
    m["injury_peak_is_deprived"] = [&] {
        const std::string peak = d.peak_ward(d.injury);
        return peak != d.night_ward && d.ward_score_rank(peak) <= 6 ? 1.0 : 0.0;
    };
    m["august_possession"] = [&] { return d.possession_ratio(true); };
    m["august_without_carnival"] = [&] { return d.possession_ratio(false); };
    m["after_school_bump"] = [&] { return d.after_school_ratio(); };
    m["night_quarter_resident_pct"] = [&] {
        return d.resident_pct(
            where(d.offences, [&](const Row& r) { return d.ward.at(r.at("area")) == d.night_ward; }));
    };
    return m;
}

}  // namespace

TEST_CASE("Every calibration target is met by the demonstration borough's files") {
    const auto targets = demo::read_toml(SAFEGROUND_SOURCE_DIR "/geodata/calibration.toml");
    REQUIRE(targets);
    const Demo d;
    auto compute = recomputations(d);
    std::set<std::string> checked;
    for (const auto& target : *targets) {
        REQUIRE(target.name == "target");
        const std::string key = target.values.at("key");
        INFO(key << ": " << target.values.at("title") << " (line " << target.line << ")");
        REQUIRE(checked.insert(key).second);
        REQUIRE(compute.contains(key));
        CHECK_FALSE(target.values.at("reference").empty());
        const double wanted = std::stod(target.values.at("value")), found = compute.at(key)();
        const std::string rule = target.values.at("rule");
        if (std::getenv("SAFEGROUND_SHOW_CALIBRATION") != nullptr)
            std::cout << key << " " << rule << " " << wanted << ": " << found << "\n";
        if (rule == "at_least") CHECK(found >= wanted);
        else if (rule == "at_most") CHECK(found <= wanted);
        else {
            REQUIRE(rule == "equal");
            CHECK(std::abs(found - wanted) <= std::stod(target.values.at("tolerance")) + 1e-9);
        }
    }
    for (const auto& [key, function] : compute) {
        INFO(key << " is recomputed but is no target");
        CHECK(checked.contains(key));
    }
}

TEST_CASE("The demo's figures hang together") {
    for (const Row& r : demo_csv("population.csv")) {
        double parts = 0;
        for (const char* band :
             {"age_0_4", "age_5_9", "age_10_15", "age_16_17", "age_18_19", "age_20_24", "age_25_plus"})
            parts += number(r, band);
        CHECK(parts == number(r, "all_ages"));
        CHECK(number(r, "all_ages") >= 1000);  // as of real LSOAs (methods.md 21)
        CHECK(number(r, "all_ages") <= 3000);
        CHECK(number(r, "age_10_17") == number(r, "age_10_15") + number(r, "age_16_17"));
        CHECK(number(r, "age_18_24") == number(r, "age_18_19") + number(r, "age_20_24"));
    }
    for (const Row& r : demo_csv("offences.csv")) {
        if (yes(r, "possession_only"))
            CHECK((!yes(r, "injury") && !yes(r, "robbery_linked") && r.at("victim_age_band").empty()));
        CHECK_FALSE((yes(r, "knife_present") && yes(r, "knife_intimated")));
        CHECK(r.at("date") >= "2023-03-01");
        CHECK(r.at("date") <= "2026-02-28");
    }
    for (const Row& r : demo_csv("schools.csv")) {
        CHECK(number(r, "resident_pupils") <= number(r, "roll"));
        CHECK(number(r, "fsm_pupils") <= number(r, "roll"));
    }
    for (const Row& r : demo_csv("sites.csv"))
        if (!r.at("price_min").empty()) {
            CHECK(number(r, "price_min") <= number(r, "price"));
            CHECK(number(r, "price") <= number(r, "price_max"));
        }
    for (const Row& r : demo_csv("sessions.csv")) CHECK(r.at("start") < r.at("end"));
}

TEST_CASE("The demo's deprivation ranks follow its scores as in the published index") {
    auto rows = demo_csv("deprivation.csv");
    REQUIRE(rows[0].size() == 28);
    for (const std::string name : {"Index of Multiple Deprivation (IMD) Score", "Crime Score",
                                   "Living Environment Score", "Income Score (rate)"}) {
        const std::string stem = name.substr(0, name.find(" Score"));
        const std::string rank = stem + " Rank (where 1 is most deprived)",
                          decile = stem + " Decile (where 1 is most deprived 10% of LSOAs)";
        std::sort(rows.begin(), rows.end(),
                  [&](const Row& a, const Row& b) { return std::stoi(a.at(rank)) < std::stoi(b.at(rank)); });
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const int place = std::stoi(rows[i].at(rank));
            INFO(name << " " << rows[i].at("LSOA code (2021)"));
            CHECK(place >= 1);
            CHECK(place <= 33755);
            CHECK(std::stoi(rows[i].at(decile)) == std::min(10, 1 + static_cast<int>((place - 1) / 3375.5)));
            if (i == 0) continue;
            CHECK(place > std::stoi(rows[i - 1].at(rank)));
            CHECK(number(rows[i], name.c_str()) <= number(rows[i - 1], name.c_str()));
        }
    }
}
