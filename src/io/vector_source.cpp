#include "io/vector_source.hpp"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fmt/format.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#include <algorithm>
#include <array>
#include <memory>

#include "core/value.hpp"
#include "io/cells.hpp"
#include "io/gdal_guard.hpp"
#include "io/ogr_geometry.hpp"
#include "io/recipe.hpp"
#include "io/text_table.hpp"

namespace safeground::io {
namespace {

namespace fs = std::filesystem;

struct CloseDataset {
    void operator()(void* dataset) const { GDALClose(static_cast<GDALDatasetH>(dataset)); }
};
using Dataset = std::unique_ptr<void, CloseDataset>;

constexpr std::uint64_t kLargestInZip = std::uint64_t{4} << 30;

/// Text of many cells in few blocks that never move.
class Arena {
public:
    explicit Arena(RawTable& table) : m_table(table) {}
    std::string_view put(std::string_view text) {
        constexpr std::size_t kBlock = 1 << 20;
        if (m_block == nullptr || m_block->capacity() - m_block->size() < text.size()) {
            m_block = std::make_shared<std::string>();
            m_block->reserve(std::max(kBlock, text.size()));
            m_table.storage.push_back(m_block);
        }
        const std::size_t at = m_block->size();
        m_block->append(text);
        return {m_block->data() + at, text.size()};
    }

private:
    RawTable& m_table;
    std::shared_ptr<std::string> m_block;
};

GeometryKind kind_of(OGRwkbGeometryType type) {
    switch (wkbFlatten(type)) {
        case wkbNone:
            return GeometryKind::None;
        case wkbPoint:
        case wkbMultiPoint:
            return GeometryKind::Points;
        case wkbLineString:
        case wkbMultiLineString:
        case wkbMultiCurve:
        case wkbCompoundCurve:
        case wkbCircularString:
            return GeometryKind::Lines;
        case wkbPolygon:
        case wkbMultiPolygon:
        case wkbCurvePolygon:
        case wkbMultiSurface:
            return GeometryKind::Polygons;
        default:
            return GeometryKind::Mixed;
    }
}

const char* kind_name(GeometryKind kind) {
    switch (kind) {
        case GeometryKind::Points:
            return "a point";
        case GeometryKind::Lines:
            return "a line";
        case GeometryKind::Polygons:
            return "an area";
        default:
            return "nothing";
    }
}

core::Geometry empty_geometry(GeometryKind kind) {
    switch (kind) {
        case GeometryKind::Points:
            return core::Points{};
        case GeometryKind::Lines:
            return core::Lines{};
        case GeometryKind::Polygons:
            return core::Polygons{};
        default:
            return std::monostate{};
    }
}

/// Column names and shape of a layer, to see which recipe knows it.
RawTable outline(OGRLayerH layer, SourceKind source) {
    RawTable table;
    table.source = source;
    table.layer = OGR_L_GetName(layer);
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
    for (int f = 0; f < OGR_FD_GetFieldCount(definition); ++f) {
        table.columns.push_back({});
        table.columns.back().name = trimmed(OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, f)));
    }
    GeometryKind kind = kind_of(OGR_L_GetGeomType(layer));
    if (kind == GeometryKind::Mixed) kind = GeometryKind::Polygons;
    table.geometry = empty_geometry(kind);
    return table;
}

std::string names_of_layers(GDALDatasetH dataset) {
    std::string names;
    for (int i = 0; i < GDALDatasetGetLayerCount(dataset); ++i)
        names += (i == 0 ? "" : ", ") + std::string(OGR_L_GetName(GDALDatasetGetLayer(dataset, i)));
    return names;
}

core::Result<OGRLayerH> choose_layer(GDALDatasetH dataset, const std::string& wanted, const std::string& file,
                                     SourceKind source, RawTable& table) {
    const int count = GDALDatasetGetLayerCount(dataset);
    if (count == 0)
        return core::refuse("The file holds no layer or sheet.").in_file(file).remedy("Export it again.");
    if (!wanted.empty()) {
        for (int i = 0; i < count; ++i)
            if (OGRLayerH layer = GDALDatasetGetLayer(dataset, i);
                equal_ignoring_case(OGR_L_GetName(layer), wanted))
                return layer;
        return core::refuse(fmt::format("There is no layer “{}” in the file.", wanted))
            .in_file(file)
            .remedy("It has: " + names_of_layers(dataset) + ".");
    }
    OGRLayerH chosen = nullptr;
    if (count > 1) {
        GIntBig largest = -1;
        int best_priority = -1;
        OGRLayerH largest_layer = nullptr;
        for (int i = 0; i < count; ++i) {
            OGRLayerH layer = GDALDatasetGetLayer(dataset, i);
            const Recipe* recipe = recognise(outline(layer, source));
            if (recipe != nullptr && recipe->priority > best_priority)
                chosen = layer, best_priority = recipe->priority;
            const GIntBig rows = OGR_L_GetFeatureCount(layer, 0);
            if (rows > largest) largest = rows, largest_layer = layer;
        }
        if (chosen == nullptr) chosen = largest_layer;
        if (chosen != nullptr)
            table.notes.push_back(fmt::format("Layer “{}” was read; the file has: {}.", OGR_L_GetName(chosen),
                                              names_of_layers(dataset)));
    }
    return chosen != nullptr ? chosen : GDALDatasetGetLayer(dataset, 0);
}

/// The only kind in the layer, or the commonest where there are several.
GeometryKind commonest_kind(OGRLayerH layer) {
    std::array<std::size_t, 5> seen{};
    OGR_L_ResetReading(layer);
    while (OGRFeatureH feature = OGR_L_GetNextFeature(layer)) {
        ++seen[static_cast<std::size_t>(geometry_kind(OGR_F_GetGeometryRef(feature)))];
        OGR_F_Destroy(feature);
    }
    OGR_L_ResetReading(layer);
    GeometryKind best = GeometryKind::None;
    std::size_t most = 0;
    for (const GeometryKind kind : {GeometryKind::Points, GeometryKind::Lines, GeometryKind::Polygons})
        if (seen[static_cast<std::size_t>(kind)] > most)
            most = seen[static_cast<std::size_t>(kind)], best = kind;
    return best;
}

std::string date_text(OGRFeatureH feature, int field, OGRFieldType type) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zone = 0;
    if (OGR_F_GetFieldAsDateTime(feature, field, &year, &month, &day, &hour, &minute, &second, &zone) == 0)
        return {};
    if (type == OFTTime) return fmt::format("{:02}:{:02}", hour, minute);
    std::string text = fmt::format("{:04}-{:02}-{:02}", year, month, day);
    if (type == OFTDateTime) text += fmt::format("T{:02}:{:02}", hour, minute);
    return text;
}

/// Reads features into columns.
class FeatureReader {
public:
    FeatureReader(OGRLayerH layer, RawTable& table) : m_table(table), m_arena(table) {
        OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
        for (int f = 0; f < OGR_FD_GetFieldCount(definition); ++f) {
            OGRFieldDefnH field = OGR_FD_GetFieldDefn(definition, f);
            const OGRFieldType type = OGR_Fld_GetType(field);
            std::string name(trimmed(OGR_Fld_GetNameRef(field)));
            if (type == OFTBinary) {
                table.columns_left_out.push_back(name + " (bytes, not text)");
                continue;
            }
            if (name.empty()) name = fmt::format("column {}", f + 1);
            while (table.find(name) != nullptr) name += " (2)";
            m_fields.push_back({f, type});
            table.columns.push_back({});
            RawColumn& column = table.columns.back();
            column.name = std::move(name);
            column.kind = type == OFTInteger || type == OFTInteger64 ? RawColumn::Kind::Integer
                          : type == OFTReal                          ? RawColumn::Kind::Number
                                                                     : RawColumn::Kind::Text;
        }
    }

    void add(OGRFeatureH feature, std::int64_t line) {
        for (std::size_t c = 0; c < m_fields.size(); ++c) {
            const auto [field, type] = m_fields[c];
            RawColumn& column = m_table.columns[c];
            const bool set = OGR_F_IsFieldSetAndNotNull(feature, field) != 0;
            column.nulls.push_back(set ? 0 : 1);
            switch (column.kind) {
                case RawColumn::Kind::Integer:
                    column.integers.push_back(set ? OGR_F_GetFieldAsInteger64(feature, field) : 0);
                    break;
                case RawColumn::Kind::Number:
                    column.numbers.push_back(set ? OGR_F_GetFieldAsDouble(feature, field) : 0.0);
                    break;
                case RawColumn::Kind::Text:
                    column.texts.push_back(set ? text(feature, field, type) : std::string_view());
                    break;
            }
        }
        m_table.line.push_back(line);
        ++m_table.rows;
    }
    bool recoded() const { return m_recoded; }

private:
    std::string_view text(OGRFeatureH feature, int field, OGRFieldType type) {
        if (type == OFTDate || type == OFTDateTime || type == OFTTime)
            return m_arena.put(date_text(feature, field, type));
        const char* value = OGR_F_GetFieldAsString(feature, field);
        const std::string_view view(value);
        if (CPLIsUTF8(value, -1) != 0) return m_arena.put(view);
        m_recoded = true;
        char* utf8 = CPLRecode(value, CPL_ENC_ISO8859_1, CPL_ENC_UTF8);
        const std::string_view stored = m_arena.put(utf8);
        CPLFree(utf8);
        return stored;
    }

    RawTable& m_table;
    Arena m_arena;
    std::vector<std::pair<int, OGRFieldType>> m_fields;
    bool m_recoded = false;
};

std::string crs_of(OGRLayerH layer) {
    OGRSpatialReferenceH reference = OGR_L_GetSpatialRef(layer);
    if (reference == nullptr) return {};
    char* wkt = nullptr;
    const std::array<const char*, 2> options{"FORMAT=WKT2_2019", nullptr};
    std::string definition;
    if (OSRExportToWktEx(reference, &wkt, options.data()) == OGRERR_NONE && wkt != nullptr) definition = wkt;
    CPLFree(wkt);
    // What GDAL writes for "no CRS given" in a GeoPackage is no CRS.
    if (definition.find("Undefined") != std::string::npos ||
        definition.find("undefined") != std::string::npos)
        definition.clear();
    return definition;
}

core::Result<bool> read_features(OGRLayerH layer, RawTable& table, const GdalMessages& messages,
                                 const core::Progress& progress) {
    const std::string& file = table.path;
    GeometryKind kind = kind_of(OGR_L_GetGeomType(layer));
    if (kind == GeometryKind::Mixed) kind = commonest_kind(layer);
    const bool spreadsheet = table.source == SourceKind::Spreadsheet;
    const GIntBig declared = OGR_L_GetFeatureCount(layer, 0);
    FeatureReader reader(layer, table);
    GeometryCollector collector(kind);
    std::size_t rows = 0, other_kind = 0;
    OGR_L_ResetReading(layer);
    while (OGRFeatureH feature = OGR_L_GetNextFeature(layer)) {
        ++rows;
        const std::int64_t line = spreadsheet ? OGR_F_GetFID(feature) : static_cast<std::int64_t>(rows);
        OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
        const GeometryKind found = geometry_kind(geometry);
        if (kind != GeometryKind::None && found != GeometryKind::None && found != kind) {
            ++other_kind;
            reject(
                table.rejected,
                fmt::format("its geometry is {} where most rows have {}", kind_name(found), kind_name(kind)),
                line);
        } else {
            reader.add(feature, line);
            if (kind != GeometryKind::None) collector.add(geometry);
        }
        OGR_F_Destroy(feature);
        constexpr std::size_t kEvery = 1024;
        if (rows % kEvery == 0) {
            if (progress.cancelled()) return core::cancelled();
            if (declared > 0)
                progress.report(static_cast<double>(rows) / static_cast<double>(declared),
                                "Reading features");
        }
    }
    const auto expected = static_cast<std::size_t>(std::max<GIntBig>(declared, 0));
    if (!messages.errors().empty()) {
        if (table.rows == 0)
            return core::refuse("The file is damaged or cut short: " + messages.errors().front() + ".")
                .in_file(file)
                .remedy("Download or export it again.");
        if (rows < expected)
            reject(table.rejected, "could not be read, since the file is damaged or cut short",
                   static_cast<std::int64_t>(rows) + 1, expected - rows);
    } else if (rows < expected && !spreadsheet) {
        table.notes.push_back(
            fmt::format("{} records of the file are marked as deleted or do not match; they are no rows.",
                        expected - rows));
    }
    if (reader.recoded()) table.notes.push_back("Text that is not UTF-8 was read as Latin-1.");
    if (collector.not_numbers() > 0)
        table.warnings.push_back(fmt::format(
            "{} kept without geometry, since coordinates are not numbers.",
            collector.not_numbers() == 1 ? "1 row is" : fmt::format("{} rows are", collector.not_numbers())));
    table.geometry = collector.take();
    if (kind != GeometryKind::None) table.crs = crs_of(layer);
    return true;
}

/// Files in a zip that can be read, nothing of the Mac's own.
std::vector<std::string> readable_entries(const std::string& zip) {
    std::vector<std::string> found;
    char** entries = VSIReadDirRecursive(zip.c_str());
    for (int i = 0; i < CSLCount(entries); ++i) {
        const fs::path entry(entries[i]);
        if (entry.string().find("__MACOSX") != std::string::npos ||
            entry.string().find("..") != std::string::npos)
            continue;
        const std::string extension = entry.extension().string();
        for (const char* known : {".shp", ".gpkg", ".geojson", ".json", ".fgb", ".csv", ".tsv", ".txt"})
            if (equal_ignoring_case(extension, known)) found.push_back(entry.string());
    }
    CSLDestroy(entries);
    // Layers before tables and read-me texts; otherwise in the order of names.
    std::stable_sort(found.begin(), found.end(), [](const std::string& a, const std::string& b) {
        const auto rank = [](const std::string& name) {
            const std::string extension = fs::path(name).extension().string();
            return equal_ignoring_case(extension, ".txt")                                             ? 2
                   : equal_ignoring_case(extension, ".csv") || equal_ignoring_case(extension, ".tsv") ? 1
                                                                                                      : 0;
        };
        return std::pair(rank(a), a) < std::pair(rank(b), b);
    });
    return found;
}

core::Result<RawTable> read_zipped_text(const std::string& inner, const std::string& file,
                                        const core::Progress& progress) {
    VSILFILE* stream = VSIFOpenL(inner.c_str(), "rb");
    if (stream == nullptr)
        return core::refuse("The file in the zip cannot be opened.")
            .in_file(file)
            .remedy("Download it again.");
    std::string bytes;
    constexpr std::size_t kBlock = 1 << 20;
    std::string block(kBlock, '\0');
    while (const std::size_t n = VSIFReadL(block.data(), 1, kBlock, stream)) {
        bytes.append(block.data(), n);
        if (bytes.size() > kLargestInZip) break;
    }
    VSIFCloseL(stream);
    if (bytes.empty())
        return core::refuse("The file in the zip is empty or cut short.")
            .in_file(file)
            .remedy("Download it again.");
    return parse_text_table(std::move(bytes), file, progress);
}

}  // namespace

core::Result<RawTable> read_vector(const fs::path& path, const std::string& layer_name,
                                   const std::string& where, const core::Progress& progress) {
    start_gdal();
    GdalMessages messages;
    const std::string file = path.string();
    RawTable table;
    table.path = file;
    // An absolute path can be neither a connection string nor one of GDAL's virtual paths.
    std::error_code error;
    std::string target = fs::absolute(path, error).string();
    if (error) return core::refuse("The file cannot be reached.").in_file(file);
    const FileKind kind = file_kind(path);
    std::string layer_wanted = layer_name;
    if (kind == FileKind::Zip) {
        const std::string zip = "/vsizip/{" + target + "}";
        const std::vector<std::string> entries = readable_entries(zip);
        if (entries.empty()) {
            if (!messages.errors().empty() || !messages.warnings().empty())
                return core::refuse(
                           "The zip file is damaged or cut short: its table of contents cannot be read.")
                    .in_file(file)
                    .remedy("Download it again; compare its size with the publisher's.");
            return core::refuse(
                       "The zip file holds nothing that can be read (shapefile, GeoPackage, GeoJSON, CSV), "
                       "or is cut short.")
                .in_file(file)
                .remedy("Unpack it and look what is inside, or download it again.");
        }
        std::string entry = entries.front();
        for (const std::string& candidate : entries)
            if (equal_ignoring_case(fs::path(candidate).stem().string(), layer_wanted)) {
                entry = candidate;
                layer_wanted.clear();
            }
        if (entries.size() > 1)
            table.notes.push_back(
                fmt::format("“{}” was read, one of {} files in the zip.", entry, entries.size()));
        target = zip + "/" + entry;
        VSIStatBufL stat{};
        if (VSIStatL(target.c_str(), &stat) == 0 && static_cast<std::uint64_t>(stat.st_size) > kLargestInZip)
            return core::refuse("A file in the zip is larger than 4 GiB.")
                .in_file(file)
                .remedy("Unpack it and import the part you need.");
        const std::string extension = fs::path(entry).extension().string();
        if (equal_ignoring_case(extension, ".csv") || equal_ignoring_case(extension, ".tsv") ||
            equal_ignoring_case(extension, ".txt")) {
            auto text = read_zipped_text(target, file, progress);
            if (text) text->notes.insert(text->notes.begin(), table.notes.begin(), table.notes.end());
            if (text && !where.empty())
                if (auto filtered = filter_rows(*text, where); !filtered) return filtered.failure();
            return text;
        }
    }
    if (kind == FileKind::Spreadsheet) table.source = SourceKind::Spreadsheet;
    else table.source = SourceKind::Vector;

    const std::array<const char*, 8> drivers{"GPKG", "ESRI Shapefile", "GeoJSON", "FlatGeobuf",
                                             "OSM",  "XLSX",           "ODS",     nullptr};
    Dataset dataset(
        GDALOpenEx(target.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers.data(), nullptr, nullptr));
    if (dataset == nullptr) {
        const std::string reason = messages.first("");
        return core::refuse("The file cannot be read" +
                            (reason.empty()
                                 ? std::string(": its content is not that of a map layer or spreadsheet.")
                                 : ": " + reason + "."))
            .in_file(file)
            .remedy(
                "It may be damaged or cut short (download it again), or in a format that is not read: "
                "GeoPackage, shapefile (with its "
                ".shx and .dbf), GeoJSON, OSM, Excel and CSV are.");
    }
    auto layer = choose_layer(dataset.get(), layer_wanted, file, table.source, table);
    if (!layer) return layer.failure();
    table.layer = OGR_L_GetName(*layer);
    if (!where.empty() && OGR_L_SetAttributeFilter(*layer, where.c_str()) != OGRERR_NONE)
        return core::fail(core::ErrorKind::Usage,
                          "The filter is not understood: " + messages.first(where) + ".")
            .in_file(file)
            .remedy("Write it as in SQL, for example LAD22NM = 'Westminster'.");
    const auto read = read_features(*layer, table, messages, progress);
    if (!read) return read.failure();
    for (const std::string& message : messages.errors())
        table.warnings.push_back("The reader said: " + message + ".");
    for (const std::string& message : messages.warnings())
        table.notes.push_back("The reader said: " + message + ".");
    return table;
}

}  // namespace safeground::io
