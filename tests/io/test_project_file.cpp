#include "io/project_file.hpp"

#include <sys/stat.h>

#include <bit>
#include <cmath>
#include <limits>

#include "core/random.hpp"
#include "io/project_codec.hpp"
#include "io/released_support.hpp"

using namespace safeground;
using namespace io_test;

namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Every column type and cell state, geometry, style, kind of value and text that could break a file.
core::Project project() {
    core::Table areas;
    areas.rows = 3;
    areas.key = "code";
    areas.info = {"Areas",
                  core::Subject::Areas,
                  core::Sensitivity::Restricted,
                  true,
                  "ONS",
                  "OGL",
                  "lsoa21",
                  "data/areas.csv",
                  "",
                  core::Vintage::Lsoa2021,
                  core::Period{{2024}, {2025, 3, 7, 15, 20, core::Precision::Minute}},
                  "What."};
    areas.add(core::text_column("code", {"a", "", "é\n\"\0"}, core::Measure::Code));
    core::Column number = core::number_column("number", {0.1, kNaN, -0.0}, core::Measure::Score);
    number.title = "A number";
    number.unit = "per 1,000";
    areas.add(number);
    core::Column count = core::integer_column("people", {1, 2, std::numeric_limits<std::int64_t>::min()},
                                              core::Measure::PersonCount);
    count.states = {core::CellState::Present, core::CellState::Suppressed, core::CellState::Missing};
    count.suppressed_low = -7;
    count.suppressed_high = 1'000'000'000'000;
    areas.add(count);
    core::Column derived = core::category_column("kind", {"x", "y", "x"});
    derived.measure = core::Measure::Derived;
    derived.derived_from = {"people", "number[]"};
    areas.add(derived);
    areas.add(core::date_column("when", {{2025}, {1999, 12, 31, 23, 59, core::Precision::Minute}, {}}));
    core::Polygons polygons;
    for (int r = 0; r < 2; ++r) {
        const double x = 530000.25 + r;
        polygons.add_ring(std::vector<core::Point>{{x, 1}, {x + 1, 1}, {x, 2}});
        polygons.end_part();
        polygons.end_row();
    }
    polygons.end_row();
    areas.geometry = std::make_shared<const core::Geometry>(polygons);
    const auto shared = std::make_shared<const core::Table>(areas);

    core::Table second = areas;  // shares its columns and geometry
    second.add(core::number_column("more", {1, 2, 3}));

    core::Table points;
    points.rows = 2;
    points.geometry = std::make_shared<const core::Geometry>(core::Points{{{1, 2}, {}}});
    core::Table lines;
    lines.rows = 1;
    core::Lines street;
    street.add_line(std::vector<core::Point>{{1, 2}, {3, 4}});
    street.end_row();
    lines.geometry = std::make_shared<const core::Geometry>(street);

    core::Project made;
    made.name = "Projekt “é”";
    made.audience = "board";
    made.next_id = 9;
    core::Layer layer;
    const auto add = [&](core::LayerId id, core::TablePtr table, core::Style style) {
        layer.id = id;
        layer.name = "Layer " + std::to_string(id);
        layer.table = std::move(table);
        layer.style = std::move(style);
        made.layers.push_back(layer);
    };
    core::ChoroplethStyle choropleth{"number", "custom", 3, {0.1, 0.2, kNaN, 5}, "cool", true};
    core::SymbolStyle symbol;
    symbol.column = "people";
    symbol.shape = core::SymbolStyle::Shape::Square;
    symbol.hollow_column = "kind";
    symbol.hollow_value = "x";
    add(1, shared, choropleth);
    layer.visible = false;
    layer.opacity = 0.25;
    layer.sentence = "Two areas are hot.";
    core::Record parameters;
    core::Record nested;
    nested.set("list", std::vector<core::Value>{1, 2.5, true, core::Value(), "t", core::Record()});
    parameters.set("seed", 1);
    parameters.set("nested", nested);
    layer.provenance =
        core::Provenance{"getis-ord", "0.1.0", {{"areas", "a.gpkg", "00", 3, "lsoa21"}}, parameters, {"w"}};
    add(2, std::make_shared<const core::Table>(second), core::HotspotStyle{true});
    add(3, shared, core::ClusterStyle{true});
    layer.provenance.reset();
    add(4, std::make_shared<const core::Table>(points), symbol);
    add(5, std::make_shared<const core::Table>(lines), core::PlainStyle{});
    add(8, shared, core::PlainStyle{});
    return made;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::bit_cast<std::uint64_t>(a[i]) != std::bit_cast<std::uint64_t>(b[i])) return false;
    return true;
}

void check_same(const core::Column& a, const core::Column& b) {
    CHECK(a.name == b.name);
    CHECK(a.title == b.title);
    CHECK(a.unit == b.unit);
    CHECK(a.measure == b.measure);
    CHECK(a.derived_from == b.derived_from);
    CHECK(a.states == b.states);
    CHECK(a.suppressed_low == b.suppressed_low);
    CHECK(a.suppressed_high == b.suppressed_high);
    REQUIRE(a.values.index() == b.values.index());
    if (a.type() == core::ColumnType::Number) CHECK(same_bits(std::get<0>(a.values), std::get<0>(b.values)));
    else CHECK((a.values == b.values));
}

void check_same(const core::Geometry& a, const core::Geometry& b) {
    REQUIRE(a.index() == b.index());
    if (const auto* points = std::get_if<core::Points>(&a)) {
        const auto& other = std::get<core::Points>(b);
        REQUIRE(points->size() == other.size());
        for (std::size_t r = 0; r < points->size(); ++r)
            CHECK(same_bits({points->at[r].x, points->at[r].y}, {other.at[r].x, other.at[r].y}));
    } else {
        CHECK((a == b));
    }
}

void check_same(const core::Project& a, const core::Project& b) {
    CHECK(a.name == b.name);
    CHECK(a.audience == b.audience);
    CHECK(a.next_id == b.next_id);
    REQUIRE(a.layers.size() == b.layers.size());
    for (std::size_t l = 0; l < a.layers.size(); ++l) {
        const core::Layer &one = a.layers[l], &two = b.layers[l];
        CHECK(one.id == two.id);
        CHECK(one.name == two.name);
        CHECK(one.visible == two.visible);
        CHECK(one.opacity == two.opacity);
        CHECK((one.provenance == two.provenance));
        CHECK(one.sentence == two.sentence);
        REQUIRE(one.style.index() == two.style.index());
        if (const auto* choropleth = std::get_if<core::ChoroplethStyle>(&one.style))
            CHECK(same_bits(choropleth->breaks, std::get<core::ChoroplethStyle>(two.style).breaks));
        else CHECK((one.style == two.style));
        REQUIRE((one.table == nullptr) == (two.table == nullptr));
        if (!one.table) continue;
        const core::TableInfo &i = one.table->info, &j = two.table->info;
        CHECK(i.name + i.source + i.licence + i.recipe + i.path + i.sha256 + i.definition ==
              j.name + j.source + j.licence + j.recipe + j.path + j.sha256 + j.definition);
        CHECK((i.subject == j.subject && i.sensitivity == j.sensitivity && i.synthetic == j.synthetic &&
               i.vintage == j.vintage));
        CHECK((i.period == j.period));
        CHECK(one.table->rows == two.table->rows);
        CHECK(one.table->key == two.table->key);
        check_same(*one.table->geometry, *two.table->geometry);
        REQUIRE(one.table->columns.size() == two.table->columns.size());
        for (std::size_t c = 0; c < one.table->columns.size(); ++c)
            check_same(*one.table->columns[c], *two.table->columns[c]);
    }
}

/// A file of ours around any payload, with a right checksum.
std::string around(const std::string& payload, std::uint32_t version = 1,
                   const std::string& writer = "0.1.0") {
    std::string bytes = "Safeground project\n";
    const auto put_number = [&](auto number) {
        bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
    };
    put_number(version);
    put_number(std::uint64_t{writer.size()});
    bytes += writer;
    put_number(std::uint64_t{payload.size()});
    bytes += payload;
    return bytes + io::sha256(bytes);
}

}  // namespace

TEST_CASE("project file: everything comes back to the bit, and what was shared is shared again",
          "[io][project]") {
    const TemporaryFolder folder;
    const core::Project before = project();
    REQUIRE(io::save_project(before, folder / "p.safeground"));
    const auto after = io::load_project(folder / "p.safeground");
    INFO(after.message());
    REQUIRE(after);
    check_same(before, *after);
    CHECK(after->layers[0].table == after->layers[2].table);
    CHECK(after->layers[0].table->columns[0] == after->layers[1].table->columns[0]);
    CHECK(after->layers[0].table->geometry == after->layers[1].table->geometry);
    CHECK(io::encode_project(*after) == io::encode_project(before));
}

TEST_CASE("project file: shared columns and geometry are stored once", "[io][project]") {
    core::Table table;
    table.rows = 10000;
    table.add(core::number_column("x", std::vector<double>(10000, 1.5)));
    core::Project one;
    core::Layer layer;
    layer.id = 1;
    layer.table = std::make_shared<const core::Table>(table);
    one.layers = {layer};
    one.next_id = 20;
    core::Project ten = one;
    for (core::LayerId id = 2; id <= 10; ++id) {
        layer.id = id;
        layer.table = std::make_shared<const core::Table>(table);
        ten.layers.push_back(layer);
    }
    CHECK(io::encode_project(ten).size() < io::encode_project(one).size() + 10000);
}

TEST_CASE("project file: a layer without a table, and numbers of a style that nothing can draw, are damage",
          "[io][project]") {
    const auto read = [](auto change) {
        core::Project made = project();
        change(made);
        return io::decode_project(io::encode_project(made)).has_value();
    };
    using Project = core::Project;
    CHECK(read([](Project&) {}));
    CHECK_FALSE(read([](Project& p) { p.layers[0].table = nullptr; }));
    const double infinite = std::numeric_limits<double>::infinity();
    for (const double wrong : {kNaN, infinite, -infinite, -0.5, 1e9}) {
        CHECK_FALSE(read([&](Project& p) { p.layers[0].opacity = wrong; }));
        CHECK_FALSE(read([&](Project& p) {
            core::PlainStyle style;
            style.width_px = wrong;
            p.layers[0].style = style;
        }));
        CHECK_FALSE(read([&](Project& p) {
            core::SymbolStyle style;
            style.max_radius_px = wrong;
            p.layers[0].style = style;
        }));
    }
    CHECK_FALSE(read([](Project& p) { p.layers[0].opacity = 1.01; }));
    CHECK(read([](Project& p) { p.layers[0].opacity = 0; }));
    // Nothing is saved that could not be opened again.
    const TemporaryFolder folder;
    core::Project bare = project();
    bare.layers[0].table = nullptr;
    const auto saved = io::save_project(bare, folder / "p.safeground");
    REQUIRE_FALSE(saved);
    CHECK(saved.message().find("has no table and cannot be saved") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folder / "p.safeground"));
}

TEST_CASE("project file: an empty project is a project", "[io][project]") {
    const TemporaryFolder folder;
    REQUIRE(io::save_project({}, folder / "p.safeground"));
    const auto after = io::load_project(folder / "p.safeground");
    REQUIRE(after);
    CHECK((*after == core::Project{}));
}

TEST_CASE("project file: written for its owner only, in place of the old one, leaving nothing else",
          "[io][project]") {
    const TemporaryFolder folder;
    put(folder / "p.safeground", "old");
    REQUIRE(io::save_project(project(), folder / "p.safeground"));
    struct stat status {};
    REQUIRE(::stat((folder / "p.safeground").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    CHECK(folder.files() == 1);
    CHECK_FALSE(io::save_project(project(), folder / "nowhere/p.safeground"));
    CHECK_FALSE(io::save_project(project(), folder.path()));
    CHECK(io::load_project(folder / "p.safeground"));
}

TEST_CASE("project file: what is no project is refused with a sentence", "[io][project]") {
    const TemporaryFolder folder;
    const auto refused = [&](const std::string& bytes, const std::string& word) {
        put(folder / "bad.safeground", bytes);
        const auto out = io::load_project(folder / "bad.safeground");
        REQUIRE_FALSE(out);
        INFO(out.message());
        CHECK(out.message().find(word) != std::string::npos);
        CHECK(out.diagnostics()[0].file == (folder / "bad.safeground").string());
    };
    refused("", "empty");
    refused("code,people\nE01000001,3\n", "not a Safeground project");
    refused(std::string("SQLite format 3\0", 16), "not a Safeground project");
    refused("Safeground pro", "ends too early");
    refused("Safeground project\n", "ends too early");
    refused(around(io::encode_project(project()), 2, "9.9.9"), "written by Safeground 9.9.9, which is newer");
    refused(around(io::encode_project(project()), 0), "unknown version");
    refused(around(io::encode_project(project())) + "x", "checksum");
    refused(around(io::encode_project(project()) + "x"), "contradicts itself");
    refused(around(""), "contradicts itself");
    CHECK_FALSE(io::load_project(folder.path()));
    CHECK_FALSE(io::load_project(folder / "nothing.safeground"));
}

TEST_CASE("project file: cut anywhere it is refused", "[io][project]") {
    const TemporaryFolder folder;
    REQUIRE(io::save_project(project(), folder / "p.safeground"));
    const std::string whole = contents(folder / "p.safeground");
    for (std::size_t n = 0; n < whole.size(); n += n < 200 ? 1 : 37) {
        put(folder / "cut.safeground", whole.substr(0, n));
        INFO(n);
        CHECK_FALSE(io::load_project(folder / "cut.safeground"));
    }
}

TEST_CASE("project file: any flipped bit is noticed", "[io][project]") {
    const TemporaryFolder folder;
    REQUIRE(io::save_project(project(), folder / "p.safeground"));
    const std::string whole = contents(folder / "p.safeground");
    for (std::size_t at = 0; at < whole.size(); at += at < 100 ? 1 : 11) {
        std::string bad = whole;
        bad[at] = static_cast<char>(bad[at] ^ (1 << (at % 8)));
        put(folder / "bad.safeground", bad);
        INFO(at);
        CHECK_FALSE(io::load_project(folder / "bad.safeground"));
    }
}

TEST_CASE("project file: damage with a right checksum is refused or read, never a crash", "[io][project]") {
    const std::string payload = io::encode_project(project());
    std::uint64_t state = 20260101;
    const auto next = [&state] {  // xorshift: the same damage every time
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return state;
    };
    std::size_t read = 0, refused = 0;
    for (int round = 0; round < 20000; ++round) {
        std::string bad = payload;
        const std::size_t changes = 1 + next() % 4;
        for (std::size_t k = 0; k < changes; ++k) {
            const std::size_t at = next() % bad.size();
            switch (next() % 4) {
                case 0:
                    bad[at] = static_cast<char>(next());
                    break;
                case 1:
                    bad[at] = '\xff';
                    break;
                case 2:
                    bad.erase(at, 1 + next() % 9);
                    break;
                default:
                    bad.insert(at, 1 + next() % 9, static_cast<char>(next()));
            }
            if (bad.empty()) bad = "x";
        }
        const auto project = io::decode_project(bad);
        if (!project) {
            ++refused;
            continue;
        }
        ++read;
        for (const core::Layer& layer : project->layers)
            if (layer.table) {
                CHECK(core::consistent(*layer.table));
                for (const core::ColumnPtr& column : layer.table->columns)
                    for (std::size_t row = 0; row < column->size(); ++row) (void)column->text(row);
                (void)core::bounds(*layer.table->geometry);
            }
    }
    CHECK(read + refused == 20000);
    CHECK(refused > 1000);
    CHECK(read > 100);  // else the damage would only ever test the first check
}

TEST_CASE("project file: sources are found beside the project and told apart from changed ones",
          "[io][project]") {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "data");
    put(folder / "data/same.csv", "a\n1\n");
    put(folder / "changed.csv", "a\n2\n");
    put(folder / "moved.csv", "a\n3\n");
    core::Project made;
    const auto add = [&](const std::string& path, const std::string& hash) {
        core::Table table;
        table.info.path = path;
        table.info.sha256 = hash;
        core::Layer layer;
        layer.id = made.next_id++;
        layer.name = path;
        layer.table = std::make_shared<const core::Table>(table);
        made.layers.push_back(layer);
    };
    add("data/same.csv", io::sha256("a\n1\n"));
    add((folder / "changed.csv").string(), io::sha256("a\n1\n"));
    add("/nowhere/at/all/moved.csv", io::sha256("a\n3\n"));
    add("gone.csv", io::sha256("x"));
    add("hot spots", "");
    std::string verdicts;
    for (const io::SourceCheck& check : io::verify_sources(made, folder / "p.safeground"))
        verdicts += check.verdict + " ";
    CHECK(verdicts == "same changed same missing computed ");

    // A file that was joined counts as much as the one that the rows are from.
    core::Provenance joined;
    joined.operation = "join";
    joined.inputs = {{"areas", "data/same.csv", io::sha256("a\n1\n"), 1, ""},
                     {"table", (folder / "changed.csv").string(), io::sha256("a\n1\n"), 1, ""}};
    core::Layer layer = made.layers[0];
    layer.provenance = joined;
    core::Project two;
    two.layers = {layer};
    verdicts.clear();
    for (const io::SourceCheck& check : io::verify_sources(two, folder / "p.safeground"))
        verdicts += check.verdict + " ";
    CHECK(verdicts == "same changed ");
}

TEST_CASE("sha256: the vectors of FIPS 180-4, of a text and of a file", "[io][project]") {
    CHECK(io::sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(io::sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const TemporaryFolder folder;
    put(folder / "million", std::string(1'000'000, 'a'));
    CHECK(*io::sha256_file(folder / "million") ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    CHECK_FALSE(io::sha256_file(folder.path()));
    CHECK_FALSE(io::sha256_file(folder / "nothing"));
}
