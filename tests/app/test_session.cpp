#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "app/session.hpp"
#include "io/project_file.hpp"

using namespace safeground;
using namespace std::chrono_literals;

namespace {

std::unique_ptr<app::Session> session_with_demo() {
    auto session = app::Session::create();
    INFO(session.message());
    REQUIRE(session);
    (*session)->open_demo();
    return std::move(*session);
}

void settle(app::Session& session) {
    for (int i = 0; i < 15000 && session.busy(); ++i) {
        session.poll(0);
        std::this_thread::sleep_for(2ms);
    }
    REQUIRE_FALSE(session.busy());
}

bool happened(app::Session& session, const std::string& words) {
    for (const std::string& event : session.take_events())
        if (event.find(words) != std::string::npos) return true;
    return false;
}

core::LayerId area_layer(const app::Session& session) {
    for (const core::Layer& layer : session.project().layers)
        if (std::holds_alternative<core::ChoroplethStyle>(layer.style)) return layer.id;
    return 0;
}

ui::RunAnalysis hot_spots(const app::Session& session, const char* permutations) {
    ui::RunAnalysis run;
    run.operation = "getis-ord";
    run.areas = area_layer(session);
    const core::Layer* layer = session.project().find(run.areas);
    REQUIRE(layer != nullptr);
    run.parameters.set("variable", std::get<core::ChoroplethStyle>(layer->style).column);
    run.parameters.set("permutations", permutations);
    return run;
}

void ask(app::Session& session, ui::Request request) {
    ui::Intents intents;
    intents.requests.push_back(std::move(request));
    session.handle(intents, 0);
}

}  // namespace

TEST_CASE("The demo opens, is synthetic, and nothing in it counts as unsaved work") {
    const auto session = session_with_demo();
    settle(*session);
    CHECK(session->project().layers.size() >= 4);
    CHECK(session->released().note().synthetic);
    CHECK_FALSE(session->changed());
    CHECK(session->prepared().layers.size() == session->released()->layers.size());
}

TEST_CASE("An analysis adds one layer with one command, and undo takes it away") {
    const auto session = session_with_demo();
    settle(*session);
    const std::size_t before = session->project().layers.size();
    ask(*session, hot_spots(*session, "99"));
    settle(*session);
    INFO(session->workspace().analysis.error);
    REQUIRE(session->project().layers.size() == before + 1);
    CHECK(session->history().depth() == 1);
    const core::Layer& result = session->project().layers.back();
    REQUIRE(result.provenance);
    CHECK(result.provenance->operation == "getis-ord");
    CHECK(session->workspace().analysis.result == result.id);
    CHECK(session->changed());
    ask(*session, ui::Undo{});
    CHECK(session->project().layers.size() == before);
    CHECK_FALSE(session->changed());
}

TEST_CASE("A cancelled analysis changes nothing") {
    const auto session = session_with_demo();
    settle(*session);
    const core::ProjectPtr before = session->history().current();
    ui::RunAnalysis run = hot_spots(*session, "1000000");
    run.parameters.set("weights",
                       "kernel:gaussian:knn:8");  // every area draws its own: nothing is whole before the end
    ask(*session, run);
    INFO(session->workspace().analysis.error);
    REQUIRE(session->busy());
    std::this_thread::sleep_for(30ms);
    ask(*session, ui::CancelJob{});
    settle(*session);
    CHECK(session->history().current() == before);
    CHECK(happened(*session, "job cancelled"));
}

TEST_CASE("An analysis that is stopped with something to show shows it, says so, and can be undone") {
    const auto session = session_with_demo();
    settle(*session);
    const std::size_t before = session->project().layers.size();
    ask(*session, hot_spots(*session, "9999999"));
    REQUIRE(session->busy());
    std::this_thread::sleep_for(200ms);
    ask(*session, ui::CancelJob{});
    settle(*session);
    REQUIRE(session->project().layers.size() == before + 1);
    const core::Layer& layer = session->project().layers.back();
    REQUIRE(layer.provenance);
    const auto& warnings = layer.provenance->warnings;
    CHECK(std::any_of(warnings.begin(), warnings.end(), [](const std::string& warning) {
        return warning.find("Stopped after ") != std::string::npos;
    }));
    CHECK(layer.sentence.find("9,999,999") == std::string::npos);
    ask(*session, ui::Undo{});
    CHECK(session->project().layers.size() == before);
}

TEST_CASE("A result whose layer was removed meanwhile is not added, and that is said") {
    const auto session = session_with_demo();
    settle(*session);
    const ui::RunAnalysis run = hot_spots(*session, "999");
    ask(*session, run);
    ui::Intents remove;
    remove.commands.emplace_back(core::RemoveLayer{run.areas});
    session->handle(remove, 0);
    const std::size_t without = session->project().layers.size();
    settle(*session);
    CHECK(session->project().layers.size() == without);
    CHECK(happened(*session, "job dropped"));
}

TEST_CASE("A wrong parameter is said in the form and starts no job") {
    const auto session = session_with_demo();
    settle(*session);
    ui::RunAnalysis run = hot_spots(*session, "many");
    ask(*session, run);
    CHECK_FALSE(session->busy());
    CHECK(session->workspace().analysis.error.find("permutations") != std::string::npos);
}

TEST_CASE("A project is saved and opened again as it was") {
    const std::filesystem::path file =
        std::filesystem::temp_directory_path() / "safeground-app-test.safeground";
    const auto session = session_with_demo();
    settle(*session);
    ui::Intents hide;
    hide.commands.emplace_back(core::SetVisible{area_layer(*session), false});
    session->handle(hide, 0);
    CHECK(session->changed());
    ask(*session, ui::SaveProject{file});
    settle(*session);
    CHECK_FALSE(session->changed());

    auto again = app::Session::create();
    REQUIRE(again);
    (*again)->open_file(file);
    settle(**again);
    CHECK((*again)->project().layers.size() == session->project().layers.size());
    CHECK_FALSE((*again)->project().find(area_layer(*session))->visible);
    std::filesystem::remove(file);
}

TEST_CASE("A file that cannot be read is refused in a card and the project stays") {
    const std::filesystem::path file = std::filesystem::temp_directory_path() / "safeground-broken.geojson";
    std::ofstream(file) << "{ this is no GeoJSON";
    const auto session = session_with_demo();
    settle(*session);
    const core::ProjectPtr before = session->history().current();
    session->open_file(file);
    settle(*session);
    CHECK(session->history().current() == before);
    REQUIRE(session->workspace().report);
    CHECK(session->workspace().report->title.find("not added") != std::string::npos);
    CHECK_FALSE(session->workspace().report->lines.empty());
    std::filesystem::remove(file);
}

TEST_CASE("Previews are on the screen and not in the history") {
    const auto session = session_with_demo();
    settle(*session);
    const core::LayerId id = area_layer(*session);
    const double before = session->project().find(id)->opacity;
    REQUIRE(before != 0.25);
    ui::Intents drag;
    drag.previews.emplace_back(core::SetOpacity{id, 0.25});
    session->handle(drag, 0);
    CHECK(session->released()->find(id)->opacity == 0.25);
    CHECK(session->project().find(id)->opacity == before);
    CHECK(session->history().depth() == 0);
    session->handle({}, 0);
    CHECK(session->released()->find(id)->opacity == before);
}

namespace {

const std::filesystem::path kTemporary = std::filesystem::temp_directory_path();

void change(app::Session& session, core::Command command) {
    ui::Intents intents;
    intents.commands.push_back(std::move(command));
    session.handle(intents, 0);
}

}  // namespace

TEST_CASE("A command that the gate refuses leaves nothing to undo or to do again") {
    const auto session = session_with_demo();
    settle(*session);
    const core::ProjectPtr before = session->history().current();
    change(*session, core::SetAudience{"nobody"});
    CHECK(session->history().current() == before);
    CHECK_FALSE(session->history().can_undo());
    CHECK_FALSE(session->history().can_redo());
}

TEST_CASE("An answer in words goes through the gate and does not outlive its audience") {
    const auto session = session_with_demo();
    settle(*session);
    ui::RunAnalysis run = hot_spots(*session, "99");
    run.operation = "global-moran";
    ask(*session, run);
    settle(*session);
    INFO(session->workspace().analysis.error);
    CHECK_FALSE(session->workspace().analysis.sentence.empty());
    const std::string other = session->project().audience == "public" ? "board" : "public";
    change(*session, core::SetAudience{other});
    REQUIRE(session->project().audience == other);
    CHECK(session->workspace().analysis.sentence.empty());
    ask(*session, run);
    settle(*session);
    CHECK_FALSE(session->workspace().analysis.sentence.empty());
    ask(*session, ui::Undo{});
    REQUIRE(session->project().audience != other);
    CHECK(session->workspace().analysis.sentence.empty());
}

TEST_CASE("A sentence about few hidden people is not shown, and the reason is") {
    // Sixteen residence areas of a made-up borough beside each other, three of them with fewer than five
    // people.
    const std::filesystem::path file = kTemporary / "safeground-app-hidden.safeground";
    core::Table table;
    table.info.name = "Cohort";
    table.info.subject = core::Subject::Areas;
    table.info.sensitivity = core::Sensitivity::Restricted;
    table.rows = 16;
    table.key = "code";
    std::vector<std::string> codes;
    std::vector<std::int64_t> people;
    core::Polygons squares;
    for (int i = 0; i < 16; ++i) {
        codes.push_back("LKM-L00" + std::to_string(10 + i));
        people.push_back(i < 3 ? 1 + i : 10 + i);
        const double x = 530000 + 100.0 * (i % 4), y = 180000 + 100.0 * (i / 4);
        const std::vector<core::Point> corners{{x, y}, {x + 100, y}, {x + 100, y + 100}, {x, y + 100}};
        squares.add_ring(corners);
        squares.end_part();
        squares.end_row();
    }
    table.add(core::text_column("code", codes, core::Measure::Code));
    table.add(core::integer_column("people", people, core::Measure::PersonCount));
    table.geometry = std::make_shared<const core::Geometry>(std::move(squares));
    core::Layer layer;
    layer.name = "Cohort";
    layer.table = std::make_shared<const core::Table>(std::move(table));
    core::Project project;
    project.audience = "board";
    auto filled = core::apply(project, core::AddLayer{layer});
    REQUIRE(filled);
    REQUIRE(io::save_project(*filled, file));
    auto session = app::Session::create();
    REQUIRE(session);
    (*session)->open_file(file);
    settle(**session);
    REQUIRE((*session)->project().layers.size() == 1);
    ui::RunAnalysis run;
    run.operation = "global-moran";
    run.areas = (*session)->project().layers[0].id;
    run.parameters.set("variable", "people");
    run.parameters.set("permutations", "99");
    ask(**session, run);
    settle(**session);
    INFO((*session)->workspace().analysis.error);
    const std::string words = (*session)->workspace().analysis.sentence;
    CHECK(words.find("left out because it rests on hidden counts") != std::string::npos);
    std::filesystem::remove(file);
}

TEST_CASE("A project for an audience that nobody knows is refused and the open one stays") {
    const std::filesystem::path file = kTemporary / "safeground-app-nobody.safeground";
    core::Project strange;
    strange.audience = "nobody";
    REQUIRE(io::save_project(strange, file));
    const auto session = session_with_demo();
    settle(*session);
    const core::ProjectPtr before = session->history().current();
    session->open_file(file);
    settle(*session);
    CHECK(session->history().current() == before);
    CHECK(session->workspace().report);
    std::filesystem::remove(file);
}

TEST_CASE("Unsaved work is not closed by quitting or opening before somebody has said what becomes of it") {
    const std::filesystem::path file = kTemporary / "safeground-app-unsaved.safeground";
    std::filesystem::remove(file);
    const auto session = session_with_demo();
    settle(*session);
    using Answer = ui::AnswerUnsaved::Answer;
    change(*session, core::SetVisible{area_layer(*session), false});
    const core::ProjectPtr mine = session->history().current();

    ask(*session, ui::Quit{});
    CHECK_FALSE(session->quitting());
    CHECK_FALSE(session->workspace().unsaved.empty());
    ask(*session, ui::AnswerUnsaved{Answer::Cancel});
    CHECK_FALSE(session->quitting());
    CHECK(session->workspace().unsaved.empty());

    session->open_demo();
    settle(*session);
    CHECK(session->history().current() == mine);
    REQUIRE_FALSE(session->workspace().unsaved.empty());
    ask(*session, ui::AnswerUnsaved{Answer::Cancel});
    CHECK(session->history().current() == mine);

    ask(*session, ui::Quit{});
    ask(*session, ui::AnswerUnsaved{Answer::Save});  // it has no file yet, so the window asks where
    CHECK_FALSE(session->quitting());
    CHECK(session->workspace().files.wanted);
    session->workspace().files.wanted = false;  // the window is not drawn here
    ask(*session, ui::SaveProject{file});
    settle(*session);
    CHECK(session->quitting());
    CHECK(std::filesystem::exists(file));
    std::filesystem::remove(file);
}

TEST_CASE("Work that is discarded on purpose makes room for the project that was opened") {
    const auto session = session_with_demo();
    settle(*session);
    change(*session, core::SetVisible{area_layer(*session), false});
    session->open_demo();
    settle(*session);
    REQUIRE_FALSE(session->workspace().unsaved.empty());
    ask(*session, ui::AnswerUnsaved{ui::AnswerUnsaved::Answer::Discard});
    CHECK_FALSE(session->changed());
    CHECK_FALSE(session->history().can_undo());
    CHECK(session->project().find(area_layer(*session))->visible);
    ask(*session, ui::Quit{});
    CHECK(session->quitting());  // nothing to lose
}
