// The same bytes from every compiler, build and number of threads: hashes of results on a map made of whole
// numbers. If one changes, every saved result of that statistic changes with it: say so in CHANGELOG.md.

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <functional>

#include "stats/bivariate_moran.hpp"
#include "stats/fixtures.hpp"
#include "stats/getis_ord.hpp"
#include "stats/local_geary.hpp"
#include "stats/local_join_count.hpp"
#include "stats/local_lee.hpp"
#include "stats/losh.hpp"
#include "stats/partial_moran.hpp"
#include "stats/rates.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::Draws;

namespace {

using V = std::vector<double>;

/// FNV-1a over the bytes, lowest first; NaN is NaN whatever its bits.
class Hash {
public:
    void add(std::span<const double> values) {
        for (const double value : values) {
            const auto bits = std::bit_cast<std::uint64_t>(std::isnan(value) ? kNaN : value);
            for (int byte = 0; byte < 8; ++byte)
                m_value = (m_value ^ ((bits >> (8 * byte)) & 0xFF)) * 0x100000001B3ULL;
        }
    }
    std::string text() const {
        std::array<char, 17> digits{};
        std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(m_value));
        return digits.data();
    }

private:
    std::uint64_t m_value = 0xCBF29CE484222325ULL;
};

/// What must not differ. The analytic p is not among it: erfc and the gamma functions of the C library may
/// differ in the last bit between processors.
template <class Result>
std::string hash_of(const Result& result) {
    INFO(result.message());
    REQUIRE(result);
    Hash hash;
    hash.add(result->statistic);
    hash.add(result->z);
    hash.add(result->p);
    return hash.text();
}

/// Whole numbers 0 .. 999 with a corner that is higher, from the random stream alone: no function of the C
/// library.
V whole_numbers(std::uint32_t item) {
    core::RandomStream random(31, core::StreamId::Test, item);
    V values(20 * 20);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = random.below(1000) + (i / 20 < 6 && i % 20 < 6 ? 500.0 : 0.0);
    return values;
}

struct Golden {
    const char* name;
    const char* shared;   ///< queen, row-standardised
    const char* unequal;  ///< weights that differ within a row
    std::function<std::string(const core::Weights&, Draws, int threads)> run;
};

std::vector<Golden> goldens() {
    static const V x = whole_numbers(1), y = whole_numbers(2), z = whole_numbers(3);
    static const std::vector<std::span<const double>> one{x}, three{x, y, z}, covariates{y, z};
    return {
        {"local Moran", "db8fd57ade51988a", "ed09ba00eb8a87e5",
         [](const core::Weights& weights, Draws draws, int threads) {
             return hash_of(stats::local_moran(x, weights, {.threads = threads, .draws = draws}));
         }},
        {"local Moran, stopping early", "5b413050cb70cc73", "c7ebd29607bb4484",
         [](const core::Weights& weights, Draws draws, int threads) {
             return hash_of(stats::local_moran(
                 x, weights, {.permutations = 4'999, .threads = threads, .draws = draws, .stop_after = 50}));
         }},
        {"Gi*", "290119bc692ed38f", "ea0fddddc2087e35",
         [](const core::Weights& weights, Draws draws, int threads) {
             return hash_of(stats::getis_ord(x, weights, {.threads = threads, .draws = draws}));
         }},
        {"Gi", "d291dc61f22f4527", "22239a8f6410011e",
         [](const core::Weights& weights, Draws draws, int threads) {
             return hash_of(
                 stats::getis_ord(x, weights, {.star = false, .threads = threads, .draws = draws}));
         }},
        {"EB-standardised local Moran", "ed0277e6747a614d", "3086a230aadbaac9",
         [](const core::Weights& weights, Draws draws, int threads) {
             V population;
             for (const double value : y) population.push_back(1000 + 10 * value);
             const auto standard = stats::eb_standardised(x, population);
             REQUIRE(standard);
             return hash_of(
                 stats::local_moran(standard->values, weights, {.threads = threads, .draws = draws}));
         }},
        {"bivariate local Moran", "e4904f92d31337a9", "03f351e77a944f17",
         [](const core::Weights& weights, Draws draws, int threads) {
             return hash_of(
                 stats::bivariate_local_moran(x, y, weights, {.threads = threads, .draws = draws}));
         }},
        {"partial local Moran", "ee816393c103cd5f", "94b5e4aac1f6fab5",
         [](const core::Weights& weights, Draws draws, int threads) {
             return hash_of(
                 stats::partial_local_moran(x, covariates, weights, {.threads = threads, .draws = draws}));
         }},
        {"local Lee", "1c292702649b84a6", "481732be973f872c",
         [](const core::Weights& weights, Draws draws, int threads) {
             return hash_of(stats::local_lee(x, y, weights, {.threads = threads, .draws = draws}));
         }},
        {"local Geary", "3c90ecf89bab2ccf", "0bb1f9c72535ef5a",
         [](const core::Weights& weights, Draws draws, int threads) {
             return hash_of(stats::local_geary(one, weights, {.threads = threads, .draws = draws}));
         }},
        {"local Geary of three variables, stopping early", "de3c91162c119f07", "29a33f3ba81a57c8",
         [](const core::Weights& weights, Draws draws, int threads) {
             return hash_of(stats::local_geary(
                 three, weights,
                 {.permutations = 9'999, .threads = threads, .draws = draws, .stop_after = 50}));
         }},
    };
}

}  // namespace

TEST_CASE("Every local statistic gives the bytes on record, for 1, 2, 3 and 7 threads") {
    const core::Weights queen = core::row_standardise(queen_lattice(20, 20));
    const core::Weights unequal = decaying(lattice(20, 20));
    for (const Golden& golden : goldens()) {
        for (const int threads : {1, 2, 3, 7}) {
            INFO(golden.name << ", " << threads << " threads");
            CHECK(golden.run(queen, Draws::Auto, threads) == golden.shared);
            CHECK(golden.run(unequal, Draws::Auto, threads) == golden.unequal);
        }
        INFO(golden.name << ", own draws");
        CHECK(golden.run(queen, Draws::PerArea, 1) == golden.run(queen, Draws::PerArea, 3));
        CHECK(golden.run(queen, Draws::PerArea, 1) != golden.shared);
    }
}

TEST_CASE("The exact p of local join counts is the same to the last digits that matter") {
    V ones, others;
    for (const double value : whole_numbers(1)) ones.push_back(value >= 700);
    for (const double value : whole_numbers(2)) others.push_back(value >= 600);
    const core::Weights queen = queen_lattice(20, 20);
    const auto one = stats::local_join_count(ones, queen);
    const auto both = stats::local_join_count(ones, others, queen, stats::JoinKind::Colocation);
    const auto apart = stats::local_join_count(ones, others, queen, stats::JoinKind::NoColocation);
    REQUIRE((one && both && apart));
    Hash hash;
    for (const auto* result : {&*one, &*both, &*apart}) {
        hash.add(result->statistic);
        // Rounded to 1e-12: no permutation, so nothing but the arithmetic can differ.
        V rounded;
        for (const double p : result->p) rounded.push_back(std::round(p * 1e12));
        hash.add(rounded);
    }
    CHECK(hash.text() == "a38c2600d0959f00");
}

TEST_CASE("LOSH, which shuffles whole maps, gives the bytes on record, for 1, 2, 3 and 7 threads") {
    const V x = whole_numbers(1);
    for (const int threads : {1, 2, 3, 7}) {
        CHECK(hash_of(stats::losh(x, core::row_standardise(queen_lattice(20, 20)), {.threads = threads})) ==
              "1e35f10b38b8e038");
        CHECK(hash_of(stats::losh(x, decaying(lattice(20, 20)), {.threads = threads})) == "99370ae44399ecf1");
    }
}
