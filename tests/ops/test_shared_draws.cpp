// The fast draws against each area's own draws on the maps that this program is for. As in tests/stats, on
// boundaries that only the importer reads.

#include <catch2/catch.hpp>

#include "ops/load.hpp"
#include "ops/tables.hpp"
#include "stats/draw_comparison.hpp"
#include "stats/getis_ord.hpp"
#include "support/shared_data.hpp"

using namespace safeground;
using tests::record;

namespace {

void check_map(const std::string& boundaries, const std::string& scores,
               const std::vector<const char*>& variables, std::size_t areas, int permutations) {
    const auto polygons = tests::shared_data(boundaries), table = tests::shared_data(scores);
    if (!polygons || !table) return;
    ops::LoadRequest request;
    request.file = polygons->string();
    request.tables.emplace_back(table->string(), "");
    const auto loaded = ops::load(request, "areas");
    INFO(loaded.message());
    REQUIRE(loaded);
    ops::Inputs inputs;
    inputs.areas = loaded->table;
    const auto weights = tests::run_named("weights", inputs, {});
    REQUIRE(weights);
    REQUIRE(weights->weights->size() == areas);
    REQUIRE(stats::shares_draws(*weights->weights));
    for (const char* variable : variables) {
        const std::vector<double> values = loaded->table->find(variable)->numbers();
        const auto p = [&](stats::Draws draws) {
            const auto local =
                stats::getis_ord(values, *weights->weights,
                                 {.permutations = permutations, .tail = stats::Tail::Upper, .draws = draws});
            REQUIRE(local);
            return local->p;
        };
        tests::check_same_p(p(stats::Draws::Auto), p(stats::Draws::PerArea), permutations, variable);
    }
}

}  // namespace

TEST_CASE("london: shared draws and own draws agree in every area at 99,999 permutations", "[slow]") {
    check_map("boundaries/lsoa21_london.gpkg", "deprivation/IoD2025_London_LSOA21_all_domains.csv",
              {"Index of Multiple Deprivation (IMD) Score", "Crime Score", "Income Score (rate)"}, 4994,
              99'999);
}

TEST_CASE("england: shared draws and own draws agree in every area at 9,999 permutations", "[slow]") {
    check_map("boundaries/LSOA_2021_England_generalised.zip",
              "deprivation/IoD2025_England_LSOA21_IMD_Crime.csv",
              {"Index of Multiple Deprivation (IMD) Score", "Crime Score"}, 33755, 9'999);
}
