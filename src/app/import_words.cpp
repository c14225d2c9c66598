#include "app/import_words.hpp"

#include <fmt/format.h>

#include "core/value.hpp"
#include "ui/panels/file_browser.hpp"

namespace safeground::app {

namespace {

using Tone = ui::Toasts::Tone;

std::string count(std::size_t number) { return core::grouped(static_cast<double>(number)); }

void add_report(const io::ImportReport& report, ui::ReportCard& card) {
    card.lines.push_back(
        {"Read as", report.recipe_title.empty() ? report.recipe : report.recipe_title, Tone::Info});
    card.lines.push_back({"Rows",
                          fmt::format("{} read, {} accepted", count(report.rows), count(report.accepted)),
                          Tone::Info});
    for (const io::Rejected& rejected : report.rejected) {
        std::string where;
        for (const std::int64_t line : rejected.first_lines)
            where += (where.empty() ? "" : ", ") + std::to_string(line);
        card.lines.push_back({"Rejected",
                              fmt::format("{}: {}{}", count(rejected.rows), rejected.reason,
                                          where.empty() ? "" : " (first at " + where + ")"),
                              Tone::Warning});
    }
    if (!report.crs.empty())
        card.lines.push_back({"Positions",
                              report.crs + (report.crs_assumed ? " (assumed)" : "") +
                                  (report.transform.empty() ? "" : "; " + report.transform),
                              report.crs_assumed ? Tone::Warning : Tone::Info});
    if (report.invalid_geometries > 0)
        card.lines.push_back(
            {"Shapes",
             fmt::format("{} invalid, {} repaired", count(report.invalid_geometries), count(report.repaired)),
             Tone::Warning});
    if (report.period) card.lines.push_back({"Period", core::to_string(*report.period), Tone::Info});
    if (report.duplicates > 0)
        card.lines.push_back(
            {"Doubled", count(report.duplicates) + " rows whose key occurred before", Tone::Warning});
}

}  // namespace

bool is_project_file(const std::filesystem::path& path) {
    return path.extension() == ui::kProjectEnding;
}

ui::ReportCard import_card(const std::string& name, const ops::Loaded& loaded, const std::string& attached) {
    ui::ReportCard card;
    card.title = "Added " + name;
    for (const io::ImportReport& report : loaded.reports) add_report(report, card);
    if (!attached.empty())
        card.lines.push_back({"",
                              "The file has no positions: its figures stand beside the areas of “" +
                                  attached + "” in a new layer.",
                              Tone::Info});
    for (const std::string& warning : loaded.warnings) card.lines.push_back({"", warning, Tone::Warning});
    for (const io::ImportReport& report : loaded.reports)
        for (const std::string& note : report.notes) card.lines.push_back({"", note, Tone::Info});
    return card;
}

ui::ReportCard refusal_card(const std::string& name, const std::vector<core::Diagnostic>& diagnostics) {
    ui::ReportCard card;
    card.title = name + " was not added";
    for (const core::Diagnostic& diagnostic : diagnostics)
        card.lines.push_back({"", core::to_string(diagnostic),
                              diagnostic.severity == core::Severity::Error     ? Tone::Error
                              : diagnostic.severity == core::Severity::Warning ? Tone::Warning
                                                                               : Tone::Info});
    return card;
}

}  // namespace safeground::app
