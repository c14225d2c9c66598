#include <fmt/format.h>

#include <algorithm>

#include "town.hpp"

namespace safeground::demo {

namespace {

std::string point(Vec p) { return fmt::format("[{:.1f},{:.1f}]", kOriginEast + p.x, kOriginNorth + p.y); }

std::string points(const std::vector<Vec>& line, bool close) {
    std::string out = "[";
    for (std::size_t i = 0; i < line.size(); ++i) out += (i == 0 ? "" : ",") + point(line[i]);
    if (close) out += "," + point(line[0]);
    return out + "]";
}

std::string polygons(const std::vector<Part>& parts) {
    const auto one = [](const Part& part) {
        std::string out = "[" + points(part.outer, true);
        for (const auto& hole : part.holes) out += "," + points(hole, true);
        return out + "]";
    };
    if (parts.size() == 1) return R"({"type":"Polygon","coordinates":)" + one(parts[0]) + "}";
    std::string out = R"({"type":"MultiPolygon","coordinates":[)";
    for (std::size_t i = 0; i < parts.size(); ++i) out += (i == 0 ? "" : ",") + one(parts[i]);
    return out + "]}";
}

class Features {
public:
    explicit Features(const std::string& name)
        : m_text(fmt::format("{{\"type\":\"FeatureCollection\",\"name\":\"{}\",\"description\":\"SYNTHETIC: "
                             "the fictional Borough of "
                             "Larkmoor\",\n\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"urn:ogc:"
                             "def:crs:EPSG::27700\"}}}},\n"
                             "\"features\":[\n",
                             name)),
          m_name(name) {}
    /// `coded`: the properties hold LKM- codes, which are marker enough.
    void add(std::string properties, const std::string& geometry, bool coded = false) {
        if (!coded) properties += R"(,"synthetic":"yes")";
        m_text += fmt::format("{}{{\"type\":\"Feature\",\"properties\":{{{}}},\"geometry\":{}}}",
                              m_first ? "" : ",\n", properties, geometry);
        m_first = false;
    }
    File file() const { return {m_name + ".geojson", m_text + "\n]}\n"}; }

private:
    std::string m_text, m_name;
    bool m_first = true;
};

std::string ward_properties(std::size_t ward) {
    return fmt::format(R"("WD25CD":"LKM-W{:02}","WD25NM":"{}")", ward + 1, borough_plan().wards[ward].name);
}

std::vector<Vec> rounded_ring(std::vector<Vec> ring) {
    for (Vec& p : ring) p = rounded(p);
    return ring;
}

/// A band of this half width along a gently bent line.
std::vector<Vec> band(const std::vector<Vec>& line, double half) {
    std::vector<Vec> left, right;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const Vec d = line[std::min(i + 1, line.size() - 1)] - line[i == 0 ? 0 : i - 1];
        const Vec normal = (half / length(d)) * Vec{-d.y, d.x};
        left.push_back(rounded(line[i] + normal));
        right.push_back(rounded(line[i] - normal));
    }
    right.insert(right.end(), left.rbegin(), left.rend());
    return right;
}

std::vector<Vec> path_nodes(const Mesh& mesh, const std::vector<int>& edges) {
    const Mesh::Edge &first = mesh.edges[static_cast<std::size_t>(edges[0])],
                     &second = mesh.edges[static_cast<std::size_t>(edges[1])];
    int at = first.from == second.from || first.from == second.to ? first.to : first.from;
    std::vector<Vec> out{mesh.nodes[static_cast<std::size_t>(at)]};
    for (const int e : edges)
        out.push_back(mesh.nodes[static_cast<std::size_t>(at = mesh.other_node(e, at))]);
    return out;
}

File water(const Town& town) {
    const Plan& plan = borough_plan();
    Features out("water");
    std::vector<int> river(town.mesh.seeds.size());
    for (std::size_t c = 0; c < river.size(); ++c) river[c] = town.mesh.kind[c] == CellKind::River;
    out.add(R"("name":"River Lark","kind":"river")", polygons(dissolve(town.mesh, river, 1)));
    out.add(R"("name":"Larkmoor Cut","kind":"canal")",
            polygons({{band(path_nodes(town.mesh, town.streets.canal), 8), {}}}));
    for (const Named& lake : plan.lakes) {
        std::vector<Vec> ring = rounded_ring(lake.line);
        if (signed_area(ring) < 0) std::reverse(ring.begin(), ring.end());
        out.add(fmt::format(R"("name":"{}","kind":"lake")", lake.name), polygons({{ring, {}}}));
    }
    return out.file();
}

File green(const Town& town) {
    const Plan& plan = borough_plan();
    const Mesh& mesh = town.mesh;
    Features out("green");
    for (std::size_t p = 0; p < plan.parks.size(); ++p)
        out.add(fmt::format(R"("name":"{}","kind":"park")", plan.parks[p].name),
                polygons(dissolve(mesh, mesh.park, static_cast<int>(p))));
    std::vector<int> cell(mesh.seeds.size(), -1);
    for (const int square : town.regions.squares) cell[static_cast<std::size_t>(square)] = square;
    for (const int square : town.regions.squares) {
        std::vector<Part> parts = dissolve(mesh, cell, square);
        Vec middle;
        for (const Vec p : parts[0].outer)
            middle = middle + (1.0 / static_cast<double>(parts[0].outer.size())) * p;
        for (Vec& p : parts[0].outer) p = rounded(middle + 0.82 * (p - middle));
        out.add(R"("name":"","kind":"garden square")", polygons(parts));
    }
    return out.file();
}

File streets(const Town& town) {
    Features out("streets");
    for (const Street& street : town.streets.list) {
        std::vector<Vec> line;
        for (const int n : street.nodes) line.push_back(town.mesh.nodes[static_cast<std::size_t>(n)]);
        out.add(fmt::format(R"("name":"{}","class":"{}")", street.name, street.major ? "major" : "minor"),
                R"({"type":"LineString","coordinates":)" + points(line, false) + "}");
    }
    // Bridges lead out of the borough from the road's last node, so that the network stays in one piece.
    for (const Named& bridge : borough_plan().bridges) {
        Vec start = bridge.line[0];
        double gap = 1e9;
        for (const Street& street : town.streets.list) {
            if (!street.major) continue;
            for (const int n : street.nodes) {
                const Vec node = town.mesh.nodes[static_cast<std::size_t>(n)];
                if (distance(node, bridge.line[0]) < gap) {
                    gap = distance(node, bridge.line[0]);
                    start = node;
                }
            }
        }
        out.add(
            fmt::format(R"("name":"{}","class":"major")", bridge.name),
            R"({"type":"LineString","coordinates":)" + points({start, rounded(bridge.line[1])}, false) + "}");
    }
    return out.file();
}

File railway() {
    Features out("railway");
    const Named& line = borough_plan().railway;
    out.add(fmt::format(R"("name":"{}","kind":"railway")", line.name),
            R"({"type":"LineString","coordinates":)" + points(rounded_ring(line.line), false) + "}");
    return out.file();
}

File stations() {
    Features out("stations");
    const std::vector<std::pair<std::string, Vec>> list{
        {"Larkmoor Terminus", {4075, 3238}}, {"Staithe", {4905, 2897}}, {"Skerry", {5400, 2640}}};
    for (const auto& [name, at] : list)
        out.add(fmt::format(R"("name":"{}","kind":"station")", name),
                R"({"type":"Point","coordinates":)" + point(at) + "}");
    return out.file();
}

}  // namespace

std::vector<File> map_files(const Town& town) {
    const Mesh& mesh = town.mesh;
    Features lsoa("lsoa"), wards("wards"), borough("borough");
    for (std::size_t a = 0; a < town.regions.areas.size(); ++a) {
        const Area& area = town.regions.areas[a];
        lsoa.add(fmt::format(R"("LSOA21CD":"{}","LSOA21NM":"{}",{})", area.code, area.name,
                             ward_properties(static_cast<std::size_t>(area.ward))),
                 polygons(dissolve(mesh, town.regions.area_of_cell, static_cast<int>(a))), true);
    }
    for (std::size_t w = 0; w < borough_plan().wards.size(); ++w)
        wards.add(ward_properties(w),
                  polygons(dissolve(mesh, town.regions.ward_of_cell, static_cast<int>(w))), true);
    std::vector<int> all(mesh.seeds.size());
    for (std::size_t c = 0; c < all.size(); ++c) all[c] = town.regions.ward_of_cell[c] >= 0;
    borough.add(R"("LAD25CD":"LKM","LAD25NM":"Larkmoor")", polygons(dissolve(mesh, all, 1)));
    return {lsoa.file(), wards.file(), borough.file(), streets(town),
            water(town), green(town),  railway(),      stations()};
}

}  // namespace safeground::demo
