#include <geos_c.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdarg>
#include <filesystem>
#include <map>
#include <memory>
#include <set>

#include "demo_files.hpp"

using namespace safeground::tests;

namespace {

using Node = std::pair<long, long>;  // tenths of a metre
using Segment = std::pair<Node, Node>;

Node node(Spot p) { return {std::lround(p.x * 10), std::lround(p.y * 10)}; }

/// How often each undirected piece of border occurs in the outlines.
std::map<Segment, int> borders(const std::vector<Shape>& shapes) {
    std::map<Segment, int> out;
    for (const Shape& shape : shapes)
        for (const auto& polygon : shape.polygons)
            for (const Ring& ring : polygon)
                for (std::size_t i = 1; i < ring.size(); ++i) {
                    const Node a = node(ring[i - 1]), b = node(ring[i]);
                    ++out[{std::min(a, b), std::max(a, b)}];
                }
    return out;
}

std::set<Segment> met_once(const std::map<Segment, int>& all) {
    std::set<Segment> out;
    for (const auto& [segment, times] : all)
        if (times == 1) out.insert(segment);
    return out;
}

std::string well_known_text(const Shape& shape) {
    std::string out = "MULTIPOLYGON(";
    for (const auto& polygon : shape.polygons) {
        out += out.back() == '(' ? "(" : ",(";
        for (const Ring& ring : polygon) {
            out += out.back() == '(' ? "(" : ",(";
            for (const Spot p : ring)
                out += (out.back() == '(' ? "" : ",") + std::to_string(p.x) + " " + std::to_string(p.y);
            out += ")";
        }
        out += ")";
    }
    return out + ")";
}

}  // namespace

TEST_CASE("The demo's areas, wards and outline fit together to the last vertex") {
    const auto areas = demo_shapes("lsoa.geojson"), wards = demo_shapes("wards.geojson"),
               borough = demo_shapes("borough.geojson");
    REQUIRE(areas.size() == 130);
    REQUIRE(wards.size() == 18);
    REQUIRE(borough.size() == 1);
    const auto pieces = borders(areas);
    for (const auto& [segment, times] : pieces) CHECK(times <= 2);
    CHECK((met_once(pieces) == met_once(borders(borough))));
    for (const Shape& ward : wards) {
        std::vector<Shape> of_ward;
        double ground = 0;
        for (const Shape& a : areas)
            if (a.properties.at("WD25CD") == ward.properties.at("WD25CD")) {
                of_ward.push_back(a);
                ground += area(a);
            }
        INFO(ward.properties.at("WD25NM"));
        CHECK(of_ward.size() >= 5);
        CHECK(ground == Approx(area(ward)).margin(0.5));
        CHECK((met_once(borders(of_ward)) == met_once(borders({ward}))));
    }
    std::set<std::string> codes, names;
    for (const Shape& a : areas) {
        CHECK(area(a) > 10000);  // outer rings run anticlockwise: no negative ground
        codes.insert(a.properties.at("LSOA21CD"));
        names.insert(a.properties.at("LSOA21NM"));
    }
    CHECK(codes.size() == 130);
    CHECK(names.size() == 130);
}

TEST_CASE("Every polygon of the demo is valid") {
    GEOSContextHandle_t geos = GEOS_init_r();
    for (const char* file :
         {"lsoa.geojson", "wards.geojson", "borough.geojson", "water.geojson", "green.geojson"})
        for (const Shape& shape : demo_shapes(file)) {
            if (shape.polygons.empty()) continue;
            GEOSWKTReader* reader = GEOSWKTReader_create_r(geos);
            GEOSGeometry* geometry = GEOSWKTReader_read_r(geos, reader, well_known_text(shape).c_str());
            REQUIRE(geometry != nullptr);
            INFO(file << ": " << shape.properties.begin()->second);
            CHECK(GEOSisValid_r(geos, geometry) == 1);
            GEOSGeom_destroy_r(geos, geometry);
            GEOSWKTReader_destroy_r(geos, reader);
        }
    GEOS_finish_r(geos);
}

TEST_CASE("The demo lies in the North Sea, where nothing real is") {
    for (const char* file : {"lsoa.geojson", "streets.geojson", "green.geojson"})
        for (const Shape& shape : demo_shapes(file))
            for (const auto& polygon : shape.polygons)
                for (const Ring& ring : polygon)
                    for (const Spot p : ring) {
                        REQUIRE(p.x > 616000);
                        REQUIRE(p.x < 625000);
                        REQUIRE(p.y > 416000);
                        REQUIRE(p.y < 424000);
                    }
}

TEST_CASE("The demo has small areas in the middle and two very large ones at the park") {
    std::vector<double> hectares;
    for (const Shape& a : demo_shapes("lsoa.geojson")) hectares.push_back(area(a) / 10000);
    std::sort(hectares.begin(), hectares.end());
    CHECK(hectares.front() < 8);
    CHECK(hectares[65] < 20);
    CHECK(hectares[128] > 55);
}

TEST_CASE("The demo's streets are one network of named streets") {
    const auto streets = demo_shapes("streets.geojson");
    std::map<Node, Node> parent;
    const auto root = [&](Node n) {
        if (parent.find(n) == parent.end()) parent[n] = n;
        while (parent[n] != n) n = parent[n] = parent[parent[n]];
        return n;
    };
    std::set<std::string> classes;
    std::size_t major = 0;
    for (const Shape& street : streets) {
        CHECK_FALSE(street.properties.at("name").empty());
        classes.insert(street.properties.at("class"));
        major += street.properties.at("class") == "major";
        const Ring& line = street.polygons.at(0).at(0);
        REQUIRE(line.size() >= 2);
        for (std::size_t i = 1; i < line.size(); ++i) {
            CHECK((node(line[i]) != node(line[i - 1])));
            parent[root(node(line[i]))] = root(node(line[i - 1]));
        }
    }
    std::set<Node> roots;
    for (const auto& [n, up] : parent) roots.insert(root(n));
    CHECK(roots.size() == 1);
    CHECK((classes == std::set<std::string>{"major", "minor"}));
    CHECK(major >= 10);
    CHECK(streets.size() > 500);
}

TEST_CASE("Every point of the demo lies in exactly one area, and every code is one of the map's") {
    std::set<std::string> codes, wards;
    for (const Shape& a : demo_shapes("lsoa.geojson")) codes.insert(a.properties.at("LSOA21CD"));
    for (const Shape& w : demo_shapes("wards.geojson")) wards.insert(w.properties.at("WD25CD"));
    for (const char* file : {"offences.csv", "sites.csv", "schools.csv", "outreach.csv"})
        for (const Row& row : demo_csv(file)) {
            const std::string code = area_at(place(row));
            INFO(file << " " << row.at("easting") << " " << row.at("northing"));
            REQUIRE(codes.contains(code));
            if (row.contains("LSOA21CD")) CHECK(row.at("LSOA21CD") == code);
        }
    for (const char* file : {"population.csv", "deprivation.csv"}) {
        std::set<std::string> here;
        for (const Row& row : demo_csv(file))
            here.insert(row.contains("LSOA21CD") ? row.at("LSOA21CD") : row.at("LSOA code (2021)"));
        CHECK((here == codes));
    }
    for (const char* file : {"cohort_youth_justice.csv", "cohort_exploitation_unit.csv"})
        for (const Row& row : demo_csv(file)) CHECK(codes.contains(row.at("lsoa")));
    for (const Row& row : demo_csv("survey.csv")) CHECK(wards.contains(row.at("WD25CD")));
    std::set<std::string> sites;
    for (const Row& row : demo_csv("sites.csv")) CHECK(sites.insert(row.at("site_id")).second);
    for (const Row& row : demo_csv("sessions.csv")) CHECK(sites.contains(row.at("site_id")));
}

TEST_CASE("Every file of the demo says that it is synthetic, and none is large") {
    std::uintmax_t total = 0;
    for (const auto& entry : std::filesystem::directory_iterator(demo_path(""))) {
        const std::string name = entry.path().filename().string(), text = whole_file(entry.path().string());
        INFO(name);
        total += entry.file_size();
        CHECK(entry.file_size() < 1400000);
        if (name.ends_with(".geojson")) CHECK(text.substr(0, 200).find("SYNTHETIC") != std::string::npos);
        else if (name.ends_with(".toml")) CHECK(text.find("synthetic = true") != std::string::npos);
        else
            for (const Row& row : demo_csv(name)) {
                const bool marked = row.contains("synthetic") && row.at("synthetic") == "yes";
                const bool coded = row.contains("LSOA21CD") || row.contains("LSOA code (2021)");
                CHECK((marked || coded));
            }
    }
    CHECK(total < 4000000);
}
