#include "io/recipes/registry.hpp"

namespace safeground::io {
namespace {

Recipe lookup(std::string id, std::string title, std::vector<std::string> columns) {
    Recipe r;
    r.id = std::move(id);
    r.title = std::move(title);
    r.publisher = "Office for National Statistics";
    r.licence = kOglV3;
    r.subject = core::Subject::Lookup;
    r.requires_columns = std::move(columns);
    r.fields = {code_field("~(LSOA|MSOA|WD|LAD)[0-9]{2}CD"), name_field("~(LSOA|MSOA|WD|LAD)[0-9]{2}NMW?")};
    r.priority = 10;
    return r;
}

}  // namespace

std::vector<Recipe> lookup_recipes() {
    Recipe change =
        lookup("lookup-lsoa11-lsoa21", "LSOA 2011 to LSOA 2021", {"LSOA11CD", "LSOA21CD", "CHGIND"});
    change.gives = "one row a pair of an LSOA of 2011 and one of 2021 that share ground";
    change.notes =
        "A split LSOA of 2011 and a merged one of 2021 have several rows, so no column identifies rows.";
    change.fields.push_back(category_field("CHGIND", "U unchanged, S split, M merged, X irregular."));
    change.fields.front().needed = false;
    Recipe ward = lookup("lookup-lsoa21-ward", "LSOA 2021 to ward and district (best fit)",
                         {"LSOA21CD", "~WD[0-9]{2}CD"});
    ward.gives = "one row an LSOA of 2021";
    ward.key = "LSOA21CD";
    ward.vintage = core::Vintage::Lsoa2021;
    Recipe msoa =
        lookup("lookup-msoa-names", "House of Commons Library MSOA names", {"msoa11cd", "msoa11hclnm"});
    msoa.publisher = "House of Commons Library";
    msoa.licence = "Open Parliament Licence v3.0";
    msoa.gives = "one row an MSOA of 2011 with a name that people know";
    msoa.fields = {code_field("msoa11cd", true), name_field("~msoa11nmw?"), name_field("~msoa11hclnmw?"),
                   name_field("Laname")};
    return {std::move(change), std::move(ward), std::move(msoa)};
}

}  // namespace safeground::io
