// bench_stats [PEERS.csv]: medians of five runs of the statistics on England's 33,755 areas as a Markdown table;
// with the seconds of peers ("work,peer,seconds", as peers.R writes them) also the ratios. See compare.sh.

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "geo/build_weights.hpp"
#include "ops/load.hpp"
#include "stats/classify.hpp"
#include "stats/getis_ord.hpp"
#include "stats/local_moran.hpp"
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
    std::vector<double> imd, crime;
    core::Weights queen, kernel;
};

/// Stops the program with the sentence of the failure.
template <class T>
T must(core::Result<T> result) {
    if (result) return std::move(*result);
    std::fprintf(stderr, "%s\n", result.message().c_str());
    std::exit(1);
}

/// Weights that fall with distance within queen neighbours: unequal in every row.
core::Weights falling(core::Weights weights, const core::Polygons& polygons) {
    std::vector<core::Point> centre;
    for (std::size_t row = 0; row < polygons.size(); ++row) centre.push_back(core::centroid(polygons, row));
    for (std::uint32_t i = 0; i < weights.size(); ++i)
        for (std::uint32_t l = weights.row_begin[i]; l < weights.row_begin[i + 1]; ++l) {
            const core::Point a = centre[i], b = centre[weights.neighbour[l]];
            weights.weight[l] = 1000 / (1000 + std::hypot(a.x - b.x, a.y - b.y));
        }
    return weights;
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
    const core::Weights binary = must(geo::queen_weights(*out.table->polygons()));
    out.queen = core::row_standardise(binary);
    out.kernel = core::row_standardise(falling(binary, *out.table->polygons()));
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
        std::istringstream fields(line);
        std::string work, name, seconds;
        std::getline(fields, work, ',');
        std::getline(fields, name, ',');
        std::getline(fields, seconds, ',');
        if (!seconds.empty() && work != "work") peers[work] = {name, std::stod(seconds)};
    }
    return peers;
}

}  // namespace

int main(int argc, char** argv) {
    const std::map<std::string, Peer> peers = argc > 1 ? peers_of(argv[1]) : std::map<std::string, Peer>{};
    const England england = load();
    std::puts("| work | seconds | peer | its seconds | ratio |\n|---|---|---|---|---|");
    const auto row = [&](const std::string& name, const std::string& peer, const std::function<void()>& work) {
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
    row("queen weights", "poly2nb", [&] { must(geo::queen_weights(*england.table->polygons())); });
    row("local Moran, 999, equal weights", "localmoran_perm", moran(england.queen, 999, Draws::Auto));
    row("local Moran, 99,999, equal weights (peer: 999)", "localmoran_perm", moran(england.queen, 99'999, Draws::Auto));
    row("Gi*, 99,999 (peer: 999)", "localG_perm",
        [&] { must(stats::getis_ord(england.imd, england.queen, {.permutations = 99'999})); });
    row("local Moran, 999, own draws, equal weights", "localmoran_perm", moran(england.queen, 999, Draws::PerArea));
    row("local Moran, 999, own draws, weights falling with distance", "localmoran_perm_kernel",
        moran(england.kernel, 999, Draws::Auto));
    row("natural breaks, 7 classes, exact", "fisher",
        [&] { must(stats::classify(england.imd, stats::ClassifyMethod::Jenks, 7)); });
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::puts(fmt::format("\nPeak memory of this program: {} MB.", usage.ru_maxrss / 1024).c_str());
    return 0;
}
