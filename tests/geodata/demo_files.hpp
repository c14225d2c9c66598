#pragma once

#include <map>
#include <string>
#include <vector>

namespace safeground::tests {

struct Spot {
    double x = 0, y = 0;
};
using Ring = std::vector<Spot>;  ///< as in the file: the first point again at the end

/// One polygon or line of the demo's GeoJSON.
struct Shape {
    std::map<std::string, std::string> properties;
    std::string type;
    std::vector<std::vector<Ring>> polygons;  ///< rings, outer first; a line is one polygon of one open ring
};

using Row = std::map<std::string, std::string>;

std::string demo_path(const std::string& name);
std::string whole_file(const std::string& path);
std::vector<Row> demo_csv(const std::string& name);
std::vector<Shape> demo_shapes(const std::string& name);

bool contains(const Shape& shape, Spot at);
double area(const Shape& shape);
/// Code of the area of lsoa.geojson that contains the point; empty: none, "several": more than one.
std::string area_at(Spot at);
Spot place(const Row& row);

}  // namespace safeground::tests
