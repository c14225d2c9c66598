#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <thread>

#include "geo/crs.hpp"

using namespace safeground;

namespace {

// As shipped with LSOA_2011_London_gen_MHW.shp (Office for National Statistics): ESRI's WKT, no code,
// shortened scale factor.
const std::string kEsriGrid =
    R"(PROJCS["British_National_Grid",GEOGCS["GCS_OSGB_1936",DATUM["D_OSGB_1936",SPHEROID["Airy_1830",6377563.396,299.3249646]],)"
    R"(PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",400000.0],)"
    R"(PARAMETER["False_Northing",-100000.0],PARAMETER["Central_Meridian",-2.0],PARAMETER["Scale_Factor",0.999601272],)"
    R"(PARAMETER["Latitude_Of_Origin",49.0],UNIT["Meter",1.0]])";
const std::string kEsriWgs84 =
    R"(GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],)"
    R"(UNIT["Degree",0.0174532925199433]])";

}  // namespace

TEST_CASE("the British National Grid is known in all its spellings", "[geo][crs]") {
    for (const std::string& text : {std::string("EPSG:27700"), kEsriGrid,
                                    std::string("urn:ogc:def:crs:EPSG::27700"), std::string("EPSG:7405"),
                                    std::string("+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 "
                                                "+y_0=-100000 +ellps=airy +units=m +no_defs"),
                                    std::string("+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 "
                                                "+y_0=-100000 +datum=OSGB36 +units=m +no_defs")}) {
        INFO(text);
        const auto grid = geo::ToNationalGrid::from(text);
        REQUIRE(grid);
        CHECK(grid->identity());
        CHECK(grid->description() == "none needed");
        CHECK(grid->source_name() == "OSGB36 / British National Grid (EPSG:27700)");
        std::vector<core::Point> points{{530000, 180000}, {}};
        CHECK(grid->transform(points) == 0);
        CHECK(points[0] == core::Point{530000, 180000});
    }
    // The same projection in US feet, or the Irish grid, is something else.
    CHECK_FALSE(geo::ToNationalGrid::from("+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 "
                                          "+y_0=-100000 +ellps=airy +units=us-ft")
                    ->identity());
    CHECK_FALSE(geo::ToNationalGrid::from("EPSG:29903")->identity());
}

TEST_CASE("longitude and latitude become easting and northing, and back", "[geo][crs]") {
    for (const std::string& text : {std::string("EPSG:4326"), kEsriWgs84, std::string("OGC:CRS84"),
                                    std::string("+proj=longlat +datum=WGS84 +no_defs")}) {
        INFO(text);
        const auto grid = geo::ToNationalGrid::from(text);
        REQUIRE(grid);
        CHECK_FALSE(grid->identity());
        CHECK(grid->geographic());
        CHECK(grid->source_name().find("WGS 84") != std::string::npos);
        // Points of the Ordnance Survey's OSTN15 test file (ETRS89, which is WGS 84 to a metre): Scilly, the
        // Lizard, London.
        std::vector<core::Point> points{{-6.29977752014, 49.92226393730},
                                        {-5.20304609998, 49.96006137820},
                                        {-0.11992557180, 51.48936564950},
                                        {},
                                        {std::numeric_limits<double>::infinity(), 51}};
        CHECK(grid->transform(points) == 1);
        const std::vector<core::Point> published{
            {91492.146, 11318.804}, {170370.718, 11572.405}, {530624.974, 178388.464}};
        for (std::size_t i = 0; i < published.size(); ++i) {
            CHECK(points[i].x ==
                  Approx(published[i].x).margin(5));  // what the guide gives the seven-parameter shift
            CHECK(points[i].y ==
                  Approx(published[i].y).margin(5));  // what the guide gives the seven-parameter shift
        }
        CHECK_FALSE(points[3].valid());
        CHECK_FALSE(points[4].valid());
    }
}

TEST_CASE("the projection alone agrees with the Ordnance Survey's worked example", "[geo][crs]") {
    // A guide to coordinate systems in Great Britain, annexe C: Caister, on the OSGB36 datum.
    const auto grid = geo::ToNationalGrid::from("EPSG:4277");
    REQUIRE(grid);
    std::vector<core::Point> points{{1 + 43 / 60.0 + 4.5177 / 3600, 52 + 39 / 60.0 + 27.2531 / 3600}};
    CHECK(grid->transform(points) == 0);
    CHECK(points[0].x == Approx(651409.903).margin(2e-3));
    CHECK(points[0].y == Approx(313177.270).margin(2e-3));
}

TEST_CASE("to_wgs84 undoes the transform to a millimetre", "[geo][crs]") {
    const auto grid = geo::ToNationalGrid::from("EPSG:4326");
    std::vector<core::Point> points;
    for (int i = 0; i < 50; ++i) points.push_back({100000.0 + 11000 * i, 20000.0 + 19000 * i});
    const auto before = points;
    auto lost = geo::to_wgs84(points);
    REQUIRE(lost);
    CHECK(*lost == 0);
    CHECK(points[0].x < 0);
    CHECK(points[0].x > -9);
    CHECK(points[0].y > 49);
    CHECK(grid->transform(points) == 0);
    for (std::size_t i = 0; i < points.size(); ++i) {
        CHECK(points[i].x == Approx(before[i].x).margin(1e-3));
        CHECK(points[i].y == Approx(before[i].y).margin(1e-3));
    }
}

TEST_CASE("the description names the operation and its accuracy, and says when OSTN15 is missing",
          "[geo][crs]") {
    const auto grid = geo::ToNationalGrid::from("EPSG:4326");
    INFO(grid->description());
    CHECK(grid->accuracy_m() > 0);
    CHECK(grid->description().find("British National Grid") != std::string::npos);
    CHECK(grid->description().find("accuracy") != std::string::npos);
    if (grid->accuracy_m() > 1.5) {
        CHECK(grid->description().find("OSTN15 grid not installed") != std::string::npos);
    } else {
        CHECK(grid->description().find("not installed") == std::string::npos);
    }
}

TEST_CASE("many points in many threads give the bytes of one point at a time", "[geo][crs]") {
    const auto grid = geo::ToNationalGrid::from("EPSG:3857");
    std::vector<core::Point> points(120'000);
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i] = {-20000.0 + static_cast<double>(i) / 10, 6.7e6 + static_cast<double>(i)};
    auto all = points;
    CHECK(grid->transform(all) == 0);
    for (std::size_t i = 0; i < points.size(); i += 1009) {
        core::Point one = points[i];
        grid->transform({&one, 1});
        CHECK(one == all[i]);
    }
    std::vector<core::Point> here{points[7]}, there{points[7]};
    std::jthread other([&] { grid->transform(there); });
    grid->transform(here);
    other.join();
    CHECK(here == there);
}

TEST_CASE("what is no map coordinate system is refused in a sentence", "[geo][crs]") {
    for (const std::string text : {"", "27700", "  ", "EPSG:999999", "London", "EPSG:4978", "EPSG:5701",
                                   "PROJCS[\"x\"", "+proj=pipeline"}) {
        INFO(text);
        const auto grid = geo::ToNationalGrid::from(text);
        REQUIRE_FALSE(grid);
        CHECK(grid.message().find("oordinate system") != std::string::npos);
        CHECK(grid.message().find("EPSG:27700") != std::string::npos);
    }
    CHECK_FALSE(geo::ToNationalGrid::from(std::string(1'000'000, 'x')));
}
