#include "regions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <queue>

namespace safeground::demo {

namespace {

using core::RandomStream;
using core::StreamId;

struct Link {
    int to;
    double cost;
};
using Links = std::vector<std::vector<Link>>;

/// Steps between cells; main roads, the canal and park edges are dear to cross, parks cheap once inside.
Links cell_links(const Mesh& mesh, const Streets& streets, const std::vector<char>& park_road,
                 double park_road_cost) {
    Links links(mesh.seeds.size());
    for (std::size_t e = 0; e < mesh.edges.size(); ++e) {
        const auto a = static_cast<std::size_t>(mesh.edges[e].left),
                   b = static_cast<std::size_t>(mesh.edges[e].right);
        const auto part_of_borough = [&](std::size_t c) {
            return mesh.kind[c] == CellKind::Block || mesh.kind[c] == CellKind::Park;
        };
        if (!part_of_borough(a) || !part_of_borough(b)) continue;
        double cost = distance(mesh.seeds[a], mesh.seeds[b]);
        if (mesh.park[a] >= 0 && mesh.park[a] == mesh.park[b]) cost *= 0.0005;
        if (park_road[e]) cost += park_road_cost;
        if (mesh.park[a] != mesh.park[b]) cost += 60;
        if (streets.canal_edge[e]) cost += 320;
        const bool inside_park = mesh.park[a] >= 0 && mesh.park[a] == mesh.park[b];
        if (streets.street_of_edge[e] == 2 && !inside_park) cost += 110;
        links[a].push_back({static_cast<int>(b), cost});
        links[b].push_back({static_cast<int>(a), cost});
    }
    return links;
}

/// Each of `members` to the seed that reaches it first, seeds starting at their own times: regions are
/// connected.
void spread(const Links& links, const std::vector<char>& member, const std::vector<int>& seeds,
            const std::vector<double>& start, std::vector<int>& owner) {
    std::vector<double> reached(links.size(), std::numeric_limits<double>::infinity());
    std::priority_queue<std::pair<double, int>, std::vector<std::pair<double, int>>, std::greater<>> queue;
    for (std::size_t r = 0; r < seeds.size(); ++r) {
        const auto s = static_cast<std::size_t>(seeds[r]);
        reached[s] = -1e9;  // a seed is its own region's, however early its neighbours start
        owner[s] = static_cast<int>(r);
        for (const Link& link : links[s]) {
            const auto to = static_cast<std::size_t>(link.to);
            if (!member[to] || start[r] + link.cost >= reached[to]) continue;
            reached[to] = start[r] + link.cost;
            owner[to] = static_cast<int>(r);
            queue.push({reached[to], link.to});
        }
    }
    while (!queue.empty()) {
        const auto [so_far, c] = queue.top();
        queue.pop();
        const auto from = static_cast<std::size_t>(c);
        if (so_far > reached[from]) continue;
        for (const Link& link : links[from]) {
            const auto to = static_cast<std::size_t>(link.to);
            if (!member[to] || so_far + link.cost >= reached[to]) continue;
            reached[to] = so_far + link.cost;
            owner[to] = owner[from];
            queue.push({reached[to], link.to});
        }
    }
}

/// Connected regions of about the wanted weights. Seeds move to the middle of their people when `moving`.
std::vector<int> balanced(const Mesh& mesh, const Links& links, const std::vector<double>& weight,
                          const std::vector<char>& member, std::vector<int> seeds,
                          const std::vector<double>& wanted, bool moving) {
    std::vector<int> owner(links.size(), -1), best;
    std::vector<double> start(seeds.size(), 0);
    double best_misfit = std::numeric_limits<double>::infinity();
    for (int round = 0; round < 90; ++round) {
        std::fill(owner.begin(), owner.end(), -1);
        spread(links, member, seeds, start, owner);
        std::vector<double> total(seeds.size(), 0);
        std::vector<Vec> middle(seeds.size());
        for (std::size_t c = 0; c < owner.size(); ++c) {
            if (owner[c] < 0) continue;
            const auto r = static_cast<std::size_t>(owner[c]);
            total[r] += weight[c];
            middle[r] = middle[r] + weight[c] * mesh.seeds[c];
        }
        double misfit = 0;
        for (std::size_t r = 0; r < seeds.size(); ++r)
            misfit = std::max(misfit, std::abs(total[r] / wanted[r] - 1));
        if (misfit < best_misfit) {
            best_misfit = misfit;
            best = owner;
        }
        for (std::size_t r = 0; r < seeds.size(); ++r) {
            start[r] = std::clamp(start[r] + 55 * (total[r] / wanted[r] - 1), -700.0, 700.0);
            if (!moving || round > 45 || total[r] <= 0) continue;
            const Vec goal = (1 / total[r]) * middle[r];
            double gap = std::numeric_limits<double>::infinity();
            for (std::size_t c = 0; c < owner.size(); ++c)
                if (owner[c] == static_cast<int>(r) && weight[c] > 0 && distance(mesh.seeds[c], goal) < gap) {
                    gap = distance(mesh.seeds[c], goal);
                    seeds[r] = static_cast<int>(c);
                }
        }
    }
    return best;
}

/// k seeds among the members, far from one another and where people are.
std::vector<int> scatter(const Mesh& mesh, const std::vector<double>& weight, const std::vector<char>& member,
                         std::size_t k, RandomStream& random) {
    std::vector<int> seeds;
    std::vector<double> gap(member.size(), 1);
    while (seeds.size() < k) {
        double total = 0;
        for (std::size_t c = 0; c < member.size(); ++c)
            if (member[c]) total += weight[c] * gap[c] * gap[c];
        double pick = random.uniform() * total;
        std::size_t chosen = 0;
        for (std::size_t c = 0; c < member.size(); ++c) {
            if (!member[c] || weight[c] * gap[c] <= 0) continue;
            chosen = c;
            pick -= weight[c] * gap[c] * gap[c];
            if (pick <= 0) break;
        }
        seeds.push_back(static_cast<int>(chosen));
        for (std::size_t c = 0; c < member.size(); ++c) {
            const double now = distance(mesh.seeds[c], mesh.seeds[chosen]);
            gap[c] = seeds.size() == 1 ? now : std::min(gap[c], now);
        }
    }
    return seeds;
}

}  // namespace

double settlement(const Plan& plan, Vec at) {
    const auto bump = [&](double x, double y, double reach) {
        const double d = distance(at, {x, y}) / reach;
        return std::exp(-d * d / 2);
    };
    double people = 0.24 + 1.25 * bump(3350, 3250, 800) + 0.75 * bump(2000, 4200, 520) +
                    0.7 * bump(3700, 1800, 480) + 0.45 * bump(1100, 3700, 420) + 0.5 * bump(4700, 4300, 480);
    people *= 1 - 0.80 * bump(plan.night_quarter.x, plan.night_quarter.y, 330);
    return people;
}

Regions make_regions(const Plan& plan, const Mesh& mesh, const Streets& streets, std::uint64_t seed) {
    RandomStream random(seed, StreamId::DemoBorough, 2);
    Regions out;
    const std::size_t cells = mesh.seeds.size();
    out.residents_of_cell.assign(cells, 0);
    std::vector<char> member(cells, 0), park_road(mesh.edges.size(), 0);
    double total = 0;
    for (std::size_t c = 0; c < cells; ++c) {
        member[c] = mesh.kind[c] == CellKind::Block || mesh.kind[c] == CellKind::Park;
        if (mesh.kind[c] != CellKind::Block) continue;
        if (mesh.area[c] > 3500 && mesh.area[c] < 11000 && random.uniform() < 0.024) {
            out.squares.push_back(static_cast<int>(c));
            continue;
        }
        out.residents_of_cell[c] =
            settlement(plan, mesh.seeds[c]) * mesh.area[c] * random.uniform(0.75, 1.25);
        total += out.residents_of_cell[c];
    }
    for (double& r : out.residents_of_cell) r *= kPopulation / total;
    std::vector<char> in_park(mesh.edges.size(), 0);
    for (std::size_t e = 0; e < mesh.edges.size(); ++e)
        in_park[e] = mesh.kind[static_cast<std::size_t>(mesh.edges[e].left)] == CellKind::Park &&
                     mesh.kind[static_cast<std::size_t>(mesh.edges[e].right)] == CellKind::Park;
    for (const Named& road : plan.park_roads)
        for (const int e : follow(mesh, road.line, in_park)) park_road[static_cast<std::size_t>(e)] = 1;
    // A park belongs to one ward, but the road through it parts two areas.
    const Links ward_links = cell_links(mesh, streets, park_road, 0);
    const Links links = cell_links(mesh, streets, park_road, 2000);

    // Wards grow from where the plan has their names.
    const std::size_t wards = plan.wards.size();
    std::vector<int> seeds;
    for (const WardPlan& ward : plan.wards) {
        int best = -1;
        for (std::size_t c = 0; c < cells; ++c)
            if (member[c] &&
                (best < 0 || distance(mesh.seeds[c], ward.centre) <
                                 distance(mesh.seeds[static_cast<std::size_t>(best)], ward.centre)))
                best = static_cast<int>(c);
        seeds.push_back(best);
    }
    const double mean_ward = kPopulation / static_cast<double>(wards);
    out.ward_of_cell = balanced(mesh, ward_links, out.residents_of_cell, member, seeds,
                                std::vector<double>(wards, mean_ward), false);

    // Areas by ward: shares of 130 by population, largest remainders.
    std::vector<double> people(wards, 0);
    for (std::size_t c = 0; c < cells; ++c)
        if (out.ward_of_cell[c] >= 0)
            people[static_cast<std::size_t>(out.ward_of_cell[c])] += out.residents_of_cell[c];
    std::vector<int> shares(wards);
    std::vector<std::pair<double, std::size_t>> remainders;
    for (std::size_t w = 0; w < wards; ++w) {
        const double exact = kAreas * people[w] / kPopulation;
        shares[w] = static_cast<int>(exact);
        remainders.push_back({exact - shares[w], w});
    }
    std::sort(remainders.rbegin(), remainders.rend());
    const int short_of = kAreas - std::accumulate(shares.begin(), shares.end(), 0);
    for (int i = 0; i < short_of; ++i) ++shares[remainders[static_cast<std::size_t>(i)].second];

    out.area_of_cell.assign(cells, -1);
    for (std::size_t w = 0; w < wards; ++w) {
        std::vector<char> here(cells, 0);
        for (std::size_t c = 0; c < cells; ++c) here[c] = out.ward_of_cell[c] == static_cast<int>(w);
        const auto k = static_cast<std::size_t>(shares[w]);
        std::vector<double> wanted(k);
        for (double& v : wanted) v = random.uniform(0.8, 1.25);
        const double scale = people[w] / std::accumulate(wanted.begin(), wanted.end(), 0.0);
        for (double& v : wanted) v *= scale;
        const auto owner = balanced(mesh, links, out.residents_of_cell, here,
                                    scatter(mesh, out.residents_of_cell, here, k, random), wanted, true);
        // Letters from north to south.
        std::vector<Area> areas(k);
        std::vector<std::size_t> order(k);
        std::iota(order.begin(), order.end(), 0);
        std::vector<double> ground(k, 0), park(k, 0);
        for (std::size_t c = 0; c < cells; ++c) {
            if (owner[c] < 0) continue;
            const auto r = static_cast<std::size_t>(owner[c]);
            areas[r].residents += out.residents_of_cell[c];
            areas[r].centre = areas[r].centre + out.residents_of_cell[c] * mesh.seeds[c];
            ground[r] += mesh.area[c];
            if (mesh.kind[c] == CellKind::Park) park[r] += mesh.area[c];
        }
        for (std::size_t r = 0; r < k; ++r) {
            areas[r].ward = static_cast<int>(w);
            areas[r].centre = (1 / areas[r].residents) * areas[r].centre;
            areas[r].hectares = ground[r] / 10000;
            areas[r].park_share = park[r] / ground[r];
        }
        std::sort(order.begin(), order.end(),
                  [&](std::size_t a, std::size_t b) { return areas[a].centre.y > areas[b].centre.y; });
        std::vector<int> number(k);
        for (std::size_t i = 0; i < k; ++i) {
            Area& area = areas[order[i]];
            number[order[i]] = static_cast<int>(out.areas.size());
            area.code = fmt::format("LKM-L{:03}", out.areas.size() + 1);
            area.name = fmt::format("Larkmoor {:03}{}", w + 1, static_cast<char>('A' + static_cast<int>(i)));
            out.areas.push_back(area);
        }
        for (std::size_t c = 0; c < cells; ++c)
            if (owner[c] >= 0) out.area_of_cell[c] = number[static_cast<std::size_t>(owner[c])];
    }
    return out;
}

}  // namespace safeground::demo
