#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "io/area_codes.hpp"
#include "io/cells.hpp"
#include "io/sheet.hpp"

namespace safeground::io {
namespace {

using core::CellState;
using Kind = SheetField::Kind;

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts;
    std::size_t from = 0;
    while (from <= text.size() && !text.empty()) {
        const std::size_t bar = std::min(text.find('|', from), text.size());
        parts.push_back(text.substr(from, bar - from));
        from = bar + 1;
    }
    return parts;
}

/// The raw column of a field: by its own name first, then by its synonyms in order.
const RawColumn* column_of(const RawTable& raw, const SheetField& field) {
    std::vector<std::string> names{field.name};
    for (std::string& synonym : split(field.synonyms)) names.push_back(std::move(synonym));
    for (const std::string& name : names)
        for (const RawColumn& column : raw.columns)
            if (plain_word(column.name) == plain_word(name)) return &column;
    return nullptr;
}

core::ColumnType type_of(Kind kind) {
    switch (kind) {
        case Kind::Text:
        case Kind::Name:
        case Kind::Code:
            return core::ColumnType::Text;
        case Kind::Choice:
        case Kind::YesNo:
        case Kind::AgeBand:
            return core::ColumnType::Category;
        case Kind::Date:
            return core::ColumnType::Date;
        case Kind::Number:
        case Kind::Money:
            return core::ColumnType::Number;
        case Kind::Whole:
        case Kind::People:
        case Kind::Events:
            return core::ColumnType::Integer;
    }
    return core::ColumnType::Text;
}

core::Measure measure_of(Kind kind) {
    if (kind == Kind::Code) return core::Measure::Code;
    if (kind == Kind::Name) return core::Measure::Name;
    if (kind == Kind::People) return core::Measure::PersonCount;
    return kind == Kind::Events ? core::Measure::EventCount : core::Measure::Plain;
}

bool numeric(Kind kind) {
    return kind == Kind::Whole || kind == Kind::Number || kind == Kind::Money || kind == Kind::People ||
           kind == Kind::Events;
}

/// A number as the field means it: "none" is 0, money may be "free".
std::optional<double> number_in(Kind kind, const std::string& text) {
    std::optional<double> value = kind == Kind::Money ? parse_money(text) : parse_number(text);
    if (!value && (equal_ignoring_case(text, "none") || equal_ignoring_case(text, "nil"))) value = 0;
    if (value && kind != Kind::Number && kind != Kind::Money && !parse_integer(core::shortest(*value)))
        return std::nullopt;
    return value;
}

/// Cells that could not be read, for one warning.
struct Unreadable {
    std::size_t cells = 0;
    std::int64_t first_line = 0;
    void add(std::int64_t line) {
        if (cells++ == 0) first_line = line;
    }
};

}  // namespace

Sheet::Sheet(const RawTable& raw, const std::vector<SheetField>& fields, const RecipeContext& context,
             ImportReport& report)
    : m_raw(raw), m_fields(fields), m_context(context), m_report(report), m_fault(raw.rows, false) {
    for (const SheetField& field : fields) m_columns.push_back(column_of(raw, field));
}

const RawColumn* Sheet::find(std::string_view field) const {
    for (std::size_t f = 0; f < m_fields.size(); ++f)
        if (m_fields[f].name == field) return m_columns[f];
    return nullptr;
}

std::string Sheet::text(std::string_view field, std::size_t row) const {
    const RawColumn* column = find(field);
    if (column == nullptr) return {};
    std::string cell(trimmed(column->text(row)));
    return saying(cell, false).said == Said::Unknown ? std::string() : cell;
}

std::optional<core::Date> Sheet::date(std::string_view field, std::size_t row) const {
    const RawColumn* column = find(field);
    if (column == nullptr || text(field, row).empty()) return std::nullopt;
    auto date = parse_cell_date(*column, row);
    return date && core::valid(*date) ? date : std::nullopt;
}

void Sheet::reject(std::size_t row, const std::string& reason) {
    if (m_fault[row]) return;
    m_fault[row] = true;
    io::reject(m_report.rejected, reason, m_raw.line[row]);
}

void Sheet::need(std::string_view field) {
    for (std::size_t row = 0; row < m_raw.rows; ++row)
        if (text(field, row).empty()) reject(row, fmt::format("no value in {}", field));
}

void Sheet::not_negative(std::string_view field) {
    if (!has(field)) return;
    for (std::size_t row = 0; row < m_raw.rows; ++row)
        if (const auto value = parse_number(text(field, row)); value && *value < 0)
            reject(row, fmt::format("negative {}", field));
}

void Sheet::unique(std::string_view field) {
    std::unordered_set<std::string> seen;
    for (std::size_t row = 0; row < m_raw.rows; ++row) {
        const std::string cell = text(field, row);
        if (cell.empty() || m_fault[row] || seen.insert(cell).second) continue;
        ++m_report.duplicates;
        reject(row, fmt::format("duplicate: {} came up before", field));
    }
}

std::vector<std::uint32_t> Sheet::accept() {
    std::vector<std::uint32_t> rows;
    for (std::size_t row = 0; row < m_raw.rows; ++row)
        if (!m_fault[row]) rows.push_back(static_cast<std::uint32_t>(row));
    m_report.accepted = rows.size();
    return rows;
}

core::Column Sheet::read(const SheetField& field, const std::vector<std::uint32_t>& rows) {
    const RawColumn* raw = find(field.name);
    const std::size_t n = rows.size();
    std::vector<double> numbers(n, 0);
    std::vector<std::string> texts(n);
    std::vector<core::Date> dates(n);
    std::vector<CellState> states(n, CellState::Missing);
    std::int64_t low = 0, high = 0;
    Unreadable unreadable, other_words;
    const std::vector<std::string> allowed = split(field.allowed);
    for (std::size_t i = 0; i < n && raw != nullptr; ++i) {
        const std::string cell(trimmed(raw->text(rows[i])));
        const Saying said = saying(cell, numeric(field.kind));
        if (said.said == Said::Unknown) continue;
        if (said.said == Said::Suppressed) {
            states[i] = CellState::Suppressed;
            low = high == 0 ? said.low : std::min(low, said.low);
            high = std::max(high, said.high);
            continue;
        }
        bool good = true;
        if (numeric(field.kind)) {
            const auto value = number_in(field.kind, cell);
            good = value.has_value();
            if (good) numbers[i] = *value;
        } else if (field.kind == Kind::Date) {
            const auto value = parse_cell_date(*raw, rows[i]);
            good = value && core::valid(*value);
            if (good) dates[i] = *value;
        } else if (field.kind == Kind::YesNo) {
            const auto value = parse_yes_no(cell);
            good = value.has_value();
            if (good) texts[i] = *value ? "yes" : "no";
        } else if (field.kind == Kind::AgeBand) {
            const auto value = parse_age_band(cell);
            good = value.has_value();
            if (good) texts[i] = *value;
        } else {
            texts[i] = cell;
            if (field.kind == Kind::Choice && !allowed.empty()) {
                const auto known = std::find_if(allowed.begin(), allowed.end(), [&](const std::string& word) {
                    return plain_word(word) == plain_word(cell);
                });
                if (known != allowed.end()) texts[i] = *known;
                else other_words.add(m_raw.line[rows[i]]);
            }
        }
        if (good) states[i] = CellState::Present;
        else unreadable.add(m_raw.line[rows[i]]);
    }
    if (unreadable.cells > 0)
        m_report.warnings.push_back(
            fmt::format("{}: {} not understood and taken as not known (first: line {}).", field.name,
                        unreadable.cells == 1 ? "1 cell was" : fmt::format("{} cells were", unreadable.cells),
                        unreadable.first_line));
    if (other_words.cells > 0)
        m_report.warnings.push_back(fmt::format(
            "{}: {} a word that is not listed for it, and kept as written (first: line {}).", field.name,
            other_words.cells == 1 ? "1 cell has" : fmt::format("{} cells have", other_words.cells),
            other_words.first_line));
    core::Column column;
    column.name = field.name;
    switch (type_of(field.kind)) {
        case core::ColumnType::Number:
            column.values = numbers;
            break;
        case core::ColumnType::Integer: {
            std::vector<std::int64_t> whole(n);
            for (std::size_t i = 0; i < n; ++i) whole[i] = static_cast<std::int64_t>(numbers[i]);
            column.values = std::move(whole);
            break;
        }
        case core::ColumnType::Date:
            column.values = std::move(dates);
            break;
        case core::ColumnType::Category:
            column.values = core::category_column(field.name, texts).values;
            break;
        case core::ColumnType::Text:
            column.values = std::move(texts);
            break;
    }
    if (type_of(field.kind) == core::ColumnType::Number)
        for (std::size_t i = 0; i < n; ++i)
            if (states[i] != CellState::Present)
                std::get<0>(column.values)[i] = std::numeric_limits<double>::quiet_NaN();
    if (std::any_of(states.begin(), states.end(), [](CellState s) { return s != CellState::Present; }))
        column.states = std::move(states);
    column.measure = measure_of(field.kind);
    column.unit = field.unit;
    if (high > 0) column.suppressed_low = low, column.suppressed_high = high;
    return column;
}

void Sheet::read_all(core::Table& table, const std::vector<std::uint32_t>& rows,
                     const std::vector<std::string>& but) {
    for (const SheetField& field : m_fields)
        if (has(field.name) && std::find(but.begin(), but.end(), field.name) == but.end())
            table.add(read(field, rows));
}

void Sheet::finish(core::Table& table, core::Sensitivity otherwise) {
    std::size_t marked = 0, open = 0, closed = 0;
    for (std::size_t row = 0; row < m_raw.rows; ++row) {
        if (parse_yes_no(text("synthetic", row)).value_or(false)) table.info.synthetic = true;
        const std::string marking = plain_word(text("marking", row));
        marked += !marking.empty();
        open += marking == "public";
        closed += marking == "restricted";
    }
    // The strictest row decides; a row without a word is not public.
    table.info.sensitivity = otherwise;
    if (closed > 0) table.info.sensitivity = core::Sensitivity::Restricted;
    else if (marked > 0 && open == m_raw.rows) table.info.sensitivity = core::Sensitivity::Public;
    for (const RawColumn& column : m_raw.columns) {
        const bool known = std::find(m_columns.begin(), m_columns.end(), &column) != m_columns.end();
        if (!known) m_report.columns_left_out.push_back(column.name);
    }
}

Recipe sheet_recipe(std::string id, std::string title, std::string gives, std::vector<SheetField> fields,
                    std::vector<std::vector<std::string>> needs, SheetBuilder builder) {
    Recipe recipe;
    recipe.id = std::move(id);
    recipe.title = std::move(title);
    recipe.publisher = "The team's own records";
    recipe.gives = std::move(gives);
    recipe.notes = "The layout with every column and word is in docs/sheets.md.";
    recipe.sensitivity = core::Sensitivity::Partner;
    recipe.shape = Recipe::Shape::Table;
    recipe.priority = -5;  // after every published layout, before the generic ones
    for (const SheetField& field : fields) {
        Field declared;
        declared.column = field.name;
        declared.type = type_of(field.kind);
        declared.measure = measure_of(field.kind);
        declared.unit = field.unit;
        declared.meaning = field.meaning;
        recipe.fields.push_back(std::move(declared));
    }
    for (const auto& any : needs)
        recipe.recognised_by += fmt::format("{}{}", recipe.recognised_by.empty() ? "a table with " : "; ",
                                            fmt::join(any, " or "));
    const auto shared = std::make_shared<const std::vector<SheetField>>(std::move(fields));
    recipe.matches = [shared, needs](const RawTable& raw) {
        const auto there = [&](const std::string& name) {
            return std::any_of(shared->begin(), shared->end(), [&](const SheetField& field) {
                return field.name == name && column_of(raw, field) != nullptr;
            });
        };
        return std::all_of(needs.begin(), needs.end(),
                           [&](const auto& any) { return std::any_of(any.begin(), any.end(), there); });
    };
    recipe.build = [shared, builder = std::move(builder)](const RawTable& raw, const RecipeContext& context,
                                                          ImportReport& report) {
        Sheet sheet(raw, *shared, context, report);
        return builder(sheet);
    };
    return recipe;
}

std::vector<Recipe> team_recipes() {
    return {cohort_recipe(), offences_recipe(), sites_recipe(), sessions_recipe(), outreach_recipe()};
}

}  // namespace safeground::io
