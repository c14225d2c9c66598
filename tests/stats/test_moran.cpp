#include "stats/moran.hpp"

#include <catch2/catch.hpp>
#include <numeric>

#include "stats/benchmark_files.hpp"
#include "stats/rates.hpp"

using namespace safeground;
using namespace safeground::tests;
using stats::global_moran;
using stats::GlobalMoran;
using stats::GlobalMoranOptions;
using stats::Tail;
using stats::VarianceAssumption;

namespace {
const GlobalMoranOptions kAnalytic{.permutations = 0};
}

TEST_CASE("Moran's I of Columbus crime agrees with spdep") {
    const auto data = columbus();
    if (!data) return;
    const std::vector<double> crime = data->column("crime");
    REQUIRE(data->binary.links() == 236);

    const auto row = global_moran(crime, data->row, kAnalytic);
    REQUIRE(row);
    CHECK(row->statistic == published(0.5001885572));
    CHECK(row->expected == published(-0.02083333333));
    CHECK(row->variance == published(0.008689289201));
    CHECK(row->variance_normality == published(0.008563413119));
    CHECK(row->z == published(5.589382675));
    CHECK(row->p == published(2.278782701e-08).epsilon(1e-7));
    CHECK(row->s1 == published(22.7511867));
    CHECK(row->s2 == published(203.7090986));
    CHECK(std::isnan(row->p_permutation));

    const auto normal =
        global_moran(crime, data->row, {.permutations = 0, .assumption = VarianceAssumption::Normality});
    REQUIRE(normal);
    CHECK(normal->z == published(5.630312788));
    CHECK(normal->p == published(1.798830992e-08).epsilon(1e-7));

    const auto binary = global_moran(crime, data->binary, kAnalytic);
    REQUIRE(binary);
    CHECK(binary->statistic == published(0.5154614369));
    CHECK(binary->variance == published(0.007454394343));
    CHECK(binary->z == published(6.211512737));
    CHECK(binary->s2 == published(5304));
}

TEST_CASE("Moran's I of Guerry's France, North Carolina and St Louis agrees with spdep and esda") {
    struct Row {
        const char* column;
        double statistic, variance, z;
    };
    if (const auto data = guerry()) {
        REQUIRE(data->binary.links() == 420);
        for (const Row& row : {Row{"Crm_prs", 0.4114597183, 0.004899501059, 6.048371948},
                               Row{"Crm_prp", 0.2635533403, 0.004661878644, 4.0343639},
                               Row{"Litercy", 0.7176052628, 0.004917253447, 10.40327233}}) {
            const auto moran = global_moran(data->column(row.column), data->row, kAnalytic);
            REQUIRE(moran);
            CHECK(moran->statistic == published(row.statistic));
            CHECK(moran->variance == published(row.variance));
            CHECK(moran->z == published(row.z));
        }
    }
    if (const auto data = sids()) {
        REQUIRE(data->binary.links() == 462);
        const auto moran = global_moran(data->column("SIDR74"), data->row, kAnalytic);
        REQUIRE(moran);
        CHECK(moran->statistic == published(0.2477251932));
        CHECK(moran->variance == published(0.004275965096));
        const auto upper = global_moran(
            data->column("SIDR74"), data->row,
            {.permutations = 0, .tail = Tail::Upper, .assumption = VarianceAssumption::Normality});
        REQUIRE(upper);
        CHECK(upper->p == published(5.7916539074498452e-05));
    }
    if (const auto data = st_louis()) {
        const auto moran = global_moran(
            data->column("HR8893"), data->row,
            {.permutations = 0, .tail = Tail::Upper, .assumption = VarianceAssumption::Normality});
        REQUIRE(moran);
        CHECK(moran->statistic == published(0.24365582621771659));
        CHECK(moran->p == published(0.00013573931385468807));
    }
}

TEST_CASE("Moran's I of rates standardised by empirical Bayes agrees with esda and spdep") {
    const auto data = sids();
    if (!data) return;
    const auto rates79 = stats::eb_standardised(data->column("SID79"), data->column("BIR79"));
    REQUIRE(rates79);
    const auto moran79 =
        global_moran(rates79->values, data->row,
                     {.permutations = 0, .tail = Tail::Upper, .assumption = VarianceAssumption::Normality});
    REQUIRE(moran79);
    CHECK(moran79->statistic == published(0.16622343552567395));
    CHECK(moran79->p == published(0.004191499504892171));

    const auto rates74 = stats::eb_standardised(data->column("SID74"), data->column("BIR74"));
    REQUIRE(rates74);
    const auto moran74 = global_moran(rates74->values, data->row, kAnalytic);
    REQUIRE(moran74);
    CHECK(moran74->statistic == published(0.271402967));
}

TEST_CASE("The variances of Moran's I on a 3 by 3 lattice are those of esda") {
    std::vector<double> values(9);
    std::iota(values.begin(), values.end(), 1.0);
    const auto moran = global_moran(values, lattice(3, 3), kAnalytic);
    REQUIRE(moran);
    CHECK(moran->variance_randomisation == published(0.059687500000000004));
    CHECK(moran->variance_normality == published(0.053125));
    CHECK(moran->statistic == published(0.5));  // 9/24 * 80/60 by hand
}

TEST_CASE("A checkerboard on a torus has Moran's I of -1") {
    std::vector<double> values;
    for (int i = 0; i < 64; ++i) values.push_back((i / 8 + i % 8) % 2);
    const auto moran = global_moran(values, lattice(8, 8, Edge::Torus), kAnalytic);
    REQUIRE(moran);
    CHECK(moran->statistic == published(-1));
}

TEST_CASE("Moran's I does not change with the unit of the values or the order of the areas") {
    const core::Weights weights = lattice(9, 11);
    const std::vector<double> values = hill(9, 11);
    const auto plain = global_moran(values, weights);
    REQUIRE(plain);
    std::vector<double> scaled;
    for (const double value : values) scaled.push_back(5 - 3.7 * value);
    const auto other_unit = global_moran(scaled, weights);
    REQUIRE(other_unit);
    CHECK(other_unit->statistic == published(plain->statistic));
    CHECK(other_unit->variance == published(plain->variance));
    CHECK(other_unit->p == plain->p);  // the same permutations, so the same ranks

    const auto order = shuffled_order(weights.size());
    std::vector<double> moved(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) moved[order[i]] = values[i];
    const auto other_order = global_moran(moved, relabelled(weights, order), kAnalytic);
    REQUIRE(other_order);
    CHECK(other_order->statistic == published(plain->statistic));
    CHECK(other_order->variance == published(plain->variance));
}

TEST_CASE("The permutation p-value of Moran's I counts every tail and repeats with its seed") {
    const core::Weights weights = lattice(10, 10);
    const std::vector<double> values = hill(10, 10);
    const auto upper = global_moran(values, weights, {.permutations = 999, .tail = Tail::Upper});
    const auto lower = global_moran(values, weights, {.permutations = 999, .tail = Tail::Lower});
    const auto both = global_moran(values, weights, {.permutations = 999});
    const auto folded =
        global_moran(values, weights, {.permutations = 999, .convention = stats::Convention::Geoda});
    REQUIRE((upper && lower && both && folded));
    CHECK(upper->p == Approx(0.001));  // a hill: nothing shuffled comes near
    CHECK(lower->p == Approx(1.0));
    CHECK(both->p == Approx(0.002));
    CHECK(folded->p == Approx(0.001));
    CHECK(folded->tail == Tail::Folded);
    CHECK(both->p == both->p_permutation);

    const std::vector<double> flat = noise(100, 4);
    const auto one = global_moran(flat, weights, {.threads = 1});
    const auto seven = global_moran(flat, weights, {.threads = 7});
    const auto other_seed = global_moran(flat, weights, {.seed = 2});
    REQUIRE((one && seven && other_seed));
    CHECK(one->p == seven->p);
    CHECK(one->p != other_seed->p);
    CHECK(one->p == Approx(one->p_analytic).margin(0.08));
}

TEST_CASE("With everyone as neighbour Moran's I is -1/(n-1) and its p-value is undefined or 1") {
    Lists lists(5);
    for (std::uint32_t i = 0; i < 5; ++i)
        for (std::uint32_t j = 0; j < 5; ++j)
            if (i != j) lists[i].push_back(j);
    const auto moran = global_moran(std::vector<double>{1, 5, 2, 8, 3}, binary_weights(lists));
    REQUIRE(moran);
    CHECK(moran->statistic == published(-0.25));
    CHECK(std::isnan(moran->z));
    CHECK(std::isnan(moran->p_analytic));
    CHECK(moran->p_permutation == 1.0);  // all permutations tie with what was observed
}

TEST_CASE("Areas without a value leave Moran's I as if they were not on the map") {
    const core::Weights weights = core::row_standardise(lattice(6, 6));
    std::vector<double> values = noise(36, 2);
    std::vector<bool> keep(36, true);
    for (const std::size_t gone : {std::size_t{7}, std::size_t{20}}) {
        values[gone] = kNaN;
        keep[gone] = false;
    }
    std::vector<double> left;
    for (const double value : values)
        if (!std::isnan(value)) left.push_back(value);
    const auto with_gaps = global_moran(values, weights);
    const auto without = global_moran(left, core::subset(weights, keep));
    REQUIRE((with_gaps && without));
    CHECK(with_gaps->n == 34);
    CHECK(with_gaps->undefined == 2);
    CHECK(with_gaps->statistic == without->statistic);
    CHECK(with_gaps->p == without->p);
    CHECK(with_gaps->s0 == published(34));  // rows were standardised again
}

TEST_CASE("Islands leave Moran's I unless they are to count with a lag of zero") {
    Lists lists{{1}, {0, 2}, {1, 3}, {2, 4}, {3}, {}};
    const std::vector<double> values{1, 2, 4, 5, 7, 30};
    core::Weights weights = binary_weights(lists);
    const auto excluded = global_moran(values, weights, kAnalytic);
    REQUIRE(excluded);
    CHECK(excluded->n == 5);
    CHECK(excluded->islands == 1);
    CHECK(excluded->undefined == 1);
    CHECK(excluded->mean == published(3.8));

    weights.islands = core::IslandPolicy::Zero;
    const auto kept = global_moran(values, weights, kAnalytic);
    REQUIRE(kept);
    CHECK(kept->n == 6);
    CHECK(kept->islands == 1);
    CHECK(kept->undefined == 0);
    CHECK(kept->mean == published(49.0 / 6));
    CHECK(kept->statistic != excluded->statistic);
}

TEST_CASE("Moran's I refuses what it cannot measure, in a sentence") {
    const core::Weights weights = lattice(2, 2);
    using V = std::vector<double>;
    check_refused(global_moran(V{1, 2, 3}, weights),
                  "There are 3 values, but the spatial weights describe 4 areas");
    check_refused(global_moran(V{1, 1, 1, 1}, weights), "All 4 areas have the same value (1)");
    check_refused(global_moran(V{0.1, 0.1, 0.1, 0.1}, weights), "same value");
    check_refused(global_moran(V{1, kNaN, 3, 4}, weights), "at least 4 areas");
    check_refused(global_moran(V{7}, binary_weights({{}})), "at least 4 areas");
    check_refused(global_moran(V{}, core::Weights{}), "at least 4 areas");
    check_refused(global_moran(V{1, HUGE_VAL, 3, 4}, weights), "line 2: A value is infinite");
    check_refused(global_moran(V{1, 2, 3, 4}, core::with_self(weights)), "no area is its own neighbour");
    check_refused(global_moran(V{1, 2, 3, 4}, weights, {.permutations = -1}), "number of permutations is -1",
                  core::ErrorKind::Usage);
    check_refused(global_moran(V{1, 2, 3, 4}, weights, {.permutations = 10'000'001}),
                  "between 0 and 10,000,000", core::ErrorKind::Usage);
    check_refused(global_moran(V{1, 2, 3, 4}, weights, {.threads = -2}), "number of threads is -2",
                  core::ErrorKind::Usage);
    core::Weights negative = weights;
    negative.weight[0] = -1;
    check_refused(global_moran(V{1, 2, 3, 4}, negative), "must be finite and not negative");
    core::Weights alone = binary_weights({{}, {}, {}, {}});
    alone.islands = core::IslandPolicy::Zero;
    check_refused(global_moran(V{1, 2, 3, 4}, alone), "No area has a neighbour");
}

TEST_CASE("Permuting Moran's I stops when cancelled") {
    std::stop_source source;
    source.request_stop();
    const auto moran = global_moran(noise(400), lattice(20, 20), {}, core::Progress(source.get_token()));
    REQUIRE_FALSE(moran);
    CHECK(moran.kind() == core::ErrorKind::Cancelled);
}
