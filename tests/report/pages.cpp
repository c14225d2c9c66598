#include "report/pages.hpp"

#include <png.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace safeground::tests {
namespace {

core::TablePtr areas() {
    core::Table table;
    table.info.name = "Deprivation";
    table.info.subject = core::Subject::Areas;
    table.info.sensitivity = core::Sensitivity::Public;
    table.info.synthetic = true;
    core::Polygons polygons;
    std::vector<std::string> codes, classes;
    std::vector<double> scores;
    for (int i = 0; i < 60; ++i) {
        const double x = 400.0 * (i % 10), y = 400.0 * (i / 10);
        polygons.add_ring(std::vector<core::Point>{{x, y}, {x + 400, y}, {x + 400, y + 400}, {x, y + 400}});
        polygons.end_part();
        polygons.end_row();
        codes.push_back("LKM-L" + std::to_string(1001 + i));
        scores.push_back(i % 17 == 3 ? std::nan("") : 3.1 + i * 0.83);
        classes.push_back(i > 54 ? "hot" : i < 4 ? "cold" : "none");
    }
    table.rows = codes.size();
    table.geometry = std::make_shared<const core::Geometry>(polygons);
    table.key = "code";
    table.add(core::text_column("code", codes, core::Measure::Code));
    auto score = core::number_column("score", scores, core::Measure::Score);
    score.title = "Index of deprivation, score";
    score.states.assign(scores.size(), core::CellState::Present);
    for (std::size_t i = 0; i < scores.size(); ++i)
        if (std::isnan(scores[i])) score.states[i] = core::CellState::Missing;
    table.add(std::move(score));
    std::vector<std::int64_t> counts;
    for (int i = 0; i < 60; ++i) counts.push_back((i * 7) % 46);
    auto victims = core::integer_column("victims", counts, core::Measure::PersonCount);
    victims.title = "Victims aged 1 to 24";
    table.add(std::move(victims));
    auto flag = core::category_column("class", classes);
    table.add(std::move(flag));
    return std::make_shared<const core::Table>(std::move(table));
}

core::TablePtr sites() {
    core::Table table;
    table.info.name = "Provision";
    table.info.subject = core::Subject::Sites;
    table.info.sensitivity = core::Sensitivity::Public;
    core::Points points;
    std::vector<std::string> ids, hours;
    for (int i = 0; i < 34; ++i) {
        points.at.push_back({100.0 * i, 70.0 * i});
        ids.push_back("site-" + std::to_string(i));
        hours.push_back(i % 3 == 0 ? "unknown" : "known");
    }
    table.rows = ids.size();
    table.geometry = std::make_shared<const core::Geometry>(points);
    table.key = "id";
    table.add(core::text_column("id", ids));
    auto column = core::category_column("hours", hours);
    column.title = "opening hours";
    table.add(std::move(column));
    return std::make_shared<const core::Table>(std::move(table));
}

core::Layer layer(core::LayerId id, const std::string& name, core::TablePtr table, core::Style style) {
    core::Layer made;
    made.id = id;
    made.name = name;
    made.table = std::move(table);
    made.style = std::move(style);
    return made;
}

}  // namespace

disclosure::Released<core::Project> released_project(int many, const std::string& marking) {
    core::Project project;
    project.name = "Larkmere";
    project.audience = "board";
    const core::TablePtr table = areas();
    core::ChoroplethStyle score;
    score.column = "score";
    score.breaks = {3.1, 11.9, 17.0, 23.4, 31.8, 52.6};
    core::SymbolStyle victims;
    victims.column = "victims";
    core::SymbolStyle site;
    site.shape = core::SymbolStyle::Shape::Square;
    site.max_radius_px = 5;
    site.fill = core::colour("#00703C");
    site.hollow_column = "hours";
    site.hollow_value = "unknown";
    core::LayerId id = 1;
    project.layers.push_back(layer(id++, "Streets", table, core::PlainStyle{}));
    for (int i = 0; i < many; ++i)
        project.layers.push_back(layer(
            id++, "Copy " + std::to_string(i) + " of the index of deprivation, by quintiles of the borough",
            table, score));
    project.layers.push_back(layer(id++, "Index of multiple deprivation 2025", table, score));
    project.layers.push_back(
        layer(id++, "Hot and cold spots of knife crime (Gi*)", table, core::HotspotStyle{}));
    project.layers.push_back(layer(id++, "Victims of knife crime with injury", table, victims));
    project.layers.push_back(layer(id++, "Clubs and youth hubs", sites(), site));
    project.next_id = id;
    auto gate = disclosure::Gate::from_toml(
        "[audience.board]\ntitle = \"Board\"\nmarking = \"" + marking +
            "\"\nmay_see = \"restricted\"\nthreshold_public = 5\nthreshold_partner = 5\nthreshold_restricted "
            "= 5\nrounding_base = 0\n"
            "event_points = false\nevent_text = false\nclasses_over_hidden = true\nhide_zero = "
            "false\nsmallest_denominator = 10\n",
        "audiences.toml");
    if (!gate) throw std::runtime_error(gate.message());
    auto released = gate->release(project);
    if (!released) throw std::runtime_error(released.message());
    return *released;
}

void paint_map(report::MapPage& page) {
    const report::Rectangle place = report::map_rectangle(page);
    page.map.width = place.width;
    page.map.height = place.height;
    page.map.rgba.assign(4 * static_cast<std::size_t>(place.width) * static_cast<std::size_t>(place.height),
                         255);
    const std::vector<core::Colour> colours = core::ramp_colours(core::ramp("warm"), 5);
    const double centre_x = place.width / 2.0, centre_y = place.height / 2.0,
                 radius = 0.42 * std::min(place.width, place.height);
    for (int y = 0; y < place.height; ++y)
        for (int x = 0; x < place.width; ++x) {
            const double dx = x - centre_x, dy = y - centre_y, angle = std::atan2(dy, dx);
            core::Colour c = core::colour("#E9ECEF");
            if (std::hypot(dx, dy) < radius * (1 + 0.12 * std::sin(5 * angle) + 0.05 * std::cos(9 * angle))) {
                const int column = static_cast<int>(std::floor((x + 0.3 * y) / 60)),
                          row = static_cast<int>(std::floor((y - 0.2 * x) / 60));
                c = colours[static_cast<std::size_t>((column * 7 + row * 11 + 500) % 5)];
                if (std::fmod(x + 0.3 * y, 60) < 1 || std::fmod(y - 0.2 * x + 6000, 60) < 1)
                    c = core::colour("#FFFFFF");
            }
            std::uint8_t* to =
                &page.map.rgba[4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(place.width) +
                                    static_cast<std::size_t>(x))];
            to[0] = c.r;
            to[1] = c.g;
            to[2] = c.b;
        }
}

report::MapPage page_with_map(int width, int height, double scale) {
    report::MapPage page;
    page.width = width;
    page.height = height;
    page.scale = scale;
    page.title = "Larkmere: knife crime, deprivation and what is open";
    page.subtitle = "Offences March 2023 to February 2026 · a fictional borough";
    page.sentences = {
        "Knife crime with injury is higher in 5 of 60 areas than their neighbours would lead one to expect "
        "(Gi*, 9,999 "
        "permutations, false discovery rate 5 %)."};
    page.sources = {"Synthetic demonstration data of Safeground, made from a seed",
                    "Index of Deprivation 2025 (MHCLG), Open Government Licence v3.0",
                    "Contains OS data © Crown copyright and database right 2026",
                    "Counts from 1 to 4 are hidden. British National Grid, EPSG:27700"};
    page.metres_per_pixel = 5.3 / scale;
    paint_map(page);
    return page;
}

std::filesystem::path scratch_folder() {
    static const std::filesystem::path folder = [] {
        std::filesystem::path made = std::filesystem::path(SAFEGROUND_BINARY_DIR) / "report-pages";
        std::filesystem::remove_all(made);
        std::filesystem::create_directories(made);
        return made;
    }();
    return folder;
}

std::string bytes_of(const std::filesystem::path& path) {
    std::ostringstream all;
    all << std::ifstream(path, std::ios::binary).rdbuf();
    return all.str();
}

Picture read_png(const std::filesystem::path& path) {
    png_image image;
    std::memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_file(&image, path.c_str()) == 0) throw std::runtime_error(image.message);
    image.format = PNG_FORMAT_RGB;
    Picture picture{static_cast<int>(image.width), static_cast<int>(image.height),
                    std::string(PNG_IMAGE_SIZE(image), '\0')};
    png_image_finish_read(&image, nullptr, picture.rgb.data(), 0, nullptr);
    return picture;
}

}  // namespace safeground::tests
