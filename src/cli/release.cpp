#include "cli/release.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "ops/choropleth.hpp"

namespace safeground::cli {

core::Result<disclosure::Released<core::Project>> release_project(disclosure::Gate& gate,
                                                                  core::Project project,
                                                                  const std::string& audience,
                                                                  std::vector<core::Diagnostic>& warnings) {
    if (!audience.empty()) project.audience = audience;
    core::Result<disclosure::Released<core::Project>> first = gate.release(project);
    if (!first) return first;
    for (core::Layer& layer : project.layers) {
        const core::Layer* shown = (**first).find(layer.id);
        if (shown == nullptr) continue;
        core::Result<core::Style> style = ops::fill_breaks(layer.style, *shown->table);
        // A layer without a single value that may be shown is drawn as such; it must not take the others with
        // it.
        for (core::Diagnostic diagnostic : style.diagnostics()) {
            diagnostic.severity = core::Severity::Warning;
            diagnostic.message = "“" + layer.name + "”: " + diagnostic.message;
            warnings.push_back(std::move(diagnostic));
        }
        if (!style) continue;
        layer.style = *style;
    }
    return gate.release(project);
}

core::Record answer_of(const ops::Output& output) {
    core::Record record;
    record.set("operation", output.provenance.operation);
    record.set("version", output.provenance.version);
    std::vector<core::Value> inputs;
    for (const core::Provenance::Input& input : output.provenance.inputs) {
        core::Record one;
        one.set("role", input.role);
        one.set("path", input.path);
        one.set("sha256", input.sha256);
        one.set("rows", input.rows);
        one.set("recipe", input.recipe);
        inputs.emplace_back(one);
    }
    record.set("inputs", inputs);
    record.set("parameters", output.provenance.parameters);
    record.set("n", output.n);
    record.set("undefined", output.undefined);
    record.set("islands", output.islands);
    record.set("links", output.links);
    record.set("result", output.result);
    record.set("sentence", output.sentence);
    record.set("warnings", std::vector<core::Value>(output.warnings.begin(), output.warnings.end()));
    return record;
}

void say_warnings(const disclosure::Released<core::Record>& answer, bool there_were, Console& console) {
    const core::Value* warnings = answer->find("warnings");
    if (warnings == nullptr) return;
    if (const auto* list = std::get_if<std::vector<core::Value>>(&warnings->data))
        for (const core::Value& warning : *list) console.message("Note: " + warning.text());
    else if (there_were)
        console.message("Note: The warnings are left out because they rest on hidden counts.");
}

void add_note(core::Record& record, const disclosure::ReleaseNote& note) {
    record.set("audience", note.audience);
    record.set("marking", note.marking);
    std::vector<core::Value> sentences(note.sentences.begin(), note.sentences.end());
    record.set("disclosure", std::move(sentences));
}

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

std::string table_text(const core::Table& table, std::size_t most) {
    const std::size_t rows = std::min(table.rows, most);
    std::vector<std::vector<std::string>> cells(rows + 1);
    std::vector<std::size_t> widths;
    for (const core::ColumnPtr& column : table.columns) {
        std::size_t width = column->name.size();
        cells[0].push_back(column->name);
        for (std::size_t row = 0; row < rows; ++row) {
            std::string text = column->state(row) == core::CellState::Suppressed ? "*" : column->text(row);
            if (column->type() == core::ColumnType::Number && column->present(row))
                text = fmt::format("{:.5g}", column->number(row));
            width = std::max(width, text.size());
            cells[row + 1].push_back(std::move(text));
        }
        widths.push_back(std::min<std::size_t>(width, 40));
    }
    std::string out;
    for (const std::vector<std::string>& line : cells) {
        std::string text;
        for (std::size_t c = 0; c < line.size(); ++c)
            text += fmt::format("{:<{}}  ", line[c].substr(0, 40), widths[c]);
        text.erase(text.find_last_not_of(' ') + 1);
        out += text + "\n";
    }
    if (rows < table.rows)
        out += fmt::format("... {} more rows; --output FILE.csv writes all.\n", table.rows - rows);
    return out;
}

}  // namespace safeground::cli
