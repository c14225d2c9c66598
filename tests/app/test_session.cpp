#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "app/session.hpp"

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
    ask(*session, hot_spots(*session, "1000000"));
    INFO(session->workspace().analysis.error);
    REQUIRE(session->busy());
    std::this_thread::sleep_for(30ms);
    ask(*session, ui::CancelJob{});
    settle(*session);
    CHECK(session->history().current() == before);
    CHECK(happened(*session, "job cancelled"));
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
