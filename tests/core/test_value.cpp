#include "core/value.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <limits>

using namespace safeground::core;

TEST_CASE("value: NaN is undefined, never 0", "[core]") {
    CHECK(Value(std::nan("")).undefined());
    CHECK(Value(0.0).text() == "0");
    CHECK(Value().text().empty());
    CHECK(std::isnan(Value("text").number()));
}

TEST_CASE("value: shortest text reads back as the same number", "[core]") {
    for (double v : {0.1, 1.0 / 3, 1e22, 5e-324, -2.5, 123456789.123})
        CHECK(std::strtod(shortest(v).c_str(), nullptr) == v);
    CHECK(shortest(0.1) == "0.1");
    CHECK(shortest(-0.0) == "0");
}

TEST_CASE("value: numbers for people", "[core]") {
    CHECK(grouped(1234567.891, 1) == "1,234,567.9");
    CHECK(grouped(-1234) == "-1,234");
    CHECK(grouped(999) == "999");
    CHECK(grouped(-0.001, 1) == "0.0");
    CHECK(grouped(1e300).size() > 300);
}

TEST_CASE("record: set replaces in place and keeps the order", "[core]") {
    Record r;
    r.set("a", 1);
    r.set("b", "x");
    r.set("a", 2);
    REQUIRE(r.fields.size() == 2);
    CHECK(r.fields[0].first == "a");
    CHECK(r.find("a")->number() == 2);
    CHECK(r.find("c") == nullptr);
}
