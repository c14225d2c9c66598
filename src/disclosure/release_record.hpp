#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "core/value.hpp"

/// What may be said about the whole when some cells of it are hidden.
namespace safeground::disclosure {

struct RecordRules {
    bool withhold_classes = false;        ///< how many areas are hot, high-high, ...; and the words about it
    std::set<std::int64_t> exact_totals;  ///< totals of columns with hidden cells; such a number is left out
};

/// Numbers that are not whole are left out, rounded ones too: a statistic can be asked for again with other
/// weights or another second column until two digits of each give every hidden count. So are breaks, lists
/// of numbers (how many areas are in each class would give the hidden ones one by one), lags and distances,
/// how many areas have no result (below a threshold they have none), hashes and exact totals (undefined, so
/// that the field says so). With `withhold_classes` so is every whole number that is not about the shape of
/// the data (n, links, islands, rows), and all words; without it, words stay only in a record of classes
/// (hot, high_high), whose numbers are numbers of areas. Everything else stays in its order.
core::Record guarded(const core::Record& record, const RecordRules& rules);

/// Whether parameters single out one area (`area`): what is said then holds numbers of that area and of its
/// neighbours.
bool about_one_area(const core::Record& parameters);
/// The record of such an answer without the answer: `result` is empty, words are undefined.
core::Record without_answer(const core::Record& record);

/// Whether parameters choose what classes are about so freely that asking again and again tells a hidden
/// count: a threshold, a second column, weights from a file, or a level that nobody uses.
bool steered(const core::Record& parameters);

/// The texts of fields `variable`, `variable2`, `population`, the names in `with` (several, between commas)
/// and in lists `rests_on`, wherever they are.
std::set<std::string> variables_of(const core::Record& record);

/// Counts of single events that no area holds (`outside`, `without_position`, `ambiguous`, `inside`) from 1
/// to threshold - 1 become undefined; then also how many events were read, from which they could be
/// subtracted, and sentences and warnings with a number that small, which are words about them. True when
/// something was left out.
bool hide_small_counts(core::Record& record, std::int64_t threshold);

/// Whether words hold a whole number from 1 to threshold - 1 that stands alone.
bool tells_small_count(const std::string& words, std::int64_t threshold);

/// Where `keeps` refuses the sha256 of an input, wherever it is: the hash becomes undefined and the path is
/// cut to the name of the file.
void hide_origins(core::Record& record, const std::function<bool(const std::string& sha256)>& keeps);

}  // namespace safeground::disclosure
