#include "core/table.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "core/value.hpp"

namespace safeground::core {

std::size_t Column::size() const {
    return std::visit(
        [](const auto& v) {
            if constexpr (std::is_same_v<std::decay_t<decltype(v)>, CategoryValues>) return v.code.size();
            else return v.size();
        },
        values);
}

double Column::number(std::size_t row) const {
    if (!present(row)) return std::numeric_limits<double>::quiet_NaN();
    if (const auto* v = std::get_if<std::vector<double>>(&values)) return (*v)[row];
    if (const auto* v = std::get_if<std::vector<std::int64_t>>(&values))
        return static_cast<double>((*v)[row]);
    return std::numeric_limits<double>::quiet_NaN();
}

std::string Column::text(std::size_t row) const {
    if (!present(row)) return {};
    switch (type()) {
        case ColumnType::Number:
            return shortest(std::get<0>(values)[row]);
        case ColumnType::Integer:
            return std::to_string(std::get<1>(values)[row]);
        case ColumnType::Text:
            return std::get<2>(values)[row];
        case ColumnType::Category: {
            const auto& category = std::get<CategoryValues>(values);
            return category.labels[category.code[row]];
        }
        case ColumnType::Date:
            return to_string(std::get<4>(values)[row]);
    }
    return {};
}

std::vector<double> Column::numbers() const {
    std::vector<double> all(size());
    for (std::size_t r = 0; r < all.size(); ++r) all[r] = number(r);
    return all;
}

Column number_column(std::string name, std::vector<double> values, Measure measure) {
    Column column;
    column.name = std::move(name);
    column.measure = measure;
    if (std::any_of(values.begin(), values.end(), [](double v) { return std::isnan(v); })) {
        column.states.resize(values.size());
        for (std::size_t r = 0; r < values.size(); ++r)
            column.states[r] = std::isnan(values[r]) ? CellState::Missing : CellState::Present;
    }
    column.values = std::move(values);
    return column;
}

Column integer_column(std::string name, std::vector<std::int64_t> values, Measure measure) {
    Column column;
    column.name = std::move(name);
    column.measure = measure;
    column.values = std::move(values);
    return column;
}

Column text_column(std::string name, std::vector<std::string> values, Measure measure) {
    Column column;
    column.name = std::move(name);
    column.measure = measure;
    column.values = std::move(values);
    return column;
}

Column category_column(std::string name, const std::vector<std::string>& values) {
    CategoryValues category;
    std::unordered_map<std::string, std::uint32_t> codes;
    category.code.reserve(values.size());
    for (const std::string& value : values) {
        const auto [at, added] = codes.try_emplace(value, static_cast<std::uint32_t>(category.labels.size()));
        if (added) category.labels.push_back(value);
        category.code.push_back(at->second);
    }
    Column column;
    column.name = std::move(name);
    column.values = std::move(category);
    return column;
}

Column date_column(std::string name, std::vector<Date> values) {
    Column column;
    column.name = std::move(name);
    column.values = std::move(values);
    return column;
}

const Column* Table::find(std::string_view name) const {
    for (const ColumnPtr& column : columns)
        if (column->name == name) return column.get();
    return nullptr;
}

std::string Table::key_text(std::size_t row) const {
    const Column* column = key.empty() ? nullptr : find(key);
    if (column != nullptr && column->present(row)) return column->text(row);
    return "row " + std::to_string(row + 1);
}

bool consistent(const Table& table) {
    std::set<std::string> names;
    for (const ColumnPtr& column : table.columns) {
        if (column->size() != table.rows || !names.insert(column->name).second) return false;
        if (!column->states.empty() && column->states.size() != table.rows) return false;
    }
    const bool has_geometry = table.geometry->index() != 0;
    if (has_geometry && row_count(*table.geometry) != table.rows) return false;
    return table.key.empty() || table.find(table.key) != nullptr;
}

namespace {

Column select(const Column& column, const std::vector<std::uint32_t>& rows) {
    Column out = column;
    const auto pick = [&rows](const auto& from) {
        std::decay_t<decltype(from)> to;
        to.reserve(rows.size());
        for (std::uint32_t r : rows) to.push_back(from[r]);
        return to;
    };
    std::visit(
        [&](const auto& values) {
            if constexpr (std::is_same_v<std::decay_t<decltype(values)>, CategoryValues>)
                out.values = CategoryValues{pick(values.code), values.labels};
            else out.values = pick(values);
        },
        column.values);
    if (!column.states.empty()) out.states = pick(column.states);
    return out;
}

}  // namespace

Table select_rows(const Table& table, const std::vector<std::uint32_t>& rows) {
    Table out;
    out.info = table.info;
    out.key = table.key;
    out.rows = rows.size();
    for (const ColumnPtr& column : table.columns) out.add(select(*column, rows));
    out.geometry = std::make_shared<const Geometry>(select_rows(*table.geometry, rows));
    return out;
}

namespace {

Column spread(const Column& column, const std::vector<std::int64_t>& from, std::string name) {
    // Rows without a partner take any value and the state Missing.
    std::vector<std::uint32_t> rows(from.size(), 0);
    bool missing = false;
    for (std::size_t r = 0; r < from.size(); ++r) {
        if (from[r] >= 0) rows[r] = static_cast<std::uint32_t>(from[r]);
        else missing = true;
    }
    Column out = select(column, rows);
    out.name = std::move(name);
    if (missing) {
        if (out.states.empty()) out.states.assign(from.size(), CellState::Present);
        for (std::size_t r = 0; r < from.size(); ++r)
            if (from[r] < 0) {
                out.states[r] = CellState::Missing;
                if (auto* v = std::get_if<std::vector<double>>(&out.values))
                    (*v)[r] = std::numeric_limits<double>::quiet_NaN();
                else if (auto* i = std::get_if<std::vector<std::int64_t>>(&out.values)) (*i)[r] = 0;
                else if (auto* t = std::get_if<std::vector<std::string>>(&out.values)) (*t)[r].clear();
            }
    }
    return out;
}

}  // namespace

Table join(const Table& left, const Table& right, JoinReport& report) {
    report = {};
    std::unordered_map<std::string, std::int64_t> by_key;
    std::vector<bool> used(right.rows, false);
    // A row without a key has no partner, whatever its number.
    const auto has_key = [](const Table& table, std::size_t row) {
        const Column* column = table.find(table.key);
        return column != nullptr && column->present(row) && !column->text(row).empty();
    };
    for (std::size_t r = 0; r < right.rows; ++r)
        if (has_key(right, r) &&
            !by_key.try_emplace(right.key_text(r), static_cast<std::int64_t>(r)).second) {
            report.duplicate_right.push_back(right.key_text(r));
            used[r] = true;
        }
    std::vector<std::int64_t> from(left.rows, -1);
    for (std::size_t r = 0; r < left.rows; ++r) {
        const auto at = has_key(left, r) ? by_key.find(left.key_text(r)) : by_key.end();
        if (at == by_key.end()) {
            report.left_only.push_back(left.key_text(r));
            continue;
        }
        from[r] = at->second;
        used[static_cast<std::size_t>(at->second)] = true;
        ++report.matched;
    }
    for (std::size_t r = 0; r < right.rows; ++r)
        if (!used[r]) report.right_only.push_back(right.key_text(r));

    Table out = left;
    if (right.rows == 0) return out;
    std::unordered_map<std::string, std::string> renamed;
    for (const ColumnPtr& column : right.columns) {
        if (column->name == right.key) continue;
        std::string name = column->name;
        for (int copy = 2; out.find(name) != nullptr; ++copy)
            name = column->name + " (" + std::to_string(copy) + ")";
        renamed[column->name] = name;
        out.add(spread(*column, from, name));
    }
    // derived_from names columns of the same table: follow the renaming.
    for (std::size_t c = left.columns.size(); c < out.columns.size(); ++c) {
        Column column = *out.columns[c];
        for (std::string& source : column.derived_from) {
            const std::string mark = source.ends_with("[]") ? "[]" : source.ends_with("!") ? "!" : "";
            const std::string name = source.substr(0, source.size() - mark.size());
            if (const auto at = renamed.find(name); at != renamed.end()) source = at->second + mark;
        }
        out.columns[c] = std::make_shared<const Column>(std::move(column));
    }
    out.info.synthetic = left.info.synthetic || right.info.synthetic;
    out.info.sensitivity = std::max(left.info.sensitivity, right.info.sensitivity);
    if (right.info.subject == Subject::Residence) out.info.subject = Subject::Residence;
    if (!right.info.source.empty() && right.info.source != left.info.source)
        out.info.source += (out.info.source.empty() ? "" : "; ") + right.info.source;
    if (!right.info.licence.empty() && right.info.licence != left.info.licence)
        out.info.licence += (out.info.licence.empty() ? "" : "; ") + right.info.licence;
    // Areas have no period of their own, so the first table that has one dates them; two different periods
    // date nothing.
    if (!left.info.period) out.info.period = right.info.period;
    else if (right.info.period && *right.info.period != *left.info.period) out.info.period.reset();
    if (!right.info.definition.empty())
        out.info.definition += (out.info.definition.empty() ? "" : " ") + right.info.definition;
    return out;
}

}  // namespace safeground::core
