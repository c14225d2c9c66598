// Areas with equally many neighbours share their random subsets. Here: on real maps that gives every area the
// p-value that draws of its own, and a loop anyone can read, give it.

#include <catch2/catch.hpp>

#include "stats/benchmark_files.hpp"
#include "stats/draw_comparison.hpp"
#include "stats/local_geary.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::Draws;
using stats::Tail;
using stats::TailCounts;

namespace {

constexpr int kPermutations = 99'999;

struct Counties {
    std::filesystem::path csv;
    core::Weights binary, row;
    std::vector<double> column(const char* name) const { return csv_column(csv, name); }
};
std::optional<Counties> counties() {
    const auto csv = shared_data("benchmarks/natregimes/natregimes.csv");
    const auto shapes = shared_data("benchmarks/natregimes/natregimes.shp");
    if (!csv || !shapes) return std::nullopt;
    const core::Weights binary = queen_weights(*shapes);
    CHECK(static_cast<double>(binary.links()) / 3085 == Approx(5.8891410048622364).epsilon(1e-12));
    return Counties{*csv, binary, core::row_standardise(binary)};
}

/// Share of `draws` random neighbourhoods of `row` whose lag is at least, at most, the observed one.
struct PlainShares {
    double at_least = 0, at_most = 0;
};
PlainShares plain_loop(const std::vector<double>& x, const core::Weights& binary, std::uint32_t row,
                       int draws) {
    double observed = 0;
    for (const std::uint32_t j : binary.neighbours(row)) observed += x[j];
    core::RandomStream random(90, core::StreamId::Test, row);
    PlainShares shares;
    for (int r = 0; r < draws; ++r) {
        std::set<std::uint32_t> drawn;
        while (drawn.size() < binary.cardinality(row)) {
            const std::uint32_t j = random.below(static_cast<std::uint32_t>(x.size()));
            if (j != row) drawn.insert(j);
        }
        double lag = 0;
        for (const std::uint32_t j : drawn) lag += x[j];
        shares.at_least += lag >= observed - 1e-9 * std::abs(observed);
        shares.at_most += lag <= observed + 1e-9 * std::abs(observed);
    }
    shares.at_least /= draws;
    shares.at_most /= draws;
    return shares;
}

}  // namespace

TEST_CASE("On 3,085 counties shared draws, own draws and a plain loop agree at 99,999 permutations",
          "[slow]") {
    const auto data = counties();
    if (!data) return;
    constexpr int kPlain = 40'000;
    for (const char* variable : {"HR60", "HR90", "UE90"}) {
        const std::vector<double> x = data->column(variable);
        const auto counts = [&](Draws draws) {
            const auto result =
                stats::permute_lags(x, data->binary, {.permutations = kPermutations, .draws = draws});
            REQUIRE(result);
            return *result;
        };
        const std::vector<TailCounts> shared = counts(Draws::Auto), own = counts(Draws::PerArea);
        const auto p = [](const std::vector<TailCounts>& of, Tail tail) {
            std::vector<double> out;
            for (const TailCounts& one : of) out.push_back(stats::pseudo_p(one, tail));
            return out;
        };
        for (const Tail tail : {Tail::Upper, Tail::Lower})
            check_same_p(p(shared, tail), p(own, tail), kPermutations,
                         variable + (", " + std::string(stats::name(tail))));
        for (std::uint32_t row = 7; row < x.size(); row += 61) {
            const PlainShares plain = plain_loop(x, data->binary, row, kPlain);
            INFO(variable << ", area " << row);
            const auto near = [](double share) {
                return Approx(share).margin(
                    4.5 * std::sqrt(share * (1 - share) * (1.0 / kPlain + 1.0 / kPermutations)) + 1e-4);
            };
            for (const auto* one : {&shared[row], &own[row]}) {
                CHECK(one->at_least / static_cast<double>(kPermutations) == near(plain.at_least));
                CHECK(one->at_most / static_cast<double>(kPermutations) == near(plain.at_most));
            }
        }
    }
}

TEST_CASE("On 3,085 counties shared draws and own draws agree for a statistic that is no lag", "[slow]") {
    const auto data = counties();
    if (!data) return;
    const std::vector<double> x = data->column("HR90"), y = data->column("UE90");
    const std::vector<std::span<const double>> variables{x, y};
    const auto p = [&](Draws draws) {
        const auto local = stats::local_geary(variables, data->row,
                                              {.permutations = 9'999, .tail = Tail::Upper, .draws = draws});
        REQUIRE(local);
        return local->p;
    };
    check_same_p(p(Draws::Auto), p(Draws::PerArea), 9'999, "local Geary of two variables");
}

TEST_CASE("Shared draws are right on average over seeds, which no correlation between areas can hide",
          "[slow]") {
    const auto data = counties();
    if (!data) return;
    constexpr int kSeeds = 60, kFew = 999;
    const std::vector<double> x = data->column("HR90");
    double mean = 0, mean_squared = 0, squares = 0;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        const auto p = [&](Draws draws) {
            const auto counts =
                stats::permute_lags(x, data->binary, {.permutations = kFew, .seed = seed, .draws = draws});
            REQUIRE(counts);
            std::vector<double> upper;
            for (const TailCounts& one : *counts) upper.push_back(stats::pseudo_p(one, Tail::Upper));
            return upper;
        };
        const DrawDifferences of = draw_differences(p(Draws::Auto), p(Draws::PerArea), kFew);
        mean += of.mean / kSeeds;
        mean_squared += of.mean * of.mean / kSeeds;
        squares += of.mean_square / kSeeds;
    }
    const double error = std::sqrt((mean_squared - mean * mean) / (kSeeds - 1));
    INFO("mean " << mean << " +- " << error << ", mean square " << squares);
    CHECK(std::abs(mean) <= 3 * error);
    CHECK(error < 0.1);
    CHECK(squares == Approx(1).margin(0.1));
}
