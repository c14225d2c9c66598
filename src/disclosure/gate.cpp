#include "disclosure/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "core/resources.hpp"
#include "disclosure/release_record.hpp"
#include "disclosure/style_guard.hpp"
#include "disclosure/suppress.hpp"
#include "disclosure/whole_table.hpp"

namespace safeground::disclosure {

/// A released table, remembered as long as the table that it was made from lives.
struct Gate::Cached {
    std::weak_ptr<const core::Table> source;
    core::TablePtr released;  ///< null: nothing had to change, the source itself is released
    std::size_t hidden_cells = 0, hidden_counts = 0;
    std::set<std::string> hidden_columns;
    std::vector<std::string> sentences;
    bool classes_shown = false;

    bool hides() const { return !hidden_columns.empty(); }
    core::TablePtr table() const { return released ? released : source.lock(); }
};

namespace {

std::string marking_of(const Audience& audience, bool synthetic) {
    return synthetic ? audience.marking + " · SYNTHETIC DATA" : audience.marking;
}

ReleaseNote note_for(const Audience& audience, bool synthetic) {
    return {audience.name, marking_of(audience, synthetic), synthetic, 0, {}};
}

std::string file_name(const std::string& path) { return std::filesystem::path(path).filename().string(); }

/// The hash of a file with few unknown counts can be found by trying them, and a path names people and
/// folders.
bool keeps_origin(core::Sensitivity sensitivity, const Audience& audience) {
    return audience.classes_over_hidden || sensitivity == core::Sensitivity::Public;
}

core::TableInfo released_info(core::TableInfo info, core::Sensitivity sensitivity, const Audience& audience) {
    if (!keeps_origin(sensitivity, audience)) info.sha256.clear();
    if (!audience.classes_over_hidden) info.path = file_name(info.path);
    return info;
}

bool same_info(const core::TableInfo& a, const core::TableInfo& b) {
    return a.sha256 == b.sha256 && a.path == b.path;
}

/// The layer's own sensitivity and that of every layer of the project that it was computed from.
core::Sensitivity effective_sensitivity(const core::Project& project, const core::Layer& layer) {
    core::Sensitivity most = own_sensitivity(*layer.table);
    if (!layer.provenance) return most;
    // Layers computed from computed layers: as many rounds as there are layers find them all.
    std::vector<const core::Layer*> open{&layer};
    std::set<const core::Layer*> seen{&layer};
    while (!open.empty()) {
        const core::Layer* at = open.back();
        open.pop_back();
        if (!at->provenance) continue;
        for (const core::Provenance::Input& input : at->provenance->inputs)
            for (const core::Layer& other : project.layers) {
                if (!other.table || seen.count(&other) > 0) continue;
                const core::TableInfo& info = other.table->info;
                const bool same =
                    (!input.sha256.empty() && input.sha256 == info.sha256) ||
                    (input.sha256.empty() && !input.path.empty() &&
                     (input.path == info.path || input.path == other.name || input.path == info.name));
                if (!same) continue;
                most = std::max(most, own_sensitivity(*other.table));
                seen.insert(&other);
                open.push_back(&other);
            }
    }
    return most;
}

/// Below which a number of single events is hidden that a layer computed from events tells in words; 0: none.
std::int64_t threshold_of_events(const core::Layer& layer, core::Sensitivity sensitivity,
                                 const Audience& audience) {
    if (audience.event_points || !layer.provenance) return 0;
    const auto& inputs = layer.provenance->inputs;
    const bool from_events =
        std::any_of(inputs.begin(), inputs.end(), [](const auto& input) { return input.role == "events"; });
    return from_events ? audience.threshold(core::Measure::EventCount, sensitivity) : 0;
}

/// Hashes of files that are open data stay; so do those of unknown files when everything read is open data.
void hide_origins_of(core::Record& record, const std::vector<core::TablePtr>& from,
                     const Audience& audience) {
    core::Sensitivity most = core::Sensitivity::Public;
    for (const core::TablePtr& table : from)
        if (table) most = std::max(most, own_sensitivity(*table));
    hide_origins(record, [&](const std::string& sha256) {
        for (const core::TablePtr& table : from)
            if (table && !sha256.empty() && table->info.sha256 == sha256)
                return keeps_origin(own_sensitivity(*table), audience);
        return keeps_origin(most, audience);
    });
}

std::optional<core::Provenance> released_provenance(const std::optional<core::Provenance>& provenance,
                                                    const core::Project& project, const Audience& audience,
                                                    bool hides) {
    if (!provenance || audience.classes_over_hidden) return provenance;
    core::Provenance out = *provenance;
    for (core::Provenance::Input& input : out.inputs) {
        const bool open_data =
            std::any_of(project.layers.begin(), project.layers.end(), [&](const core::Layer& layer) {
                return layer.table && !input.sha256.empty() && layer.table->info.sha256 == input.sha256 &&
                       own_sensitivity(*layer.table) == core::Sensitivity::Public;
            });
        if (!open_data) input.sha256.clear();
        input.path = file_name(input.path);
    }
    if (hides) out.warnings.clear();
    return out;
}

}  // namespace

core::Result<Gate> Gate::from_toml(const std::string& text, const std::string& file) {
    auto audiences = parse_audiences(text, file);
    if (!audiences) return audiences.failure();
    return Gate(std::move(*audiences));
}

core::Result<Gate> Gate::standard() {
    std::filesystem::path path;
    if (const char* own = std::getenv("SAFEGROUND_AUDIENCES"); own != nullptr && *own != '\0') {
        path = own;
    } else {
        auto found = core::resource("audiences.toml");
        if (!found) return found.failure();
        path = *found;
    }
    auto text = core::read_file(path, std::size_t{1} << 20);
    if (!text) return text.failure();
    return from_toml(*text, path.string());
}

const Audience* Gate::find(const std::string& name) const {
    const auto at = std::find_if(m_audiences.begin(), m_audiences.end(),
                                 [&](const Audience& audience) { return audience.name == name; });
    return at == m_audiences.end() ? nullptr : &*at;
}

core::Result<const Audience*> Gate::audience_of(const std::string& name) const {
    if (const Audience* audience = find(name)) return audience;
    std::string known;
    for (const Audience& audience : m_audiences) known += (known.empty() ? "" : ", ") + audience.name;
    return core::fail(core::ErrorKind::Usage, fmt::format("There is no audience “{}”.", name))
        .remedy(fmt::format("Choose one of: {}.", known));
}

std::shared_ptr<const Gate::Cached> Gate::released_table(const core::TablePtr& table,
                                                         const Audience& audience,
                                                         core::Sensitivity sensitivity) {
    for (auto entry = m_cache.begin(); entry != m_cache.end();)
        entry = entry->second->source.expired() ? m_cache.erase(entry) : std::next(entry);
    const Key key{audience.name, table.get(), sensitivity};
    if (const auto at = m_cache.find(key); at != m_cache.end()) return at->second;

    SuppressedTable out = suppress(*table, sensitivity, audience);
    auto cached = std::make_shared<Cached>();
    cached->source = table;
    cached->hidden_cells = out.hidden_cells;
    cached->hidden_counts = out.hidden_counts;
    cached->hidden_columns = std::move(out.hidden_columns);
    cached->classes_shown = out.classes_shown;
    const std::string name = table->info.name.empty() ? std::string("Table") : table->info.name;
    for (const std::string& sentence : out.sentences) cached->sentences.push_back(name + ": " + sentence);
    out.table.info = released_info(table->info, sensitivity, audience);
    if (out.changed || !same_info(out.table.info, table->info))
        cached->released = std::make_shared<const core::Table>(std::move(out.table));
    m_cache[key] = cached;
    return cached;
}

core::Result<Released<core::TablePtr>> Gate::release(const core::TablePtr& table, const std::string& name) {
    const auto audience = audience_of(name);
    if (!audience) return audience.failure();
    if (!table) return core::refuse("There is no table to show.");
    const core::Sensitivity sensitivity = own_sensitivity(*table);
    if (const auto reason = withheld_by_level(*table, sensitivity, **audience)) return core::refuse(*reason);
    if (const auto reason = withheld_by_content(*table, sensitivity, **audience))
        return core::refuse(*reason);
    const auto cached = released_table(table, **audience, sensitivity);
    ReleaseNote note = note_for(**audience, table->info.synthetic);
    note.hidden_cells = cached->hidden_cells;
    note.sentences = cached->sentences;
    return Released<core::TablePtr>(cached->table(), std::move(note));
}

core::Result<Released<core::Project>> Gate::release(const core::Project& project) {
    const auto found = audience_of(project.audience);
    if (!found) return found.failure();
    const Audience& audience = **found;
    ReleaseNote note = note_for(audience, project.synthetic());
    core::Project out;
    out.name = project.name;
    out.audience = project.audience;
    out.next_id = project.next_id;
    for (const core::Layer& layer : project.layers) {
        if (!layer.table) {
            note.sentences.push_back(fmt::format("The layer “{}” has no data.", layer.name));
            continue;
        }
        const core::Sensitivity sensitivity = effective_sensitivity(project, layer);
        auto reason = withheld_by_level(*layer.table, sensitivity, audience);
        if (!reason) reason = withheld_by_content(*layer.table, sensitivity, audience);
        if (reason) {
            note.sentences.push_back(*reason);
            continue;
        }
        const auto cached = released_table(layer.table, audience, sensitivity);
        core::Layer shown = layer;
        shown.table = cached->table();
        shown.style = guarded(layer.style, *shown.table, cached->hidden_columns);
        shown.provenance = released_provenance(layer.provenance, project, audience, cached->hides());
        if (shown.provenance) {
            const std::int64_t events = threshold_of_events(shown, sensitivity, audience);
            auto& warnings = shown.provenance->warnings;
            warnings.erase(
                std::remove_if(warnings.begin(), warnings.end(),
                               [&](const std::string& words) { return tells_small_count(words, events); }),
                warnings.end());
        }
        const bool one_area = layer.provenance && about_one_area(layer.provenance->parameters);
        // Words of classes may be said where the classes are shown; words of rates give totals away.
        const bool rests_on_hidden = cached->hides() && (one_area || !cached->classes_shown);
        if (!shown.sentence.empty() &&
            (rests_on_hidden ||
             tells_small_count(shown.sentence, threshold_of_events(shown, sensitivity, audience)))) {
            shown.sentence.clear();
            note.sentences.push_back(fmt::format(
                "The sentence of “{}” is left out because it rests on hidden counts.", layer.name));
        }
        note.hidden_cells += cached->hidden_cells;
        for (const std::string& sentence : cached->sentences)
            if (std::find(note.sentences.begin(), note.sentences.end(), sentence) == note.sentences.end())
                note.sentences.push_back(sentence);
        out.layers.push_back(std::move(shown));
    }
    return Released<core::Project>(std::move(out), std::move(note));
}

core::Result<Released<core::Record>> Gate::release(const core::Record& record,
                                                   const std::vector<core::TablePtr>& from,
                                                   const std::string& name) {
    const auto found = audience_of(name);
    if (!found) return found.failure();
    const Audience& audience = **found;
    const std::set<std::string> variables = variables_of(record);
    bool synthetic = false;
    std::size_t hidden = 0;
    bool rounded = false;
    std::int64_t event_threshold = 0;
    RecordRules rules;
    for (const core::TablePtr& table : from) {
        if (!table) continue;
        synthetic = synthetic || table->info.synthetic;
        const core::Sensitivity sensitivity = own_sensitivity(*table);
        if (const auto reason = withheld_by_level(*table, sensitivity, audience))
            return core::refuse(*reason);
        if (table->info.subject == core::Subject::Events) {  // no cells to hide, but how many there are
            if (!audience.event_points)
                event_threshold =
                    std::max(event_threshold, audience.threshold(core::Measure::EventCount, sensitivity));
            continue;
        }
        const auto cached = released_table(table, audience, sensitivity);
        for (const core::ColumnPtr& column : table->columns) {
            if (!variables.empty() && variables.count(column->name) == 0) continue;
            rounded = rounded ||
                      (audience.rounding_base > 1 && audience.threshold(column->measure, sensitivity) > 0);
            if (cached->hidden_columns.count(column->name) == 0) continue;
            const core::Column* shown = cached->table()->find(column->name);
            double total = 0;
            for (std::size_t row = 0; row < table->rows; ++row) {
                if (!column->present(row)) continue;
                if (column->numeric()) total += column->number(row);
                hidden += shown == nullptr || !shown->present(row);
            }
            rules.exact_totals.insert(static_cast<std::int64_t>(std::llround(total)));
        }
    }
    ReleaseNote note = note_for(audience, synthetic);
    note.hidden_cells = hidden;
    core::Record out = record;
    hide_origins_of(out, from, audience);
    if (hide_small_counts(out, event_threshold))
        note.sentences.push_back(fmt::format(
            "Numbers of events from 1 to {}, and words that tell them, are left out.", event_threshold - 1));
    const core::Value* given = record.find("parameters");
    const auto* parameters = given != nullptr ? std::get_if<core::Record>(&given->data) : nullptr;
    if (parameters != nullptr && about_one_area(*parameters) && (hidden > 0 || rounded)) {
        note.sentences.push_back(
            "What is said of a single area is left out because it rests on hidden counts, which it would "
            "give "
            "back. Run the operation on the released table.");
        return Released<core::Record>(without_answer(out), std::move(note));
    }
    if (hidden == 0) return Released<core::Record>(std::move(out), std::move(note));
    rules.withhold_classes = !audience.classes_over_hidden || (parameters != nullptr && steered(*parameters));
    note.sentences.push_back(
        fmt::format("Statistics are left out because they rest on {} hidden {}, which could be found from "
                    "them. Run the operation on the released table.",
                    hidden, hidden == 1 ? "cell" : "cells"));
    return Released<core::Record>(guarded(out, rules), std::move(note));
}

}  // namespace safeground::disclosure
