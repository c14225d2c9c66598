#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <numeric>

#include "ops/real_areas.hpp"

using namespace safeground;
using tests::areas;
using tests::record;
using tests::result;
using tests::run;

// Numbers of REFERENCE-VALUES.md and REFERENCE-VALUES-COLUMBUS.md (R with spdep, GeoDa), through the whole
// road: file, recipe, weights, statistic, result table. They are printed there to ten significant digits.
namespace {

constexpr double kExact = 1e-8;

Approx near(double value) { return Approx(value).epsilon(kExact).margin(1e-12); }

void first_values(const ops::Output& output, const std::string& column, const std::vector<double>& expected) {
    const std::vector<double> values = tests::numbers(output, column);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        INFO(column << " " << i);
        CHECK(values.at(i) == near(expected[i]));
    }
}

double total(const ops::Output& output, const std::string& column) {
    const std::vector<double> values = tests::numbers(output, column);
    return std::accumulate(values.begin(), values.end(), 0.0);
}

double value_of(const ops::Output& output, const std::string& code, const std::string& column) {
    for (std::size_t row = 0; row < output.table->rows; ++row)
        if (output.table->key_text(row) == code) return output.table->find(column)->number(row);
    return std::nan("");
}

const core::Record kAnalytic = record({{"permutations", "analytic"}});
core::Record with(core::Record base, std::vector<std::pair<std::string, core::Value>> more) {
    for (auto& [name, value] : more) base.set(name, value);
    return base;
}

}  // namespace

TEST_CASE("columbus: neighbours of other kinds agree with spdep") {
    // REFERENCE-VALUES-COLUMBUS.md, "models, other weights"; the map has plane coordinates of its own.
    const auto inputs = areas("benchmarks/columbus/columbus.shp", {}, "polyid");
    if (!inputs) return;
    const auto moran = [&](const char* weights) {
        return result(
            run("global-moran", *inputs, with(kAnalytic, {{"variable", "crime"}, {"weights", weights}})),
            "statistic");
    };
    const auto links = [&](const char* weights) {
        return result(run("weights", *inputs, record({{"weights", weights}})), "links");
    };
    CHECK(moran("knn:4") == near(0.582551727));
    CHECK(links("distance:auto") == 252);
    CHECK(run("weights", *inputs, record({{"weights", "distance:auto"}}))
              .weights->description.find("all within 0.6188641580") == 0);
    CHECK(moran("distance:auto") == near(0.5518256938));
    CHECK(moran("inverse:0.6188641581") == near(0.5708120505));
    CHECK(links("queen:2") == 416);
    CHECK(links("queen:2+") == 652);
}

TEST_CASE("columbus crime, queen, agrees with spdep") {
    const auto inputs = areas("benchmarks/columbus/columbus.shp", {}, "polyid");
    if (!inputs) return;
    const auto weights = run("weights", *inputs, record({{"standardise", "none"}}));
    CHECK(result(weights, "links") == 236);
    CHECK(result(weights, "min") == 2);
    CHECK(result(weights, "max") == 10);
    CHECK(result(weights, "mean") == near(4.816326531));
    CHECK(result(weights, "s1") == 472);
    CHECK(result(weights, "s2") == 5304);
    const auto row = run("weights", *inputs, {});
    CHECK(result(row, "s0") == near(49));
    CHECK(result(row, "s1") == near(22.7511867));
    CHECK(result(row, "s2") == near(203.7090986));

    const core::Record crime = with(kAnalytic, {{"variable", "crime"}});
    const auto global = run("global-moran", *inputs, crime);
    CHECK(result(global, "statistic") == near(0.5001885572));
    CHECK(result(global, "expected") == near(-0.02083333333));
    CHECK(result(global, "variance") == near(0.008689289201));
    CHECK(result(global, "z") == near(5.589382675));
    CHECK(result(global, "p") == near(2.278782701e-08));
    const auto normal = run("global-moran", *inputs, with(crime, {{"variance", "normality"}}));
    CHECK(result(normal, "variance") == near(0.008563413119));
    CHECK(result(normal, "z") == near(5.630312788));
    const auto binary = run("global-moran", *inputs, with(crime, {{"standardise", "none"}}));
    CHECK(result(binary, "statistic") == near(0.5154614369));
    CHECK(result(binary, "z") == near(6.211512737));

    const auto local = run("local-moran", *inputs, crime);
    first_values(local, "statistic",
                 {0.7368184906, 0.5287770133, 0.09385074166, 0.004820966628, 0.3036061248});
    first_values(local, "expected",
                 {-0.02859854197, -0.02025021399, -0.001539686744, -0.0005707572439, -0.01849319102});
    first_values(local, "variance",
                 {0.6661448908, 0.3102660633, 0.01763007197, 0.006541756761, 0.09461792046});
    first_values(local, "z", {0.937807651, 0.9856591203, 0.7184189125, 0.06666232345, 1.047136029});
    first_values(local, "p", {0.3483432685, 0.3243004162, 0.472499029, 0.9468505291, 0.2950368442});
    CHECK(total(local, "statistic") == near(24.5092393));
    CHECK(total(local, "variance") == near(10.13990715));
    std::map<std::string, int> quadrants;
    for (std::size_t i = 0; i < 49; ++i) ++quadrants[local.table->find("quadrant")->text(i)];
    CHECK(quadrants ==
          std::map<std::string, int>{{"low-low", 20}, {"high-low", 3}, {"low-high", 5}, {"high-high", 21}});
    const auto all = run("local-moran", *inputs, with(crime, {{"moments", "total"}}));
    first_values(all, "z", {1.097098922, 0.9851903123, 0.2399842143, 0.05368336466, 1.005583832});

    for (const char* standardise : {"row", "none"}) {
        const auto star = run("getis-ord", *inputs, with(crime, {{"standardise", standardise}}));
        first_values(star, "z", {-1.432779654, -1.340008097, -0.771998681, -0.1317333645, 1.285362798});
        CHECK(total(star, "z") == near(9.383049238));
        CHECK(result(star, "hot") + result(star, "cold") == 9);  // Benjamini-Hochberg over normal p-values
        const auto gi =
            run("getis-ord", *inputs, with(crime, {{"standardise", standardise}, {"star", false}}));
        first_values(gi, "z", {-0.937807651, -0.9856591203, -0.7184189125, -0.06666232345, 1.047136029});
        CHECK(total(gi, "z") == near(10.61939018));
    }
}

TEST_CASE("columbus with neighbours from its GAL file agrees with spdep") {
    const auto inputs = areas("benchmarks/columbus/columbus.shp", {}, "polyid");
    const auto gal = tests::shared_data("benchmarks/columbus/columbus.gal");
    if (!inputs || !gal) return;
    const auto output = run("global-moran", *inputs,
                            with(kAnalytic, {{"variable", "crime"}, {"weights", "file:" + gal->string()}}));
    CHECK(output.links == 236);
    CHECK(result(output, "statistic") == near(0.5001885572));
    REQUIRE(output.provenance.inputs.size() == 2);
    CHECK(output.provenance.inputs[1].role == "weights");
    CHECK(output.provenance.inputs[1].sha256.size() == 64);
}

TEST_CASE("guerry agrees with spdep, and with GeoDa by its convention") {
    const auto inputs = areas("benchmarks/guerry/Guerry.shp", {}, "CODE_DE");
    if (!inputs) return;
    const auto weights = run("weights", *inputs, {});
    CHECK(result(weights, "links") == 420);
    CHECK(result(weights, "mean") == near(4.941176471));
    CHECK(result(weights, "min") == 2);
    CHECK(result(weights, "max") == 8);
    struct Global {
        const char* variable;
        double statistic, variance, z;
    };
    for (const Global& one : {Global{"Crm_prs", 0.4114597183, 0.004899501059, 6.048371948},
                              Global{"Crm_prp", 0.2635533403, 0.004661878644, 4.0343639},
                              Global{"Litercy", 0.7176052628, 0.004917253447, 10.40327233}}) {
        INFO(one.variable);
        const auto global = run("global-moran", *inputs, with(kAnalytic, {{"variable", one.variable}}));
        CHECK(result(global, "statistic") == near(one.statistic));
        CHECK(result(global, "variance") == near(one.variance));
        CHECK(result(global, "z") == near(one.z));
    }
    const core::Record property = record({{"variable", "Crm_prp"}});
    const auto spdep = run("local-moran", *inputs, with(property, {{"permutations", "analytic"}}));
    first_values(spdep, "statistic", {0.01561569234});
    const auto geoda = run("local-moran", *inputs, with(property, {{"convention", "geoda"}}));
    first_values(geoda, "statistic", {0.015431978309803657, 0.3270633223656033, 0.021295296214118884});
    CHECK(result(geoda, "cutoff") == Approx(0.000588235).epsilon(1e-6));
    const auto published = std::vector<double>{0.414, 0.123, 0.001};
    const auto p = tests::numbers(geoda, "p");
    for (std::size_t i = 0; i < published.size(); ++i) {
        INFO("two runs of 999 permutations, five standard errors of their difference, area " << i);
        CHECK(std::abs(p[i] - published[i]) <= 5 * std::sqrt(2 * std::max(published[i], 0.003) * 0.6 / 999));
    }
    const auto persons =
        run("local-moran", *inputs, record({{"variable", "Crm_prs"}, {"convention", "geoda"}}));
    first_values(persons, "statistic", {0.516120231288079, 0.818275138495031, 0.794086559694542});
    const auto star = run("getis-ord", *inputs, with(property, {{"permutations", "analytic"}}));
    first_values(star, "z", {1.221810952, -1.305537211, 3.525942304, -0.1333216202, 0.003802948787});
    const auto gi =
        run("getis-ord", *inputs, with(property, {{"permutations", "analytic"}, {"star", false}}));
    first_values(gi, "z", {0.07903264588, -1.094648606, 3.757785404, -0.05306420146, -0.04976388545});
    const auto classes = run("classify", *inputs, with(property, {{"method", "jenks"}}));
    const auto& breaks = std::get<std::vector<core::Value>>(classes.result.find("breaks")->data);
    REQUIRE(breaks.size() == 6);
    CHECK(breaks[1].number() >= 5520);
    CHECK(breaks[1].number() <= 5521);
}

TEST_CASE("sudden infant deaths: Moran and empirical Bayes agree with spdep") {
    const auto inputs = areas("benchmarks/sids2/sids2.shp");
    const auto gal = tests::shared_data("benchmarks/sids2/sids2.gal");
    if (!inputs || !gal) return;
    const std::string neighbours = "file:" + gal->string();
    const auto moran =
        run("global-moran", *inputs, with(kAnalytic, {{"variable", "SIDR74"}, {"weights", neighbours}}));
    CHECK(moran.links == 462);
    CHECK(result(moran, "statistic") == near(0.2477251932));
    CHECK(result(moran, "variance") == near(0.004275965096));
    CHECK(result(moran, "z") == near(3.942847479));
    const auto rates = run("eb-rates", *inputs, record({{"variable", "SID74"}, {"population", "BIR74"}}));
    first_values(rates, "smoothed",
                 {0.001697297331, 0.001705377681, 0.001773087022, 0.002012868084, 0.003534913149});
    CHECK(result(rates, "prior_variance") == near(7.692930647e-07));
    CHECK(result(rates, "rate") == near(0.002021444894));
}

TEST_CASE("westminster agrees with spdep") {
    const auto inputs = areas("boundaries/lsoa21_london.gpkg", "LAD22CD = 'E09000033'", {},
                              "deprivation/IoD2025_London_LSOA21_all_domains.csv");
    if (!inputs) return;
    CHECK(inputs->areas->rows == 123);
    const auto queen = run("weights", *inputs, {});
    CHECK(result(queen, "links") == 650);
    CHECK(result(queen, "mean") == near(5.284552846));
    CHECK(result(queen, "max") == 12);
    CHECK(result(run("weights", *inputs, record({{"weights", "rook"}})), "links") == 638);
    const char* imd = "Index of Multiple Deprivation (IMD) Score";
    const auto global = run("global-moran", *inputs, with(kAnalytic, {{"variable", imd}}));
    CHECK(result(global, "statistic") == near(0.4171298735));
    CHECK(result(global, "variance") == near(0.003168430081));
    CHECK(result(global, "z") == near(7.55614834));
    const auto crime = run("global-moran", *inputs, with(kAnalytic, {{"variable", "Crime Score"}}));
    CHECK(result(crime, "statistic") == near(0.4047292833));
    CHECK(result(crime, "z") == near(7.346988227));
    const auto star =
        run("getis-ord", *inputs, with(kAnalytic, {{"variable", imd}, {"standardise", "none"}}));
    for (const auto& [code, z] : {std::pair{"E01033605", 4.22381},
                                  {"E01033602", 4.005534},
                                  {"E01033604", 3.915362},
                                  {"E01033601", 3.811072},
                                  {"E01033598", 3.723118}})
        CHECK(value_of(star, code, "z") == Approx(z).epsilon(1e-6));
    const auto local = run("local-moran", *inputs, with(kAnalytic, {{"variable", imd}}));
    struct Top {
        const char* code;
        double statistic, z;
    };
    for (const Top& top : {Top{"E01033601", 0.726663, 3.902503}, Top{"E01033605", 4.005807, 3.8449},
                           Top{"E01033604", 2.490449, 3.450907}, Top{"E01033602", 3.709913, 3.407672},
                           Top{"E01033598", 2.116912, 3.296519}}) {
        CHECK(value_of(local, top.code, "statistic") == Approx(top.statistic).epsilon(1e-6));
        CHECK(value_of(local, top.code, "z") == Approx(top.z).epsilon(1e-6));
    }
    // Enough permutations to compare with the normal approximation where it is good.
    const auto permuted = run("global-moran", *inputs, record({{"variable", imd}, {"permutations", 9999}}));
    CHECK(result(permuted, "p_permutation") == Approx(2.0 / 10000));
}

TEST_CASE("london agrees with spdep", "[slow]") {
    const auto inputs =
        areas("boundaries/lsoa21_london.gpkg", {}, {}, "deprivation/IoD2025_London_LSOA21_all_domains.csv");
    if (!inputs) return;
    const auto queen = run("weights", *inputs, record({{"snap", 0}}));
    CHECK(result(queen, "links") == 29472);
    CHECK(result(queen, "min") == 1);
    CHECK(result(queen, "max") == 20);
    CHECK(result(queen, "mean") == near(5.901481778));
    CHECK(result(queen, "components") == 1);
    CHECK(result(run("weights", *inputs, record({{"weights", "rook"}, {"snap", 0}})), "links") == 29100);
    CHECK(result(run("weights", *inputs, record({{"snap", 1}})), "links") == 29506);
    const core::Record exact = with(kAnalytic, {{"snap", 0}});
    const auto imd = run("global-moran", *inputs,
                         with(exact, {{"variable", "Index of Multiple Deprivation (IMD) Score"}}));
    CHECK(result(imd, "statistic") == near(0.6165366356));
    CHECK(result(imd, "z") == near(73.60804413));
    const auto crime = run("global-moran", *inputs, with(exact, {{"variable", "Crime Score"}}));
    CHECK(result(crime, "statistic") == near(0.4804325473));
    CHECK(result(crime, "z") == near(57.36661215));
    const auto star =
        run("getis-ord", *inputs, with(exact, {{"variable", "Crime Score"}, {"standardise", "none"}}));
    for (const auto& [code, z] : {std::pair{"E01034145", 5.473753},
                                  {"E01034150", 5.288605},
                                  {"E01002734", 4.983093},
                                  {"E01000524", 4.939094},
                                  {"E01003047", 4.879587}})
        CHECK(value_of(star, code, "z") == Approx(z).epsilon(1e-6));
}

TEST_CASE("the generalised London boundaries of 2011 need a snap", "[slow]") {
    const auto inputs = areas("boundaries/LSOA_2011_London_gen_MHW.shp");
    if (!inputs) return;
    const auto snapped = run("weights", *inputs, record({{"snap", 0.001}}));
    CHECK(result(snapped, "links") == 28678);
    CHECK(result(snapped, "islands") == 0);
    CHECK(result(run("weights", *inputs, record({{"snap", 0}})), "links") == 0);
}

TEST_CASE("london local statistics are the same bytes for 1, 2 and 7 threads", "[slow]") {
    const auto inputs =
        areas("boundaries/lsoa21_london.gpkg", {}, {}, "deprivation/IoD2025_London_LSOA21_all_domains.csv");
    if (!inputs) return;
    for (const char* operation : {"local-moran", "getis-ord"}) {
        std::vector<std::vector<double>> p;
        for (const int threads : {1, 2, 7})
            p.push_back(tests::numbers(
                run(operation, *inputs, record({{"variable", "Crime Score"}, {"threads", threads}})),
                "p_adjusted"));
        CHECK(p[0] == p[1]);
        CHECK(p[0] == p[2]);
    }
}
