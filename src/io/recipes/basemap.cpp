#include "io/recipes/registry.hpp"

namespace safeground::io {
namespace {

constexpr const char* kOsm = "© OpenStreetMap contributors";
constexpr const char* kOdbl = "Open Database Licence 1.0";

Recipe layer(std::string id, std::string title, core::Subject subject, Recipe::Shape shape,
             std::vector<std::string> columns, std::vector<Field> fields, int priority) {
    Recipe r;
    r.id = std::move(id);
    r.title = std::move(title);
    r.publisher = kOsm;
    r.licence = kOdbl;
    r.subject = subject;
    r.shape = shape;
    r.requires_columns = std::move(columns);
    r.fields = std::move(fields);
    r.priority = priority;
    return r;
}

}  // namespace

std::vector<Recipe> basemap_recipes() {
    using core::Subject;
    using Shape = Recipe::Shape;
    Recipe edges = layer(
        "osm-drive-edges", "OSM street network (OSMnx edges)", Subject::Streets, Shape::Lines,
        {"u", "v", "osmid", "highway", "length"},
        {code_field("u", false, "Node where the edge begins."), code_field("v", false, "Node where it ends."),
         integer_field("key"), text_field("osmid"), name_field("name"), category_field("highway"),
         category_field("oneway"), text_field("maxspeed"), number_field("length", core::Measure::Plain, "m")},
        12);
    edges.gives = "one row a directed street edge";
    edges.notes = "Both directions of a two-way street are two edges.";
    Recipe nodes =
        layer("osm-drive-nodes", "OSM street network (OSMnx nodes)", Subject::BaseMap, Shape::Points,
              {"osmid", "street_count"},
              {code_field("osmid", true), integer_field("street_count"), category_field("highway")}, 12);
    nodes.gives = "one row a junction or end of a street";
    Recipe lines = layer("osm-lines", "OSM extract, lines", Subject::Streets, Shape::Lines,
                         {"osm_id", "highway", "other_tags"},
                         {code_field("osm_id", true), name_field("name"), category_field("highway"),
                          category_field("waterway"), category_field("railway"), category_field("barrier"),
                          text_field("other_tags")},
                         12);
    lines.gives = "one row a way that is a line";
    lines.notes = "Rows without highway are waterways, railways, walls and the like.";
    Recipe points =
        layer("osm-points", "OSM extract, points", Subject::BaseMap, Shape::Points, {"osm_id", "other_tags"},
              {code_field("osm_id", true), name_field("name"), category_field("highway"), text_field("place"),
               text_field("other_tags")},
              11);
    points.gives = "one row a node with tags";
    Recipe areas = layer("osm-areas", "OSM extract, areas", Subject::BaseMap, Shape::Polygons,
                         {"osm_id", "osm_way_id", "other_tags"},
                         {code_field("osm_id"), code_field("osm_way_id"), name_field("name"),
                          category_field("amenity"), category_field("building"), category_field("landuse"),
                          category_field("leisure"), category_field("natural"), text_field("other_tags")},
                         11);
    areas.gives = "one row an area (building, park, water ...)";
    Recipe highways = layer("osm-highways", "OSM streets without attributes", Subject::Streets, Shape::Lines,
                            {"osm_id"}, {code_field("osm_id")}, 10);
    highways.gives = "one row a piece of street";
    highways.requires_layer = "highways.*";
    Recipe parks = layer("osm-parks", "OSM parks", Subject::BaseMap, Shape::Polygons, {"osm_id"},
                         {code_field("osm_id")}, 10);
    parks.gives = "one row a park";
    parks.requires_layer = "parks.*";
    Recipe green = layer(
        "os-open-greenspace", "OS Open Greenspace", Subject::BaseMap, Shape::Polygons, {"id", "function"},
        {code_field("id"), category_field("function"), name_field("~NAME|distName1"), text_field("LABEL")},
        10);
    green.gives = "one row a green space";
    Recipe water = layer("os-water", "OS rivers and water", Subject::BaseMap, Shape::Polygons,
                         {"CODE", "LEGEND", "FILE_NAME"},
                         {integer_field("CODE"), category_field("LEGEND"), name_field("NAME")}, 10);
    water.gives = "one row a stretch of water";
    for (Recipe* r : {&green, &water}) r->publisher = "Ordnance Survey", r->licence = kOglV3;
    return {std::move(edges),    std::move(nodes), std::move(lines), std::move(points), std::move(areas),
            std::move(highways), std::move(parks), std::move(green), std::move(water)};
}

}  // namespace safeground::io
