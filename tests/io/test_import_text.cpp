#include "import_support.hpp"
#include "io/text_table.hpp"

using namespace safeground;
using namespace safeground::tests;

namespace {

io::RawTable parsed(const std::string& text) {
    auto table = io::parse_text_table(text, "test.csv");
    INFO(table.message());
    REQUIRE(table.has_value());
    return std::move(*table);
}

std::vector<std::string> column(const io::RawTable& table, std::size_t c) {
    std::vector<std::string> cells;
    for (std::size_t row = 0; row < table.rows; ++row) cells.push_back(table.columns[c].text(row));
    return cells;
}

using Cells = std::vector<std::string>;

}  // namespace

TEST_CASE("text table: commas, semicolons, tabs and bars are told apart", "[io]") {
    for (const char d : {',', ';', '\t', '|'}) {
        const std::string s(1, d);
        const io::RawTable table =
            parsed("area" + s + "name" + s + "n\nA" + s + "x y" + s + "1\nB" + s + "z" + s + "2\n");
        REQUIRE(table.columns.size() == 3);
        CHECK(column(table, 0) == Cells{"A", "B"});
        CHECK(column(table, 2) == Cells{"1", "2"});
    }
    // A semicolon file whose numbers have decimal commas is not a comma file.
    CHECK(parsed("a;b\n1,5;2,5\n3,5;4,5\n").columns.size() == 2);
}

TEST_CASE("text table: quotes hold delimiters, newlines and doubled quotes", "[io]") {
    const io::RawTable table =
        parsed("a,b\r\n\"1,2\",\"line one\r\nline two\"\r\n\"say \"\"hi\"\"\",x\r\n\"\",\"a\"b\n");
    CHECK(column(table, 0) == Cells{"1,2", "say \"hi\"", ""});
    CHECK(column(table, 1) == Cells{"line one\r\nline two", "x", "ab"});
    CHECK(table.line == std::vector<std::int64_t>{2, 4, 5});
    CHECK(table.rejected.empty());
}

TEST_CASE("text table: every line end is a line end", "[io]") {
    for (const char* end : {"\n", "\r\n", "\r"}) {
        const std::string e = end;
        const io::RawTable table = parsed("a,b" + e + "1,2" + e + "3,4" + e + e + "5,6");
        CHECK(column(table, 0) == Cells{"1", "3", "5"});
        CHECK(table.line == std::vector<std::int64_t>{2, 3, 5});
    }
}

TEST_CASE("text table: encodings are found and said", "[io]") {
    const std::string utf8 = "name,n\nCafé,1\n";
    CHECK(column(parsed(utf8), 0) == Cells{"Café"});
    const io::RawTable marked = parsed("\xEF\xBB\xBF" + utf8);
    CHECK(marked.columns[0].name == "name");
    CHECK(mentions(marked.notes, "byte order mark"));
    const io::RawTable latin = parsed("name,n\nCaf\xE9 \x80,1\n");
    CHECK(column(latin, 0) == Cells{"Café €"});
    CHECK(mentions(latin.notes, "Latin-1"));
    for (const bool little : {true, false})
        for (const bool mark : {true, false}) {
            std::string wide =
                mark ? (little ? std::string("\xFF\xFE") : std::string("\xFE\xFF")) : std::string();
            for (const char c : std::string("name,n\nabc,1\n"))
                wide += little ? std::string{c, '\0'} : std::string{'\0', c};
            const io::RawTable table = parsed(wide);
            CHECK(column(table, 0) == Cells{"abc"});
            CHECK(mentions(table.notes, "UTF-16"));
        }
}

TEST_CASE("text table: rows that do not fit are rejected with their lines, the rest goes on", "[io]") {
    const io::RawTable table = parsed("a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,,\n,,\n4,5,6\n");
    CHECK(column(table, 0) == Cells{"1", "1", "4"});
    REQUIRE(table.rejected.size() == 3);
    CHECK(table.rejected[0].reason == "too few cells in the row");
    CHECK(table.rejected[0].first_lines == std::vector<std::int64_t>{3});
    CHECK(table.rejected[1].reason == "too many cells in the row");
    CHECK(table.rejected[1].first_lines == std::vector<std::int64_t>{4});
    CHECK(table.rejected[2].reason == "nothing but empty cells");
}

TEST_CASE("text table: a name with a comma and no quotation marks is put together again", "[io]") {
    const io::RawTable table = parsed(
        "code,ward,borough\nA,\"Ham, Petersham\",R\nB,Ham, Petersham & Richmond, Riverside,R\nC,x,y,z\n");
    CHECK(column(table, 1) == Cells{"Ham, Petersham", "Ham, Petersham & Richmond, Riverside"});
    CHECK(mentions(table.warnings, "first: line 3"));
    CHECK(table.rejected.at(0).first_lines == std::vector<std::int64_t>{4});
}

TEST_CASE("text table: a quote that never ends costs one row and not the file", "[io]") {
    const io::RawTable table = parsed("a,b\n1,2\n\"3,4\n5,6\n7,8\n");
    CHECK(column(table, 0) == Cells{"1", "5", "7"});
    REQUIRE(table.rejected.size() == 1);
    CHECK(table.rejected[0].first_lines == std::vector<std::int64_t>{3});
}

TEST_CASE("text table: a cell over a million characters costs one row", "[io]") {
    const std::string huge(1'000'001, 'x');
    const io::RawTable table = parsed("a,b\n1,2\n\"" + huge + "\",2\n" + huge + ",2\n3,4\n");
    CHECK(column(table, 0) == Cells{"1", "3"});
    REQUIRE(table.rejected.size() == 1);
    CHECK(table.rejected[0].rows == 2);
    const io::RawTable allowed = parsed("a,b\n" + std::string(1'000'000, 'x') + ",2\n");
    CHECK(allowed.rows == 1);
}

TEST_CASE("text table: zero bytes and files that are no text", "[io]") {
    std::string one = "a,b\n1,2\n3,x4\n5,6\n";
    one[one.find('x')] = '\0';
    const io::RawTable table = parsed(one);
    CHECK(column(table, 0) == Cells{"1", "5"});
    CHECK(table.rejected.at(0).reason == "a zero byte, so not text");
    std::string noise;
    for (int i = 0; i < 4000; ++i) noise.push_back(static_cast<char>((i * 37) % 32));
    CHECK_FALSE(io::parse_text_table(noise, "noise.csv").has_value());
}

TEST_CASE("text table: header rows that are missing, doubled or incomplete", "[io]") {
    const io::RawTable headless = parsed("359192.3,570510.8,2016-01-01\n356347.3,576182.5,2016-01-03\n");
    CHECK(headless.rows == 2);
    CHECK(headless.columns[2].name == "column 3");
    CHECK(parsed("LSOA11CD,2011,2012\nE01000001,1,2\n").rows == 1);
    const io::RawTable doubled = parsed("n,n,,n\n1,2,3,4\n");
    CHECK(doubled.columns[1].name == "n (2)");
    CHECK(doubled.columns[2].name == "column 3");
    CHECK(doubled.columns[3].name == "n (3)");
    CHECK(mentions(doubled.warnings, "more than once"));
    const io::RawTable titled = parsed("Children in care 2024,,\n\nLSOA,children,rate\nE01000001,3,0.1\n");
    CHECK(titled.columns[0].name == "LSOA");
    CHECK(titled.rows == 1);
    CHECK(mentions(titled.notes, "Children in care 2024"));
    CHECK(parsed("a,b\n").rows == 0);
    CHECK_FALSE(io::parse_text_table("\n\n\n", "blank.csv").has_value());
}

TEST_CASE("import: a table of the team's own finds its key, its types and its markers", "[io]") {
    const ImportFolder folder("own-table");
    const auto path = folder.write("own.csv",
                                   "LSOA,Children in cohort,Rate,Seen on,Surname,Home address,Note\n"
                                   "E01004736 ,*,1.5,07/03/2025,Smith,1 High St,a\n"
                                   "E01004734,<5,,2025-03-08,Jones,2 High St,b\n"
                                   "E01004733,12,\"1,234.5\",9 March 2025,Brown,3 High St,c\n"
                                   "E01035716,0,abc,45726,Green,4 High St,d\n");
    const io::Imported in = imported(path);
    INFO(in.report.text());
    CHECK(in.report.recipe == "generic-table");
    CHECK(in.table->key == "LSOA");
    CHECK(in.table->key_text(0) == "E01004736");
    CHECK(in.report.vintage == core::Vintage::Lsoa2021);
    const core::Column& cohort = *in.table->find("Children in cohort");
    CHECK(cohort.measure == core::Measure::PersonCount);
    CHECK(cohort.state(0) == core::CellState::Suppressed);
    CHECK(cohort.state(1) == core::CellState::Suppressed);
    CHECK(cohort.suppressed_high == 4);
    CHECK(cohort.number(2) == 12);
    CHECK(cohort.state(3) == core::CellState::Present);
    CHECK(cohort.number(3) == 0);
    CHECK(in.table->find("Rate")->state(1) == core::CellState::Missing);
    // Personal details are not there in any form.
    CHECK(in.table->find("Surname") == nullptr);
    CHECK(in.table->find("Home address") == nullptr);
    CHECK(in.report.columns_left_out == std::vector<std::string>{"Surname", "Home address"});
    CHECK(in.table->info.sensitivity == core::Sensitivity::Partner);
}

TEST_CASE("import: filters read the same language on text tables", "[io]") {
    const ImportFolder folder("where");
    const auto path = folder.write(
        "w.csv", "LSOA name,n,kind\nWestminster 018A,5,a\nCamden 001A,7,b\nWestminster 018B,9,b\n");
    const auto rows = [&](const char* where) {
        io::ImportOptions options;
        options.where = where;
        return imported(path, options).table->rows;
    };
    CHECK(rows("\"LSOA name\" LIKE 'Westminster%'") == 2);
    CHECK(rows("n > 5") == 2);
    CHECK(rows("n >= 5 AND kind = 'b'") == 2);
    CHECK(rows("kind IN ('a', 'c')") == 1);
    CHECK(rows("NOT kind = 'a'") == 2);
    io::ImportOptions options;
    options.where = "no such column = 3";
    const auto wrong = io::import_file(path, options);
    CHECK_FALSE(wrong.has_value());
    CHECK(wrong.kind() == core::ErrorKind::Usage);
}

TEST_CASE("import: points from text by the names of their columns or by a mapping", "[io]") {
    const ImportFolder folder("points");
    const auto degrees =
        folder.write("d.csv", "name,date,Latitude,Longitude\nA,2025-01-02,51.5,-0.12\nB,2025-01-03,,\n");
    const io::Imported d = imported(degrees);
    CHECK(d.report.recipe == "generic-points-degrees");
    CHECK(d.table->info.subject == core::Subject::Events);
    CHECK(d.table->points()->at[0].x == Approx(530600).margin(300));
    CHECK_FALSE(d.table->points()->at[1].valid());
    CHECK(mentions(d.report.notes, "1 row has no position"));
    const auto grid = folder.write("g.csv", "site,Easting,Northing\nA,530000,180000\n");
    CHECK(imported(grid).table->points()->at[0] == core::Point{530000, 180000});
    const auto odd = folder.write("o.csv", "site,GridE,GridN\nA,530000,180000\n");
    CHECK(imported(odd).table->points() == nullptr);
    io::ImportOptions options;
    options.mapping = {{"x", "GridE"}, {"y", "GridN"}};
    const io::Imported mapped = imported(odd, options);
    CHECK(mapped.report.recipe == "generic-points-xy");
    CHECK(mapped.report.crs_assumed);
    CHECK(mapped.table->points()->at[0] == core::Point{530000, 180000});
    options.mapping = {{"x", "Nowhere"}};
    CHECK_FALSE(io::import_file(odd, options).has_value());
}

TEST_CASE("import: points that nobody declared are single events, with a date or without", "[io]") {
    const ImportFolder folder("undeclared");
    for (const char* text : {"ref,easting,northing,notes\n1,530000,180000,seen twice\n2,530100,180000,x\n",
                             "ref,longitude,latitude,notes\n1,-0.12,51.5,x\n2,-0.13,51.5,y\n",
                             "ref,x,y,notes\n1,530000,180000,x\n2,530100,180000,y\n"}) {
        const io::Imported in = imported(folder.write("points.csv", text));
        INFO(in.report.text());
        REQUIRE(in.table->points() != nullptr);
        CHECK(in.table->info.subject == core::Subject::Events);
        CHECK(in.table->info.sensitivity == core::Sensitivity::Partner);
    }
}

TEST_CASE("import: a mapping may swap names, and names no column twice", "[io]") {
    const ImportFolder folder("mapping");
    const auto path = folder.write("swap.csv", "type,category,note\nknife,R1,a\nrobbery,R2,b\n");
    io::ImportOptions options;
    options.mapping = {{"category", "type"}, {"type", "category"}};
    const io::Imported swapped = imported(path, options);
    CHECK(swapped.table->find("category")->text(0) == "knife");
    CHECK(swapped.table->find("type")->text(1) == "R2");
    options.mapping = {{"category", "type"}, {"ref", "category"}};
    const io::Imported chain = imported(path, options);
    CHECK(chain.table->find("category")->text(0) == "knife");
    CHECK(chain.table->find("ref")->text(1) == "R2");
    CHECK(chain.table->columns.size() == 3);
    options.mapping = {{"note", "type"}};
    const io::Imported displaced = imported(path, options);
    CHECK(displaced.table->find("note")->text(0) == "knife");
    CHECK(displaced.table->find("note (in the file)")->text(0) == "a");
    options.mapping = {{"one", "type"}, {"two", "Type"}};
    const auto twice = io::import_file(path, options);
    REQUIRE_FALSE(twice.has_value());
    CHECK(twice.kind() == core::ErrorKind::Usage);
    CHECK(twice.message().find("twice, as “one” and as “two”") != std::string::npos);
}

TEST_CASE("import: sums with suppressed cells are ranges around what is known", "[io]") {
    const ImportFolder folder("ranges");
    const io::Imported in =
        imported(folder.write("mps.csv",
                              "LSOA Code,LSOA Name,Borough,Major Category,Minor Category,202401,202402\n"
                              "E01004736,Westminster 018A,Westminster,ROBBERY,A,300,<5\n"
                              "E01004737,Westminster 018B,Westminster,ROBBERY,A,7,8\n"
                              "E01004737,Westminster 018B,Westminster,ROBBERY,B,<3,310\n"));
    INFO(in.report.text());
    REQUIRE(in.report.recipe == "mps-lsoa-crime");
    const core::Column& a = *in.table->find("A");
    CHECK(a.state(0) == core::CellState::Suppressed);
    CHECK(a.number(1) == 15);
    CHECK(a.suppressed_low == 301);
    CHECK(a.suppressed_high == 304);
    const core::Column& b = *in.table->find("B");
    CHECK(b.suppressed_low == 311);
    CHECK(b.suppressed_high == 312);
    // 300 and 1 to 4; 15 and 310 and 1 to 2.
    CHECK(in.table->find("all")->suppressed_low == 301);
    CHECK(in.table->find("all")->suppressed_high == 327);
}

TEST_CASE("import: warnings repeat no cell but the codes of areas", "[io]") {
    const ImportFolder folder("quotes");
    std::string text = "who,Seen on\n";
    for (int day = 1; day <= 9; ++day) text += "Ann Example,2025-03-0" + std::to_string(day) + "\n";
    io::ImportOptions options;
    options.key = "who";
    const io::Imported names = imported(folder.write("names.csv", text), options);
    INFO(names.report.text());
    CHECK(mentions(names.report.warnings, "8 values of who came up before (first: line 3);"));
    CHECK_FALSE(mentions(names.report.warnings, "Ann"));
    options.key = "LSOA";
    const io::Imported codes =
        imported(folder.write("codes.csv", "LSOA,n\nE01004736,1\nE01004736,2\n"), options);
    CHECK(mentions(codes.report.warnings, "1 value of LSOA came up before (first: line 3, E01004736);"));
    const io::Imported cells =
        imported(folder.write("street.csv",
                              "LSOA Code,LSOA Name,Borough,Major Category,Minor Category,202401\n"
                              "E01004736,Westminster 018A,Westminster,ROBBERY,A,Ann Example\n"
                              "E01004737,Westminster 018B,Westminster,ROBBERY,A,2\n"));
    CHECK(cells.report.text().find("Ann") == std::string::npos);
}
