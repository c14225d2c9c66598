#include "demo_files.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

namespace safeground::tests {

namespace {

std::vector<std::string> cells(const std::string& line) {
    std::vector<std::string> out(1);
    bool quoted = false;
    for (const char c : line) {
        if (c == '"') quoted = !quoted;
        else if (c == ',' && !quoted) out.emplace_back();
        else out.back() += c;
    }
    return out;
}

Ring ring_of(const nlohmann::json& json) {
    Ring ring;
    for (const auto& p : json) ring.push_back({p.at(0).get<double>(), p.at(1).get<double>()});
    return ring;
}

}  // namespace

std::string demo_path(const std::string& name) {
    return std::string(SAFEGROUND_SOURCE_DIR "/geodata/demo/") + name;
}

std::string whole_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

std::vector<Row> demo_csv(const std::string& name) {
    std::istringstream in(whole_file(demo_path(name)));
    std::string line;
    std::getline(in, line);
    const auto header = cells(line);
    std::vector<Row> rows;
    while (std::getline(in, line)) {
        const auto values = cells(line);
        if (values.size() != header.size())
            throw std::runtime_error(name + ": a row of another width: " + line);
        Row row;
        for (std::size_t i = 0; i < header.size(); ++i) row[header[i]] = values[i];
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<Shape> demo_shapes(const std::string& name) {
    const auto json = nlohmann::json::parse(whole_file(demo_path(name)));
    std::vector<Shape> shapes;
    for (const auto& feature : json.at("features")) {
        Shape shape;
        for (const auto& [key, value] : feature.at("properties").items())
            shape.properties[key] = value.get<std::string>();
        const auto& geometry = feature.at("geometry");
        shape.type = geometry.at("type").get<std::string>();
        const auto& c = geometry.at("coordinates");
        if (shape.type == "LineString") shape.polygons = {{ring_of(c)}};
        else if (shape.type == "Polygon" || shape.type == "MultiPolygon") {
            for (const auto& polygon : shape.type == "Polygon" ? nlohmann::json::array({c}) : c) {
                shape.polygons.emplace_back();
                for (const auto& ring : polygon) shape.polygons.back().push_back(ring_of(ring));
            }
        }
        shapes.push_back(std::move(shape));
    }
    return shapes;
}

bool contains(const Shape& shape, Spot at) {
    bool in = false;
    for (const auto& polygon : shape.polygons)
        for (const Ring& ring : polygon)
            for (std::size_t i = 1; i < ring.size(); ++i) {
                const Spot a = ring[i], b = ring[i - 1];
                if ((a.y > at.y) != (b.y > at.y) && at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x)
                    in = !in;
            }
    return in;
}

double area(const Shape& shape) {
    double twice = 0;
    for (const auto& polygon : shape.polygons)
        for (const Ring& ring : polygon)
            for (std::size_t i = 1; i < ring.size(); ++i) {
                const Spot a = ring[i - 1], b = ring[i], o = shape.polygons[0][0][0];
                twice += (a.x - o.x) * (b.y - o.y) - (b.x - o.x) * (a.y - o.y);
            }
    return twice / 2;
}

std::string area_at(Spot at) {
    static const std::vector<Shape> areas = demo_shapes("lsoa.geojson");
    static std::map<std::pair<double, double>, std::string> known;
    const auto found = known.find({at.x, at.y});
    if (found != known.end()) return found->second;
    std::string code;
    for (const Shape& shape : areas)
        if (contains(shape, at)) code = code.empty() ? shape.properties.at("LSOA21CD") : "several";
    return known[{at.x, at.y}] = code;
}

Spot place(const Row& row) { return {std::stod(row.at("easting")), std::stod(row.at("northing"))}; }

}  // namespace safeground::tests
