#include "core/legend.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>

using namespace safeground::core;

TEST_CASE("legend: classes are (lo, hi] with the first closed", "[core]") {
    const std::vector<double> breaks{0, 2, 5, 9};
    CHECK(class_of(0, breaks) == 0);
    CHECK(class_of(2, breaks) == 0);
    CHECK(class_of(2.0001, breaks) == 1);
    CHECK(class_of(5, breaks) == 1);
    CHECK(class_of(9, breaks) == 2);
    CHECK(class_of(std::nan(""), breaks) == -1);
    CHECK(class_of(1, {}) == -1);
}

TEST_CASE("legend: labels of whole numbers do not overlap, others differ", "[core]") {
    CHECK(class_labels({0, 2, 5, 9}, true) == std::vector<std::string>{"0 – 2", "3 – 5", "6 – 9"});
    CHECK(class_labels({1.01, 1.02, 1.03}, false) == std::vector<std::string>{"1.01 – 1.02", "1.02 – 1.03"});
    CHECK(class_labels({3.14, 11.9, 17}, false) == std::vector<std::string>{"3.1 – 11.9", "11.9 – 17.0"});
    // Round breaks of a rate: 20.5 is in the second class, and its label says so.
    CHECK(class_labels({0, 20, 40}, false) == std::vector<std::string>{"0 – 20", "20 – 40"});
}

TEST_CASE("legend: missing and suppressed have rows of their own, and every row is counted once", "[core]") {
    Table t;
    t.rows = 5;
    Column c = integer_column("n", {0, 7, 9, 0, 0}, Measure::PersonCount);
    c.title = "children";
    c.states = {CellState::Present, CellState::Present, CellState::Present, CellState::Suppressed,
                CellState::Missing};
    t.add(c);
    Layer layer;
    layer.name = "Residence";
    layer.table = std::make_shared<const Table>(t);
    ChoroplethStyle style;
    style.column = "n";
    style.breaks = {0, 7, 9};
    layer.style = style;
    const LegendEntry entry = legend(layer);
    REQUIRE(entry.rows.size() == 4);
    std::size_t total = 0;
    for (const LegendRow& row : entry.rows) total += row.count.value_or(0);
    CHECK(total == t.rows);
    CHECK(entry.rows[2].label == "suppressed (1 to 4)");
    CHECK(entry.rows[3].label == "no data");
    CHECK(entry.subtitle == "children");
}

TEST_CASE("legend: circles are in proportion by area, and unknown is hollow", "[core]") {
    Table t;
    t.rows = 3;
    t.add(integer_column("n", {25, 100, 0}, Measure::EventCount));
    Column hours = text_column("hours", {"known", "", "known"});
    hours.states = {CellState::Present, CellState::Missing, CellState::Present};
    t.add(hours);
    SymbolStyle style;
    style.column = "n";
    style.max_radius_px = 20;
    const double largest = largest_value(style, t);
    CHECK(symbol_of(style, t, 1, largest).radius_px == 20);
    CHECK(symbol_of(style, t, 0, largest).radius_px == 10);
    CHECK(symbol_of(style, t, 2, largest).radius_px == 0);
    style.column.clear();
    style.hollow_column = "hours";
    CHECK(symbol_of(style, t, 1, 0).hollow);
    CHECK_FALSE(symbol_of(style, t, 0, 0).hollow);
}

TEST_CASE("legend: a suppressed count is drawn small and hollow, unlike zero, and tells nothing else",
          "[core]") {
    Table t;
    t.rows = 3;
    Column c = integer_column("n", {0, 0, 50}, Measure::PersonCount);
    c.states = {CellState::Present, CellState::Suppressed, CellState::Present};
    t.add(c);
    Layer layer;
    SymbolStyle style;
    style.column = "n";
    layer.style = style;
    layer.table = std::make_shared<const Table>(t);
    CHECK(symbol_of(style, t, 0, 50).radius_px == 0);
    CHECK(symbol_of(style, t, 1, 50).hollow);
    CHECK(symbol_of(style, t, 1, 50).radius_px > 0);
    CHECK(symbol_of(style, t, 1, 50).radius_px == symbol_of(style, t, 1, 5000).radius_px);
    const LegendEntry entry = legend(layer);
    CHECK(entry.rows.back().kind == LegendRow::Kind::HollowCircle);
    CHECK(entry.rows.back().label == "suppressed (1 to 4)");
}

TEST_CASE("legend: only significant areas of a cluster map are emphasised", "[core]") {
    Table t;
    t.rows = 2;
    t.add(category_column("quadrant", {"high-high", "high-high"}));
    t.add(integer_column("significant", {1, 0}));
    CHECK(emphasis_of(ClusterStyle{}, t, 0).has_value());
    CHECK_FALSE(emphasis_of(ClusterStyle{}, t, 1).has_value());
}

namespace {

/// CIE Lab of a colour as somebody sees it whose eyes turn linear light by `eye`.
std::array<double, 3> seen(Colour c, const std::array<double, 9>& eye) {
    const auto linear = [](double v) {
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    const double in[3] = {linear(c.r / 255.0), linear(c.g / 255.0), linear(c.b / 255.0)};
    double out[3];
    for (std::size_t i = 0; i < 3; ++i)
        out[i] = std::clamp(eye[3 * i] * in[0] + eye[3 * i + 1] * in[1] + eye[3 * i + 2] * in[2], 0.0, 1.0);
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = f((0.4124 * out[0] + 0.3576 * out[1] + 0.1805 * out[2]) / 0.9505);
    const double y = f(0.2126 * out[0] + 0.7152 * out[1] + 0.0722 * out[2]);
    const double z = f((0.0193 * out[0] + 0.1192 * out[1] + 0.9505 * out[2]) / 1.089);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

LegendEntry kinds_of_map(const char* column, const std::vector<std::string>& kinds, const char* recipe = "") {
    Table t;
    t.rows = kinds.size();
    t.info.recipe = recipe;
    t.add(category_column(column, kinds));
    t.add(integer_column("significant", std::vector<std::int64_t>(kinds.size(), 1)));
    Polygons squares;
    for (std::size_t row = 0; row < kinds.size(); ++row) {
        const std::array<Point, 3> ring = {{{0, 0}, {1, 0}, {0, 1}}};
        squares.add_ring(ring);
        squares.end_part();
        squares.end_row();
    }
    t.geometry = std::make_shared<const Geometry>(std::move(squares));
    Layer layer;
    layer.style = ClusterStyle{};
    layer.table = std::make_shared<const Table>(std::move(t));
    return legend(layer);
}

}  // namespace

TEST_CASE("legend: kinds with the same stroke are told apart by colour-blind readers too", "[core]") {
    // Machado, Oliveira and Fernandes 2009, severity 1.
    const std::array<std::array<double, 9>, 4> eyes = {
        {{1, 0, 0, 0, 1, 0, 0, 0, 1},
         {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
         {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
         {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900}}};
    for (const LegendEntry& map :
         {kinds_of_map("quadrant", {"high-high", "low-low", "low-high", "high-low"}),
          kinds_of_map("category", {"high-high", "low-low", "other-positive", "negative"}),
          kinds_of_map("category", {"mixed", "even"})})
        for (std::size_t a = 0; a < map.rows.size(); ++a)
            for (std::size_t b = 0; b < a; ++b)
                for (std::size_t e = 0; e < eyes.size(); ++e) {
                    if (map.rows[a].dashed != map.rows[b].dashed) continue;
                    INFO(map.rows[a].label << ", " << map.rows[b].label << ", eye " << e);
                    const auto p = seen(map.rows[a].colour, eyes[e]), q = seen(map.rows[b].colour, eyes[e]);
                    CHECK(std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]) > 20);
                }
}

TEST_CASE("legend: areas unlike their neighbours are dashed, and local Lee speaks of two variables",
          "[core]") {
    const LegendEntry geary =
        kinds_of_map("category", {"high-high", "low-low", "other-positive", "negative"});
    REQUIRE(geary.rows.size() == 4);
    CHECK_FALSE(geary.rows[0].dashed);
    CHECK(geary.rows[3].dashed);
    CHECK(geary.rows[3].label == "unlike its neighbours");
    for (const LegendRow& row : geary.rows) CHECK(row.count == 1);
    CHECK(kinds_of_map("quadrant", {"high-high"}).rows[0].label == "high among high");
    CHECK(kinds_of_map("quadrant", {"high-high"}, "local-lee").rows[0].label == "high in both");
}

TEST_CASE("style: ramps get darker or meet in the middle, and hex colours are read", "[core]") {
    CHECK(colour("#1D70B8") == Colour{0x1D, 0x70, 0xB8, 255});
    CHECK(colour("#1D70B880").a == 0x80);
    CHECK(colour("blue") == Colour{255, 0, 255, 255});
    for (const Ramp& r : ramps()) {
        const auto colours = ramp_colours(r, 7);
        REQUIRE(colours.size() == 7);
        CHECK(colours.front() == r.stops.front());
        CHECK(colours.back() == r.stops.back());
        if (r.diverging) continue;
        for (std::size_t c = 1; c < colours.size(); ++c) {
            const auto light = [](Colour k) { return 0.2126 * k.r + 0.7152 * k.g + 0.0722 * k.b; };
            INFO(r.name << " class " << c);
            CHECK(light(colours[c]) < light(colours[c - 1]));
        }
    }
    CHECK(ramp_colours(ramp("warm"), 1).size() == 1);
}
