#include <fmt/format.h>

#include <algorithm>
#include <compare>
#include <map>
#include <set>

#include "io/apply_recipe.hpp"
#include "io/cells.hpp"
#include "io/sheet.hpp"

namespace safeground::io {
namespace {

using core::CellState;
using Kind = SheetField::Kind;

/// People of one area in one group; suppressed rows are a range.
struct Count {
    std::int64_t known = 0, low = 0, high = 0;
    bool suppressed = false;
    void add(std::int64_t people, const Saying& said) {
        if (said.said == Said::Suppressed) {
            suppressed = true;
            low += said.low;
            high += said.high;
        } else {
            known += people;
        }
    }
};

/// Whom a count is of. A cohort may be called like an age band ("age 10-17") and is still another group.
struct Group {
    enum class Of : std::uint8_t { Everybody, Age, Cohort } of = Of::Everybody;
    std::string name;
    auto operator<=>(const Group&) const = default;
};

/// Groups of one area.
using Groups = std::map<Group, Count>;

std::vector<SheetField> fields() {
    std::vector<SheetField> all;
    for (SheetField& field : place_fields())
        if (field.name == "lsoa" || field.name == "postcode") all.push_back(std::move(field));
    all.push_back({"period", Kind::Text, "year|financial year|month|date", "",
                   "Year, financial year, month or date.", ""});
    all.push_back({"cohort", Kind::Text, "cohort name|caseload|programme", "", "Whom the row counts.", ""});
    all.push_back({"age_band", Kind::AgeBand, "age|age group|ages|age range", "", "Age band or age.", ""});
    all.push_back({"count", Kind::People, "number|people|children|number of people", "",
                   "People; without it a row is one person.", ""});
    all.push_back({"ref", Kind::Code, "reference|id|case id", "", "To find duplicates; never kept.", ""});
    all.push_back({"synthetic", Kind::YesNo, "", "", "yes: made data.", ""});
    return all;
}

/// The column of a group under a name that the table does not have yet.
core::Column column_of(const Group& group, const std::vector<std::string>& codes,
                       const std::map<std::string, Groups>& counted, const core::Table& table) {
    const bool everybody = group.of == Group::Of::Everybody;
    std::string shown = group.name;
    if (!everybody && table.find("people " + shown) != nullptr) shown = "cohort " + shown;
    while (!everybody && table.find("people " + shown) != nullptr) shown += " (2)";
    core::Column column =
        core::integer_column(everybody ? "people" : "people " + shown,
                             std::vector<std::int64_t>(codes.size(), 0), core::Measure::PersonCount);
    column.title = everybody ? "People" : "People, " + shown;
    if (!everybody) column.derived_from = {"people"};  // a part of the total: see disclosure::Gate
    bool first = true;
    for (std::size_t row = 0; row < codes.size(); ++row) {
        const auto area = counted.find(codes[row]);
        if (area == counted.end()) continue;
        const auto at = area->second.find(group);
        if (at == area->second.end()) continue;
        const Count& count = at->second;
        if (!count.suppressed) {
            std::get<1>(column.values)[row] = count.known;
            continue;
        }
        if (column.states.empty()) column.states.assign(codes.size(), CellState::Present);
        column.states[row] = CellState::Suppressed;
        column.suppressed_low =
            first ? count.known + count.low : std::min(column.suppressed_low, count.known + count.low);
        column.suppressed_high =
            first ? count.known + count.high : std::max(column.suppressed_high, count.known + count.high);
        first = false;
    }
    return column;
}

/// Rejects rows that say the same person in the same period and cohort again.
void reject_duplicates(Sheet& sheet) {
    std::set<std::string> seen;
    for (std::size_t row = 0; row < sheet.raw().rows; ++row) {
        const std::string ref = sheet.text("ref", row);
        if (ref.empty() || sheet.rejected(row)) continue;
        if (seen.insert(ref + "\n" + sheet.text("period", row) + "\n" + sheet.text("cohort", row)).second)
            continue;
        ++sheet.report().duplicates;
        sheet.reject(row, "duplicate: the same ref, period and cohort came up before");
    }
}

core::Result<core::Table> build(Sheet& sheet) {
    ImportReport& report = sheet.report();
    const auto places = place_rows(sheet, [](std::size_t) { return true; });
    if (!places) return places.failure();
    const core::TablePtr areas = sheet.options().areas;
    const bool with_areas = areas && areas->find(areas->key) != nullptr;
    std::set<std::string> known;
    for (std::size_t row = 0; with_areas && row < areas->rows; ++row) known.insert(areas->key_text(row));
    const std::size_t n = sheet.raw().rows;
    std::vector<core::Period> periods(n);
    std::vector<std::int64_t> people(n, 1);
    std::vector<Saying> said(n);
    for (std::size_t row = 0; row < n; ++row) {
        const auto period = parse_period(sheet.text("period", row));
        if (!period)
            sheet.reject(row,
                         sheet.text("period", row).empty() ? "no value in period" : "period not understood");
        else periods[row] = *period;
        if (sheet.has("count")) {
            const std::string cell(trimmed(sheet.find("count")->text(row)));
            said[row] = saying(cell, true);
            const auto count = parse_integer(cell);
            if (said[row].said == Said::Unknown) sheet.reject(row, "no value in count");
            else if (said[row].said == Said::Value && (!count || *count < 0))
                sheet.reject(row, "count is not a whole number from 0");
            else if (count) people[row] = *count;
        }
        if (places->lsoa[row].empty()) sheet.reject(row, "place outside the areas");
        else if (with_areas && known.count(places->lsoa[row]) == 0)
            sheet.reject(row, "LSOA is not among the areas");
    }
    reject_duplicates(sheet);

    std::map<std::string, Groups> counted;
    std::set<std::string> bands, cohorts;
    bool ages = false;
    for (const std::uint32_t row : sheet.accept()) {
        Groups& area = counted[places->lsoa[row]];
        area[Group{}].add(people[row], said[row]);
        const auto band = parse_age_band(sheet.text("age_band", row));
        ages = ages || band;
        const std::string age = band ? "age " + *band : "age not known";
        bands.insert(age);
        area[{Group::Of::Age, age}].add(people[row], said[row]);
        if (const std::string cohort = sheet.text("cohort", row); !cohort.empty()) {
            cohorts.insert(cohort);
            area[{Group::Of::Cohort, cohort}].add(people[row], said[row]);
        }
        widen(report.period, periods[row].first);
        widen(report.period, periods[row].last);
    }

    // Areas in which nobody was placed would all say 0, which is another thing than not known.
    if (report.rows > 0 && report.accepted == 0)
        return core::refuse(fmt::format("None of the {} rows could be placed in an area: {}.", report.rows,
                                        report.rejected.empty() ? "no reason was given"
                                                                : report.rejected.front().reason))
            .in_file(report.path)
            .remedy("Check the area codes or postcodes, and the postcode table.");

    std::vector<std::string> codes;
    if (with_areas)
        for (std::size_t row = 0; row < areas->rows; ++row) codes.push_back(areas->key_text(row));
    else
        for (const auto& [code, groups] : counted) codes.push_back(code);
    core::Table table;
    table.rows = codes.size();
    table.key = "lsoa";
    table.info.subject = core::Subject::Residence;
    table.add(core::text_column("lsoa", codes, core::Measure::Code));
    if (with_areas) table.geometry = areas->geometry;
    table.add(column_of({}, codes, counted, table));
    if (ages)
        for (const std::string& band : bands)
            table.add(column_of({Group::Of::Age, band}, codes, counted, table));
    if (cohorts.size() > 1)
        for (const std::string& cohort : cohorts)
            table.add(column_of({Group::Of::Cohort, cohort}, codes, counted, table));
    table.info.definition =
        fmt::format("People{} by the LSOA where they live{}; counted while the sheet was read.",
                    cohorts.empty() ? "" : fmt::format(" of the cohort {}", fmt::join(cohorts, ", ")),
                    report.period ? ", " + core::to_string(*report.period) : "");
    if (with_areas && areas->info.synthetic) table.info.synthetic = true;
    sheet.finish(table, core::Sensitivity::Restricted);
    table.info.sensitivity = core::Sensitivity::Restricted;
    report.notes.push_back(fmt::format(
        "{} rows were counted into {} areas and forgotten; no row, postcode or reference is kept.",
        report.accepted, counted.size()));
    return table;
}

}  // namespace

Recipe cohort_recipe() {
    Recipe recipe = sheet_recipe("team-cohort", "Cohort residence",
                                 "one row an LSOA with people, by age band and by cohort", fields(),
                                 {{"lsoa", "postcode"}, {"period"}, {"cohort", "age_band", "count"}}, build);
    recipe.subject = core::Subject::Residence;
    recipe.sensitivity = core::Sensitivity::Restricted;
    return recipe;
}

}  // namespace safeground::io
