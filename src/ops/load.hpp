#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/progress.hpp"
#include "core/project.hpp"
#include "core/provenance.hpp"
#include "core/result.hpp"
#include "io/import.hpp"

/// From files to a table or a layer: the one road of the command line, the window and the demonstration.
namespace safeground::ops {

struct LoadRequest {
    std::string file;  ///< "FILE" or "FILE:LAYER"
    std::string key, where, recipe;
    std::vector<std::pair<std::string, std::string>>
        tables;  ///< attribute file and its key column ("": its own)
    std::vector<std::pair<std::string, std::string>> mapping;  ///< generic sheets: our field, their column
    std::string postcodes;        ///< postcode table, for sheets that have postcodes
    std::string within;           ///< polygons that rows without a code are placed in
    std::string sessions;         ///< weekly sessions of sites, for their hours
    std::string definition;       ///< the data owner's own words for what is counted; empty: the recipe's
    std::string source, licence;  ///< credit and licence in the owner's words; empty: the recipe's
    /// The owner's word on who may see it. Where a recipe knows the layout its word stands and only a
    /// stricter one is taken.
    std::optional<core::Sensitivity> sensitivity;
    /// For orientation only: water, green, streets. Refused (Usage) for events, residence, sites, sessions,
    /// counts of people and points that are not public.
    bool base_map = false;
    bool synthetic = false;  ///< made-up data: every output says so
};

struct Loaded {
    core::TablePtr table;
    std::vector<core::Provenance::Input>
        sources;                        ///< every file that was read, the first one's role as asked for
    std::vector<std::string> warnings;  ///< what was rejected, repaired, assumed or found no partner
    std::vector<io::ImportReport> reports;
};

/// Reads the file by its recipe and joins what belongs to it. `role` for provenance: "areas", "events",
/// "sites", ...
core::Result<Loaded> load(const LoadRequest& request, const std::string& role,
                          const core::Progress& progress = {});

/// What a report says besides that all is well: rejected rows, duplicates, repairs, assumptions, warnings.
std::vector<std::string> report_warnings(const io::ImportReport& report);

/// A layer of what was loaded. Several files leave a provenance record (operation "join") that names them
/// all.
core::Layer layer_from(const Loaded& loaded, const std::string& name, core::Style style);

/// The files behind a layer: those of its provenance where it was joined from several, else its table's own;
/// the name of the layer where it was computed.
std::vector<core::Provenance::Input> sources_of(const core::Layer& layer, const std::string& role);

}  // namespace safeground::ops
