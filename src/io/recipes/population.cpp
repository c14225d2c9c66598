#include <array>

#include "io/recipes/registry.hpp"

namespace safeground::io {
namespace {

using core::Measure;

/// Age groups that safeguarding asks for, summed from single years.
void add_age_groups(core::Table& table, const RawTable&, const std::vector<std::uint32_t>&, ImportReport&) {
    struct Group {
        int first, last;
    };
    for (const auto [first, last] : {Group{0, 15}, Group{0, 17}, Group{10, 17}, Group{10, 24}}) {
        std::vector<std::int64_t> sums(table.rows, 0);
        std::vector<core::CellState> states(table.rows, core::CellState::Present);
        for (int age = first; age <= last; ++age) {
            const core::Column* years_of_age = table.find(std::to_string(age));
            if (years_of_age == nullptr) return;
            for (std::size_t row = 0; row < table.rows; ++row) {
                if (years_of_age->present(row))
                    sums[row] += static_cast<std::int64_t>(years_of_age->number(row));
                else states[row] = years_of_age->state(row);
            }
        }
        const std::string name = "aged " + std::to_string(first) + " to " + std::to_string(last);
        core::Column column = core::integer_column(name, std::move(sums), Measure::Population);
        column.title = "A" + name.substr(1);
        for (const core::CellState state : states)
            if (state != core::CellState::Present) {
                column.states = states;
                break;
            }
        table.add(std::move(column));
    }
}

}  // namespace

std::vector<Recipe> population_recipes() {
    Recipe ages;
    ages.id = "ons-lsoa11-single-year-of-age";
    ages.title = "Mid-2020 population by single year of age, LSOA 2011";
    ages.publisher = "Office for National Statistics (SAPE23DT2)";
    ages.licence = kOglV3;
    ages.gives =
        "one row an LSOA: residents of each age, and the sums aged 0 to 15, 0 to 17, 10 to 17 and 10 to 24";
    ages.definition = "Usual residents at 30 June 2020 (estimates).";
    ages.subject = core::Subject::Areas;
    ages.vintage = core::Vintage::Lsoa2011;
    ages.period = years(2020, 2020);
    ages.requires_columns = {"lsoa11_code", "total_population", "90+"};
    Field each = integer_field("~[0-9]{1,2}|90\\+", Measure::Population, "Residents of that age.");
    each.title = "Aged $&";
    Field total = integer_field("total_population", Measure::Population);
    total.title = "All ages";
    ages.fields = {code_field("lsoa11_code", true), name_field("lsoa11_name"), total, each};
    ages.finish = add_age_groups;
    ages.priority = 10;

    Recipe census;
    census.id = "census2021-age";
    census.title = "Census 2021 age bands, LSOA 2021";
    census.publisher = "Office for National Statistics (Census 2021, Create a custom dataset)";
    census.licence = kOglV3;
    census.gives = "one row an LSOA, a column for each age band";
    census.definition = "Usual residents on Census day, 21 March 2021.";
    census.subject = core::Subject::Areas;
    census.vintage = core::Vintage::Lsoa2021;
    census.period = years(2021, 2021);
    census.requires_columns = {"Lower layer Super Output Areas Code", "~Age \\([0-9]+ categories\\)",
                               "Observation"};
    census.fields = {code_field("Lower layer Super Output Areas Code", true),
                     name_field("Lower layer Super Output Areas")};
    census.fields.push_back(category_field("~Age \\([0-9]+ categories\\)"));
    census.fields.push_back(integer_field("Observation", Measure::Population));
    census.fields[3].needed = true;
    census.key = "Lower layer Super Output Areas Code";
    census.counting = Counting{
        "~Age \\([0-9]+ categories\\)", "Observation", {}, Measure::Population, "all ages", "All ages", true};
    census.priority = 10;
    return {std::move(ages), std::move(census)};
}

}  // namespace safeground::io
