#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/progress.hpp"
#include "core/project.hpp"
#include "core/result.hpp"
#include "core/value.hpp"
#include "core/weights.hpp"

namespace safeground::ops {

/// The question that an analysis helps with: the heading it stands under in menus and documents. In the order
/// of menus.
enum class Group : std::uint8_t { Clusters, Together, Pattern, Rates, Certainty, Preparation, None };
inline constexpr std::array kGroups{Group::Clusters, Group::Together,  Group::Pattern,
                                    Group::Rates,    Group::Certainty, Group::Preparation};
/// "Where does it cluster?"
const char* title_of(Group group);

enum class ParameterKind : std::uint8_t { Number, Integer, Choice, Flag, Text, Column, Columns, Weights };

/// One parameter, declared once: the form in the window, the flag of the command line, the validation and the
/// help come from here.
struct Parameter {
    std::string name;   ///< "permutations": flag --permutations, key in provenance
    std::string title;  ///< "Permutations"
    std::string help;   ///< one sentence, with why the default is what it is
    ParameterKind kind = ParameterKind::Text;
    core::Value default_value;         ///< undefined: must be given
    double minimum = 0, maximum = 0;   ///< both included; equal: no range
    std::vector<std::string> choices;  ///< Choice; for others: words allowed beside a number ("analytic")
    std::string unit;
    bool optional = false;            ///< may stay undefined
    std::string column_of = "areas";  ///< Column, Columns: "areas", "events" or "sites": whose column it names
    /// False for what only says how to compute (threads): such a parameter never changes a result, so it is
    /// checked and passed on but kept out of the provenance, and two runs that differ in it give the same
    /// bytes.
    bool part_of_result = true;
    /// How it is computed, not what is asked: a form folds it away, since its default is nearly always right.
    bool detail = false;
};

/// The tables an operation can read; a null pointer is an input that was not given.
struct Inputs {
    core::TablePtr areas;   ///< polygons with attributes (joined already)
    core::TablePtr events;  ///< points with, where they have one, a time
    core::TablePtr sites;
    /// Neighbours of every file:PATH in the parameter weights, by that path, one row an area; and the lines
    /// of the parameter barriers. Those that are not here are read by run().
    std::map<std::string, std::shared_ptr<const core::Weights>> weights;
    core::TablePtr barriers;
    /// Every file behind the tables, where a front end joined several into one; empty: one source a table is
    /// recorded.
    std::vector<core::Provenance::Input> sources;
};

/// What an operation gives back.
struct Output {
    core::TablePtr
        table;  ///< one row an area in input order, key first; null when the answer is only `result`
    /// The neighbours themselves, where they are the answer: of the operation "weights".
    std::shared_ptr<const core::Weights> weights;
    core::Record result;  ///< as cli.md documents it
    std::size_t n = 0, undefined = 0, islands = 0, links = 0;
    std::string sentence;  ///< the result in words
    std::vector<std::string> warnings;
    core::Provenance provenance;
    std::string layer_name;  ///< "Hot spots (Gi*)"
    /// How a layer made of `table` should be drawn. A choropleth has no breaks yet: they are taken from what
    /// the audience may see, by fill_breaks() of choropleth.hpp.
    core::Style style;
};

struct Operation {
    std::string name;   ///< "local-moran"
    std::string title;  ///< "Clusters and outliers (local Moran)"
    Group group = Group::None;
    std::string help;   ///< what question it answers
    std::string assumptions;
    std::string reference;  ///< the paper
    bool needs_areas = true, needs_events = false, needs_sites = false;
    std::vector<Parameter> parameters;
    /// `parameters` is complete and valid when this is called.
    std::function<core::Result<Output>(const Inputs&, const core::Record& parameters, const core::Progress&)>
        run;

    const Parameter* find(const std::string& parameter) const;
};
/// What may be given: "0.1 to 10", "auto, analytic, or 9 to 9,999,999", "row or none"; empty: anything of its
/// kind.
std::string allowed_words(const Parameter& parameter);
/// docs/operations.md, made from the declarations.
std::string operations_markdown();

/// Every operation, in the order of menus: by group.
const std::vector<Operation>& operations();
/// nullptr when there is none of that name.
const Operation* find_operation(const std::string& name);

/// `given` with defaults filled in, texts turned into the declared kinds and checked against range, choices
/// and columns of the inputs. An error names the parameter, what was given, and what is allowed.
core::Result<core::Record> complete(const Operation& operation, const core::Record& given,
                                    const Inputs& inputs);
/// complete() and run, with provenance (inputs with hashes, all parameters) filled in. The way that every
/// front end calls.
core::Result<Output> run(const Operation& operation, const Inputs& inputs, const core::Record& given,
                         const core::Progress& progress = {});
/// The layer that a front end adds for an output.
core::Layer layer_from(const Output& output);

}  // namespace safeground::ops
