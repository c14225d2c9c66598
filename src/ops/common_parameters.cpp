#include <cassert>

#include "ops/common.hpp"
#include "ops/weights_spec.hpp"

namespace safeground::ops {
namespace {

Parameter choice(std::string name, std::string title, std::string help, std::vector<std::string> choices) {
    Parameter parameter;
    parameter.name = std::move(name);
    parameter.title = std::move(title);
    parameter.help = std::move(help);
    parameter.kind = ParameterKind::Choice;
    parameter.default_value = choices.front();
    parameter.choices = std::move(choices);
    return parameter;
}

Parameter number(ParameterKind kind, std::string name, std::string title, std::string help, core::Value value,
                 double minimum, double maximum) {
    Parameter parameter;
    parameter.name = std::move(name);
    parameter.title = std::move(title);
    parameter.help = std::move(help);
    parameter.kind = kind;
    parameter.default_value = std::move(value);
    parameter.minimum = minimum;
    parameter.maximum = maximum;
    return parameter;
}

const core::Value& value_of(const core::Record& parameters, const std::string& name) {
    const core::Value* value = parameters.find(name);
    assert(value != nullptr);
    return *value;
}

}  // namespace

Parameter column_parameter(std::string name, std::string title, std::string help) {
    Parameter parameter;
    parameter.name = std::move(name);
    parameter.title = std::move(title);
    parameter.help = std::move(help);
    parameter.kind = ParameterKind::Column;
    return parameter;
}

Parameter columns_parameter(std::string name, std::string title, std::string help) {
    Parameter parameter = column_parameter(std::move(name), std::move(title), std::move(help));
    parameter.kind = ParameterKind::Columns;
    return parameter;
}

std::vector<std::string> columns_named(const std::string& text) {
    std::vector<std::string> names;
    std::size_t from = 0;
    while (true) {
        const std::size_t comma = text.find(',', from);
        std::string name = text.substr(from, comma == std::string::npos ? comma : comma - from);
        name.erase(0, std::min(name.find_first_not_of(' '), name.size()));
        name.erase(name.find_last_not_of(' ') + 1);
        if (!name.empty()) names.push_back(std::move(name));
        if (comma == std::string::npos) return names;
        from = comma + 1;
    }
}

std::vector<Parameter> weights_parameters() {
    Parameter weights;
    weights.name = "weights";
    weights.title = "Neighbours";
    weights.help = std::string("Who is whose neighbour: ") + kWeightsForms +
                   ". Queen by default, since areas that meet at a corner share streets too.";
    weights.kind = ParameterKind::Weights;
    weights.default_value = "queen";
    Parameter snap = number(
        ParameterKind::Number, "snap", "Snap",
        "Corners closer than this are one corner. 0.01 by default: one centimetre closes rounding gaps of "
        "published files and joins nothing that is apart; simplified boundaries may need 1.",
        0.01, 0, 1000);
    snap.unit = "m";
    Parameter barriers;
    barriers.name = "barriers";
    barriers.title = "Barriers";
    barriers.help =
        "A file of lines that neighbours must not be across, such as rivers or railways (FILE or "
        "FILE:LAYER). "
        "None by default: most lines on a map have crossings, so say which cut.";
    barriers.kind = ParameterKind::Text;
    barriers.optional = true;
    std::vector<Parameter> out{
        weights, snap,
        choice(
            "standardise", "Standardise",
            "row: each area's neighbours have weights that sum to 1, so that areas with many neighbours do "
            "not "
            "count for more; the default because Moran's I then reads as a slope. none: "
            "weights stay as they are, 1 a link but for kernels, inverse distances and files with weights.",
            {"row", "none"}),
        choice("islands", "Areas without neighbours",
               "exclude: they leave the statistic, its mean and n, the default because an area without "
               "neighbours "
               "has nothing to be compared with. zero: they stay with a lag of 0. nearest: they are joined "
               "to the "
               "nearest area.",
               {"exclude", "zero", "nearest"}),
        barriers};
    for (Parameter& parameter : out) parameter.detail = parameter.name != "weights";
    return out;
}

std::vector<Parameter> inference_parameters(bool corrected) {
    std::vector<Parameter> out;
    out.push_back(choice(
        "tail", "Tail",
        "two-sided by default, so that unusually low counts as much as unusually high; choose upper or "
        "lower only if that was decided before looking at the map.",
        {"two-sided", "upper", "lower"}));
    Parameter permutations = number(
        ParameterKind::Integer, "permutations", "Permutations",
        corrected
            ? "How often the values are shuffled. auto by default: at least 9,999 times, and as often as the "
              "correction for many areas needs, so that the areas with the smallest p can pass it (999 by "
              "another program's convention). analytic uses the normal approximation instead."
            : "How often the values are shuffled; analytic uses the normal approximation instead. 999 by "
              "default: enough for one answer at 5 %.",
        999, 9, 9'999'999);
    permutations.choices = {"analytic"};
    if (corrected) {
        permutations.choices = {"auto", "analytic"};
        permutations.default_value = "auto";
    }
    out.push_back(permutations);
    out.push_back(
        number(ParameterKind::Integer, "seed", "Seed",
               "Start of the random numbers. Always 1 by default: the same seed gives the same result on "
               "every machine.",
               1, 0, 9007199254740991.0));
    Parameter threads =
        number(ParameterKind::Integer, "threads", "Threads",
               "How many cores work at it; 0, the default, uses all. Never changes the result.", 0, 0, 256);
    threads.part_of_result = false;
    out.push_back(threads);
    if (corrected) {
        out.push_back(number(ParameterKind::Number, "alpha", "Level",
                             "Share of false alarms that is accepted; 0.05 by default by common custom.",
                             0.05, 1e-6, 0.5));
        out.push_back(
            choice("correction", "Correction for many areas",
                   "bh (Benjamini-Hochberg) by default: of the areas shown, at most the level is expected to "
                   "be false. by holds under any dependence; bonferroni guards against a single false alarm; "
                   "none shows false alarms on every map.",
                   {"bh", "none", "bonferroni", "by"}));
    }
    out.push_back(
        choice("convention", "Convention",
               "Whose choices to follow where programs differ, so that numbers can be reconciled. safeground "
               "by default: doubled two-sided p-values and the step-up correction.",
               {"safeground", "spdep", "geoda", "arcgis"}));
    for (Parameter& parameter : out) parameter.detail = true;
    return out;
}

std::string text_of(const core::Record& parameters, const std::string& name) {
    return value_of(parameters, name).text();
}
double number_of(const core::Record& parameters, const std::string& name) {
    return value_of(parameters, name).number();
}
std::int64_t integer_of(const core::Record& parameters, const std::string& name) {
    const core::Value& value = value_of(parameters, name);
    if (const auto* integer = std::get_if<std::int64_t>(&value.data)) return *integer;
    return static_cast<std::int64_t>(value.number());
}
bool flag_of(const core::Record& parameters, const std::string& name) {
    return value_of(parameters, name).number() == 1;
}

Inference inference_of(const core::Record& parameters) {
    Inference out;
    const auto has = [&](const char* name) { return parameters.find(name) != nullptr; };
    if (has("permutations")) {  // exact statistics have none
        const std::string permutations = text_of(parameters, "permutations");
        out.automatic = permutations == "auto";
        if (permutations == "analytic") out.permutations = 0;
        else if (!out.automatic) out.permutations = static_cast<int>(integer_of(parameters, "permutations"));
    }
    if (has("seed")) out.seed = static_cast<std::uint64_t>(integer_of(parameters, "seed"));
    if (has("threads")) out.threads = static_cast<int>(integer_of(parameters, "threads"));
    const std::string tail = has("tail") ? text_of(parameters, "tail") : "two-sided";
    out.tail = tail == "upper"   ? stats::Tail::Upper
               : tail == "lower" ? stats::Tail::Lower
                                 : stats::Tail::TwoSided;
    if (parameters.find("alpha") != nullptr) out.alpha = number_of(parameters, "alpha");
    if (parameters.find("correction") != nullptr) {
        const std::string correction = text_of(parameters, "correction");
        out.correction = correction == "none"         ? stats::Correction::None
                         : correction == "bonferroni" ? stats::Correction::Bonferroni
                         : correction == "by"         ? stats::Correction::BenjaminiYekutieli
                                                      : stats::Correction::BenjaminiHochberg;
    }
    const std::string convention = text_of(parameters, "convention");
    out.convention = convention == "spdep"    ? stats::Convention::Spdep
                     : convention == "geoda"  ? stats::Convention::Geoda
                     : convention == "arcgis" ? stats::Convention::Arcgis
                                              : stats::Convention::Safeground;
    if (out.convention != stats::Convention::Safeground) out.automatic = false;  // 999, as those programs
    return out;
}

core::Result<core::Weights> weights_of(const Inputs& inputs, const core::Record& parameters,
                                       const core::Progress& progress) {
    core::Result<WeightsSpec> spec = parse_weights_spec(text_of(parameters, "weights"));
    if (!spec) return spec.failure();
    WeightsChoice chosen;
    chosen.spec = *spec;
    chosen.snap_m = number_of(parameters, "snap");
    chosen.row_standardise = text_of(parameters, "standardise") == "row";
    const std::string islands = text_of(parameters, "islands");
    chosen.islands = islands == "zero"      ? core::IslandPolicy::Zero
                     : islands == "nearest" ? core::IslandPolicy::Nearest
                                            : core::IslandPolicy::Exclude;
    if (const core::Value* barriers = parameters.find("barriers");
        barriers != nullptr && !barriers->undefined())
        chosen.barriers = inputs.barriers;
    return build_weights(*inputs.areas, chosen, inputs.weights, progress);
}

}  // namespace safeground::ops
