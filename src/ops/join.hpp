#pragma once

#include <string>
#include <vector>

#include "core/provenance.hpp"
#include "core/result.hpp"
#include "core/table.hpp"

namespace safeground::ops {

struct Joined {
    core::TablePtr table;
    core::JoinReport report;
    std::vector<std::string>
        warnings;  ///< rows without a partner on either side, doubled keys, vintages that differ
};

/// Attributes put beside areas by their codes, one to one; every area stays. `key` is the column of
/// `attributes` that holds the codes; empty: its own key. Refused: no such column, no key on either side, not
/// a single match (with codes of both sides and what may be wrong).
core::Result<Joined> join_attributes(const core::TablePtr& areas, const core::TablePtr& attributes,
                                     const std::string& key = {});

/// "table" beside "areas": what a provenance record says of a file that a table came from.
core::Provenance::Input source_of(const core::Table& table, const std::string& role);

}  // namespace safeground::ops
