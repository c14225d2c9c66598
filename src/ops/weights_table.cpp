#include "ops/weights_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <vector>

namespace safeground::ops {
namespace {

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

}  // namespace

bool is_weights_file(const std::filesystem::path& path) {
    const std::string extension = lower(path.extension().string());
    return extension == ".gal" || extension == ".gwt" || extension == ".kwt" ||
           (extension == ".csv" && lower(path.stem().extension().string()) == ".weights");
}

core::Result<core::TablePtr> weights_table(const core::Table& areas, const core::Weights& weights) {
    const core::Subject subject = areas.info.subject;
    if (areas.polygons() == nullptr || subject == core::Subject::Events ||
        subject == core::Subject::Residence || subject == core::Subject::Sessions)
        return core::refuse(
            "A list of neighbours can be written for areas with boundaries only: of points it "
            "would tell where they are.");
    core::CategoryValues id, neighbour;
    std::unordered_map<std::string, std::size_t> rows;
    for (std::size_t row = 0; row < areas.rows; ++row) {
        const std::string text = areas.key_text(row);
        if (!rows.emplace(text, row).second)
            return core::refuse(
                       fmt::format("“{}” is the id of two areas, so a list of neighbours could not be "
                                   "read again.",
                                   text))
                .remedy("Name a column with an id of its own for every area (--key).");
        id.labels.push_back(text);
    }
    neighbour.labels = id.labels;
    std::vector<double> weight, distance;
    std::vector<core::CellState> states;
    const auto add = [&](std::uint32_t from, std::uint32_t to, double w, double metres, bool present) {
        id.code.push_back(from);
        neighbour.code.push_back(to);
        weight.push_back(w);
        distance.push_back(metres);
        states.push_back(present ? core::CellState::Present : core::CellState::Missing);
    };
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    std::vector<core::Point> centre(areas.rows);
    for (std::size_t row = 0; row < areas.rows; ++row) centre[row] = core::centroid(*areas.polygons(), row);
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
        if (weights.cardinality(i) == 0) add(i, 0, kNone, kNone, false);
        for (std::size_t l = weights.row_begin[i]; l < weights.row_begin[i + 1]; ++l) {
            const std::uint32_t j = weights.neighbour[l];
            add(i, j, weights.weight[l], std::hypot(centre[i].x - centre[j].x, centre[i].y - centre[j].y),
                true);
        }
    }
    core::Table table;
    table.info = areas.info;
    table.info.name = "List of neighbours";
    table.info.subject = core::Subject::Lookup;
    table.rows = id.code.size();
    core::Column ids;
    ids.name = "id";
    ids.title = areas.key;
    ids.measure = core::Measure::Code;
    ids.values = std::move(id);
    table.add(std::move(ids));
    core::Column neighbours;
    neighbours.name = "neighbour";
    neighbours.measure = core::Measure::Code;
    neighbours.values = std::move(neighbour);
    neighbours.states = std::move(states);
    table.add(std::move(neighbours));
    table.add(core::number_column("weight", std::move(weight)));
    core::Column metres = core::number_column("distance", std::move(distance));
    metres.unit = "m";
    metres.title = "Distance between centroids";
    table.add(std::move(metres));
    return core::TablePtr(std::make_shared<const core::Table>(std::move(table)));
}

}  // namespace safeground::ops
