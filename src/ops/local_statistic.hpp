#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "ops/common.hpp"
#include "ops/operation.hpp"
#include "stats/local_result.hpp"
#include "stats/multiple_testing.hpp"

/// Local statistics, declared once. operation_of() makes the operation (parameters, table, sentence, map),
/// and explain, noise-check and stability run any of them again.
namespace safeground::ops {

/// What an area can turn out to be.
struct LocalKind {
    std::string value;  ///< "high-high": in the table
    std::string words;  ///< "high among high": in the sentence
};
using Kind = std::uint8_t;  ///< 0: none or undefined; k: LocalStatistic::kinds[k - 1]

/// One run: the numbers of each declared column (NaN: no value), neighbours, and how to infer.
struct LocalTask {
    std::vector<std::vector<double>> values;
    const core::Weights& weights;
    const Inference& inference;
    const core::Record& parameters;
};

struct LocalFinding {
    stats::LocalResult result;
    std::vector<Kind> kind;  ///< an entry an area, whatever its p-value
};

/// The columns of the result after the key and the values, in this order where a statistic has them.
enum class LocalColumn : std::uint8_t {
    Lag,
    Statistic,
    Expected,
    Variance,
    Z,
    P,             ///< "p": the p-value that counts
    PAnalytic,     ///< "p": the normal approximation, where p_permutation stands beside it
    PPermutation,  ///< "p_permutation"
    PAdjusted,
    What,        ///< what the area is, whatever its p-value
    Class,       ///< what it is where significant, else "none"
    Significant  ///< "true", "false"
};

struct LocalStatistic {
    std::string name, title, help, assumptions, reference;
    Group group = Group::None;
    /// Column parameters, the first is what the map is about. Several columns may stand in the last one, when
    /// it is of kind Columns.
    std::vector<Parameter> columns;
    std::vector<Parameter> own;  ///< further parameters, after the columns
    std::vector<LocalKind> kinds;
    std::string kind_column = "quadrant";  ///< name of LocalColumn::What or Class
    std::string statistic_title = "Statistic";
    std::vector<LocalColumn> table;
    /// The user sets a threshold that decides what an area is, so that its words would tell hidden counts.
    bool threshold_of_choice = false;
    bool whole_map = false;  ///< each permutation shuffles the whole map: as dear as own draws
    bool exact = false;      ///< p-values need no permutation and no normal approximation
    std::string symbol;      ///< "Gi*": in layer names and sentences
    std::function<core::Result<LocalFinding>(const LocalTask&, const core::Progress&)> run;
    /// Of finding.result.value, where the statistic is not of the first column itself ("Standardised rate").
    std::string value_title;
    core::Style style;
};

/// Every local statistic, in the order of menus.
const std::vector<LocalStatistic>& local_statistics();
/// nullptr when there is none of that name.
const LocalStatistic* find_local_statistic(const std::string& name);

/// The operation of one: parameters (columns, own, weights, inference, suppressed), table, sentence, map.
Operation operation_of(const LocalStatistic& statistic);

/// A local statistic with its inputs read, ready to run as often as wanted.
struct LocalReady {
    const LocalStatistic* statistic = nullptr;
    std::vector<Variable> columns;  ///< as declared; several of a Columns parameter one after the other
    core::Weights weights;
    Inference inference;
    core::Record parameters;
    std::vector<std::string> warnings;
};
core::Result<LocalReady> ready(const LocalStatistic& statistic, const Inputs& inputs,
                               const core::Record& parameters, const core::Progress& progress = {});

struct LocalAnswer {
    LocalFinding finding;
    stats::Adjusted adjusted;
    std::vector<Kind> shown;  ///< the kind where significant, else 0
    Inference inference;      ///< with the permutations really used
    std::vector<std::string> warnings;
};
/// Runs on these values (as LocalTask::values) and weights: the permutations that the correction needs, where
/// they were left to the program, and the correction.
core::Result<LocalAnswer> answer(const LocalReady& ready, const std::vector<std::vector<double>>& values,
                                 const core::Weights& weights, const core::Progress& progress = {});
/// The same on the columns themselves. Suppressed cells stand at the middle of what they may hold, and what
/// is said must hold wherever in that range they lie: see suppressed_fills().
core::Result<LocalAnswer> answer(const LocalReady& ready, const core::Progress& progress = {});

/// "12 high among high and 3 low among low": the kinds with their counts.
std::string kinds_in_words(const LocalStatistic& statistic, const std::vector<Kind>& shown);

}  // namespace safeground::ops
