#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ops/any_statistic.hpp"
#include "ops/catalogue.hpp"
#include "ops/stability_runs.hpp"
#include "ops/words.hpp"

namespace safeground::ops {
namespace {

constexpr double kStable = 0.9;

/// How the areas of the base fared in the runs of one family.
struct Family {
    std::string name;
    std::size_t runs = 0;
    double stay = 0;  ///< mean over runs of the share of base areas that are shown as the same
};

struct Tally {
    std::size_t runs = 0, asked = 0;
    std::vector<std::size_t> same;   ///< runs in which an area is shown as in the base
    std::vector<std::size_t> shown;  ///< runs in which it is shown at all
    std::vector<Family> families;

    Family& family(const std::string& name) {
        for (Family& one : families)
            if (one.name == name) return one;
        families.push_back({name, 0, 0});
        return families.back();
    }
};

void take(Tally& tally, const std::string& family_name, const std::vector<Kind>& base,
          const std::vector<Kind>& other) {
    std::size_t areas = 0, stay = 0;
    for (std::size_t row = 0; row < base.size(); ++row) {
        tally.shown[row] += other[row] > 0;
        if (base[row] == 0) continue;
        ++areas;
        stay += other[row] == base[row];
        tally.same[row] += other[row] == base[row];
    }
    ++tally.runs;
    Family& family = tally.family(family_name);
    ++family.runs;
    if (areas > 0) family.stay += static_cast<double>(stay) / static_cast<double>(areas);
}

core::Result<Tally> run_all(const Alternatives& others, const LocalAnswer& base, std::size_t areas,
                            std::vector<std::string>& warnings, const core::Progress& progress) {
    Tally tally;
    tally.same.assign(areas, 0);
    tally.shown.assign(areas, 0);
    tally.asked = others.runs.size();
    const auto all = static_cast<double>(others.runs.size());
    double at = 0;
    for (const Alternative& run : others.runs) {
        const core::Progress part = progress.part(at / all, (at + 1) / all);
        part.report(0, "other choices");
        at += 1;
        core::Result<LocalReady> other = run.make(part.part(0, 0.2));
        if (progress.cancelled()) break;
        core::Result<LocalAnswer> found =
            other ? answer(*other, part.part(0.2, 1)) : core::Result<LocalAnswer>(other.failure());
        if (!found && found.kind() == core::ErrorKind::Cancelled) break;
        if (!found) {
            --tally.asked;
            warnings.push_back(fmt::format("The run with {} was left out: {}", run.name, found.message()));
            continue;
        }
        take(tally, run.family, base.shown, found->shown);
    }
    for (Family& family : tally.families) family.stay /= static_cast<double>(family.runs);
    if (tally.runs == 0 && progress.cancelled()) return core::cancelled();
    if (tally.runs == 0)
        return core::refuse(
            "None of the other choices can be made on these areas, so nothing can be compared.");
    return tally;
}

std::string dependence(const Tally& tally, double jitter_m) {
    std::vector<Family> families = tally.families;
    std::stable_sort(families.begin(), families.end(),
                     [](const Family& a, const Family& b) { return a.stay < b.stay; });
    const Family& worst = families.front();
    if (worst.stay == 1) return " They depend on none of the choices tried.";
    const auto stays = [](const Family& family) {
        return percent(std::min(std::round(family.stay * 100) / 100, family.stay < 1 ? 0.99 : 1.0));
    };
    std::string words =
        fmt::format(" They depend most on {} ({} stay, on average over {})",
                    family_words(worst.name, jitter_m), stays(worst), counted(worst.runs, "run", "runs"));
    std::vector<std::string> not_on;
    for (std::size_t f = 1; f < families.size(); ++f) {
        if (families[f].stay == 1) not_on.push_back(family_words(families[f].name, jitter_m));
        else
            words += fmt::format(", {} on {} ({})", f == 1 ? "less" : "then",
                                 family_words(families[f].name, jitter_m), stays(families[f]));
    }
    if (!not_on.empty()) words += ", and not on " + listed(not_on);
    return words + ".";
}

core::Result<Output> run_stability(const Inputs& inputs, const core::Record& parameters,
                                   const core::Progress& progress) {
    const core::Result<AnyStatistic> any = any_statistic(parameters);
    if (!any) return any.failure();
    const core::Result<LocalReady> made =
        ready(*any->statistic, inputs, any->parameters, progress.part(0, 0.02));
    if (!made) return made.failure();
    const core::Result<LocalAnswer> base = answer(*made, progress.part(0.02, 0.05));
    if (!base) return base.failure();
    const core::Result<Alternatives> others =
        alternatives(inputs, parameters, *made, progress.part(0.05, 0.08));
    if (!others) return others.failure();

    Output out;
    out.warnings = made->warnings;
    out.warnings.insert(out.warnings.end(), base->warnings.begin(), base->warnings.end());
    out.warnings.insert(out.warnings.end(), others->warnings.begin(), others->warnings.end());
    const std::size_t areas = inputs.areas->rows;
    const core::Result<Tally> tally = run_all(*others, *base, areas, out.warnings, progress.part(0.08, 1));
    if (!tally) return tally.failure();
    const bool stopped = tally->runs < tally->asked;
    if (stopped)
        out.warnings.push_back(fmt::format("Cancelled after {} of {} runs: the shares rest on these.",
                                           tally->runs, tally->asked));

    const stats::LocalResult& result = base->finding.result;
    const LocalStatistic& statistic = *any->statistic;
    const double jitter_m = number_of(parameters, "jitter");
    const auto runs = static_cast<double>(tally->runs);
    std::vector<double> share(areas, std::nan("")), shown(areas, std::nan("")), of(areas, std::nan(""));
    std::vector<std::string> kind(areas);
    std::size_t shown_areas = 0, stable = 0, appear = 0;
    for (std::size_t row = 0; row < areas; ++row) {
        if (std::isnan(result.p[row])) continue;
        const bool in_base = base->shown[row] > 0;
        share[row] = static_cast<double>(in_base ? tally->same[row] : tally->shown[row]) / runs;
        shown[row] = static_cast<double>(tally->shown[row]);
        of[row] = runs;
        kind[row] = kind_value(statistic, base->shown[row]);
        shown_areas += in_base;
        stable += in_base && share[row] >= kStable;
        appear += !in_base && tally->shown[row] > 0;
    }

    out.n = result.n;
    out.undefined = result.undefined;
    out.islands = result.islands;
    out.links = result.links;
    out.result.set("rests_on", rests_on(*made));
    out.result.set("runs", tally->runs);
    out.result.set("runs_asked", tally->asked);
    out.result.set("base_areas", shown_areas);
    out.result.set("stable_areas", stable);
    out.result.set("other_areas", appear);
    for (const Family& family : tally->families) {
        out.result.set("runs_" + family.name, family.runs);
        out.result.set("stay_" + family.name, shown_areas > 0 ? core::Value(family.stay) : core::Value());
    }

    core::Table table = honest_table(inputs, "stability", "Stability");
    const std::string title = made->columns.front().column->shown_title();
    table.info.definition = fmt::format(
        "Share of runs, each with one choice made otherwise, in which an area is shown as before by {} of "
        "{}; "
        "for areas not shown before, the share in which they are.",
        statistic.symbol, title);
    const std::vector<std::string> from = carry_whole(table, *inputs.areas, *made);
    add_derived(table, "stable_share", "Share of runs that show it", share, from);
    add_derived(table, "kind", "What it is", kind, from);
    add_derived(table, "shown_runs", "Runs that show it", shown, from);
    add_derived(table, "of_runs", "Runs", of, from);
    out.table = std::make_shared<const core::Table>(std::move(table));

    if (stopped)
        out.sentence = fmt::format("Stopped early: this rests on {} of {} runs. ", tally->runs, tally->asked);
    const std::string by = fmt::format("{} of {}", statistic.symbol, title);
    if (shown_areas == 0)
        out.sentence += fmt::format(
            "{} shows no area, so there is nothing to lose; in {} with one choice made "
            "otherwise, {} shown at least once.",
            capitalised(by), counted(tally->runs, "run", "runs"), counted(appear, "area is", "areas are"));
    else
        out.sentence += fmt::format(
            "Of {} shown by {}, {} in at least {} of {} with one choice made otherwise; {} shown only "
            "otherwise.{}",
            counted(shown_areas, "area", "areas"), by, counted(stable, "stays", "stay"), percent(kStable),
            counted(tally->runs, "run", "runs"), counted(appear, "area is", "areas are"),
            dependence(*tally, jitter_m));
    out.sentence +=
        fmt::format(" (As chosen: {}; {}.)", how_inferred(statistic, *base), made->weights.description);
    out.layer_name = "Stability, " + title;
    core::ChoroplethStyle style;
    style.column = "stable_share";
    style.method = "equal";
    style.ramp = "purple";
    out.style = style;
    return out;
}

Parameter number(ParameterKind kind, const char* name, const char* title, const char* help, core::Value value,
                 double minimum, double maximum) {
    Parameter parameter;
    parameter.name = name;
    parameter.title = title;
    parameter.help = help;
    parameter.kind = kind;
    parameter.default_value = std::move(value);
    parameter.minimum = minimum;
    parameter.maximum = maximum;
    return parameter;
}

}  // namespace

Operation stability_operation() {
    Operation operation;
    operation.name = "stability";
    operation.title = "Does it hold if we had chosen otherwise? (stability)";
    operation.help =
        "Runs the same analysis with each choice made otherwise in turn, and says in how many runs each area "
        "stays what it is.";
    operation.assumptions =
        "One choice at a time: who is a neighbour (queen, rook, the 6 or 8 nearest, a distance), how closely "
        "borders must meet, how far neighbours reach, and, with the events that were counted, one month left "
        "out or every event moved a little. An area that stays is no proof; one that goes was decided by us.";
    operation.group = Group::Certainty;
    operation.reference =
        "Multiverse analysis: Steegen, Tuerlinckx, Gelman and Vanpaemel 2016, Perspectives on Psychological "
        "Science 11";
    for (Parameter& parameter : any_statistic_parameters())
        operation.parameters.push_back(std::move(parameter));
    Parameter only;
    only.name = "only";
    only.title = "Only events where";
    only.help = "The conditions with which the events were counted, as in count-events; empty by default.";
    only.default_value = "";
    only.optional = true;
    operation.parameters.push_back(only);
    Parameter jitter =
        number(ParameterKind::Number, "jitter", "Move events by up to",
               "How far each event may be moved, when events are given; 100 by default, about as far as "
               "published positions are off. 0 moves none.",
               100.0, 0, 5000);
    jitter.unit = "m";
    operation.parameters.push_back(jitter);
    operation.parameters.push_back(
        number(ParameterKind::Integer, "jitter_runs", "Runs with moved events",
               "How often all events are moved, when events are given; 20 by default, enough to see one area "
               "in twenty runs.",
               20, 1, 1000));
    operation.run = run_stability;
    return operation;
}

}  // namespace safeground::ops
