#include "ui/fixture.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>

namespace safeground::test {

namespace {

disclosure::Gate standard_gate() {
    core::Result<disclosure::Gate> gate = disclosure::Gate::standard();
    INFO(gate.message());
    REQUIRE(gate);
    return std::move(*gate);
}

core::Table areas(const std::string& name) {
    core::Table table;
    core::Polygons squares;
    std::vector<std::string> codes, names;
    for (int a = 0; a < 9; ++a) {
        const double x = 530000 + 500 * (a % 3), y = 180000 + 500 * (a / 3);
        const std::array<core::Point, 4> ring = {{{x, y}, {x + 500, y}, {x + 500, y + 500}, {x, y + 500}}};
        squares.add_ring(ring);
        squares.end_part();
        squares.end_row();
        codes.push_back("E0100000" + std::to_string(a + 1));
        names.push_back("Testham 00" + std::to_string(a + 1) + "A");
    }
    table.rows = 9;
    table.key = "code";
    table.info.name = name;
    table.info.subject = core::Subject::Areas;
    table.info.vintage = core::Vintage::Lsoa2021;
    table.add(core::text_column("code", codes, core::Measure::Code));
    table.add(core::text_column("name", names, core::Measure::Name));
    table.geometry = std::make_shared<const core::Geometry>(std::move(squares));
    return table;
}

}  // namespace

core::Project small_project() {
    core::Table scores = areas("Scores");
    scores.info.sensitivity = core::Sensitivity::Public;
    scores.add(core::number_column("score", {3.5, 8, 12, 17.25, 21, 25, 30, 41, 52}, core::Measure::Score));
    core::ChoroplethStyle by_score;
    by_score.column = "score";
    by_score.breaks = {3.5, 12, 25, 52};
    by_score.classes = 3;

    core::Table people = areas("People");
    people.info.subject = core::Subject::Residence;
    people.info.sensitivity = core::Sensitivity::Restricted;
    core::Column count =
        core::integer_column("people", {11, 12, 13, 14, 3, 16, 0, 18, 1900}, core::Measure::PersonCount);
    count.states.assign(9, core::CellState::Present);
    count.states[6] = core::CellState::Missing;
    people.add(std::move(count));
    core::ChoroplethStyle by_people;
    by_people.column = "people";
    by_people.breaks = {3, 13, 18, 1900};
    by_people.classes = 3;
    by_people.ramp = "purple";

    core::Table sites;
    sites.rows = 3;
    sites.key = "id";
    sites.info.name = "Sites";
    sites.info.subject = core::Subject::Sites;
    sites.info.sensitivity = core::Sensitivity::Public;
    sites.add(core::text_column("id", {"s1", "s2", "s3"}, core::Measure::Code));
    sites.add(core::text_column("name", {"Youth club", "Library", "Hall"}, core::Measure::Name));
    sites.geometry = std::make_shared<const core::Geometry>(
        core::Points{{{530100, 180100}, {530700, 180700}, {531200, 181200}}});

    core::Project project;
    auto add = [&](const char* name, core::Table table, core::Style style) {
        core::Layer layer;
        layer.name = name;
        layer.table = std::make_shared<const core::Table>(std::move(table));
        layer.style = std::move(style);
        auto next = core::apply(std::move(project), core::AddLayer{layer});
        REQUIRE(next);
        project = std::move(*next);
    };
    add("Deprivation", std::move(scores), by_score);
    add("Residence", std::move(people), by_people);
    add("Provision", std::move(sites), core::SymbolStyle{});
    return project;
}

TestWindow::TestWindow(core::Project project, float width, float height, float scale)
    : history(std::move(project)), gate(standard_gate()), robot(width, height, scale, rects) {
    robot.draws([this] { frame(); });
    robot.frames(3);
}

disclosure::Released<core::Project> TestWindow::released() {
    auto out = gate.release(*history.current());
    INFO(out.message());
    REQUIRE(out);
    return *out;
}

void TestWindow::frame() {
    const disclosure::Released<core::Project> shown = released();
    m_prepared = ui::prepare(shown, m_prepared);
    ui::Screen screen{robot.theme(),
                      rects,
                      *history.current(),
                      shown,
                      m_prepared,
                      gate.audiences(),
                      history.undo_name(),
                      history.redo_name(),
                      job,
                      {nullptr, {530750, 180750}, 2, false},
                      hovered,
                      picked,
                      std::exchange(keys, {}),
                      "",
                      ImGui::GetTime()};
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    const ui::Intents intents = ui::draw(workspace, screen, size.x, size.y);
    for (const core::Command& command : intents.commands) {
        commands.push_back(command);
        CHECK(history.run(command));
    }
    for (const ui::Request& request : intents.requests) {
        requests.push_back(request);
        if (std::holds_alternative<ui::Undo>(request)) history.undo();
        if (std::holds_alternative<ui::Redo>(request)) history.redo();
    }
    previews += static_cast<int>(intents.previews.size());
}

void TestWindow::press(ui::Shortcut shortcut, int number) {
    keys.push_back({shortcut, number});
    robot.frames(2);
}

const core::Layer& TestWindow::layer(const std::string& name) const {
    const core::Layer* found = history.current()->find(name);
    REQUIRE(found != nullptr);
    return *found;
}

std::string TestWindow::widget(const std::string& layer_name, const std::string& what) const {
    return "layer." + std::to_string(layer(layer_name).id) + (what.empty() ? "" : "." + what);
}

}  // namespace safeground::test
