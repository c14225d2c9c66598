#include "ops/positions.hpp"

#include "ops/weights_spec.hpp"

namespace safeground::ops {

core::Result<Positions> positions_of(const core::Table& areas) {
    Positions at;
    at.points = positions(areas);
    if (at.points.size() != areas.rows)
        return core::refuse("Distances need areas with boundaries or points; this table has neither.")
            .in_file(areas.info.path)
            .remedy("Give a file with geometry.");
    for (const core::Point& point : at.points) {
        at.x.push_back(point.x);
        at.y.push_back(point.y);
    }
    at.words = areas.points() != nullptr ? "points" : "centroids";
    return at;
}

}  // namespace safeground::ops
