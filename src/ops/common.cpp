#include "ops/common.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/value.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

std::string correction_words(const Inference& inference) {
    switch (inference.correction) {
        case stats::Correction::None:
            return "uncorrected";
        case stats::Correction::Bonferroni:
            return "Bonferroni";
        case stats::Correction::BenjaminiHochberg:
            return "Benjamini-Hochberg";
        case stats::Correction::BenjaminiYekutieli:
            return "Benjamini-Yekutieli";
    }
    return {};
}

std::string tail_words(stats::Tail tail) {
    switch (tail) {
        case stats::Tail::Upper:
            return "upper-tail";
        case stats::Tail::Lower:
            return "lower-tail";
        case stats::Tail::Folded:
            return "one-tailed (folded, as GeoDa)";
        case stats::Tail::TwoSided:
            break;
    }
    return "two-sided";
}

double harmonic(std::size_t n) {
    double sum = 0;
    for (std::size_t i = n; i >= 1; --i) sum += 1.0 / static_cast<double>(i);
    return sum;
}

}  // namespace

core::Result<Variable> variable_of(const core::Table& table, const std::string& name, bool in_range) {
    Variable out;
    out.in_range = in_range;
    out.column = table.find(name);
    if (out.column == nullptr || !out.column->numeric())
        return core::refuse(fmt::format("Column “{}” holds no numbers.", name))
            .in_file(table.info.path)
            .in_column(name)
            .remedy("Choose a column of numbers.");
    out.values = out.column->numbers();
    for (std::size_t row = 0; row < table.rows; ++row) {
        out.missing += out.column->state(row) == core::CellState::Missing;
        out.suppressed += out.column->state(row) == core::CellState::Suppressed;
    }
    if (out.missing + out.suppressed == table.rows)
        return core::refuse(fmt::format("Column “{}” has no value in any of {}.", name,
                                        counted(table.rows, "row", "rows")))
            .in_file(table.info.path)
            .in_column(name);
    if (out.missing > 0)
        out.warnings.push_back(fmt::format("{} no value in “{}” and {} left out.",
                                           counted(out.missing, "area has", "areas have"), name,
                                           out.missing == 1 ? "is" : "are"));
    if (out.suppressed > 0 && in_range)
        out.warnings.push_back(
            fmt::format("{} suppressed in “{}”: {} somewhere from {} to {}, and an area is shown only if "
                        "that holds wherever.",
                        counted(out.suppressed, "value is", "values are"), name,
                        out.suppressed == 1 ? "it lies" : "they lie", out.column->suppressed_low,
                        out.column->suppressed_high));
    else if (out.suppressed > 0)
        out.warnings.push_back(
            fmt::format("{} suppressed in “{}” and treated as unknown, not as 0: {} left out.",
                        counted(out.suppressed, "value is", "values are"), name,
                        out.suppressed == 1 ? "its area is" : "their areas are"));
    return out;
}

core::Table result_table(const core::Table& areas, const std::string& operation, const std::string& name) {
    core::Table out;
    out.info = areas.info;
    out.info.name = name;
    out.info.recipe = operation;
    out.info.path.clear();
    out.info.sha256.clear();
    out.rows = areas.rows;
    out.geometry = areas.geometry;
    if (!areas.key.empty()) {
        const auto key =
            std::find_if(areas.columns.begin(), areas.columns.end(),
                         [&](const core::ColumnPtr& column) { return column->name == areas.key; });
        out.columns.push_back(*key);
        out.key = areas.key;
    } else {
        std::vector<std::int64_t> numbers(areas.rows);
        std::iota(numbers.begin(), numbers.end(), 1);
        out.add(core::integer_column("row", std::move(numbers), core::Measure::Code));
        out.key = "row";
    }
    return out;
}

void add_derived(core::Table& table, const std::string& name, const std::string& title,
                 std::vector<double> values, const std::vector<std::string>& from) {
    core::Column column = core::number_column(name, std::move(values), core::Measure::Derived);
    column.title = title;
    column.derived_from = from;
    table.add(std::move(column));
}

void add_derived(core::Table& table, const std::string& name, const std::string& title,
                 const std::vector<std::string>& words, const std::vector<std::string>& from) {
    core::Column column = core::category_column(name, words);
    column.title = title;
    column.measure = core::Measure::Derived;
    column.derived_from = from;
    if (std::find(words.begin(), words.end(), "") != words.end()) {
        column.states.resize(words.size());
        for (std::size_t row = 0; row < words.size(); ++row)
            column.states[row] = words[row].empty() ? core::CellState::Missing : core::CellState::Present;
    }
    table.add(std::move(column));
}

namespace {

bool same_cells(const core::Column& a, const core::Column& b) {
    if (a.measure != b.measure || a.type() != b.type() || a.size() != b.size()) return false;
    for (std::size_t row = 0; row < a.size(); ++row)
        if (a.state(row) != b.state(row) || a.text(row) != b.text(row)) return false;
    return true;
}

}  // namespace

std::string carry(core::Table& table, const core::Table& areas, const std::string& name,
                  const std::string& as) {
    const core::Column* column = areas.find(name);
    std::string own = as.empty() ? name : as;
    if (column == nullptr) return own;
    // Another column may have the name here ("value", or a source of the same name): a column that was
    // computed from this one must not be judged by that.
    for (int copy = 2; table.find(own) != nullptr; ++copy) {
        if (same_cells(*table.find(own), *column)) return own;
        own = fmt::format("{} ({})", as.empty() ? name : as, copy);
    }
    table.add(*column);
    const std::size_t at = table.columns.size() - 1;
    core::Column copy = *column;
    copy.title = column->shown_title();
    copy.name = own;
    table.columns[at] = std::make_shared<const core::Column>(copy);
    for (std::string& entry : copy.derived_from) {
        const std::size_t length = entry.find_last_not_of("[]!") + 1;  // "count[]", "count!"
        const std::string source = entry.substr(0, length);
        if (source != name && areas.find(source) != nullptr)
            entry = carry(table, areas, source) + entry.substr(length);
    }
    table.columns[at] = std::make_shared<const core::Column>(std::move(copy));
    return own;
}

std::string inference_words(const Inference& inference, stats::Tail used, bool corrected) {
    std::string words = tail_words(used);
    if (inference.permutations == 0) words += " p-values from the normal approximation";
    else
        words += fmt::format(" p-values from {} permutations (seed {})",
                             core::grouped(static_cast<double>(inference.permutations)), inference.seed);
    if (corrected) words += fmt::format(", {} at {}", correction_words(inference), percent(inference.alpha));
    if (inference.convention != stats::Convention::Safeground)
        words += fmt::format(", by the convention of {}", stats::name(inference.convention));
    return words;
}

std::string exact_words(const Inference& inference) {
    return fmt::format("exact p-values, {} at {}", correction_words(inference), percent(inference.alpha));
}

std::size_t permutations_for(const Inference& inference, stats::Tail used, std::size_t tested,
                             std::size_t declared) {
    using stats::Correction;
    if (tested == 0 || inference.correction == Correction::None)
        return stats::permutations_needed(1, 1, inference.alpha, used);
    const bool all_or_none =
        inference.correction == Correction::Bonferroni || inference.convention == stats::Convention::Geoda;
    const double alpha = inference.correction == Correction::BenjaminiYekutieli
                             ? inference.alpha / harmonic(tested)
                             : inference.alpha;
    return stats::permutations_needed(tested, all_or_none ? 1 : std::min(declared, tested), alpha, used);
}

std::optional<std::string> resolution_warning(const Inference& inference, stats::Tail used,
                                              std::size_t tested) {
    using stats::Correction;
    if (inference.permutations == 0 || tested == 0) return std::nullopt;
    const auto have = static_cast<std::size_t>(inference.permutations);
    const double smallest = (used == stats::Tail::TwoSided ? 2.0 : 1.0) / (static_cast<double>(have) + 1);
    const std::string first = fmt::format("{} permutations cannot give a p-value below {}.",
                                          core::grouped(static_cast<double>(have)), figure(smallest));
    const std::size_t needed = permutations_for(inference, used, tested, 1);
    if (have >= needed) return std::nullopt;
    if (inference.correction == Correction::None)
        return fmt::format("{} Nothing can be significant at {} with fewer than {}.", first,
                           percent(inference.alpha), core::grouped(static_cast<double>(needed)));
    const bool all_or_none =
        inference.correction == Correction::Bonferroni || inference.convention == stats::Convention::Geoda;
    const std::string enough =
        fmt::format("{} permutations are the fewest with which one area can stand out on its own.",
                    core::grouped(static_cast<double>(needed)));
    std::size_t low = 1, high = tested + 1;  // fewest areas that can be declared together
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (middle > tested || permutations_for(inference, used, tested, middle) <= have) high = middle;
        else low = middle + 1;
    }
    if (all_or_none || low > tested)
        return fmt::format("{} With {} over {} at {}, no area can be significant. {}", first,
                           correction_words(inference), counted(tested, "area", "areas"),
                           percent(inference.alpha), enough);
    return fmt::format("{} With {} over {} at {}, nothing is significant unless {} are at once. {}", first,
                       correction_words(inference), counted(tested, "area", "areas"),
                       percent(inference.alpha), counted(low, "area", "areas"), enough);
}

void take_warnings(std::vector<std::string>& into, const std::vector<core::Diagnostic>& from) {
    for (const core::Diagnostic& diagnostic : from) into.push_back(core::to_string(diagnostic));
}

}  // namespace safeground::ops
