#include "stats/least_squares.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "stats/moments.hpp"

namespace safeground::stats {
namespace {

double dot(std::span<const double> a, std::span<const double> b) {
    CompensatedSum total;
    for (std::size_t i = 0; i < a.size(); ++i) total.add(a[i] * b[i]);
    return total.total();
}

std::vector<double> centred(std::span<const double> values, double mean) {
    std::vector<double> out(values.begin(), values.end());
    for (double& value : out) value -= mean;
    return out;
}

}  // namespace

core::Result<LeastSquares> least_squares(std::span<const double> values,
                                         std::span<const std::span<const double>> covariates) {
    const std::size_t p = covariates.size();
    if (p + 2 > values.size())
        return core::refuse(fmt::format("{} covariates are too many for {} areas.", p, values.size()))
            .remedy("Give fewer covariates.");
    const Moments of_values = moments(values);
    std::vector<double> residual = centred(values, of_values.mean);
    std::vector<std::vector<double>> basis;  // orthonormal
    std::vector<std::vector<double>> upper(
        p, std::vector<double>(p, 0.0));  // covariate = sum_k upper[k][.] basis_k
    std::vector<double> along(p, 0.0), means(p, 0.0);
    for (std::size_t c = 0; c < p; ++c) {
        means[c] = moments(covariates[c]).mean;
        std::vector<double> direction = centred(covariates[c], means[c]);
        const double length = std::sqrt(dot(direction, direction));
        for (int pass = 0; pass < 2; ++pass)
            for (std::size_t k = 0; k < c; ++k) {
                const double part = dot(direction, basis[k]);
                upper[k][c] += part;
                for (std::size_t i = 0; i < direction.size(); ++i) direction[i] -= part * basis[k][i];
            }
        const double left = std::sqrt(dot(direction, direction));
        if (!(left > 1e-9 * length) || moments(covariates[c]).constant)
            return core::refuse(
                       c == 0 || moments(covariates[c]).constant
                           ? fmt::format("Covariate {} has the same value everywhere.", c + 1)
                           : fmt::format("Covariate {} says nothing that those before it do not say.", c + 1))
                .remedy("Leave it out.");
        upper[c][c] = left;
        for (double& x : direction) x /= left;
        basis.push_back(std::move(direction));
        for (int pass = 0; pass < 2; ++pass) {
            const double part = dot(residual, basis[c]);
            along[c] += part;
            for (std::size_t i = 0; i < residual.size(); ++i) residual[i] -= part * basis[c][i];
        }
    }
    LeastSquares out;
    out.coefficients.assign(p + 1, 0.0);
    out.coefficients[0] = of_values.mean;
    for (std::size_t c = p; c-- > 0;) {
        double rest = along[c];
        for (std::size_t k = c + 1; k < p; ++k) rest -= upper[c][k] * out.coefficients[k + 1];
        out.coefficients[c + 1] = rest / upper[c][c];
        out.coefficients[0] -= out.coefficients[c + 1] * means[c];
    }
    out.r_squared = of_values.constant ? std::numeric_limits<double>::quiet_NaN()
                                       : 1 - dot(residual, residual) / of_values.squares;
    out.residuals = std::move(residual);
    return out;
}

}  // namespace safeground::stats
