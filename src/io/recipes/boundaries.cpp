#include "io/recipes/registry.hpp"

namespace safeground::io {
namespace {

Recipe areas(std::string id, std::string title, std::string code, int priority) {
    Recipe r;
    r.id = std::move(id);
    r.title = std::move(title);
    r.publisher = "Office for National Statistics; contains OS data © Crown copyright and database right";
    r.licence = kOglV3;
    r.gives = "one row an area, with its polygon";
    r.subject = core::Subject::Areas;
    r.shape = Recipe::Shape::Polygons;
    r.requires_columns = {code};
    r.fields = {code_field(code, true, "Identifies the area."),
                code_field("~(LSOA|MSOA|WD|LAD|RGN|UTLA|CAUTH)[0-9]{0,2}CD(_ACTIVE)?"),
                name_field("~(LSOA|MSOA|WD|LAD|RGN)[0-9]{2}NMW?")};
    r.fields.push_back(number_field("~BNG_[EN]|LONG|LAT|Shape_.*"));
    r.fields.push_back(text_field("~FID|OBJECTID.*|GlobalID"));
    r.keep_other_columns = true;
    r.finish = find_measures;
    r.priority = priority;
    return r;
}

}  // namespace

std::vector<Recipe> boundary_recipes() {
    using core::Measure;
    Recipe lsoa11 = areas("boundaries-lsoa11", "LSOA 2011 boundaries", "LSOA11CD", 13);
    lsoa11.vintage = core::Vintage::Lsoa2011;
    lsoa11.notes =
        "The London Datastore's file carries 2011 Census counts. Its neighbours do not share vertices bit "
        "for bit: use a snap "
        "tolerance of 1 mm or more for contiguity.";
    lsoa11.fields.insert(
        lsoa11.fields.end(),
        {integer_field("USUALRES", Measure::Population, "Usual residents, 2011 Census."),
         integer_field("HHOLDRES", Measure::Population, "Residents in households."),
         integer_field("COMESTRES", Measure::Population, "Residents in communal establishments."),
         number_field("POPDEN", Measure::Score, "people per hectare"),
         integer_field("HHOLDS", Measure::Score, "Households."),
         number_field("AVHHOLDSZ", Measure::Score, "people", "Average household size.")});
    Recipe lsoa21 = areas("boundaries-lsoa21", "LSOA 2021 boundaries", "LSOA21CD", 13);
    lsoa21.vintage = core::Vintage::Lsoa2021;
    Recipe london_wards =
        areas("boundaries-london-wards", "London wards before 2022 (London Datastore)", "GSS_CODE", 12);
    london_wards.publisher =
        "Greater London Authority; contains OS data © Crown copyright and database right";
    london_wards.requires_columns = {"GSS_CODE", "DISTRICT", "LAGSSCODE"};
    london_wards.fields.insert(london_wards.fields.end(),
                               {name_field("NAME"), name_field("DISTRICT"), code_field("LAGSSCODE"),
                                number_field("HECTARES", Measure::Score, "ha"),
                                number_field("NONLD_AREA", Measure::Score, "ha", "Water.")});
    return {std::move(lsoa11),
            std::move(lsoa21),
            areas("boundaries-ward", "Ward boundaries", "~WD[0-9]{2}CD", 12),
            std::move(london_wards),
            areas("boundaries-msoa", "MSOA boundaries", "~MSOA[0-9]{2}CD", 11),
            areas("boundaries-lad", "Local authority boundaries", "~LAD[0-9]{2}CD", 10)};
}

}  // namespace safeground::io
