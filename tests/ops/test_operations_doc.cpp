#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "ops/operation.hpp"

using namespace safeground;

TEST_CASE("operations: docs/operations.md is made from the declarations and current", "[ops]") {
    const auto page = std::filesystem::path(SAFEGROUND_SOURCE_DIR) / "docs" / "operations.md";
    const std::string made = ops::operations_markdown();
    std::ifstream file(page, std::ios::binary);
    const std::string there{std::istreambuf_iterator<char>(file), {}};
    if (there != made) {
        const auto fresh = std::filesystem::path(SAFEGROUND_BINARY_DIR) / "operations.md";
        std::ofstream(fresh, std::ios::binary) << made;
        FAIL("docs/operations.md is not current. Copy " << fresh.string() << " over " << page.string()
                                                        << " and look at the difference.");
    }
}

TEST_CASE("operations: docs/operations.md names every analysis and every parameter", "[ops]") {
    const std::string made = ops::operations_markdown();
    for (const ops::Operation& operation : ops::operations()) {
        INFO(operation.name);
        const std::size_t begin = made.find("\n### " + operation.title + "\n");
        REQUIRE(begin != std::string::npos);
        const std::string section = made.substr(begin, made.find("\n##", begin + 5) - begin);
        CHECK(section.find("`" + operation.name + "`") != std::string::npos);
        for (const ops::Parameter& parameter : operation.parameters) {
            INFO(parameter.name);
            CHECK(section.find("`" + parameter.name + "`") != std::string::npos);
        }
    }
}

TEST_CASE("operations: each stands under a heading, and those under one heading stand together", "[ops]") {
    std::set<ops::Group> ended;
    ops::Group group = ops::Group::None;
    for (const ops::Operation& operation : ops::operations()) {
        INFO(operation.name << " says no group; see ops::Group");
        CHECK(operation.group != ops::Group::None);
        if (operation.group != group) CHECK(ended.insert(operation.group).second);
        group = operation.group;
    }
}

TEST_CASE("operations: what is asked for has no detail to be given first", "[ops]") {
    for (const ops::Operation& operation : ops::operations())
        for (const ops::Parameter& parameter : operation.parameters) {
            INFO(operation.name << " " << parameter.name);
            if (parameter.detail) CHECK((parameter.optional || !parameter.default_value.undefined()));
        }
}
