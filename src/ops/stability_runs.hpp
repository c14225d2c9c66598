#pragma once

#include <functional>
#include <string>
#include <vector>

#include "ops/local_statistic.hpp"

/// The other choices that could have been made just as well, for `stability`.
namespace safeground::ops {

struct Alternative {
    std::string family;  ///< "weights", "snap", "bandwidth", "months", "jitter"
    std::string name;    ///< "knn:6"
    /// The base with that one choice made otherwise.
    std::function<core::Result<LocalReady>(const core::Progress&)> make;
};

/// "who counts as a neighbour": what a family is about.
std::string family_words(const std::string& family, double jitter_m);

struct Alternatives {
    std::vector<Alternative> runs;
    std::vector<std::string> warnings;  ///< families that were left out, and why
};

/// All alternatives to `base`, which `parameters` (complete) gave; those that equal the base are left out.
/// With events the first column must be their number in each area: Refused (Input) where it is not.
core::Result<Alternatives> alternatives(const Inputs& inputs, const core::Record& parameters,
                                        const LocalReady& base, const core::Progress& progress);

}  // namespace safeground::ops
