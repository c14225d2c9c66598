#include "geo/read_polygons.hpp"

#include <cpl_conv.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include <stdexcept>

namespace safeground::tests {
namespace {

void add_polygon(core::Polygons& to, OGRGeometryH polygon) {
    for (int g = 0; g < OGR_G_GetGeometryCount(polygon); ++g) {
        OGRGeometryH ring = OGR_G_GetGeometryRef(polygon, g);
        std::vector<core::Point> points;
        for (int i = 0; i < OGR_G_GetPointCount(ring); ++i)
            points.push_back({OGR_G_GetX(ring, i), OGR_G_GetY(ring, i)});
        to.add_ring(points);
    }
    to.end_part();
}

}  // namespace

ReadPolygons read_polygons(const std::filesystem::path& path) {
    GDALAllRegister();
    const std::string name = (path.extension() == ".zip" ? "/vsizip/" : "") + path.string();
    GDALDatasetH file =
        GDALOpenEx(name.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr, nullptr, nullptr);
    if (file == nullptr) throw std::runtime_error("GDAL cannot read " + name);
    ReadPolygons read;
    OGRLayerH layer = GDALDatasetGetLayer(file, 0);
    if (OGRSpatialReferenceH crs = OGR_L_GetSpatialRef(layer)) {
        char* wkt = nullptr;
        OSRExportToWkt(crs, &wkt);
        read.crs = wkt;
        CPLFree(wkt);
    }
    while (OGRFeatureH feature = OGR_L_GetNextFeature(layer)) {
        if (OGRGeometryH geometry = OGR_F_GetGeometryRef(feature)) {
            if (wkbFlatten(OGR_G_GetGeometryType(geometry)) == wkbPolygon)
                add_polygon(read.polygons, geometry);
            else
                for (int i = 0; i < OGR_G_GetGeometryCount(geometry); ++i)
                    add_polygon(read.polygons, OGR_G_GetGeometryRef(geometry, i));
        }
        read.polygons.end_row();
        OGR_F_Destroy(feature);
    }
    GDALClose(file);
    return read;
}

}  // namespace safeground::tests
