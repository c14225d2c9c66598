#include <map>
#include <type_traits>

#include "io/byte_stream.hpp"
#include "io/project_codec.hpp"

namespace safeground::io {
namespace {

using core::Geometry;

/// Things that several others share, by address, in the order in which they are first met.
template <class T>
class Pool {
public:
    std::uint32_t index(const std::shared_ptr<const T>& thing) {
        const auto [at, added] =
            m_index.try_emplace(thing.get(), static_cast<std::uint32_t>(m_things.size()));
        if (added) m_things.push_back(thing.get());
        return at->second;
    }
    const std::vector<const T*>& things() const { return m_things; }

private:
    std::map<const T*, std::uint32_t> m_index;
    std::vector<const T*> m_things;
};

template <class T, class F>
void put_list(ByteWriter& out, const std::vector<T>& things, F&& put) {
    out.put(static_cast<std::uint64_t>(things.size()));
    for (const T& thing : things) put(thing);
}

void put_texts(ByteWriter& out, const std::vector<std::string>& texts) {
    put_list(out, texts, [&](const std::string& text) { out.text(text); });
}

void put_date(ByteWriter& out, const core::Date& date) {
    out.put(date.year);
    out.put(date.month);
    out.put(date.day);
    out.put(date.hour);
    out.put(date.minute);
    out.put(date.precision);
}

void put_points(ByteWriter& out, const std::vector<core::Point>& points) {
    put_list(out, points, [&](const core::Point& p) {
        out.put(p.x);
        out.put(p.y);
    });
}

void put_geometry(ByteWriter& out, const Geometry& geometry) {
    out.put(static_cast<std::uint8_t>(geometry.index()));
    if (const auto* points = std::get_if<core::Points>(&geometry)) {
        put_points(out, points->at);
    } else if (const auto* lines = std::get_if<core::Lines>(&geometry)) {
        put_points(out, lines->vertices);
        out.vector(lines->line_begin);
        out.vector(lines->row_begin);
    } else if (const auto* polygons = std::get_if<core::Polygons>(&geometry)) {
        put_points(out, polygons->vertices);
        out.vector(polygons->ring_begin);
        out.vector(polygons->part_begin);
        out.vector(polygons->row_begin);
    }
}

void put_values(ByteWriter& out, const core::Column& column) {
    out.put(static_cast<std::uint8_t>(column.values.index()));
    std::visit(
        [&](const auto& values) {
            using Values = std::decay_t<decltype(values)>;
            if constexpr (std::is_same_v<Values, core::CategoryValues>) {
                out.vector(values.code);
                put_texts(out, values.labels);
            } else if constexpr (std::is_same_v<Values, std::vector<std::string>>) {
                put_texts(out, values);
            } else if constexpr (std::is_same_v<Values, std::vector<core::Date>>) {
                put_list(out, values, [&](const core::Date& date) { put_date(out, date); });
            } else {
                out.vector(values);
            }
        },
        column.values);
}

void put_column(ByteWriter& out, const core::Column& column) {
    out.text(column.name);
    out.text(column.title);
    out.text(column.unit);
    out.put(column.measure);
    put_texts(out, column.derived_from);
    put_values(out, column);
    put_list(out, column.states, [&](core::CellState state) { out.put(state); });
    out.put(column.suppressed_low);
    out.put(column.suppressed_high);
}

void put_info(ByteWriter& out, const core::TableInfo& info) {
    for (const std::string* text :
         {&info.name, &info.source, &info.licence, &info.recipe, &info.path, &info.sha256, &info.definition})
        out.text(*text);
    out.put(info.subject);
    out.put(info.sensitivity);
    out.put(info.synthetic);
    out.put(info.vintage);
    out.put(info.period.has_value());
    if (!info.period) return;
    put_date(out, info.period->first);
    put_date(out, info.period->last);
}

void put_colour(ByteWriter& out, core::Colour colour) {
    for (const std::uint8_t part : {colour.r, colour.g, colour.b, colour.a}) out.put(part);
}

void put_style(ByteWriter& out, const core::Style& style) {
    out.put(static_cast<std::uint8_t>(style.index()));
    if (const auto* plain = std::get_if<core::PlainStyle>(&style)) {
        put_colour(out, plain->fill);
        put_colour(out, plain->stroke);
        out.put(plain->width_px);
    } else if (const auto* choropleth = std::get_if<core::ChoroplethStyle>(&style)) {
        out.text(choropleth->column);
        out.text(choropleth->method);
        out.put(static_cast<std::int32_t>(choropleth->classes));
        out.vector(choropleth->breaks);
        out.text(choropleth->ramp);
        out.put(choropleth->reversed);
    } else if (const auto* symbol = std::get_if<core::SymbolStyle>(&style)) {
        out.text(symbol->column);
        put_colour(out, symbol->fill);
        put_colour(out, symbol->outline);
        out.put(symbol->shape);
        out.put(symbol->max_radius_px);
        out.text(symbol->hollow_column);
        out.text(symbol->hollow_value);
    } else if (const auto* cluster = std::get_if<core::ClusterStyle>(&style)) {
        out.put(cluster->fill);
    } else {
        out.put(std::get<core::HotspotStyle>(style).fill);
    }
}

void put_record(ByteWriter& out, const core::Record& record);

void put_value(ByteWriter& out, const core::Value& value) {
    out.put(static_cast<std::uint8_t>(value.data.index()));
    std::visit(
        [&](const auto& v) {
            using T = std::decay_t<decltype(v)>;
            if constexpr (std::is_same_v<T, std::string>) out.text(v);
            else if constexpr (std::is_same_v<T, std::vector<core::Value>>)
                put_list(out, v, [&](const core::Value& each) { put_value(out, each); });
            else if constexpr (std::is_same_v<T, core::Record>) put_record(out, v);
            else if constexpr (!std::is_same_v<T, std::monostate>) out.put(v);
        },
        value.data);
}

void put_record(ByteWriter& out, const core::Record& record) {
    put_list(out, record.fields, [&](const auto& field) {
        out.text(field.first);
        put_value(out, field.second);
    });
}

void put_provenance(ByteWriter& out, const core::Provenance& provenance) {
    out.text(provenance.operation);
    out.text(provenance.version);
    put_list(out, provenance.inputs, [&](const core::Provenance::Input& input) {
        out.text(input.role);
        out.text(input.path);
        out.text(input.sha256);
        out.put(static_cast<std::uint64_t>(input.rows));
        out.text(input.recipe);
    });
    put_record(out, provenance.parameters);
    put_texts(out, provenance.warnings);
}

}  // namespace

std::string encode_project(const core::Project& project) {
    Pool<core::Column> columns;
    Pool<Geometry> geometries;
    Pool<core::Table> tables;
    ByteWriter layers;
    put_list(layers, project.layers, [&](const core::Layer& layer) {
        layers.put(layer.id);
        layers.text(layer.name);
        layers.put(layer.table != nullptr);
        if (layer.table) layers.put(tables.index(layer.table));
        put_style(layers, layer.style);
        layers.put(layer.visible);
        layers.put(layer.opacity);
        layers.put(layer.provenance.has_value());
        if (layer.provenance) put_provenance(layers, *layer.provenance);
        layers.text(layer.sentence);
    });
    ByteWriter bodies;
    put_list(bodies, tables.things(), [&](const core::Table* table) {
        put_info(bodies, table->info);
        bodies.put(static_cast<std::uint64_t>(table->rows));
        bodies.text(table->key);
        put_list(bodies, table->columns,
                 [&](const core::ColumnPtr& column) { bodies.put(columns.index(column)); });
        bodies.put(geometries.index(table->geometry));
    });
    ByteWriter out;
    out.text(project.name);
    out.text(project.audience);
    out.put(project.next_id);
    put_list(out, columns.things(), [&](const core::Column* column) { put_column(out, *column); });
    put_list(out, geometries.things(), [&](const Geometry* geometry) { put_geometry(out, *geometry); });
    return out.bytes() + bodies.bytes() + layers.bytes();
}

}  // namespace safeground::io
