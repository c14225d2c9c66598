#include <unistd.h>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "core/link_sets.hpp"
#include "core/value.hpp"
#include "disclosure/gate.hpp"
#include "geo/barriers.hpp"
#include "geo/build_weights.hpp"
#include "io/export.hpp"
#include "ops/load.hpp"
#include "ops/tables.hpp"
#include "ops/weights_file.hpp"
#include "ops/weights_spec.hpp"
#include "ops/weights_table.hpp"
#include "support/shared_data.hpp"

using namespace safeground;
using tests::grid_table;
using tests::record;
using tests::result;

namespace {

core::Table nine() { return grid_table(3, 3, {1, 2, 3, 4, 5, 6, 7, 8, 9}); }

ops::Output weights(const core::Record& parameters, core::Table areas = nine()) {
    ops::Inputs inputs;
    inputs.areas = tests::shared(std::move(areas));
    auto output = tests::run_named("weights", inputs, parameters);
    INFO(output.message());
    REQUIRE(output);
    return *std::move(output);
}

double links(const std::string& spec) { return result(weights(record({{"weights", spec}})), "links"); }

std::vector<std::int64_t> list(const ops::Output& output, const std::string& name) {
    std::vector<std::int64_t> out;
    for (const core::Value& value : std::get<std::vector<core::Value>>(output.result.find(name)->data))
        out.push_back(std::get<std::int64_t>(value.data));
    return out;
}

/// A folder of its own, gone at the end.
struct Folder {
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() { std::filesystem::remove_all(path); }
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / fmt::format("safeground-weights-{}", ::getpid());
};

void write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

/// The same links with the same weights, bit for bit.
bool same(const core::Weights& a, const core::Weights& b) {
    return a.row_begin == b.row_begin && a.neighbour == b.neighbour && a.weight == b.weight;
}

}  // namespace

TEST_CASE("weights of a 3 by 3 grid") {
    ops::Inputs inputs;
    inputs.areas = tests::shared(grid_table(3, 3, {1, 2, 3, 4, 5, 6, 7, 8, 9}));
    const auto queen = tests::run_named("weights", inputs, {});
    REQUIRE(queen);
    CHECK(result(*queen, "links") == 40);
    CHECK(result(*queen, "min") == 3);
    CHECK(result(*queen, "max") == 8);
    CHECK(result(*queen, "islands") == 0);
    CHECK(result(*queen, "components") == 1);
    CHECK(result(*queen, "s0") == Approx(9));
    CHECK(queen->links == 40);
    CHECK(tests::numbers(*queen, "neighbours") == std::vector<double>{3, 5, 3, 5, 8, 5, 3, 5, 3});
    CHECK(queen->table->columns.front()->name == "code");
    CHECK(core::consistent(*queen->table));

    const auto rook =
        tests::run_named("weights", inputs, record({{"weights", "rook"}, {"standardise", "none"}}));
    REQUIRE(rook);
    CHECK(result(*rook, "links") == 24);
    CHECK(result(*rook, "s0") == 24);
    CHECK(result(*rook, "s1") == 48);

    const auto knn = tests::run_named("weights", inputs, record({{"weights", "knn:2"}}));
    REQUIRE(knn);
    CHECK(result(*knn, "links") == 18);
    const auto band = tests::run_named("weights", inputs, record({{"weights", "distance:100"}}));
    REQUIRE(band);
    CHECK(result(*band, "links") == 24);
    const auto none = tests::run_named("weights", inputs, record({{"weights", "distance:99"}}));
    REQUIRE(none);
    CHECK(none->islands == 9);
    REQUIRE_FALSE(none->warnings.empty());
    CHECK(none->warnings.front().find("9 areas have no neighbour.") == 0);
}

TEST_CASE("neighbours from GAL text by key, by a named field and by row number") {
    const core::Table areas = grid_table(1, 3, {10, 20, 30});
    const auto by_key =
        ops::parse_weights_text("0 3 grid code\nX001 1\nX002\nX002 2\nX001 X003\nX003 1\nX002\n",
                                ops::WeightsFormat::Gal, areas, "a.gal");
    REQUIRE(by_key);
    CHECK(by_key->row_begin == std::vector<std::uint32_t>{0, 1, 3, 4});
    CHECK(by_key->neighbour == std::vector<std::uint32_t>{1, 0, 2, 1});
    const auto by_field = ops::parse_weights_text("0 3 grid X\n30 1\n10\n10 1\n30\n20 0\n\n",
                                                  ops::WeightsFormat::Gal, areas, "a.gal");
    REQUIRE(by_field);
    CHECK(by_field->neighbour == std::vector<std::uint32_t>{2, 0});
    CHECK(by_field->cardinality(1) == 0);
    const auto by_number = ops::parse_weights_text("3\r\n1 1\r\n2\r\n2 1\r\n1\r\n3 0\r\n\r\n",
                                                   ops::WeightsFormat::Gal, areas, "a.gal");
    REQUIRE(by_number);
    CHECK(by_number->neighbour == std::vector<std::uint32_t>{1, 0});
    REQUIRE(by_number.diagnostics().size() == 1);
    CHECK(by_number.diagnostics()[0].message.find("row numbers") != std::string::npos);
    const auto gwt = ops::parse_weights_text("0 3 grid code\nX001 X002 7.5\nX002 X001 7.5\n",
                                             ops::WeightsFormat::Gwt, areas, "a.gwt");
    REQUIRE(gwt);
    CHECK(gwt->weight == std::vector<double>{1, 1});
}

TEST_CASE("a broken weights file is refused with its line") {
    const core::Table areas = grid_table(1, 3, {10, 20, 30});
    struct Case {
        const char* text;
        const char* says;
    };
    for (const Case& one :
         {Case{"", "a.gal, line 1: This is no weights file"},
          Case{"hello\n", "a.gal, line 1: This is no weights file"},
          Case{"4\n", "a.gal, line 1: The weights are for 4 areas, the table has 3."},
          Case{"3\nX001 1\nX009\n", "a.gal, line 3: “X009” is not an area"},
          Case{"3\nX001 2\nX002\n", "a.gal, line 3: Area “X001” should have 2 neighbours, but 1 is listed."},
          Case{"3\nX001 1\nX001\n", "a.gal, line 3: Area “X001” is its own neighbour."},
          Case{"3\nX001 2\nX002 X002\n", "a.gal, line 3: Neighbour “X002” is listed twice."},
          Case{"3\nX001 0\nX001 0\n", "a.gal, line 3: Area “X001” occurs twice."},
          Case{"3\nX001 0\nX002 0\n", "a.gal, line 3: Area “X003” of the table is not in the weights."},
          Case{"3\nX001 1\n", "a.gal, line 2: Area “X001” should have 1 neighbour, but 0 are listed."},
          Case{"3\nX001 -1\n", "a.gal, line 2: Expected an area and its number of neighbours."}}) {
        INFO(one.text);
        const auto parsed = ops::parse_weights_text(one.text, ops::WeightsFormat::Gal, areas, "a.gal");
        REQUIRE_FALSE(parsed);
        CHECK(parsed.message().find(one.says) == 0);
    }
}

TEST_CASE("every form of neighbours on a 3 by 3 grid has the links that can be counted by hand") {
    CHECK(links("queen:1") == 40);
    // Two steps of a king: the eight edge and corner areas reach all but the centre's ring beside them.
    CHECK(links("queen:2") == 72 - 40);
    CHECK(links("queen:2+") == 72);
    CHECK(links("queen:3") == 0);
    // Two steps of a rook: a corner reaches 3 (two corners and the centre), an edge 3, the centre 4.
    CHECK(links("rook:2") == 4 * 3 + 4 * 3 + 4);
    CHECK(links("rook:2+") == 24 + 28);
    CHECK(links("distance:auto") == 24);
    CHECK(links("union(rook,queen)") == 40);
    CHECK(links("difference(queen,rook)") == 16);
    CHECK(links("intersection( queen , distance:100 )") == 24);
    // Of those 28, the 12 straight across are not queen's.
    CHECK(links("difference(union(queen,rook:2),intersection(queen,rook))") == 40 + 12 - 24);
    CHECK(links("kernel:triangular:100") == 0);
    CHECK(links("kernel:gaussian:100") == 24);
    CHECK(links("kernel:uniform:knn:1") == 24);
    CHECK(links("inverse:142") == 40);
}

TEST_CASE("kernels and inverse distances keep their weights unless rows are standardised") {
    const auto inverse = weights(record({{"weights", "inverse:142:2"}, {"standardise", "none"}}));
    CHECK(inverse.weights->weights(0)[0] == Approx(1e-4).epsilon(1e-14));
    CHECK(inverse.weights->weights(0)[2] == Approx(0.5e-4).epsilon(1e-14));
    CHECK(inverse.weights->description ==
          "one over distance to the power 2 within 142 m by centroid, weights as "
          "they are");
    const auto row = weights(record({{"weights", "inverse:142:2"}}));
    CHECK(row.weights->weights(0)[0] == Approx(0.4).epsilon(1e-14));
    CHECK(result(row, "s0") == Approx(9).epsilon(1e-14));
    const auto sets = weights(record({{"weights", "union(inverse:142,rook)"}, {"standardise", "none"}}));
    CHECK(result(sets, "s0") == 40);
    CHECK(weights(record({{"weights", "distance:auto"}})).weights->description ==
          "all within 100 m by centroid (the smallest distance at which every area has a neighbour), "
          "row-standardised");
}

TEST_CASE("an inverse distance names the two areas that are at one place") {
    core::Table areas = nine();
    std::vector<core::Point> at(9);
    for (std::size_t i = 0; i < 9; ++i) at[i] = {100.0 * static_cast<double>(i), 0};
    at[6] = at[2];
    areas.geometry = std::make_shared<const core::Geometry>(core::Points{at});
    ops::Inputs inputs;
    inputs.areas = tests::shared(areas);
    const auto refused = tests::run_named("weights", inputs, record({{"weights", "inverse:150"}}));
    REQUIRE_FALSE(refused);
    CHECK(refused.message().find("grid.gpkg: “X003” (row 3) and “X007” (row 7) are at the same place") == 0);
}

TEST_CASE("a specification says what is wrong with it, and nests") {
    const auto spec = ops::parse_weights_spec("union(file:a(1).gal, difference(queen:2+,inverse:900:0.5))");
    REQUIRE(spec);
    CHECK(spec->of[0].path == "a(1).gal");
    CHECK(spec->of[1].of[0].cumulative);
    CHECK(spec->of[1].of[0].order == 2);
    CHECK(spec->of[1].of[1].power == 0.5);
    CHECK(ops::files_of(*spec) == std::vector<std::string>{"a(1).gal"});
    CHECK(ops::parse_weights_spec("file:a,(b.gal")->path == "a,(b.gal");
    for (const char* wrong : {"queen:0",
                              "queen:2x",
                              "queen:+",
                              "rook:-1",
                              "queen:101",
                              "kernel:cosine:100",
                              "kernel:gaussian",
                              "kernel:gaussian:0",
                              "kernel:gaussian:knn:0",
                              "kernel:triangular:knn:1",
                              "kernel:uniform:knn:2.5",
                              "inverse:",
                              "inverse:0",
                              "inverse:100:0",
                              "inverse:100:11",
                              "inverse:100:nan",
                              "distance:",
                              "union",
                              "union(queen)",
                              "union(queen,rook",
                              "union(queen,rook))",
                              "union(queen,rook,knn:4)",
                              "union(queen,quen)",
                              "unions(queen,rook)",
                              "union(,)"}) {
        INFO(wrong);
        const auto parsed = ops::parse_weights_spec(wrong);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.kind() == core::ErrorKind::Usage);
    }
    std::string deep = "queen";
    for (int level = 0; level < 1000; ++level) deep = "union(" + deep + ",rook)";
    CHECK_FALSE(ops::parse_weights_spec(deep));
}

TEST_CASE("the operation describes how areas hang together") {
    // Parts of three, three, two and one.
    core::Table areas = nine();
    const auto apart = ops::parse_weights_text(
        "9\n1 1\n2\n2 2\n1 3\n3 1\n2\n4 0\n5 1\n6\n6 1\n5\n7 2\n8 9\n8 2\n7 9\n9 2\n7 8\n",
        ops::WeightsFormat::Gal, areas, "a.gal");
    REQUIRE(apart);
    ops::Inputs inputs;
    inputs.areas = tests::shared(areas);
    inputs.weights["a.gal"] = std::make_shared<const core::Weights>(*apart);
    const auto output = tests::run_named("weights", inputs, record({{"weights", "file:a.gal"}}));
    REQUIRE(output);
    CHECK(tests::numbers(*output, "neighbours") == std::vector<double>{1, 2, 1, 0, 1, 1, 2, 2, 2});
    CHECK(tests::numbers(*output, "component") == std::vector<double>{1, 1, 1, 4, 3, 3, 2, 2, 2});
    CHECK(list(*output, "histogram_neighbours") == std::vector<std::int64_t>{0, 1, 2});
    CHECK(list(*output, "histogram_areas") == std::vector<std::int64_t>{1, 4, 4});
    CHECK(output->result.find("symmetric")->text() == "true");
    CHECK(result(*output, "share_nonzero") == Approx(12.0 / 81).epsilon(1e-15));
    REQUIRE(output->warnings.size() == 2);
    CHECK(output->warnings[1] ==
          "The areas fall into 4 parts that are not connected with each other: 6 areas lie outside the "
          "largest.");
    CHECK(weights(record({{"weights", "knn:2"}})).result.find("symmetric")->text() == "false");
}

TEST_CASE("islands that cannot be joined are refused, not left as they are") {
    const auto joined = [](const std::string& spec) {
        ops::Inputs inputs;
        inputs.areas = tests::shared(nine());
        return tests::run_named("weights", inputs, record({{"weights", spec}, {"islands", "nearest"}}));
    };
    CHECK(joined("distance:50"));
    CHECK(joined("kernel:gaussian:100"));
    for (const char* spec : {"kernel:gaussian:50", "inverse:50", "rook:9", "difference(rook,queen)"}) {
        INFO(spec);
        const auto refused = joined(spec);
        REQUIRE_FALSE(refused);
        CHECK(refused.message().find(
                  "Islands cannot be joined to their nearest area in neighbours of this kind; 9 "
                  "areas are without.") == 0);
    }
}

TEST_CASE("links of a CSV file keep their weights, by whatever its columns are called") {
    const core::Table areas = grid_table(1, 3, {10, 20, 30});
    const auto parse = [&](const std::string& text) {
        return ops::parse_weights_text(text, ops::WeightsFormat::Csv, areas, "a.csv");
    };
    for (const char* header :
         {"id,neighbour,weight", "Code,NID,WEIGHT", "FROM,To,W", "OBJECTID,nid,Weight"}) {
        INFO(header);
        const auto parsed = parse(std::string(header) + "\nX001,X002,0.1\nX002,X003,2e-300\nX002,X001,3\n");
        REQUIRE(parsed);
        CHECK(parsed->row_begin == std::vector<std::uint32_t>{0, 1, 3, 3});
        CHECK(parsed->neighbour == std::vector<std::uint32_t>{1, 0, 2});
        CHECK(parsed->weight == std::vector<double>{0.1, 3, 2e-300});
        REQUIRE(parsed.diagnostics().size() == 1);
        CHECK(parsed.diagnostics()[0].message ==
              "1 area of the table is not in a.csv and has no neighbours.");
    }
    // ArcGIS numbers the rows of its list in OBJECTID; the id is the other column.
    CHECK(parse("OBJECTID,code,NID,WEIGHT\n1,X003,X001,0.5\n")->row_begin ==
          std::vector<std::uint32_t>{0, 0, 0, 1});
    CHECK(parse("id;neighbour\n1;2\n2;1\n3;\n")->weight == std::vector<double>{1, 1});
    const auto left_out = parse("id,neighbour,weight\nX001,X001,1\nX001,X002,0\nX002,X001,1\nX003,,\n");
    REQUIRE(left_out);
    CHECK(left_out->neighbour == std::vector<std::uint32_t>{0});
    REQUIRE(left_out.diagnostics().size() == 2);
    CHECK(left_out.diagnostics()[0].message.find("1 area is its own neighbour in a.csv") == 0);
    CHECK(left_out.diagnostics()[1].message.find("1 link is of weight 0 in a.csv") == 0);
    const auto kwt = ops::parse_weights_text("0 3 grid code\nX001 X001 1\nX001 X002 0.75\n",
                                             ops::WeightsFormat::Kwt, areas, "a.kwt");
    CHECK(kwt->weight == std::vector<double>{0.75});
    struct Case {
        const char* text;
        const char* says;
    };
    for (const Case& one :
         {Case{"a,b\n1,2\n", "a.csv, line 1: This is no list of neighbours"},
          Case{"id,weight\nX001,1\n", "a.csv, line 1: This is no list of neighbours"},
          Case{"id,neighbour,weight\nX001,X002,1\nX001,X009,1\n", "a.csv, line 3: “X009” is not an area"},
          Case{"id,neighbour,weight\nX001,X002,-1\n", "a.csv, line 2: “-1” is no weight"},
          Case{"id,neighbour,weight\nX001,X002,\n", "a.csv, line 2: “” is no weight"},
          Case{"id,neighbour,weight\nX001,X002,inf\n", "a.csv, line 2: “inf” is no weight"},
          Case{"id,neighbour,weight\nX001,X002,1e308\n", "a.csv, line 2: “1e308” is no weight"},
          Case{"id,neighbour,weight\nX001,X002,1\nX001,X002,1\n",
               "a.csv, line 3: Neighbour “X002” is listed twice"},
          Case{"id,neighbour,weight\nX001,X002,1\nX001\n", "a.csv, line 3: A line could not be read"}}) {
        INFO(one.text);
        const auto parsed = parse(one.text);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.message().find(one.says) == 0);
    }
}

TEST_CASE("neighbours that are written and read again are the same, weights to the last bit") {
    const Folder folder;
    core::Result<disclosure::Gate> gate = disclosure::Gate::standard();
    REQUIRE(gate);
    const core::Table areas = nine();
    for (const char* spec : {"queen", "kernel:gaussian:knn:4", "inverse:142:1.7", "distance:50", "rook:2"})
        for (const char* standardise : {"row", "none"}) {
            const auto output = weights(record({{"weights", spec}, {"standardise", standardise}}));
            const auto table = ops::weights_table(*output.table, *output.weights);
            REQUIRE(table);
            const auto released = gate->release(*table, "public");
            REQUIRE(released);
            CHECK(released->note().hidden_cells == 0);
            for (const char* name : {"n.gal", "n.gwt", "n.kwt", "n.weights.csv"}) {
                INFO(spec << " " << standardise << " " << name);
                CHECK(ops::is_weights_file(name));
                const auto written = io::write_table(*released, folder.path / name);
                INFO(written.message());
                REQUIRE(written);
                const bool whole = name == std::string("n.kwt") || name == std::string("n.weights.csv");
                const auto read = ops::read_weights_file(folder.path / name, areas);
                INFO(read.message());
                REQUIRE(read);
                CHECK(same(*read, whole ? *output.weights : core::binary(*output.weights)));
            }
        }
    CHECK(std::filesystem::exists(folder.path / "n.txt"));
    CHECK_FALSE(ops::is_weights_file("n.csv"));
    CHECK_FALSE(ops::is_weights_file("n.gpkg"));
    const auto plain = gate->release(tests::shared(areas), "public");
    REQUIRE(plain);
    CHECK_FALSE(io::write_table(*plain, folder.path / "m.gal"));
    CHECK_FALSE(std::filesystem::exists(folder.path / "m.gal"));
}

TEST_CASE("a list of neighbours tells no positions and no doubled ids") {
    const auto output = weights({});
    core::Table areas = *output.table;
    areas.info.subject = core::Subject::Residence;
    CHECK_FALSE(ops::weights_table(areas, *output.weights));
    core::Table points = nine();
    std::vector<core::Point> at(9);
    for (std::size_t i = 0; i < 9; ++i) at[i] = {static_cast<double>(i), 0};
    points.geometry = std::make_shared<const core::Geometry>(core::Points{at});
    points.info.sensitivity = core::Sensitivity::Restricted;
    const auto of_points = weights(record({{"weights", "knn:2"}}), points);
    CHECK(of_points.table->info.sensitivity == core::Sensitivity::Restricted);
    CHECK_FALSE(ops::weights_table(*of_points.table, *of_points.weights));
    core::Table doubled = nine();
    doubled.columns[0] =
        std::make_shared<const core::Column>(core::text_column("code", std::vector<std::string>(9, "A")));
    const auto refused = ops::weights_table(doubled, *output.weights);
    REQUIRE_FALSE(refused);
    CHECK(refused.message().find("“A” is the id of two areas") == 0);
}

TEST_CASE("barriers come from a file of lines, cut links before orders are made, and are named as a source") {
    const Folder folder;
    const std::filesystem::path river = folder.path / "river.geojson";
    // Between the first and second column of the grid, but for the uppermost row.
    write(river, R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:27700"}},
        "features":[{"type":"Feature","properties":{"name":"river"},"geometry":{"type":"LineString",
        "coordinates":[[530100,179900],[530100,180190]]}}]})");
    const auto cut = weights(record({{"weights", "rook"}, {"barriers", river.string()}}));
    CHECK(result(cut, "links") == 24 - 4);
    CHECK(cut.weights->description ==
          "rook contiguity (a shared border counts), snap 0.01 m, 4 links cut at barriers, row-standardised");
    REQUIRE_FALSE(cut.warnings.empty());
    CHECK(cut.warnings.back() == "4 links were cut by the barriers in river.geojson.");
    REQUIRE(cut.provenance.inputs.size() == 2);
    CHECK(cut.provenance.inputs[1].role == "barriers");
    CHECK(cut.provenance.inputs[1].sha256.size() == 64);
    // From the south-west corner one goes round: its second order holds the north-west corner and the middle
    // of the left column's right neighbour no more.
    const auto second = weights(record({{"weights", "rook:2"}, {"barriers", river.string()}}));
    const auto from_corner = second.weights->neighbours(0);
    CHECK(std::vector<std::uint32_t>(from_corner.begin(), from_corner.end()) ==
          std::vector<std::uint32_t>{6});
    ops::Inputs inputs;
    inputs.areas = tests::shared(nine());
    const std::filesystem::path points = folder.path / "points.geojson";
    write(points, R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:27700"}},
        "features":[{"type":"Feature","properties":{"name":"x"},"geometry":{"type":"Point",
        "coordinates":[530100,179900]}}]})");
    const auto refused = tests::run_named("weights", inputs, record({{"barriers", points.string()}}));
    REQUIRE_FALSE(refused);
    CHECK(refused.message().find("Barriers must be lines or polygons; this file has neither.") !=
          std::string::npos);
    CHECK_FALSE(tests::run_named("weights", inputs, record({{"barriers", "absent.gpkg"}})));
}

TEST_CASE("the main roads of Covent Garden cut the links between LSOAs that a slow look finds") {
    const auto roads = tests::shared_data("basemap/osm_covent_garden_holborn.gpkg");
    const auto london = tests::shared_data("boundaries/lsoa21_london.gpkg");
    if (!roads || !london) return;
    ops::LoadRequest request;
    request.file = london->string();
    const auto areas = ops::load(request, "areas");
    REQUIRE(areas);
    request.file = roads->string() + ":highways_primary";
    const auto lines = ops::load(request, "barriers");
    REQUIRE(lines);
    REQUIRE(lines->table->lines() != nullptr);
    ops::Inputs inputs;
    inputs.areas = areas->table;
    const auto plain = tests::run_named("weights", inputs, {});
    const auto cut = tests::run_named("weights", inputs, record({{"barriers", request.file}}));
    REQUIRE(plain);
    INFO(cut.message());
    REQUIRE(cut);
    const std::vector<core::Point> inside = geo::inside_points(*areas->table->geometry);
    const core::Lines& roads_of = *lines->table->lines();
    const auto side = [](core::Point p, core::Point q, core::Point r) {
        return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x) > 0;
    };
    std::size_t kept = 0;
    for (std::uint32_t i = 0; i < plain->weights->size(); ++i)
        for (const std::uint32_t j : plain->weights->neighbours(i)) {
            bool crossed = false;
            for (std::size_t l = 0; l + 1 < roads_of.line_begin.size(); ++l)
                for (std::size_t v = 1; v < roads_of.line(l).size(); ++v) {
                    const core::Point a = roads_of.line(l)[v - 1], b = roads_of.line(l)[v];
                    crossed |= side(inside[i], inside[j], a) != side(inside[i], inside[j], b) &&
                               side(a, b, inside[i]) != side(a, b, inside[j]);
                }
            const auto row = cut->weights->neighbours(i);
            REQUIRE(std::binary_search(row.begin(), row.end(), j) == !crossed);
            kept += !crossed;
        }
    CHECK(cut->links == kept);
    CHECK(kept < plain->links);
}
