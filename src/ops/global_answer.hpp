#pragma once

#include <string>
#include <vector>

#include "core/value.hpp"
#include "ops/common.hpp"
#include "stats/global_statistic.hpp"
#include "stats/moran.hpp"

/// What the operations about a whole map share.
namespace safeground::ops {

stats::GlobalOptions global_options(const Inference& inference);
/// For Moran's I and Geary's c: also the parameter `variance`.
stats::GlobalMoranOptions moran_options(const Inference& inference, const core::Record& parameters);

/// variance: randomisation or normality.
Parameter variance_parameter();
/// The weights parameters with links that all weigh 1 by default, and why.
std::vector<Parameter> binary_weights_parameters(const std::string& why);

/// statistic, expected, variance, z, p (analytic), p_permutation.
void set_answer(core::Record& result, const stats::GlobalStatistic& statistic);
/// n, undefined, islands, links.
void set_use(Output& out, const stats::GlobalUse& use);

}  // namespace safeground::ops
