#include "ui/prepared.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/date.hpp"
#include "ui/words.hpp"

namespace safeground::ui {

namespace {

using core::Column;
using core::Layer;
using core::Subject;
using core::Table;

const char* things(const Table& table) {
    switch (table.info.subject) {
        case Subject::Areas:
        case Subject::Residence:
            return "areas";
        case Subject::Events:
            return "events";
        case Subject::Sites:
            return "sites";
        case Subject::Sessions:
            return "sessions";
        case Subject::Streets:
            return "streets";
        default:
            return "rows";
    }
}

std::string computed_line(const core::Provenance& made) {
    auto value = [&](const char* name) {
        const core::Value* found = made.parameters.find(name);
        return found == nullptr ? std::string() : found->text();
    };
    std::string line = value("weights");
    auto add = [&](const std::string& part) {
        if (!part.empty()) line += (line.empty() ? "" : " · ") + part;
    };
    if (const std::string permutations = value("permutations"); permutations == "analytic") add("analytic p");
    else if (permutations == "auto") add("auto perms");
    else if (!permutations.empty()) add(core::grouped(std::strtod(permutations.c_str(), nullptr)) + " perms");
    if (std::string correction = value("correction"); !correction.empty()) {
        std::transform(correction.begin(), correction.end(), correction.begin(),
                       [](char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c); });
        const std::string level = value("alpha");
        const double percent = std::strtod(level.c_str(), nullptr) * 100;
        add((correction == "NONE" ? std::string("uncorrected") : correction) +
            (level.empty() ? "" : fmt::format(" {:g} %", percent)));
    }
    return line;
}

std::string second_line(const Layer& layer, const core::LegendEntry& legend) {
    if (layer.provenance)
        if (std::string made = computed_line(*layer.provenance); !made.empty()) return made;
    const Table& table = *layer.table;
    if (table.info.subject == Subject::BaseMap || table.info.subject == Subject::Streets) return "base map";
    const std::string count = core::grouped(static_cast<double>(table.rows)) + " " + things(table);
    if (std::holds_alternative<core::ChoroplethStyle>(layer.style) && !legend.subtitle.empty())
        return legend.subtitle + " · " + count;
    if (table.info.period) return count + " · " + core::to_string(*table.info.period);
    return count;
}

PreparedLayerPtr prepare_layer(const Layer& layer) {
    auto out = std::make_shared<PreparedLayer>();
    out->id = layer.id;
    out->name = layer.name;
    out->table = layer.table;
    out->style = layer.style;
    out->legend = core::legend(layer);
    out->second_line = second_line(layer, out->legend);
    const Column* key = layer.table->key.empty() ? nullptr : layer.table->find(layer.table->key);
    if (key != nullptr && layer.table->polygons() != nullptr) {
        out->row_of_key.reserve(layer.table->rows);
        for (std::size_t r = 0; r < layer.table->rows; ++r)
            out->row_of_key.emplace(key->text(r), static_cast<std::uint32_t>(r));
    }
    return out;
}

const Column* name_column(const Table& table) {
    for (const core::ColumnPtr& column : table.columns)
        if (column->measure == core::Measure::Name) return column.get();
    return nullptr;
}

std::string p_words(const Table& table, std::size_t row) {
    for (const char* name : {"p_adjusted", "p_permutation", "p"}) {
        const Column* p = table.find(name);
        if (p == nullptr) continue;
        if (!p->present(row)) return {};
        return std::string(name) == "p_adjusted" ? ", corrected p " + number_words(p->number(row))
                                                 : ", p " + number_words(p->number(row));
    }
    return {};
}

CardRow hotspot_row(const PreparedLayer& layer, std::size_t row) {
    const Column* column = layer.table->find("class");
    CardRow out{layer.name, "no data", CardRow::Tone::Muted};
    if (column == nullptr || !column->present(row)) {
        if (column != nullptr) out.value = cell_words(*column, row);
        return out;
    }
    const std::string found = column->text(row);
    if (found == "hot") out = {layer.name, "hot", CardRow::Tone::Hot};
    else if (found == "cold") out = {layer.name, "cold", CardRow::Tone::Cold};
    else out.value = found == "undefined" ? "undefined" : "not unusual";
    out.value += p_words(*layer.table, row);
    return out;
}

CardRow cluster_row(const PreparedLayer& layer, std::size_t row) {
    const Column* kind = layer.table->find("quadrant");
    if (kind == nullptr) kind = layer.table->find("category");
    CardRow out{layer.name, "no data", CardRow::Tone::Muted};
    if (kind == nullptr || !kind->present(row)) {
        if (kind != nullptr) out.value = cell_words(*kind, row);
        return out;
    }
    out.value = core::emphasis_words(layer.style, *layer.table, row);
    if (out.value.empty()) {
        out.value = "not unusual";
    } else {
        const std::string found = kind->text(row);
        out.tone = found.rfind("low", 0) == 0 || found == "even" ? CardRow::Tone::Cold : CardRow::Tone::Hot;
    }
    out.value += p_words(*layer.table, row);
    return out;
}

void add_rows(const PreparedLayer& layer, std::size_t row, Card& card) {
    auto add_column = [&](const std::string& name) {
        const Column* column = layer.table->find(name);
        if (column == nullptr) return;
        CardRow out{column->shown_title(), cell_words(*column, row),
                    column->present(row) ? CardRow::Tone::Plain : CardRow::Tone::Muted};
        if (std::find(card.rows.begin(), card.rows.end(), out) == card.rows.end())
            card.rows.push_back(std::move(out));
    };
    if (const auto* style = std::get_if<core::ChoroplethStyle>(&layer.style)) add_column(style->column);
    if (const auto* style = std::get_if<core::SymbolStyle>(&layer.style);
        style != nullptr && !style->column.empty())
        add_column(style->column);
    if (std::holds_alternative<core::HotspotStyle>(layer.style)) card.rows.push_back(hotspot_row(layer, row));
    if (std::holds_alternative<core::ClusterStyle>(layer.style)) card.rows.push_back(cluster_row(layer, row));
}

/// Of a site: what is written about it, cell by cell.
void add_all_columns(const Table& table, std::size_t row, Card& card) {
    constexpr std::size_t kMost = 12;
    for (const core::ColumnPtr& column : table.columns) {
        if (column->measure == core::Measure::Code || column->measure == core::Measure::Name) continue;
        if (column->name == table.key || card.rows.size() >= kMost) continue;
        std::string value = cell_words(*column, row);
        if (value.empty()) continue;
        if (value == "no data") value = "unknown";
        card.rows.push_back({column->shown_title(), std::move(value),
                             column->present(row) ? CardRow::Tone::Plain : CardRow::Tone::Muted});
    }
}

}  // namespace

const PreparedLayer* Prepared::find(core::LayerId id) const {
    for (const PreparedLayerPtr& layer : layers)
        if (layer->id == id) return layer.get();
    return nullptr;
}

Prepared prepare(const disclosure::Released<core::Project>& project, const Prepared& before) {
    Prepared out;
    for (const Layer& layer : project->layers) {
        const auto same =
            std::find_if(before.layers.begin(), before.layers.end(), [&](const PreparedLayerPtr& old) {
                return old->id == layer.id && old->table == layer.table && old->name == layer.name &&
                       old->style == layer.style;
            });
        out.layers.push_back(same != before.layers.end() ? *same : prepare_layer(layer));
    }
    return out;
}

Card card_of(const disclosure::Released<core::Project>& project, const Prepared& prepared, RowRef at) {
    Card card;
    const PreparedLayer* hit = prepared.find(at.layer);
    if (hit == nullptr || at.row >= hit->table->rows) return card;
    const std::string key = hit->table->key_text(at.row);
    card.layer = hit->name;
    const Column* name = name_column(*hit->table);
    card.title = name != nullptr && name->present(at.row) ? name->text(at.row) : key;
    if (card.title != key) card.code = key;
    if (hit->table->polygons() == nullptr) {
        add_all_columns(*hit->table, at.row, card);
        return card;
    }
    for (auto layer = prepared.layers.rbegin(); layer != prepared.layers.rend(); ++layer) {
        const core::Layer* drawn = project->find((*layer)->id);
        if (drawn == nullptr || !drawn->visible) continue;
        const auto row = (*layer)->row_of_key.find(key);
        if (row == (*layer)->row_of_key.end()) continue;
        add_rows(**layer, row->second, card);
        if (const Column* named = name_column(*(*layer)->table);
            named != nullptr && card.code.empty() && card.title == key && named->present(row->second)) {
            card.title = named->text(row->second);
            card.code = key;
        }
    }
    return card;
}

}  // namespace safeground::ui
