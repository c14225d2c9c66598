#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <tuple>

#include "core/link_sets.hpp"
#include "core/value.hpp"
#include "geo/barriers.hpp"
#include "geo/build_weights.hpp"
#include "ops/weights_spec.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
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

namespace {

/// Weights on their way, with the words for them.
struct Made {
    core::Weights weights;
    std::string words;
    std::size_t links_cut = 0;
};

std::string order_words(const WeightsSpec& spec) {
    if (spec.order == 1) return {};
    return spec.cumulative
               ? fmt::format(" up to order {}", spec.order)
               : fmt::format(", of order {} (over {} borders and no fewer)", spec.order, spec.order);
}

/// Makes the weights of a specification and of those in it.
class Maker {
public:
    Maker(const core::Table& areas, const WeightsChoice& choice, const WeightsFiles& files,
          const core::Progress& progress)
        : m_areas(areas), m_choice(choice), m_files(files), m_progress(progress) {}

    core::Result<Made> make(const WeightsSpec& spec) {
        if (!spec.of.empty()) return combined(spec);
        core::Result<Made> made = links(spec);
        if (!made) return made;
        if (m_choice.barriers)
            if (core::Result<bool> cut = cut_at_barriers(*made); !cut) return cut.failure();
        if (spec.order > 1) {
            core::Result<core::Weights> farther =
                core::higher_order(made->weights, spec.order, spec.cumulative, m_progress);
            if (!farther) return farther.failure();
            made->weights = std::move(*farther);
        }
        return made;
    }

private:
    using Kind = WeightsSpec::Kind;

    core::Result<Made> links(const WeightsSpec& spec) {
        switch (spec.kind) {
            case Kind::Queen:
            case Kind::Rook:
                return contiguity(spec);
            case Kind::File:
                return read_before(spec);
            default:
                return between_points(spec);
        }
    }

    core::Result<Made> combined(const WeightsSpec& spec) {
        core::Result<Made> a = make(spec.of[0]);
        if (!a) return a;
        core::Result<Made> b = make(spec.of[1]);
        if (!b) return b;
        core::Result<core::Weights> weights =
            spec.kind == Kind::Union          ? core::union_of(a->weights, b->weights)
            : spec.kind == Kind::Intersection ? core::intersection_of(a->weights, b->weights)
                                              : core::difference_of(a->weights, b->weights);
        if (!weights) return weights.failure();
        const char* between = spec.kind == Kind::Union          ? "either of {} or {}"
                              : spec.kind == Kind::Intersection ? "both of {} and {}"
                                                                : "{} without {}";
        return Made{std::move(*weights),
                    fmt::format(fmt::runtime(between), "[" + a->words + "]", "[" + b->words + "]"),
                    a->links_cut + b->links_cut};
    }

    core::Result<Made> contiguity(const WeightsSpec& spec) const {
        const core::Polygons* polygons = m_areas.polygons();
        if (polygons == nullptr)
            return core::refuse(
                       "Neighbours that share a border need areas with boundaries; this table has none.")
                .remedy("Give polygons, or use knn:8 or distance:1500 with points.");
        const geo::ContiguityOptions options{m_choice.snap_m, m_choice.islands};
        const bool rook = spec.kind == Kind::Rook;
        return named(
            rook ? geo::rook_weights(*polygons, options, m_progress)
                 : geo::queen_weights(*polygons, options, m_progress),
            fmt::format("{} contiguity (a shared {} counts), snap {} m{}", rook ? "rook" : "queen",
                        rook ? "border" : "corner", core::shortest(m_choice.snap_m), order_words(spec)));
    }

    core::Result<Made> between_points(const WeightsSpec& spec) {
        if (m_points.empty()) m_points = positions(m_areas);
        if (m_points.empty())
            return core::refuse(
                "Neighbours by distance need areas or points with a position; this table has none.");
        const std::string metres = core::shortest(spec.distance_m);
        switch (spec.kind) {
            case Kind::Knn:
                return named(geo::knn_weights(m_points, spec.k, m_progress),
                             fmt::format("the {} nearest by centroid", spec.k));
            case Kind::Kernel:
                if (spec.k > 0)
                    return named(
                        geo::adaptive_kernel_weights(m_points, spec.kernel, spec.k, m_progress),
                        fmt::format("{} kernel, bandwidth each area's distance to nearest number {} by "
                                    "centroid",
                                    kernel_word(spec.kernel), spec.k));
                return named(
                    geo::kernel_weights(m_points, spec.kernel, spec.distance_m, m_progress),
                    fmt::format("{} kernel, bandwidth {} m by centroid", kernel_word(spec.kernel), metres));
            case Kind::Inverse:
                if (const auto pair = same_place()) return one_place(*pair);
                return named(geo::inverse_distance_weights(m_points, spec.distance_m, spec.power, m_progress),
                             fmt::format("one over distance{} within {} m by centroid",
                                         spec.power == 1 ? "" : " to the power " + core::shortest(spec.power),
                                         metres));
            default:
                return spec.auto_distance ? connecting_distance() : within(spec.distance_m, {});
        }
    }

    /// The first two rows that are at one place, lowest first.
    std::optional<std::pair<std::size_t, std::size_t>> same_place() const {
        std::vector<std::size_t> rows;
        for (std::size_t row = 0; row < m_points.size(); ++row)
            if (m_points[row].valid()) rows.push_back(row);
        const auto place = [&](std::size_t row) { return std::tuple(m_points[row].x, m_points[row].y, row); };
        std::sort(rows.begin(), rows.end(), [&](auto a, auto b) { return place(a) < place(b); });
        std::optional<std::pair<std::size_t, std::size_t>> first;
        for (std::size_t i = 1; i < rows.size(); ++i)
            if (m_points[rows[i - 1]] == m_points[rows[i]]) {
                const std::pair pair{rows[i - 1], rows[i]};
                first = std::min(pair, first.value_or(pair));
            }
        return first;
    }

    core::Failure one_place(const std::pair<std::size_t, std::size_t>& pair) const {
        return core::refuse(
                   fmt::format("“{}” (row {}) and “{}” (row {}) are at the same place, so the inverse of "
                               "their distance has no end.",
                               m_areas.key_text(pair.first), pair.first + 1, m_areas.key_text(pair.second),
                               pair.second + 1))
            .in_file(m_areas.info.path)
            .remedy("Leave one of the two out, or use a kernel, which has a weight for no distance.");
    }

    core::Result<Made> within(double metres, const std::string& why) const {
        return named(geo::distance_weights(m_points, metres, m_choice.islands, m_progress),
                     fmt::format("all within {} m by centroid{}", core::shortest(metres), why));
    }

    core::Result<Made> connecting_distance() const {
        const double metres = geo::full_connection_distance_m(m_points);
        if (!std::isfinite(metres))
            return core::refuse(
                "A distance that leaves nobody alone needs at least two areas with a position.");
        return within(metres, " (the smallest distance at which every area has a neighbour)");
    }

    core::Result<Made> read_before(const WeightsSpec& spec) const {
        const auto found = m_files.find(spec.path);
        if (found == m_files.end() || !found->second)
            return core::refuse(fmt::format("The neighbours in {} were not read.", spec.path));
        const core::Weights& weights = *found->second;
        if (weights.size() != m_areas.rows)
            return core::refuse(fmt::format("The weights hold {} areas and the table {}.", weights.size(),
                                            m_areas.rows))
                .in_file(spec.path);
        return Made{weights, "neighbours from " + spec.path};
    }

    core::Result<bool> cut_at_barriers(Made& made) {
        if (m_inside.empty()) m_inside = geo::inside_points(*m_areas.geometry, m_progress);
        if (m_inside.size() != m_areas.rows || m_areas.lines() != nullptr)
            return core::refuse("Barriers need areas or points with a position; this table has none.");
        geo::BarrierCut cut =
            geo::cut_by_barriers(made.weights, m_inside, *m_choice.barriers->geometry, m_progress);
        if (m_progress.cancelled()) return core::cancelled();
        made.weights = std::move(cut.weights);
        made.links_cut = cut.links_cut;
        return true;
    }

    static core::Result<Made> named(core::Result<core::Weights> weights, std::string words) {
        if (!weights) return weights.failure();
        return Made{std::move(*weights), std::move(words)};
    }

    const core::Table& m_areas;
    const WeightsChoice& m_choice;
    const WeightsFiles& m_files;
    const core::Progress& m_progress;
    std::vector<core::Point> m_points, m_inside;
};

/// Queen, rook and distance join islands themselves.
bool joins_islands(const WeightsSpec& spec) {
    using Kind = WeightsSpec::Kind;
    return spec.order == 1 &&
           (spec.kind == Kind::Queen || spec.kind == Kind::Rook || spec.kind == Kind::Distance);
}

std::string island_words(core::IslandPolicy policy, bool one) {
    if (policy == core::IslandPolicy::Zero)
        return one ? "It stays with a lag of 0." : "They stay with a lag of 0.";
    return one ? "It is left out of the statistic, its mean and its n."
               : "They are left out of the statistic, its mean and its n.";
}

std::string weight_words(const core::Weights& weights, bool row_standardised) {
    if (row_standardised) return ", row-standardised";
    const bool binary =
        std::all_of(weights.weight.begin(), weights.weight.end(), [](double w) { return w == 1; });
    return binary ? ", binary" : ", weights as they are";
}

}  // namespace

core::Result<core::Weights> build_weights(const core::Table& areas, const WeightsChoice& choice,
                                          const WeightsFiles& files, const core::Progress& progress) {
    using Kind = WeightsSpec::Kind;
    if (choice.barriers && choice.barriers->lines() == nullptr && choice.barriers->polygons() == nullptr)
        return core::refuse("Barriers must be lines or polygons; this file has neither.")
            .in_file(choice.barriers->info.path)
            .remedy("Give rivers, railways or main roads as lines.");
    core::Result<Made> made = Maker(areas, choice, files, progress).make(choice.spec);
    if (!made) return made.failure();
    core::Result<core::Weights> built = std::move(made->weights);
    const core::WeightsSummary summary = core::summarise(*built);
    if (summary.islands > 0 && choice.islands == core::IslandPolicy::Nearest && !joins_islands(choice.spec))
        return core::fail(core::ErrorKind::Usage,
                          fmt::format("Islands cannot be joined to their nearest area in neighbours of this "
                                      "kind; {} without.",
                                      counted(summary.islands, "area is", "areas are")))
            .remedy("Use exclude or zero for islands, or a longer distance.");
    built->islands = choice.islands;
    if (choice.barriers)
        built.add(core::note(
            fmt::format("{} cut by the barriers in {}.", counted(made->links_cut, "link was", "links were"),
                        std::filesystem::path(choice.barriers->info.path).filename().string())));
    if (summary.islands > 0)
        built.add(core::warning(fmt::format("{} no neighbour. {}",
                                            counted(summary.islands, "area has", "areas have"),
                                            island_words(choice.islands, summary.islands == 1))));
    if (summary.links == 0 && summary.n > 1 && choice.spec.order == 1 && made->links_cut == 0 &&
        (choice.spec.kind == Kind::Queen || choice.spec.kind == Kind::Rook))
        built.add(
            core::warning("No two areas share a border. Boundaries that were simplified one by one do not "
                          "meet: try a wider snap, "
                          "such as 1."));
    if (choice.row_standardise) *built = core::row_standardise(std::move(*built));
    built->description = made->words;
    if (choice.barriers)
        built->description += fmt::format(", {} cut at barriers", counted(made->links_cut, "link", "links"));
    built->description += weight_words(*built, choice.row_standardise);
    return built;
}

}  // namespace safeground::ops
