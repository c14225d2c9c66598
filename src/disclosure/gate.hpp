#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "core/project.hpp"
#include "core/result.hpp"
#include "core/value.hpp"
#include "disclosure/audience.hpp"
#include "disclosure/released.hpp"

namespace safeground::disclosure {

/// The one way out. Immutable after construction but for a cache of released tables; one thread.
///
/// Whole tables. A table above `may_see` is withheld. Residence is Restricted whatever its file says, and is
/// refused unless it is one row an LSOA or something coarser, without points and without postcodes. Single
/// events go only to audiences with `event_points`; their free text and references only to audiences with
/// `event_text`. Counts of people in areas are left out for an audience that may not see restricted data,
/// even where a join put them into a public table.
///
/// Cells. A PersonCount of any table, and an EventCount of a table that is not public, from 1 to threshold -
/// 1 becomes Suppressed with the range 1 .. threshold - 1 (0 .. with hide_zero). A count column whose
/// `derived_from` names another count is a part of it: where a part is hidden and the total is not, every
/// part of the row is hidden, so that no subtraction finds it.
///
/// A Derived column is suppressed in every row in which any column of `derived_from` is. It is suppressed in
/// all rows, once any cell of a source was hidden here, where each of its cells rests on other rows too:
/// lags, local statistics, p-values, smoothed rates. With public boundaries and the published seed such a
/// column can be searched for the hidden value. It counts as such when the entry of `derived_from` ends in
/// "[]" ("count[]": the whole column), when it has the name of a known result
/// (`lag`, `z`, `p`, ...), or when a table that was computed (no sha256) has it, rates (`raw`, `rate`)
/// excepted. Classes (quadrant, significant, class) follow the same rule unless the audience has
/// `classes_over_hidden`, which also lets
/// smoothed rates out, to two digits; neither where "n!" is a source. A Derived column whose source is not in
/// the table is hidden where counts could be hidden. What was Suppressed before the computation cannot leak
/// from it: to show hot spots to a strict audience, run the operation on the released table.
///
/// Released tables hold no hidden value anywhere: the number is gone, not flagged; dictionaries hold no label
/// that no visible cell has; breaks of a style are values of visible cells.
class Gate {
public:
    /// Reads audiences from TOML text. Errors name the file and the line.
    static core::Result<Gate> from_toml(const std::string& text, const std::string& file);
    /// The audiences that ship with Safeground (resource "audiences.toml"), or the file in
    /// SAFEGROUND_AUDIENCES.
    static core::Result<Gate> standard();

    const std::vector<Audience>& audiences() const { return m_audiences; }
    const Audience* find(const std::string& name) const;

    /// The whole project as `project.audience` may see it: withheld layers are gone (a sentence says so),
    /// tables are suppressed, `sentence` and `provenance` of a layer whose result would reveal a hidden cell
    /// are cut. A layer's released table is the same pointer as long as its table lives and the audience is
    /// the same.
    core::Result<Released<core::Project>> release(const core::Project& project);
    core::Result<Released<core::TablePtr>> release(const core::TablePtr& table, const std::string& audience);
    /// What an operation says beside its table: counts of areas and statistics of the whole. `from`: the
    /// tables it read; refused where the audience may not see one of them. Where cells of the variables are
    /// hidden (fields `variable`, `variable2`, `population`, `with` name them; else all columns count),
    /// numbers, breaks, sentences and exact totals are left out; numbers of areas of a class stay where the
    /// audience may see classes over hidden counts and the user could not steer them (see steered()).
    /// Whatever the areas hide, numbers of single events below the threshold of their table (outside all
    /// areas, without a position) are undefined for an audience that does not see single events, with the
    /// words that tell them; the hash and the folder of a file that is not open data are told only to an
    /// audience with `classes_over_hidden`. An answer about one area (parameter `area`) is left out whole,
    /// for every audience, where a cell of its variables is hidden or rounded anywhere on the map; so is the
    /// sentence of its layer.
    core::Result<Released<core::Record>> release(const core::Record& record,
                                                 const std::vector<core::TablePtr>& from,
                                                 const std::string& audience);

private:
    struct Cached;
    using Key = std::tuple<std::string, const core::Table*, core::Sensitivity>;

    explicit Gate(std::vector<Audience> audiences) : m_audiences(std::move(audiences)) {}
    core::Result<const Audience*> audience_of(const std::string& name) const;
    /// The table for the audience, from the cache where it is there.
    std::shared_ptr<const Cached> released_table(const core::TablePtr& table, const Audience& audience,
                                                 core::Sensitivity sensitivity);

    std::vector<Audience> m_audiences;
    std::map<Key, std::shared_ptr<const Cached>> m_cache;
};

}  // namespace safeground::disclosure
