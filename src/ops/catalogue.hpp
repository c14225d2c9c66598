#pragma once

#include "ops/operation.hpp"

/// One function an operation, each in the file of its name. A new analysis is added here and to operations();
/// a local statistic to local_statistics.hpp.
namespace safeground::ops {

Operation weights_operation();
Operation global_moran_operation();
Operation global_geary_operation();
Operation general_g_operation();
Operation join_count_operation();
Operation lee_operation();
Operation correlogram_operation();
Operation incremental_autocorrelation_operation();
Operation eb_rates_operation();
Operation spatial_eb_rates_operation();
Operation excess_risk_operation();
Operation classify_operation();
Operation count_events_operation();
Operation explain_operation();
Operation noise_check_operation();
Operation stability_operation();

}  // namespace safeground::ops
