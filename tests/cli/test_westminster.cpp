#include <catch2/catch.hpp>

#include "cli/program.hpp"
#include "io/export.hpp"
#include "support/shared_data.hpp"

using namespace safeground;
using tests::Folder;
using tests::Ran;

// The commands of the README on the real files of one borough.
TEST_CASE("westminster's layers are built by commands from the published files", "[slow]") {
    const auto lsoa = tests::shared_data("boundaries/lsoa21_london.gpkg");
    if (!lsoa) return;
    const std::string data = lsoa->parent_path().parent_path().string() + "/";
    const Folder folder;
    const std::string project = folder / "westminster.safeground";
    const std::string borough = "LAD22CD = 'E09000033'";
    const auto must = [&](const std::vector<std::string>& words) {
        const Ran ran = tests::run(words);
        INFO(words[1] << " " << words.back() << "\n" << ran.err);
        REQUIRE(ran.status == 0);
        return ran;
    };
    must({"project", "new", project, "--name", "City of Westminster"});
    must({"project", "add", project, data + "basemap/os_open_greenspace_central_west.gpkg", "--name", "Green",
          "--base-map", "--colour", "#DCE8DA", "--stroke", "#DCE8DA00"});
    must({"project", "add", project, data + "basemap/os_vectormap_water_london.gpkg", "--name", "Water",
          "--base-map", "--colour", "#C9DDEA", "--stroke", "#C9DDEA00"});
    must({"project", "add", project, data + "basemap/osm_westminster_drive_2024-02.gpkg:edges", "--name",
          "Streets", "--base-map", "--stroke", "#B4BBC4"});
    must({"project", "add", project, lsoa->string(), "--where", borough, "--join",
          data + "deprivation/IoD2025_London_LSOA21_all_domains.csv", "--name", "Deprivation, IoD 2025",
          "--style", "choropleth:Index of Multiple Deprivation (IMD) Score:quantile:5", "--opacity", "0.85"});
    must({"project", "add", project, lsoa->string(), "--where", borough, "--join",
          data + "crime/MPS_LSOA_Level_Crime_London_weapons_robbery_violence_202402-202602.csv", "--name",
          "Possession of weapons", "--style", "symbols:POSSESSION OF WEAPONS"});
    must({"project", "run", project, "getis-ord", "--layer", "Possession of weapons", "--variable",
          "POSSESSION OF WEAPONS", "--permutations", "99999", "--as", "Hot spots (Gi*)"});
    must({"project", "add", project, data + "boundaries/ward22_london.gpkg", "--where",
          "WD22CD BETWEEN 'E05013792' AND 'E05013809'", "--join",
          data + "crime/MPS_MonthlyCrimeDashboard_KnifeCrime_202203-202602.csv", "--name",
          "Knife injury, victims 1-24", "--style", "symbols:Knife Injury Victims (non DA 1-24)", "--hidden"});
    must({"project", "add", project, data + "provision/london_schools_atlas_2016.csv", "--where",
          "LA_NAME = 'Westminster'", "--name", "Schools", "--style", "squares", "--colour", "#00703C"});
    must({"project", "add", project, data + "provision/tfl_stations.geojson", "--name", "Stations", "--style",
          "symbols", "--size", "3"});
    CHECK(must({"project", "verify", project}).status == 0);

    const Ran list = must({"project", "list", project, "--json"});
    auto parsed = io::parse_json(list.out, "list");
    REQUIRE(parsed);
    const auto& layers = std::get<std::vector<core::Value>>(parsed->find("layers")->data);
    REQUIRE(layers.size() == 9);
    const auto rows = [&](std::size_t layer) {
        return std::get<core::Record>(layers[layer].data).find("rows")->number();
    };
    CHECK(rows(0) == 552);  // from the top: stations of all London
    CHECK(rows(1) == 102);
    CHECK(rows(2) == 18);
    CHECK(rows(3) == 123);
    CHECK(rows(5) == 123);

    const Ran weapons =
        must({"run", "classify", "--project", project, "--layer", "Possession of weapons", "--variable",
              "POSSESSION OF WEAPONS", "--output", folder / "weapons.csv", "--json"});
    double total = 0;
    const auto lines = tests::lines(tests::slurp(folder / "weapons.csv"));
    for (std::size_t row = 1; row < lines.size(); ++row) total += std::stod(tests::cells(lines[row]).at(2));
    CHECK(total == 581);  // as the data's README counts them

    must({"render", project, "--layer", "Deprivation, IoD 2025", "--size", "1200x800", "--output",
          folder / "map.png"});
    CHECK(std::filesystem::file_size(folder / "map.png") > 20000);
}
