#include "stats/global_permutation.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "stats/fixtures.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::Observed;
using stats::permute_maps;

TEST_CASE("Shuffled maps are permutations, every one as likely") {
    std::map<std::vector<std::uint32_t>, int> seen;
    const std::vector<Observed> nothing(1);
    const auto counts = permute_maps(4, nothing, {24'000, 3, core::StreamId::Test, 1},
                                     [&](std::span<const std::uint32_t> order, std::span<double> statistics) {
                                         ++seen[{order.begin(), order.end()}];
                                         statistics[0] = 0;
                                     });
    REQUIRE(counts);
    CHECK(seen.size() == 24);
    double chi_square = 0;
    for (const auto& [order, times] : seen) chi_square += (times - 1000.0) * (times - 1000.0) / 1000;
    CHECK(chi_square < 49.7);  // 23 degrees of freedom, one in a thousand
    CHECK((*counts)[0].at_least == 24'000);
    CHECK((*counts)[0].at_most == 24'000);
}

TEST_CASE("Tails are counted for each statistic on the same shuffles, ties within the tolerance in both") {
    const std::vector<double> values = noise(30);
    const auto first = [&](std::span<const std::uint32_t> order, std::span<double> statistics) {
        statistics[0] = values[order[0]];
        statistics[1] = -values[order[0]];
        statistics[2] = 1 + 1e-14;
        statistics[3] = kNaN;
    };
    const std::vector<Observed> observed{{values[7], 0}, {-values[7], 0}, {1, 1e-12}, {1, 1e-12}};
    const auto one = permute_maps(30, observed, {999, 1, core::StreamId::Test, 1}, first);
    REQUIRE(one);
    CHECK((*one)[0].at_least == (*one)[1].at_most);
    CHECK((*one)[0].at_most == (*one)[1].at_least);
    CHECK((*one)[0].at_least + (*one)[0].at_most > 999);  // values[7] itself ties with itself
    CHECK((*one)[2].at_least == 999);
    CHECK((*one)[2].at_most == 999);
    CHECK((*one)[3].at_least == 0);
    CHECK((*one)[3].at_most == 0);
    for (const int threads : {2, 3, 7}) {
        const auto other = permute_maps(30, observed, {999, 1, core::StreamId::Test, threads}, first);
        REQUIRE(other);
        CHECK((*other)[0].at_least == (*one)[0].at_least);
    }
    std::stop_source source;
    source.request_stop();
    const auto stopped = permute_maps(30, observed, {999, 1, core::StreamId::Test, 2}, first,
                                      core::Progress(source.get_token()));
    REQUIRE_FALSE(stopped);
    CHECK(stopped.kind() == core::ErrorKind::Cancelled);
}
