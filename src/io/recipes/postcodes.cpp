#include "io/area_codes.hpp"
#include "io/cells.hpp"
#include "io/recipes/registry.hpp"

namespace safeground::io {
namespace {

bool code_point_without_header(const RawTable& table) {
    constexpr std::size_t kColumns = 10, kCountry = 4, kDistrict = 8;
    if (table.columns.size() != kColumns || table.rows == 0 || table.columns.front().name != "column 1")
        return false;
    return official_code(table.columns[kCountry].text(0)) &&
           official_code(table.columns[kDistrict].text(0)) &&
           parse_number(table.columns[2].text(0)).has_value();
}

Field renamed(Field field, std::string name) {
    field.name = std::move(name);
    return field;
}

}  // namespace

std::vector<Recipe> postcode_recipes() {
    Recipe nspl;
    nspl.id = "nspl";
    nspl.title = "National Statistics Postcode Lookup";
    nspl.publisher =
        "Office for National Statistics; contains Royal Mail data © Royal Mail copyright and database right";
    nspl.licence = kOglV3;
    nspl.gives = "one row a postcode, live or ended, with its point and areas";
    nspl.notes =
        "oseast1m is 0 where the position is not known (osgrdind 9): those postcodes are kept without a "
        "position.";
    nspl.subject = core::Subject::Lookup;
    nspl.requires_columns = {"pcds", "oseast1m", "osnrth1m", "laua", "~lsoa[0-9]{2}"};
    nspl.fields = {
        code_field("pcds", true, "The postcode with one blank."),
        date_field("dointr", false, "Month in which it began."),
        date_field("doterm", false, "Month in which it ended; blank: live."),
        integer_field("osgrdind", core::Measure::Plain, "Quality of the position, 1 best, 9 none."),
        code_field("~(oa|lsoa|msoa)[0-9]{2}"),
        code_field("laua"),
        code_field("ward"),
        code_field("ctry"),
        code_field("rgn"),
        integer_field("imd", core::Measure::Score, "Rank of the LSOA.")};
    nspl.position = PositionColumns{"oseast1m", "osnrth1m", "EPSG:27700"};
    nspl.priority = 10;

    Recipe code_point;
    code_point.id = "code-point-open";
    code_point.title = "OS Code-Point Open";
    code_point.publisher =
        "Ordnance Survey; contains Royal Mail data © Royal Mail copyright and database right";
    code_point.licence = kOglV3;
    code_point.gives = "one row a live postcode with its point, district and ward";
    code_point.notes = "The file has no header row.";
    code_point.subject = core::Subject::Lookup;
    code_point.matches = code_point_without_header;
    code_point.recognised_by =
        "a table without a header: ten columns, grid references in the third and fourth, official codes in "
        "the fifth and ninth";
    code_point.fields = {
        renamed(code_field("column 1", true), "postcode"),
        renamed(integer_field("column 2", core::Measure::Plain, "Quality of the position, 10 best, 90 none."),
                "positional_quality"),
        renamed(code_field("column 5"), "country_code"), renamed(code_field("column 9"), "district_code"),
        renamed(code_field("column 10"), "ward_code")};
    code_point.position = PositionColumns{"column 3", "column 4", "EPSG:27700"};
    code_point.priority = 10;

    Recipe headers;
    headers.id = "code-point-open-headers";
    headers.title = "Column names of OS Code-Point Open";
    headers.publisher = "Ordnance Survey";
    headers.licence = kOglV3;
    headers.gives = "one row: what the short names mean";
    headers.notes = "Not needed to read Code-Point Open; read so that it is not taken for data.";
    headers.subject = core::Subject::Lookup;
    headers.requires_columns = {"PC", "PQ", "EA", "NO", "CY", "DC", "WC"};
    headers.fields = {text_field("~[A-Z]{2}")};
    headers.priority = 10;
    return {std::move(nspl), std::move(code_point), std::move(headers)};
}

}  // namespace safeground::io
