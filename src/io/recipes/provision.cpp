#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <regex>
#include <set>

#include "io/cells.hpp"
#include "io/recipes/registry.hpp"

namespace safeground::io {
namespace {

using core::CellState;
using core::Measure;

struct Ages {
    int low = 0, high = 0;
    bool spoiled = false;  ///< a spreadsheet had made a date of it
};

/// "11 - 19", "11-19", and what Excel makes of them: "19-Nov", "11-Mar", "Nov-25".
std::optional<Ages> parse_ages(const std::string& text) {
    static constexpr std::array kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};
    static const std::regex plain("(\\d{1,2})\\s*(?:-|to)\\s*(\\d{1,2})"),
        day_month("(\\d{1,2})-([A-Za-z]{3})"), month_year("([A-Za-z]{3})-(\\d{2})");
    constexpr std::size_t kLongest = 20;
    if (text.size() > kLongest) return std::nullopt;
    std::smatch m;
    if (std::regex_match(text, m, plain)) return Ages{std::stoi(m[1]), std::stoi(m[2]), false};
    std::string month, other;
    if (std::regex_match(text, m, day_month)) other = m[1], month = m[2];
    else if (std::regex_match(text, m, month_year)) month = m[1], other = m[2];
    else return std::nullopt;
    for (std::size_t i = 0; i < kMonths.size(); ++i)
        if (equal_ignoring_case(month, kMonths[i])) {
            const int a = static_cast<int>(i) + 1, b = std::stoi(other);
            return Ages{std::min(a, b), std::max(a, b), true};
        }
    return std::nullopt;
}

/// Puts AGE right ("19-Nov" was 11-19 before Excel) and adds age_min and age_max.
void repair_ages(core::Table& table, const RawTable&, const std::vector<std::uint32_t>&,
                 ImportReport& report) {
    const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                    [](const core::ColumnPtr& c) { return c->name == "AGE"; });
    if (found == table.columns.end()) return;
    core::Column ages = **found;
    auto& texts = std::get<std::vector<std::string>>(ages.values);
    std::vector<std::int64_t> low(table.rows, 0), high(table.rows, 0);
    std::vector<CellState> states(table.rows, CellState::Missing);
    std::size_t repaired = 0, not_understood = 0;
    for (std::size_t row = 0; row < table.rows; ++row) {
        if (!ages.present(row)) continue;
        const auto range = parse_ages(texts[row]);
        if (!range) {
            ++not_understood;
            continue;
        }
        repaired += range->spoiled;
        texts[row] = fmt::format("{}-{}", range->low, range->high);
        low[row] = range->low;
        high[row] = range->high;
        states[row] = CellState::Present;
    }
    *found = std::make_shared<const core::Column>(std::move(ages));
    core::Column age_min = core::integer_column("age_min", std::move(low)),
                 age_max = core::integer_column("age_max", std::move(high));
    age_min.states = age_max.states = std::move(states);
    age_min.unit = age_max.unit = "years";
    table.add(std::move(age_min));
    table.add(std::move(age_max));
    if (repaired > 0)
        report.warnings.push_back(fmt::format(
            "AGE had been turned into dates by a spreadsheet in {} rows (“19-Nov” for ages 11 to 19); "
            "the ages were put back.",
            repaired));
    if (not_understood > 0)
        report.notes.push_back(
            fmt::format("AGE is not a range of ages in {} rows; it is kept as text.", not_understood));

    // OBJECTID identifies rows; a school number that comes twice is two entries for one school.
    if (const core::Column* urn = table.find("URN")) {
        std::set<std::string> seen;
        std::size_t again = 0;
        for (std::size_t row = 0; row < table.rows; ++row)
            again += urn->present(row) && !seen.insert(urn->text(row)).second;
        if (again > 0)
            report.warnings.push_back(fmt::format(
                "{} rows repeat the URN of an earlier row: schools that teach several phases stand here more "
                "than once.",
                again));
    }
}

/// The JSON list of lines as plain names: "District, Piccadilly".
void plain_lines(core::Table& table, const RawTable&, const std::vector<std::uint32_t>&, ImportReport&) {
    static const std::regex name("\"name\"\\s*:\\s*\"([^\"]{1,100})\"");
    for (core::ColumnPtr& column : table.columns) {
        if (column->name != "lines") continue;
        core::Column plain = *column;
        for (std::string& text : std::get<std::vector<std::string>>(plain.values)) {
            constexpr std::size_t kLongest = 4000;  // std::regex recurses
            if (text.size() > kLongest) continue;
            std::string names;
            for (std::sregex_iterator it(text.begin(), text.end(), name), end; it != end; ++it)
                names += (names.empty() ? "" : ", ") + (*it)[1].str();
            if (!names.empty()) text = names;
        }
        column = std::make_shared<const core::Column>(std::move(plain));
    }
}

}  // namespace

std::vector<Recipe> provision_recipes() {
    Recipe atlas;
    atlas.id = "london-schools-atlas";
    atlas.title = "London Schools Atlas";
    atlas.publisher = "Greater London Authority, from DfE EduBase";
    atlas.licence = "Open Government Licence v2.0";
    atlas.gives = "one row a school and phase, with its position, age_min and age_max";
    atlas.notes = "AGE was spoiled by a spreadsheet (“19-Nov” for 11 to 19) and is put back.";
    atlas.definition = "Schools in and near London in 2016.";
    atlas.subject = core::Subject::Sites;
    atlas.period = years(2016, 2016);
    atlas.requires_columns = {"URN", "SCHOOL_NAM", "PHASE", "EASTING", "NORTHING", "AGE"};
    atlas.fields = {
        code_field("OBJECTID", true), code_field("URN"),       name_field("SCHOOL_NAM"),
        category_field("TYPE"),       category_field("PHASE"), text_field("ADDRESS", "Of the school."),
        category_field("TOWN"),       text_field("POSTCODE"),  category_field("STATUS"),
        category_field("GENDER"),     name_field("WARD_NAME"), name_field("LSOA_NAME"),
        name_field("LA_NAME"),        text_field("AGE")};
    atlas.key = "OBJECTID";
    atlas.position = PositionColumns{"EASTING", "NORTHING", "EPSG:27700"};
    atlas.finish = repair_ages;
    atlas.priority = 10;

    Recipe ks4;
    ks4.id = "dfe-ks4-schools";
    ks4.title = "DfE key stage 4 school information";
    ks4.publisher = "Department for Education, Explore Education Statistics";
    ks4.licence = kOglV3;
    ks4.gives = "one row a secondary school with pupil numbers; no positions";
    ks4.notes = "“c” is suppressed, “z” does not apply (missing). Telephone numbers are left out.";
    ks4.definition = "Pupils at the end of key stage 4 and on roll, by school.";
    ks4.subject = core::Subject::Sites;
    ks4.requires_columns = {"school_urn", "school_name", "new_la_code", "t_allks_pupils", "t_pupils"};
    ks4.fields = {code_field("school_urn", true),
                  name_field("school_name"),
                  text_field("time_period"),
                  code_field("new_la_code"),
                  name_field("la_name"),
                  category_field("establishment_type_group"),
                  text_field("full_address", "Of the school."),
                  code_field("pcon_code"),
                  name_field("pcon_name"),
                  category_field("egender"),
                  text_field("agerange"),
                  category_field("admpol_pt"),
                  integer_field("~t_.*", Measure::PersonCount),
                  number_field("~pt_.*", Measure::Score, "%"),
                  number_field("~avg_.*|diffn_.*", Measure::Score),
                  category_field("p8_banding")};
    ks4.key = "school_urn";
    ks4.missing.push_back("z");
    ks4.suppressed.push_back("c");
    ks4.priority = 10;

    Recipe stations;
    stations.id = "tfl-stations";
    stations.title = "Rail, tube, DLR and tram stations";
    stations.publisher = "© OpenStreetMap contributors";
    stations.licence = "Open Database Licence 1.0";
    stations.gives = "one row a station with its lines";
    stations.subject = core::Subject::Sites;
    stations.shape = Recipe::Shape::Points;
    stations.requires_columns = {"id", "name", "nlc_id", "lines"};
    stations.fields = {code_field("id", true), name_field("name"), text_field("lines"), text_field("zone")};
    stations.key = "id";
    stations.finish = plain_lines;
    stations.priority = 10;
    return {std::move(atlas), std::move(ks4), std::move(stations)};
}

}  // namespace safeground::io
