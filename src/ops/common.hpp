#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/table.hpp"
#include "ops/operation.hpp"
#include "stats/conventions.hpp"
#include "stats/multiple_testing.hpp"

/// What the statistical operations share: parameters declared once, their reading, and the words about
/// inference.
namespace safeground::ops {

Parameter column_parameter(std::string name, std::string title, std::string help);
/// Several columns, separated by commas.
Parameter columns_parameter(std::string name, std::string title, std::string help);
/// The names in the text of such a parameter; one for a single column.
std::vector<std::string> columns_named(const std::string& text);
/// weights, snap, standardise, islands, barriers.
std::vector<Parameter> weights_parameters();
/// tail, permutations (auto where `corrected`), seed, threads; with `corrected` also alpha and correction;
/// convention.
std::vector<Parameter> inference_parameters(bool corrected);

/// Readers of a complete record (see complete()): a name that was not declared is a broken invariant.
std::string text_of(const core::Record& parameters, const std::string& name);
double number_of(const core::Record& parameters, const std::string& name);
std::int64_t integer_of(const core::Record& parameters, const std::string& name);
bool flag_of(const core::Record& parameters, const std::string& name);

struct Inference {
    int permutations = 999;  ///< 0: analytic
    bool automatic = false;  ///< the number was left to the program, which takes what the correction needs
    int stop_after = 0;      ///< see stats::PermutationOptions
    std::uint64_t seed = 1;
    int threads = 0;
    stats::Tail tail = stats::Tail::TwoSided;
    double alpha = 0.05;
    stats::Correction correction = stats::Correction::BenjaminiHochberg;
    stats::Convention convention = stats::Convention::Safeground;
};
Inference inference_of(const core::Record& parameters);

/// Weights as the parameters of weights_parameters() say, over the areas of `inputs`.
core::Result<core::Weights> weights_of(const Inputs& inputs, const core::Record& parameters,
                                       const core::Progress& progress = {});

/// A column as numbers, NaN where missing or suppressed.
struct Variable {
    const core::Column* column = nullptr;
    std::vector<double> values;
    std::size_t missing = 0, suppressed = 0;
    bool in_range = false;  ///< suppressed cells are to be filled from their range: see suppressed.hpp
    std::vector<std::string> warnings;  ///< how many cells were missing and suppressed, and what was done
};
/// Refuses (Input) a column that is not numeric or has no value at all.
/// `in_range`: the caller fills suppressed cells, and the warning says so.
core::Result<Variable> variable_of(const core::Table& table, const std::string& column,
                                   bool in_range = false);

/// A table for results: the key (rows are numbered where there is none) and the geometry of `areas`, no other
/// column.
core::Table result_table(const core::Table& areas, const std::string& operation, const std::string& name);
/// Adds numbers computed from `from`; NaN becomes missing.
void add_derived(core::Table& table, const std::string& name, const std::string& title,
                 std::vector<double> values, const std::vector<std::string>& from);
/// Adds words computed from `from`; empty becomes missing.
void add_derived(core::Table& table, const std::string& name, const std::string& title,
                 const std::vector<std::string>& words, const std::vector<std::string>& from);
/// Adds a column of `areas` under its own name, and what it was derived from, where `table` has not got it:
/// disclosure must find what a derived column rests on. Named `as` where given. Returns the name that it has
/// in `table`: another one where that name stands for another column.
std::string carry(core::Table& table, const core::Table& areas, const std::string& column,
                  const std::string& as = {});

/// "two-sided p-values from 999 conditional permutations (seed 1), Benjamini-Hochberg at 5 %".
std::string inference_words(const Inference& inference, stats::Tail used, bool corrected);
/// "exact p-values, Benjamini-Hochberg at 5 %".
std::string exact_words(const Inference& inference);
/// The fewest permutations with which `declared` of `tested` areas can pass the correction.
std::size_t permutations_for(const Inference& inference, stats::Tail used, std::size_t tested,
                             std::size_t declared);
/// Whether the permutations are too few for the correction, in words with the number that would do; nullopt:
/// enough.
std::optional<std::string> resolution_warning(const Inference& inference, stats::Tail used,
                                              std::size_t tested);

/// Appends the messages of warnings and notes.
void take_warnings(std::vector<std::string>& into, const std::vector<core::Diagnostic>& from);

/// stats' options of any permuting statistic.
template <class Options>
Options with_inference(Options options, const Inference& inference) {
    options.permutations = inference.permutations;
    options.seed = inference.seed;
    options.threads = inference.threads;
    options.tail = inference.tail;
    options.convention = inference.convention;
    if constexpr (requires { options.stop_after; }) options.stop_after = inference.stop_after;
    return options;
}

}  // namespace safeground::ops
