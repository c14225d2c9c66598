#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/date.hpp"
#include "mesh.hpp"
#include "plan.hpp"
#include "regions.hpp"
#include "streets.hpp"

namespace safeground::demo {

/// A point on a street's pavement, some metres inside a block or park, so that it lies in one area for
/// certain.
struct Frontage {
    Vec at;
    int area, street;
    bool major, park;
};

struct School {
    std::string id, name, phase;
    std::size_t frontage;
    int roll = 0, resident = 0, fsm = 0, ehcp = 0, sen_support = 0, pupil_premium_pct = 0;
    bool magic_breakfast = false, safer_schools = false;
};

struct Town {
    std::uint64_t seed = 0;
    Mesh mesh;
    Streets streets;
    Regions regions;
    std::vector<Frontage> fronts;
    std::vector<double> need;  ///< of each area, 0..1: how deprived among all of England, 1 most
    std::vector<std::map<std::string, int>> people;  ///< of each area, by band
    std::vector<School> schools;
    std::vector<int> quiet, loud;  ///< areas that break the link of deprivation and residence on purpose
    core::Calendar calendar;
};

struct File {
    std::string name, text;
};

Town make_town(std::uint64_t seed, core::Calendar calendar);

/// All files of the demonstration borough, the same bytes for the same seed and calendar.
std::vector<File> make_files(std::uint64_t seed, const core::Calendar& calendar);

/// One file or more each.
std::vector<File> map_files(const Town& town);
std::vector<File> people_files(const Town& town);
File offences_file(const Town& town);
std::vector<File> provision_files(const Town& town);
File outreach_file(const Town& town);

/// Whole numbers of this total in proportion to the weights, largest remainders first.
std::vector<int> apportion(const std::vector<double>& weights, int total);
/// Index by weight.
std::size_t draw(core::RandomStream& random, const std::vector<double>& weights);
/// Coordinates for a sheet, whole metres.
std::string sheet_place(Vec at);

}  // namespace safeground::demo
