// bench_stats [PEERS.csv]: medians of five runs of the statistics on England's 33,755 areas as a Markdown
// table; with the seconds of peers ("work,peer,seconds", as peers.R writes them) also the ratios. See
// compare.sh.

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>

#include "geo/build_weights.hpp"
#include "ops/load.hpp"
#include "stats/bivariate_moran.hpp"
#include "stats/classify.hpp"
#include "stats/getis_ord.hpp"
#include "stats/local_geary.hpp"
#include "stats/local_lee.hpp"
#include "stats/local_moran.hpp"
#include "stats/moran.hpp"
#include "stats/rates.hpp"
#include "support/shared_data.hpp"

using namespace safeground;

namespace {

struct Peer {
    std::string name;
    double seconds = 0;
};

struct England {
    core::TablePtr table;
    std::vector<double> imd, crime, events, people;
    core::Weights queen, kernel;
};

/// Stops the program with the sentence of the failure.
template <class T>
T must(core::Result<T> result) {
    if (result) return std::move(*result);
    std::fprintf(stderr, "%s\n", result.message().c_str());
    std::exit(1);
}

/// Gaussian of the distance over that of the eighth nearest, over the eight nearest: unequal in every row.
core::Weights kernel_of(const core::Polygons& polygons) {
    std::vector<core::Point> centres;
    for (std::size_t row = 0; row < polygons.size(); ++row) centres.push_back(core::centroid(polygons, row));
    return must(geo::adaptive_kernel_weights(centres, geo::Kernel::Gaussian, 8));
}

England load() {
    const auto zip = tests::shared_data("boundaries/LSOA_2021_England_generalised.zip");
    const auto scores = tests::shared_data("deprivation/IoD2025_England_LSOA21_IMD_Crime.csv");
    if (!zip || !scores) std::exit(1);
    ops::LoadRequest request;
    request.file = zip->string();
    request.tables.emplace_back(scores->string(), "");
    England out;
    out.table = must(ops::load(request, "areas")).table;
    out.imd = out.table->find("Index of Multiple Deprivation (IMD) Score")->numbers();
    out.crime = out.table->find("Crime Score")->numbers();
    out.queen = core::row_standardise(must(geo::queen_weights(*out.table->polygons())));
    out.kernel = core::row_standardise(kernel_of(*out.table->polygons()));
    for (std::uint32_t i = 0; i < out.imd.size(); ++i) {
        core::RandomStream random(1, core::StreamId::Test, i);
        out.people.push_back(1500 + i % 700);
        out.events.push_back(random.poisson(0.01 * out.people.back()));
    }
    return out;
}

double median_of_five(const std::function<void()>& work) {
    std::vector<double> seconds;
    for (int run = 0; run < 5; ++run) {
        const auto start = std::chrono::steady_clock::now();
        work();
        seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(seconds.begin(), seconds.end());
    return seconds[2];
}

std::map<std::string, Peer> peers_of(const char* file) {
    std::map<std::string, Peer> peers;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        const std::size_t first = line.find(','), last = line.rfind(',');  // names have commas of their own
        if (first == last || line.rfind("work,", 0) == 0) continue;
        peers[line.substr(0, first)] = {line.substr(first + 1, last - first - 1),
                                        std::stod(line.substr(last + 1))};
    }
    return peers;
}

}  // namespace

int main(int argc, char** argv) {
    const std::map<std::string, Peer> peers = argc > 1 ? peers_of(argv[1]) : std::map<std::string, Peer>{};
    const England england = load();
    std::puts("| work | seconds | peer | its seconds | ratio |\n|---|---|---|---|---|");
    const auto row = [&](const std::string& name, const std::string& peer,
                         const std::function<void()>& work) {
        const double seconds = median_of_five(work);
        const auto found = peers.find(peer);
        if (found == peers.end()) std::puts(fmt::format("| {} | {:.4f} | | | |", name, seconds).c_str());
        else
            std::puts(fmt::format("| {} | {:.4f} | {} | {:.2f} | {:.0f} |", name, seconds, found->second.name,
                                  found->second.seconds, found->second.seconds / seconds)
                          .c_str());
        std::fflush(stdout);
    };
    const auto moran = [&](const core::Weights& weights, int permutations, stats::Draws draws) {
        return [&england, &weights, permutations, draws] {
            must(stats::local_moran(england.imd, weights, {.permutations = permutations, .draws = draws}));
        };
    };
    using stats::Draws;
    const auto& queen = england.queen;
    row("queen weights", "queen", [&] { must(geo::queen_weights(*england.table->polygons())); });
    row("local Moran, 999, equal weights", "local-moran", moran(queen, 999, Draws::Auto));
    row("local Moran, 99,999, equal weights", "local-moran", moran(queen, 99'999, Draws::Auto));
    row("Gi*, 99,999", "gi", [&] { must(stats::getis_ord(england.imd, queen, {.permutations = 99'999})); });
    row("EB-standardised local Moran, 99,999", "local-moran", [&] {
        const auto rates = must(stats::eb_standardised(england.events, england.people));
        must(stats::local_moran(rates.values, queen, {.permutations = 99'999}));
    });
    row("bivariate local Moran, 99,999", "local-moran", [&] {
        must(stats::bivariate_local_moran(england.imd, england.crime, queen, {.permutations = 99'999}));
    });
    row("local Moran, 999, own draws, kernel weights", "local-moran-kernel",
        moran(england.kernel, 999, Draws::Auto));
    row("local Moran, 999, own draws, equal weights", "local-moran", moran(queen, 999, Draws::PerArea));
    row("local Geary, 999", "local-geary", [&] {
        const std::array<std::span<const double>, 1> one{england.imd};
        must(stats::local_geary(one, queen, {.permutations = 999}));
    });
    row("local Geary of two variables, 9,999", "", [&] {
        const std::array<std::span<const double>, 2> two{england.imd, england.crime};
        must(stats::local_geary(two, queen, {.permutations = 9'999}));
    });
    row("local Lee, 999", "",
        [&] { must(stats::local_lee(england.imd, england.crime, queen, {.permutations = 999})); });
    row("global Moran, 999", "moran",
        [&] { must(stats::global_moran(england.imd, queen, {.permutations = 999})); });
    row("spatial EB rates", "spatial-eb",
        [&] { must(stats::spatial_eb_rates(england.events, england.people, queen)); });
    row("natural breaks, 7 classes, exact", "fisher",
        [&] { must(stats::classify(england.imd, stats::ClassifyMethod::Jenks, 7)); });
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::puts(fmt::format("\nPeak memory of this program: {} MB.", usage.ru_maxrss / 1024).c_str());
    return 0;
}
