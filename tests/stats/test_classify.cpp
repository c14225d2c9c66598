#include "stats/classify.hpp"

#include <catch2/catch.hpp>

#include "stats/benchmark_files.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::Classification;
using stats::classify;
using stats::ClassifyMethod;

namespace {

using V = std::vector<double>;

Classification require(core::Result<Classification> result) {
    INFO(result.message());
    REQUIRE(result);
    return *std::move(result);
}

/// Classes, counts and bounds tell the same story.
void check_consistent(const V& values, const Classification& result) {
    std::vector<std::size_t> counts(result.upper_bounds.size(), 0);
    REQUIRE(result.class_of.size() == values.size());
    std::size_t missing = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::int32_t c = result.class_of[i];
        if (std::isnan(values[i])) {
            CHECK(c == stats::kMissingClass);
            ++missing;
            continue;
        }
        REQUIRE(c >= 0);
        const auto index = static_cast<std::size_t>(c);
        REQUIRE(index < counts.size());
        CHECK(values[i] <= result.upper_bounds[index]);
        if (index > 0) CHECK(values[i] > result.upper_bounds[index - 1]);
        ++counts[index];
    }
    CHECK(counts == result.counts);
    CHECK(missing == result.missing);
    CHECK(std::is_sorted(result.upper_bounds.begin(), result.upper_bounds.end()));
    CHECK(result.upper_bounds.back() >= result.maximum);
}

V interior(const Classification& result) {
    return {result.upper_bounds.begin(), result.upper_bounds.end() - 1};
}

}  // namespace

TEST_CASE("Classes of Guerry's property crime agree with GeoDa's where the conventions do") {
    const auto data = guerry();
    if (!data) return;
    const V crime = data->column("Crm_prp");
    const Classification quantile = require(classify(crime, ClassifyMethod::Quantile, 5));
    check_first(interior(quantile), {5439, 6886, 8205, 9584.5});
    const Classification deviations = require(classify(crime, ClassifyMethod::Std, 0));
    check_first(interior(deviations), {1784.1106064421238, 4832.725891456355, 7881.341176470588,
                                       10929.95646148482, 13978.571746499052});
    const Classification box = require(classify(crime, ClassifyMethod::Box, 0));
    check_first(interior(box), {1190, 5990, 7624, 9190, 13990});
    const Classification jenks = require(classify(crime, ClassifyMethod::Jenks, 5));
    for (const Classification* result : {&quantile, &deviations, &box, &jenks})
        check_consistent(crime, *result);
    // Natural breaks: GeoDa stops at 5521, 7204, 10237, 15890 for this variable. Ours are the exact optimum,
    // so they must fit at least as well, whichever side a value on a break falls to.
    for (const V& geoda : {V{5521, 7204, 10237, 15890}, V{5520, 7203, 10236, 15889}})
        CHECK(jenks.goodness_of_fit >
              require(classify(crime, ClassifyMethod::Custom, 0, geoda)).goodness_of_fit);
    check_first(interior(jenks), {5521});
    const V persons = data->column("Crm_prs");
    const Classification jenks_persons = require(classify(persons, ClassifyMethod::Jenks, 5));
    for (const V& geoda : {V{9474, 16722, 23316, 29872}, V{9473, 16721, 23315, 29871}})
        CHECK(jenks_persons.goodness_of_fit >=
              require(classify(persons, ClassifyMethod::Custom, 0, geoda)).goodness_of_fit);
    // Percentiles: GeoDa interpolates, which shows in the outermost two (1906.3 and 19467.8) where ranks are
    // sparse.
    const V percentile = interior(require(classify(crime, ClassifyMethod::Percentile, 0)));
    CHECK(V(percentile.begin() + 1, percentile.end() - 1) == V{4529, 7624, 10954});
    CHECK(percentile.front() < 1906.3);
    CHECK(percentile.back() > 19467.8);
}

TEST_CASE("Quantile classes hold equal numbers and never split equal values") {
    V values = one_to(100);
    const Classification even = require(classify(values, ClassifyMethod::Quantile, 4));
    CHECK(even.counts == std::vector<std::size_t>{25, 25, 25, 25});
    CHECK(even.upper_bounds == V{25.5, 50.5, 75.5, 100});

    const V tied{0, 0, 0, 0, 0, 0, 1, 2, 3, 4};
    const auto result = classify(tied, ClassifyMethod::Quantile, 5);
    const Classification classes = require(result);
    check_consistent(tied, classes);
    CHECK(classes.requested == 5);
    CHECK(classes.counts == std::vector<std::size_t>{6, 2, 2});
    REQUIRE(result.diagnostics().size() == 1);
    CHECK_THAT(result.diagnostics()[0].message,
               Catch::Contains("5 classes were asked for, but the values give only 3"));

    const V two{1, 1, 2, 2};  // a cut between 1 and 2, and one at 1: no class between them
    const Classification pair = require(classify(two, ClassifyMethod::Quantile, 4));
    CHECK(pair.counts == std::vector<std::size_t>{2, 2});
    check_consistent(two, pair);
}

TEST_CASE("Equal classes have equal widths and close on the upper side") {
    const V values{0, 2, 2.5, 4, 6, 8, 10};
    const Classification classes = require(classify(values, ClassifyMethod::Equal, 5));
    CHECK(classes.upper_bounds == V{2, 4, 6, 8, 10});
    CHECK(classes.class_of == std::vector<std::int32_t>{0, 0, 1, 1, 2, 3, 4});
    CHECK(classes.minimum == 0);
    check_consistent(values, classes);
}

TEST_CASE("Missing values are a class of their own") {
    const V values{3, kNaN, 1, 2, kNaN};
    for (const ClassifyMethod method :
         {ClassifyMethod::Quantile, ClassifyMethod::Equal, ClassifyMethod::Jenks, ClassifyMethod::Std,
          ClassifyMethod::Box, ClassifyMethod::HeadTail, ClassifyMethod::Percentile}) {
        const Classification classes = require(classify(values, method, 3));
        CHECK(classes.missing == 2);
        check_consistent(values, classes);
    }
}

TEST_CASE("Head-tail breaks cut at the mean of what is above") {
    // Mean 25/10 = 2.5, above it 8 and 9 (20 %); their mean 8.5, above it one of two (50 %): no further cut.
    const V values{1, 1, 1, 1, 1, 1, 1, 1, 8, 9};
    const Classification classes = require(classify(values, ClassifyMethod::HeadTail, 6));
    CHECK(classes.upper_bounds == V{2.5, 9});
    CHECK(classes.counts == std::vector<std::size_t>{8, 2});
    V heavy;
    for (int i = 1; i <= 1000; ++i) heavy.push_back(1000.0 / i);
    const Classification deep = require(classify(heavy, ClassifyMethod::HeadTail, 4));
    CHECK(deep.upper_bounds.size() == 4);
    check_consistent(heavy, deep);
}

TEST_CASE("Natural breaks fit best") {
    V values = noise(300, 30);
    for (double& value : values) value = std::exp(value);
    double best = 0;
    for (const ClassifyMethod method :
         {ClassifyMethod::Quantile, ClassifyMethod::Equal, ClassifyMethod::HeadTail, ClassifyMethod::Jenks}) {
        const Classification classes = require(classify(values, method, 5));
        CHECK(classes.goodness_of_fit > 0);
        CHECK(classes.goodness_of_fit <= 1);
        if (method == ClassifyMethod::Jenks) CHECK(classes.goodness_of_fit > best);
        else best = std::max(best, classes.goodness_of_fit);
    }
    const V distinct{1, 2, 3};
    CHECK(require(classify(distinct, ClassifyMethod::Jenks, 3)).goodness_of_fit == 1.0);
}

TEST_CASE("Custom breaks stand as given, with one class above the last") {
    const V values{-5, 10, 10.5, 30, 99};
    const V breaks{0, 10, 30};
    const Classification classes = require(classify(values, ClassifyMethod::Custom, 0, breaks));
    CHECK(classes.upper_bounds == V{0, 10, 30, 99});
    CHECK(classes.class_of == std::vector<std::int32_t>{0, 1, 2, 2, 3});
    CHECK(classes.requested == 4);
    check_consistent(values, classes);
    const Classification below = require(classify(V{1, 2}, ClassifyMethod::Custom, 0, breaks));
    CHECK(below.counts == std::vector<std::size_t>{0, 2, 0, 0});
    using core::ErrorKind;
    check_refused(classify(values, ClassifyMethod::Custom, 0, V{1, 1}), "each above the one before",
                  ErrorKind::Usage);
    check_refused(classify(values, ClassifyMethod::Custom, 0, V{2, 1}), "each above the one before",
                  ErrorKind::Usage);
    check_refused(classify(values, ClassifyMethod::Custom, 0, V{kNaN}), "finite", ErrorKind::Usage);
    check_refused(classify(values, ClassifyMethod::Custom, 0), "There are 0 custom breaks", ErrorKind::Usage);
}

TEST_CASE("Equal values everywhere make one class, or six of which one is filled") {
    const V values{4, 4, 4};
    for (const ClassifyMethod method :
         {ClassifyMethod::Quantile, ClassifyMethod::Equal, ClassifyMethod::Jenks, ClassifyMethod::HeadTail}) {
        const Classification classes = require(classify(values, method, 5));
        CHECK(classes.counts == std::vector<std::size_t>{3});
        CHECK(classes.upper_bounds == V{4});
        CHECK(std::isnan(classes.goodness_of_fit));
    }
    for (const ClassifyMethod method :
         {ClassifyMethod::Std, ClassifyMethod::Box, ClassifyMethod::Percentile}) {
        const Classification classes = require(classify(values, method, 5));
        CHECK(classes.counts == std::vector<std::size_t>{3, 0, 0, 0, 0, 0});
        check_consistent(values, classes);
    }
    check_consistent(V{2}, require(classify(V{2}, ClassifyMethod::Std, 1)));
}

TEST_CASE("Classifying refuses what has no classes, in a sentence") {
    using core::ErrorKind;
    check_refused(classify(V{}, ClassifyMethod::Jenks, 5), "No area has a value");
    check_refused(classify(V{kNaN}, ClassifyMethod::Jenks, 5), "No area has a value");
    check_refused(classify(V{1, -HUGE_VAL}, ClassifyMethod::Jenks, 5), "line 2: A value is infinite");
    check_refused(classify(V{1, 2}, ClassifyMethod::Equal, 0), "number of classes is 0", ErrorKind::Usage);
    check_refused(classify(V{1, 2}, ClassifyMethod::Equal, 65), "between 1 and 64", ErrorKind::Usage);
}

TEST_CASE("Pooled classes are those of all values together, column by column") {
    const V low{1, 2, 3, 4, kNaN}, high{10, 20, 30}, none{kNaN, kNaN};
    const std::vector<std::span<const double>> columns{low, high, none};
    V together = low;
    together.insert(together.end(), high.begin(), high.end());
    together.insert(together.end(), none.begin(), none.end());
    for (const ClassifyMethod method : {ClassifyMethod::Quantile, ClassifyMethod::Equal,
                                        ClassifyMethod::Jenks, ClassifyMethod::Std, ClassifyMethod::Box}) {
        const auto pooled = stats::classify_pooled(columns, method, 3);
        REQUIRE(pooled);
        const Classification one = require(classify(together, method, 3));
        CHECK(pooled->all.upper_bounds == one.upper_bounds);
        CHECK(pooled->all.counts == one.counts);
        CHECK(pooled->all.missing == 3);
        std::vector<std::int32_t> joined;
        std::vector<std::size_t> counts(one.counts.size(), 0);
        for (std::size_t c = 0; c < 3; ++c) {
            CHECK(pooled->class_of[c].size() == columns[c].size());
            joined.insert(joined.end(), pooled->class_of[c].begin(), pooled->class_of[c].end());
            for (std::size_t k = 0; k < counts.size(); ++k) counts[k] += pooled->counts[c][k];
        }
        CHECK(joined == one.class_of);
        CHECK(counts == one.counts);
    }
    const auto equal = stats::classify_pooled(columns, ClassifyMethod::Equal, 3);
    REQUIRE(equal);
    CHECK(equal->class_of[0] == std::vector<std::int32_t>{0, 0, 0, 0, stats::kMissingClass});
    CHECK(equal->class_of[1] == std::vector<std::int32_t>{0, 1, 2});
    CHECK(equal->counts[0] == std::vector<std::size_t>{4, 0, 0});
    // One column pooled with nothing is that column.
    const std::vector<std::span<const double>> alone{low};
    CHECK(stats::classify_pooled(alone, ClassifyMethod::Quantile, 2)->class_of[0] ==
          require(classify(low, ClassifyMethod::Quantile, 2)).class_of);
    check_refused(stats::classify_pooled({}, ClassifyMethod::Equal, 3), "nothing to classify");
    const std::vector<std::span<const double>> empty{none, none};
    check_refused(stats::classify_pooled(empty, ClassifyMethod::Equal, 3), "nothing to classify");
    check_refused(stats::classify_pooled(columns, ClassifyMethod::Equal, 0), "number of classes is 0",
                  core::ErrorKind::Usage);
}
