#pragma once

#include <filesystem>
#include <string>

#include "core/geometry.hpp"

namespace safeground::tests {

/// The polygons of the first layer of a file, as they are, by GDAL: geo's tests do not use the io room.
/// Throws when unreadable.
struct ReadPolygons {
    core::Polygons polygons;
    std::string crs;  ///< WKT
};
ReadPolygons read_polygons(const std::filesystem::path& path);

}  // namespace safeground::tests
