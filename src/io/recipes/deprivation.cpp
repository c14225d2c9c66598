#include "io/recipes/registry.hpp"

namespace safeground::io {
namespace {

using core::Measure;

Recipe index(std::string id, std::string title, std::string code, core::Vintage vintage, int year_of) {
    Recipe r;
    r.id = std::move(id);
    r.title = std::move(title);
    r.publisher = "Ministry of Housing, Communities and Local Government";
    r.licence = kOglV3;
    r.gives = "one row an LSOA";
    r.notes =
        "Ranks and deciles are not interval data: do not average them. Do not put the Crime domain into a "
        "model of crime.";
    r.definition =
        "Relative deprivation of small areas in England; a higher score and a lower rank mean more deprived.";
    r.subject = core::Subject::Areas;
    r.vintage = vintage;
    r.period = years(year_of, year_of);
    r.requires_columns = {code, "Index of Multiple Deprivation (IMD) Score"};
    r.fields = {code_field(code, true),
                name_field("~LSOA name.*"),
                code_field("~Local Authority District code.*"),
                name_field("~Local Authority District name.*"),
                number_field("~.* Score( \\(rate\\))?", Measure::Score),
                integer_field("~.* Rank( \\(.*\\))?", Measure::Score, "1 is most deprived."),
                integer_field("~.* Decile( \\(.*\\))?", Measure::Score, "1 is the most deprived tenth."),
                integer_field("~.*mid 2015.*", Measure::Population),
                integer_field("~Working age population.*", Measure::Population)};
    r.priority = 10;
    return r;
}

}  // namespace

std::vector<Recipe> deprivation_recipes() {
    Recipe population = index("iod2019-population", "IoD 2019 population denominators", "LSOA code (2011)",
                              core::Vintage::Lsoa2011, 2015);
    population.requires_columns = {"LSOA code (2011)", "Total population: mid 2015 (excluding prisoners)"};
    population.definition =
        "Residents at mid-2015 without prisoners, as the Indices of Deprivation 2019 counted them.";
    population.notes = "The sheet “Population figures” of the London Datastore's workbook.";
    population.priority = 9;

    Recipe indicators = index("iod2025-indicators", "IoD 2025 underlying indicators", "lsoa21_code",
                              core::Vintage::Lsoa2021, 2025);
    indicators.requires_columns = {"lsoa21_code", "~.*_rate_per_1_000_.*"};
    indicators.definition = "Indicators from which the domains of the Indices of Deprivation 2025 were made.";
    indicators.fields = {
        code_field("lsoa21_code", true),
        integer_field(
            "income_deprivation_affecting_children_index_idaci_numerator", Measure::Population,
            "Children aged 0 to 15 in families that are income-deprived; a published, rounded estimate."),
        number_field("~.*_rate_per_1_000_.*", Measure::Score, "per 1,000"),
        number_field("~.*_indicator_.*", Measure::Score)};

    Recipe ranks = index("iod2019-ranks", "IoD 2019 ranks and deciles (IMD, Crime)", "lsoa11_code",
                         core::Vintage::Lsoa2011, 2019);
    ranks.requires_columns = {"lsoa11_code", "IMD_rank", "IMD_decile"};
    ranks.fields = {code_field("lsoa11_code", true),
                    integer_field("~.*_rank", Measure::Score, "1 is most deprived."),
                    integer_field("~.*_decile", Measure::Score, "1 is the most deprived tenth.")};
    return {index("iod2019", "Indices of Deprivation 2019 (File 7)", "LSOA code (2011)",
                  core::Vintage::Lsoa2011, 2019),
            index("iod2025", "Indices of Deprivation 2025 (File 7)", "LSOA code (2021)",
                  core::Vintage::Lsoa2021, 2025),
            std::move(indicators), std::move(ranks), std::move(population)};
}

}  // namespace safeground::io
