#include "stats/partial_moran.hpp"

#include <cmath>
#include <limits>

#include "stats/least_squares.hpp"

namespace safeground::stats {

core::Result<PartialMoran> partial_local_moran(std::span<const double> values,
                                               std::span<const std::span<const double>> covariates,
                                               const core::Weights& weights, const LocalMoranOptions& options,
                                               const core::Progress& progress) {
    constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
    std::vector<std::span<const double>> all{values};
    all.insert(all.end(), covariates.begin(), covariates.end());
    auto ready =
        prepare_jointly(all, weights, {"Partial local Moran", false, options.permutations, options.threads});
    if (!ready) return ready.failure();
    const JointPrepared& used = *ready;
    std::vector<std::vector<double>> columns;
    for (const std::span<const double> covariate : covariates) {
        std::vector<double> column;
        for (const std::uint32_t area : used.area) column.push_back(covariate[area]);
        columns.push_back(std::move(column));
    }
    const std::vector<std::span<const double>> spans(columns.begin(), columns.end());
    auto fit = least_squares(used.values, spans);
    if (!fit) return fit.failure();
    if (1 - fit->r_squared < 1e-12)
        return core::refuse("The covariates explain the variable completely, so nothing is left to map.")
            .remedy("Leave out the covariate that the variable was made from.");

    PartialMoran result;
    result.residual = spread(used, fit->residuals);
    auto local = local_moran(result.residual, weights, options, progress);
    if (!local) return local.failure();
    static_cast<LocalMoran&>(result) = std::move(*local);
    for (std::size_t i = 0; i < result.value.size(); ++i) result.value[i] = kNaN;
    for (std::size_t i = 0; i < used.values.size(); ++i) result.value[used.area[i]] = used.values[i];
    result.coefficients = std::move(fit->coefficients);
    result.r_squared = fit->r_squared;
    return core::Result<PartialMoran>(std::move(result), local.diagnostics());
}

}  // namespace safeground::stats
