#include "ops/global_answer.hpp"

namespace safeground::ops {

stats::GlobalOptions global_options(const Inference& inference) {
    return {inference.permutations, inference.seed, inference.threads, inference.tail, inference.convention};
}

stats::GlobalMoranOptions moran_options(const Inference& inference, const core::Record& parameters) {
    stats::GlobalMoranOptions options;
    options.permutations = inference.permutations;
    options.seed = inference.seed;
    options.threads = inference.threads;
    options.tail = inference.tail;
    options.convention = inference.convention;
    options.assumption = text_of(parameters, "variance") == "normality"
                             ? stats::VarianceAssumption::Normality
                             : stats::VarianceAssumption::Randomisation;
    return options;
}

Parameter variance_parameter() {
    Parameter variance;
    variance.name = "variance";
    variance.title = "Variance";
    variance.help = "What the z-score assumes: randomisation by default, which needs no normal distribution.";
    variance.kind = ParameterKind::Choice;
    variance.choices = {"randomisation", "normality"};
    variance.default_value = "randomisation";
    variance.detail = true;
    return variance;
}

std::vector<Parameter> binary_weights_parameters(const std::string& why) {
    std::vector<Parameter> parameters = weights_parameters();
    for (Parameter& parameter : parameters) {
        if (parameter.name != "standardise") continue;
        parameter.default_value = "none";
        parameter.help = "none: every link weighs 1, the default because " + why +
                         " row: each area's neighbours have weights that sum to 1.";
    }
    return parameters;
}

void set_answer(core::Record& result, const stats::GlobalStatistic& statistic) {
    result.set("statistic", statistic.statistic);
    result.set("expected", statistic.expected);
    result.set("variance", statistic.variance);
    result.set("z", statistic.z);
    result.set("p", statistic.p_analytic);
    result.set("p_permutation", statistic.p_permutation);
}

void set_use(Output& out, const stats::GlobalUse& use) {
    out.n = use.n;
    out.undefined = use.undefined;
    out.islands = use.islands;
    out.links = use.links;
}

}  // namespace safeground::ops
