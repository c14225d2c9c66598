#include <cpl_conv.h>
#include <fmt/format.h>
#include <ogr_spatialref.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cctype>
#include <memory>

#include "io/atomic_file.hpp"
#include "io/export_formats.hpp"
#include "io/gdal_guard.hpp"

namespace safeground::io {
namespace {

/// A GDAL setting for this thread while it lives.
class ThreadSetting {
public:
    ThreadSetting(const char* name, const char* value) : m_name(name) {
        CPLSetThreadLocalConfigOption(name, value);
    }
    ~ThreadSetting() { CPLSetThreadLocalConfigOption(m_name, nullptr); }
    ThreadSetting(const ThreadSetting&) = delete;
    ThreadSetting& operator=(const ThreadSetting&) = delete;

private:
    const char* m_name;
};

OGRwkbGeometryType geometry_type(const core::Table& table) {
    if (table.points() != nullptr) return wkbPoint;
    if (table.lines() != nullptr) return wkbMultiLineString;
    if (table.polygons() != nullptr) return wkbMultiPolygon;
    return wkbNone;
}

OGRFieldType field_type(core::ColumnType type) {
    if (type == core::ColumnType::Number) return OFTReal;
    return type == core::ColumnType::Integer ? OFTInteger64 : OFTString;
}

std::unique_ptr<OGRGeometry> geometry_of(const core::Table& table, std::size_t row) {
    if (const core::Points* points = table.points()) {
        if (!points->at[row].valid()) return nullptr;
        return std::make_unique<OGRPoint>(points->at[row].x, points->at[row].y);
    }
    if (const core::Lines* lines = table.lines()) {
        if (lines->row_begin[row] == lines->row_begin[row + 1]) return nullptr;
        auto all = std::make_unique<OGRMultiLineString>();
        for (std::size_t l = lines->row_begin[row]; l < lines->row_begin[row + 1]; ++l) {
            auto line = std::make_unique<OGRLineString>();
            for (const core::Point p : lines->line(l)) line->addPoint(p.x, p.y);
            all->addGeometryDirectly(line.release());
        }
        return all;
    }
    const core::Polygons* polygons = table.polygons();
    if (polygons == nullptr || polygons->row_begin[row] == polygons->row_begin[row + 1]) return nullptr;
    auto all = std::make_unique<OGRMultiPolygon>();
    for (std::size_t p = polygons->row_begin[row]; p < polygons->row_begin[row + 1]; ++p) {
        auto part = std::make_unique<OGRPolygon>();
        for (std::size_t g = polygons->part_begin[p]; g < polygons->part_begin[p + 1]; ++g) {
            auto ring = std::make_unique<OGRLinearRing>();
            for (const core::Point at : polygons->ring(g)) ring->addPoint(at.x, at.y);
            ring->closeRings();
            part->addRingDirectly(ring.release());
        }
        all->addGeometryDirectly(part.release());
    }
    return all;
}

/// Names of fields that SQLite takes to be different: it does not tell "Z" from "z", and keeps "fid" and
/// "geom" for itself.
std::vector<std::string> field_names(const std::vector<std::string>& wanted) {
    std::vector<std::string> taken{"fid", "geom"}, names;
    const auto lower = [](std::string text) {
        std::transform(text.begin(), text.end(), text.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return text;
    };
    for (std::string name : wanted) {
        while (!name.empty() && std::find(taken.begin(), taken.end(), lower(name)) != taken.end())
            name += "_";
        taken.push_back(lower(name));
        names.push_back(name);
    }
    return names;
}

struct Fields {
    std::vector<const core::Column*> columns;
    std::vector<int> at, flag_at;  ///< numbers of the fields; -1: no flag
};

bool create_fields(OGRLayer& layer, const core::Table& table, Fields& fields) {
    fields.columns = output_columns(table);
    const std::vector<std::string> flags = suppressed_flags(table, fields.columns);
    std::vector<std::string> wanted;
    for (const core::Column* column : fields.columns) wanted.push_back(column->name);
    wanted.insert(wanted.end(), flags.begin(), flags.end());
    const std::vector<std::string> names = field_names(wanted);
    int next = 0;
    for (std::size_t c = 0; c < fields.columns.size(); ++c) {
        OGRFieldDefn field(names[c].c_str(), field_type(fields.columns[c]->type()));
        if (layer.CreateField(&field) != OGRERR_NONE) return false;
        fields.at.push_back(next++);
        fields.flag_at.push_back(-1);
        const std::string& flag = names[fields.columns.size() + c];
        if (flag.empty()) continue;
        OGRFieldDefn hidden(flag.c_str(), OFTInteger);
        hidden.SetSubType(OFSTBoolean);
        if (layer.CreateField(&hidden) != OGRERR_NONE) return false;
        fields.flag_at.back() = next++;
    }
    return true;
}

void fill(OGRFeature& feature, const Fields& fields, std::size_t row) {
    for (std::size_t c = 0; c < fields.columns.size(); ++c) {
        const core::Column& column = *fields.columns[c];
        if (fields.flag_at[c] >= 0)
            feature.SetField(fields.flag_at[c], column.state(row) == core::CellState::Suppressed ? 1 : 0);
        if (!column.present(row)) feature.SetFieldNull(fields.at[c]);
        else if (column.type() == core::ColumnType::Number)
            feature.SetField(fields.at[c], column.number(row));
        else if (column.type() == core::ColumnType::Integer)
            feature.SetField(fields.at[c],
                             static_cast<GIntBig>(std::get<std::vector<std::int64_t>>(column.values)[row]));
        else feature.SetField(fields.at[c], column.text(row).c_str());
    }
}

/// False when GDAL could not; its words are in `messages`.
bool write_layer(GDALDataset& file, const ReleasedTable& released, const std::string& layer_name) {
    const core::Table& table = **released;
    OGRSpatialReference grid;
    grid.importFromEPSG(27700);
    grid.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    const std::string identifier = "IDENTIFIER=" + (table.info.name.empty() ? layer_name : table.info.name);
    const std::string description = "DESCRIPTION=" + about_text(released, {});
    const char* options[] = {identifier.c_str(), description.c_str(), "SPATIAL_INDEX=YES", nullptr};
    const OGRwkbGeometryType type = geometry_type(table);
    OGRLayer* layer = file.CreateLayer(layer_name.c_str(), type == wkbNone ? nullptr : &grid, type,
                                       const_cast<char**>(options));
    Fields fields;
    if (layer == nullptr || !create_fields(*layer, table, fields)) return false;
    if (file.StartTransaction() != OGRERR_NONE) return false;
    for (std::size_t row = 0; row < table.rows; ++row) {
        OGRFeature feature(layer->GetLayerDefn());
        fill(feature, fields, row);
        feature.SetFID(static_cast<GIntBig>(row + 1));
        if (auto geometry = geometry_of(table, row)) feature.SetGeometryDirectly(geometry.release());
        if (layer->CreateFeature(&feature) != OGRERR_NONE) return false;
    }
    return file.CommitTransaction() == OGRERR_NONE;
}

}  // namespace

core::Result<bool> write_gpkg(const ReleasedTable& released, const std::filesystem::path& path) {
    start_gdal();
    auto place = AtomicFile::beside(path);
    if (!place) return place.failure();
    const GdalMessages messages;
    // The time of writing is not part of the data: the same table gives the same bytes.
    const ThreadSetting date("OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z");
    const ThreadSetting journal("OGR_SQLITE_JOURNAL", "MEMORY");
    const auto refused = [&] {
        return core::refuse(fmt::format("The GeoPackage could not be written: {}.",
                                        messages.first("GDAL gave no reason")))
            .in_file(path.string());
    };
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
    if (driver == nullptr)
        return core::refuse("This GDAL cannot write GeoPackage files.").in_file(path.string());
    GDALDatasetUniquePtr file(driver->Create(place->temporary().c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!file || !write_layer(*file, released, path.stem().string())) return refused();
    file.reset();
    if (!messages.errors().empty()) return refused();
    return place->commit();
}

}  // namespace safeground::io
