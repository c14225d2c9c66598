#include "ops/local_statistic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ops/any_statistic.hpp"
#include "ops/local_statistics.hpp"
#include "ops/suppressed.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

constexpr int kFewest = 9'999;          // what `auto` starts from: errors of p below 0.005 at 0.05
constexpr int kFirstShared = 99'999;    // errors below 0.0015 at 0.05; a fraction of a second for England
constexpr int kMostShared = 9'999'999;  // shared subsets cost little more with more permutations
constexpr int kMostOwn = 999'999;       // own draws cost time in proportion
constexpr int kStopAfter = 200;         // relative error of a p-value that stopped: 7 %

/// The next of 9,999, 19,999, 49,999, 99,999, ...
int round_number(std::size_t needed) {
    std::size_t power = 10'000;
    for (;; power *= 10)
        for (const std::size_t step : {1U, 2U, 5U})
            if (power * step - 1 >= needed)
                return static_cast<int>(std::min<std::size_t>(power * step - 1, kMostShared));
}

std::size_t rows_with_values(const std::vector<std::vector<double>>& values) {
    std::size_t count = 0;
    for (std::size_t row = 0; row < values.front().size(); ++row)
        count += std::all_of(values.begin(), values.end(),
                             [&](const auto& column) { return !std::isnan(column[row]); });
    return count;
}

/// Whether more permutations could let an area pass that cannot pass yet: those at the smallest possible p
/// are too few to pass together.
bool too_coarse(const LocalAnswer& answer) {
    const auto m = static_cast<std::size_t>(answer.inference.permutations);
    const double smallest =
        (answer.finding.result.tail == stats::Tail::TwoSided ? 2.0 : 1.0) / (static_cast<double>(m) + 1);
    std::size_t at_floor = 0;
    for (const double p : answer.finding.result.p) at_floor += p <= smallest * (1 + 1e-9);
    return at_floor > 0 && permutations_for(answer.inference, answer.finding.result.tail,
                                            answer.adjusted.tested, at_floor) > m;
}

core::Result<LocalAnswer> run_once(const LocalReady& ready, const std::vector<std::vector<double>>& values,
                                   const core::Weights& weights, const Inference& inference,
                                   const core::Progress& progress) {
    core::Result<LocalFinding> finding =
        ready.statistic->run({values, weights, inference, ready.parameters}, progress);
    if (!finding) return finding.failure();
    LocalAnswer out;
    take_warnings(out.warnings, finding.diagnostics());
    out.finding = std::move(*finding);
    out.inference = inference;
    if (out.finding.result.stopped_at > 0) out.inference.permutations = out.finding.result.stopped_at;
    out.adjusted =
        stats::adjust(out.finding.result.p, inference.correction, inference.alpha, inference.convention);
    return out;
}

void set_shown(LocalAnswer& answer) {
    answer.shown.assign(answer.finding.kind.size(), 0);
    for (std::size_t row = 0; row < answer.shown.size(); ++row)
        if (answer.adjusted.significant[row]) answer.shown[row] = answer.finding.kind[row];
}

std::vector<std::string> words_of(const LocalStatistic& statistic, const std::vector<Kind>& kinds,
                                  const std::vector<double>& p, const char* none) {
    std::vector<std::string> out(kinds.size());
    for (std::size_t row = 0; row < kinds.size(); ++row) {
        if (kinds[row] > 0) out[row] = statistic.kinds[kinds[row] - 1U].value;
        else if (!std::isnan(p[row])) out[row] = none;
    }
    return out;
}

core::Table table_of(const LocalReady& ready, const LocalAnswer& answer, const core::Table& areas,
                     const std::string& name, const std::string& definition) {
    const LocalStatistic& statistic = *ready.statistic;
    const stats::LocalResult& result = answer.finding.result;
    core::Table table = result_table(areas, statistic.name, name);
    table.info.definition = definition;
    const bool own_value = !statistic.value_title.empty();
    std::vector<std::string> from = carry_whole(table, areas, ready, own_value ? "" : "value");
    if (own_value) add_derived(table, "value", statistic.value_title, result.value, from);
    for (const LocalColumn column : statistic.table) switch (column) {
            case LocalColumn::Lag:
                add_derived(table, "lag", "Neighbours' value", result.lag, from);
                break;
            case LocalColumn::Statistic:
                add_derived(table, "statistic", statistic.statistic_title, result.statistic, from);
                break;
            case LocalColumn::Expected:
                add_derived(table, "expected", "Expected by chance", result.expected, from);
                break;
            case LocalColumn::Variance:
                add_derived(table, "variance", "Variance by chance", result.variance, from);
                break;
            case LocalColumn::Z:
                add_derived(table, "z", "z-score", result.z, from);
                break;
            case LocalColumn::P:
                add_derived(table, "p", "p-value", result.p, from);
                break;
            case LocalColumn::PAnalytic:
                add_derived(table, "p", "p-value, normal approximation", result.p_analytic, from);
                break;
            case LocalColumn::PPermutation:
                add_derived(table, "p_permutation", "p-value, permutations", result.p_permutation, from);
                break;
            case LocalColumn::PAdjusted:
                add_derived(table, "p_adjusted", "p-value, corrected", answer.adjusted.p_adjusted, from);
                break;
            case LocalColumn::What:
                add_derived(table, statistic.kind_column, "What it is",
                            words_of(statistic, answer.finding.kind, result.p, ""), from);
                break;
            case LocalColumn::Class:
                add_derived(table, statistic.kind_column, "What it is",
                            words_of(statistic, answer.shown, result.p, "none"), from);
                break;
            case LocalColumn::Significant: {
                std::vector<std::string> significant(areas.rows);
                for (std::size_t row = 0; row < areas.rows; ++row)
                    if (!std::isnan(result.p[row]))
                        significant[row] = answer.adjusted.significant[row] ? "true" : "false";
                add_derived(table, "significant", "Significant", significant, from);
                break;
            }
        }
    return table;
}

std::string titles_of(const LocalReady& ready) {
    std::vector<std::string> titles;
    for (const Variable& column : ready.columns) titles.push_back(column.column->shown_title());
    return listed(titles);
}

core::Result<Output> run_local(const LocalStatistic& statistic, const Inputs& inputs,
                               const core::Record& parameters, const core::Progress& progress) {
    core::Result<LocalReady> made = ready(statistic, inputs, parameters, progress.part(0, 0.15));
    if (!made) return made.failure();
    core::Result<LocalAnswer> got = answer(*made, progress.part(0.15, 1));
    if (!got) return got.failure();
    const LocalAnswer& found = *got;
    const stats::LocalResult& result = found.finding.result;

    Output out;
    out.warnings = made->warnings;
    out.warnings.insert(out.warnings.end(), found.warnings.begin(), found.warnings.end());
    if (!statistic.exact) {
        // auto raised them until the areas with the smallest p could pass; if it could not, that is said.
        if (!made->inference.automatic || too_coarse(found))
            if (auto warning = resolution_warning(found.inference, result.tail, found.adjusted.tested))
                out.warnings.push_back(*warning);
        if (found.inference.permutations == 0 && result.n < 30)
            out.warnings.push_back(fmt::format("The normal approximation is poor with {}: use permutations.",
                                               counted(result.n, "area", "areas")));
    }
    out.n = result.n;
    out.undefined = result.undefined;
    out.islands = result.islands;
    out.links = result.links;
    std::size_t shown = 0;
    for (Kind k = 1; k <= statistic.kinds.size(); ++k) {
        const auto count = static_cast<std::size_t>(std::count(found.shown.begin(), found.shown.end(), k));
        std::string key = statistic.kinds[k - 1U].value;
        std::replace(key.begin(), key.end(), '-', '_');
        out.result.set(key, count);
        shown += count;
    }
    out.result.set("not_significant", found.adjusted.tested - shown);
    out.result.set("cutoff", found.adjusted.cutoff);
    if (!statistic.exact)
        out.result.set("permutations", static_cast<std::int64_t>(found.inference.permutations));

    std::string how =
        statistic.exact ? exact_words(found.inference) : inference_words(found.inference, result.tail, true);
    how += "; " + made->weights.description;
    const std::string titles = titles_of(*made);
    out.table = std::make_shared<const core::Table>(
        table_of(*made, found, *inputs.areas, statistic.title,
                 fmt::format("{} of {}: {}.", statistic.symbol, titles, how)));
    const std::string tested = counted(found.adjusted.tested, "area", "areas");
    const std::string what = shown == 0 ? fmt::format("none of {} stands out", tested)
                                        : kinds_in_words(statistic, found.shown) + " among " + tested;
    out.sentence = fmt::format("{} of {}: {}; {}.", capitalised(statistic.symbol), titles, what, how);
    out.layer_name = fmt::format("{}, {}", statistic.title, titles);
    out.style = statistic.style;
    return out;
}

}  // namespace

const std::vector<LocalStatistic>& local_statistics() {
    static const std::vector<LocalStatistic> all = {
        getis_ord_statistic(),           local_moran_statistic(),           eb_local_moran_statistic(),
        partial_local_moran_statistic(), bivariate_local_moran_statistic(), local_lee_statistic(),
        local_geary_statistic(),         local_join_count_statistic(),      losh_statistic()};
    return all;
}

const LocalStatistic* find_local_statistic(const std::string& name) {
    for (const LocalStatistic& statistic : local_statistics())
        if (statistic.name == name) return &statistic;
    return nullptr;
}

std::string kinds_in_words(const LocalStatistic& statistic, const std::vector<Kind>& shown) {
    std::vector<std::string> words;
    for (Kind k = 1; k <= statistic.kinds.size(); ++k)
        words.push_back(core::grouped(static_cast<double>(std::count(shown.begin(), shown.end(), k))) + " " +
                        statistic.kinds[k - 1U].words);
    return listed(words);
}

core::Result<LocalReady> ready(const LocalStatistic& statistic, const Inputs& inputs,
                               const core::Record& parameters, const core::Progress& progress) {
    LocalReady out;
    out.statistic = &statistic;
    out.parameters = parameters;
    out.inference = inference_of(parameters);
    const bool in_range = text_of(parameters, "suppressed") == "range";
    for (const Parameter& declared : statistic.columns) {
        const std::string given = text_of(parameters, declared.name);  // "" for an optional one not given
        const std::vector<std::string> names =
            declared.kind == ParameterKind::Columns ? columns_named(given) : std::vector<std::string>{given};
        for (const std::string& name : names) {
            if (name.empty()) continue;
            core::Result<Variable> variable = variable_of(*inputs.areas, name, in_range);
            if (!variable) return variable.failure();
            out.warnings.insert(out.warnings.end(), variable->warnings.begin(), variable->warnings.end());
            out.columns.push_back(std::move(*variable));
        }
    }
    core::Result<core::Weights> weights = weights_of(inputs, parameters, progress);
    if (!weights) return weights.failure();
    take_warnings(out.warnings, weights.diagnostics());
    out.weights = std::move(*weights);
    return out;
}

core::Result<LocalAnswer> answer(const LocalReady& ready, const std::vector<std::vector<double>>& values,
                                 const core::Weights& weights, const core::Progress& progress) {
    Inference inference = ready.inference;
    if (!inference.automatic || ready.statistic->exact) {
        core::Result<LocalAnswer> got = run_once(ready, values, weights, inference, progress);
        if (got) set_shown(*got);
        return got;
    }
    const std::size_t tested = rows_with_values(values);
    const stats::Tail tail = stats::effective_tail(inference.tail, inference.convention);
    inference.stop_after = kStopAfter;
    inference.permutations = kFewest;
    const bool shared = stats::shares_draws(weights) && !ready.statistic->whole_map;
    if (shared)
        inference.permutations =
            std::clamp(round_number(permutations_for(inference, tail, tested, 1)), kFewest, kFirstShared);
    const int most = shared ? kMostShared : kMostOwn;
    core::Result<LocalAnswer> got = run_once(ready, values, weights, inference, progress.part(0, 0.5));
    while (got && inference.permutations < most && too_coarse(*got)) {
        inference.permutations = std::min(most, inference.permutations * 10 + 9);
        core::Result<LocalAnswer> finer = run_once(ready, values, weights, inference, progress.part(0.5, 1));
        if (!finer && finer.kind() == core::ErrorKind::Cancelled) {
            got->warnings.push_back(fmt::format("Stopped before more than {} permutations were done.",
                                                core::grouped(got->inference.permutations)));
            break;
        }
        got = std::move(finer);
    }
    if (got) set_shown(*got);
    return got;
}

core::Result<LocalAnswer> answer(const LocalReady& ready, const core::Progress& progress) {
    const std::vector<std::vector<std::vector<double>>> fills =
        suppressed_fills(ready.columns, ready.inference.seed);
    const double part = 1.0 / static_cast<double>(fills.size());
    core::Result<LocalAnswer> first = answer(ready, fills.front(), ready.weights, progress.part(0, part));
    if (!first || fills.size() == 1) return first;
    LocalReady same = ready;  // every fill with the permutations of the first
    same.inference = first->inference;
    same.inference.automatic = false;
    std::vector<double>& p = first->finding.result.p;
    for (std::size_t f = 1; f < fills.size(); ++f) {
        core::Result<LocalAnswer> other =
            answer(same, fills[f], ready.weights,
                   progress.part(static_cast<double>(f) * part, static_cast<double>(f + 1) * part));
        if (!other) return other;
        for (std::size_t row = 0; row < p.size(); ++row) {
            const double q = other->finding.result.p[row];
            if (std::isnan(p[row]) || std::isnan(q)) p[row] = std::nan("");
            else p[row] = other->finding.kind[row] == first->finding.kind[row] ? std::max(p[row], q) : 1.0;
        }
    }
    first->adjusted =
        stats::adjust(p, first->inference.correction, first->inference.alpha, first->inference.convention);
    set_shown(*first);
    first->finding.result.undefined =
        static_cast<std::size_t>(std::count_if(p.begin(), p.end(), [](double v) { return std::isnan(v); }));
    return first;
}

Operation operation_of(const LocalStatistic& statistic) {
    Operation operation;
    operation.name = statistic.name;
    operation.title = statistic.title;
    operation.group = statistic.group;
    operation.help = statistic.help;
    operation.assumptions = statistic.assumptions;
    operation.reference = statistic.reference;
    for (const auto* parameters : {&statistic.columns, &statistic.own})
        for (const Parameter& parameter : *parameters) operation.parameters.push_back(parameter);
    for (Parameter& parameter : weights_parameters()) operation.parameters.push_back(std::move(parameter));
    for (Parameter& parameter : inference_parameters(true)) {
        const bool needless =
            statistic.exact && (parameter.name == "permutations" || parameter.name == "seed" ||
                                parameter.name == "threads" || parameter.name == "tail");
        if (!needless) operation.parameters.push_back(std::move(parameter));
    }
    operation.parameters.push_back(suppressed_parameter());
    operation.run = [&statistic](const Inputs& inputs, const core::Record& parameters,
                                 const core::Progress& progress) {
        return run_local(statistic, inputs, parameters, progress);
    };
    return operation;
}

}  // namespace safeground::ops
