#include "streets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>

#include "unions.hpp"

namespace safeground::demo {

namespace {

using core::RandomStream;
using core::StreamId;

constexpr std::array kFirst{
    "Anchor",     "Avocet",      "Barnacle",  "Beadle",   "Beech",      "Binnacle", "Bittern",
    "Bollard",    "Brine",       "Buoy",      "Candle",   "Capstan",    "Carrack",  "Chandler",
    "Cockle",     "Cooper",      "Cormorant", "Cutter",   "Dabchick",   "Dunlin",   "Eider",
    "Elver",      "Fathom",      "Fender",    "Ferrier",  "Flint",      "Foundry",  "Fulmar",
    "Galley",     "Glasswort",   "Godwit",    "Grebe",    "Guillemot",  "Halyard",  "Hawser",
    "Heron",      "Herring",     "Ironside",  "Jetty",    "Keel",       "Kelp",     "Kittiwake",
    "Knot",       "Lamplighter", "Lapwing",   "Larkspur", "Ledger",     "Limpet",   "Linnet",
    "Lobster",    "Mallow",      "Marram",    "Mast",     "Merganser",  "Mizzen",   "Moorhen",
    "Mussel",     "Netmaker",    "Oakum",     "Osprey",   "Packet",     "Painter",  "Pebble",
    "Pennant",    "Petrel",      "Pilot",     "Pintail",  "Pipit",      "Quill",    "Quoin",
    "Redshank",   "Reedling",    "Rigger",    "Ruff",     "Sailmaker",  "Saltern",  "Samphire",
    "Sanderling", "Sandpiper",   "Scoter",    "Sedge",    "Shearwater", "Shingle",  "Shoveler",
    "Shrimp",     "Siskin",      "Skua",      "Slipway",  "Smelt",      "Snipe",    "Spar",
    "Spindrift",  "Starling",    "Stonechat", "Tallow",   "Tar",        "Teal",     "Tern",
    "Thrift",     "Tiller",      "Turnstone", "Twine",    "Wader",      "Weir",     "Wharfinger",
    "Whimbrel",   "Whinchat",    "Wigeon",    "Willow",   "Windlass",   "Withy",    "Wrack",
    "Yarrow"};
constexpr std::array kLong{"Street", "Road", "Street", "Avenue", "Street", "Road", "Terrace", "Lane"};
constexpr std::array kShort{"Row",  "Close", "Place",   "Walk",  "Court",
                            "Mews", "Yard",  "Gardens", "Grove", "Passage"};

void draw_majors(const Plan& plan, const Mesh& mesh, const std::vector<char>& built, Streets& out) {
    const auto add = [&](const Named& road, const std::vector<char>& usable) {
        Street street{road.name, true, {}, {}};
        for (const int e : follow(mesh, road.line, usable)) {
            // Where a road runs along one drawn before, the older name stays.
            const bool shared = out.street_of_edge[static_cast<std::size_t>(e)] == 2;
            if (shared && street.edges.empty()) continue;
            if (shared) {
                out.list.push_back(street);
                street = {road.name, true, {}, {}};
                continue;
            }
            street.edges.push_back(e);
            out.street_of_edge[static_cast<std::size_t>(e)] = 2;
        }
        if (!street.edges.empty()) out.list.push_back(street);
    };
    for (const Named& road : plan.roads) add(road, built);
    std::vector<char> park(mesh.edges.size(), 0);
    for (std::size_t e = 0; e < mesh.edges.size(); ++e)
        park[e] = mesh.kind[static_cast<std::size_t>(mesh.edges[e].left)] == CellKind::Park &&
                  mesh.kind[static_cast<std::size_t>(mesh.edges[e].right)] == CellKind::Park;
    for (const Named& road : plan.park_roads) add(road, park);
}

/// Minor streets: a spanning tree, most of the other edges, then dead ends cut back.
void choose_minors(const Mesh& mesh, const std::vector<char>& built, RandomStream& random, Streets& out) {
    std::vector<std::pair<double, int>> order;
    for (std::size_t e = 0; e < mesh.edges.size(); ++e)
        if (built[e] && !out.canal_edge[e] && out.street_of_edge[e] == 0)
            order.push_back({random.uniform(), static_cast<int>(e)});
    std::sort(order.begin(), order.end());
    Unions unions(mesh.nodes.size());
    for (std::size_t e = 0; e < mesh.edges.size(); ++e)
        if (out.street_of_edge[e] == 2) unions.join(mesh.edges[e].from, mesh.edges[e].to);
    for (const auto& [draw, e] : order) {
        const Mesh::Edge& edge = mesh.edges[static_cast<std::size_t>(e)];
        const bool needed = unions.join(edge.from, edge.to);
        const double keep = mesh.edge_length(e) > 75
                                ? 0.80
                                : 0.62;  // long sides of blocks are streets, short ones less often
        if (needed || random.uniform() < keep) out.street_of_edge[static_cast<std::size_t>(e)] = 1;
    }
    for (int round = 0; round < 3; ++round) {
        std::vector<int> degree(mesh.nodes.size(), 0);
        for (std::size_t e = 0; e < mesh.edges.size(); ++e) {
            if (out.street_of_edge[e] == 0) continue;
            ++degree[static_cast<std::size_t>(mesh.edges[e].from)];
            ++degree[static_cast<std::size_t>(mesh.edges[e].to)];
        }
        for (std::size_t e = 0; e < mesh.edges.size(); ++e) {
            const Mesh::Edge& edge = mesh.edges[e];
            const bool stub = degree[static_cast<std::size_t>(edge.from)] == 1 ||
                              degree[static_cast<std::size_t>(edge.to)] == 1;
            if (out.street_of_edge[e] == 1 && stub && random.uniform() < 0.6) out.street_of_edge[e] = 0;
        }
    }
    // What hangs together with the first main road stays.
    Unions net(mesh.nodes.size());
    for (std::size_t e = 0; e < mesh.edges.size(); ++e)
        if (out.street_of_edge[e] != 0) net.join(mesh.edges[e].from, mesh.edges[e].to);
    const int root = net.find(mesh.edges[static_cast<std::size_t>(out.list[0].edges[0])].from);
    for (std::size_t e = 0; e < mesh.edges.size(); ++e)
        if (out.street_of_edge[e] != 0 && net.find(mesh.edges[e].from) != root) out.street_of_edge[e] = 0;
}

/// At each junction the straightest pairs of minor edges are one street; chains of pairs become named
/// streets.
void chain_minors(const Mesh& mesh, RandomStream& random, Streets& out) {
    std::vector<std::array<int, 2>> onward(mesh.edges.size(), {-1, -1});  // next edge at from, at to
    const auto direction = [&](int e, int node) {
        const Vec d = mesh.nodes[static_cast<std::size_t>(mesh.other_node(e, node))] -
                      mesh.nodes[static_cast<std::size_t>(node)];
        return (1 / length(d)) * d;
    };
    for (std::size_t n = 0; n < mesh.nodes.size(); ++n) {
        std::vector<std::pair<double, std::pair<int, int>>> pairs;
        const auto& around = mesh.edges_of_node[n];
        for (std::size_t i = 0; i < around.size(); ++i)
            for (std::size_t j = i + 1; j < around.size(); ++j) {
                if (out.street_of_edge[static_cast<std::size_t>(around[i])] != 1 ||
                    out.street_of_edge[static_cast<std::size_t>(around[j])] != 1)
                    continue;
                const double bend =
                    dot(direction(around[i], static_cast<int>(n)), direction(around[j], static_cast<int>(n)));
                if (bend < -0.78) pairs.push_back({bend, {around[i], around[j]}});
            }
        std::sort(pairs.begin(), pairs.end());
        std::set<int> taken;
        for (const auto& [bend, pair] : pairs) {
            if (taken.contains(pair.first) || taken.contains(pair.second)) continue;
            taken.insert({pair.first, pair.second});
            const auto set = [&](int e, int other) {
                onward[static_cast<std::size_t>(e)]
                      [mesh.edges[static_cast<std::size_t>(e)].from == static_cast<int>(n) ? 0 : 1] = other;
            };
            set(pair.first, pair.second);
            set(pair.second, pair.first);
        }
    }
    std::vector<char> used(mesh.edges.size(), 0);
    std::vector<Street> minors;
    for (std::size_t first = 0; first < mesh.edges.size(); ++first) {
        if (out.street_of_edge[first] != 1 || used[first]) continue;
        // Back to the chain's beginning, then forward, in pieces of at most 900 m.
        int e = static_cast<int>(first), entered = mesh.edges[first].from;
        for (std::size_t guard = 0; guard < mesh.edges.size(); ++guard) {
            const auto& edge = mesh.edges[static_cast<std::size_t>(e)];
            const int before = onward[static_cast<std::size_t>(e)][edge.from == entered ? 0 : 1];
            if (before < 0 || used[static_cast<std::size_t>(before)] || before == static_cast<int>(first))
                break;
            entered = mesh.other_node(before, entered);
            e = before;
        }
        Street street;
        double walked = 0;
        while (e >= 0 && !used[static_cast<std::size_t>(e)]) {
            used[static_cast<std::size_t>(e)] = 1;
            street.edges.push_back(e);
            walked += mesh.edge_length(e);
            const int leaving = mesh.other_node(e, entered);
            e = onward[static_cast<std::size_t>(e)]
                      [mesh.edges[static_cast<std::size_t>(e)].from == leaving ? 0 : 1];
            entered = leaving;
            if (walked > 900) break;
        }
        minors.push_back(street);
    }
    std::set<std::string> names;
    for (Street& street : minors) {
        double walked = 0;
        for (const int e : street.edges) walked += mesh.edge_length(e);
        do {
            const auto first = kFirst[random.below(static_cast<std::uint32_t>(kFirst.size()))];
            const auto second = walked > 190
                                    ? kLong[random.below(static_cast<std::uint32_t>(kLong.size()))]
                                    : kShort[random.below(static_cast<std::uint32_t>(kShort.size()))];
            street.name = fmt::format("{} {}", first, second);
            // Names run out in a large town: then a street is Upper, Lower, Old, New or Little.
            if (names.contains(street.name)) {
                constexpr std::array kWhich{"Upper", "Lower", "Old",   "New",  "Little",
                                            "Great", "North", "South", "East", "West"};
                street.name = fmt::format(
                    "{} {}", kWhich[random.below(static_cast<std::uint32_t>(kWhich.size()))], street.name);
            }
        } while (!names.insert(street.name).second);
        out.list.push_back(street);
    }
}

void list_nodes(const Mesh& mesh, Street& street) {
    const auto ends = [&](std::size_t i) { return mesh.edges[static_cast<std::size_t>(street.edges[i])]; };
    int at = ends(0).from;
    if (street.edges.size() > 1 && (at == ends(1).from || at == ends(1).to)) at = ends(0).to;
    street.nodes = {at};
    for (const int e : street.edges) street.nodes.push_back(at = mesh.other_node(e, at));
}

}  // namespace

Streets make_streets(const Plan& plan, const Mesh& mesh, std::uint64_t seed) {
    RandomStream random(seed, StreamId::DemoBorough, 3);
    Streets out;
    out.street_of_edge.assign(mesh.edges.size(), 0);
    out.canal_edge.assign(mesh.edges.size(), 0);
    std::vector<char> built(mesh.edges.size(), 0), land(mesh.edges.size(), 0);
    for (std::size_t e = 0; e < mesh.edges.size(); ++e) {
        const CellKind a = mesh.kind[static_cast<std::size_t>(mesh.edges[e].left)];
        const CellKind b = mesh.kind[static_cast<std::size_t>(mesh.edges[e].right)];
        const bool block = a == CellKind::Block || b == CellKind::Block;
        built[e] = block && a != CellKind::River && b != CellKind::River;
        land[e] = a == CellKind::Block && b == CellKind::Block;
    }
    out.canal = follow(mesh, plan.canal.line, built);
    for (const int e : out.canal) out.canal_edge[static_cast<std::size_t>(e)] = 1;
    std::vector<char> dry = built;
    for (std::size_t e = 0; e < dry.size(); ++e) dry[e] = built[e] && !out.canal_edge[e];
    draw_majors(plan, mesh, dry, out);
    choose_minors(mesh, dry, random, out);
    chain_minors(mesh, random, out);
    for (Street& street : out.list) list_nodes(mesh, street);
    return out;
}

}  // namespace safeground::demo
