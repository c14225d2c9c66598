#include "ops/weights_spec.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>

#include "core/value.hpp"
#include "geo/build_weights.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

core::Failure not_understood(const std::string& text) {
    return core::fail(core::ErrorKind::Usage,
                      fmt::format("Weights “{}” are not understood: expected {}.", text, kWeightsForms));
}

template <class T>
std::optional<T> number_in(const std::string& text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

core::Result<core::Weights> contiguity(const core::Table& areas, const WeightsChoice& choice,
                                       const core::Progress& progress) {
    const core::Polygons* polygons = areas.polygons();
    if (polygons == nullptr)
        return core::refuse("Neighbours that share a border need areas with boundaries; this table has none.")
            .remedy("Give polygons, or use knn:8 or distance:1500 with points.");
    const geo::ContiguityOptions options{choice.snap_m, choice.islands};
    return choice.spec.kind == WeightsSpec::Kind::Rook ? geo::rook_weights(*polygons, options, progress)
                                                       : geo::queen_weights(*polygons, options, progress);
}

core::Result<core::Weights> between_points(const core::Table& areas, const WeightsChoice& choice,
                                           const core::Progress& progress) {
    const std::vector<core::Point> points = positions(areas);
    if (points.empty())
        return core::refuse(
            "Neighbours by distance need areas or points with a position; this table has none.");
    if (choice.spec.kind == WeightsSpec::Kind::Distance)
        return geo::distance_weights(points, choice.spec.distance_m, choice.islands, progress);
    core::Result<core::Weights> weights = geo::knn_weights(points, choice.spec.k, progress);
    if (weights) weights->islands = choice.islands;
    return weights;
}

core::Result<core::Weights> read_before(const core::Table& areas, const WeightsChoice& choice,
                                        const core::Weights* from_file) {
    if (from_file == nullptr)
        return core::refuse(fmt::format("The neighbours in {} were not read.", choice.spec.path));
    if (from_file->size() != areas.rows)
        return core::refuse(
                   fmt::format("The weights hold {} areas and the table {}.", from_file->size(), areas.rows))
            .in_file(choice.spec.path);
    core::Weights weights = *from_file;
    const core::WeightsSummary summary = core::summarise(weights);
    if (choice.islands == core::IslandPolicy::Nearest && summary.islands > 0)
        return core::fail(
                   core::ErrorKind::Usage,
                   fmt::format("Islands cannot be joined to their nearest area in weights from a file; {} "
                               "without neighbours.",
                               counted(summary.islands, "area is", "areas are")))
            .in_file(choice.spec.path)
            .remedy("Use exclude or zero for islands.");
    weights.islands = choice.islands;
    return weights;
}

std::string describe(const WeightsChoice& choice) {
    switch (choice.spec.kind) {
        case WeightsSpec::Kind::Queen:
            return fmt::format("queen contiguity (a shared corner counts), snap {} m",
                               core::shortest(choice.snap_m));
        case WeightsSpec::Kind::Rook:
            return fmt::format("rook contiguity (a shared border counts), snap {} m",
                               core::shortest(choice.snap_m));
        case WeightsSpec::Kind::Knn:
            return fmt::format("the {} nearest by centroid", choice.spec.k);
        case WeightsSpec::Kind::Distance:
            return fmt::format("all within {} m by centroid", core::shortest(choice.spec.distance_m));
        case WeightsSpec::Kind::File:
            return "neighbours from " + choice.spec.path;
    }
    return {};
}

std::string island_words(core::IslandPolicy policy, bool one) {
    if (policy == core::IslandPolicy::Zero)
        return one ? "It stays with a lag of 0." : "They stay with a lag of 0.";
    return one ? "It is left out of the statistic, its mean and its n."
               : "They are left out of the statistic, its mean and its n.";
}

}  // namespace

std::vector<core::Point> positions(const core::Table& areas) {
    if (const core::Points* points = areas.points()) return points->at;
    std::vector<core::Point> centres;
    if (const core::Polygons* polygons = areas.polygons()) {
        centres.reserve(polygons->size());
        for (std::size_t row = 0; row < polygons->size(); ++row)
            centres.push_back(core::centroid(*polygons, row));
    }
    return centres;
}

core::Result<WeightsSpec> parse_weights_spec(const std::string& text) {
    WeightsSpec spec;
    const std::size_t colon = text.find(':');
    const std::string word = text.substr(0, colon);
    const std::string rest = colon == std::string::npos ? std::string() : text.substr(colon + 1);
    if (word == "queen" && colon == std::string::npos) return spec;
    if (word == "rook" && colon == std::string::npos) {
        spec.kind = WeightsSpec::Kind::Rook;
        return spec;
    }
    if (word == "knn") {
        const std::optional<int> k = number_in<int>(rest);
        if (!k || *k < 1)
            return core::fail(
                core::ErrorKind::Usage,
                fmt::format("Weights “{}”: knn takes a whole number from 1, as in knn:8.", text));
        spec.kind = WeightsSpec::Kind::Knn;
        spec.k = *k;
        return spec;
    }
    if (word == "distance") {
        const std::optional<double> metres = number_in<double>(rest);
        if (!metres || !std::isfinite(*metres) || *metres <= 0)
            return core::fail(
                core::ErrorKind::Usage,
                fmt::format("Weights “{}”: distance takes metres above 0, as in distance:1500.", text));
        spec.kind = WeightsSpec::Kind::Distance;
        spec.distance_m = *metres;
        return spec;
    }
    if (word == "file" && !rest.empty()) {
        spec.kind = WeightsSpec::Kind::File;
        spec.path = rest;
        return spec;
    }
    return not_understood(text);
}

core::Result<core::Weights> build_weights(const core::Table& areas, const WeightsChoice& choice,
                                          const core::Weights* from_file, const core::Progress& progress) {
    using Kind = WeightsSpec::Kind;
    core::Result<core::Weights> built = choice.spec.kind == Kind::File ? read_before(areas, choice, from_file)
                                        : choice.spec.kind == Kind::Knn || choice.spec.kind == Kind::Distance
                                            ? between_points(areas, choice, progress)
                                            : contiguity(areas, choice, progress);
    if (!built) return built;
    const core::WeightsSummary summary = core::summarise(*built);
    if (summary.islands > 0)
        built.add(core::warning(fmt::format("{} no neighbour. {}",
                                            counted(summary.islands, "area has", "areas have"),
                                            island_words(choice.islands, summary.islands == 1))));
    if (summary.links == 0 && summary.n > 1 &&
        (choice.spec.kind == Kind::Queen || choice.spec.kind == Kind::Rook))
        built.add(
            core::warning("No two areas share a border. Boundaries that were simplified one by one do not "
                          "meet: try a wider snap, "
                          "such as 1."));
    if (choice.row_standardise) *built = core::row_standardise(std::move(*built));
    built->description = describe(choice) + (choice.row_standardise ? ", row-standardised" : ", binary");
    return built;
}

}  // namespace safeground::ops
