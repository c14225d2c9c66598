#include "cli/demo_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "cli/picture.hpp"
#include "core/legend.hpp"
#include "core/value.hpp"

namespace safeground::cli {
namespace {

const core::Layer* layer_named(const core::Project& project, const char* name) {
    return project.find(std::string(name));
}

double rows_where(const core::Table& table, const char* column, const char* value) {
    const core::Column* found = table.find(column);
    double count = 0;
    for (std::size_t row = 0; found != nullptr && row < table.rows; ++row) count += found->text(row) == value;
    return count;
}

/// Names of areas by their code, from the layer that has them.
std::unordered_map<std::string, std::string> area_names(const core::Project& project) {
    std::unordered_map<std::string, std::string> out;
    const core::Layer* areas = layer_named(project, "Deprivation");
    if (areas == nullptr) return out;
    for (const core::ColumnPtr& column : areas->table->columns)
        if (column->measure == core::Measure::Name) {
            for (std::size_t row = 0; row < areas->table->rows; ++row)
                out[areas->table->key_text(row)] = column->text(row);
            break;
        }
    return out;
}

report::HtmlSection hot_section(const core::Project& project, const core::Layer& hot) {
    report::HtmlSection section;
    section.heading = "Hot and cold spots";
    if (!hot.sentence.empty()) section.paragraphs.push_back(hot.sentence);
    const core::Table& table = *hot.table;
    const core::Column* kind = table.find("class");
    const core::Column* z = table.find("z");
    const core::Column* p = table.find("p_adjusted");
    if (kind == nullptr || z == nullptr || p == nullptr) return section;
    const auto names = area_names(project);
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < table.rows; ++row)
        if (kind->text(row) == "hot" || kind->text(row) == "cold") rows.push_back(row);
    std::stable_sort(rows.begin(), rows.end(),
                     [&](std::size_t a, std::size_t b) { return z->number(a) > z->number(b); });
    report::HtmlTable out;
    out.caption = "Areas that stand out, hottest first";
    out.columns = {
        {"Area", false}, {"Code", false}, {"Hot or cold", false}, {"z-score", true}, {"p, corrected", true}};
    for (const std::size_t row : rows) {
        const std::string code = table.key_text(row);
        const auto name = names.find(code);
        out.rows.push_back({name == names.end() ? code : name->second, code, kind->text(row),
                            z->present(row) ? fmt::format("{:.2f}", z->number(row)) : "hidden",
                            p->present(row) ? fmt::format("{:.4f}", p->number(row)) : "hidden"});
    }
    if (!out.rows.empty()) section.table = std::move(out);
    return section;
}

report::HtmlSection figures_section(const core::Project& project) {
    report::HtmlSection section;
    section.heading = "Figures";
    report::HtmlTable table;
    table.caption = "Counted from the layers on the map";
    table.columns = {{"What", false}, {"How many", true}};
    for (const Figure& figure : demo_figures(project))
        table.rows.push_back({figure.words, core::grouped(figure.value)});
    section.table = std::move(table);
    return section;
}

report::HtmlSection legend_section(const core::Project& project) {
    report::HtmlSection section;
    section.heading = "The map in words";
    report::HtmlTable table;
    table.caption = "Legend, from the top layer down";
    table.columns = {{"Layer", false}, {"What is shown", false}, {"Class", false}, {"Areas or places", true}};
    for (const core::LegendEntry& entry : core::legend(project))
        for (const core::LegendRow& row : entry.rows)
            table.rows.push_back(
                {entry.title, entry.subtitle, row.label,
                 row.count ? core::grouped(static_cast<double>(*row.count)) : std::string()});
    if (!table.rows.empty()) section.table = std::move(table);
    return section;
}

}  // namespace

std::vector<Figure> demo_figures(const core::Project& released) {
    std::vector<Figure> out;
    if (const core::Layer* areas = layer_named(released, "Deprivation"))
        out.push_back({"areas", static_cast<double>(areas->table->rows)});
    if (const core::Layer* hot = layer_named(released, "Hot spots (Gi*)")) {
        out.push_back({"hot spots", rows_where(*hot->table, "class", "hot")});
        out.push_back({"cold spots", rows_where(*hot->table, "class", "cold")});
    }
    if (const core::Layer* injury = layer_named(released, "Knife crime, injury")) {
        double total = 0, hidden = 0;
        if (const core::Column* count = injury->table->find("count"))
            for (std::size_t row = 0; row < injury->table->rows; ++row) {
                if (count->present(row)) total += count->number(row);
                hidden += count->state(row) == core::CellState::Suppressed;
            }
        out.push_back({"knife crime with injury, victims under 25, not domestic, shown", total});
        if (hidden > 0) out.push_back({"areas with a hidden count of it", hidden});
    }
    if (const core::Layer* sites = layer_named(released, "Out-of-school provision")) {
        double known = 0;
        if (const core::Column* hours = sites->table->find("hours"))
            for (std::size_t row = 0; row < sites->table->rows; ++row) known += hours->present(row);
        out.push_back({"places of provision", static_cast<double>(sites->table->rows)});
        out.push_back({"places of provision with known hours", known});
    }
    return out;
}

report::HtmlPage demo_page(const disclosure::Released<core::Project>& project,
                           const std::filesystem::path& map) {
    report::HtmlPage page;
    page.title = project->name;
    page.subtitle = "A made-up borough, to show what Safeground does. No real place and no real person.";
    report::HtmlSection picture;
    picture.heading = "Map";
    for (auto layer = project->layers.rbegin(); layer != project->layers.rend(); ++layer)
        if (layer->visible && !layer->sentence.empty()) picture.paragraphs.push_back(layer->sentence);
    report::HtmlImage image;
    image.path = map;
    image.alt =
        "Map of the borough: deprivation by area, hot spots of knife crime outlined, knife crime with injury "
        "as circles, "
        "out-of-school provision as squares, hollow where hours are unknown. The legend stands below as a "
        "table.";
    picture.image = std::move(image);
    page.sections.push_back(std::move(picture));
    page.sections.push_back(figures_section(*project));
    if (const core::Layer* hot = layer_named(*project, "Hot spots (Gi*)"))
        page.sections.push_back(hot_section(*project, *hot));
    page.sections.push_back(legend_section(*project));
    page.sources = credits(*project);
    return page;
}

}  // namespace safeground::cli
