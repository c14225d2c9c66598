#include "stats/multiple_testing.hpp"

#include <catch2/catch.hpp>

#include "stats/benchmark_files.hpp"
#include "stats/local_moran.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::adjust;
using stats::Adjusted;
using stats::Convention;
using stats::Correction;

namespace {
/// The 15 ordered p-values of Benjamini and Hochberg 1995, section 4: at 0.05 the procedure rejects 4,
/// Bonferroni 3.
const std::vector<double> kPaper{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                                 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000};

std::vector<double> shuffled(std::vector<double> p) {
    const auto order = shuffled_order(static_cast<std::uint32_t>(p.size()), 11);
    std::vector<double> moved(p.size());
    for (std::size_t i = 0; i < p.size(); ++i) moved[order[i]] = p[i];
    return moved;
}
}  // namespace

TEST_CASE("The example of Benjamini and Hochberg rejects four, Bonferroni three") {
    for (const std::vector<double>& p : {kPaper, shuffled(kPaper)}) {
        const Adjusted bh = adjust(p, Correction::BenjaminiHochberg, 0.05);
        CHECK(bh.rejected == 4);
        CHECK(bh.tested == 15);
        CHECK(bh.cutoff == Approx(4 * 0.05 / 15));
        const Adjusted bonferroni = adjust(p, Correction::Bonferroni, 0.05);
        CHECK(bonferroni.rejected == 3);
        CHECK(bonferroni.cutoff == Approx(0.05 / 15));
        const Adjusted none = adjust(p, Correction::None, 0.05);
        CHECK(none.rejected == 9);
        CHECK(none.cutoff == 0.05);
        CHECK(same_bytes(none.p_adjusted, p));
        for (std::size_t i = 0; i < p.size(); ++i)
            for (const Adjusted* adjusted : {&bh, &bonferroni, &none}) {
                CHECK(adjusted->significant[i] == (p[i] <= adjusted->cutoff));
                CHECK(adjusted->significant[i] == (adjusted->p_adjusted[i] <= 0.05));
            }
    }
}

TEST_CASE("Adjusted p-values are those of R's p.adjust") {
    // p.adjust(c(.01, .02, .03, .04, .05, .005, .5, .9), "BH" and "BY")
    const std::vector<double> p{0.01, 0.02, 0.03, 0.04, 0.05, 0.005, 0.5, 0.9};
    const double by = 1 + 1.0 / 2 + 1.0 / 3 + 1.0 / 4 + 1.0 / 5 + 1.0 / 6 + 1.0 / 7 + 1.0 / 8;
    const std::vector<double> bh{0.04, 0.16 / 3, 0.06, 0.064, 0.4 / 6, 0.04, 4.0 / 7, 0.9};
    const Adjusted step_up = adjust(p, Correction::BenjaminiHochberg, 0.06);
    const Adjusted dependent = adjust(p, Correction::BenjaminiYekutieli, 0.06);
    for (std::size_t i = 0; i < p.size(); ++i) {
        CHECK(step_up.p_adjusted[i] == Approx(bh[i]).epsilon(1e-12));
        CHECK(dependent.p_adjusted[i] == Approx(std::min(1.0, bh[i] * by)).epsilon(1e-12));
    }
    CHECK(step_up.rejected == 4);
    CHECK(dependent.rejected == 0);
    CHECK(dependent.cutoff == 0);
}

TEST_CASE("A later p-value below its line rescues earlier ones above theirs") {
    const std::vector<double> p{0.02, 0.03, 0.035, 0.9};  // lines 0.0125, 0.025, 0.0375, 0.05
    const Adjusted bh = adjust(p, Correction::BenjaminiHochberg, 0.05);
    CHECK(bh.rejected == 3);
    CHECK(bh.cutoff == Approx(0.0375));
    const Adjusted geoda = adjust(p, Correction::BenjaminiHochberg, 0.05, Convention::Geoda);
    CHECK(geoda.rejected == 0);
    CHECK(geoda.cutoff == Approx(0.0125));
    CHECK_FALSE(geoda.significant[0]);
}

TEST_CASE("GeoDa's rule goes on while each p-value stays below its line") {
    const std::vector<double> p{0.9, 0.01, 0.02, 0.04};  // sorted 0.01 < 0.0125, 0.02 < 0.025, 0.04 >= 0.0375
    const Adjusted geoda = adjust(p, Correction::BenjaminiHochberg, 0.05, Convention::Geoda);
    CHECK(geoda.rejected == 2);
    CHECK(geoda.cutoff == Approx(0.025));
    CHECK(geoda.significant == std::vector<bool>{false, true, true, false});
    for (std::size_t i = 0; i < p.size(); ++i) CHECK(geoda.significant[i] == (geoda.p_adjusted[i] < 0.05));
}

TEST_CASE("GeoDa's published cut-off for Guerry's property crime comes out") {
    const auto data = guerry();
    if (!data) return;
    const auto local =
        stats::local_moran(data->column("Crm_prp"), data->row, {.convention = Convention::Geoda});
    REQUIRE(local);
    const Adjusted geoda = adjust(local->p, Correction::BenjaminiHochberg, 0.05, Convention::Geoda);
    CHECK(geoda.cutoff == Approx(0.000588235).margin(5e-10));
    CHECK(geoda.rejected == 0);
}

TEST_CASE("Undefined p-values are neither significant nor counted among the tests") {
    const std::vector<double> p{kNaN, 0.01, kNaN, 0.03, 0.2};
    for (const Convention convention : {Convention::Safeground, Convention::Geoda}) {
        const Adjusted adjusted = adjust(p, Correction::BenjaminiHochberg, 0.05, convention);
        CHECK(adjusted.tested == 3);
        CHECK(adjusted.p_adjusted[1] == Approx(0.03));
        CHECK(std::isnan(adjusted.p_adjusted[0]));
        CHECK_FALSE(adjusted.significant[0]);
        CHECK(adjusted.rejected == 2);
    }
    CHECK(adjust(p, Correction::Bonferroni, 0.05).cutoff == Approx(0.05 / 3));
    const Adjusted nothing = adjust(std::vector<double>{kNaN, kNaN}, Correction::BenjaminiHochberg, 0.05);
    CHECK(nothing.tested == 0);
    CHECK(nothing.rejected == 0);
    CHECK(adjust({}, Correction::BenjaminiYekutieli, 0.05).p_adjusted.empty());
}

TEST_CASE("Equal p-values stand or fall together, also exactly on the line") {
    const std::vector<double> on_the_line(7, 0.05);
    CHECK(adjust(on_the_line, Correction::BenjaminiHochberg, 0.05).rejected == 7);
    const std::vector<double> above(7, 0.0501);
    CHECK(adjust(above, Correction::BenjaminiHochberg, 0.05).rejected == 0);
    const std::vector<double> tied{0.02, 0.02, 0.02, 0.9, 0.9};  // lines 0.01, 0.02, 0.03
    CHECK(adjust(tied, Correction::BenjaminiHochberg, 0.05).rejected == 3);
    CHECK(adjust(std::vector<double>{0.01, 1, 1, 1, 1}, Correction::Bonferroni, 0.05).rejected == 1);
}

TEST_CASE("A larger alpha never rejects fewer, and no correction is laxer than none") {
    for (std::uint32_t item = 0; item < 20; ++item) {
        core::RandomStream random(5, core::StreamId::Test, item);
        std::vector<double> p(60);
        for (double& value : p) value = std::pow(random.uniform(), 1.0 + item % 4);
        for (const Correction correction :
             {Correction::Bonferroni, Correction::BenjaminiHochberg, Correction::BenjaminiYekutieli}) {
            std::size_t before = 0;
            for (const double alpha : {0.001, 0.01, 0.05, 0.1, 0.3}) {
                const Adjusted adjusted = adjust(p, correction, alpha);
                CHECK(adjusted.rejected >= before);
                CHECK(adjusted.rejected <= adjust(p, Correction::None, alpha).rejected);
                before = adjusted.rejected;
            }
        }
        CHECK(adjust(p, Correction::Bonferroni, 0.05).rejected <=
              adjust(p, Correction::BenjaminiHochberg, 0.05).rejected);
    }
}

TEST_CASE("The number of permutations needed for London is the published one") {
    CHECK(stats::permutations_needed(4994, 1, 0.05) == 99'879);
    CHECK(stats::permutations_needed(4994, 10, 0.05) == 9'987);
    CHECK(stats::permutations_needed(4994, 100, 0.05) == 998);
    CHECK(stats::permutations_needed(4994, 1, 0.05, stats::Tail::TwoSided) == 199'759);
    CHECK(stats::permutations_needed(1, 1, 1.0) == 1);
}
