#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <optional>

#include "core/random.hpp"
#include "ops/any_statistic.hpp"
#include "ops/catalogue.hpp"
#include "ops/suppressed.hpp"
#include "ops/words.hpp"
#include "stats/parallel.hpp"

namespace safeground::ops {
namespace {

using Columns = std::vector<std::vector<double>>;

/// Maps without a pattern, made from a real one.
class Noise {
public:
    Noise(const LocalReady& ready, Columns values)
        : m_values(std::move(values)), m_seed(ready.inference.seed) {
        for (std::uint32_t row = 0; row < m_values.front().size(); ++row)
            if (std::all_of(m_values.begin(), m_values.end(),
                            [&](const auto& column) { return !std::isnan(column[row]); }))
                m_rows.push_back(row);
        std::size_t at = 0;
        for (const Parameter& declared : ready.statistic->columns) {
            if (declared.name == "population") m_population = at;
            const std::string given = text_of(ready.parameters, declared.name);
            at += declared.kind == ParameterKind::Columns ? columns_named(given).size() : !given.empty();
        }
    }

    bool drawn() const { return m_population.has_value(); }

    Columns map(std::uint32_t number) const { return drawn() ? poisson(number) : shuffled(number); }

    /// Its permutations are its own: shared ones would err the same way on every map.
    std::uint64_t seed(std::uint32_t number) const {
        return core::RandomStream(m_seed, core::StreamId::NoiseCheck, number, 1).next_u64() >> 11;
    }

private:
    Columns shuffled(std::uint32_t number) const {
        std::vector<std::uint32_t> order = m_rows;
        core::RandomStream random(m_seed, core::StreamId::NoiseCheck, number, 0);
        for (std::size_t i = order.size(); i > 1; --i)
            std::swap(order[i - 1], order[random.below(static_cast<std::uint32_t>(i))]);
        Columns out = m_values;
        for (std::size_t c = 0; c < out.size(); ++c)
            for (std::size_t i = 0; i < m_rows.size(); ++i) out[c][m_rows[i]] = m_values[c][order[i]];
        return out;
    }

    Columns poisson(std::uint32_t number) const {
        const std::vector<double>& people = m_values[*m_population];
        double events = 0, population = 0;
        for (const std::uint32_t row : m_rows) {
            events += m_values.front()[row];
            population += people[row];
        }
        const double rate = population > 0 ? events / population : 0;
        Columns out = m_values;
        core::RandomStream random(m_seed, core::StreamId::NoiseCheck, number, 0);
        for (const std::uint32_t row : m_rows)
            out.front()[row] = people[row] > 0 ? random.poisson(rate * people[row]) : 0.0;
        return out;
    }

    Columns m_values;
    std::uint64_t m_seed;
    std::vector<std::uint32_t> m_rows;  ///< with a value in every column
    std::optional<std::size_t> m_population;
};

struct Count {
    std::size_t tested = 0;
    std::size_t flagged = 0;  ///< without correction
    std::size_t shown = 0;    ///< with it
    double flagged_share() const {
        return tested > 0 ? static_cast<double>(flagged) / static_cast<double>(tested) : 0;
    }
};

Count count_of(const LocalAnswer& answer) {
    const stats::Adjusted alone = stats::adjust(answer.finding.result.p, stats::Correction::None,
                                                answer.inference.alpha, answer.inference.convention);
    Count count;
    count.tested = alone.tested;
    count.flagged = alone.rejected;
    for (const Kind kind : answer.shown) count.shown += kind > 0;
    return count;
}

struct Summary {
    std::size_t maps = 0;
    double flagged = 0, flagged_se = 0;  ///< mean share over the maps
    std::size_t maps_with_any = 0;
    double shown = 0;  ///< mean number of areas
};

Summary summary_of(const std::vector<std::optional<Count>>& counts) {
    Summary out;
    for (const auto& count : counts) {
        if (!count) continue;
        ++out.maps;
        out.flagged += count->flagged_share();
        out.maps_with_any += count->shown > 0;
        out.shown += static_cast<double>(count->shown);
    }
    const auto n = static_cast<double>(out.maps);
    out.flagged /= n;
    out.shown /= n;
    double squares = 0;
    for (const auto& count : counts)
        if (count) squares += (count->flagged_share() - out.flagged) * (count->flagged_share() - out.flagged);
    out.flagged_se = out.maps > 1 ? std::sqrt(squares / (n - 1) / n) : 0;
    return out;
}

constexpr std::size_t kFewestMaps = 20;  // below, a standard error is itself a guess

enum class Verdict : std::uint8_t { AsPromised, More, Fewer, None };

Verdict verdict(const Summary& noise, double share, double promised, double standard_error) {
    if (noise.maps < kFewestMaps) return Verdict::None;
    if (share > promised + 3 * standard_error) return Verdict::More;
    return share < promised - 3 * standard_error ? Verdict::Fewer : Verdict::AsPromised;
}

core::Value value_of(Verdict verdict) {
    if (verdict == Verdict::None) return {};
    return verdict == Verdict::More ? "more" : verdict == Verdict::Fewer ? "fewer" : "as promised";
}

/// Showing nothing on any of the maps is no fault.
Verdict verdict_of_any(const Summary& noise, double any, double alpha) {
    const double error = std::sqrt(alpha * (1 - alpha) / static_cast<double>(noise.maps));
    const Verdict found = verdict(noise, any, alpha, error);
    return found == Verdict::Fewer ? Verdict::AsPromised : found;
}

std::string share_words(double share) { return fmt::format("{:.1f} %", share * 100); }

std::string sentence_of(const LocalReady& ready, const LocalAnswer& real, const Summary& noise, bool drawn,
                        std::size_t asked, bool too_coarse) {
    const double alpha = ready.inference.alpha;
    const Count own = count_of(real);
    std::string words;
    if (noise.maps < asked)
        words = fmt::format("Stopped early: this rests on {} of {} maps. ",
                            core::grouped(static_cast<double>(noise.maps)),
                            core::grouped(static_cast<double>(asked)));
    words += fmt::format(
        "On {} of {} without any pattern ({}), {} flags {} of the areas before correction, "
        "where {} is promised",
        counted(noise.maps, "map", "maps"), ready.columns.front().column->shown_title(),
        drawn ? "events drawn at one common rate" : "values shuffled among the areas",
        ready.statistic->symbol, share_words(noise.flagged), percent(alpha));
    switch (verdict(noise, noise.flagged, alpha, noise.flagged_se)) {
        case Verdict::AsPromised:
            words += ": as it should be.";
            break;
        case Verdict::More:
            words += ": more false alarms than promised, so do not rely on this setting.";
            break;
        case Verdict::Fewer:
            words += ": fewer false alarms than promised, so it is cautious and may miss something.";
            break;
        case Verdict::None:
            words += "; these are too few maps for a verdict.";
            break;
    }
    const bool corrected = ready.inference.correction != stats::Correction::None;
    if (corrected && too_coarse) {
        words += fmt::format(" {} permutations are too few to check the correction: choose auto for that.",
                             core::grouped(real.inference.permutations));
    } else if (corrected) {
        const double any = static_cast<double>(noise.maps_with_any) / static_cast<double>(noise.maps);
        words += fmt::format(
            " After correction {} of these maps show anything ({} areas on average; up to {} "
            "of maps may)",
            share_words(any), figure(noise.shown), percent(alpha));
        const Verdict found = verdict_of_any(noise, any, alpha);
        words += found == Verdict::More   ? ": more than promised."
                 : found == Verdict::None ? "."
                                          : ": as it should be.";
    }
    words +=
        fmt::format(" Of the real map {} is flagged before correction", share_words(own.flagged_share()));
    if (corrected && !too_coarse)
        words += fmt::format(", and {} shown after it", counted(own.shown, "area is", "areas are"));
    return words + ".";
}

core::Result<Output> run_noise_check(const Inputs& inputs, const core::Record& parameters,
                                     const core::Progress& progress) {
    const core::Result<AnyStatistic> any = any_statistic(parameters);
    if (!any) return any.failure();
    const core::Result<LocalReady> made =
        ready(*any->statistic, inputs, any->parameters, progress.part(0, 0.03));
    if (!made) return made.failure();
    const core::Result<LocalAnswer> real = answer(*made, progress.part(0.03, 0.1));
    if (!real) return real.failure();

    const Noise noise(*made, suppressed_fills(made->columns, made->inference.seed).front());
    const auto maps = static_cast<std::size_t>(integer_of(parameters, "maps"));
    std::vector<std::optional<Count>> counts(maps);
    std::vector<std::optional<core::Failure>> refused(maps);
    std::atomic<std::size_t> finished{0};
    const bool complete =
        stats::parallel_for(maps, 1, made->inference.threads, progress.part(0.1, 1), "maps without a pattern",
                            [&](std::size_t begin, std::size_t end) {
                                for (std::size_t m = begin; m < end; ++m) {
                                    const auto number = static_cast<std::uint32_t>(m);
                                    LocalReady one = *made;
                                    one.inference.seed = noise.seed(number);
                                    one.inference.threads = 1;
                                    const double now = 0.1 + 0.9 * static_cast<double>(finished.load()) /
                                                                 static_cast<double>(maps);
                                    core::Result<LocalAnswer> got =
                                        answer(one, noise.map(number), one.weights, progress.part(now, now));
                                    if (got) counts[m] = count_of(*got);
                                    else if (got.kind() != core::ErrorKind::Cancelled)
                                        refused[m] = got.failure();
                                    ++finished;
                                }
                            });
    for (const auto& failure : refused)
        if (failure) return *failure;
    const Summary summary = summary_of(counts);
    if (summary.maps == 0) return core::cancelled();

    Output out;
    const stats::LocalResult& result = real->finding.result;
    const Inference& inference = real->inference;
    out.warnings = made->warnings;
    out.warnings.insert(out.warnings.end(), real->warnings.begin(), real->warnings.end());
    if (std::any_of(made->columns.begin(), made->columns.end(),
                    [](const Variable& v) { return v.in_range && v.suppressed > 0; }))
        out.warnings.push_back(
            "On the maps without a pattern a suppressed count is the middle of its range.");
    std::optional<std::string> too_coarse;
    if (!any->statistic->exact)
        too_coarse = resolution_warning(inference, result.tail, real->adjusted.tested);
    if (too_coarse) out.warnings.push_back(*too_coarse);
    if (!complete || summary.maps < maps)
        out.warnings.push_back(fmt::format("Cancelled after {} of {} maps: the shares rest on these.",
                                           core::grouped(static_cast<double>(summary.maps)),
                                           core::grouped(static_cast<double>(maps))));
    out.n = result.n;
    out.undefined = result.undefined;
    out.islands = result.islands;
    out.links = result.links;
    const double any_share = static_cast<double>(summary.maps_with_any) / static_cast<double>(summary.maps);
    const Count own = count_of(*real);
    out.result.set("rests_on", rests_on(*made));
    out.result.set("maps", summary.maps);
    out.result.set("maps_asked", maps);
    out.result.set("alpha", inference.alpha);
    out.result.set("flagged", summary.flagged);
    out.result.set("flagged_se", summary.flagged_se);
    out.result.set("flagged_verdict",
                   value_of(verdict(summary, summary.flagged, inference.alpha, summary.flagged_se)));
    out.result.set("maps_with_any", any_share);
    const bool judged = inference.correction != stats::Correction::None && !too_coarse;
    out.result.set("maps_with_any_verdict",
                   judged ? value_of(verdict_of_any(summary, any_share, inference.alpha)) : core::Value());
    out.result.set("shown", summary.shown);
    out.result.set("real_flagged", own.flagged_share());
    out.result.set("real_shown", own.shown);
    if (!any->statistic->exact)
        out.result.set("permutations", static_cast<std::int64_t>(inference.permutations));
    out.sentence = sentence_of(*made, *real, summary, noise.drawn(), maps, too_coarse.has_value());
    out.sentence += fmt::format(" ({}; {}.)", capitalised(how_inferred(*any->statistic, *real)),
                                made->weights.description);
    out.layer_name = "Noise check";
    return out;
}

}  // namespace

Operation noise_check_operation() {
    Operation operation;
    operation.name = "noise-check";
    operation.title = "Would it find something in nothing? (noise check)";
    operation.help =
        "Runs the same analysis on maps without any pattern and counts its false alarms against what it "
        "promises.";
    operation.assumptions =
        "The values of an area stay together and are shuffled among the areas that have one. Where a "
        "population is given, counts are not shuffled, since areas with more people have more events even "
        "when nothing is going on: each area keeps its people, and its events are drawn at the rate common "
        "to all (Poisson). False alarms are counted on the same neighbours, tail, level and correction.";
    operation.group = Group::Certainty;
    operation.reference =
        "Calibration under the null hypothesis; Caldas de Castro and Singer 2006, Geographical Analysis 38";
    Parameter maps;
    maps.name = "maps";
    maps.title = "Maps without a pattern";
    maps.help =
        "How many are made; 200 by default, enough to see the share of flagged areas to a few tenths of a "
        "per "
        "cent.";
    maps.kind = ParameterKind::Integer;
    maps.default_value = 200;
    maps.minimum = 10;
    maps.maximum = 100'000;
    for (Parameter& parameter : any_statistic_parameters()) {
        if (parameter.name == "permutations") {
            parameter.default_value = 999;
            parameter.help =
                "How often the values are shuffled for the p-values of each map. 999 by default, which is "
                "enough to count alarms before correction; auto takes what the correction needs, and longer.";
        }
        operation.parameters.push_back(std::move(parameter));
        if (operation.parameters.size() == 1) operation.parameters.push_back(maps);
    }
    operation.run = run_noise_check;
    return operation;
}

}  // namespace safeground::ops
