#include "mesh.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <queue>
#include <utility>

#include "unions.hpp"

namespace safeground::demo {

namespace {

using core::RandomStream;
using core::StreamId;

constexpr double kCollapse = 17;  ///< shorter edges become one crossroads

struct Triangle {
    int a, b, c;
    Vec centre;
    double radius_squared;
};

Triangle triangle(const std::vector<Vec>& p, int a, int b, int c) {
    const Vec origin = p[static_cast<std::size_t>(a)];
    const Vec u = p[static_cast<std::size_t>(b)] - origin, v = p[static_cast<std::size_t>(c)] - origin;
    const double d = 2 * cross(u, v);
    const Vec offset{(v.y * dot(u, u) - u.y * dot(v, v)) / d, (u.x * dot(v, v) - v.x * dot(u, u)) / d};
    return {a, b, c, origin + offset, dot(offset, offset)};
}

/// Bowyer 1981 and Watson 1981, each point against every triangle: some thousands of points take a second.
std::vector<Triangle> delaunay(std::vector<Vec> p) {
    const int count = static_cast<int>(p.size());
    p.insert(p.end(), {{-60000, -50000}, {70000, -50000}, {5000, 90000}});
    std::vector<Triangle> triangles{triangle(p, count, count + 1, count + 2)};
    for (int i = 0; i < count; ++i) {
        std::map<std::pair<int, int>, int>
            rim;  // directed edges of the cavity; an edge met both ways is inside
        std::vector<Triangle> kept;
        kept.reserve(triangles.size() + 2);
        for (const Triangle& t : triangles) {
            const Vec to = p[static_cast<std::size_t>(i)] - t.centre;
            if (dot(to, to) >= t.radius_squared) {
                kept.push_back(t);
                continue;
            }
            for (const auto& [u, v] : {std::pair{t.a, t.b}, std::pair{t.b, t.c}, std::pair{t.c, t.a}}) {
                if (rim.erase({v, u}) == 0) rim[{u, v}] = 1;
            }
        }
        for (const auto& [edge, one] : rim) kept.push_back(triangle(p, edge.first, edge.second, i));
        triangles = std::move(kept);
    }
    std::erase_if(triangles, [&](const Triangle& t) { return t.a >= count || t.b >= count || t.c >= count; });
    return triangles;
}

struct SeedBed {
    std::vector<Vec> seeds;
    bool crowded(Vec p, double gap) const {
        return std::any_of(seeds.begin(), seeds.end(), [&](Vec s) { return distance(s, p) < gap; });
    }
};

struct Guide {
    const std::vector<Vec>* line;
    bool closed;
    double offset, spacing;
};

/// Seeds in pairs left and right of each guide, so that the border between two of a pair lies on the guide.
void plant_pairs(SeedBed& bed, const std::vector<Guide>& guides, const Plan& plan) {
    for (std::size_t g = 0; g < guides.size(); ++g) {
        const Guide& guide = guides[g];
        for (const Sample& s : samples(*guide.line, guide.closed, guide.spacing)) {
            const Vec left = s.at + guide.offset * s.normal, right = s.at - guide.offset * s.normal;
            if (s.at.x < -300 || s.at.x > 7000) continue;
            bool free = true;
            for (std::size_t h = 0; h < guides.size() && free; ++h) {
                if (h == g) continue;
                const double gap = h < g ? 0.72 * guides[h].offset : 0.45 * guides[h].offset;
                free = distance_to(*guides[h].line, left, guides[h].closed) > gap &&
                       distance_to(*guides[h].line, right, guides[h].closed) > gap;
            }
            const bool river = guide.line == &plan.bank || guide.line == &plan.far_bank;
            if (!river && (inside(plan.river, left) || inside(plan.river, right))) free = false;
            if (!free || bed.crowded(left, 42) || bed.crowded(right, 42)) continue;
            bed.seeds.push_back(left);
            bed.seeds.push_back(right);
        }
    }
}

/// Block seeds on each district's own, gently bent grid.
void plant_grids(SeedBed& bed, const std::vector<Guide>& guides, const Plan& plan, std::uint64_t seed) {
    RandomStream random(seed, StreamId::DemoBorough, 1);
    const auto bend = [](Vec p) {
        return p + Vec{34 * std::sin(p.y / 310 + p.x / 700), 34 * std::sin(p.x / 290 - p.y / 800 + 1)};
    };
    const auto nearest = [&](Vec p) {
        std::size_t best = 0;
        for (std::size_t d = 1; d < plan.districts.size(); ++d)
            if (distance(plan.districts[d].centre, p) < distance(plan.districts[best].centre, p)) best = d;
        return best;
    };
    const auto free = [&](Vec p, double share) {
        return std::all_of(guides.begin(), guides.end(), [&](const Guide& g) {
            return distance_to(*g.line, p, g.closed) > share * g.offset;
        });
    };
    for (std::size_t d = 0; d < plan.districts.size(); ++d) {
        const District& district = plan.districts[d];
        const double angle = district.angle_degrees * 3.14159265358979 / 180;
        const Vec u{std::cos(angle), std::sin(angle)}, v{-u.y, u.x};
        for (int i = -30; i <= 30; ++i) {
            for (int j = -45; j <= 45; ++j) {
                const Vec jitter{random.uniform(-4, 4), random.uniform(-4, 4)};
                const Vec flat = district.centre + (i * district.along) * u + (j * district.across) * v;
                const Vec p = bend(flat) + jitter;
                if (p.x < -300 || p.x > 7000 || p.y < 300 || p.y > 6000 || nearest(p) != d) continue;
                if (inside(plan.river, p) || !free(p, 1.5) || bed.crowded(p, 0.68 * district.across))
                    continue;
                const bool in_park = std::any_of(plan.parks.begin(), plan.parks.end(),
                                                 [&](const Named& park) { return inside(park.line, p); });
                if (in_park && bed.crowded(p, 130)) continue;
                const bool far_out = !inside(plan.outline, p) && distance_to(plan.outline, p, true) > 260;
                if (far_out) continue;
                bed.seeds.push_back(p);
            }
        }
    }
    // Outside: a coarse ring, so that no cell of the borough is open.
    for (double x = -900; x <= 7700; x += 300)
        for (double y = -400; y <= 6700; y += 300) {
            const Vec p{x + random.uniform(-40, 40), y + random.uniform(-40, 40)};
            if (!inside(plan.outline, p) && distance_to(plan.outline, p, true) > 240 &&
                !inside(plan.river, p) && free(p, 1.5) && !bed.crowded(p, 120))
                bed.seeds.push_back(p);
        }
}

void connect(Mesh& mesh, const std::vector<Triangle>& triangles) {
    std::map<std::pair<int, int>, std::vector<int>> sides;  // cell pair -> triangles
    for (std::size_t t = 0; t < triangles.size(); ++t) {
        const Triangle& tri = triangles[t];
        for (auto [a, b] : {std::pair{tri.a, tri.b}, std::pair{tri.b, tri.c}, std::pair{tri.c, tri.a}})
            sides[{std::min(a, b), std::max(a, b)}].push_back(static_cast<int>(t));
    }
    const auto centre = [&](int t) { return triangles[static_cast<std::size_t>(t)].centre; };
    Unions unions(triangles.size());
    std::vector<Vec> sum(triangles.size());
    std::vector<int> members(triangles.size(), 1);
    for (std::size_t t = 0; t < triangles.size(); ++t) sum[t] = triangles[t].centre;
    std::vector<std::pair<double, std::pair<int, int>>> shorts;
    for (const auto& [cells, ts] : sides)
        if (ts.size() == 2 && distance(centre(ts[0]), centre(ts[1])) < kCollapse)
            shorts.push_back({distance(centre(ts[0]), centre(ts[1])), {ts[0], ts[1]}});
    std::sort(shorts.begin(), shorts.end());
    for (const auto& [gap, ends] : shorts) {
        const auto a = static_cast<std::size_t>(unions.find(ends.first));
        const auto b = static_cast<std::size_t>(unions.find(ends.second));
        if (a == b || members[a] + members[b] > 3) continue;
        unions.parent[b] = static_cast<int>(a);
        sum[a] = sum[a] + sum[b];
        members[a] += members[b];
    }
    std::map<int, int> node_of;
    const auto node = [&](int t) {
        const int root = unions.find(t);
        const auto found = node_of.find(root);
        if (found != node_of.end()) return found->second;
        const auto r = static_cast<std::size_t>(root);
        mesh.nodes.push_back(rounded((1.0 / members[r]) * sum[r]));
        return node_of[root] = static_cast<int>(mesh.nodes.size()) - 1;
    };
    for (const auto& [cells, ts] : sides) {
        if (ts.size() != 2) continue;
        int from = ts[0], to = ts[1];
        // Which cell is at the left is asked of the unmoved diagram.
        const Vec along = centre(to) - centre(from);
        const Vec apart = mesh.seeds[static_cast<std::size_t>(cells.first)] -
                          mesh.seeds[static_cast<std::size_t>(cells.second)];
        const bool first_left = cross(along, apart) > 0;
        const int a = node(from), b = node(to);
        if (a == b) continue;
        mesh.edges.push_back(
            {a, b, first_left ? cells.first : cells.second, first_left ? cells.second : cells.first});
    }
}

/// Blocks that stick out of the borough on most sides are not of it: no spikes.
void trim_outline(Mesh& mesh) {
    for (int round = 0; round < 2; ++round) {
        std::vector<std::size_t> spikes;
        for (std::size_t c = 0; c < mesh.kind.size(); ++c) {
            if (mesh.kind[c] != CellKind::Block) continue;
            double all = 0, open = 0;
            for (const int e : mesh.edges_of_cell[c]) {
                const Mesh::Edge& edge = mesh.edges[static_cast<std::size_t>(e)];
                const auto other =
                    static_cast<std::size_t>(edge.left == static_cast<int>(c) ? edge.right : edge.left);
                all += mesh.edge_length(e);
                if (mesh.kind[other] == CellKind::Outside) open += mesh.edge_length(e);
            }
            if (open > 0.58 * all) spikes.push_back(c);
        }
        for (const std::size_t c : spikes) mesh.kind[c] = CellKind::Outside;
    }
}

}  // namespace

Mesh make_mesh(const Plan& plan, std::uint64_t seed) {
    std::vector<Guide> guides{
        {&plan.bank, false, 36, 66}, {&plan.far_bank, false, 60, 120}, {&plan.canal.line, false, 34, 66}};
    for (const Named& park : plan.parks) guides.push_back({&park.line, true, 34, 66});
    for (const Named& road : plan.roads) guides.push_back({&road.line, false, 36, 70});
    for (const Named& road : plan.park_roads) guides.push_back({&road.line, false, 55, 90});
    SeedBed bed;
    plant_pairs(bed, guides, plan);
    plant_grids(bed, guides, plan, seed);

    Mesh mesh;
    mesh.seeds = bed.seeds;
    const std::size_t count = mesh.seeds.size();
    mesh.kind.assign(count, CellKind::Outside);
    mesh.park.assign(count, -1);
    for (std::size_t i = 0; i < count; ++i) {
        const Vec p = mesh.seeds[i];
        if (inside(plan.river, p)) {
            mesh.kind[i] = CellKind::River;
        } else if (inside(plan.outline, p)) {
            mesh.kind[i] = CellKind::Block;
            for (std::size_t k = 0; k < plan.parks.size(); ++k)
                if (inside(plan.parks[k].line, p)) {
                    mesh.kind[i] = CellKind::Park;
                    mesh.park[i] = static_cast<int>(k);
                }
        }
    }
    connect(mesh, delaunay(mesh.seeds));
    mesh.area.assign(count, 0);
    mesh.edges_of_cell.resize(count);
    mesh.edges_of_node.resize(mesh.nodes.size());
    for (std::size_t e = 0; e < mesh.edges.size(); ++e) {
        const Mesh::Edge& edge = mesh.edges[e];
        const double part = cross(mesh.nodes[static_cast<std::size_t>(edge.from)],
                                  mesh.nodes[static_cast<std::size_t>(edge.to)]) /
                            2;
        mesh.area[static_cast<std::size_t>(edge.left)] += part;
        mesh.area[static_cast<std::size_t>(edge.right)] -= part;
        for (const int cell : {edge.left, edge.right})
            mesh.edges_of_cell[static_cast<std::size_t>(cell)].push_back(static_cast<int>(e));
        for (const int n : {edge.from, edge.to})
            mesh.edges_of_node[static_cast<std::size_t>(n)].push_back(static_cast<int>(e));
    }
    trim_outline(mesh);
    return mesh;
}

std::vector<Part> dissolve(const Mesh& mesh, const std::vector<int>& region_of_cell, int region) {
    struct Step {
        int from, to;
        bool used = false;
    };
    std::vector<Step> steps;
    std::map<int, std::vector<std::size_t>> leaving;
    for (const Mesh::Edge& e : mesh.edges) {
        const bool left = region_of_cell[static_cast<std::size_t>(e.left)] == region;
        const bool right = region_of_cell[static_cast<std::size_t>(e.right)] == region;
        if (left == right) continue;
        steps.push_back(left ? Step{e.from, e.to} : Step{e.to, e.from});
        leaving[steps.back().from].push_back(steps.size() - 1);
    }
    const auto at = [&](int n) { return mesh.nodes[static_cast<std::size_t>(n)]; };
    std::vector<std::vector<Vec>> outers, holes;
    for (std::size_t first = 0; first < steps.size(); ++first) {
        if (steps[first].used) continue;
        std::vector<Vec> ring;
        std::size_t s = first;
        while (!steps[s].used) {
            steps[s].used = true;
            ring.push_back(at(steps[s].from));
            // Where the region touches itself in a point, keep to the same outside sector: rings then never
            // cross.
            const Vec back = at(steps[s].from) - at(steps[s].to);
            double best = std::numeric_limits<double>::infinity();
            std::size_t next = first;
            for (const std::size_t candidate : leaving[steps[s].to]) {
                if (steps[candidate].used && candidate != first) continue;
                const Vec out = at(steps[candidate].to) - at(steps[candidate].from);
                double turn = std::atan2(cross(back, out), dot(back, out));
                if (turn <= 0) turn += 2 * 3.14159265358979323846;
                if (turn < best) {
                    best = turn;
                    next = candidate;
                }
            }
            s = next;
        }
        (signed_area(ring) > 0 ? outers : holes).push_back(std::move(ring));
    }
    std::vector<Part> parts;
    for (auto& outer : outers) parts.push_back({std::move(outer), {}});
    std::sort(parts.begin(), parts.end(),
              [](const Part& a, const Part& b) { return signed_area(a.outer) > signed_area(b.outer); });
    for (auto& hole : holes) {
        const Vec middle = 0.5 * (hole[0] + hole[1]);
        for (Part& part : parts)
            if (inside(part.outer, middle) || &part == &parts.back()) {
                part.holes.push_back(std::move(hole));
                break;
            }
    }
    return parts;
}

std::vector<int> follow(const Mesh& mesh, const std::vector<Vec>& line, const std::vector<char>& usable) {
    std::vector<double> cost(mesh.edges.size(), -1);
    for (std::size_t e = 0; e < mesh.edges.size(); ++e) {
        if (!usable[e]) continue;
        const Vec a = mesh.nodes[static_cast<std::size_t>(mesh.edges[e].from)];
        const Vec b = mesh.nodes[static_cast<std::size_t>(mesh.edges[e].to)];
        const double stray =
            (distance_to(line, a) + distance_to(line, b) + distance_to(line, 0.5 * (a + b))) / 3;
        if (stray < 220) cost[e] = distance(a, b) * (1 + (stray / 9) * (stray / 9));
    }
    const auto nearest = [&](Vec p) {
        int best = -1;
        double best_gap = std::numeric_limits<double>::infinity();
        for (std::size_t e = 0; e < mesh.edges.size(); ++e) {
            if (cost[e] < 0) continue;
            for (const int n : {mesh.edges[e].from, mesh.edges[e].to}) {
                const double gap = distance(mesh.nodes[static_cast<std::size_t>(n)], p);
                if (gap < best_gap) {
                    best_gap = gap;
                    best = n;
                }
            }
        }
        return best;
    };
    const int start = nearest(line.front()), goal = nearest(line.back());
    if (start < 0 || goal < 0) return {};
    std::vector<double> reached(mesh.nodes.size(), std::numeric_limits<double>::infinity());
    std::vector<int> by(mesh.nodes.size(), -1);
    std::priority_queue<std::pair<double, int>, std::vector<std::pair<double, int>>, std::greater<>> queue;
    reached[static_cast<std::size_t>(start)] = 0;
    queue.push({0, start});
    while (!queue.empty()) {
        const auto [so_far, n] = queue.top();
        queue.pop();
        if (so_far > reached[static_cast<std::size_t>(n)]) continue;
        for (const int e : mesh.edges_of_node[static_cast<std::size_t>(n)]) {
            const double c = cost[static_cast<std::size_t>(e)];
            if (c < 0) continue;
            const int m = mesh.other_node(e, n);
            if (so_far + c < reached[static_cast<std::size_t>(m)]) {
                reached[static_cast<std::size_t>(m)] = so_far + c;
                by[static_cast<std::size_t>(m)] = e;
                queue.push({so_far + c, m});
            }
        }
    }
    std::vector<int> path;
    for (int n = goal; n != start && by[static_cast<std::size_t>(n)] >= 0;) {
        path.push_back(by[static_cast<std::size_t>(n)]);
        n = mesh.other_node(path.back(), n);
    }
    std::reverse(path.begin(), path.end());
    return path;
}

}  // namespace safeground::demo
