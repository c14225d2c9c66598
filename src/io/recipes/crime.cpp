#include "io/recipes/registry.hpp"

namespace safeground::io {
namespace {

using core::Measure;

constexpr const char* kPoliceUkNote =
    "Positions are snapped to anonymous map points shared by many records; rows without one are kept without "
    "a position and counted.";

Recipe mps(std::string id, std::string title) {
    Recipe r;
    r.id = std::move(id);
    r.title = std::move(title);
    r.publisher = "Metropolitan Police Service, by the London Datastore";
    r.licence = kOglV3;
    r.subject = core::Subject::Areas;
    r.definition =
        "Offences recorded by the Metropolitan Police, by the month of recording; offences that could not be "
        "placed are left out, so "
        "small areas add up to less than their borough.";
    r.priority = 10;
    return r;
}

Recipe mps_lsoa() {
    Recipe r = mps("mps-lsoa-crime", "MPS recorded crime, LSOA level");
    r.gives = "one row an LSOA: offences of each minor category over the whole period, and all of them";
    r.notes =
        "A category without a row in the file means 0 for an LSOA that has other rows. The option “monthly” "
        "adds a column for each "
        "category and month.";
    r.requires_columns = {"LSOA Code", "LSOA Name", "Major Category", "Minor Category", "~[0-9]{6}"};
    r.fields = {code_field("LSOA Code", true), name_field("LSOA Name"), code_field("Borough"),
                category_field("Minor Category")};
    r.fields[3].needed = true;
    r.key = "LSOA Code";
    r.counting = Counting{
        "Minor Category", {}, "[0-9]{6}", Measure::EventCount, "all", "All recorded crime in the file", true};
    return r;
}

Recipe mps_ward() {
    Recipe r = mps("mps-ward-crime", "MPS recorded crime, ward level");
    r.gives = "one row a ward: offences of each minor category over the whole period, and all of them";
    r.requires_columns = {"WardCode", "WardName", "MajorText", "MinorText", "~[0-9]{6}"};
    r.fields = {code_field("WardCode", true), name_field("WardName"), name_field("LookUp_BoroughName"),
                category_field("MinorText")};
    r.fields[3].needed = true;
    r.key = "WardCode";
    r.counting = Counting{
        "MinorText", {}, "[0-9]{6}", Measure::EventCount, "all", "All recorded crime in the file", true};
    return r;
}

Recipe mps_knife() {
    Recipe r = mps("mps-knife-dashboard", "MPS Monthly Crime Dashboard, knife crime");
    r.gives =
        "one row a borough or Safer Neighbourhood Team (about a ward): each series over the whole period";
    r.notes =
        "The series overlap and are different things (T4): never add them. Boroughs and their teams stand in "
        "one table: filter on "
        "Area Type before counting. Codes may end with a blank, which is taken off.";
    r.definition =
        "Knife crime: offences in which a knife was present or intimated; “with injury”, “personal robbery” "
        "and “injury victims "
        "(non DA 1-24)” are its own series with their own rules.";
    r.requires_columns = {"Month_Year", "Area Type", "Area code", "Crime Subtype", "Count"};
    r.fields = {code_field("Area code", true),
                name_field("Area name"),
                category_field("Area Type"),
                name_field("Borough_SNT"),
                date_field("Month_Year", true),
                category_field("Crime Subtype"),
                integer_field("Count", Measure::EventCount)};
    r.fields[5].needed = true;
    r.key = "Area code";
    r.counting = Counting{"Crime Subtype", "Count", {}, Measure::EventCount, {}, {}, true};
    return r;
}

Recipe mps_weapons_by_year() {
    Recipe r = mps("mps-lsoa-weapons-by-year", "MPS possession of weapons by year, LSOA 2011");
    r.gives = "one row an LSOA: offences of each year, and all of them";
    r.licence = "Open Government Licence v2.0";
    r.definition = "Offences of possession of weapons recorded by the Metropolitan Police, by calendar year.";
    r.vintage = core::Vintage::Lsoa2011;
    r.requires_columns = {"LSOA11CD", "LSOA11NM", "LAD11CD", "~(19|20)[0-9]{2}"};
    r.fields = {code_field("LSOA11CD", true), name_field("LSOA11NM"), code_field("MSOA11CD"),
                name_field("MSOA11NM"),       code_field("LAD11CD"),  name_field("LAD11NM")};
    r.key = "LSOA11CD";
    r.counting = Counting{{}, {}, "(19|20)[0-9]{2}", Measure::EventCount, "all", "All years", true};
    return r;
}

Recipe police_uk(std::string id, std::string title) {
    Recipe r;
    r.id = std::move(id);
    r.title = std::move(title);
    r.publisher = "data.police.uk (Home Office, police forces)";
    r.licence = kOglV3;
    r.notes = kPoliceUkNote;
    r.subject = core::Subject::Events;
    r.position = PositionColumns{"Longitude", "Latitude", "EPSG:4326"};
    r.priority = 10;
    return r;
}

Recipe street() {
    Recipe r = police_uk("police-uk-street", "police.uk street-level crime");
    r.gives = "one row a crime or incident, with its map point and month";
    r.definition =
        "Crimes and anti-social behaviour as forces sent them, by the month in which they were recorded or "
        "happened.";
    r.requires_columns = {"Crime ID", "Month", "Longitude", "Latitude", "LSOA code", "Crime type"};
    r.fields = {text_field("Crime ID", "Blank for anti-social behaviour."),
                date_field("Month", true, "The month is all that is known."),
                category_field("Reported by"),
                category_field("Falls within"),
                text_field("Location"),
                code_field("LSOA code"),
                name_field("LSOA name"),
                category_field("Crime type"),
                category_field("Last outcome category"),
                text_field("Context")};
    return r;
}

Recipe stop_and_search() {
    Recipe r = police_uk("police-uk-stop-and-search", "police.uk stop and search");
    r.gives = "one row a search, with its map point and time to the minute";
    r.definition = "Stops and searches as forces sent them; a search is neither an offence nor a person.";
    r.requires_columns = {"Type", "Date", "Latitude", "Longitude", "Legislation", "Object of search"};
    r.fields = {category_field("Type"),
                date_field("Date", true),
                category_field("Part of a policing operation"),
                category_field("Policing operation"),
                category_field("Gender"),
                category_field("Age range"),
                category_field("Self-defined ethnicity"),
                category_field("Officer-defined ethnicity"),
                category_field("Legislation"),
                category_field("Object of search"),
                category_field("Outcome"),
                category_field("Outcome linked to object of search"),
                category_field("Removal of more than just outer clothing")};
    return r;
}

Recipe hexagons() {
    Recipe r = police_uk("police-uk-hexagons", "police.uk crimes counted in hexagons");
    r.gives = "one row a hexagon, month and crime type, at the hexagon's centre";
    r.definition = "Street-level crimes counted in hexagons of 100 m radius by a third party.";
    r.notes = "Counted already: use crime_count as a weight, not the rows.";
    r.subject = core::Subject::Other;
    r.requires_columns = {"month", "crime_type", "hex_q", "hex_r", "crime_count"};
    r.fields = {date_field("month", true), category_field("crime_type"), integer_field("hex_q"),
                integer_field("hex_r"), integer_field("crime_count", Measure::EventCount)};
    r.fields[4].needed = true;
    r.position = PositionColumns{"longitude", "latitude", "EPSG:4326"};
    return r;
}

}  // namespace

std::vector<Recipe> crime_recipes() {
    return {mps_lsoa(), mps_ward(),        mps_knife(), mps_weapons_by_year(),
            street(),   stop_and_search(), hexagons()};
}

}  // namespace safeground::io
