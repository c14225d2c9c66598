#include "core/legend.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "core/value.hpp"

namespace safeground::core {

namespace {

const Colour kCanvas = colour("#E9EDF0");  // as the map is cleared
const Colour kInk3 = colour("#6B727B");
constexpr double kSuppressedRadius = 2.5;  // pixels: there is somebody, and no more is said
const Colour kHot = colour("#D4351C");
const Colour kCold = colour("#2166AC");
// Outliers are lighter than the clusters that they contrast with, and dashed.
const Colour kLowHigh = colour("#6BAED6");
const Colour kHighLow = colour("#F08A6C");

const Colour kAlike = colour("#AE9CDD");
const Colour kUnlike = colour("#E69F00");

struct Emphasis {
    const char* value;
    const char* label;
    Colour colour;
    bool dashed = false;
};
const std::array<Emphasis, 4>& quadrants() {
    static const std::array<Emphasis, 4> all = {{{"high-high", "high among high", kHot},
                                                 {"low-low", "low among low", kCold},
                                                 {"low-high", "low among high", kLowHigh, true},
                                                 {"high-low", "high among low", kHighLow, true}}};
    return all;
}
/// Of local Lee, where the quadrant says how a neighbourhood stands in two variables.
const std::array<Emphasis, 4>& pairs() {
    static const std::array<Emphasis, 4> all = {
        {{"high-high", "high in both", kHot},
         {"low-low", "low in both", kCold},
         {"low-high", "low in first, high in second", kLowHigh, true},
         {"high-low", "high in first, low in second", kHighLow, true}}};
    return all;
}
/// What local statistics other than Moran's find: column `category`.
const std::array<Emphasis, 7>& categories() {
    static const std::array<Emphasis, 7> all = {{{"high-high", "alike and high", kHot},
                                                 {"low-low", "alike and low", kCold},
                                                 {"other-positive", "alike otherwise", kAlike},
                                                 {"negative", "unlike its neighbours", kUnlike, true},
                                                 {"cluster", "together", kHot},
                                                 {"mixed", "mixed neighbourhood", kHot, true},
                                                 {"even", "even neighbourhood", kCold}}};
    return all;
}
/// Of a ClusterStyle layer.
const Column* kind_column(const Table& table) {
    const Column* quadrant = table.find("quadrant");
    return quadrant != nullptr ? quadrant : table.find("category");
}
std::span<const Emphasis> kinds_of(const Table& table) {
    if (table.find("quadrant") == nullptr) return categories();
    if (table.info.recipe == "local-lee") return pairs();
    return quadrants();
}
const std::array<Emphasis, 2>& hotspots() {
    static const std::array<Emphasis, 2> all = {{{"hot", "hot spot", kHot}, {"cold", "cold spot", kCold}}};
    return all;
}

bool is_true(const Column& column, std::size_t row) {
    if (!column.present(row)) return false;
    if (column.numeric()) return column.number(row) != 0;
    const std::string text = column.text(row);
    return text == "true" || text == "yes";
}

std::string subtitle_of(const Table& table, const Column* column) {
    std::string text;
    if (column != nullptr) {
        text = column->shown_title();
        if (!column->unit.empty()) text += ", " + column->unit;
    }
    if (table.info.period) text += (text.empty() ? "" : " · ") + to_string(*table.info.period);
    return text;
}

/// "suppressed (1 to 4)" and "no data", where there are such rows.
void add_states(const Column& column, std::vector<LegendRow>& rows) {
    std::size_t missing = 0, suppressed = 0;
    for (const CellState state : column.states) {
        missing += state == CellState::Missing;
        suppressed += state == CellState::Suppressed;
    }
    if (suppressed > 0) {
        std::string range;
        if (column.measure != Measure::Derived)
            range = " (" + std::to_string(column.suppressed_low) + " to " +
                    std::to_string(column.suppressed_high) + ")";
        rows.push_back({LegendRow::Kind::Hatch, kInk3, kInk3, 0, "suppressed" + range, suppressed});
    }
    if (missing > 0) rows.push_back({LegendRow::Kind::Dotted, kCanvas, kInk3, 0, "no data", missing});
}

struct Rows {
    const Layer& layer;
    LegendEntry& entry;

    void operator()(const PlainStyle& style) const {
        const bool area = layer.table->polygons() != nullptr && style.fill.a > 0;
        entry.rows.push_back({area ? LegendRow::Kind::Fill : LegendRow::Kind::Line,
                              area ? style.fill : style.stroke, style.stroke, style.width_px, layer.name,
                              std::nullopt});
    }
    void operator()(const ChoroplethStyle& style) const {
        const Column* column = layer.table->find(style.column);
        entry.subtitle = subtitle_of(*layer.table, column);
        if (column == nullptr) return;
        const std::vector<Colour> colours = class_colours(style);
        std::vector<std::size_t> counts(colours.size(), 0);
        for (std::size_t r = 0; r < layer.table->rows; ++r)
            if (const int c = class_of(column->number(r), style.breaks); c >= 0)
                ++counts[static_cast<std::size_t>(c)];
        const std::vector<std::string> labels =
            class_labels(style.breaks, column->type() == ColumnType::Integer);
        for (std::size_t c = 0; c < colours.size() && c < labels.size(); ++c)
            entry.rows.push_back({LegendRow::Kind::Fill, colours[c], colours[c], 0, labels[c], counts[c]});
        add_states(*column, entry.rows);
    }
    void operator()(const SymbolStyle& style) const {
        const bool circle = style.shape == SymbolStyle::Shape::Circle;
        const auto kind = circle ? LegendRow::Kind::Circle : LegendRow::Kind::Square;
        const auto hollow = circle ? LegendRow::Kind::HollowCircle : LegendRow::Kind::HollowSquare;
        const Column* column = style.column.empty() ? nullptr : layer.table->find(style.column);
        entry.subtitle = subtitle_of(*layer.table, column);
        if (column != nullptr) {
            const double largest = largest_value(style, *layer.table);
            const bool suppressed =
                std::count(column->states.begin(), column->states.end(), CellState::Suppressed) > 0;
            double shown = 0;
            for (const double share : {1.0, suppressed ? 0.5 : 0.25, 0.05}) {
                double value = largest * share;
                if (share < 1) {  // a round number for the smaller circles
                    const double magnitude = std::pow(10, std::floor(std::log10(std::max(value, 1.0))));
                    value = std::max(1.0, std::round(value / magnitude) * magnitude);
                }
                const bool never_drawn = suppressed && value <= static_cast<double>(column->suppressed_high);
                if (!(value > 0) || value == shown || never_drawn) continue;
                shown = value;
                entry.rows.push_back({kind, style.fill, style.outline,
                                      style.max_radius_px * std::sqrt(value / largest),
                                      grouped(value, value == std::floor(value) ? 0 : 1), std::nullopt});
            }
            add_states(*column, entry.rows);
            for (LegendRow& row : entry.rows)
                if (row.kind == LegendRow::Kind::Hatch)
                    row = {hollow, style.fill, style.fill, kSuppressedRadius, row.label, row.count};
            return;
        }
        std::size_t open = 0, filled = 0;
        for (std::size_t r = 0; r < layer.table->rows; ++r)
            (symbol_of(style, *layer.table, r, 0).hollow ? open : filled)++;
        const Column* flag = style.hollow_column.empty() ? nullptr : layer.table->find(style.hollow_column);
        const std::string what = flag == nullptr ? "" : flag->shown_title();
        entry.rows.push_back({kind, style.fill, style.outline, style.max_radius_px,
                              flag == nullptr ? layer.name : what + " known", filled});
        if (open > 0)
            entry.rows.push_back(
                {hollow, style.fill, style.fill, style.max_radius_px, what + " unknown", open});
    }
    void operator()(const ClusterStyle& style) const {
        const Column* column = kind_column(*layer.table);
        if (column == nullptr) return;
        // Which kinds there can be is the statistic's matter: those that occur in the column's labels.
        std::vector<Emphasis> kinds;
        const auto* words = std::get_if<CategoryValues>(&column->values);
        for (const Emphasis& kind : kinds_of(*layer.table))
            if (column->name == "quadrant" || words == nullptr ||
                std::find(words->labels.begin(), words->labels.end(), kind.value) != words->labels.end())
                kinds.push_back(kind);
        emphasised(column, kinds, style.fill);
    }
    void operator()(const HotspotStyle& style) const {
        emphasised(layer.table->find("class"), hotspots(), style.fill);
    }

    void emphasised(const Column* column, std::span<const Emphasis> kinds, bool fill) const {
        if (column == nullptr) return;
        std::size_t suppressed = 0;
        for (std::size_t r = 0; r < layer.table->rows; ++r)
            suppressed += column->state(r) == CellState::Suppressed;
        for (const Emphasis& kind : kinds) {
            std::size_t count = 0;
            for (std::size_t r = 0; r < layer.table->rows; ++r) {
                const std::optional<Emphasised> drawn = emphasis_of(layer.style, *layer.table, r);
                count += drawn && drawn->colour == kind.colour;
            }
            entry.rows.push_back({fill ? LegendRow::Kind::Fill : LegendRow::Kind::Outline, kind.colour,
                                  kind.colour, 2, kind.label, count,
                                  kind.dashed && !fill && layer.table->polygons() != nullptr});
        }
        if (suppressed > 0)
            entry.rows.push_back({LegendRow::Kind::Hatch, kInk3, kInk3, 0, "suppressed", suppressed});
    }
};

}  // namespace

std::vector<LegendEntry> legend(const Project& project) {
    std::vector<LegendEntry> entries;
    for (auto layer = project.layers.rbegin(); layer != project.layers.rend(); ++layer)
        if (layer->visible && layer->table) entries.push_back(legend(*layer));
    return entries;
}

LegendEntry legend(const Layer& layer) {
    LegendEntry entry;
    entry.layer = layer.id;
    entry.title = layer.name;
    if (layer.table) std::visit(Rows{layer, entry}, layer.style);
    return entry;
}

int class_of(double value, const std::vector<double>& breaks) {
    if (std::isnan(value) || breaks.size() < 2) return -1;
    const auto inner = breaks.begin() + 1;
    const auto at = std::lower_bound(inner, breaks.end() - 1, value);
    return static_cast<int>(at - inner);
}

std::vector<Colour> class_colours(const ChoroplethStyle& style) {
    const int classes = style.breaks.size() < 2 ? 0 : static_cast<int>(style.breaks.size()) - 1;
    std::vector<Colour> colours = ramp_colours(ramp(style.ramp), classes);
    if (style.reversed) std::reverse(colours.begin(), colours.end());
    return colours;
}

std::vector<std::string> class_labels(const std::vector<double>& breaks, bool whole_numbers) {
    if (breaks.size() < 2) return {};
    const auto whole = [](double b) { return b == std::floor(b); };
    const bool gaps = whole_numbers && std::all_of(breaks.begin(), breaks.end(), whole);
    const int fewest = std::all_of(breaks.begin(), breaks.end(), whole) ? 0 : 1;
    std::vector<std::string> ends(breaks.size());
    for (int decimals = fewest; decimals <= 6; ++decimals) {
        for (std::size_t b = 0; b < breaks.size(); ++b) ends[b] = grouped(breaks[b], decimals);
        if (std::adjacent_find(ends.begin(), ends.end()) == ends.end()) break;
    }
    std::vector<std::string> labels;
    for (std::size_t c = 0; c + 1 < breaks.size(); ++c) {
        // Of whole numbers (4, 9] is 5 to 9, so that no value seems to be in two classes.
        const std::string low = gaps && c > 0 ? grouped(breaks[c] + 1, 0) : ends[c];
        labels.push_back(low == ends[c + 1] ? low : low + " – " + ends[c + 1]);
    }
    return labels;
}

Symbol symbol_of(const SymbolStyle& style, const Table& table, std::size_t row, double largest) {
    Symbol symbol;
    if (!style.hollow_column.empty())
        if (const Column* flag = table.find(style.hollow_column))
            symbol.hollow = !flag->present(row) || flag->text(row) == style.hollow_value;
    if (style.column.empty()) {
        symbol.radius_px = style.max_radius_px;
        return symbol;
    }
    const Column* column = table.find(style.column);
    if (column != nullptr && column->state(row) == CellState::Suppressed) return {kSuppressedRadius, true};
    const double value = column == nullptr ? 0 : column->number(row);
    if (value > 0 && largest > 0) symbol.radius_px = style.max_radius_px * std::sqrt(value / largest);
    return symbol;
}

double largest_value(const SymbolStyle& style, const Table& table) {
    const Column* column = style.column.empty() ? nullptr : table.find(style.column);
    double largest = 0;
    if (column != nullptr)
        for (std::size_t r = 0; r < table.rows; ++r)
            if (const double value = column->number(r); value > largest) largest = value;
    return largest;
}

namespace {

const Emphasis* emphasis(const Style& style, const Table& table, std::size_t row) {
    std::span<const Emphasis> kinds;
    const Column* column = nullptr;
    if (std::holds_alternative<ClusterStyle>(style)) {
        const Column* significant = table.find("significant");
        if (significant == nullptr || !is_true(*significant, row)) return nullptr;
        column = kind_column(table);
        kinds = kinds_of(table);
    } else if (std::holds_alternative<HotspotStyle>(style)) {
        column = table.find("class");
        kinds = hotspots();
    }
    if (column == nullptr) return nullptr;
    const std::string text = column->text(row);
    const auto found =
        std::find_if(kinds.begin(), kinds.end(), [&](const Emphasis& kind) { return text == kind.value; });
    return found == kinds.end() ? nullptr : &*found;
}

}  // namespace

std::optional<Emphasised> emphasis_of(const Style& style, const Table& table, std::size_t row) {
    const Emphasis* found = emphasis(style, table, row);
    if (found == nullptr) return std::nullopt;
    return Emphasised{found->colour, found->dashed};
}

std::string emphasis_words(const Style& style, const Table& table, std::size_t row) {
    const Emphasis* found = emphasis(style, table, row);
    return found == nullptr ? std::string() : found->label;
}

}  // namespace safeground::core
