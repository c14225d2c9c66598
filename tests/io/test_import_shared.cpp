#include <cmath>
#include <numeric>

#include "import_support.hpp"
#include "support/shared_data.hpp"

using namespace safeground;
using namespace safeground::tests;

namespace {

struct Expected {
    const char* file;
    const char* layer;
    const char* recipe;
    std::size_t rows, rows_out;
    core::Subject subject;
    core::Vintage vintage;
    const char* key;
};

using core::Subject;
using core::Vintage;

// Row counts are those of shared/data/README.md; where rows are counted per area, rows_out is the number of
// areas.
const Expected kFiles[] = {
    {"boundaries/LSOA_2011_London_gen_MHW.shp", "", "boundaries-lsoa11", 4835, 4835, Subject::Areas,
     Vintage::Lsoa2011, "LSOA11CD"},
    {"boundaries/lsoa21_london.gpkg", "", "boundaries-lsoa21", 4994, 4994, Subject::Areas, Vintage::Lsoa2021,
     "LSOA21CD"},
    {"boundaries/LSOA_2021_England_generalised.zip", "", "boundaries-lsoa21", 33755, 33755, Subject::Areas,
     Vintage::Lsoa2021, "LSOA21CD"},
    {"boundaries/lad22_london.gpkg", "", "boundaries-lad", 33, 33, Subject::Areas, Vintage::None, "LAD22CD"},
    {"boundaries/ward22_london.gpkg", "", "boundaries-ward", 684, 684, Subject::Areas, Vintage::None,
     "WD22CD"},
    {"boundaries/London_Ward_2018_6_boroughs.shp", "", "boundaries-london-wards", 111, 111, Subject::Areas,
     Vintage::None, "GSS_CODE"},
    {"boundaries/geojson/lsoa21_E09000033.geojson", "", "boundaries-lsoa21", 123, 123, Subject::Areas,
     Vintage::Lsoa2021, "LSOA21CD"},
    {"boundaries/geojson/lsoa21_E09000020.geojson", "", "boundaries-lsoa21", 101, 101, Subject::Areas,
     Vintage::Lsoa2021, "LSOA21CD"},
    {"boundaries/geojson/lsoa21_E09000016.geojson", "", "boundaries-lsoa21", 153, 153, Subject::Areas,
     Vintage::Lsoa2021, "LSOA21CD"},
    {"boundaries/geojson/ward_E09000033.geojson", "", "boundaries-ward", 18, 18, Subject::Areas,
     Vintage::None, "WD25CD"},
    {"boundaries/geojson/ward_E09000020.geojson", "", "boundaries-ward", 18, 18, Subject::Areas,
     Vintage::None, "WD25CD"},
    {"boundaries/geojson/ward_E09000016.geojson", "", "boundaries-ward", 20, 20, Subject::Areas,
     Vintage::None, "WD25CD"},
    {"deprivation/File_7_IoD2019_London.csv", "", "iod2019", 4835, 4835, Subject::Areas, Vintage::Lsoa2011,
     "LSOA code (2011)"},
    {"deprivation/london_lsoa_deprivation_IMD2019.xlsx", "", "iod2019", 4835, 4835, Subject::Areas,
     Vintage::Lsoa2011, "LSOA code (2011)"},
    {"deprivation/london_lsoa_deprivation_IMD2019.xlsx", "Population figures", "iod2019-population", 4835,
     4835, Subject::Areas, Vintage::Lsoa2011, "LSOA code (2011)"},
    {"deprivation/IoD2025_London_LSOA21_all_domains.csv", "", "iod2025", 4994, 4994, Subject::Areas,
     Vintage::Lsoa2021, "LSOA code (2021)"},
    {"deprivation/IoD2025_England_LSOA21_IMD_Crime.csv", "", "iod2025", 33755, 33755, Subject::Areas,
     Vintage::Lsoa2021, "LSOA code (2021)"},
    {"deprivation/IoD2025_indicators_London_LSOA21_selected.csv", "", "iod2025-indicators", 4994, 4994,
     Subject::Areas, Vintage::Lsoa2021, "lsoa21_code"},
    {"deprivation/IoD2019_England_LSOA11_IMD_Crime_ranks.csv", "", "iod2019-ranks", 32844, 32844,
     Subject::Areas, Vintage::Lsoa2011, "lsoa11_code"},
    {"population/LSOA11_mid2020_single_year_of_age_London.csv", "", "ons-lsoa11-single-year-of-age", 4835,
     4835, Subject::Areas, Vintage::Lsoa2011, "lsoa11_code"},
    {"population/Census2021_LSOA21_age5_London.csv", "", "census2021-age", 24970, 4994, Subject::Areas,
     Vintage::Lsoa2021, "Lower layer Super Output Areas Code"},
    {"crime/MPS_LSOA_Level_Crime_4_boroughs_202402-202602.csv", "", "mps-lsoa-crime", 10966, 507,
     Subject::Areas, Vintage::Lsoa2021, "LSOA Code"},
    {"crime/MPS_LSOA_Level_Crime_London_weapons_robbery_violence_202402-202602.csv", "", "mps-lsoa-crime",
     13308, 4983, Subject::Areas, Vintage::Lsoa2021, "LSOA Code"},
    {"crime/MPS_Ward_Level_Crime_6_boroughs_202402-202602.csv", "", "mps-ward-crime", 3281, 119,
     Subject::Areas, Vintage::None, "WardCode"},
    {"crime/MPS_MonthlyCrimeDashboard_KnifeCrime_202203-202602.csv", "", "mps-knife-dashboard", 10053, 89,
     Subject::Areas, Vintage::None, "Area code"},
    {"crime/london-2011-2021-major-weapons.csv", "", "mps-lsoa-weapons-by-year", 4829, 4829, Subject::Areas,
     Vintage::Lsoa2011, "LSOA11CD"},
    {"crime/police.uk/2024-03_2025-02-metropolitan-street-burglary-Westminster_KC.csv", "",
     "police-uk-street", 4463, 4463, Subject::Events, Vintage::None, ""},
    {"crime/police.uk/2024-06-metropolitan-stop-and-search.csv", "", "police-uk-stop-and-search", 8720, 8720,
     Subject::Events, Vintage::None, ""},
    {"crime/police.uk/2023-09_2024-08-metropolitan-stop-and-search-weapons-Westminster-bbox.csv", "",
     "police-uk-stop-and-search", 3651, 3651, Subject::Events, Vintage::None, ""},
    {"crime/police_uk_hex100m_weapons_London_robbery_central_202505-202604.csv", "", "police-uk-hexagons",
     10767, 10767, Subject::Other, Vintage::None, ""},
    {"provision/london_schools_atlas_2016.csv", "", "london-schools-atlas", 3889, 3889, Subject::Sites,
     Vintage::None, "OBJECTID"},
    {"provision/dfe_ks4_school_info_2023-24_7_LAs.csv", "", "dfe-ks4-schools", 145, 145, Subject::Sites,
     Vintage::None, "school_urn"},
    {"provision/tfl_stations.geojson", "", "tfl-stations", 552, 552, Subject::Sites, Vintage::None, "id"},
    {"postcodes/codepoint_open_2014-08_Westminster.csv", "", "code-point-open", 14412, 14412, Subject::Lookup,
     Vintage::None, "postcode"},
    {"postcodes/NSPL_NOV_2021_UK_WC_Westminster.csv", "", "nspl", 2435, 2435, Subject::Lookup, Vintage::None,
     "pcds"},
    {"lookups/LSOA11_LSOA21_LAD22_London.csv", "", "lookup-lsoa11-lsoa21", 5016, 5016, Subject::Lookup,
     Vintage::None, ""},
    {"lookups/LSOA21_WD24_LAD24_London.csv", "", "lookup-lsoa21-ward", 4994, 4994, Subject::Lookup,
     Vintage::Lsoa2021, "LSOA21CD"},
    {"lookups/MSOA-Names-1.8_London.csv", "", "lookup-msoa-names", 983, 983, Subject::Lookup, Vintage::None,
     "msoa11cd"},
    {"basemap/osm_westminster_drive_2024-02.gpkg", "", "osm-drive-edges", 7478, 7478, Subject::Streets,
     Vintage::None, ""},
    {"basemap/osm_westminster_drive_2024-02.gpkg", "nodes", "osm-drive-nodes", 3311, 3311, Subject::BaseMap,
     Vintage::None, "osmid"},
    {"basemap/osm_covent_garden_holborn.gpkg", "", "osm-highways", 1058, 1058, Subject::Streets,
     Vintage::None, ""},
    {"basemap/osm_covent_garden_holborn.gpkg", "highways_primary", "osm-highways", 162, 162, Subject::Streets,
     Vintage::None, ""},
    {"basemap/osm_covent_garden_holborn.gpkg", "parks", "osm-parks", 12, 12, Subject::BaseMap, Vintage::None,
     ""},
    {"basemap/os_open_greenspace_central_west.gpkg", "", "os-open-greenspace", 427, 427, Subject::BaseMap,
     Vintage::None, ""},
    {"basemap/os_vectormap_water_london.gpkg", "", "os-water", 212, 212, Subject::BaseMap, Vintage::None, ""},
};

}  // namespace

TEST_CASE("import: every published file comes in by its own recipe with the rows that its publisher gave it",
          "[io][slow]") {
    for (const Expected& expected : kFiles) {
        const auto path = shared_data(expected.file);
        if (!path) continue;
        io::ImportOptions options;
        options.layer = expected.layer;
        const io::Imported in = imported(*path, options);
        INFO(in.report.text());
        CHECK(in.report.recipe == expected.recipe);
        CHECK(in.report.rows == expected.rows);
        CHECK(in.report.rows_out == expected.rows_out);
        CHECK(in.table->info.subject == expected.subject);
        CHECK(in.table->info.vintage == expected.vintage);
        CHECK(in.table->key == expected.key);
        CHECK(in.table->info.sensitivity == core::Sensitivity::Public);
        CHECK(in.table->info.sha256.size() == 64);
        CHECK_FALSE(in.table->info.source.empty());
        CHECK_FALSE(in.table->info.licence.empty());
        if (std::string(expected.file).find("Knife") == std::string::npos) CHECK(in.report.rejected.empty());
        const core::Box box = core::bounds(*in.table->geometry);
        if (!box.empty()) {
            CHECK(box.min_x > 0);
            CHECK(box.max_x < 700000);
            CHECK(box.max_y < 1300000);
        }
    }
}

TEST_CASE("import: the twelve whole months of the City of London hold 8,875 crimes, 625 without a position",
          "[io]") {
    std::size_t rows = 0, without_position = 0, without_id = 0;
    for (int month = 1; month <= 12; ++month) {
        const auto path = shared_data("crime/police.uk/2025-" + std::string(month < 10 ? "0" : "") +
                                      std::to_string(month) + "-city-of-london-street.csv");
        if (!path) return;
        const io::Imported in = imported(*path);
        CHECK(in.report.recipe == "police-uk-street");
        CHECK(in.report.period->first.month == month);
        CHECK(in.report.period->first.precision == core::Precision::Month);
        rows += in.report.accepted;
        for (const core::Point& p : in.table->points()->at) without_position += !p.valid();
        for (std::size_t r = 0; r < in.table->rows; ++r)
            without_id += !in.table->find("Crime ID")->present(r);
    }
    CHECK(rows == 8875);
    CHECK(without_position == 625);
    CHECK(without_id == 128);
}

TEST_CASE("import: recorded crime per LSOA agrees with the published borough totals", "[io]") {
    const auto path = shared_data("crime/MPS_LSOA_Level_Crime_4_boroughs_202402-202602.csv");
    if (!path) return;
    const io::Imported in = imported(*path);
    std::map<std::string, double> all, weapons;
    for (std::size_t r = 0; r < in.table->rows; ++r) {
        all[in.table->find("Borough")->text(r)] += in.table->find("all")->number(r);
        weapons[in.table->find("Borough")->text(r)] += in.table->find("POSSESSION OF WEAPONS")->number(r);
    }
    CHECK(all["E09000033"] == 164525);
    CHECK(all["E09000020"] == 43061);
    CHECK(all["E09000007"] == 79227);
    CHECK(all["E09000016"] == 37400);
    CHECK(weapons["E09000033"] == 581);
    CHECK(weapons["E09000020"] == 238);
    CHECK(weapons["E09000007"] == 272);
    CHECK(weapons["E09000016"] == 258);
    for (const auto& [code, count] : std::map<std::string, double>{
             {"E01004736", 52}, {"E01004734", 44}, {"E01004733", 42}, {"E01035716", 34}, {"E01004763", 27}})
        CHECK(value(*in.table, code, "POSSESSION OF WEAPONS") == count);
    CHECK(in.table->find("POSSESSION OF WEAPONS")->measure == core::Measure::EventCount);
    CHECK(in.table->find("POSSESSION OF WEAPONS")->title == "Possession of weapons");
    CHECK(core::to_string(*in.report.period) == "Feb 2024 to Feb 2026");
    // A category without a row is 0 where the area has others, not missing.
    CHECK(in.table->find("HOMICIDE")->present(0));
}

TEST_CASE("import: months come in as columns where they are asked for, and add up to the category", "[io]") {
    const auto path = shared_data("crime/MPS_LSOA_Level_Crime_4_boroughs_202402-202602.csv");
    if (!path) return;
    io::ImportOptions options;
    options.monthly = true;
    options.where = "\"Borough\" = 'E09000033'";
    const io::Imported in = imported(*path, options);
    CHECK(in.table->rows == 123);
    double months = 0;
    for (const core::ColumnPtr& column : in.table->columns)
        if (column->name.starts_with("POSSESSION OF WEAPONS 20")) months += sum(*in.table, column->name);
    CHECK(months == 581);
    CHECK(in.table->find("POSSESSION OF WEAPONS 2024-02") != nullptr);
}

TEST_CASE("import: knife crime per borough and team agrees with the published totals", "[io]") {
    const auto path = shared_data("crime/MPS_MonthlyCrimeDashboard_KnifeCrime_202203-202602.csv");
    if (!path) return;
    const io::Imported in = imported(*path);
    CHECK(value(*in.table, "E09000033", "Knife Crime") == 3354);
    CHECK(value(*in.table, "E05013808", "Knife Crime") == 1095);  // West End
    CHECK(value(*in.table, "E05013806", "Knife Crime") == 706);   // St James's
    CHECK(value(*in.table, "E05013796", "Knife Crime") == 254);   // Hyde Park
    CHECK(in.table->find("all") == nullptr);                      // the series overlap
    CHECK(rejected_in(in.report) == 238);                         // "Other / NK" has no area
    CHECK(core::to_string(*in.report.period) == "Mar 2022 to Feb 2026");
    CHECK(mentions(in.report.notes, "Area code"));
    for (std::size_t r = 0; r < in.table->rows; ++r) CHECK(in.table->key_text(r).size() == 9);
}

TEST_CASE("import: Census ages add up over bands, and single years over groups", "[io]") {
    if (const auto path = shared_data("population/Census2021_LSOA21_age5_London.csv")) {
        const io::Imported in = imported(*path);
        CHECK(value(*in.table, "E01000001", "Aged 15 years and under") == 125);
        CHECK(value(*in.table, "E01000001", "all ages") == 125 + 110 + 291 + 336 + 616);
        CHECK(in.table->find("all ages")->measure == core::Measure::Population);
    }
    if (const auto path = shared_data("population/LSOA11_mid2020_single_year_of_age_London.csv")) {
        const io::Imported in = imported(*path);
        double ages = 0;
        for (int age = 0; age < 90; ++age) ages += value(*in.table, "E01000001", std::to_string(age));
        CHECK(ages + value(*in.table, "E01000001", "90+") ==
              value(*in.table, "E01000001", "total_population"));
        CHECK(value(*in.table, "E01000001", "aged 10 to 17") == 20 + 12 + 19 + 19 + 7 + 13 + 5 + 9);
    }
}

TEST_CASE("import: the CSV and the workbook of IoD 2019 hold the same figures", "[io]") {
    const auto csv = shared_data("deprivation/File_7_IoD2019_London.csv");
    const auto workbook = shared_data("deprivation/london_lsoa_deprivation_IMD2019.xlsx");
    if (!csv || !workbook) return;
    const io::Imported a = imported(*csv), b = imported(*workbook);
    std::size_t compared = 0;
    for (const core::ColumnPtr& column : b.table->columns) {
        const core::Column* other = a.table->find(column->name);
        REQUIRE(other != nullptr);
        if (!column->numeric()) continue;
        CHECK(column->measure == core::Measure::Score);
        for (std::size_t r = 0; r < b.table->rows; ++r)
            if (!(column->number(r) == Approx(other->number(r)).epsilon(1e-12)))
                FAIL(column->name << " row " << r);
        ++compared;
    }
    CHECK(compared == 24);
}

TEST_CASE("import: ages that a spreadsheet made dates of are put back and said", "[io]") {
    const auto path = shared_data("provision/london_schools_atlas_2016.csv");
    if (!path) return;
    const io::Imported in = imported(*path);
    CHECK(in.table->find("AGE")->text(0) == "11-19");
    CHECK(in.table->find("age_min")->number(0) == 11);
    CHECK(in.table->find("age_max")->number(0) == 19);
    std::size_t primary = 0;
    for (std::size_t r = 0; r < in.table->rows; ++r) {
        primary += in.table->find("AGE")->text(r) == "3-11";
        if (in.table->find("age_min")->present(r))
            CHECK(in.table->find("age_min")->number(r) <= in.table->find("age_max")->number(r));
    }
    CHECK(primary >= 1359);
    CHECK(mentions(in.report.warnings, "turned into dates by a spreadsheet"));
    // The published grid references agree with the published longitudes and latitudes to the fallback
    // transform's error.
    CHECK(in.table->points()->at[0].x == 521263);
}

TEST_CASE("import: suppressed and not applicable are two states in the key stage 4 table", "[io]") {
    const auto path = shared_data("provision/dfe_ks4_school_info_2023-24_7_LAs.csv");
    if (!path) return;
    const io::Imported in = imported(*path);
    const auto states = [&](const char* column, core::CellState state) {
        std::size_t n = 0;
        for (std::size_t r = 0; r < in.table->rows; ++r) n += in.table->find(column)->state(r) == state;
        return n;
    };
    CHECK(states("t_girls", core::CellState::Suppressed) == 4);
    CHECK(states("t_girls", core::CellState::Missing) == 12);
    CHECK(states("diffn_p8mea", core::CellState::Suppressed) == 11);
    CHECK(states("diffn_p8mea", core::CellState::Missing) == 62);
    CHECK(mentions(in.report.columns_left_out, "telnum"));
}

TEST_CASE("import: the eight invalid areas of 2011 are repaired and said", "[io]") {
    const auto path = shared_data("boundaries/LSOA_2011_London_gen_MHW.shp");
    if (!path) return;
    const io::Imported in = imported(*path);
    CHECK(in.report.invalid_geometries == 8);
    CHECK(in.report.repaired == 8);
    CHECK(in.report.transform == "none needed");
    CHECK_FALSE(in.report.crs_assumed);
    const core::Box box = core::bounds(*in.table->geometry);
    CHECK(box.min_x == Approx(503574.188));
    CHECK(box.max_y == Approx(200933.609));
}

TEST_CASE("import: longitude and latitude arrive where the same areas are in the grid", "[io]") {
    const auto degrees = shared_data("boundaries/geojson/lsoa21_E09000033.geojson");
    const auto grid = shared_data("boundaries/lsoa21_london.gpkg");
    if (!degrees || !grid) return;
    const io::Imported a = imported(*degrees), b = imported(*grid);
    std::map<std::string, std::size_t> rows;
    for (std::size_t r = 0; r < b.table->rows; ++r) rows[b.table->key_text(r)] = r;
    for (std::size_t r = 0; r < a.table->rows; ++r) {
        const core::Point p = core::centroid(*a.table->polygons(), r);
        const core::Point q = core::centroid(*b.table->polygons(), rows.at(a.table->key_text(r)));
        CHECK(std::hypot(p.x - q.x, p.y - q.y) < 25);  // one is generalised to 20 m
    }
}

TEST_CASE("import: layers and filters of an OSM extract", "[io]") {
    const auto path = shared_data("basemap/osm_borough_market_2024-03.osm.pbf");
    if (!path) return;
    const io::Imported lines = imported(*path);
    CHECK(lines.report.recipe == "osm-lines");
    CHECK(lines.table->rows > 0);
    CHECK(mentions(lines.report.notes, "multipolygons"));
    io::ImportOptions options;
    options.layer = "multipolygons";
    CHECK(imported(*path, options).report.recipe == "osm-areas");
    options.layer = "no such layer";
    const auto refused = io::import_file(*path, options);
    CHECK_FALSE(refused.has_value());
    CHECK(refused.message().find("multipolygons") != std::string::npos);
    options.layer.clear();
    options.where = "highway = 'footway'";
    const io::Imported footways = imported(*path, options);
    CHECK(footways.table->rows > 0);
    CHECK(footways.table->rows < lines.table->rows);
}

TEST_CASE("import: benchmark layers from elsewhere keep their own coordinates and say so", "[io]") {
    struct Benchmark {
        const char* file;
        std::size_t rows;
        const char* column;
        bool in_britain;
    };
    for (const Benchmark& b : {Benchmark{"columbus/columbus.shp", 49, "crime", false},
                               Benchmark{"guerry/Guerry.shp", 85, "Donatns", false},
                               Benchmark{"natregimes/natregimes.shp", 3085, "FIPS", false},
                               Benchmark{"sids2/sids2.shp", 100, "SID74", false},
                               Benchmark{"stl/stl_hom.shp", 78, "HR7984", false},
                               Benchmark{"baltim/baltim.shp", 211, "PRICE", false},
                               Benchmark{"burkitt/burkitt.shp", 188, "T", false},
                               Benchmark{"juvenile/juvenile.shp", 168, "ID", false},
                               Benchmark{"geodanet/crimes.shp", 287, "POLYID", false},
                               Benchmark{"geodanet/streets.shp", 293, "Length", false},
                               Benchmark{"soho_snow/SohoPeople.shp", 324, "Count", true},
                               Benchmark{"soho_snow/Soho_Network.shp", 118, "Id", true}}) {
        const auto path = shared_data(std::string("benchmarks/") + b.file);
        if (!path) continue;
        const io::Imported in = imported(*path);
        INFO(in.report.text());
        CHECK(in.table->rows == b.rows);
        CHECK(in.report.recipe.starts_with("generic-"));
        CHECK(in.table->find(b.column) != nullptr);
        CHECK(in.table->info.sensitivity == core::Sensitivity::Partner);
        CHECK(mentions(in.report.warnings, "do not lie in Britain") != b.in_britain);
        if (b.in_britain) {
            const core::Box box = core::bounds(*in.table->geometry);
            CHECK(box.min_x > 528000);
            CHECK(box.max_x < 530000);
        }
    }
    if (const auto path = shared_data("benchmarks/columbus/columbus.shp")) {
        const core::Box box = core::bounds(*imported(*path).table->geometry);
        CHECK(box.min_x == Approx(5.874907));
        CHECK(box.max_y == Approx(14.742450));
    }
}
