#include <regex>
#include <set>

#include "import_support.hpp"
#include "io/area_codes.hpp"
#include "io/cells.hpp"
#include "io/recipe.hpp"

using namespace safeground;
using namespace safeground::tests;

TEST_CASE("recipes: docs/recipes.md is made from the declarations and current", "[io]") {
    const std::filesystem::path page = std::filesystem::path(SAFEGROUND_SOURCE_DIR) / "docs" / "recipes.md";
    const std::string made = io::recipes_markdown();
    if (bytes_of(page) != made) {
        const std::filesystem::path fresh = std::filesystem::path(SAFEGROUND_BINARY_DIR) / "recipes.md";
        std::ofstream(fresh, std::ios::binary) << made;
        FAIL("docs/recipes.md is not current. Copy " << fresh.string() << " over " << page.string()
                                                     << " and look at the difference.");
    }
}

TEST_CASE("recipes: every declaration is complete and its patterns are patterns", "[io]") {
    std::set<std::string> ids;
    for (const io::Recipe& recipe : io::recipes()) {
        INFO(recipe.id);
        CHECK(ids.insert(recipe.id).second);
        CHECK_FALSE(recipe.title.empty());
        CHECK_FALSE(recipe.gives.empty());
        CHECK_FALSE(io::recognised_by(recipe).empty());
        CHECK(io::find_recipe(recipe.id) == &recipe);
        std::vector<std::string> patterns = recipe.requires_columns;
        for (const io::Field& field : recipe.fields) patterns.push_back(field.column);
        for (const std::string& pattern : patterns)
            if (pattern.starts_with("~")) CHECK_NOTHROW(std::regex(pattern.substr(1)));
        if (recipe.priority >= 0 && recipe.sensitivity == core::Sensitivity::Public) {
            CHECK_FALSE(recipe.publisher.empty());
            CHECK_FALSE(recipe.licence.empty());
        }
    }
    CHECK(io::recipe_summaries().size() == io::recipes().size());
}

TEST_CASE("cells: numbers are numbers and nothing else is", "[io]") {
    for (const auto& [text, value] : std::map<std::string, double>{{"12", 12},
                                                                   {" -1.5e3 ", -1500},
                                                                   {"1,234", 1234},
                                                                   {"1,234,567.25", 1234567.25},
                                                                   {"£1,200", 1200},
                                                                   {"+3", 3},
                                                                   {".5", 0.5},
                                                                   {"0.1", 0.1}})
        CHECK(io::parse_number(text) == value);
    for (const char* text : {"", "abc", "1,23", "12,34", "1.2.3", "1 2", "nan", "inf", "0x10", "--1", "1e999",
                             "12%", ",", "1,2345"})
        CHECK_FALSE(io::parse_number(text).has_value());
    CHECK(io::parse_integer("3.0") == 3);
    CHECK(io::parse_integer("9007199254740993") == 9007199254740993);
    CHECK_FALSE(io::parse_integer("3.5").has_value());
}

TEST_CASE("cells: missing, suppressed and zero are three states", "[io]") {
    const auto of = [](const char* text) { return io::meaning(text, {"", "z"}, {"*", "c"}); };
    CHECK(of("").state == core::CellState::Missing);
    CHECK(of(" z ").state == core::CellState::Missing);
    CHECK(of("*").state == core::CellState::Suppressed);
    CHECK(of("<5").state == core::CellState::Suppressed);
    CHECK(of("<5").high == 4);
    CHECK(of("< 10").high == 9);
    CHECK(of("<=4").high == 4);
    CHECK(of("0").state == core::CellState::Present);
    CHECK(of("<b>").state == core::CellState::Present);
}

TEST_CASE("cells: columns with personal details are known by name, others are not", "[io]") {
    for (const char* name : {"Surname", "First name", "child_name", "DOB", "Date of Birth", "Home Address",
                             "e-mail", "Phone number", "NHS Number", "UPN", "Pupil name", "address1"})
        CHECK(io::personal_details(name));
    for (const char* name : {"LSOA name", "name", "NAME", "WardName", "School name", "Count", "Age range",
                             "Addressed", "mobile_shops", "upnorth"})
        CHECK_FALSE(io::personal_details(name));
}

TEST_CASE("area codes: official and demo codes are known, and the vintage of LSOAs", "[io]") {
    for (const char* code :
         {"E01004736", "W01000001", "E09000033", "E05013808", "E02000001", "LKM-L001", "LKM-W12", "LKM-A3"})
        CHECK(io::official_code(code));
    for (const char* code :
         {"", "E0100473", "E010047366", "e01004736", "X01004736", "LKM-X1", "LKM-L", "WC1A 1AJ"})
        CHECK_FALSE(io::official_code(code));
    core::Table table;
    table.rows = 2;
    table.add(core::text_column("code", {"E01004736", "E01035716"}));
    table.add(core::text_column("borough", {"E09000033", "E09000033"}));
    CHECK(io::find_key(table) == "code");
    table.key = "code";
    CHECK(io::find_vintage(table) == core::Vintage::Lsoa2021);  // E01035716 was made for 2021
    table.key = "borough";
    CHECK(io::find_vintage(table) == core::Vintage::None);
    core::Table demo;
    demo.rows = 1;
    demo.add(core::text_column("area", {"LKM-L001"}));
    demo.key = "area";
    CHECK(io::find_vintage(demo) == core::Vintage::Demo);
}

TEST_CASE("import: FILE:LAYER is split only where the file is there", "[io]") {
    const ImportFolder folder("split");
    const auto path = folder.write("a.gpkg", "x");
    CHECK(io::split_layer(path.string() + ":roads") ==
          std::pair<std::filesystem::path, std::string>(path, "roads"));
    CHECK(io::split_layer(path.string()).second.empty());
    CHECK(io::split_layer("/no/such/file:roads").second.empty());
}
