#include <fmt/format.h>
#include <gdal.h>
#include <ogr_api.h>

#include <algorithm>
#include <cctype>
#include <memory>

#include "io/cells.hpp"
#include "io/gdal_guard.hpp"
#include "io/vector_source.hpp"

namespace safeground::io {
namespace {

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

bool all_numbers(const RawTable& table, const RawColumn& column) {
    if (column.kind != RawColumn::Kind::Text) return true;
    bool any = false;
    for (std::size_t row = 0; row < table.rows; ++row) {
        if (column.null(row) || trimmed(column.texts[row]).empty()) continue;
        if (!parse_number(column.texts[row])) return false;
        any = true;
    }
    return any;
}

}  // namespace

// GDAL evaluates the expression on a table in memory that has only the columns named in it, so that text
// tables and layers understand exactly the same language.
core::Result<bool> filter_rows(RawTable& table, const std::string& where) {
    start_gdal();
    GdalMessages messages;
    const auto bad = [&](const std::string& why) {
        return core::fail(core::ErrorKind::Usage, "The filter is not understood: " + why + ".")
            .in_file(table.path)
            .remedy("Write it as in SQL, for example \"LSOA name\" LIKE 'Westminster%'.");
    };
    GDALDriverH driver = GDALGetDriverByName("Memory");
    if (driver == nullptr) return bad("GDAL has no memory tables");
    std::unique_ptr<void, void (*)(void*)> dataset(
        GDALCreate(driver, "filter", 0, 0, 0, GDT_Unknown, nullptr),
        [](void* d) { GDALClose(static_cast<GDALDatasetH>(d)); });
    if (dataset == nullptr) return bad("no memory table could be made");
    OGRLayerH layer = GDALDatasetCreateLayer(dataset.get(), "rows", nullptr, wkbNone, nullptr);
    const std::string expression = upper(where);
    std::vector<std::pair<const RawColumn*, bool>> used;
    for (const RawColumn& column : table.columns) {
        if (expression.find(upper(column.name)) == std::string::npos) continue;
        const bool number = all_numbers(table, column);
        OGRFieldDefnH field = OGR_Fld_Create(column.name.c_str(), number ? OFTReal : OFTString);
        OGR_L_CreateField(layer, field, 0);
        OGR_Fld_Destroy(field);
        used.emplace_back(&column, number);
    }
    for (std::size_t row = 0; row < table.rows; ++row) {
        OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
        OGR_F_SetFID(feature, static_cast<GIntBig>(row));
        for (std::size_t c = 0; c < used.size(); ++c) {
            const std::string text = used[c].first->text(row);
            const int field = static_cast<int>(c);
            if (text.empty()) OGR_F_SetFieldNull(feature, field);
            else if (used[c].second) OGR_F_SetFieldDouble(feature, field, parse_number(text).value_or(0));
            else OGR_F_SetFieldString(feature, field, text.c_str());
        }
        const OGRErr created = OGR_L_CreateFeature(layer, feature);
        OGR_F_Destroy(feature);
        if (created != OGRERR_NONE) return bad("a row could not be looked at");
    }
    if (OGR_L_SetAttributeFilter(layer, where.c_str()) != OGRERR_NONE) return bad(messages.first(where));
    std::vector<std::uint32_t> rows;
    OGR_L_ResetReading(layer);
    while (OGRFeatureH feature = OGR_L_GetNextFeature(layer)) {
        rows.push_back(static_cast<std::uint32_t>(OGR_F_GetFID(feature)));
        OGR_F_Destroy(feature);
    }
    std::sort(rows.begin(), rows.end());
    keep_rows(table, rows);
    return true;
}

}  // namespace safeground::io
