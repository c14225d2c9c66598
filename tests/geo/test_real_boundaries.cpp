#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>

#include "core/link_sets.hpp"
#include "geo/build_weights.hpp"
#include "geo/crs.hpp"
#include "geo/locate.hpp"
#include "geo/read_polygons.hpp"
#include "geo/triangulate.hpp"
#include "geo/validity.hpp"
#include "support/shared_data.hpp"

// Reference figures: REFERENCE-VALUES.md B2 (spdep 1.2-7 poly2nb) and A2 (pygeoda), of the data's authors.

using namespace safeground;
using namespace safeground::tests;

namespace {

std::size_t queen_links(const core::Polygons& p, double snap) {
    return geo::queen_weights(p, {.snap_m = snap})->links();
}

double triangle_sum(const core::Polygons& p, const geo::Triangulation& t) {
    double sum = 0;
    for (std::size_t i = 0; i < t.triangles(); ++i) {
        const core::Point a = p.vertices[t.vertex[3 * i]], b = p.vertices[t.vertex[3 * i + 1]],
                          c = p.vertices[t.vertex[3 * i + 2]];
        sum += ((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) / 2;
    }
    return sum;
}

double area_sum(const core::Polygons& p) {
    double sum = 0;
    for (std::size_t row = 0; row < p.size(); ++row) sum += core::area_m2(p, row);
    return sum;
}

std::size_t links_by_common_vertices(const core::Polygons& p) {
    std::map<std::pair<double, double>, std::set<std::size_t>> rows_at;
    for (std::size_t row = 0; row < p.size(); ++row)
        for (std::size_t part = p.row_begin[row]; part < p.row_begin[row + 1]; ++part)
            for (std::size_t g = p.part_begin[part]; g < p.part_begin[part + 1]; ++g)
                for (const core::Point& v : p.ring(g)) rows_at[{v.x, v.y}].insert(row);
    std::set<std::pair<std::size_t, std::size_t>> links;
    for (const auto& [place, rows] : rows_at)
        for (const std::size_t a : rows)
            for (const std::size_t b : rows)
                if (a != b) links.insert({a, b});
    return links.size();
}

template <class Work>
auto timed(const char* what, const Work& work) {
    const auto before = std::chrono::steady_clock::now();
    auto result = work();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - before;
    std::printf("    %-46s %7.3f s\n", what, took.count());
    return result;
}

}  // namespace

TEST_CASE("London's 2011 boundaries: queen links at each snap distance as spdep counts them", "[geo][real]") {
    const auto path = shared_data("boundaries/LSOA_2011_London_gen_MHW.shp");
    if (!path) return;
    const ReadPolygons read = read_polygons(*path);
    REQUIRE(geo::ToNationalGrid::from(read.crs)->identity());
    CHECK(queen_links(read.polygons, 0) == 0);
    CHECK(queen_links(read.polygons, 1e-8) == 338);
    CHECK(queen_links(read.polygons, 1e-6) == 28660);
    CHECK(queen_links(read.polygons, 1e-3) == 28678);
    CHECK(queen_links(read.polygons, 0.01) == 28678);
    CHECK(queen_links(read.polygons, 2) == 28678);
    CHECK(core::summarise(*geo::queen_weights(read.polygons, {.snap_m = 1e-3})).islands == 0);
    const geo::Triangulation t = geo::triangulate(read.polygons);
    CHECK(triangle_sum(read.polygons, t) == Approx(area_sum(read.polygons)).epsilon(1e-12));
}

TEST_CASE("London's 2021 boundaries: queen, rook and snapped links, and areas, as spdep and sf have them",
          "[geo][real]") {
    const auto path = shared_data("boundaries/lsoa21_london.gpkg");
    if (!path) return;
    const ReadPolygons read = read_polygons(*path);
    REQUIRE(read.polygons.size() == 4994);
    const auto queen = geo::queen_weights(read.polygons, {.snap_m = 0});
    const core::WeightsSummary s = core::summarise(*queen);
    CHECK(s.links == 29472);
    CHECK(s.min == 1);
    CHECK(s.max == 20);
    CHECK(s.mean == Approx(5.901481778).epsilon(1e-9));
    CHECK(s.components == 1);
    CHECK(geo::rook_weights(read.polygons, {.snap_m = 0})->links() == 29100);
    CHECK(queen_links(read.polygons, 1) == 29506);
    CHECK(geo::queen_weights(read.polygons)->links() == 29472);
    const geo::Triangulation t = geo::triangulate(read.polygons);
    CHECK(triangle_sum(read.polygons, t) == Approx(area_sum(read.polygons)).epsilon(1e-12));
    CHECK(geo::make_valid(read.polygons).repairs.size() <= 5);

    const geo::AreaLocator locator(read.polygons);
    std::size_t found = 0;
    for (std::uint32_t row = 0; row < read.polygons.size(); ++row)
        found += locator.locate(geo::label_point(read.polygons, row)) == row;
    CHECK(found == read.polygons.size());
}

TEST_CASE("natregimes: queen, rook and k nearest as pygeoda's tests have them", "[geo][real]") {
    const auto path = shared_data("benchmarks/natregimes/natregimes.shp");
    if (!path) return;
    const core::Polygons p = read_polygons(*path).polygons;
    REQUIRE(p.size() == 3085);
    const auto density = [](const core::Weights& w) {
        return static_cast<double>(w.links()) / (static_cast<double>(w.size()) * w.size());
    };
    // Coordinates are degrees, so the tolerance is 0, as in pygeoda.
    const auto queen = geo::queen_weights(p, {.snap_m = 0}), rook = geo::rook_weights(p, {.snap_m = 0});
    CHECK(core::summarise(*queen).mean == Approx(5.8891410048622364).epsilon(1e-12));
    CHECK(core::summarise(*queen).max == 14);
    CHECK(density(*queen) == Approx(0.0019089598070866245).epsilon(1e-12));
    CHECK(core::summarise(*rook).mean == Approx(5.571474878444084).epsilon(1e-12));
    CHECK(core::summarise(*rook).max == 13);
    std::vector<core::Point> centres;
    for (std::size_t row = 0; row < p.size(); ++row) centres.push_back(core::centroid(p, row));
    CHECK(density(*geo::knn_weights(centres, 4)) == Approx(0.0012965964343598055).epsilon(1e-12));
    const double everyone = geo::full_connection_distance_m(centres);
    CHECK(everyone == Approx(1.4657759325950015).epsilon(1e-6));
    const core::WeightsSummary band = core::summarise(*geo::distance_weights(centres, everyone));
    CHECK(band.min == 1);
    CHECK(band.max == 85);
    // 36.8337115 and 0.0119396148 there: one pair more, which lies 4 to 5 millionths of a degree beyond this
    // distance. All else agrees, so the difference is allowed and no more.
    CHECK(std::abs(band.mean - 36.83371150729335) <= 2.0 / 3085 + 1e-9);
    CHECK(band.share_nonzero == Approx(0.011939614751148575).epsilon(2e-5));
    // pygeoda's test of order 2 has min 2 and max 40 as here. Its mean, 18.5744, is of a precision threshold
    // of 1 (degree), which its queen of order 1 above has not; the mean here is counted slowly instead.
    const auto second = core::higher_order(*queen, 2, true);
    CHECK(core::summarise(*second).min == 2);
    CHECK(core::summarise(*second).max == 40);
    CHECK(core::summarise(*second).symmetric);
    std::size_t links = 0;
    for (std::uint32_t i = 0; i < queen->size(); ++i) {
        std::set<std::uint32_t> reached;
        for (const std::uint32_t j : queen->neighbours(i)) {
            reached.insert(j);
            reached.insert(queen->neighbours(j).begin(), queen->neighbours(j).end());
        }
        links += reached.size() - reached.count(i);
    }
    CHECK(second->links() == links);
}

TEST_CASE("England: links, triangles and times", "[geo][real][slow]") {
    const auto path = shared_data("boundaries/LSOA_2021_England_generalised.zip");
    if (!path) return;
    ReadPolygons read = timed("read with GDAL", [&] { return read_polygons(*path); });
    REQUIRE(read.polygons.size() == 33755);
    // This file is generalised further than the one spdep's 197,756 links were counted on (356,086 vertices,
    // not 1.97 million), so the expected figure is counted here, from the vertices that areas have in common
    // to the last bit.
    const std::size_t expected = links_by_common_vertices(read.polygons);
    CHECK(queen_links(read.polygons, 0) == expected);
    const auto grid = geo::ToNationalGrid::from(read.crs);
    REQUIRE(grid);
    const std::size_t lost = timed("to EPSG:27700", [&] { return grid->transform(read.polygons.vertices); });
    CHECK(lost == 0);
    const auto queen = timed("queen, snap 0.01 m", [&] { return geo::queen_weights(read.polygons); });
    const core::WeightsSummary s = core::summarise(*queen);
    CHECK(s.links == expected);
    std::printf("    links %zu, mean %.9f, islands %u, components %u\n", s.links, s.mean, s.islands,
                s.components);
    CHECK(queen_links(read.polygons, 0.001) == expected);
    const auto rook = timed("rook, snap 0.01 m", [&] { return geo::rook_weights(read.polygons); });
    CHECK(rook->links() < queen->links());
    const geo::Triangulation one =
        timed("triangulate, 1 thread", [&] { return geo::triangulate(read.polygons, 1); });
    const geo::Triangulation all =
        timed("triangulate, all cores", [&] { return geo::triangulate(read.polygons); });
    CHECK(one.vertex == all.vertex);
    std::printf("    vertices %zu, triangles %zu\n", read.polygons.vertices.size(), all.triangles());
    const geo::Repaired valid = timed("make valid", [&] { return geo::make_valid(read.polygons); });
    std::printf("    repaired %zu rows\n", valid.repairs.size());
    CHECK(triangle_sum(valid.polygons, geo::triangulate(valid.polygons)) ==
          Approx(area_sum(valid.polygons)).epsilon(1e-12));
    const geo::AreaLocator locator =
        timed("build the locator", [&] { return geo::AreaLocator(read.polygons); });
    std::vector<core::Point> labels(read.polygons.size());
    timed("label points", [&] {
        for (std::size_t row = 0; row < labels.size(); ++row)
            labels[row] = geo::label_point(read.polygons, row);
        return 0;
    });
    std::vector<core::Point> million(1'000'000);
    for (std::size_t i = 0; i < million.size(); ++i) {
        const core::Point p = labels[i % labels.size()];
        million[i] = {p.x + static_cast<double>(i / labels.size()) * 37, p.y};
    }
    const auto located = timed("locate a million points", [&] { return locator.locate(million); });
    std::size_t at_home = 0;
    for (std::uint32_t row = 0; row < labels.size(); ++row) at_home += located.row[row] == row;
    CHECK(at_home == labels.size());
    std::vector<core::Point> centres(read.polygons.size());
    for (std::size_t row = 0; row < centres.size(); ++row) centres[row] = core::centroid(read.polygons, row);
    const auto nearest = timed("8 nearest", [&] { return geo::knn_weights(centres, 8); });
    CHECK(nearest->links() == 8 * centres.size());
}
