#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "town.hpp"

namespace safeground::demo {

namespace {

using core::RandomStream;
using core::StreamId;

constexpr double kEngland = 33755;

struct Knot {
    double rank, score;
};
using Scale = std::array<Knot, 17>;

/// Score by national rank of the Index of Multiple Deprivation 2025 and its domains, read off MHCLG's
/// published file (OGL v3) at round ranks, so that a made-up score has the rank that it would have in
/// England.
constexpr std::array<Scale, 8> kScales{{
    {{{1, 85.0},
      {284, 70.076},
      {981, 60.116},
      {1999, 52.203},
      {3375, 44.914},
      {5000, 38.469},
      {6753, 33.508},
      {10126, 26.605},
      {13501, 21.54},
      {16876, 17.452},
      {20257, 14.137},
      {23631, 11.133},
      {27008, 8.377},
      {30380, 5.462},
      {32005, 3.84},
      {32999, 2.657},
      {33755, 0.7}}},
    {{{1, 0.998},
      {301, 0.675},
      {991, 0.591},
      {2002, 0.525},
      {3380, 0.464},
      {4998, 0.41},
      {6750, 0.362},
      {10127, 0.289},
      {13505, 0.231},
      {16874, 0.184},
      {20257, 0.149},
      {23634, 0.118},
      {27010, 0.093},
      {30383, 0.067},
      {32000, 0.051},
      {32998, 0.037},
      {33755, 0.009}}},
    {{{1, 0.978},
      {251, 0.403},
      {949, 0.34},
      {2000, 0.294},
      {3378, 0.257},
      {5001, 0.226},
      {6741, 0.199},
      {10119, 0.161},
      {13497, 0.132},
      {16877, 0.11},
      {20257, 0.092},
      {23632, 0.078},
      {26995, 0.064},
      {30382, 0.051},
      {32004, 0.042},
      {33000, 0.033},
      {33755, 0.009}}},
    {{{1, 95.0},
      {625, 69.78},
      {1200, 63.5},
      {2181, 56.071},
      {3376, 49.272},
      {4997, 41.931},
      {6755, 35.838},
      {10126, 27.498},
      {13503, 21.294},
      {16879, 16.544},
      {20254, 12.565},
      {23628, 9.082},
      {27001, 6.073},
      {30382, 3.178},
      {31997, 1.757},
      {33000, 0.853},
      {33755, 0.004}}},
    {{{1, 3.2},
      {100, 2.402},
      {1120, 1.659},
      {2041, 1.415},
      {3387, 1.172},
      {5001, 0.954},
      {6753, 0.767},
      {10126, 0.464},
      {13498, 0.203},
      {16879, -0.03},
      {20252, -0.261},
      {23621, -0.492},
      {27007, -0.755},
      {30377, -1.111},
      {31997, -1.392},
      {33000, -1.717},
      {33755, -2.9}}},
    {{{1, 3.0},
      {288, 1.987},
      {994, 1.587},
      {2007, 1.319},
      {3367, 1.093},
      {5000, 0.899},
      {6749, 0.722},
      {10126, 0.459},
      {13503, 0.22},
      {16874, -0.006},
      {20256, -0.239},
      {23631, -0.479},
      {27005, -0.736},
      {30379, -1.078},
      {31999, -1.331},
      {32999, -1.598},
      {33755, -2.4}}},
    {{{1, 66.0},
      {299, 50.049},
      {1002, 44.981},
      {1995, 40.473},
      {3377, 36.235},
      {4999, 32.694},
      {6750, 29.743},
      {10127, 25.735},
      {13497, 22.747},
      {16890, 20.094},
      {20248, 17.732},
      {23637, 15.399},
      {27002, 12.816},
      {30373, 9.766},
      {32002, 7.758},
      {32993, 5.911},
      {33755, 1.49}}},
    {{{1, 90.0},
      {310, 68.263},
      {1004, 58.578},
      {1997, 51.36},
      {3377, 44.96},
      {5003, 39.821},
      {6751, 35.371},
      {10126, 28.443},
      {13503, 22.584},
      {16881, 17.846},
      {20252, 13.666},
      {23627, 10.139},
      {27007, 7.073},
      {30311, 4.289},
      {31948, 2.743},
      {32153, 2.544},
      {33755, 0.4}}},
}};

double score_at(const Scale& scale, double rank) {
    for (std::size_t i = 1; i < scale.size(); ++i)
        if (rank <= scale[i].rank) {
            const double t = (rank - scale[i - 1].rank) / (scale[i].rank - scale[i - 1].rank);
            return scale[i - 1].score + t * (scale[i].score - scale[i - 1].score);
        }
    return scale.back().score;
}

double rank_at(const Scale& scale, double score) {
    for (std::size_t i = 1; i < scale.size(); ++i)
        if (score >= scale[i].score) {
            const double t = (scale[i - 1].score - score) / (scale[i - 1].score - scale[i].score);
            return std::max(1.0, scale[i - 1].rank + t * (scale[i].rank - scale[i - 1].rank));
        }
    return kEngland;
}

int decile(int rank) { return std::min(10, 1 + static_cast<int>((rank - 1) / (kEngland / 10))); }

/// The published way from domains to the index (MHCLG, English Indices of Deprivation, technical report):
/// each domain's rank is put on an exponential scale of 0 to 100, then the domains are weighted.
double index_score(const std::array<double, 7>& ranks) {
    constexpr std::array kWeights{0.225, 0.225, 0.135, 0.135, 0.093, 0.093, 0.093};
    double total = 0;
    for (std::size_t d = 0; d < ranks.size(); ++d) {
        const double r = 1 - (ranks[d] - 1) / (kEngland - 1);
        total += kWeights[d] * -23 * std::log(1 - r * (1 - std::exp(-100.0 / 23)));
    }
    return total;
}

File deprivation(const Town& town) {
    std::string text =
        "LSOA code (2021),LSOA name (2021),Local Authority District code (2024),Local Authority District "
        "name (2024)";
    const std::array<const char*, 8> names{"Index of Multiple Deprivation (IMD)",
                                           "Income",
                                           "Employment",
                                           "Education, Skills and Training",
                                           "Health Deprivation and Disability",
                                           "Crime",
                                           "Barriers to Housing and Services",
                                           "Living Environment"};
    for (std::size_t d = 0; d < names.size(); ++d) {
        const char* rate = d == 1 || d == 2 ? " (rate)" : "";
        const std::string quote = d == 3 ? "\"" : "";
        text += fmt::format(
            ",{0}{1} Score{2}{0},{0}{1} Rank (where 1 is most deprived){0},"
            "{0}{1} Decile (where 1 is most deprived 10% of LSOAs){0}",
            quote, names[d], rate);
    }
    text += "\n";
    RandomStream random(town.seed, StreamId::DemoBorough, 8);
    std::array<std::set<int>, 8> taken;  // no two areas of England share a rank
    const Vec centre = borough_plan().night_quarter;
    for (std::size_t a = 0; a < town.need.size(); ++a) {
        const Area& area = town.regions.areas[a];
        const double busy = std::exp(-distance(area.centre, centre) / 1300);
        std::array<double, 7> ranks{};
        for (std::size_t d = 0; d < ranks.size(); ++d) {
            double need = town.need[a] + 0.055 * random.normal();
            if (d == 2) need = 0.62 * need + 0.02;               // London: education is better than income
            if (d == 4) need = 0.55 * need + 0.2 + 0.42 * busy;  // crime, and air, are worst in the middle
            if (d == 5) need = 0.35 * need + 0.5;
            if (d == 6) need = 0.30 * need + 0.3 + 0.38 * busy;
            ranks[d] = std::round(1 + (1 - std::clamp(need, 0.004, 0.996)) * (kEngland - 1));
            while (!taken[d + 1].insert(static_cast<int>(ranks[d])).second) ++ranks[d];
        }
        const double score = std::round(index_score(ranks) * 1000) / 1000;
        int rank = static_cast<int>(std::round(rank_at(kScales[0], score)));
        while (!taken[0].insert(rank).second) ++rank;
        text +=
            fmt::format("{},{},LKM,Larkmoor,{:.3f},{},{}", area.code, area.name, score, rank, decile(rank));
        for (std::size_t d = 0; d < ranks.size(); ++d)
            text += fmt::format(",{:.3f},{:.0f},{}", score_at(kScales[d + 1], ranks[d]), ranks[d],
                                decile(static_cast<int>(ranks[d])));
        text += "\n";
    }
    return {"deprivation.csv", text};
}

File population(const Town& town) {
    std::string text =
        "LSOA21CD,LSOA21NM,all_ages,age_0_4,age_5_9,age_10_15,age_16_17,age_18_19,age_20_24,age_25_plus,"
        "age_0_19,age_10_17,age_10_24,age_18_24\n";
    for (std::size_t a = 0; a < town.people.size(); ++a) {
        const auto& p = town.people[a];
        const int teens = p.at("10-15") + p.at("16-17"), grown = p.at("18-19") + p.at("20-24");
        text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", town.regions.areas[a].code,
                            town.regions.areas[a].name, p.at("all"), p.at("0-4"), p.at("5-9"), p.at("10-15"),
                            p.at("16-17"), p.at("18-19"), p.at("20-24"), p.at("25+"),
                            p.at("0-4") + p.at("5-9") + teens + p.at("18-19"), teens, teens + grown, grown);
    }
    return {"population.csv", text};
}

/// Where people of a cohort live: children of the ages, times deprivation's pull, times the planned
/// exceptions.
std::vector<double> residence_weights(const Town& town, double pull, RandomStream& random) {
    std::vector<double> out;
    for (std::size_t a = 0; a < town.need.size(); ++a) {
        const double children =
            town.people[a].at("10-15") + town.people[a].at("16-17") + 0.5 * town.people[a].at("18-19");
        double weight = children * std::exp(pull * (town.need[a] - 0.5)) * std::exp(0.25 * random.normal());
        if (std::find(town.quiet.begin(), town.quiet.end(), static_cast<int>(a)) != town.quiet.end())
            weight = 0.02 * children;
        if (std::find(town.loud.begin(), town.loud.end(), static_cast<int>(a)) != town.loud.end())
            weight = 2400;
        out.push_back(weight);
    }
    return out;
}

/// Youth justice by year: people 97, 70 (domain.md 3.4) and, by assumption, 38; 81 % of them 15 to 17.
File youth_justice(const Town& town) {
    RandomStream random(town.seed, StreamId::DemoBorough, 9);
    const auto weights = residence_weights(town, 4.2, random);
    std::string text = "lsoa,period,cohort,age_band,synthetic\n";
    const std::array<std::pair<const char*, int>, 3> years{
        {{"2023-24", 97}, {"2024-25", 70}, {"2025-26", 38}}};
    for (const auto& [year, people] : years) {
        const int older = static_cast<int>(std::lround(0.81 * people));
        std::vector<std::string> rows;
        for (int i = 0; i < people; ++i)
            rows.push_back(fmt::format("{},{},youth justice,{},yes\n",
                                       town.regions.areas[draw(random, weights)].code, year,
                                       i < older ? "15-17" : "10-14"));
        std::sort(rows.begin(), rows.end());
        for (const std::string& row : rows) text += row;
    }
    return {"cohort_youth_justice.csv", text};
}

/// Referrals to the exploitation unit, ages 10 to 25 with 15 the commonest. How many there are is an
/// assumption.
File exploitation_unit(const Town& town) {
    RandomStream random(town.seed, StreamId::DemoBorough, 10);
    const auto weights = residence_weights(town, 3.4, random);
    const std::vector<int> ages = apportion({2, 4, 8, 14, 22, 30, 25, 20, 15, 11, 8, 6, 4, 3, 2, 2}, 420);
    std::string text = "lsoa,period,cohort,age_band,synthetic\n";
    constexpr std::array kYears{"2023-24", "2024-25", "2025-26"};
    std::vector<std::string> rows;
    for (std::size_t i = 0, k = 0; i < ages.size(); ++i)
        for (int n = 0; n < ages[i]; ++n, ++k)
            rows.push_back(fmt::format("{},{},exploitation unit referral,{},yes\n",
                                       town.regions.areas[draw(random, weights)].code, kYears[k % 3],
                                       10 + i));
    std::sort(rows.begin(), rows.end());
    for (const std::string& row : rows) text += row;
    return {"cohort_exploitation_unit.csv", text};
}

/// Counts for the whole borough, as the youth justice plan printed them; its years stand for the demo's
/// first, second and third.
File youth_summary() {
    return {"youth_justice_summary.csv",
            "period,measure,category,count,synthetic\n"
            "2023-24,young people,male,93,yes\n"
            "2023-24,young people,female,4,yes\n"
            "2024-25,young people,male,64,yes\n"
            "2024-25,young people,female,6,yes\n"
            "2023-24,offences,Drugs,42,yes\n"
            "2023-24,offences,Violence Against the Person,34,yes\n"
            "2023-24,offences,Robbery,41,yes\n"
            "2023-24,offences,Other,75,yes\n"
            "2023-24,of which possession of a weapon,Violence Against the Person,21,yes\n"
            "2024-25,offences,Drugs,36,yes\n"
            "2024-25,offences,Violence Against the Person,33,yes\n"
            "2024-25,offences,Other,72,yes\n"
            "2024-25,of which possession of a weapon,Violence Against the Person,12,yes\n"
            "2025-26,offences,Drugs,10,yes\n"
            "2025-26,offences,Violence Against the Person,33,yes\n"
            "2025-26,offences,Robbery,9,yes\n"
            "2025-26,offences,Other,24,yes\n"};
}

/// "Violence amongst young people is a problem in your local area": two wards as published, the others
/// between.
File survey(const Town& town) {
    RandomStream random(town.seed, StreamId::DemoBorough, 11);
    const auto& wards = borough_plan().wards;
    std::vector<double> need(wards.size(), 0), people(wards.size(), 0);
    for (std::size_t a = 0; a < town.need.size(); ++a) {
        const auto w = static_cast<std::size_t>(town.regions.areas[a].ward);
        need[w] += town.need[a] * town.people[a].at("all");
        people[w] += town.people[a].at("all");
    }
    std::string text = "WD25CD,WD25NM,question,agree_pct,base,synthetic\n";
    for (std::size_t w = 0; w < wards.size(); ++w) {
        int agree = std::clamp(
            static_cast<int>(std::lround(6 + 34 * need[w] / people[w] + 3 * random.normal())), 13, 36);
        if (wards[w].name == "Curlew Road") agree = 39;
        if (wards[w].name == "Westhaven") agree = 11;
        text += fmt::format("LKM-W{:02},{},Youth violence is a problem in my local area,{},{},yes\n", w + 1,
                            wards[w].name, agree, 110 + random.below(50));
    }
    return {"survey.csv", text};
}

}  // namespace

std::vector<File> people_files(const Town& town) {
    return {deprivation(town),       population(town), youth_justice(town),
            exploitation_unit(town), youth_summary(),  survey(town)};
}

}  // namespace safeground::demo
