#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "geo/crs.hpp"
#include "geo/locate.hpp"
#include "io/area_codes.hpp"
#include "io/cells.hpp"
#include "io/sheet.hpp"

namespace safeground::io {
namespace {

using Kind = SheetField::Kind;

/// The corner by the grid's origin is sea, and "0, 0" or nearly so says that there is no position.
bool on_the_grid(core::Point p) {
    constexpr double kNearOrigin = 1000;
    return p.x > 0 && p.x < 700'000 && p.y > 0 && p.y < 1'300'000 && (p.x > kNearOrigin || p.y > kNearOrigin);
}
bool in_britain(double longitude, double latitude) {
    return longitude > -9 && longitude < 2.5 && latitude > 49 && latitude < 61.5;
}

/// "w9 3rq" and "W9  3RQ" are the same postcode.
std::string packed(std::string_view postcode) {
    std::string out = plain_word(postcode);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return out;
}

/// Postcodes to their row, and that row's LSOA and point.
class Postcodes {
public:
    explicit Postcodes(const core::TablePtr& table) : m_table(table) {
        if (!table) return;
        const core::Column* codes = table->find(table->key);
        for (const char* name : {"postcode", "pcds", "pcd"})
            if (codes == nullptr) codes = table->find(name);
        if (codes == nullptr) return;
        for (std::size_t row = 0; row < table->rows; ++row) m_rows.try_emplace(packed(codes->text(row)), row);
        // The newest LSOA column: names end in the year ("lsoa11", "lsoa21").
        for (const core::ColumnPtr& column : table->columns) {
            if (column->type() != core::ColumnType::Text && column->type() != core::ColumnType::Category)
                continue;
            bool lsoas = false;
            for (std::size_t row = 0; row < table->rows && !lsoas; ++row)
                lsoas = lsoa_code(column->text(row));
            if (lsoas && (m_lsoa == nullptr || column->name > m_lsoa->name)) m_lsoa = column.get();
        }
    }
    bool given() const { return m_table != nullptr; }
    bool find(const std::string& postcode, core::Point& point, std::string& lsoa) const {
        const auto at = m_rows.find(packed(postcode));
        if (at == m_rows.end()) return false;
        if (m_table->points() != nullptr) point = m_table->points()->at[at->second];
        if (m_lsoa != nullptr && lsoa_code(m_lsoa->text(at->second))) lsoa = m_lsoa->text(at->second);
        return true;
    }

private:
    core::TablePtr m_table;
    const core::Column* m_lsoa = nullptr;
    std::unordered_map<std::string, std::size_t> m_rows;
};

/// Areas by code and by name, and which of them a point is in.
class Areas {
public:
    explicit Areas(const core::TablePtr& table) : m_table(table) {
        if (!table) return;
        m_codes = table->find(table->key);
        for (std::size_t row = 0; row < table->rows; ++row) {
            if (m_codes != nullptr) m_by_word.try_emplace(plain_word(m_codes->text(row)), row);
            for (const core::ColumnPtr& column : table->columns)
                if (column->type() == core::ColumnType::Text && column->measure == core::Measure::Name)
                    m_by_word.try_emplace(plain_word(column->text(row)), row);
        }
        if (table->polygons() != nullptr) m_locator.emplace(*table->polygons());
    }
    std::optional<std::size_t> named(const std::string& word) const {
        const auto at = m_by_word.find(plain_word(word));
        if (at == m_by_word.end() || word.empty()) return std::nullopt;
        return at->second;
    }
    std::string code_at(core::Point p) const {
        if (!m_locator || m_codes == nullptr || !p.valid()) return {};
        const std::uint32_t row = m_locator->locate(p);
        return row == geo::AreaLocator::kOutside ? std::string() : m_codes->text(row);
    }
    std::string code(std::size_t row) const {
        return m_codes == nullptr ? std::string() : m_codes->text(row);
    }
    core::Point inside(std::size_t row) const {
        return m_table->polygons() != nullptr ? geo::label_point(*m_table->polygons(), row) : core::Point{};
    }

private:
    core::TablePtr m_table;
    const core::Column* m_codes = nullptr;
    std::unordered_map<std::string, std::size_t> m_by_word;
    std::optional<geo::AreaLocator> m_locator;
};

/// Coordinates of all rows, with what was wrong as a reason ("" where there are none or they are good).
struct Coordinates {
    core::Points points;
    std::vector<std::string> fault;
    std::size_t swapped = 0;
};

core::Result<Coordinates> coordinates(Sheet& sheet) {
    const std::size_t n = sheet.raw().rows;
    Coordinates out;
    out.points.at.resize(n);
    out.fault.resize(n);
    std::vector<core::Point> degrees;
    std::vector<std::size_t> degree_rows;
    for (std::size_t row = 0; row < n; ++row) {
        const std::string east = sheet.text("easting", row), north = sheet.text("northing", row);
        const std::string lat = sheet.text("latitude", row), lon = sheet.text("longitude", row);
        if (!east.empty() || !north.empty()) {
            const auto x = parse_number(east), y = parse_number(north);
            if (!x || !y) out.fault[row] = "easting or northing is not a number";
            else if (!on_the_grid({*x, *y}))
                out.fault[row] = "easting and northing are not metres of the British National Grid";
            else out.points.at[row] = {*x, *y};
        } else if (!lat.empty() || !lon.empty()) {
            auto y = parse_number(lat), x = parse_number(lon);
            if (!x || !y) {
                out.fault[row] = "latitude or longitude is not a number";
                continue;
            }
            if (!in_britain(*x, *y) && in_britain(*y, *x)) {
                std::swap(x, y);
                ++out.swapped;
            }
            if (!in_britain(*x, *y)) {
                out.fault[row] = "latitude and longitude are not in Great Britain";
                continue;
            }
            degrees.push_back({*x, *y});
            degree_rows.push_back(row);
        }
    }
    if (!degrees.empty()) {
        auto grid = geo::ToNationalGrid::from("EPSG:4326");
        if (!grid) return grid.failure();
        grid->transform(degrees);
        sheet.report().transform = grid->description();
        for (std::size_t i = 0; i < degrees.size(); ++i) out.points.at[degree_rows[i]] = degrees[i];
    }
    if (sheet.has("easting") || sheet.has("latitude"))
        sheet.report().crs = degrees.empty()
                                 ? "British National Grid (EPSG:27700), by the names of the columns"
                                 : "WGS 84 (EPSG:4326), by the names of the columns";
    if (degrees.empty() && sheet.has("easting")) sheet.report().transform = "none needed";
    if (out.swapped > 0)
        sheet.report().warnings.push_back(
            fmt::format("Latitude and longitude were swapped in {} row{} and put right.", out.swapped,
                        out.swapped == 1 ? "" : "s"));
    return out;
}

}  // namespace

const std::vector<std::string>& SheetPlaces::basis_words() {
    static const std::vector<std::string> words{"", "exact", "postcode", "area"};
    return words;
}

std::vector<SheetField> place_fields() {
    return {{"lsoa", Kind::Code,
             "lsoa code|lsoa21cd|lsoa11cd|lsoa21|lsoa11|lsoa name|lower layer super output area", "",
             "Code of the LSOA, or its published name where areas are at hand.", ""},
            {"easting", Kind::Number, "eastings|x|bng e|east", "", "Metres, EPSG:27700.", "m"},
            {"northing", Kind::Number, "northings|y|bng n|north", "", "Metres, EPSG:27700.", "m"},
            {"latitude", Kind::Number, "lat", "", "Degrees, WGS 84.", "degrees"},
            {"longitude", Kind::Number, "long|lon|lng", "", "Degrees, WGS 84.", "degrees"},
            {"postcode", Kind::Text, "post code|pcd|pcds|home postcode|postcode of residence", "",
             "Placed by a postcode table; never kept.", ""}};
}

core::Result<SheetPlaces> place_rows(Sheet& sheet, const std::function<bool(std::size_t)>& needed) {
    auto found = coordinates(sheet);
    if (!found) return found.failure();
    const Postcodes postcodes(sheet.options().postcodes);
    const Areas areas(sheet.options().areas);
    const std::size_t n = sheet.raw().rows;
    SheetPlaces places;
    places.points = std::move(found->points);
    places.lsoa.resize(n);
    places.basis.assign(n, 0);
    std::size_t unused = 0;
    std::string first_unused;
    for (std::size_t row = 0; row < n; ++row) {
        core::Point& point = places.points.at[row];
        std::string& lsoa = places.lsoa[row];
        std::string fault = found->fault[row];
        if (point.valid()) places.basis[row] = 1;
        const std::string postcode = sheet.text("postcode", row);
        if (!point.valid() && !postcode.empty()) {
            if (!postcodes.given()) fault = "a postcode, and no postcode table was given";
            else if (!postcodes.find(postcode, point, lsoa))
                fault = "postcode not found in the postcode table";
            else if (point.valid() || !lsoa.empty()) places.basis[row] = 2;
            else fault = "postcode without position in the postcode table";
        }
        if (const std::string word = sheet.text("lsoa", row); !word.empty()) {
            const auto area = areas.named(word);
            if (lsoa_code(word)) lsoa = word;
            else if (area && lsoa_code(areas.code(*area))) lsoa = areas.code(*area);
            else if (places.basis[row] == 0) fault = "LSOA not understood";
            if (places.basis[row] == 0 && !lsoa.empty()) {
                places.basis[row] = 3;
                // For the map only: inside the area, and said so in `position`.
                if (area) point = areas.inside(*area);
            }
        }
        if (places.basis[row] != 0 && !found->fault[row].empty() && unused++ == 0)
            first_unused = fmt::format("line {}: {}", sheet.raw().line[row], found->fault[row]);
        if (lsoa.empty()) lsoa = areas.code_at(point);
        if (places.basis[row] == 0 && needed(row)) sheet.reject(row, fault.empty() ? "no place" : fault);
    }
    if (unused > 0)
        sheet.report().warnings.push_back(
            fmt::format("The coordinates of {} could not be used (first: {}); placed by postcode or LSOA.",
                        unused == 1 ? "1 row" : fmt::format("{} rows", unused), first_unused));
    return places;
}

}  // namespace safeground::io
