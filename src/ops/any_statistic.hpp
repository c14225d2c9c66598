#pragma once

#include <string>
#include <vector>

#include "ops/local_statistic.hpp"

/// What explain, noise-check and stability share: they ask about any local statistic, named by the parameter
/// `statistic`.
namespace safeground::ops {

/// `statistic` (getis-ord by default), then the columns and own parameters of every local statistic, each
/// name once, then weights, inference and suppressed. What only some statistics need is optional here.
std::vector<Parameter> any_statistic_parameters();

struct AnyStatistic {
    const LocalStatistic* statistic = nullptr;
    core::Record parameters;  ///< as the operation of that statistic would have them
};
/// The statistic that complete `parameters` name. Refused (Usage): one of its columns was not given, or a
/// parameter has a value that is meant for another statistic.
core::Result<AnyStatistic> any_statistic(const core::Record& parameters);

/// The columns used, for the field `rests_on` of a result: disclosure looks there.
std::vector<core::Value> rests_on(const LocalReady& ready);

/// The inference in words, whether or not the statistic permutes.
std::string how_inferred(const LocalStatistic& statistic, const LocalAnswer& answer);

/// What `row` is in words ("hot"); "not significant" for 0.
std::string kind_words(const LocalStatistic& statistic, Kind kind);
/// As it stands in tables: "hot"; "none" for 0.
std::string kind_value(const LocalStatistic& statistic, Kind kind);

/// A table of results for some rows of the areas, to be filled with carry_whole() and add_derived(). When the
/// events that were counted are given, they decide on sensitivity too.
core::Table honest_table(const Inputs& inputs, const std::string& operation, const std::string& name);
/// carry() of every column of `ready`, the first as `first` (empty: under its own name); with each count its
/// other parts of one total, because the gate hides a part by what the others are. Returns what derived
/// columns rest on.
std::vector<std::string> carry_whole(core::Table& table, const core::Table& areas, const LocalReady& ready,
                                     const std::string& first = "value");
/// Makes the gate judge some rows of a table as it would judge all of them: next to each count stand the
/// smallest of all areas above nought and the lowest; every derived
/// column rests on them too. To be called before rows are selected.
void guard_selection(core::Table& table);

}  // namespace safeground::ops
