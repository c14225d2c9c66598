#include "disclosure/released.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <type_traits>

#include "core/project.hpp"

using safeground::core::Project;
using safeground::core::Record;
using safeground::core::TablePtr;
using safeground::disclosure::Released;
using safeground::disclosure::ReleaseNote;

template <class T>
constexpr bool only_the_gate_makes_it =
    !std::is_default_constructible_v<Released<T>> && !std::is_constructible_v<Released<T>, T> &&
    !std::is_constructible_v<Released<T>, T, ReleaseNote> &&
    !std::is_constructible_v<Released<T>, const T&, const ReleaseNote&> &&
    !std::is_convertible_v<T, Released<T>> && !std::is_aggregate_v<Released<T>>;

static_assert(only_the_gate_makes_it<Project> && only_the_gate_makes_it<TablePtr> &&
              only_the_gate_makes_it<Record>);
// What is released may be handed on, but not looked into for writing.
static_assert(std::is_copy_constructible_v<Released<Project>> &&
              std::is_move_constructible_v<Released<Project>>);
static_assert(std::is_same_v<decltype(*std::declval<Released<Project>&>()), const Project&>);
static_assert(std::is_same_v<decltype(std::declval<Released<Project>&>().operator->()), const Project*>);
static_assert(std::is_same_v<decltype(std::declval<Released<Project>&>().note()), const ReleaseNote&>);
static_assert(!std::is_constructible_v<Released<Project>, Released<TablePtr>>);

TEST_CASE("released: the gate is the only friend and nothing else is declared one", "[disclosure]") {
    std::ifstream file(SAFEGROUND_SOURCE_DIR "/src/disclosure/released.hpp");
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    REQUIRE(!text.empty());
    const std::size_t first = text.find("friend class Gate;");
    REQUIRE(first != std::string::npos);
    // "friend " in any other place of the code would be a second way out.
    CHECK(text.find("friend ", first + 1) == std::string::npos);
    CHECK(text.rfind("friend ", first - 1) == std::string::npos);
}
