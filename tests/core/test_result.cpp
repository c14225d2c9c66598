#include "core/result.hpp"

#include <catch2/catch.hpp>

using namespace safeground::core;

namespace {
Result<int> positive(int x) {
    if (x <= 0)
        return refuse("The number must be positive.")
            .in_file("a.csv")
            .at_line(3)
            .in_column("n")
            .remedy("Check the sheet.");
    return x;
}
}  // namespace

TEST_CASE("result: a failure carries where and what to do", "[core]") {
    const auto r = positive(-1);
    REQUIRE_FALSE(r);
    CHECK(r.kind() == ErrorKind::Input);
    CHECK(r.message() == "a.csv, line 3, column n: The number must be positive. Check the sheet.");
    const Result<std::string> other = r.failure();
    CHECK(other.message() == r.message());
}

TEST_CASE("result: a value can carry warnings", "[core]") {
    Result<int> r = positive(5);
    r.add(warning("Odd."));
    CHECK(*r == 5);
    CHECK(r.diagnostics().front().severity == Severity::Warning);
}
