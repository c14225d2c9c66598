#pragma once

#include "ops/common.hpp"
#include "stats/multiple_testing.hpp"

/// What the operations of local statistics share: stats' options and results have these fields in common.
namespace safeground::ops {

template <class Options>
void set_inference(Options& options, const Inference& inference) {
    options.permutations = inference.permutations;
    options.seed = inference.seed;
    options.threads = inference.threads;
    options.tail = inference.tail;
    options.convention = inference.convention;
}

/// An Output with the counts of `local` and every warning on the way to it.
template <class Local>
Output output_of(const core::Result<Local>& local, const Variable& variable,
                 const core::Result<core::Weights>& weights, const Inference& inference,
                 const stats::Adjusted& adjusted) {
    Output out;
    out.warnings = variable.warnings;
    take_warnings(out.warnings, weights.diagnostics());
    take_warnings(out.warnings, local.diagnostics());
    if (auto warning = resolution_warning(inference, local->tail, adjusted.tested))
        out.warnings.push_back(*warning);
    out.n = local->n;
    out.undefined = local->undefined;
    out.islands = local->islands;
    out.links = local->links;
    return out;
}

}  // namespace safeground::ops
