#include <algorithm>
#include <set>

#include "io/byte_stream.hpp"
#include "io/project_codec.hpp"

namespace safeground::io {
namespace {

/// Deeper records are none of ours.
constexpr int kDeepest = 100;
constexpr std::int32_t kMostClasses = 1000;
/// No screen or sheet of paper is wider.
constexpr double kWidest_px = 100'000;
constexpr std::size_t kMostRows = std::size_t{1} << 32;

template <class F>
void get_list(ByteReader& in, std::size_t smallest, F&& get) {
    const std::size_t n = in.length(smallest);
    for (std::size_t i = 0; i < n && in.good(); ++i) get();
}

std::vector<std::string> get_texts(ByteReader& in) {
    std::vector<std::string> texts;
    get_list(in, 8, [&] { texts.push_back(in.text()); });
    return texts;
}

core::Date get_date(ByteReader& in) {
    core::Date date;
    date.year = in.get<std::int16_t>();
    date.month = in.get<std::int8_t>();
    date.day = in.get<std::int8_t>();
    date.hour = in.get<std::int8_t>();
    date.minute = in.get<std::int8_t>();
    date.precision = in.enumerator(core::Precision::Minute);
    // Month names are looked up by number, so the numbers must be possible.
    if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31 || date.hour < 0 ||
        date.hour > 23 || date.minute < 0 || date.minute > 59)
        in.fail();
    return date;
}

std::vector<core::Point> get_points(ByteReader& in) {
    std::vector<core::Point> points;
    get_list(in, 16, [&] {
        const double x = in.get<double>(), y = in.get<double>();
        points.push_back({x, y});
    });
    return points;
}

/// Whether offsets begin at 0, never fall, and end at `last`.
bool offsets(const std::vector<std::uint32_t>& begin, std::size_t last) {
    return !begin.empty() && begin.front() == 0 && begin.back() == last &&
           std::is_sorted(begin.begin(), begin.end());
}

core::Geometry get_geometry(ByteReader& in) {
    const auto kind = in.get<std::uint8_t>();
    if (kind == 1) return core::Points{get_points(in)};
    if (kind == 2) {
        core::Lines lines;
        lines.vertices = get_points(in);
        lines.line_begin = in.vector<std::uint32_t>();
        lines.row_begin = in.vector<std::uint32_t>();
        if (!offsets(lines.line_begin, lines.vertices.size()) ||
            !offsets(lines.row_begin, lines.line_begin.size() - 1)) {
            in.fail();
            return {};
        }
        return lines;
    }
    if (kind == 3) {
        core::Polygons polygons;
        polygons.vertices = get_points(in);
        polygons.ring_begin = in.vector<std::uint32_t>();
        polygons.part_begin = in.vector<std::uint32_t>();
        polygons.row_begin = in.vector<std::uint32_t>();
        if (!offsets(polygons.ring_begin, polygons.vertices.size()) ||
            !offsets(polygons.part_begin, polygons.ring_begin.size() - 1) ||
            !offsets(polygons.row_begin, polygons.part_begin.size() - 1)) {
            in.fail();
            return {};
        }
        return polygons;
    }
    if (kind != 0) in.fail();
    return {};
}

void get_values(ByteReader& in, core::Column& column) {
    switch (in.get<std::uint8_t>()) {
        case 0:
            column.values = in.vector<double>();
            return;
        case 1:
            column.values = in.vector<std::int64_t>();
            return;
        case 2:
            column.values = get_texts(in);
            return;
        case 3: {
            core::CategoryValues category;
            category.code = in.vector<std::uint32_t>();
            category.labels = get_texts(in);
            // Also the codes of empty cells must be safe to look up.
            for (const std::uint32_t code : category.code)
                if (code >= category.labels.size()) in.fail();
            column.values = std::move(category);
            return;
        }
        case 4: {
            std::vector<core::Date> dates;
            get_list(in, 7, [&] { dates.push_back(get_date(in)); });
            column.values = std::move(dates);
            return;
        }
        default:
            in.fail();
    }
}

core::ColumnPtr get_column(ByteReader& in) {
    auto column = std::make_shared<core::Column>();
    column->name = in.text();
    column->title = in.text();
    column->unit = in.text();
    column->measure = in.enumerator(core::Measure::Derived);
    column->derived_from = get_texts(in);
    get_values(in, *column);
    get_list(in, 1, [&] { column->states.push_back(in.enumerator(core::CellState::Suppressed)); });
    if (!column->states.empty() && column->states.size() != column->size()) in.fail();
    column->suppressed_low = in.get<std::int64_t>();
    column->suppressed_high = in.get<std::int64_t>();
    return column;
}

core::TableInfo get_info(ByteReader& in) {
    core::TableInfo info;
    for (std::string* text :
         {&info.name, &info.source, &info.licence, &info.recipe, &info.path, &info.sha256, &info.definition})
        *text = in.text();
    info.subject = in.enumerator(core::Subject::Other);
    info.sensitivity = in.enumerator(core::Sensitivity::Restricted);
    info.synthetic = in.flag();
    info.vintage = in.enumerator(core::Vintage::Demo);
    if (in.flag()) {
        core::Period period;
        period.first = get_date(in);
        period.last = get_date(in);
        info.period = period;
    }
    return info;
}

/// A finite number from 0 to `most`.
double get_within(ByteReader& in, double most) {
    const double value = in.get<double>();
    if (!(value >= 0 && value <= most)) in.fail();
    return value;
}

core::Colour get_colour(ByteReader& in) {
    core::Colour colour;
    for (std::uint8_t* part : {&colour.r, &colour.g, &colour.b, &colour.a}) *part = in.get<std::uint8_t>();
    return colour;
}

core::Style get_style(ByteReader& in) {
    switch (in.get<std::uint8_t>()) {
        case 0: {
            core::PlainStyle style;
            style.fill = get_colour(in);
            style.stroke = get_colour(in);
            style.width_px = get_within(in, kWidest_px);
            return style;
        }
        case 1: {
            core::ChoroplethStyle style;
            style.column = in.text();
            style.method = in.text();
            style.classes = in.get<std::int32_t>();
            if (style.classes < 0 || style.classes > kMostClasses) in.fail();
            style.breaks = in.vector<double>();
            style.ramp = in.text();
            style.reversed = in.flag();
            return style;
        }
        case 2: {
            core::SymbolStyle style;
            style.column = in.text();
            style.fill = get_colour(in);
            style.outline = get_colour(in);
            style.shape = in.enumerator(core::SymbolStyle::Shape::Square);
            style.max_radius_px = get_within(in, kWidest_px);
            style.hollow_column = in.text();
            style.hollow_value = in.text();
            return style;
        }
        case 3:
            return core::ClusterStyle{in.flag()};
        case 4:
            return core::HotspotStyle{in.flag()};
        default:
            in.fail();
            return {};
    }
}

core::Record get_record(ByteReader& in, int depth);

core::Value get_value(ByteReader& in, int depth) {
    switch (in.get<std::uint8_t>()) {
        case 0:
            return {};
        case 1:
            return in.flag();
        case 2:
            return in.get<std::int64_t>();
        case 3:
            return in.get<double>();
        case 4:
            return in.text();
        case 5: {
            std::vector<core::Value> list;
            if (depth >= kDeepest) in.fail();
            get_list(in, 1, [&] { list.push_back(get_value(in, depth + 1)); });
            return list;
        }
        case 6:
            return get_record(in, depth + 1);
        default:
            in.fail();
            return {};
    }
}

core::Record get_record(ByteReader& in, int depth) {
    core::Record record;
    if (depth >= kDeepest) in.fail();
    get_list(in, 9, [&] {
        std::string name = in.text();
        record.fields.emplace_back(std::move(name), get_value(in, depth));
    });
    return record;
}

core::Provenance get_provenance(ByteReader& in) {
    core::Provenance provenance;
    provenance.operation = in.text();
    provenance.version = in.text();
    get_list(in, 8, [&] {
        core::Provenance::Input input;
        input.role = in.text();
        input.path = in.text();
        input.sha256 = in.text();
        input.rows = static_cast<std::size_t>(in.get<std::uint64_t>());
        input.recipe = in.text();
        provenance.inputs.push_back(std::move(input));
    });
    provenance.parameters = get_record(in, 0);
    provenance.warnings = get_texts(in);
    return provenance;
}

template <class T>
T at_index(ByteReader& in, const std::vector<T>& things) {
    const auto index = in.get<std::uint32_t>();
    if (index < things.size()) return things[index];
    in.fail();
    return {};
}

}  // namespace

std::optional<core::Project> decode_project(std::string_view bytes) {
    ByteReader in(bytes);
    core::Project project;
    project.name = in.text();
    project.audience = in.text();
    project.next_id = in.get<core::LayerId>();
    std::vector<core::ColumnPtr> columns;
    get_list(in, 8, [&] { columns.push_back(get_column(in)); });
    std::vector<std::shared_ptr<const core::Geometry>> geometries;
    get_list(in, 1, [&] { geometries.push_back(std::make_shared<const core::Geometry>(get_geometry(in))); });
    std::vector<core::TablePtr> tables;
    get_list(in, 8, [&] {
        auto table = std::make_shared<core::Table>();
        table->info = get_info(in);
        table->rows = static_cast<std::size_t>(in.get<std::uint64_t>());
        table->key = in.text();
        get_list(in, 4, [&] {
            if (auto column = at_index(in, columns)) table->columns.push_back(std::move(column));
        });
        if (auto geometry = at_index(in, geometries)) table->geometry = std::move(geometry);
        if (table->rows > kMostRows || (in.good() && !core::consistent(*table))) in.fail();
        tables.push_back(std::move(table));
    });
    std::set<core::LayerId> ids;
    get_list(in, 4, [&] {
        core::Layer layer;
        layer.id = in.get<core::LayerId>();
        layer.name = in.text();
        // Everything that draws a layer reads its table, so a layer without one is damage.
        if (in.flag()) layer.table = at_index(in, tables);
        if (!layer.table) in.fail();
        layer.style = get_style(in);
        layer.visible = in.flag();
        layer.opacity = get_within(in, 1);
        if (in.flag()) layer.provenance = get_provenance(in);
        layer.sentence = in.text();
        if (!ids.insert(layer.id).second || layer.id >= project.next_id) in.fail();
        project.layers.push_back(std::move(layer));
    });
    if (!in.at_end()) return std::nullopt;
    return project;
}

}  // namespace safeground::io
