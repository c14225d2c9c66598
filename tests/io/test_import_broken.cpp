#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <limits>

#include "import_support.hpp"
#include "support/shared_data.hpp"

using namespace safeground;
using namespace safeground::tests;
namespace fs = std::filesystem;

namespace {

/// The sentence of a refusal; an import that worked fails the test.
std::string refusal(const fs::path& path, const io::ImportOptions& options = {}) {
    const auto result = io::import_file(path, options);
    INFO(path.string());
    REQUIRE_FALSE(result.has_value());
    REQUIRE_FALSE(result.diagnostics().empty());
    CHECK_FALSE(result.diagnostics().front().message.empty());
    CHECK(result.diagnostics().front().file == path.string());
    CHECK_FALSE(result.diagnostics().front().remedy.empty());
    return result.message();
}

std::string geojson(const std::string& features, const std::string& crs = {}) {
    return "{\"type\":\"FeatureCollection\"," +
           (crs.empty() ? "" : "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"" + crs + "\"}},") +
           "\"features\":[" + features + "]}";
}

std::string point(const std::string& id, const std::string& coordinates) {
    return "{\"type\":\"Feature\",\"properties\":{\"id\":\"" + id +
           "\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[" + coordinates + "]}}";
}

std::string square(const std::string& id, double x, double y, double size) {
    const auto at = [](double a, double b) {
        return "[" + std::to_string(a) + "," + std::to_string(b) + "]";
    };
    return "{\"type\":\"Feature\",\"properties\":{\"code\":\"" + id +
           "\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[" + at(x, y) + "," + at(x + size, y) +
           "," + at(x + size, y + size) + "," + at(x, y + size) + "," + at(x, y) + "]]}}";
}

/// Deterministic noise for the mutations (a linear congruential generator is all that is needed here).
class Noise {
public:
    explicit Noise(std::uint64_t seed) : m_state(seed * 2 + 1) {}
    std::size_t below(std::size_t n) {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::size_t>(m_state >> 33) % n;
    }

private:
    std::uint64_t m_state;
};

std::string mutated(std::string bytes, Noise& noise) {
    if (bytes.empty()) return bytes;
    switch (noise.below(5)) {
        case 0:  // some bytes anywhere
            for (std::size_t i = 0, n = 1 + noise.below(20); i < n; ++i)
                bytes[noise.below(bytes.size())] = static_cast<char>(noise.below(256));
            break;
        case 1:  // some bytes of the header
            for (std::size_t i = 0, n = 1 + noise.below(6); i < n; ++i)
                bytes[noise.below(std::min<std::size_t>(bytes.size(), 120))] =
                    static_cast<char>(noise.below(256));
            break;
        case 2:
            bytes.resize(noise.below(bytes.size()));
            break;
        case 3: {  // a stretch twice
            const std::size_t at = noise.below(bytes.size()),
                              n = std::min(noise.below(4000), bytes.size() - at);
            bytes.insert(at, bytes.substr(at, n));
            break;
        }
        default: {  // a stretch of one value
            const std::size_t at = noise.below(bytes.size()),
                              n = std::min(noise.below(500), bytes.size() - at);
            std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), n,
                        static_cast<char>(noise.below(256)));
            break;
        }
    }
    return bytes;
}

/// Either a refusal with a sentence or a table whose counts add up.
void survives(const fs::path& path) {
    const auto begin = std::chrono::steady_clock::now();
    const auto result = io::import_file(path);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    CHECK(took.count() < 60);
    if (result) check_adds_up(*result);
    else CHECK_FALSE(result.message().empty());
}

}  // namespace

TEST_CASE("broken input: what is no regular file is refused with a sentence and without hanging", "[io]") {
    const ImportFolder folder("not-files");
    CHECK(refusal(folder.file("absent.csv")).find("no such file") != std::string::npos);
    CHECK(refusal(folder.file(".")).find("folder") != std::string::npos);
    REQUIRE(mkfifo(folder.file("pipe.csv").c_str(), 0600) == 0);
    CHECK(refusal(folder.file("pipe.csv")).find("pipe") != std::string::npos);
    CHECK(refusal("/dev/zero").find("device") != std::string::npos);
    CHECK(refusal("/dev/null").find("device") != std::string::npos);
    const int handle = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = "/tmp/safeground-test-" + std::to_string(getpid());
    name.copy(address.sun_path, sizeof(address.sun_path) - 1);
    if (handle >= 0 && bind(handle, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
        CHECK(refusal(name).find("socket") != std::string::npos);
        unlink(name.c_str());
    }
    if (handle >= 0) close(handle);
    CHECK(refusal(folder.write("empty.csv", "")).find("empty") != std::string::npos);
    fs::create_symlink("loop.csv", folder.file("loop.csv"));
    refusal(folder.file("loop.csv"));
}

TEST_CASE("broken input: GDAL's virtual paths, connections and network files are never opened", "[io]") {
    const ImportFolder folder("virtual");
    for (const char* name : {"/vsicurl/http://127.0.0.1:9/a.geojson", "PG:dbname=x", "/vsistdin/",
                             "http://127.0.0.1:9/a.geojson", "/vsimem/x"})
        CHECK(refusal(name).find("no such file") != std::string::npos);
    // A virtual layer in a file is no format that is read, whatever it is called.
    const std::string vrt =
        "<OGRVRTDataSource><OGRVRTLayer "
        "name=\"a\"><SrcDataSource>/vsicurl/http://127.0.0.1:9/a.geojson</SrcDataSource></OGRVRTLayer></"
        "OGRVRTDataSource>";
    for (const char* name : {"a.shp", "a.gpkg", "a.geojson", "a.pbf"}) refusal(folder.write(name, vrt));
    const auto as_text = io::import_file(folder.write("a.vrt", vrt));
    if (as_text) CHECK(as_text->table->geometry->index() == 0);
}

TEST_CASE("broken input: files cut short or under a false name are refused with a sentence", "[io]") {
    const ImportFolder folder("cut");
    CHECK(refusal(folder.write("old.xls", "\xD0\xCF\x11\xE0rest of an old workbook")).find(".xlsx") !=
          std::string::npos);
    CHECK(
        refusal(folder.write("cut.zip", std::string("PK\x03\x04\x14\x00\x00\x00\x08\x00", 10) + "shapefile"))
            .find("zip") != std::string::npos);
    CHECK(refusal(folder.write("text.zip", "this is no zip at all")).find("zip") != std::string::npos);
    refusal(folder.write("text.gpkg", "this is no database"));
    refusal(folder.write("text.shp", "this is no shapefile"));
    refusal(folder.write("cut.geojson", "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feat"));
    refusal(folder.write("cut.xlsx", std::string("PK\x03\x04", 4) + "workbook"));
    std::string noise;
    Noise random(7);
    for (int i = 0; i < 5000; ++i) noise.push_back(static_cast<char>(random.below(256)));
    for (const char* name : {"noise.csv", "noise.gpkg", "noise.shp", "noise.geojson", "noise.zip",
                             "noise.xlsx", "noise.pbf", "noise"}) {
        folder.write(name, noise);
        survives(folder.file(name));
    }
}

TEST_CASE("broken input: real files cut short lose rows only with a count", "[io]") {
    const ImportFolder folder("cut-real");
    if (const auto zip = shared_data("boundaries/LSOA_2021_England_generalised.zip")) {
        const std::string bytes = bytes_of(*zip);
        CHECK(refusal(folder.write("half.zip", bytes.substr(0, bytes.size() / 2))).find("cut short") !=
              std::string::npos);
    }
    if (const auto gpkg = shared_data("boundaries/ward22_london.gpkg")) {
        const std::string bytes = bytes_of(*gpkg);
        for (const double share : {0.02, 0.3, 0.6, 0.95}) {
            folder.write(
                "cut.gpkg",
                bytes.substr(0, static_cast<std::size_t>(static_cast<double>(bytes.size()) * share)));
            const auto result = io::import_file(folder.file("cut.gpkg"));
            if (result) {
                check_adds_up(*result);
                CHECK(result->report.rows == 684);
                CHECK((result->report.accepted < 684 || !result->report.warnings.empty()));
            }
        }
    }
    if (const auto shp = shared_data("boundaries/London_Ward_2018_6_boroughs.shp")) {
        for (const char* extension : {".shp", ".shx", ".dbf", ".prj"})
            fs::copy_file(fs::path(*shp).replace_extension(extension),
                          folder.file(std::string("w") + extension));
        const std::string bytes = bytes_of(*shp);
        folder.write("w.shp", bytes.substr(0, bytes.size() / 2));
        const io::Imported cut = imported(folder.file("w.shp"));
        INFO(cut.report.text());
        CHECK(cut.report.rows == 111);
        CHECK(cut.report.warnings.size() + rejected_in(cut.report) > 0);
        folder.write("w.shp", bytes);
        fs::remove(folder.file("w.shx"));
        survives(folder.file("w.shp"));
    }
}

TEST_CASE("broken input: tables of strange shapes come in or are refused", "[io]") {
    const ImportFolder folder("shapes");
    const io::Imported header = imported(folder.write("header.csv", "LSOA,n\n"));
    CHECK(header.table->rows == 0);
    CHECK(mentions(header.report.warnings, "no rows"));
    std::string wide, cells;
    for (int c = 0; c < 70000; ++c) {
        wide += (c == 0 ? "c" : ",c") + std::to_string(c);
        cells += c == 0 ? "1" : ",1";
    }
    const io::Imported columns =
        imported(folder.write("wide.csv", wide + "\n" + cells + "\n" + cells + "\n"));
    CHECK(columns.table->columns.size() == 70000);
    CHECK(columns.table->rows == 2);
    const io::Imported cell =
        imported(folder.write("cell.csv", "a,b\n1," + std::string(1'500'000, 'x') + "\n2,y\n"));
    CHECK(cell.table->rows == 1);
    CHECK(cell.report.rejected.at(0).first_lines == std::vector<std::int64_t>{2});
    const io::Imported twice =
        imported(folder.write("twice.csv", "LSOA,n\nE01004736,1\nE01004734,2\nE01004736,3\n"));
    CHECK(twice.report.duplicates == 1);
    CHECK(twice.table->rows == 3);
    const io::Imported names = imported(folder.write("names.csv", "n,n,n\n1,2,3\n"));
    CHECK(names.table->columns.size() == 3);
    const io::Imported ragged = imported(folder.write("ragged.csv", "a,b\n1,2\n3\n4,5,6\n7,8\n"));
    CHECK(ragged.report.rows == 4);
    CHECK(ragged.report.accepted == 2);
    survives(folder.write("one.csv", "x"));
    survives(folder.write("commas.csv", ",,,\n,,,\n"));
    survives(folder.write("quote.csv", "\""));
    survives(folder.write("quotes.csv", std::string(5001, '"')));
    survives(folder.write("cr.csv", std::string(1000, '\r')));
    std::string unclosed = "a,b\n";
    for (int i = 0; i < 3000; ++i) unclosed += "x\"y,\"\"\"\n";
    survives(folder.write("unclosed.csv", unclosed));
}

TEST_CASE("broken input: a million short rows with quotes that do not match end in time", "[io][slow]") {
    const ImportFolder folder("many-quotes");
    std::string text = "a,b\n";
    for (int i = 0; i < 300000; ++i) text += "1,\"2\n3,4\n";
    survives(folder.write("quotes.csv", text));
}

TEST_CASE(
    "broken input: positions that are swapped, in the wrong unit, undeclared or no numbers are repaired and "
    "said",
    "[io]") {
    const ImportFolder folder("positions");
    const io::Imported swapped = imported(
        folder.write("swapped.geojson", geojson(point("a", "51.5,-0.12") + "," + point("b", "51.6,-0.2"))));
    INFO(swapped.report.text());
    CHECK(mentions(swapped.report.warnings, "swapped in 2 rows"));
    CHECK(swapped.table->points()->at[0].x == Approx(530600).margin(300));
    const io::Imported some = imported(folder.write(
        "some.geojson",
        geojson(point("a", "-0.12,51.5") + "," + point("b", "-0.13,51.5") + "," + point("c", "51.5,-0.12") +
                "," + point("d", "0,0") + "," + point("e", "530000,180000"))));
    INFO(some.report.text());
    CHECK(mentions(some.report.warnings, "swapped in 1 row (first: 3)"));
    CHECK(mentions(some.report.warnings, "0, 0, or within 1 km of it, are no position: 1 row (first: 4)"));
    CHECK(some.table->points()->at[2].x == Approx(some.table->points()->at[0].x));
    CHECK_FALSE(some.table->points()->at[3].valid());
    CHECK(some.table->points()->at[4] == core::Point{530000, 180000});
    CHECK(some.table->rows == 5);

    // GeoJSON is longitude and latitude by its standard, whatever stands in it.
    const io::Imported metres =
        imported(folder.write("metres.geojson", geojson(square("E01000001", 530000, 180000, 100))));
    CHECK(metres.report.crs_assumed);
    CHECK(mentions(metres.report.warnings, "metres of the British National Grid"));
    CHECK(core::area_m2(*metres.table->polygons(), 0) == Approx(10000));
    const io::Imported degrees = imported(
        folder.write("degrees.geojson", geojson(point("a", "-0.12,51.5"), "urn:ogc:def:crs:EPSG::27700")));
    CHECK(degrees.report.crs_assumed);
    CHECK(degrees.table->points()->at[0].x == Approx(530600).margin(300));

    const io::Imported far = imported(
        folder.write("far.geojson", geojson(point("a", "2.35,48.85") + "," + point("b", "4.8,45.7"))));
    CHECK(mentions(far.report.warnings, "do not lie in Britain"));
    CHECK(far.table->points()->at[0] == core::Point{2.35, 48.85});

    const io::Imported nan = imported(folder.write(
        "nan.csv", "name,Longitude,Latitude\na,NaN,51.5\nb,-0.12,51.5\nc,inf,inf\nd,,\ne,abc,51\n"));
    INFO(nan.report.text());
    CHECK(nan.table->rows == 5);
    CHECK(nan.table->points()->at[1].valid());
    for (const std::size_t row : {0U, 2U, 3U, 4U}) CHECK_FALSE(nan.table->points()->at[row].valid());
    CHECK(mentions(nan.report.warnings, "only one coordinate"));
    survives(folder.write("nan.geojson", geojson(point("a", "NaN,51") + "," + point("b", "1e400,51") + "," +
                                                 point("c", "-0.1,51.5"))));
}

TEST_CASE("import: a published boundary file with a team's own columns is partner data, not public", "[io]") {
    const ImportFolder folder("joined");
    const std::string own =
        "{\"type\":\"Feature\",\"properties\":{\"LSOA21CD\":\"E01004736\",\"Young "
        "offenders\":3,\"Surname\":\"x\"},\"geometry\":{\"type\":"
        "\"Polygon\",\"coordinates\":[[[-0.1,51.5],[-0.09,51.5],[-0.09,51.51],[-0.1,51.5]]]}}";
    const io::Imported in = imported(folder.write("joined.geojson", geojson(own)));
    CHECK(in.report.recipe == "boundaries-lsoa21");
    CHECK(in.table->info.sensitivity == core::Sensitivity::Partner);
    CHECK(in.table->find("Young offenders")->measure == core::Measure::PersonCount);
    CHECK(in.table->find("Surname") == nullptr);
    CHECK(mentions(in.report.columns_left_out, "Surname"));
}

TEST_CASE("broken input: areas that cross themselves, have no extent, or stand among points", "[io]") {
    const ImportFolder folder("areas");
    const std::string bow =
        "{\"type\":\"Feature\",\"properties\":{\"code\":\"bow\"},\"geometry\":{\"type\":\"Polygon\","
        "\"coordinates\":[[[-0.1,51.5],[-0.09,51.51],[-0.09,51.5],"
        "[-0.1,51.51],[-0.1,51.5]]]}}";
    const std::string line =
        "{\"type\":\"Feature\",\"properties\":{\"code\":\"flat\"},\"geometry\":{\"type\":\"Polygon\","
        "\"coordinates\":[[[-0.1,51.5],[-0.09,51.51],[-0.1,51.5],"
        "[-0.1,51.5]]]}}";
    const std::string empty = "{\"type\":\"Feature\",\"properties\":{\"code\":\"none\"},\"geometry\":null}";
    const io::Imported in =
        imported(folder.write("a.geojson", geojson(square("good", -0.12, 51.5, 0.01) + "," + bow + "," +
                                                   line + "," + empty + "," + point("p", "-0.1,51.5"))));
    INFO(in.report.text());
    CHECK(in.report.rows == 5);
    CHECK(in.report.accepted == 4);
    CHECK(in.report.invalid_geometries >= 1);
    CHECK(in.report.rejected.at(0).reason.find("a point where most rows have an area") != std::string::npos);
    CHECK(core::area_m2(*in.table->polygons(), 0) > 0);
}

TEST_CASE("broken input: a thousand deterministic mutations of real files neither crash, hang nor lose a row",
          "[io][slow]") {
    const ImportFolder folder("mutations");
    struct Target {
        const char* file;
        const char* name;
        int times;
        std::size_t most_bytes;
    };
    for (const Target& target :
         {Target{"benchmarks/columbus/columbus.shp", "m.shp", 150, 1U << 20},
          Target{"benchmarks/columbus/columbus.dbf", "m.dbf", 100, 1U << 20},
          Target{"benchmarks/columbus/columbus.shx", "m.shx", 60, 1U << 20},
          Target{"benchmarks/columbus/columbus.prj", "m.prj", 60, 1U << 20},
          Target{"boundaries/geojson/ward_E09000033.geojson", "m.geojson", 100, 60000},
          Target{"boundaries/lad22_london.gpkg", "m.gpkg", 100, 1U << 20},
          Target{"basemap/osm_borough_market_2024-03.osm.pbf", "m.pbf", 60, 1U << 20},
          Target{"crime/police.uk/2025-01-city-of-london-street.csv", "m.csv", 150, 60000},
          Target{"crime/MPS_MonthlyCrimeDashboard_KnifeCrime_202203-202602.csv", "k.csv", 100, 60000},
          Target{"provision/london_schools_atlas_2016.csv", "s.csv", 100, 60000},
          Target{"deprivation/london_lsoa_deprivation_IMD2019.xlsx", "m.xlsx", 15, 1U << 22}}) {
        const auto path = shared_data(target.file);
        if (!path) continue;
        const bool shapefile = std::string(target.file).find("columbus") != std::string::npos;
        const std::string bytes = bytes_of(*path).substr(0, target.most_bytes);
        for (int i = 0; i < target.times; ++i) {
            Noise noise(static_cast<std::uint64_t>(i) * 1000003U + bytes.size());
            if (shapefile)
                for (const char* extension : {".shp", ".shx", ".dbf", ".prj"})
                    fs::copy_file(fs::path(*path).replace_extension(extension),
                                  folder.file(std::string("m") + extension),
                                  fs::copy_options::overwrite_existing);
            folder.write(target.name, mutated(bytes, noise));
            INFO(target.file << " mutation " << i);
            survives(folder.file(shapefile ? "m.shp" : target.name));
        }
    }
}

TEST_CASE("broken input: 0, 0 is no position, in degrees and in metres, however many rows have it", "[io]") {
    const ImportFolder folder("nought");
    const std::string none = "within 1 km of it, are no position: ";
    std::string degrees = "ref,Longitude,Latitude\na,-0.12,51.5\n";
    std::string metres = "ref,Easting,Northing\na,530000,180000\n", either = "ref,x,y\na,530000,180000\n";
    for (int i = 0; i < 9; ++i) {
        degrees += i % 2 == 0 ? "b,0,0\n" : "b,0.001,-0.002\n";
        metres += i % 2 == 0 ? "b,0,0\n" : "b,999,12\n";
        either += "b,0,0\n";
    }
    for (const auto& [name, text] : {std::pair{"degrees.csv", degrees}, std::pair{"metres.csv", metres},
                                     std::pair{"either.csv", either}}) {
        const io::Imported in = imported(folder.write(name, text));
        INFO(in.report.text());
        REQUIRE(in.table->points() != nullptr);
        CHECK(in.table->rows == 10);
        CHECK(mentions(in.report.warnings, none + "9 rows (first: 3)"));
        CHECK(in.table->points()->at[0].x == Approx(530300).margin(700));
        for (std::size_t row = 1; row < 10; ++row) CHECK_FALSE(in.table->points()->at[row].valid());
    }
    const io::Imported all = imported(folder.write("all.csv", "ref,Easting,Northing\na,0,0\nb,0,0\n"));
    CHECK(mentions(all.report.warnings, none + "2 rows (first: 2)"));
    CHECK_FALSE(all.table->points()->at[0].valid());
    // Coordinates of nowhere known keep their origin.
    const io::Imported lattice = imported(folder.write("lattice.csv", "ref,x,y\na,0,0\nb,0,1\nc,1,1\n"));
    CHECK(lattice.table->points()->at[0] == core::Point{0, 0});
}
