#include "core/command.hpp"

#include <catch2/catch.hpp>

using namespace safeground::core;

namespace {
Layer layer(const std::string& name) {
    Layer l;
    l.name = name;
    l.table = std::make_shared<const Table>();
    return l;
}
History two_layers() {
    History history;
    REQUIRE(history.run(AddLayer{layer("Wards")}));
    REQUIRE(history.run(AddLayer{layer("Clubs")}));
    return history;
}
}  // namespace

TEST_CASE("command: layers get ids that are never used again", "[core]") {
    History history = two_layers();
    REQUIRE(history.run(RemoveLayer{2}));
    REQUIRE(history.run(AddLayer{layer("Schools")}));
    CHECK(history.current()->layers.back().id == 3);
}

TEST_CASE("history: undo is the previous snapshot itself, redo the next", "[core]") {
    History history = two_layers();
    const ProjectPtr before = history.current();
    REQUIRE(history.run(SetVisible{1, false}));
    const ProjectPtr after = history.current();
    CHECK(history.undo_name() == "Hide “Wards”");
    history.undo();
    CHECK(history.current() == before);
    CHECK(history.redo_name() == "Hide “Wards”");
    history.redo();
    CHECK(history.current() == after);
    history.undo();
    REQUIRE(history.run(SetOpacity{2, 0.5}));
    CHECK_FALSE(history.can_redo());
}

TEST_CASE("history: a command that changes nothing is not remembered", "[core]") {
    History history = two_layers();
    const std::size_t depth = history.depth();
    REQUIRE(history.run(SetVisible{1, true}));
    CHECK(history.depth() == depth);
}

TEST_CASE("command: what cannot be done says so and changes nothing", "[core]") {
    History history = two_layers();
    const ProjectPtr before = history.current();
    CHECK_FALSE(history.run(SetVisible{99, false}));
    CHECK_FALSE(history.run(SetOpacity{1, 1.5}));
    CHECK_FALSE(history.run(SetOpacity{1, std::numeric_limits<double>::quiet_NaN()}));
    CHECK_FALSE(history.run(RenameLayer{1, ""}));
    CHECK_FALSE(history.run(AddLayer{}));
    CHECK(history.current() == before);
}

TEST_CASE("command: layers move, and beyond the top means the top", "[core]") {
    History history = two_layers();
    REQUIRE(history.run(MoveLayer{1, 50}));
    CHECK(history.current()->layers.back().name == "Wards");
    REQUIRE(history.run(MoveLayer{1, 0}));
    CHECK(history.current()->layers.front().name == "Wards");
}

TEST_CASE("project: its areas say what is shown at first, not stations all over the country", "[core]") {
    const auto with = [](Subject subject, double reach) {
        Table table;
        table.rows = 2;
        table.info.subject = subject;
        table.geometry = std::make_shared<const Geometry>(Points{{{0, 0}, {reach, reach}}});
        Layer made;
        made.table = std::make_shared<const Table>(table);
        return made;
    };
    Project project;
    project.layers = {with(Subject::BaseMap, 900)};
    CHECK(extent(project).max_x == 900);
    project.layers.push_back(with(Subject::Sites, 500));
    CHECK(extent(project).max_x == 500);
    project.layers.push_back(with(Subject::Areas, 10));
    CHECK(extent(project).max_x == 10);
}
